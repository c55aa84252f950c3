import { z } from 'zod';
import type { BandColumn } from '#domain/register/bands.ts';
import { bandIndex } from '#domain/register/bands.ts';
import { countsOf } from '#domain/register/rates.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { BandCounts } from './by-child.ts';
import { correctionKey, countedChildren } from './by-child.ts';
import type { LivePicture } from './feed.ts';
import type { PictureState } from './feed-batches.ts';
import type { Tile } from './headline.ts';
import { everyTile, headlineTiles, takenWords, tileFigures } from './headline.ts';
import { leadDay } from './lead-day.ts';
import type { LiveTable } from './live-table.ts';
import { figuresIn } from './live-table.ts';
import { readPastPicture } from './past.ts';
import type { LiveAddress } from './paths.ts';
import type { PictureVector } from './picture-vector.ts';
import { bandsIn } from './picture-vector.ts';
import type { PlacePicture } from './place-picture.ts';
import { pictureOf, vectorOf } from './place-picture.ts';
import type { Geography, LivePlace, Places, Reach } from './places.ts';
import { geographyOf, placesOf, reachOf } from './places.ts';
import { toTen } from './protection.ts';
import type { LiveChoice, PlaceBelow } from './tables-breakdown.ts';
import {
  belowHref,
  belowTable,
  breakdownCoverage,
  breakdowns,
  groupsTable,
  kindsTable,
  periods,
  reasonsTable,
  tallyOf,
} from './tables-breakdown.ts';
import { hasEvents, hasSessions, keepsRegisters, periodsTable, todayTable, weeksTable } from './tables-time.ts';

/** What may be asked of a place. */
export const LiveApiQuery = z.object({
  period: z
    .enum(periods)
    .optional()
    .meta({ description: 'Of which stretch of time the breakdowns are; today unless told.' }),
  by: z.enum(breakdowns).optional().meta({ description: 'Which groups figures are broken down by; sen unless told.' }),
  page: z.coerce.number().int().min(1).max(10_000).optional().meta({ description: 'Of the places below, from 1.' }),
  day: PlainDate.optional().meta({
    description:
      'The day to answer for; today, in Europe/London, when left out. The week, the year and the breakdowns below a place are given with today only.',
  }),
});

/** The same of a page, which passes over what it cannot read. */
export const LiveQuery = z.object({
  period: LiveApiQuery.shape.period.catch(undefined),
  by: LiveApiQuery.shape.by.catch(undefined),
  page: LiveApiQuery.shape.page.catch(undefined),
  day: LiveApiQuery.shape.day.catch(undefined),
});
export type LiveQuery = z.infer<typeof LiveQuery>;

export interface LiveSources {
  readonly database: Database;
  readonly live: LivePicture;
  readonly clock: Clock;
}

/** A place below on one page of their list. */
export const placesPerPage = 50;

/** Everything the page, the CSV, the API and the events about a place say, read at one instant. */
export interface LiveReading {
  readonly picture: PlacePicture;
  readonly choice: LiveChoice;
  readonly query: LiveQuery;
  readonly tiles: readonly Tile[];
  readonly tables: LiveTables;
  readonly pages: { readonly page: number; readonly of: number };
  /** Counts of children with the sessions of all their settings, and when they were counted; `undefined` until then. */
  readonly byChild: ByChild | undefined;
  /** The newest school day before today, with which the page leads until today begins. */
  readonly lead: LeadDay | undefined;
}

/** A day’s headline and its sessions. */
export interface LeadDay {
  readonly picture: PlacePicture;
  readonly tiles: readonly Tile[];
  readonly table: LiveTable;
}

export interface ByChild extends BandCounts {
  readonly at: Date;
}

export interface LiveTables {
  readonly today: LiveTable;
  readonly periods: LiveTable | undefined;
  readonly weeks: LiveTable | undefined;
  readonly reasons: LiveTable;
  readonly groups: LiveTable | undefined;
  readonly kinds: LiveTable | undefined;
  readonly below: LiveTable | undefined;
}

/** The tables that can be asked for by name. */
export const liveTableNames = [
  'today',
  'periods',
  'weeks',
  'reasons',
  'groups',
  'kinds',
  'below',
] as const satisfies readonly (keyof LiveTables)[];

/**
 * The reading of a place for a reader; `undefined` while the picture is being put together for the first time. Throws
 * `…-not-found` for a place that is not there and `…-not-allowed` for one that is not for this reader.
 */
export async function readLive(
  { database, live, clock }: LiveSources,
  scope: Scope,
  address: LiveAddress,
  query: LiveQuery,
): Promise<LiveReading | undefined> {
  const state = live.state();
  if (!state) return undefined;
  const geography = await geographyOf(database);
  const all = placesOf(state.keepers, geography);
  const place = all.at(address);
  const reach = reachOf(scope, place);
  if (query.day !== undefined && query.day !== state.place.day) {
    const past = await readPastPicture({ database, clock }, scope, { place, reach, day: query.day });
    return readingOf(past, query, { below: [], siblings: [] });
  }
  const now = clock.now();
  const picture = pictureOf(state, place, reach, now);
  const places = all.below(place);
  const wanted = reach === 'full' ? onPage(places, query.page ?? 1) : places;
  const below = wanted.map((one) => placeBelow(state, one, { scope, reach, now }));
  const byChild = await childrenOf({ database, live, clock }, { state, picture, geography });
  const siblings = siblingsOf(state, place, { places: all, reach, now });
  const leads = query.day === undefined && !picture.begun;
  const asked = { place, reach, today: state.place.day, revision: state.cube.revision() };
  const lead = leads ? await leadDay({ database, clock }, scope, asked) : undefined;
  const reading = { ...readingOf(picture, query, { below, siblings }), byChild, lead: lead && dayOf(lead) };
  const of = Math.max(1, Math.ceil(places.length / placesPerPage));
  const page = Math.min(query.page ?? 1, of);
  if (reach === 'full' || !reading.tables.below) return { ...reading, pages: { page, of } };
  const shown = { ...reading.tables.below, rows: onPage(reading.tables.below.rows, page) };
  return { ...reading, tables: { ...reading.tables, below: shown }, pages: { page, of } };
}

function onPage<Item>(items: readonly Item[], page: number): readonly Item[] {
  return items.slice((page - 1) * placesPerPage, page * placesPerPage);
}

function placeBelow(
  state: PictureState,
  place: LivePlace,
  { scope, reach, now }: { readonly scope: Scope; readonly reach: Reach; readonly now: Date },
): PlaceBelow {
  return {
    place,
    picture: pictureOf(state, place, reach, now),
    href: mayOpen(scope, place) ? belowHref(place) : undefined,
  };
}

function mayOpen(scope: Scope, place: LivePlace): boolean {
  try {
    reachOf(scope, place);
    return true;
  } catch {
    return false;
  }
}

/** The vectors of the areas beside a protected area, with which it adds up to the area above. */
function siblingsOf(
  state: PictureState,
  { area, above, keepers }: LivePlace,
  { places, reach, now }: { readonly places: Places; readonly reach: Reach; readonly now: Date },
): readonly PictureVector[] {
  const parent = above[0];
  if (reach === 'full' || !area || !parent) return [];
  return places
    .below(places.ofArea(parent))
    .filter((one) => one.area?.areaId !== area.areaId)
    .map((one) => pictureOf(state, one, reach, now))
    .map((picture) => (keepers[0]?.unit === 'event' ? picture.event : picture.session));
}

function dayOf(picture: PlacePicture): LeadDay {
  const today = todayTable(picture);
  // Named apart, so that an open page does not put today’s figures in its place.
  return { picture, tiles: headlineTiles(picture), table: { ...today, id: 'lead' } };
}

interface Around {
  readonly below: readonly PlaceBelow[];
  readonly siblings: readonly PictureVector[];
}

function readingOf(picture: PlacePicture, query: LiveQuery, { below, siblings }: Around): LiveReading {
  const unit = hasSessions(picture) || !hasEvents(picture) ? 'session' : 'event';
  const choice: LiveChoice = { period: query.period ?? usualPeriod(picture, unit), by: query.by ?? 'sen', unit };
  const live = picture.tense === 'live';
  const registers = keepsRegisters(picture);
  return {
    picture,
    choice,
    query,
    tiles: headlineTiles(picture),
    tables: {
      today: todayTable(picture),
      periods: live && registers ? periodsTable(picture) : undefined,
      weeks: live && registers ? weeksTable(picture, unit) : undefined,
      reasons: reasonsTable(picture, choice),
      groups: groupsTable(picture, choice, siblings),
      kinds: live && picture.kinds.length > 1 ? kindsTable(picture) : undefined,
      below: below.length > 0 ? belowTable(picture, below) : undefined,
    },
    pages: { page: 1, of: 1 },
    byChild: undefined,
    lead: undefined,
  };
}

/** Today as soon as a register is in; before that, and on a day without school, the week; else the year. */
function usualPeriod(picture: PlacePicture, unit: LiveChoice['unit']): LiveChoice['period'] {
  const vector = vectorOf(picture, unit);
  const known = periods.find((period) => countsOf(tallyOf(picture, vector, { period, unit })).possible > 0);
  return picture.tense === 'past' ? 'today' : (known ?? 'today');
}

interface ChildrenAsked {
  readonly state: PictureState;
  readonly picture: PlacePicture;
  readonly geography: Geography;
}

/** Enrolments corrected to children: sessions only, because no definition joins them with events. */
async function childrenOf(
  sources: LiveSources,
  { state, picture, geography }: ChildrenAsked,
): Promise<ByChild | undefined> {
  const colleges = picture.kinds.filter(({ unit }) => unit === 'event').length;
  if (colleges > 0 && picture.place.address.kind === 'setting') return undefined;
  const areasAbove = (laId: number): readonly number[] => {
    const above: number[] = [];
    for (let area = geography.areas.get(laId); area; area = geography.areas.get(area.parentId ?? 0))
      above.push(area.areaId);
    return above;
  };
  const counted = await countedChildren(sources, state, areasAbove);
  if (!counted) return undefined;
  const correction = counted.corrections.get(correctionKey(picture.place));
  const bands = bandsIn(picture.session);
  const count = (column: BandColumn): number => bands[bandIndex(0, column)] as number;
  const shown = picture.reach === 'full' ? (exact: number): number => exact : toTen;
  return {
    people: shown(count('enrolments') + (correction?.people ?? 0)),
    persistent: shown(count('persistent') + (correction?.persistent ?? 0)),
    severe: shown(count('severe') + (correction?.severe ?? 0)),
    at: counted.at,
  };
}

/** Every figure of a reading as it is printed, by the name under which an open page is updated. */
export function liveFigures({ picture, tables, choice }: LiveReading): ReadonlyMap<string, string> {
  const all = Object.values(tables).filter((table: LiveTable | undefined) => table !== undefined);
  return new Map([
    ...tileFigures(everyTile(picture)),
    ...figuresIn(all),
    ['breakdown.coverage', breakdownCoverage(picture, choice)],
    ['as-at', takenWords(picture)],
  ]);
}

/** What was asked, as an address says it. */
export function querySearch({ period, by, page, day }: LiveQuery): string {
  const given = Object.entries({ period, by, page, day }).filter(([, value]) => value !== undefined);
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
