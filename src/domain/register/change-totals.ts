import type { CodeBook } from '#foundation/nations/code-book.ts';
import type { CountedRegister } from './count-register.ts';
import { countLearners, countRegister } from './count-register.ts';
import type { LearnerCounts } from './learner-counts.ts';
import type { CountedRoll } from './register-caches.ts';
import type { Tally } from './tally.ts';
import { addTally, emptyTally } from './tally.ts';

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
 * Moves totals by exactly what a change of one register makes of them: what was counted of it before is taken away from
 * its week, its year and its learners, and what is counted now is added. Bands are reckoned from the learners after.
 */
export function moveTotals(totals: MovedTotals, roll: CountedRoll, { before, after, book }: RegisterChanged): void {
  const { register, week, year, learners } = totals;
  const now = emptyTally();
  countRegister(now, roll, after);
  addTally(week, register, -1);
  addTally(year, register, -1);
  addTally(week, now);
  addTally(year, now);
  register.set(now);
  if (before) countLearners(learners, roll, before, book, -1);
  countLearners(learners, roll, after, book, 1);
}
