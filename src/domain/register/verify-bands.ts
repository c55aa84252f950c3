import { groupCount } from '#domain/roll/groups.ts';
import type { Spells } from '#domain/roll/packed-roll.ts';
import { groupsPerSpell, spellStatuses } from '#domain/roll/packed-roll.ts';
import { bandColumns } from './bands.ts';
import type { LearnerCounts } from './learner-counts.ts';
import { countsPerPlace } from './learner-counts.ts';

const guest = spellStatuses.indexOf('guest');

/**
 * Enrolments, persistently and severely absent by group, from learners' counts: person by person, by the Department's
 * words (measures.md §2), so that it can be held against bands.ts. A person is in the groups of their last days on roll.
 */
export function bandsAfresh(spells: Spells, learners: LearnerCounts): Uint32Array {
  const bands = new Uint32Array(groupCount * bandColumns.length);
  const { place, status, groups } = spells;
  for (let spell = 0; spell < spells.count; spell += 1) {
    // Spells of one place follow each other: the last one counts.
    if (place[spell + 1] === place[spell] || status[spell] === guest) continue;
    const at = (place[spell] as number) * countsPerPlace;
    const missed = (learners[at + 1] as number) + (learners[at + 2] as number);
    const possible = missed + (learners[at] as number);
    if (possible === 0) continue;
    // Whoever is severely absent is persistently so too.
    const columns = 1 + Number(missed * 10 >= possible) + Number(missed + missed >= possible);
    const first = spell * groupsPerSpell;
    addBands(bands, 0, columns);
    for (let index = first; index < first + groupsPerSpell; index += 1)
      addBands(bands, groups[index] as number, columns);
  }
  return bands;
}

/** Adds one to the first columns of a group: enrolments, then persistently, then severely absent. */
function addBands(bands: Uint32Array, group: number, columns: number): void {
  const at = group * bandColumns.length;
  for (let column = at; column < at + columns; column += 1) bands[column] = (bands[column] as number) + 1;
}
