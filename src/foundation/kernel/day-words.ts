import type { PlainDate } from './plain-date.ts';

const longDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `15 January 2024`. */
export function dayInWords(day: PlainDate): string {
  return longDay.format(midnight(day));
}

/** `15 Jan 2024`, where room is short. */
export function dayInShort(day: PlainDate): string {
  return shortDay.format(midnight(day));
}

/** `Mon 15 Jan`, of a day lately, where room is shortest. */
export function weekdayInShort(day: PlainDate): string {
  return weekday.format(midnight(day)).replace(',', '');
}

/** The month that holds a day: `January 2024`. */
export function monthInWords(day: PlainDate): string {
  return month.format(midnight(day));
}

/** The formats above speak of UTC, so that a day cannot slip into the one before. */
function midnight(day: PlainDate): number {
  return Date.parse(`${day}T00:00:00Z`);
}
