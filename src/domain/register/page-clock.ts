import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';

const clockFace = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const secondsFace = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** `09:45`, as clocks in the United Kingdom show an instant. */
export function localTime(instant: Date): string {
  return clockFace.format(instant);
}

/** `09:45 on 15 January 2026`. */
export function timeInWords(instant: Date): string {
  return `${localTime(instant)} on ${dayInWords(londonDay(instant))}`;
}

/** The same to the second: two changes of one minute are two. */
export function exactTimeInWords(instant: Date): string {
  return `${secondsFace.format(instant)} on ${dayInWords(londonDay(instant))}`;
}

const minute = 60_000;

/**
 * The instant at which clocks in the United Kingdom show a local time (`09:45`) on a day. Summer time is an hour ahead
 * of UTC. A time that the clocks skip in March is taken as an hour later; of one that comes twice in October, the first.
 */
export function londonInstant(day: PlainDate, time: string): Date {
  const asUtc = Date.parse(`${day}T${time.slice(0, 5)}:00Z`);
  const inSummer = new Date(asUtc - 60 * minute);
  return localTime(inSummer) === time.slice(0, 5) ? inSummer : new Date(asUtc);
}
