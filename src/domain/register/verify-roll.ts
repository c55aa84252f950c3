import { groupCount } from '#domain/roll/groups.ts';
import type { Spells } from '#domain/roll/packed-roll.ts';
import { groupsPerSpell, spellStatuses } from '#domain/roll/packed-roll.ts';

const guest = spellStatuses.indexOf('guest');

/** Who is expected on a day, in the memory of a scan: a byte a place, and for each group a bit a place. */
export interface RollBuffers {
  /** 255 where somebody who counts is expected, `length` of them. */
  readonly expected: Uint8Array;
  /** `groupCount` rows of `stride` bytes. */
  readonly members: Uint8Array;
  readonly stride: number;
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
    const counted = Uint32Array.from({ length: spells.count }, (_, spell) => spell).filter(
      (spell) => spells.status[spell] !== guest,
    );
    this.#starts = counted.toSorted((left, right) => at(spells.from, left) - at(spells.from, right));
    this.#ends = counted.toSorted((left, right) => at(spells.to, left) - at(spells.to, right));
    buffers.expected.fill(0);
    buffers.members.fill(0);
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
    const { expected, members, stride } = this.#buffers;
    const { place, groups } = this.#spells;
    const here = at(place, spell);
    expected[here] = byte;
    const bit = 1 << (here & 7);
    const first = here >> 3;
    setBit(members, first, bit & byte, bit);
    for (let group = spell * groupsPerSpell; group < (spell + 1) * groupsPerSpell; group += 1) {
      setBit(members, at(groups, group) * stride + first, bit & byte, bit);
    }
  }
}

/** The groups that anybody on a roll is in, everyone first, and how many they are before them: `tallyGroups`’ list. */
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

function setBit(bytes: Uint8Array, index: number, on: number, bit: number): void {
  bytes[index] = (at(bytes, index) & ~bit) | on;
}

function at(numbers: Uint8Array | Uint16Array | Uint32Array, index: number): number {
  return numbers[index] as number;
}
