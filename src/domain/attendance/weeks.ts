import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, daysBetween, isoWeekday } from '#foundation/kernel/plain-date.ts';

/** Where a day stands in the academic year it belongs to. */
export interface DayPlace {
  readonly day: PlainDate;
  readonly year: AcademicYear;
  /** Weeks from the Monday on or before 1 September, from 1, as `period_total` counts them. */
  readonly week: number;
}

/** The place of a day. */
export function placeOfDay(day: PlainDate): DayPlace {
  const year = academicYearOf(day);
  return { day, year, week: 1 + Math.floor(daysBetween(mondayOfWeek(year, 1), day) / 7) };
}

/** The Monday of a week of the year; of the first week it is on or before 1 September. */
export function mondayOfWeek(year: AcademicYear, week: number): PlainDate {
  const { start } = academicYearDays(year);
  return addDays(start, 1 - isoWeekday(start) + 7 * (week - 1));
}
