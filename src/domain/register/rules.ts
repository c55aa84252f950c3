import { isOpen } from '#domain/roll/calendar.ts';
import type { Calendar, Keeper } from '#domain/roll/model.ts';
import { session as sessions } from '#domain/roll/model.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { isoWeekday, londonDay } from '#foundation/kernel/plain-date.ts';
import type { RegisterKey } from './model.ts';

/** Why a register may not be taken, in a sentence for whoever wants to take it. */
export interface RegisterRefusal {
  readonly code: 'register-in-the-future' | 'register-on-a-weekend' | 'register-outside-term' | 'register-while-closed';
  readonly reason: string;
}

/**
 * Why a register of a session may not be taken at an instant; `undefined` when it may. A register of today may be
 * taken before its session, because absences are known in advance; one of another day to come may not. The marks that
 * are there already stay counted when a closure is recorded later: whoever records it is told of them.
 */
export function mayTake(
  calendar: Calendar,
  { day, session }: Pick<RegisterKey, 'day' | 'session'>,
  now: Date,
): RegisterRefusal | undefined {
  if (day > londonDay(now)) {
    return { code: 'register-in-the-future', reason: `${day} is still to come` };
  }
  if (isOpen(calendar, { day, session })) return undefined;
  if (isoWeekday(day) > 5) return { code: 'register-on-a-weekend', reason: `${day} is at a weekend` };
  const closure = calendar.closures.find((one) => one.day === day && (one.session === 0 || one.session === session));
  if (closure && inTerm(calendar, day)) {
    return { code: 'register-while-closed', reason: `The setting was closed then: ${closure.reason}` };
  }
  return { code: 'register-outside-term', reason: `${day} is outside the setting’s terms` };
}

function inTerm({ terms }: Calendar, day: PlainDate): boolean {
  return terms.some((term) => term.startsOn <= day && day <= term.endsOn);
}

/**
 * Throws a `RangeError` unless a register is of the kind its setting keeps: half days and timetabled events are never
 * added together, and an event is counted by its timetable. Whoever takes registers from outside asks before.
 */
export function checkUnit(unit: Keeper['unit'], session: number, timetabled: boolean): void {
  const isEvent = session >= sessions.firstEvent;
  if (unit === 'none') throw new RangeError('This setting keeps a roll and no registers');
  if (isEvent !== (unit === 'event')) {
    throw new RangeError(`This setting’s registers are each of ${unit === 'event' ? 'an event' : 'half a day'}`);
  }
  if (isEvent && !timetabled) throw new RangeError(`There is no event ${session} in the timetable of that day`);
}
