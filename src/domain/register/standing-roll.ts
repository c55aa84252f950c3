import { groupCount } from '#domain/roll/groups.ts';
import { groupsPerSpell, spellCounts, spellHolds } from '#domain/roll/packed-roll.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import type { LearnerCounts } from './learner-counts.ts';
import { countsPerPlace, learnerCount } from './learner-counts.ts';
import type { CountedRoll } from './register-caches.ts';
import type { Tally } from './tally.ts';
import { groupIndex, tallyCategories, tallyLayout } from './tally.ts';

/**
 * Who is expected on a stretch of days between two changes of a roll, made for counting many registers of it: the same
 * counts as count-register.ts, several times faster, because what nearly everyone is (attending) is not counted but
 * left over.
 */
export interface StandingRoll {
  /** Day of the year (from 1 September) after the last one it holds for. */
  readonly until: number;
  /** By spell expected: its place, and its place among the roll's spells. */
  readonly places: Uint16Array;
  readonly spells: Uint16Array;
  /** How many are expected in each group. */
  readonly expected: Float64Array;
}

const perGroup = tallyCategories.length;
const attendingBits = 1;
/** Place in `tallyCategories` of each of a byte's four categories; of 0 it is asked apart. */
const placeOfCategory = [3, 0, 1, 2] as const;
const unmeasuredPlace = tallyCategories.indexOf('unmeasured');

/** Answers, day by day, who stands on a roll; days between two changes share an answer. */
export function standingRolls(roll: CountedRoll): (day: number) => StandingRoll {
  const { spells } = roll;
  const changes = new Set<number>();
  for (let spell = 0; spell < spells.count; spell += 1) {
    changes.add(spells.from[spell] as number).add((spells.to[spell] as number) + 1);
  }
  const bounds = [...changes].sort((left, right) => left - right);
  const made = new Map<number, StandingRoll>();
  return (day) => {
    const until = bounds.find((bound) => bound > day) ?? Number.POSITIVE_INFINITY;
    const known = made.get(until) ?? standingOn(roll, day, until);
    made.set(until, known);
    return known;
  };
}

function standingOn({ spells }: CountedRoll, day: number, until: number): StandingRoll {
  const held: number[] = [];
  const expected = new Float64Array(groupCount);
  for (let spell = 0; spell < spells.count; spell += 1) {
    if (!spellHolds(spells, spell, day) || !spellCounts(spells, spell)) continue;
    held.push(spell);
    expected[0] = (expected[0] as number) + 1;
    for (let at = spell * groupsPerSpell; at < (spell + 1) * groupsPerSpell; at += 1) {
      const group = spells.groups[at] as number;
      expected[group] = (expected[group] as number) + 1;
    }
  }
  return {
    until,
    places: Uint16Array.from(held, (spell) => spells.place[spell] as number),
    spells: Uint16Array.from(held),
    expected,
  };
}

/** Adds a half-day register to an empty tally, and to the counts of its learners. `marks` covers every place. */
export function countStanding(
  { tally, counts }: { readonly tally: Tally; readonly counts: LearnerCounts },
  roll: CountedRoll,
  standing: StandingRoll,
  marks: Uint8Array,
  book: CodeBook,
): void {
  const { places, spells } = standing;
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] as number;
    const byte = marks[place] as number;
    const category = byte >> 6;
    if (category > 0) {
      const at = place * countsPerPlace + category - 1;
      counts[at] = (counts[at] as number) + 1;
      if (book.late[byte]) {
        const late = place * countsPerPlace + learnerCount.late;
        counts[late] = (counts[late] as number) + 1;
      }
    }
    const code = tallyLayout.codes + (byte & 63);
    tally[code] = (tally[code] as number) + 1;
    if (category !== attendingBits) addGroups(tally, roll, spells[index] as number, byte);
  }
  // Unmeasured has no code of its own: what was gathered at code 0 are the marks that are not there.
  tally[tallyLayout.codes] = 0;
  leaveAttending(tally, standing.expected);
}

function addGroups(tally: Tally, { spells }: CountedRoll, spell: number, byte: number): void {
  const category = byte === 0 ? unmeasuredPlace : (placeOfCategory[byte >> 6] as number);
  tally[category] = (tally[category] as number) + 1;
  for (let at = spell * groupsPerSpell; at < (spell + 1) * groupsPerSpell; at += 1) {
    const index = (spells.groups[at] as number) * perGroup + category;
    tally[index] = (tally[index] as number) + 1;
  }
}

/** Attending is who was expected less everyone else. */
function leaveAttending(tally: Tally, expected: Float64Array): void {
  for (let group = 0; group < groupCount; group += 1) {
    const first = groupIndex(group, 'attending');
    let others = 0;
    for (let category = first + 1; category < first + perGroup; category += 1) others += tally[category] as number;
    tally[first] = (expected[group] as number) - others;
  }
}
