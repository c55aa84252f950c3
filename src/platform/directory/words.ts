import { dayInWords } from '#foundation/kernel/day-words.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import { clockWords } from '#platform/ledger/words.ts';

/** A role’s title; the name itself when it is not known here. */
export function roleTitle(role: string): string {
  return Object.hasOwn(roles, role) ? roles[role as RoleName].title : role;
}

/** `1 September 2026` for the midnight with which it begins, else `1 September 2026, 10:42`. */
export function sinceWords(at: Date): string {
  const time = clockWords(at);
  return time === '00:00' ? dayInWords(londonDay(at)) : `${dayInWords(londonDay(at))}, ${time}`;
}

/** `the end of 3 March 2026` for the midnight after it, else `3 March 2026, 10:42`; that no end is known. */
export function untilWords(at: Date | undefined): string {
  if (at === undefined) return 'no end is entered';
  if (clockWords(at) !== '00:00') return sinceWords(at);
  return `the end of ${dayInWords(londonDay(new Date(at.getTime() - 1)))}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
