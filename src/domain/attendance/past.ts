import type { Tally } from '#domain/register/tally.ts';
import { emptyTally, packTally } from '#domain/register/tally.ts';
import { openSessions } from '#domain/roll/calendar.ts';
import { calendarsOf } from '#domain/roll/calendar-store.ts';
import type { Keeper } from '#domain/roll/model.ts';
import { unpackSpells } from '#domain/roll/packed-roll.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { DayParts } from './contribution.ts';
import { addDay, unmeasuredRoll } from './contribution.ts';
import type { KindSum } from './cube.ts';
import type { TimetableRow } from './feed-store.ts';
import { readTimetable } from './feed-store.ts';
import { readDayTotals, readRolls } from './past-store.ts';
import { emptyVector } from './picture-vector.ts';
import type { PlacePicture } from './place-picture.ts';
import { protectedPicture, sumsOf } from './place-picture.ts';
import type { LivePlace, Reach } from './places.ts';
import { showsDay } from './protection.ts';
import { placeOfDay } from './weeks.ts';

/** Of which place, and how much of it the reader sees; and of which day. */
export interface PastAsked {
  readonly place: LivePlace;
  readonly reach: Reach;
  readonly day: PlainDate;
}

/** How many days' pictures are remembered, and for how long: a past day changes only by a correction. */
const mostKept = 100;
const keptFor = 30_000;
const settingsAtOnce = 1_000;
const kept = new WeakMap<object, Map<string, { readonly until: number; readonly picture: Promise<PlacePicture> }>>();

/**
 * The picture of a day other than today, read under the reader's own scope. Whoever was expected at a register that is
 * not in is unmeasured, as today: the rolls of settings that miss one are read again.
 */
export function readPastPicture(
  sources: { readonly database: Database; readonly clock: Clock },
  scope: Scope,
  asked: PastAsked,
): Promise<PlacePicture> {
  refuseOthers(scope, asked, sources.clock);
  const pictures = kept.get(sources.database) ?? new Map();
  kept.set(sources.database, pictures);
  const key = JSON.stringify([scopeKey(scope), asked.place.address, asked.day]);
  const known = pictures.get(key);
  if (known && performance.now() < known.until) return known.picture;
  const picture = read(sources.database, scope, asked);
  if (pictures.size >= mostKept) pictures.clear();
  pictures.set(key, { until: performance.now() + keptFor, picture });
  picture.catch(() => pictures.delete(key));
  return picture;
}

/** What a reading under a scope depends on. */
export function scopeKey(scope: Scope): unknown {
  const { actor: _actor, purpose: _purpose, ...place } = scope;
  return place;
}

function refuseOthers(scope: Scope, { place, reach, day }: PastAsked, clock: Clock): void {
  if (day > clock.today()) {
    throw new ProblemError({
      code: 'day-not-found',
      message: `${day} has not come yet.`,
      nextStep: 'Choose today or a day before it.',
    });
  }
  if (mayReadPast(scope, { place, reach })) return;
  throw new ProblemError({
    code: 'day-not-allowed',
    message: `Past days of ${place.name} are not read for you: you are here as ${scope.actor}.`,
    nextStep: 'See today’s picture of it, or past days of your own place.',
  });
}

/** Whether a scope reads past days of a place: they are read again under it, not kept for everybody. */
export function mayReadPast(scope: Scope, { place, reach }: Pick<PastAsked, 'place' | 'reach'>): boolean {
  if (!showsDay({ place, reach })) return false;
  const inNation = scope.kind === 'nation' && place.keepers.every(({ nationId }) => nationId === scope.nationId);
  return reach !== 'protected' || inNation;
}

async function read(database: Database, scope: Scope, { place, reach, day }: PastAsked): Promise<PlacePicture> {
  const sums = new Map<string, KindSum>();
  for (let from = 0; from < place.keepers.length; from += settingsAtOnce) {
    const keepers = place.keepers.slice(from, from + settingsAtOnce);
    for (const { setting, parts } of await readDayParts(database, scope, keepers, day)) {
      const key = `${setting.kind} ${setting.unit}`;
      const sum = sums.get(key) ?? { kind: setting.kind, unit: setting.unit, vector: emptyVector() };
      addDay(sum.vector, parts);
      sums.set(key, sum);
    }
  }
  return protectedPicture({
    place,
    reach,
    at: placeOfDay(day),
    tense: 'past',
    begun: true,
    firstDue: undefined,
    ...sumsOf([...sums.values()]),
    taken: undefined,
    book: bookOf(place.keepers[0]?.nation ?? 'england'),
    complete: { known: place.keepers.length, of: place.keepers.length },
  });
}

interface SettingDay {
  readonly setting: Keeper;
  readonly parts: DayParts;
}

/** What the day of each setting is made from. */
async function readDayParts(
  database: Database,
  scope: Scope,
  keepers: readonly Keeper[],
  day: PlainDate,
): Promise<readonly SettingDay[]> {
  const ids = keepers.map(({ settingId }) => settingId);
  const colleges = keepers.filter(({ unit }) => unit === 'event').map(({ settingId }) => settingId);
  const [calendars, totals, timetable] = await Promise.all([
    calendarsOf(database, ids),
    inScope(database, scope, (scoped) => readDayTotals(scoped, ids, day)),
    colleges.length === 0 ? [] : inScope(database, steward('feed'), (scoped) => readTimetable(scoped, colleges, day)),
  ]);
  const [bySetting, events] = [
    Map.groupBy(totals, ({ settingId }) => settingId),
    Map.groupBy(timetable, ({ settingId }) => settingId),
  ];
  const known = keepers.map((setting) => {
    const registers = bySetting.get(setting.settingId) ?? [];
    const calendar = calendars.get(setting.settingId);
    const open = calendar && setting.unit === 'session' ? openSessions(calendar, day) : [];
    return { setting, registers, open, events: events.get(setting.settingId) ?? [] };
  });
  const missing = known.filter(isMissing).map(({ setting }) => setting.settingId);
  const rolls = await readExpected(database, missing, day);
  return known.map(({ setting, registers, open, events: own }) => {
    const roll = rolls.get(setting.settingId);
    return {
      setting,
      parts: { setting, registers, open, onRoll: roll?.everyone(), events: own.map((one) => eventOf(one, roll)) },
    };
  });
}

interface KnownDay {
  readonly registers: readonly { readonly session: number }[];
  readonly open: readonly number[];
  readonly events: readonly { readonly session: number }[];
}

/** Whether a register that is expected is not in. */
function isMissing({ registers, open, events }: KnownDay): boolean {
  const isIn = new Set(registers.map(({ session }) => session));
  return [...open, ...events.map(({ session }) => session)].some((session) => !isIn.has(session));
}

interface RollOfDay {
  /** Everyone on roll that day, unmeasured; packed. */
  everyone(): Uint8Array;
  /** Everyone an event expects, unmeasured. */
  at(event: TimetableRow): Tally;
}

/**
 * Whom settings expected on a day. Read on Headwater's own account, because a national reader may see no roll; what comes
 * of it is totals alone.
 */
async function readExpected(
  database: Database,
  settingIds: readonly number[],
  day: PlainDate,
): Promise<ReadonlyMap<number, RollOfDay>> {
  if (settingIds.length === 0) return new Map();
  const { year } = placeOfDay(day);
  const rows = await inScope(database, steward('feed'), (scoped) => readRolls(scoped, settingIds, year));
  return new Map(
    rows.map(({ settingId, base, size, spells }) => {
      const roll = { base, size, spells: unpackSpells(spells) };
      return [
        settingId,
        {
          everyone: () => packTally(unmeasuredRoll(roll, { year, day })),
          at: (event) => unmeasuredRoll(roll, { year, day }, event),
        },
      ] as const;
    }),
  );
}

function eventOf(event: TimetableRow, roll: RollOfDay | undefined): DayParts['events'][number] {
  return { session: event.session, unmeasured: roll?.at(event) ?? emptyTally() };
}
