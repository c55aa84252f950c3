import { groupsPerSpell, spellCounts, spellHolds } from '#domain/roll/packed-roll.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import type { LearnerCounts } from './learner-counts.ts';
import { countsPerPlace, learnerCount } from './learner-counts.ts';
import type { CountedRoll } from './register-caches.ts';
import type { Tally } from './tally.ts';
import { codeIndex, tallyCategories, tallyLayout } from './tally.ts';

/** A register as it is counted: its marks by place, the day of its academic year, and for an event whom it expects. */
export interface CountedRegister {
  readonly marks: Uint8Array;
  /** Days from 1 September. */
  readonly day: number;
  readonly event?: { readonly minutes: number; readonly roster: Uint8Array } | undefined;
}

const perGroup = tallyCategories.length;
const unmeasuredPlace = tallyCategories.indexOf('unmeasured');
const notRequiredPlace = tallyCategories.indexOf('not-required');
/** Place in `tallyCategories` of each of a byte's four categories. */
const placeOfCategory = [notRequiredPlace, 0, 1, 2] as const;

/**
 * Adds a register's marks to a tally: each spell that is expected that day is counted once for everyone, once in each of
 * its seven groups, and by its code. A place that nobody holds that day is not counted at all; one that somebody holds
 * and that has no mark is unmeasured. Guests are counted where they are enrolled.
 */
export function countRegister(tally: Tally, roll: CountedRoll, register: CountedRegister): void {
  const { spells } = roll;
  const { marks } = register;
  const minutes = register.event?.minutes ?? 0;
  for (let spell = 0; spell < spells.count; spell += 1) {
    if (!isExpected(roll, spell, register)) continue;
    countMark(tally, roll, spell, { byte: marks[spells.place[spell] as number] ?? 0, minutes, times: 1 });
  }
}

/** Counts one spell's mark, or takes it away, for everyone, in each of its groups and by its code. */
export function countMark(
  tally: Tally,
  { spells }: CountedRoll,
  spell: number,
  { byte, minutes, times }: { readonly byte: number; readonly minutes: number; readonly times: 1 | -1 },
): void {
  const category = byte === 0 ? unmeasuredPlace : (placeOfCategory[byte >> 6] as number);
  tally[category] = (tally[category] as number) + times;
  const first = spell * groupsPerSpell;
  for (let group = first; group < first + groupsPerSpell; group += 1) {
    const index = (spells.groups[group] as number) * perGroup + category;
    tally[index] = (tally[index] as number) + times;
  }
  if (byte !== 0) tally[codeIndex(byte)] = (tally[codeIndex(byte)] as number) + times;
  const planned = tallyLayout.minutes + category;
  tally[planned] = (tally[planned] as number) + times * minutes;
}

/** Whether a spell is expected at a register and counted there. */
export function isExpected({ spells }: CountedRoll, spell: number, { day, event }: CountedRegister): boolean {
  if (!spellHolds(spells, spell, day) || !spellCounts(spells, spell)) return false;
  return event === undefined || onRoster(event.roster, spells.place[spell] as number);
}

/** Adds a register's marks to the counts of its learners. Guests are left out. */
export function countLearners(
  counts: LearnerCounts,
  roll: CountedRoll,
  register: CountedRegister,
  book: CodeBook,
): void {
  const { spells } = roll;
  for (let spell = 0; spell < spells.count; spell += 1) {
    if (!isExpected(roll, spell, register)) continue;
    const place = spells.place[spell] as number;
    countLearner(counts, place, { byte: register.marks[place] ?? 0, book, times: 1 });
  }
}

/** Adds one mark to the counts of a learner, or takes it away. */
export function countLearner(
  counts: LearnerCounts,
  place: number,
  { byte, book, times }: { readonly byte: number; readonly book: CodeBook; readonly times: 1 | -1 },
): void {
  if (byte < 64) return;
  const at = place * countsPerPlace + ((byte >> 6) - 1);
  counts[at] = (counts[at] as number) + times;
  if (book.late[byte]) {
    const late = place * countsPerPlace + learnerCount.late;
    counts[late] = (counts[late] as number) + times;
  }
}

/** Whether a place is on an event's roster: one bit a place, lowest first. */
export function onRoster(roster: Uint8Array, place: number): boolean {
  return ((roster[place >> 3] ?? 0) & (1 << (place & 7))) !== 0;
}
