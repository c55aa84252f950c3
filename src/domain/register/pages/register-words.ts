import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { isoWeekday } from '#foundation/kernel/plain-date.ts';
import { sessionWords } from '../page-sessions.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `Thursday 15 January 2026`. */
export function weekdayInWords(day: PlainDate): string {
  return `${weekdays[isoWeekday(day) - 1]} ${dayInWords(day)}`;
}

/** `morning register`, or an event by its title and start. */
export function registerName(
  session: number,
  event: { readonly title: string; readonly startsAt: string } | undefined,
): string {
  return event ? `${event.title}, ${event.startsAt}` : `${sessionWords(session)} register`;
}

/** The first letter of a sentence. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
