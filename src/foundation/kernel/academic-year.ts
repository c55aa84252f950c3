import { z } from 'zod';
import type { PlainDate } from './plain-date.ts';
import { plainDate } from './plain-date.ts';
import { ProblemError } from './problem.ts';

/** The calendar year in which an academic year starts: 2023 for 2023/24. England's runs 1 September to 31 August. */
export const AcademicYear = z.number().int().min(1900).max(2200).brand<'AcademicYear'>();
export type AcademicYear = z.infer<typeof AcademicYear>;

const sixDigits = /^(\d{4})(\d{2})$/;

/** Reads the Department's six digits, `202324`. `undefined` when the two halves are not successive years. */
export function parseAcademicYear(text: string): AcademicYear | undefined {
  const [, start, end] = sixDigits.exec(text.replace(/[/\s-]/g, '')) ?? [];
  if (start === undefined || (Number(start) + 1) % 100 !== Number(end)) return undefined;
  return AcademicYear.parse(Number(start));
}

/** The academic year that holds a day. Throws a problem for a day before 1 September 1900 or after 31 August 2201. */
export function academicYearOf(day: PlainDate): AcademicYear {
  const year = Number(day.slice(0, 4));
  const found = AcademicYear.safeParse(Number(day.slice(5, 7)) >= 9 ? year : year - 1);
  if (found.success) return found.data;
  throw new ProblemError({
    code: 'day-of-no-year',
    message: `${day} is in no academic year that Headwater knows.`,
    nextStep: 'Check its year.',
  });
}

/** `2023/24`, as the Department prints it. */
export function formatAcademicYear(year: AcademicYear): string {
  return `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
}

/** First and last day of the academic year. */
export function academicYearDays(year: AcademicYear): { readonly start: PlainDate; readonly end: PlainDate } {
  return { start: plainDate(`${year}-09-01`), end: plainDate(`${year + 1}-08-31`) };
}
