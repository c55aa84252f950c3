import { keepers } from '#domain/roll/keeper-store.ts';
import type { Keeper } from '#domain/roll/model.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Database, Queries } from '#platform/database/pool.ts';
import type { DueStanding } from './missing-registers.ts';
import { dueRegisters, standingsAt } from './missing-registers.ts';
import { calendarsOn, eventsDue, lastTaken, takenOn } from './missing-store.ts';

/** A register that is due and not complete: a line of the work list. */
export interface MissingLine {
  readonly keeper: Keeper;
  readonly standing: Extract<DueStanding, { kind: 'missing' | 'partly' }>;
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
  const [all, calendars] = await Promise.all([keepersWithin(database, scope, laId), calendarsOn(database, day)]);
  const kept = all.filter(({ unit }) => unit !== 'none');
  const open = kept.filter(({ settingId }) => calendars.has(settingId));
  const ids = open.map(({ settingId }) => settingId);
  return inScope(database, scope, async (scoped) => {
    const [taken, events] = [await takenOn(scoped, day, ids), await eventsDue(scoped, day, ids)];
    const stood = open.map((keeper) => {
      const { settingId } = keeper;
      const calendar = calendars.get(settingId) ?? { terms: [], closures: [] };
      const due = dueRegisters(keeper, calendar, day, events.get(settingId));
      return { keeper, standings: standingsAt(due, taken.get(settingId) ?? [], now) };
    });
    const lines = stood.flatMap(({ keeper, standings }) =>
      standings.filter(isIncomplete).map((standing) => ({ keeper, standing })),
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
      return keepers(queries, narrowed).then((all) =>
        all.filter((keeper) => scope.kind === 'steward' || keeper.nationId === scope.nationId),
      );
  }
}

function isIncomplete(standing: DueStanding): standing is MissingLine['standing'] {
  return standing.kind === 'missing' || standing.kind === 'partly';
}

function countDue(standings: readonly DueStanding[]): DueCounts {
  const of = (kind: DueStanding['kind']) => standings.filter((one) => one.kind === kind).length;
  const [taken, partly, missing, later] = [of('taken'), of('partly'), of('missing'), of('not-due')];
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
