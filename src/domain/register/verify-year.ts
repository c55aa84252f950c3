import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import { isoWeekday } from '#foundation/kernel/plain-date.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import type { LearnerCounts } from './learner-counts.ts';
import { countsPerPlace, emptyCounts } from './learner-counts.ts';
import type { MarkScan } from './mark-scan.ts';
import { noUsualMark, scanBlock } from './mark-scan.ts';
import { codeIndex, tallyCategories, tallyLayout } from './tally.ts';
import type { YearMemory } from './verify-memory.ts';
import { groupsOfPlace, tallyBytes, weekTally, yearMemory } from './verify-memory.ts';
import { groupList, MovingRoll } from './verify-roll.ts';
import type { StoredRoll } from './verify-store.ts';

/** A register to add to a year. */
export interface ScannedRegister {
  /** By place; what is left out is unmeasured. */
  readonly marks: Uint8Array;
  /** Days from 1 September; never fewer than in the register before. */
  readonly day: number;
  readonly book: CodeBook;
  readonly event?: { readonly minutes: number; readonly roster: Uint8Array } | undefined;
}

const perGroup = tallyCategories.length;
/** A byte counts to 255. */
const mostInByte = 255;
const mostLate = 4;

/**
 * Counts a setting's year afresh, register by register, in the memory of a scan: the mark most have is reckoned from
 * who is expected, every other one by one: nothing of what
 * recording a register does is used, so that neither can hide the other's mistakes.
 */
export class YearRebuild {
  readonly #scan: MarkScan;
  readonly #memory: YearMemory;
  readonly #roll: MovingRoll;
  readonly #learners: LearnerCounts;
  readonly #monday: number;
  readonly #weeks = new Set<number>();
  #late = 0;
  #book: CodeBook | undefined;
  #inCounters = 0;

  constructor(scan: MarkScan, { size, spells }: Pick<StoredRoll, 'size' | 'spells'>, year: AcademicYear) {
    const places = spells.place.reduce((most, place) => Math.max(most, place + 1), size);
    const memory = yearMemory(scan, places);
    const { at, bytes, length, inGroups } = memory;
    this.#scan = scan;
    this.#memory = memory;
    this.#learners = emptyCounts(places);
    // The Monday on or before 1 September is so many days before it.
    this.#monday = isoWeekday(academicYearDays(year).start) - 1;
    bytes.set(groupList(spells), at.list);
    this.#roll = new MovingRoll(spells, {
      expected: bytes.subarray(at.expected, at.expected + length),
      groups: bytes.subarray(at.groups, at.inGroups),
      inGroups,
    });
  }

  /** The week of a day, from 1. */
  weekOf(day: number): number {
    return 1 + Math.floor((day + this.#monday) / 7);
  }

  /** Adds a register to its week and its learners; answers its tally, which the next one overwrites. */
  add({ marks, day, book, event }: ScannedRegister): Uint32Array {
    const { at, length, tally, used } = this.#memory;
    this.#useBook(book);
    this.#roll.moveTo(day);
    this.#place(marks);
    const { first, width } = event ? this.#rostered(event.roster) : { first: 0, width: length };
    const usual = event ? noUsualMark : usualOf(marks);
    tally.fill(0);
    const found = this.#scan.tallyPlaces({
      marks: at.marks + first,
      expected: (event ? at.rostered : at.expected) + first,
      length: width,
      usual,
      groups: at.groups + first * groupsOfPlace,
      out: at.tally,
      codes: at.tally + tallyLayout.codes * 4,
      used: at.used,
    });
    if (usual !== noUsualMark) {
      used[usual] = (used[usual] as number) + found;
      if (usual > 0) tally[codeIndex(usual)] = (tally[codeIndex(usual)] as number) + found;
      this.#scan.completeGroups(at.list, at.inGroups, at.tally, categoryOf(usual));
    }
    for (let category = 0; category < perGroup; category += 1) {
      tally[tallyLayout.minutes + category] = (event?.minutes ?? 0) * (tally[category] as number);
    }
    if (this.#inCounters === mostInByte) this.#emptyCounters();
    this.#scan.addPlaces(at.marks + first, width, at.counters + first, length, this.#late);
    this.#inCounters += 1;
    const week = this.weekOf(day);
    this.#weeks.add(week);
    this.#scan.addCounts(at.tally, at.weeks + (week - 1) * tallyBytes, tallyBytes);
    return tally;
  }

  /** Whether a packed tally is that of the register added last. */
  isLast(packed: Uint8Array): boolean {
    return this.#isPacked(packed, this.#memory.at.tally);
  }

  /** Whether a packed tally is that of a week, from 1. */
  isWeek(week: number, packed: Uint8Array): boolean {
    return this.#isPacked(packed, this.#memory.at.weeks + (week - 1) * tallyBytes);
  }

  #isPacked(packed: Uint8Array, counts: number): boolean {
    const { at, bytes, mostPacked } = this.#memory;
    if (packed.length > mostPacked - 16) return false;
    bytes.set(packed, at.packed);
    bytes.fill(0, at.packed + packed.length, at.packed + packed.length + 16);
    return this.#scan.isPacked(at.packed, packed.length, counts, tallyLayout.size) === 1;
  }

  /** Weeks with a register, in order, each with its tally. */
  weeks(): ReadonlyMap<number, Uint32Array> {
    const weeks = [...this.#weeks].toSorted((left, right) => left - right);
    return new Map(weeks.map((week) => [week, weekTally(this.#memory, week - 1)]));
  }

  /** The year to date: the sum of its weeks. */
  year(): Float64Array {
    const sum = new Float64Array(tallyLayout.size);
    for (const week of this.weeks().values()) {
      for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] as number) + (week[index] as number);
    }
    return sum;
  }

  /** Year to date by place, as `learner_total.counts`. */
  learners(): LearnerCounts {
    this.#emptyCounters();
    return this.#learners;
  }

  /** How many marks of the registers so far, since the book last changed, are no code of their book. */
  unknownCodes(): number {
    const { used } = this.#memory;
    return used.reduce((sum, count, byte) => sum + (byte > 0 && this.#book?.codes[byte] === '' ? count : 0), 0);
  }

  /** The code at a place of the book that was used last. */
  codeAt(place: number): string {
    return this.#book?.codes.find((code, byte) => code !== '' && (byte & 63) === place) ?? `${place}`;
  }

  #useBook(book: CodeBook): void {
    if (book === this.#book) return;
    this.#book = book;
    const late = [...book.late.keys()].filter((byte) => book.late[byte] === 1);
    if (late.length > mostLate)
      throw new RangeError(`The book of ${book.nation} has more than ${mostLate} codes for late`);
    this.#late = late.reduce((word, byte, index) => word | (byte << (8 * index)), 0);
  }

  #place(marks: Uint8Array): void {
    const { at, bytes, length } = this.#memory;
    const known = marks.length > length ? marks.subarray(0, length) : marks;
    bytes.set(known, at.marks);
    if (known.length < length) bytes.fill(0, at.marks + known.length, at.marks + length);
  }

  /** Puts into memory who is expected at an event; answers in which places they stand, whole blocks of them. */
  #rostered(roster: Uint8Array): { readonly first: number; readonly width: number } {
    const { at, bytes, length } = this.#memory;
    let [from, to] = [0, Math.min(roster.length, length / 8)];
    while (from < to && roster[from] === 0) from += 1;
    while (to > from && roster[to - 1] === 0) to -= 1;
    const first = Math.min(Math.floor((from * 8) / scanBlock) * scanBlock, length - scanBlock);
    const end = Math.max(first + scanBlock, Math.ceil((to * 8) / scanBlock) * scanBlock);
    for (let place = first; place < end; place += 1) {
      const on = ((roster[place >> 3] ?? 0) >> (place & 7)) & 1;
      bytes[at.rostered + place] = on * (bytes[at.expected + place] as number);
    }
    return { first, width: end - first };
  }

  #emptyCounters(): void {
    const { at, bytes, length } = this.#memory;
    const places = this.#learners.length / countsPerPlace;
    for (let column = 0; column < countsPerPlace; column += 1) {
      const from = at.counters + column * length;
      for (let place = 0; place < places; place += 1) {
        const index = place * countsPerPlace + column;
        this.#learners[index] = (this.#learners[index] as number) + (bytes[from + place] as number);
      }
    }
    bytes.fill(0, at.counters, at.counters + countsPerPlace * length);
    this.#inCounters = 0;
  }
}

/** The mark that most have, or nearly always: two of three that are looked at. */
function usualOf(marks: Uint8Array): number {
  const quarter = marks.length >> 2;
  const [one, two, three] = [marks[quarter] ?? 0, marks[2 * quarter] ?? 0, marks[3 * quarter] ?? 0];
  return one === three ? one : two;
}

/** The place of a mark among `tallyCategories`. */
function categoryOf(byte: number): number {
  if (byte >= 64) return (byte >> 6) - 1;
  return tallyCategories.indexOf(byte === 0 ? 'unmeasured' : 'not-required');
}
