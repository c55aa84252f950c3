import { dayInWords } from '#foundation/kernel/day-words.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';

const clockFace = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' });
const exact = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'Europe/London',
});

/** `14:05`, in Europe/London. */
export function clockWords(instant: Date): string {
  return clockFace.format(instant);
}

/** `24 November 2026, 14:05`. */
export function instantWords(instant: Date): string {
  return `${dayInWords(londonDay(instant))}, ${clockFace.format(instant)}`;
}

/** `24 November 2026, 14:05:09`: where two entries of a minute are to be told apart. */
export function exactInstantWords(instant: Date): string {
  return `${dayInWords(londonDay(instant))}, ${exact.format(instant)}`;
}

/** `a, b and c`. */
export function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
