import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { daysBetween, isoWeekday } from '#foundation/kernel/plain-date.ts';

/** Where a day stands in its academic year. */
export interface RegisterDay {
  readonly year: AcademicYear;
  /** Days from 1 September: how spells count. */
  readonly day: number;
  /** Weeks from the Monday on or before 1 September, from 1: `period_total.week`. */
  readonly week: number;
}

const known = new Map<PlainDate, RegisterDay>();
const mostKnown = 4_000;

/** Where a day stands in its academic year. Remembered: a morning asks for the same day once a register. */
export function registerDay(day: PlainDate): RegisterDay {
  const remembered = known.get(day);
  if (remembered) return remembered;
  if (known.size >= mostKnown) known.clear();
  const year = academicYearOf(day);
  const { start } = academicYearDays(year);
  const days = daysBetween(start, day);
  const found = { year, day: days, week: 1 + Math.floor((days + isoWeekday(start) - 1) / 7) };
  known.set(day, found);
  return found;
}
