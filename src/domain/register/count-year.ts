import { bookById } from '#foundation/nations/code-books.ts';
import type { Bands } from './bands.ts';
import { bandsOf } from './bands.ts';
import type { CountedRegister } from './count-register.ts';
import { countLearners, countRegister } from './count-register.ts';
import type { LearnerCounts } from './learner-counts.ts';
import { emptyCounts } from './learner-counts.ts';
import type { CountedRoll } from './register-caches.ts';
import { countStanding, standingRolls } from './standing-roll.ts';
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

/** What a count goes on from: totals that stood already. */
export type YearSums = Pick<YearTotals<YearRegister>, 'weeks' | 'year' | 'learners'>;

/**
 * Counts registers of a setting's year: what recording each of them must have come to, added to `before`, which is not
 * changed. The only way to count a whole year; verify has its own, so that one can find the other wrong.
 */
export function countYear<Register extends YearRegister>(
  roll: YearRoll,
  registers: readonly Register[],
  before?: YearSums,
): YearTotals<Register> {
  const learners = emptyCounts(roll.size);
  learners.set(before?.learners.subarray(0, learners.length) ?? []);
  const weeks = new Map([...(before?.weeks ?? [])].map(([week, tally]) => [week, Float64Array.from(tally) as Tally]));
  const year: Tally = Float64Array.from(before?.year ?? emptyTally());
  const count = countOne(roll, learners);
  const tallies = registers.map((register) => {
    const tally = count(register);
    const week = weeks.get(register.week) ?? emptyTally();
    weeks.set(register.week, week);
    addTally(week, tally);
    addTally(year, tally);
    return { register, tally };
  });
  return { registers: tallies, weeks, year, bands: bandsOf(roll, learners), learners };
}

type YearRoll = CountedRoll & { readonly size: number };

/** A function that counts one register into the learners' counts, and answers its tally. */
function countOne(roll: YearRoll, counts: LearnerCounts): (register: YearRegister) => Tally {
  const standing = standingRolls(roll);
  return (register) => {
    const tally = emptyTally();
    const book = bookById(register.bookId);
    if (register.event === undefined) {
      countStanding({ tally, counts }, roll, standing(register.day), padded(register.marks, roll.size), book);
    } else {
      countRegister(tally, roll, register);
      countLearners(counts, roll, register, book);
    }
    return tally;
  };
}

function padded(marks: Uint8Array, size: number): Uint8Array {
  if (marks.length >= size) return marks;
  const whole = new Uint8Array(size);
  whole.set(marks);
  return whole;
}
