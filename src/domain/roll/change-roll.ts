import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope, StewardScope } from '#platform/access/scope.ts';
import { announceChange } from '#platform/database/changes.ts';
import type { Database } from '#platform/database/pool.ts';
import { lockSetting } from './enrolment-store.ts';
import { keepers } from './keeper-store.ts';
import type { Enrolment, Keeper } from './model.ts';
import { session } from './model.ts';
import { reachesInto } from './pack-roll.ts';
import { packedYears } from './roll-store.ts';
import type { OnRollChanged } from './roll-years.ts';
import { repackYear, yearGroupAfter } from './roll-years.ts';

/** Who changes a roll, and what has to follow. */
export interface RollWriter {
  readonly database: Database;
  readonly scope: SettingScope | StewardScope;
  /** The day it is: the roll of its academic year is packed when it was not. */
  readonly today: PlainDate;
  readonly onRollChanged: OnRollChanged;
}

/** A change of one setting's roll while it is made. */
export interface RollChange {
  readonly scoped: Scoped<SettingScope | StewardScope>;
  readonly keeper: Keeper;
  /** An enrolment that is other than it was, or that was other than it is. */
  touch(enrolment: Enrolment): void;
  /** Gives an enrolment the year group it is in this academic year. */
  regroup(slot: number, yearGroup: number): void;
  /** A year group of an academic year, as an enrolment stores it: as of the newest year whose roll is packed. */
  storedYearGroup(yearGroup: number, year: AcademicYear): number;
  readonly thisYear: AcademicYear;
}

/**
 * Changes a setting's roll in one transaction, one change after the other: afterwards the packed rolls of the years that
 * were touched are packed again, their totals rebuilt, and after the commit the live picture is told. Throws
 * `keeper-not-found`.
 */
export async function changeRoll<Outcome>(
  { database, scope, today, onRollChanged }: RollWriter,
  settingId: number,
  work: (change: RollChange) => Promise<Outcome>,
): Promise<Outcome> {
  let rebuilt = 0;
  const outcome = await inScope(database, scope, async (scoped) => {
    const [keeper] = await keepers(scoped, { settingIds: [settingId] });
    if (!keeper) throw new ProblemError(noKeeper(settingId));
    await lockSetting(scoped, settingId);
    const touched: Enrolment[] = [];
    const regrouped = new Map<number, number>();
    const thisYear = academicYearOf(today);
    const newest = (await packedYears(scoped, settingId)).at(-1) ?? thisYear;
    const done = await work({
      scoped,
      keeper,
      thisYear,
      storedYearGroup: (yearGroup, year) => yearGroupAfter(yearGroup, newest - year),
      touch: (enrolment) => touched.push(enrolment),
      regroup: (slot, yearGroup) => regrouped.set(slot, yearGroup),
    });
    for (const year of await yearsOf(scoped, settingId, touched, thisYear)) {
      await repackYear(scoped, keeper, year, regroupedIn(regrouped, year - thisYear));
      await onRollChanged(scoped, settingId, year);
      rebuilt += 1;
    }
    return done;
  });
  if (rebuilt > 0) announceChange(database, { settingId, day: today, session: session.morning });
  return outcome;
}

/** The year groups given for this year, some years later. Those of years gone by stay as they were. */
function regroupedIn(regrouped: ReadonlyMap<number, number>, years: number): ReadonlyMap<number, number> | undefined {
  if (years < 0) return undefined;
  return new Map(regrouped.entries().map(([slot, yearGroup]) => [slot, yearGroupAfter(yearGroup, years)]));
}

/** Every packed year that a touched enrolment reaches into, and this one. */
async function yearsOf(
  scoped: Scoped,
  settingId: number,
  touched: readonly Enrolment[],
  thisYear: AcademicYear,
): Promise<readonly AcademicYear[]> {
  if (touched.length === 0) return [];
  const years = new Set([...(await packedYears(scoped, settingId)), thisYear]);
  return [...years].toSorted().filter((year) => touched.some((one) => reachesInto(one, academicYearDays(year))));
}

/** No such keeper, or none that this scope may see. */
export function noKeeper(settingId: number) {
  return {
    code: 'keeper-not-found',
    message: `Headwater keeps no registers of the setting ${settingId}.`,
    nextStep: 'Check the setting, or see /settings.',
  };
}
