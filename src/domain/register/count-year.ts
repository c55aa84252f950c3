import { bookById } from '#foundation/nations/code-books.ts';
import type { Bands } from './bands.ts';
import { bandsOf } from './bands.ts';
import type { CountedRegister } from './count-register.ts';
import { countLearners, countRegister } from './count-register.ts';
import type { LearnerCounts } from './learner-counts.ts';
import { emptyCounts } from './learner-counts.ts';
import type { CountedRoll } from './register-caches.ts';
import type { Tally } from './tally.ts';
import { addTally, emptyTally } from './tally.ts';

/** A register of a year that is counted from the beginning. */
export interface YearRegister extends CountedRegister {
  /** As `period_total.week`. */
  readonly week: number;
  readonly bookId: number;
}

/** Every total of a setting's year. */
export interface YearTotals<Register extends YearRegister> {
  readonly registers: readonly { readonly register: Register; readonly tally: Tally }[];
  /** By week, from 1; those without a register are left out. */
  readonly weeks: ReadonlyMap<number, Tally>;
  readonly year: Tally;
  readonly bands: Bands;
  readonly learners: LearnerCounts;
}

/** Counts all registers of a setting's year afresh: what recording each of them must have come to. */
export function countYear<Register extends YearRegister>(
  roll: CountedRoll & { readonly size: number },
  registers: readonly Register[],
): YearTotals<Register> {
  const learners = emptyCounts(roll.size);
  const weeks = new Map<number, Tally>();
  const year = emptyTally();
  const tallies = registers.map((register) => {
    const tally = emptyTally();
    countRegister(tally, roll, register);
    countLearners(learners, roll, register, bookById(register.bookId));
    const week = weeks.get(register.week) ?? emptyTally();
    weeks.set(register.week, week);
    addTally(week, tally);
    addTally(year, tally);
    return { register, tally };
  });
  return { registers: tallies, weeks, year, bands: bandsOf(roll, learners), learners };
}
