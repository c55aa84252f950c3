import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { PlainDate as Day } from '#foundation/kernel/plain-date.ts';

/**
 * The same day of the next month, or its last day where that month is shorter: by when a request is to be answered
 * (UK GDPR Article 12(3): within one month of receipt).
 */
export function monthAfter(day: PlainDate): PlainDate {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return lastPossible(nextYear, nextMonth, date);
}

/** The same day some years later; 28 February for a 29th where there is none. */
export function yearsAfter(day: PlainDate, years: number): PlainDate {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return lastPossible(year + years, month, date);
}

function lastPossible(year: number, month: number, date: number): PlainDate {
  const two = (number: number) => String(number).padStart(2, '0');
  const found = Day.safeParse(`${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`);
  return found.success ? found.data : lastPossible(year, month, date - 1);
}
