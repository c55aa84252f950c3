import { keepers } from '#domain/roll/keeper-store.ts';
import type { Calendar, Keeper } from '#domain/roll/model.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { reads } from '#platform/access/allowed.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Database, Queries } from '#platform/database/pool.ts';
import type { DueEvent, DueRegister, DueStanding } from './missing-registers.ts';
import { dueRegisters, standingsAt } from './missing-registers.ts';
import { calendarsOn, eventsDue, lastTaken, takenOn } from './missing-store.ts';

/** `counted` is left out for whoever reads totals alone: of one register it is of few children. */
type LineStanding =
  | Extract<DueStanding, { kind: 'missing' }>
  | (DueRegister & {
      readonly kind: 'partly';
      readonly counted: { readonly expected: number; readonly unmeasured: number } | undefined;
    });

/** A register that is due and not complete: a line of the work list. */
export interface MissingLine {
  readonly keeper: Keeper;
  readonly standing: LineStanding;
  /** The day of the last register there is before this day; `undefined` when there is none, or it was not asked. */
  readonly lastTaken: PlainDate | undefined;
}

/** How many registers of some settings are due, and how they stand. */
export interface DueCounts {
  readonly due: number;
  readonly taken: number;
  readonly partly: number;
  readonly missing: number;
  /** Expected that day, and not due yet. */
  readonly later: number;
}

/** The counts of one local authority. */
export interface AuthorityCounts extends DueCounts {
  readonly laId: number;
}

/** Missing registers of a day, as one scope sees them. */
export interface MissingPicture {
  readonly day: PlainDate;
  readonly counts: DueCounts;
  readonly lines: readonly MissingLine[];
  readonly authorities: readonly AuthorityCounts[];
  /** Settings looked at, and those of them that are shut that day or have not said when they are open. */
  readonly settings: number;
  readonly shut: number;
  /** Colleges whose timetables the reader may not see: whether they miss a register cannot be told. */
  readonly untold: number;
  /** When the next register is due; `undefined` when none is to come that day. */
  readonly nextDue: Date | undefined;
}

export interface AskedMissing {
  readonly day: PlainDate;
  /** Narrows to one local authority (`area_id`). */
  readonly laId: number | undefined;
}

/** How many lines ask for the last register there was; beyond that the list is counted and not looked into. */
const mostLookedInto = 2_000;

/** Reads which registers of a day are missing, within a scope, as things stand at `now`. */
export async function missingPicture(
  database: Database,
  scope: Scope,
  { day, laId }: AskedMissing,
  now: Date,
): Promise<MissingPicture> {
  const reading = calendarsOn(database, day);
  const kept = (await keepersWithin(database, scope, laId)).filter(({ unit }) => unit !== 'none');
  const ids = kept.map(({ settingId }) => settingId);
  return inScope(database, scope, async (scoped) => {
    // Calendars are read beside the registers, on another connection: those of closed settings are passed over.
    const [calendars, taken] = await Promise.all([reading, takenOn(scoped, day, ids)]);
    const open = kept.filter(({ settingId }) => calendars.has(settingId));
    const events = await eventsDue(
      scoped,
      day,
      open.map(({ settingId }) => settingId),
    );
    const dueAt = dueOnDay(day, calendars);
    const stood = open.map((keeper) => {
      const { settingId } = keeper;
      const due = dueAt(keeper, events.get(settingId));
      return { keeper, standings: standingsAt(due, taken.get(settingId) ?? [], now) };
    });
    const lines = stood.flatMap(({ keeper, standings }) =>
      standings.flatMap((standing) => lineOf(standing, scope)).map((standing) => ({ keeper, standing })),
    );
    const asked = lines.length > mostLookedInto ? [] : [...new Set(lines.map(({ keeper }) => keeper.settingId))];
    const last = await lastTaken(scoped, day, asked);
    const untold = scope.kind === 'nation' ? open.filter(({ unit }) => unit === 'event').length : 0;
    return {
      day,
      counts: countDue(stood.flatMap(({ standings }) => standings)),
      lines: lines.map((line) => ({ ...line, lastTaken: last.get(line.keeper.settingId) })),
      authorities: byAuthority(stood),
      settings: kept.length,
      shut: stood.filter(({ standings }) => standings.length === 0).length + kept.length - open.length - untold,
      untold,
      nextDue: earliest(stood.flatMap(({ standings }) => standings.filter(({ kind }) => kind === 'not-due'))),
    };
  });
}

function keepersWithin(queries: Queries, scope: Scope, laId: number | undefined): Promise<readonly Keeper[]> {
  const narrowed = laId === undefined ? {} : { laIds: [laId] };
  switch (scope.kind) {
    case 'setting':
    case 'children':
      return keepers(queries, { ...narrowed, settingIds: scope.settings });
    case 'area':
      return keepers(queries, { laIds: [scope.laId] });
    case 'trust':
      return keepers(queries, { ...narrowed, trustId: scope.trustId });
    case 'nation':
    case 'steward':
      return (laId === undefined ? everyKeeper(queries) : keepers(queries, narrowed)).then((all) =>
        all.filter((keeper) => scope.kind === 'steward' || keeper.nationId === scope.nationId),
      );
  }
}

const keptFor = 30_000;
const kept = new WeakMap<object, { readonly until: number; readonly all: Promise<readonly Keeper[]> }>();

/** Every setting, remembered for half a minute: a nation's are most of the work, and settings come by the week. */
function everyKeeper(queries: Queries): Promise<readonly Keeper[]> {
  const known = kept.get(queries);
  if (known && performance.now() < known.until) return known.all;
  const all = keepers(queries);
  kept.set(queries, { until: performance.now() + keptFor, all });
  all.catch(() => kept.delete(queries));
  return all;
}

/** What each setting's registers of a day are: of schools that close for nothing of their own, worked out once for all. */
function dueOnDay(day: PlainDate, calendars: ReadonlyMap<number, Calendar>) {
  const usual = new Map<string, readonly DueRegister[]>();
  return (keeper: Keeper, events: readonly DueEvent[] | undefined): readonly DueRegister[] => {
    const calendar = calendars.get(keeper.settingId) ?? { terms: [], closures: [] };
    if (keeper.unit !== 'session' || calendar.closures.length > 0) return dueRegisters(keeper, calendar, day, events);
    const times = `${keeper.amDue} ${keeper.pmDue}`;
    const due = usual.get(times) ?? dueRegisters(keeper, calendar, day);
    usual.set(times, due);
    return due;
  };
}

function lineOf(standing: DueStanding, scope: Scope): readonly LineStanding[] {
  if (standing.kind === 'missing') return [standing];
  if (standing.kind !== 'partly') return [];
  const { expected, unmeasured, ...register } = standing;
  return [{ ...register, counted: reads(scope, 'identity', 'attendance') ? { expected, unmeasured } : undefined }];
}

function countDue(standings: readonly DueStanding[]): DueCounts {
  const counts = { taken: 0, partly: 0, missing: 0, 'not-due': 0 };
  for (const { kind } of standings) counts[kind] += 1;
  const { taken, partly, missing, 'not-due': later } = counts;
  return { due: taken + partly + missing, taken, partly, missing, later };
}

function byAuthority(
  stood: readonly { readonly keeper: Keeper; readonly standings: readonly DueStanding[] }[],
): readonly AuthorityCounts[] {
  const grouped = Map.groupBy(stood, ({ keeper }) => keeper.laId);
  return [...grouped].map(([laId, members]) => ({
    laId,
    ...countDue(members.flatMap(({ standings }) => standings)),
  }));
}

function earliest(standings: readonly DueStanding[]): Date | undefined {
  return standings.map(({ due }) => due).reduce<Date | undefined>((a, b) => (a && a <= b ? a : b), undefined);
}
