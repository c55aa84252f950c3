import { dayInWords } from '#foundation/kernel/day-words.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';

const clockFace = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `09:45 on 15 January 2026`, as clocks in the United Kingdom show an instant. */
export function instantInWords(instant: Date): string {
  return `${clockFace.format(instant)} on ${dayInWords(londonDay(instant))}`;
}
