import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, isoWeekday } from '#foundation/kernel/plain-date.ts';
import type { Calendar } from './model.ts';
import { session } from './model.ts';

/** A session of a day: 1 the morning, 2 the afternoon. */
export interface CalendarSession {
  readonly day: PlainDate;
  readonly session: number;
}

const halfDays: readonly number[] = [session.morning, session.afternoon];
const none: readonly number[] = [];

/** The half days on which a setting is open: Monday to Friday, within a term, less what is closed. Empty when it is shut. */
export function openSessions(calendar: Calendar, day: PlainDate): readonly number[] {
  if (isoWeekday(day) > 5 || !calendar.terms.some((term) => term.startsOn <= day && day <= term.endsOn)) return none;
  const closed = calendar.closures.filter((closure) => closure.day === day).map((closure) => closure.session);
  if (closed.length === 0) return halfDays;
  return closed.includes(0) ? none : halfDays.filter((half) => !closed.includes(half));
}

/** Whether a setting is open in one session of a day; an event (from 3) is held on any day on which it is open at all. */
export function isOpen(calendar: Calendar, { day, session: asked }: CalendarSession): boolean {
  const open = openSessions(calendar, day);
  return asked >= session.firstEvent ? open.length > 0 : open.includes(asked);
}

/** The next open session after one, on that day or a later one; `undefined` after the last term known. */
export function nextOpenSession(calendar: Calendar, after: CalendarSession): CalendarSession | undefined {
  const last = calendar.terms.reduce<PlainDate | undefined>(
    (latest, { endsOn }) => (latest === undefined || endsOn > latest ? endsOn : latest),
    undefined,
  );
  const later = openSessions(calendar, after.day).find((half) => half > after.session);
  if (later !== undefined) return { day: after.day, session: later };
  for (let day = addDays(after.day, 1); last !== undefined && day <= last; day = addDays(day, 1)) {
    const first = openSessions(calendar, day)[0];
    if (first !== undefined) return { day, session: first };
  }
  return undefined;
}

/** The last open session before one, on that day or an earlier one; `undefined` before the first term known. */
export function previousOpenSession(calendar: Calendar, before: CalendarSession): CalendarSession | undefined {
  const first = calendar.terms.reduce<PlainDate | undefined>(
    (earliest, { startsOn }) => (earliest === undefined || startsOn < earliest ? startsOn : earliest),
    undefined,
  );
  const earlier = openSessions(calendar, before.day).findLast((half) => half < before.session);
  if (earlier !== undefined) return { day: before.day, session: earlier };
  for (let day = addDays(before.day, -1); first !== undefined && day >= first; day = addDays(day, -1)) {
    const last = openSessions(calendar, day).at(-1);
    if (last !== undefined) return { day, session: last };
  }
  return undefined;
}
