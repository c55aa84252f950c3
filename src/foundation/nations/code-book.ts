import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { AttendanceCodeFact, MarkCategory, NationName } from './attendance-code.ts';
import { markCategories } from './attendance-code.ts';

/** A mark: the category in the top two bits, the code's place in its book in the low six. 0 is unmeasured. */
export type MarkByte = number;

/** No mark: not taken, or taken back. Never present, never absent. */
export const unmeasured: MarkByte = 0;

/** What a session is to the child expected at it (promise 1). */
export const sessionStates = ['present', 'absent', 'not-required', 'unmeasured'] as const;
export type SessionState = (typeof sessionStates)[number];

/**
 * Every code a nation's registers may hold, and the byte of each. Places are given for good: a new code is added at the
 * end, and one that must change its byte makes a new book. Registers name the book they are read with.
 */
export interface CodeBook {
  /** Stored with each register. */
  readonly bookId: number;
  readonly nation: NationName;
  readonly facts: readonly AttendanceCodeFact[];
  /** What is to be known about the book as a whole. */
  readonly remarks: readonly BookRemark[];
  /** The meanings of each code, in the order of `facts`. */
  readonly meanings: ReadonlyMap<string, readonly AttendanceCodeFact[]>;
  /** Byte of each code that a register may hold. */
  readonly bytes: ReadonlyMap<string, MarkByte>;
  /** Code at each byte; empty where the book has none. 256 entries. */
  readonly codes: readonly string[];
  /** 1 where the byte counts as late. 256 entries. */
  readonly late: Uint8Array;
}

/** A sentence about a whole book: what is missing from it, or how its codes changed on a day. */
export interface BookRemark {
  readonly heading: string;
  readonly text: string;
  readonly source: string;
  readonly verified: boolean;
  /** The first day of a change that breaks series: figures on its two sides are not compared. */
  readonly breaksOn?: PlainDate;
}

/** Why a code was refused, in words for whoever sent it. */
export interface CodeRefusal {
  readonly code: string;
  readonly reason: string;
}

/** What must be known to say whether a code may be used. */
export interface CodeUse {
  readonly day: PlainDate;
  /** `undefined` when the date of birth is not known: then the age is not held against it. */
  readonly compulsorySchoolAge: boolean | undefined;
}

/** The category of a mark. Of 0 it is `not-counted`: ask `stateOf` when unmeasured matters. */
export function categoryOf(byte: MarkByte): MarkCategory {
  return markCategories[byte >> 6] as MarkCategory;
}

/** The state of a session of a child who was expected at it. */
export function stateOf(byte: MarkByte): SessionState {
  if (byte === unmeasured) return 'unmeasured';
  if (byte < 64) return 'not-required';
  return byte < 128 ? 'present' : 'absent';
}

/** Builds a book from its facts: a code's place is that of its first fact, so facts are only ever added at the end. */
export function codeBook(
  bookId: number,
  nation: NationName,
  facts: readonly AttendanceCodeFact[],
  remarks: readonly BookRemark[] = [],
): CodeBook {
  const bytes = new Map<string, MarkByte>();
  const codes = Array.from({ length: 256 }, () => '');
  const late = new Uint8Array(256);
  for (const fact of facts.filter(({ supplierOnly }) => supplierOnly === undefined)) {
    const place = bytes.has(fact.code) ? (bytes.get(fact.code) ?? 0) & 63 : bytes.size + 1;
    if (place > 63) throw new RangeError(`The book of ${nation} has more than 63 codes`);
    const byte = (markCategories.indexOf(fact.category) << 6) | place;
    if ((bytes.get(fact.code) ?? byte) !== byte) throw new RangeError(`${fact.code} changes its category in one book`);
    bytes.set(fact.code, byte);
    codes[byte] = fact.code;
    if (fact.late) late[byte] = 1;
  }
  return { bookId, nation, facts, remarks, meanings: Map.groupBy(facts, ({ code }) => code), bytes, codes, late };
}

/** The meaning of a code on a day, of which there is one at most; `code` as a register or a supplier writes it. */
export function factOn(book: CodeBook, code: string, day: PlainDate): AttendanceCodeFact | undefined {
  return meaningsOf(book, code).find((fact) => inForce(fact, day));
}

/** Every meaning in force on a day, in the order of the book. */
export function factsOn(book: CodeBook, day: PlainDate): readonly AttendanceCodeFact[] {
  return book.facts.filter((fact) => inForce(fact, day));
}

function inForce({ from, to }: AttendanceCodeFact, day: PlainDate): boolean {
  return (from === undefined || from <= day) && (to === undefined || day <= to);
}

/** A code listed by itself goes before one that only fits a pattern. */
function meaningsOf(book: CodeBook, code: string): readonly AttendanceCodeFact[] {
  return book.meanings.get(code) ?? book.facts.filter(({ matches }) => matches?.test(code));
}

/** The byte of a code, or why it may not be used on that day for that child. */
export function readCode(book: CodeBook, code: string, use: CodeUse): Result<MarkByte, CodeRefusal> {
  const fact = factOn(book, code, use.day);
  if (!fact) return failure({ code, reason: whyUnknown(book, code, use.day) });
  if (fact.supplierOnly === 'unmeasured') return success(unmeasured);
  if (fact.supplierOnly === 'refused')
    return failure({ code, reason: `“${code}” is no attendance mark: ${fact.label}` });
  if (fact.supplierOnly) return readCode(book, fact.supplierOnly.readAs, use);
  const age = use.compulsorySchoolAge;
  if (age === true && fact.onlyFor === 'not-compulsory-school-age') {
    return failure({ code, reason: `“${code}” (${fact.label}) is not for a child of compulsory school age` });
  }
  if (age === false && fact.onlyFor === 'compulsory-school-age') {
    return failure({ code, reason: `“${code}” (${fact.label}) is only for a child of compulsory school age` });
  }
  return success(book.bytes.get(code) ?? unmeasured);
}

function whyUnknown(book: CodeBook, code: string, day: PlainDate): string {
  const known = meaningsOf(book, code);
  const [first] = known;
  if (!first) return `“${code}” is no code of the registers of ${nationWords[book.nation]}`;
  const ended = known.filter(({ to }) => to !== undefined && to < day).at(-1);
  if (ended) return `“${code}” (${ended.label}) was in use until ${ended.to}, and this is ${day}`;
  const earliest = known.reduce((left, right) => ((right.from ?? '') < (left.from ?? '') ? right : left), first);
  return `“${code}” (${earliest.label}) is in use from ${earliest.from}, and this is ${day}`;
}

/** A nation's name as it is written in a sentence. */
export const nationWords: Readonly<Record<NationName, string>> = {
  england: 'England',
  wales: 'Wales',
  scotland: 'Scotland',
  'northern-ireland': 'Northern Ireland',
};
