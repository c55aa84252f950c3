import { calendarOf } from '#domain/roll/calendar-store.ts';
import type { Keeper } from '#domain/roll/model.ts';
import { session as sessions } from '#domain/roll/model.ts';
import { londonInstant } from '#foundation/kernel/london-clock.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, isoWeekday } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { TakenRegister } from './missing-registers.ts';
import { dueRegisters, standingsAt } from './missing-registers.ts';
import { takenByDay } from './missing-store.ts';
import { mayTake } from './rules.ts';
import { eventsBetween } from './timetable-store.ts';

/** One register of a day, as the list of two weeks shows it. */
export interface IndexEntry {
  readonly session: number;
  /** An event's title and start. */
  readonly event: { readonly title: string; readonly startsAt: string } | undefined;
  readonly stands: 'taken' | 'partly' | 'missing' | 'not-due' | 'shut';
  /** Why it is shut. */
  readonly why: string | undefined;
  readonly expected: number;
  readonly unmeasured: number;
}

export interface IndexDay {
  readonly day: PlainDate;
  readonly entries: readonly IndexEntry[];
}

/** The Monday of the week that holds a day. */
export function mondayOf(day: PlainDate): PlainDate {
  return addDays(day, 1 - isoWeekday(day));
}

const daysShown = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11] as const;

/** A setting's registers of two weeks from a Monday, weekdays only: which are there, missing, or not to be taken. */
export async function readIndex(
  scoped: Scoped,
  keeper: Keeper,
  monday: PlainDate,
  now: Date,
): Promise<readonly IndexDay[]> {
  const span = { from: monday, to: addDays(monday, 11) };
  const calendar = await calendarOf(scoped, keeper.settingId);
  const taken = await takenByDay(scoped, keeper.settingId, span);
  const events = await eventsBetween(scoped, keeper.settingId, span);
  return daysShown.map((after) => {
    const day = addDays(monday, after);
    const ofDay = events.filter((event) => event.day === day);
    const there = taken.get(day) ?? [];
    const standings = standingsAt(dueRegisters(keeper, calendar, day, ofDay), there, now);
    const wanted = keeper.unit === 'event' ? ofDay.map(({ session }) => session) : halfDays;
    const listed = [...new Set([...wanted, ...there.map(({ session }) => session)])];
    return {
      day,
      entries: listed.map((session): IndexEntry => {
        const standing = standings.find((one) => one.session === session);
        const found = there.find((one) => one.session === session);
        // Asked of the end of that day: of a day to come, why it is shut is said, and not that it is to come.
        const refusal = mayTake(calendar, { day, session }, londonInstant(day, '23:00'));
        const event = ofDay.find((one) => one.session === session);
        const shut = standing === undefined && found === undefined;
        const counts = { expected: found?.expected ?? 0, unmeasured: found?.unmeasured ?? 0 };
        const why = shut ? (refusal?.reason ?? 'nobody has said when the setting is open') : undefined;
        return { session, event, stands: shut ? 'shut' : stands(found, standing?.kind), why, ...counts };
      }),
    };
  });
}

const halfDays: readonly number[] = [sessions.morning, sessions.afternoon];

function stands(found: TakenRegister | undefined, kind: string | undefined): IndexEntry['stands'] {
  if (found) return found.unmeasured > 0 ? 'partly' : 'taken';
  return kind === 'missing' ? 'missing' : 'not-due';
}
