import type { CodeBook } from '#foundation/nations/code-book.ts';
import type { CountedRegister } from './count-register.ts';
import { countLearner, countLearners, countMark, countRegister, isExpected } from './count-register.ts';
import type { LearnerCounts } from './learner-counts.ts';
import type { CountedRoll } from './register-caches.ts';
import type { Tally } from './tally.ts';
import { addTally } from './tally.ts';

/** A setting's totals of a year, as far as one register moves them. Changed in place. */
export interface MovedTotals {
  readonly register: Tally;
  readonly week: Tally;
  readonly year: Tally;
  readonly learners: LearnerCounts;
}

/** A register before and after a change; without `before` it was not there. */
export interface RegisterChanged {
  readonly before?: CountedRegister | undefined;
  readonly after: CountedRegister;
  readonly book: CodeBook;
}

/**
 * Moves totals by exactly what a change of one register makes of them: of each mark that is another, what was counted
 * before is taken away and what is counted now is added, in the register, its week, its year and the learner's counts.
 * Bands are reckoned from the learners after.
 */
export function moveTotals(totals: MovedTotals, roll: CountedRoll, { before, after, book }: RegisterChanged): void {
  if (!before) {
    addRegister(totals, roll, after, book);
    return;
  }
  const { spells } = roll;
  const minutes = after.event?.minutes ?? 0;
  for (let spell = 0; spell < spells.count; spell += 1) {
    const place = spells.place[spell] as number;
    const [then, now] = [before.marks[place] ?? 0, after.marks[place] ?? 0];
    if (then === now || !isExpected(roll, spell, after)) continue;
    for (const tally of [totals.register, totals.week, totals.year]) {
      countMark(tally, roll, spell, { byte: then, minutes, times: -1 });
      countMark(tally, roll, spell, { byte: now, minutes, times: 1 });
    }
    countLearner(totals.learners, place, { byte: then, book, times: -1 });
    countLearner(totals.learners, place, { byte: now, book, times: 1 });
  }
}

function addRegister(totals: MovedTotals, roll: CountedRoll, register: CountedRegister, book: CodeBook): void {
  countRegister(totals.register, roll, register);
  addTally(totals.week, totals.register);
  addTally(totals.year, totals.register);
  countLearners(totals.learners, roll, register, book);
}
