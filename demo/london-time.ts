import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, isoWeekday, plainDate } from '#foundation/kernel/plain-date.ts';

/** The instant of a local time in Europe/London: minutes after midnight of a day, outside the hour of a change. */
export function londonInstant(day: PlainDate, minutes: number): Date {
  const offset = isSummerTime(day) ? 60 : 0;
  return new Date(Date.parse(`${day}T00:00:00Z`) + (minutes - offset) * 60_000);
}

/** Minutes after midnight as a clock shows them, `09:05`. */
export function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** From the last Sunday of March to the day before the last Sunday of October. */
function isSummerTime(day: PlainDate): boolean {
  const year = day.slice(0, 4);
  return lastSunday(plainDate(`${year}-03-31`)) <= day && day < lastSunday(plainDate(`${year}-10-31`));
}

function lastSunday(lastOfMonth: PlainDate): PlainDate {
  return addDays(lastOfMonth, -(isoWeekday(lastOfMonth) % 7));
}
