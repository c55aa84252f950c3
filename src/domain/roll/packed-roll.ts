import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { daysBetween } from '#foundation/kernel/plain-date.ts';
import type { EnrolmentStatus } from '#platform/database/register-schema.ts';

/**
 * A setting's roll of one academic year, made for counting: spells in columns, ordered by slot and then by day. A spell
 * is a stretch of days on which one enrolment is expected, with nothing about it changing. `place` is the slot less the
 * roll's base: the index into a register's marks.
 */
export interface Roll {
  readonly settingId: number;
  readonly year: AcademicYear;
  readonly version: number;
  /** Slot of the first mark of every register of the year. */
  readonly base: number;
  /** How many slots from there. */
  readonly size: number;
  readonly spells: Spells;
  /** By place: the number of a UPN or ULN (identifier-number.ts); 0 for none. */
  readonly identifiers: Float64Array;
}

export interface Spells {
  readonly count: number;
  readonly place: Uint16Array;
  /** First and last day, as days from 1 September. */
  readonly from: Uint16Array;
  readonly to: Uint16Array;
  /** Index into `spellStatuses`. */
  readonly status: Uint8Array;
  /** 1 of compulsory school age, 0 not, 2 not known. */
  readonly compulsory: Uint8Array;
  /** Seven group places a spell: year group, sex, SEN, FSM, ethnicity, looked after, social worker. */
  readonly groups: Uint8Array;
}

export const spellStatuses = [
  'single',
  'main',
  'subsidiary',
  'guest',
  'fe',
  'ehe',
  'eotas',
] as const satisfies readonly EnrolmentStatus[];
const guest = spellStatuses.indexOf('guest');

export const groupsPerSpell = 7;
const bytesPerSpell = 2 + 2 + 2 + 1 + 1 + groupsPerSpell;

/** One spell, before packing. */
export interface Spell {
  readonly place: number;
  readonly from: number;
  readonly to: number;
  readonly status: EnrolmentStatus;
  readonly compulsory: boolean | undefined;
  /** Seven group places. */
  readonly groups: readonly number[];
}

/** The day of the academic year, 0 on 1 September: how spells count. */
export function dayOfYear(year: AcademicYear, day: PlainDate): number {
  return daysBetween(academicYearDays(year).start, day);
}

/** Whether a spell is expected on a day of the year. */
export function spellHolds(spells: Spells, spell: number, day: number): boolean {
  return (spells.from[spell] as number) <= day && day <= (spells.to[spell] as number);
}

/**
 * Whether a spell's marks are counted here: a guest's are counted by the setting where they are enrolled, not where they
 * visit (measures.md §3 counts no guest).
 */
export function spellCounts(spells: Spells, spell: number): boolean {
  return spells.status[spell] !== guest;
}

/** Puts spells into columns, in order of place and day. */
export function columnsOf(spells: readonly Spell[]): Spells {
  const sorted = spells.toSorted((left, right) => left.place - right.place || left.from - right.from);
  const columns = emptySpells(sorted.length);
  for (const [index, spell] of sorted.entries()) {
    columns.place[index] = spell.place;
    columns.from[index] = spell.from;
    columns.to[index] = spell.to;
    columns.status[index] = spellStatuses.indexOf(spell.status);
    columns.compulsory[index] = spell.compulsory === undefined ? 2 : Number(spell.compulsory);
    columns.groups.set(spell.groups, index * groupsPerSpell);
  }
  return columns;
}

function emptySpells(count: number): Spells {
  return {
    count,
    place: new Uint16Array(count),
    from: new Uint16Array(count),
    to: new Uint16Array(count),
    status: new Uint8Array(count),
    compulsory: new Uint8Array(count),
    groups: new Uint8Array(count * groupsPerSpell),
  };
}

/** Spells as `setting_roll.spells` stores them: the columns one after another, numbers little-endian. */
export function packSpells(spells: Spells): Buffer {
  const packed = Buffer.alloc(spells.count * bytesPerSpell);
  let offset = 0;
  for (const column of [spells.place, spells.from, spells.to, spells.status, spells.compulsory, spells.groups]) {
    Buffer.from(column.buffer, column.byteOffset, column.byteLength).copy(packed, offset);
    offset += column.byteLength;
  }
  return packed;
}

/** The reverse of `packSpells`. */
export function unpackSpells(packed: Uint8Array): Spells {
  const spells = emptySpells(packed.length / bytesPerSpell);
  let offset = 0;
  for (const column of [spells.place, spells.from, spells.to, spells.status, spells.compulsory, spells.groups]) {
    new Uint8Array(column.buffer).set(packed.subarray(offset, offset + column.byteLength));
    offset += column.byteLength;
  }
  return spells;
}

/** Identifiers as `setting_roll.identifiers` stores them. */
export function packIdentifiers(identifiers: Float64Array): Buffer {
  return Buffer.from(identifiers.buffer, identifiers.byteOffset, identifiers.byteLength);
}

/** The reverse of `packIdentifiers`. */
export function unpackIdentifiers(packed: Uint8Array): Float64Array {
  return new Float64Array(Uint8Array.from(packed).buffer);
}
