import { childrenRoll } from '#domain/roll/children-roll-store.ts';
import type { Roll } from '#domain/roll/packed-roll.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { TakenRegister } from './missing-registers.ts';
import type { StoredRegister } from './model.ts';
import { registerDay } from './register-day.ts';
import { registersOn } from './register-store.ts';
import { offRoll, rollOnDay } from './sent-marks-roll.ts';
import type { TimetableEvent } from './timetable-store.ts';
import { eventsOn } from './timetable-store.ts';

/**
 * The registers of a setting’s days that are there, as they stand for the children of a scope: how many of those are
 * expected, and how many have no mark. What others have taken of the same register is no matter of theirs.
 */
export async function ownTaken(
  scoped: Scoped,
  settingId: number,
  days: readonly PlainDate[],
): Promise<ReadonlyMap<PlainDate, readonly TakenRegister[]>> {
  const rolls = new Map<number, Roll | undefined>();
  const taken = new Map<PlainDate, readonly TakenRegister[]>();
  for (const day of days) {
    const { year } = registerDay(day);
    const roll = rolls.get(year) ?? (await childrenRoll(scoped, settingId, year));
    rolls.set(year, roll);
    const registers = roll === undefined ? [] : await registersOn(scoped, settingId, day);
    if (roll === undefined || registers.length === 0) continue;
    const events = await eventsOn(scoped, settingId, day);
    taken.set(
      day,
      registers.map((register) => standsFor(roll, register, events)),
    );
  }
  return taken;
}

function standsFor(
  roll: Roll,
  { day, session, marks }: StoredRegister,
  events: readonly TimetableEvent[],
): TakenRegister {
  const { ages } = rollOnDay(roll, day, events.find((event) => event.session === session)?.roster);
  let [expected, unmeasured] = [0, 0];
  for (const [place, age] of ages.entries()) {
    if (age === offRoll) continue;
    expected += 1;
    if (!marks[place]) unmeasured += 1;
  }
  return { session, expected, unmeasured };
}

/** Whether anybody of the scope is expected at an event, whose roster was cut to them. */
export function isExpected({ roster }: Pick<TimetableEvent, 'roster'>): boolean {
  return roster.some((byte) => byte !== 0);
}
