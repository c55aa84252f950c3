import { z } from 'zod';

/**
 * A calendar day, `2024-08-19`, with no time and no zone. Never a JavaScript `Date`: a midnight in UTC is a different
 * day in Europe/London for half the year. The year 0000, which ISO 8601 has and PostgreSQL has not, is no day here.
 */
export const PlainDate = z.iso
  .date()
  .refine((day) => day >= '0001', 'the first year is 0001')
  .brand<'PlainDate'>();
export type PlainDate = z.infer<typeof PlainDate>;

const millisecondsPerDay = 86_400_000;

/** A day from text known to be valid (a literal, a database column). Throws on anything else. */
export function plainDate(text: string): PlainDate {
  return PlainDate.parse(text);
}

/** Days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return epochDay(to) - epochDay(from);
}

/** The day `days` later (or earlier, when negative). */
export function addDays(day: PlainDate, days: number): PlainDate {
  return fromEpochDay(epochDay(day) + days);
}

/** Monday is 1 and Sunday is 7, as in ISO 8601. */
export function isoWeekday(day: PlainDate): number {
  return ((((epochDay(day) + 3) % 7) + 7) % 7) + 1;
}

/** The Monday of an ISO 8601 week. Fails by throwing when the year has no such week. */
export function mondayOfIsoWeek(year: number, week: number): PlainDate {
  const fourthOfJanuary = plainDate(`${year}-01-04`);
  const monday = addDays(fourthOfJanuary, 1 - isoWeekday(fourthOfJanuary) + (week - 1) * 7);
  if (week < 1 || isoWeekOf(monday).week !== week) throw new RangeError(`${year} has no week ${week}`);
  return monday;
}

/** The ISO 8601 week that holds a day. The week's year can differ from the day's around New Year. */
export function isoWeekOf(day: PlainDate): { readonly year: number; readonly week: number } {
  const thursday = addDays(day, 4 - isoWeekday(day));
  const year = Number(thursday.slice(0, 4));
  return { year, week: 1 + Math.floor(daysBetween(plainDate(`${year}-01-01`), thursday) / 7) };
}

/** Easter Sunday in the Gregorian calendar (Butcher's algorithm). Spring term ends on it (measures.md §3). */
export function easterSunday(year: number): PlainDate {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const solar = Math.floor(century / 4);
  const epact =
    (19 * golden + century - solar - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) + 15) % 30;
  const weekdayShift = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4)) % 7;
  const correction = Math.floor((golden + 11 * epact + 22 * weekdayShift) / 451);
  const dayNumber = epact + weekdayShift - 7 * correction + 114;
  return plainDate(
    `${year}-${String(Math.floor(dayNumber / 31)).padStart(2, '0')}-${String((dayNumber % 31) + 1).padStart(2, '0')}`,
  );
}

// Made once: making it costs a hundred times as much as using it, and every request asks what day it is.
const londonCalendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

/** The day it is in Europe/London at an instant: the only place where an instant becomes a day. */
export function londonDay(instant: Date): PlainDate {
  return plainDate(londonCalendar.format(instant));
}

function epochDay(day: PlainDate): number {
  return Date.parse(`${day}T00:00:00Z`) / millisecondsPerDay;
}

function fromEpochDay(days: number): PlainDate {
  return plainDate(new Date(days * millisecondsPerDay).toISOString().slice(0, 10));
}
