import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { SettingScope, StewardScope } from '#platform/access/scope.ts';
import { characteristicsOf, enrolmentsOf, lockSetting, updateYearGroups } from './enrolment-store.ts';
import { groups } from './groups.ts';
import { keepers } from './keeper-store.ts';
import type { Enrolment, Keeper } from './model.ts';
import { packRoll, reachesInto } from './pack-roll.ts';
import type { Roll } from './packed-roll.ts';
import { groupsPerSpell } from './packed-roll.ts';
import { packedYears, rollOf, saveRoll } from './roll-store.ts';

type Writing = Scoped<SettingScope | StewardScope>;

/** Told, in the same transaction, that a year's roll is other than it was: the register room rebuilds its totals. */
export type OnRollChanged = (scoped: Writing, settingId: number, year: AcademicYear) => Promise<unknown>;

const oldestYearGroup = 14;
const unknownYearGroup = 99;
/** From June on the next year’s roll may be packed: colleges plan their timetables then. */
const daysAhead = 92;

/**
 * The year group so many years later (earlier when negative): 99, not known, stays, and nobody goes beyond 14. Below -2 is
 * somebody who comes in a later year.
 */
export function yearGroupAfter(yearGroup: number, years: number): number {
  if (yearGroup === unknownYearGroup) return yearGroup;
  return Math.min(oldestYearGroup, yearGroup + years);
}

/**
 * Packs a setting's roll of a year again from its enrolments, and stores it. Year groups that the year's roll has already
 * stay as they were (an enrolment names only the newest), but for those in `regrouped`, by slot.
 */
export async function repackYear(
  scoped: Writing,
  keeper: Keeper,
  year: AcademicYear,
  regrouped: ReadonlyMap<number, number> = new Map(),
): Promise<Roll> {
  const before = await rollOf(scoped, keeper.settingId, year);
  const newest = (await packedYears(scoped, keeper.settingId)).at(-1) ?? year;
  const then = before ? yearGroupsOf(before) : new Map<number, number>();
  const enrolments = (await enrolmentsOf(scoped, keeper.settingId)).map((one) => ({
    ...one,
    yearGroup: regrouped.get(one.slot) ?? then.get(one.slot) ?? yearGroupAfter(one.yearGroup, year - newest),
  }));
  const characteristics = await characteristicsOf(scoped, keeper.settingId);
  const roll = packRoll({ keeper, year, enrolments, characteristics, packed: before });
  await saveRoll(scoped, roll, keeper);
  if (!before && year > newest) await moveUp(scoped, year, enrolments);
  return roll;
}

/** Enrolments name the year group of the newest year that is packed. */
async function moveUp(scoped: Writing, year: AcademicYear, enrolments: readonly Enrolment[]): Promise<void> {
  const present = enrolments.filter((one) => reachesInto(one, academicYearDays(year)));
  const settingId = present[0]?.settingId;
  if (settingId === undefined) return;
  await updateYearGroups(scoped, settingId, new Map(present.map(({ slot, yearGroup }) => [slot, yearGroup])));
}

/** The year group of each slot of a packed roll, at its last spell. */
function yearGroupsOf({ spells, base }: Roll): Map<number, number> {
  const found = new Map<number, number>();
  for (let spell = 0; spell < spells.count; spell += 1) {
    const group = groups[spells.groups[spell * groupsPerSpell] as number];
    found.set(base + (spells.place[spell] as number), Number(group?.code ?? unknownYearGroup));
  }
  return found;
}

/**
 * The packed roll of a setting's year; when nobody has packed it yet (the first register of a new academic year), it is
 * packed now, everybody a year group higher. `undefined` when the setting keeps no registers, nobody is on roll in it, or it is further
 * ahead than a summer: packing a year moves everybody up.
 */
export async function ensureRoll(
  scoped: Writing,
  settingId: number,
  { year, today }: { readonly year: AcademicYear; readonly today: PlainDate },
): Promise<Roll | undefined> {
  const there = await rollOf(scoped, settingId, year);
  if (there || year > academicYearOf(addDays(today, daysAhead))) return there;
  const [keeper] = await keepers(scoped, { settingIds: [settingId] });
  if (!keeper) return undefined;
  await lockSetting(scoped, settingId);
  const meanwhile = await rollOf(scoped, settingId, year);
  if (meanwhile) return meanwhile;
  const someone = (await enrolmentsOf(scoped, settingId)).some((one) => reachesInto(one, academicYearDays(year)));
  return someone ? repackYear(scoped, keeper, year) : undefined;
}
