import { openSessions } from '#domain/roll/calendar.ts';
import type { Calendar, Keeper } from '#domain/roll/model.ts';
import { session as sessions } from '#domain/roll/model.ts';
import { londonInstant } from '#foundation/kernel/london-clock.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';

/** A register that a setting should take, and when it should be in. */
export interface DueRegister {
  readonly session: number;
  readonly due: Date;
}

/** An event of a college's timetable, as far as it is due. */
export interface DueEvent {
  readonly session: number;
  /** Local time, `09:30`. */
  readonly startsAt: string;
}

const minute = 60_000;
/** How long after its start the register of a timetabled event should be in. */
const minutesOfGrace = 30;

/**
 * The registers a setting should take on a day, and when each should be in: of open half days by the times the setting
 * has said, of timetabled events half an hour after their start, all by the clocks of the United Kingdom. None where
 * only a roll is kept, on a closed day, or where nobody has said when the setting is open.
 */
export function dueRegisters(
  keeper: Pick<Keeper, 'unit' | 'amDue' | 'pmDue'>,
  calendar: Calendar,
  day: PlainDate,
  events: readonly DueEvent[] = [],
): readonly DueRegister[] {
  const open = openSessions(calendar, day);
  if (keeper.unit === 'none' || open.length === 0) return [];
  if (keeper.unit === 'event') {
    return events.map(({ session, startsAt }) => ({
      session,
      due: new Date(londonInstant(day, startsAt).getTime() + minutesOfGrace * minute),
    }));
  }
  return open.map((session) => ({
    session,
    due: londonInstant(day, session === sessions.morning ? keeper.amDue : keeper.pmDue),
  }));
}

/** What is known of a register that was sent. */
export interface TakenRegister {
  readonly session: number;
  /** Sessions of whoever was expected: all of them, and those without a mark. */
  readonly expected: number;
  readonly unmeasured: number;
}

/** How a due register stands. */
export type DueStanding =
  /** Not due yet, whether it is there or not. */
  | { readonly kind: 'not-due'; readonly session: number; readonly due: Date }
  | { readonly kind: 'taken'; readonly session: number; readonly due: Date }
  /** There, and somebody who was expected has no mark. */
  | ({ readonly kind: 'partly' } & DueRegister & Pick<TakenRegister, 'expected' | 'unmeasured'>)
  | { readonly kind: 'missing'; readonly session: number; readonly due: Date };

/** How each due register stands at an instant. A register that is there in time is not missing; one at its due time may be. */
export function standingsAt(
  due: readonly DueRegister[],
  taken: readonly TakenRegister[],
  now: Date,
): readonly DueStanding[] {
  return due.map(({ session, due: by }): DueStanding => {
    const found = taken.find((one) => one.session === session);
    if (now < by) return { kind: 'not-due', session, due: by };
    if (!found) return { kind: 'missing', session, due: by };
    const { expected, unmeasured } = found;
    return unmeasured > 0
      ? { kind: 'partly', session, due: by, expected, unmeasured }
      : { kind: 'taken', session, due: by };
  });
}

/** `25 minutes`, `3 hours`, `2 days`: how long ago something was due. */
export function overdueWords(due: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - due.getTime()) / minute));
  if (minutes < 90) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
