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
  const last = new Map<number, number>();
  for (let spell = 0; spell < spells.count; spell += 1) last.set(spells.place[spell] as number, spell);
  const bands = new Uint32Array(groupCount * bandColumns.length);
  for (const [place, spell] of last) {
    const [attended = 0, authorised = 0, unauthorised = 0] = learners.subarray(place * countsPerPlace);
    const missed = authorised + unauthorised;
    const possible = missed + attended;
    if (possible === 0 || spells.status[spell] === guest) continue;
    const groups = [0, ...spells.groups.subarray(spell * groupsPerSpell, (spell + 1) * groupsPerSpell)];
    for (const group of groups) {
      const at = group * bandColumns.length;
      bands[at] = (bands[at] as number) + 1;
      if (missed * 10 >= possible) bands[at + 1] = (bands[at + 1] as number) + 1;
      if (missed + missed >= possible) bands[at + 2] = (bands[at + 2] as number) + 1;
    }
  }
  return bands;
}
