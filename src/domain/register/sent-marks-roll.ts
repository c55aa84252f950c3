import type { Roll } from '#domain/roll/packed-roll.ts';
import { dayOfYear, spellHolds } from '#domain/roll/packed-roll.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { onRoster } from './count-register.ts';

/** Of compulsory school age, as a roll stores it; `offRoll` where nobody holds the place that day. */
export const offRoll = 3;

/** Who may be marked in one register: a setting's roll on one day, and for an event those on its roster. */
export interface RollOnDay {
  readonly roll: Roll;
  readonly day: PlainDate;
  /** Place by the number of a UPN or ULN, of those on roll that day. */
  readonly places: ReadonlyMap<number, number>;
  /** By place: 1 of compulsory school age, 0 not, 2 not known, 3 not on roll. */
  readonly ages: Uint8Array;
}

/**
 * The roll on one day. Somebody who left and came back has two slots with the same identifier: the one that holds that
 * day is theirs. Some 20 µs for 400 pupils, so that it is worth keeping only where a day is asked for again and again.
 */
export function rollOnDay(roll: Roll, day: PlainDate, roster?: Uint8Array): RollOnDay {
  const { spells, identifiers } = roll;
  const ages = new Uint8Array(roll.size).fill(offRoll);
  const places = new Map<number, number>();
  const index = dayOfYear(roll.year, day);
  for (let spell = 0; spell < spells.count; spell += 1) {
    if (!spellHolds(spells, spell, index)) continue;
    const place = spells.place[spell] as number;
    if (roster !== undefined && !onRoster(roster, place)) continue;
    ages[place] = spells.compulsory[spell] as number;
    const identifier = identifiers[place] ?? 0;
    if (identifier !== 0) places.set(identifier, place);
  }
  return { roll, day, places, ages };
}

/** Whether anybody ever on that year's roll has the identifier: “not here that day” is not “not known here”. */
export function isOnRollOfYear(roll: Roll, identifier: number): boolean {
  return identifier !== 0 && roll.identifiers.includes(identifier);
}
