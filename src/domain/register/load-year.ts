import type { Roll } from '#domain/roll/packed-roll.ts';
import { dayOfYear } from '#domain/roll/packed-roll.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { isoWeekday } from '#foundation/kernel/plain-date.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import type { Bands } from './bands.ts';
import { bandsOf } from './bands.ts';
import type { CountedRegister } from './count-register.ts';
import { countLearners, countRegister } from './count-register.ts';
import type { LearnerCounts } from './learner-counts.ts';
import { emptyCounts } from './learner-counts.ts';
import { countStanding, standingRolls } from './standing-roll.ts';
import type { Tally } from './tally.ts';
import { addTally, emptyTally, packTally } from './tally.ts';

/** A register that is loaded in bulk, as it stands after its changes. */
export interface LoadedRegister {
  readonly day: PlainDate;
  /** 1 morning, 2 afternoon, from 3 a timetabled event. */
  readonly session: number;
  /** One byte a place of the roll; 0 is unmeasured. */
  readonly marks: Uint8Array;
  readonly takenAt: Date;
  readonly actor: string;
  readonly event?: { readonly minutes: number; readonly roster: Uint8Array } | undefined;
  /** What was changed since it was first recorded, in order: the first made version 2, and so on. */
  readonly changes?: readonly LoadedChange[] | undefined;
}

/** One version of a register after the first: the whole register sent again, with what that changed. */
export interface LoadedChange {
  readonly at: Date;
  readonly actor: string;
  readonly reason: string;
  /** `original` 0 is a mark that was first entered then: no amendment, and the reason is not kept with it. */
  readonly marks: readonly { readonly place: number; readonly original: number; readonly amended: number }[];
}

/** A setting's totals of an academic year: what is stored, unpacked. */
export interface YearTotals {
  /** How many changes were committed, registers and corrections. */
  readonly version: number;
  readonly counts: LearnerCounts;
  readonly year: Tally;
  /** By week of the year, with the version that last changed it. */
  readonly weeks: ReadonlyMap<number, { readonly version: number; readonly tally: Tally }>;
}

/** The year's totals with some registers added, and what each of those registers comes to. */
export interface CountedYear extends YearTotals {
  readonly bands: Bands;
  /** Packed tallies, in the order of the registers. */
  readonly registers: readonly Buffer[];
}

/** Weeks from the Monday on or before 1 September, from 1: `period_total.week`. */
export function weekOfYear(year: AcademicYear, day: number): number {
  return 1 + Math.floor((day + isoWeekday(academicYearDays(year).start) - 1) / 7);
}

/**
 * Counts registers of one roll as if each had been recorded on its own, in order of time: the same totals to the last
 * mark, and the same versions. `before` is what stood already; it is not changed. Pure.
 */
export function countYear(
  roll: Roll,
  book: CodeBook,
  registers: readonly LoadedRegister[],
  before?: YearTotals,
): CountedYear {
  const counts = emptyCounts(roll.size);
  counts.set(before?.counts.subarray(0, counts.length) ?? []);
  const year = Float64Array.from(before?.year ?? emptyTally());
  const weeks = new Map<number, Tally>(
    [...(before?.weeks ?? [])].map(([week, { tally }]) => [week, Float64Array.from(tally)]),
  );
  const count = countOne({ roll, book, counts });
  const packed = registers.map((register) => {
    const tally = count(register);
    addTally(year, tally);
    const week = weekOfYear(roll.year, dayOfYear(roll.year, register.day));
    const sum = weeks.get(week) ?? emptyTally();
    addTally(sum, tally);
    weeks.set(week, sum);
    return packTally(tally);
  });
  const versions = versionsOf(roll, registers, before);
  return {
    version: versions.last,
    counts,
    year,
    weeks: new Map([...weeks].map(([week, tally]) => [week, { tally, version: versions.byWeek.get(week) ?? 0 }])),
    bands: bandsOf(roll, counts),
    registers: packed,
  };
}

interface Counting {
  readonly roll: Roll;
  readonly book: CodeBook;
  readonly counts: LearnerCounts;
}

/** A function that counts one register at a time into the learners' counts, and answers its tally until it is asked again. */
function countOne({ roll, book, counts }: Counting): (register: LoadedRegister) => Tally {
  const standing = standingRolls(roll);
  const tally = emptyTally();
  return (register) => {
    tally.fill(0);
    const day = dayOfYear(roll.year, register.day);
    if (register.event === undefined) {
      countStanding({ tally, counts }, roll, standing(day), padded(register.marks, roll.size), book);
    } else {
      const counted: CountedRegister = { marks: register.marks, day, event: register.event };
      countRegister(tally, roll, counted);
      countLearners(counts, roll, counted, book);
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

/** Which version of the setting's year each week was last changed by, when all is recorded in order of time. */
function versionsOf(
  roll: Roll,
  registers: readonly LoadedRegister[],
  before: YearTotals | undefined,
): { readonly last: number; readonly byWeek: ReadonlyMap<number, number> } {
  const changes = registers.flatMap(({ day, takenAt, changes: later = [] }) => {
    const week = weekOfYear(roll.year, dayOfYear(roll.year, day));
    return [takenAt, ...later.map(({ at }) => at)].map((at) => ({ at: at.getTime(), week }));
  });
  changes.sort((left, right) => left.at - right.at);
  const byWeek = new Map([...(before?.weeks ?? [])].map(([week, { version }]) => [week, version]));
  let last = before?.version ?? 0;
  for (const { week } of changes) {
    last += 1;
    byWeek.set(week, last);
  }
  return { last, byWeek };
}
