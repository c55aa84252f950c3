import { groupCount } from '#domain/roll/groups.ts';
import type { Spells } from '#domain/roll/packed-roll.ts';
import { groupsPerSpell, spellStatuses } from '#domain/roll/packed-roll.ts';
import { groupsOfPlace } from './verify-memory.ts';

const guest = spellStatuses.indexOf('guest');

/** Who is expected on a day, in the memory of a scan. */
export interface RollBuffers {
  /** 255 where somebody who counts is expected, `length` of them. */
  readonly expected: Uint8Array;
  /** The eight groups of each place, everyone first: of whoever is, or was last, expected there. */
  readonly groups: Uint8Array;
  /** How many of each group are expected. */
  readonly inGroups: Uint32Array;
}

/**
 * A roll that is moved from day to day, forwards only: cheaper than asking every spell on every day. Guests are left out:
 * they are counted where they are enrolled.
 */
export class MovingRoll {
  readonly #spells: Spells;
  readonly #buffers: RollBuffers;
  /** Spells that count, by first day and by the day after their last. */
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  #started = 0;
  #ended = 0;

  constructor(spells: Spells, buffers: RollBuffers) {
    this.#spells = spells;
    this.#buffers = buffers;
    const counted = countedSpells(spells);
    this.#starts = byDay(counted, spells.from);
    this.#ends = byDay(counted, spells.to);
    buffers.expected.fill(0);
    buffers.groups.fill(0);
    buffers.inGroups.fill(0);
  }

  /** Moves to a day from 1 September that is not before the last one asked for. Who leaves goes before who comes. */
  moveTo(day: number): void {
    for (; this.#ended < this.#ends.length; this.#ended += 1) {
      const spell = at(this.#ends, this.#ended);
      if (at(this.#spells.to, spell) >= day) break;
      // One that began and ended since the last register is wiped unset: no other holds its place on those days.
      this.#mark(spell, 0);
    }
    for (; this.#started < this.#starts.length; this.#started += 1) {
      const spell = at(this.#starts, this.#started);
      if (at(this.#spells.from, spell) > day) break;
      if (at(this.#spells.to, spell) >= day) this.#mark(spell, 255);
    }
  }

  #mark(spell: number, byte: number): void {
    const { expected, groups, inGroups } = this.#buffers;
    const here = at(this.#spells.place, spell);
    if (at(expected, here) === byte) return;
    expected[here] = byte;
    const more = byte === 0 ? -1 : 1;
    inGroups[0] = at(inGroups, 0) + more;
    for (let index = 0; index < groupsPerSpell; index += 1) {
      const group = at(this.#spells.groups, spell * groupsPerSpell + index);
      groups[here * groupsOfPlace + 1 + index] = group;
      inGroups[group] = at(inGroups, group) + more;
    }
  }
}

/** Spells in order of a day of each, by how many there are of each day: sorting would take longer than counting marks. */
function byDay(spells: Uint32Array, day: Uint16Array): Uint32Array {
  let last = 0;
  for (let index = 0; index < spells.length; index += 1) last = Math.max(last, at(day, at(spells, index)));
  const next = new Uint32Array(last + 2);
  for (let index = 0; index < spells.length; index += 1) {
    const after = at(day, at(spells, index)) + 1;
    next[after] = at(next, after) + 1;
  }
  for (let one = 1; one < next.length; one += 1) next[one] = at(next, one) + at(next, one - 1);
  const ordered = new Uint32Array(spells.length);
  for (let index = 0; index < spells.length; index += 1) {
    const spell = at(spells, index);
    const on = at(day, spell);
    ordered[at(next, on)] = spell;
    next[on] = at(next, on) + 1;
  }
  return ordered;
}

/** Of all spells those that are counted: guests are not. */
function countedSpells({ count, status }: Spells): Uint32Array {
  const counted = new Uint32Array(count);
  let found = 0;
  for (let spell = 0; spell < count; spell += 1) {
    if (status[spell] === guest) continue;
    counted[found] = spell;
    found += 1;
  }
  return counted.subarray(0, found);
}

/** The groups that anybody on a roll is in, everyone first, and how many they are before them: `completeGroups`’ list. */
export function groupList({ count, groups }: Spells): Uint8Array {
  const present = new Uint8Array(groupCount);
  present[0] = 1;
  for (let index = 0; index < count * groupsPerSpell; index += 1) present[at(groups, index)] = 1;
  const places = [...present.keys()].filter((group) => present[group] === 1);
  return Uint8Array.of(places.length, ...places);
}

/** Places that two spells hold on one day: such a roll cannot be counted. Spells are in order of place and day. */
export function overlaps({ count, place, from, to }: Spells): readonly number[] {
  const found: number[] = [];
  for (let spell = 1; spell < count; spell += 1) {
    if (at(place, spell) === at(place, spell - 1) && at(from, spell) <= at(to, spell - 1)) found.push(at(place, spell));
  }
  return found;
}

function at(numbers: Uint8Array | Uint16Array | Uint32Array, index: number): number {
  return numbers[index] as number;
}
