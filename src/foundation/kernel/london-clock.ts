import { dayInWords } from './day-words.ts';
import type { PlainDate } from './plain-date.ts';
import { londonDay } from './plain-date.ts';

// h23, or midnight is 24:00 in some versions of the locale's data.
const minutesFace = new Intl.DateTimeFormat('en-GB', {
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

/** `09:45`, as clocks in the United Kingdom show an instant (a `Date`, or milliseconds since 1970). */
export function londonTime(instant: Date | number): string {
  return minutesFace.format(instant);
}

/** `09:45 on 15 January 2026`, as clocks in the United Kingdom show an instant. */
export function instantInWords(instant: Date): string {
  return `${londonTime(instant)} on ${dayInWords(londonDay(instant))}`;
}

/** `09:45:07 on 15 January 2026`: where two events of one minute are to be told apart. */
export function exactInstantInWords(instant: Date): string {
  return `${secondsFace.format(instant)} on ${dayInWords(londonDay(instant))}`;
}

/** When something begins: `1 September 2026` for the midnight with which that day begins, else `10:42 on 1 September 2026`. */
export function beginningInWords(instant: Date): string {
  return londonTime(instant) === '00:00' ? dayInWords(londonDay(instant)) : instantInWords(instant);
}

/** When something ends: `the end of 3 March 2026` for the midnight after that day, else `10:42 on 3 March 2026`. */
export function endInWords(instant: Date): string {
  if (londonTime(instant) !== '00:00') return instantInWords(instant);
  return `the end of ${dayInWords(londonDay(new Date(instant.getTime() - 1)))}`;
}

const minute = 60_000;

/**
 * The instant at which clocks in the United Kingdom show a local time (`09:45`) on a day. Summer time is an hour ahead
 * of UTC. A time that the clocks skip in March is taken as an hour later; of one that comes twice in October, the first.
 */
export function londonInstant(day: PlainDate, time: string): Date {
  const asUtc = Date.parse(`${day}T${time.slice(0, 5)}:00Z`);
  const inSummer = new Date(asUtc - 60 * minute);
  return londonTime(inSummer) === time.slice(0, 5) ? inSummer : new Date(asUtc);
}
