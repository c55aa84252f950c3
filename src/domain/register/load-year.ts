import type { Roll } from '#domain/roll/packed-roll.ts';
import { dayOfYear } from '#domain/roll/packed-roll.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { isoWeekday } from '#foundation/kernel/plain-date.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import type { Bands } from './bands.ts';
import type { YearSums } from './count-year.ts';
import { countYear } from './count-year.ts';
import type { LearnerCounts } from './learner-counts.ts';
import type { Tally } from './tally.ts';
import { packTally } from './tally.ts';

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

/** A setting's totals of an academic year as they are stored, unpacked. */
export interface LoadedTotals {
  /** How many changes were committed, registers and corrections. */
  readonly version: number;
  readonly counts: LearnerCounts;
  readonly year: Tally;
  /** By week of the year, with the version that last changed it. */
  readonly weeks: ReadonlyMap<number, { readonly version: number; readonly tally: Tally }>;
}

/** The year's totals with some registers added, and what each of those registers comes to. */
export interface CountedLoad extends LoadedTotals {
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
export function countLoad(
  roll: Roll,
  { bookId }: Pick<CodeBook, 'bookId'>,
  registers: readonly LoadedRegister[],
  before?: LoadedTotals,
): CountedLoad {
  const sent = registers.map((register) => {
    const day = dayOfYear(roll.year, register.day);
    return { marks: register.marks, event: register.event, day, week: weekOfYear(roll.year, day), bookId };
  });
  const counted = countYear(roll, sent, before && sumsOf(before));
  const versions = versionsOf(roll, registers, before);
  const { learners: counts, year, bands } = counted;
  return {
    version: versions.last,
    counts,
    year,
    weeks: new Map(
      [...counted.weeks].map(([week, tally]) => [week, { tally, version: versions.byWeek.get(week) ?? 0 }]),
    ),
    bands,
    registers: counted.registers.map(({ tally }) => packTally(tally)),
  };
}

function sumsOf({ counts: learners, year, weeks }: LoadedTotals): YearSums {
  return { learners, year, weeks: new Map([...weeks].map(([week, { tally }]) => [week, tally])) };
}

/** Which version of the setting's year each week was last changed by, when all is recorded in order of time. */
function versionsOf(
  roll: Roll,
  registers: readonly LoadedRegister[],
  before: LoadedTotals | undefined,
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
