import { groupCount } from '#domain/roll/groups.ts';
import { groupsPerSpell, spellCounts } from '#domain/roll/packed-roll.ts';
import type { LearnerCounts } from './learner-counts.ts';
import { absenceOf } from './learner-counts.ts';
import type { CountedRoll } from './register-caches.ts';

/**
 * How many enrolments of each group are persistently and severely absent in the year to date. Leavers stay, with the
 * sessions that were possible while they were on roll (promise 6). Additive, like a tally.
 */
export type Bands = Float64Array;

export const bandColumns = ['enrolments', 'persistent', 'severe'] as const;
export type BandColumn = (typeof bandColumns)[number];
export const bandsSize = groupCount * bandColumns.length;

/** Index of a group's count. */
export function bandIndex(group: number, column: BandColumn): number {
  return group * bandColumns.length + bandColumns.indexOf(column);
}

/** Missed a tenth or more of the sessions possible (measures.md §2); in whole numbers, so that exactly a tenth counts. */
export function isPersistent({ absence, possible }: { readonly absence: number; readonly possible: number }): boolean {
  return possible > 0 && 10 * absence >= possible;
}

/** Missed half or more of the sessions possible. */
export function isSevere({ absence, possible }: { readonly absence: number; readonly possible: number }): boolean {
  return possible > 0 && 2 * absence >= possible;
}

/** The bands of a roll's year so far. An enrolment with no session possible is in none. Its groups are those of its last spell. */
export function bandsOf(roll: CountedRoll, counts: LearnerCounts): Bands {
  const bands = new Float64Array(bandsSize);
  const { spells } = roll;
  for (let spell = 0; spell < spells.count; spell += 1) {
    const place = spells.place[spell] as number;
    if (spell + 1 < spells.count && spells.place[spell + 1] === place) continue;
    const absence = absenceOf(counts, place);
    if (absence.possible === 0 || !spellCounts(spells, spell)) continue;
    const columns = 1 + Number(isPersistent(absence)) + Number(isSevere(absence));
    addTo(bands, 0, columns);
    for (let group = 0; group < groupsPerSpell; group += 1) {
      addTo(bands, spells.groups[spell * groupsPerSpell + group] as number, columns);
    }
  }
  return bands;
}

/** Enrolments; persistent among them; severe among those: `columns` says how far to count. */
function addTo(bands: Bands, group: number, columns: number): void {
  const at = group * bandColumns.length;
  for (let column = 0; column < columns; column += 1) bands[at + column] = (bands[at + column] as number) + 1;
}
