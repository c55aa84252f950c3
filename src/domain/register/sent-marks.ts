import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { CodeBook, MarkByte } from '#foundation/nations/code-book.ts';
import { readCode, unmeasured } from '#foundation/nations/code-book.ts';
import type { RollOnDay } from './sent-marks-roll.ts';
import { isOnRollOfYear, offRoll } from './sent-marks-roll.ts';

/** A mark as it was sent, before anything of it is believed. */
export interface SentMark {
  /** Where it stood: the UPN or ULN, or `row 3`. Given back with a refusal. */
  readonly pupil: string;
  /** The number of the UPN or ULN; 0 for text that is neither. */
  readonly identifier?: number;
  /** Instead of an identifier, the slot on the setting's roll. */
  readonly slot?: number;
  readonly code: unknown;
}

/** A mark that was not taken, and why; everything else of its register is kept. */
export interface RefusedMark {
  readonly pupil: string;
  readonly code: string;
  readonly reason: string;
}

/** What was understood of the marks of one register. */
export interface UnderstoodMarks {
  /** One byte a place. */
  readonly marks: Uint8Array;
  readonly refused: readonly RefusedMark[];
}

/** Reads codes of one book on one day, remembering each: a national morning holds nine million of some twenty. */
export interface CodeReader {
  readonly book: CodeBook;
  readonly day: PlainDate;
  read(code: string, age: number): Result<MarkByte, string>;
}

/** Scotland’s categories without a number have names in words, of up to 23 letters. */
const longestCode = 30;
const mostCodes = 500;

/** A reader for one book and day. `age` is as a roll stores it. */
export function codeReader(book: CodeBook, day: PlainDate): CodeReader {
  const known = new Map<string, Result<MarkByte, string>>();
  const read = (code: string, age: number): Result<MarkByte, string> => {
    const key = `${age}${code}`;
    const kept = known.get(key);
    if (kept) return kept;
    const answer = readOnce(book, code, { day, compulsorySchoolAge: age > 1 ? undefined : age === 1 });
    // What is sent is anybody's: a reader that remembered all of it could be filled until memory ends.
    if (known.size < mostCodes) known.set(key, answer);
    return answer;
  };
  return { book, day, read };
}

function readOnce(book: CodeBook, code: string, use: Parameters<typeof readCode>[2]): Result<MarkByte, string> {
  if (code === '') return success(unmeasured);
  if (code.length > longestCode) return failure('A code is at most a few letters long');
  const exact = readCode(book, code, use);
  if (exact.ok) return exact;
  const upper = code.trim().toUpperCase();
  const retried = upper === code ? exact : readCode(book, upper, use);
  return retried.ok ? retried : failure(exact.failure.reason);
}

const lastReaders = new Map<number, CodeReader>();

/** The reader last made for a book, when it is of that day: registers that come in are nearly all today's. */
export function codeReaderFor(book: CodeBook, day: PlainDate): CodeReader {
  const last = lastReaders.get(book.bookId);
  if (last?.day === day && last.book === book) return last;
  const made = codeReader(book, day);
  lastReaders.set(book.bookId, made);
  return made;
}

/** Turns marks that were sent into bytes by place. One that cannot be taken is refused, with why, and the rest kept. */
export function readSentMarks(sent: Iterable<SentMark>, onDay: RollOnDay, codes: CodeReader): UnderstoodMarks {
  const marks = new Uint8Array(onDay.roll.size);
  const seen = new Uint8Array(onDay.roll.size);
  const refused: RefusedMark[] = [];
  for (const mark of sent) {
    const read = readMark(mark, onDay, codes);
    const again = read.ok && seen[read.value.place] === 1;
    if (read.ok && !again) {
      seen[read.value.place] = 1;
      marks[read.value.place] = read.value.byte;
    } else {
      refused.push(refusal(mark, read.ok ? 'There is another mark for this pupil before it' : read.failure));
    }
  }
  return { marks, refused };
}

/** The place and byte of one mark, or why it cannot be taken. */
export function readMark(
  mark: SentMark,
  onDay: RollOnDay,
  codes: CodeReader,
): Result<{ readonly place: number; readonly byte: MarkByte }, string> {
  const place = placeOf(mark, onDay);
  if (!place.ok) return place;
  if (mark.code !== null && typeof mark.code !== 'string') return failure('A code is text, such as "/"');
  const byte = codes.read(mark.code ?? '', onDay.ages[place.value] as number);
  return byte.ok ? success({ place: place.value, byte: byte.value }) : byte;
}

/** A refusal as it is answered: the code cut to a length that is no burden to repeat. */
export function refusal(mark: Pick<SentMark, 'pupil' | 'code'>, reason: string): RefusedMark {
  return { pupil: mark.pupil.slice(0, 40), code: plainText(mark.code).slice(0, longestCode), reason };
}

/** Text or a number as text; nothing of anything else, whose own idea of text is not to be trusted. */
export function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function placeOf({ identifier, slot }: SentMark, onDay: RollOnDay): Result<number, string> {
  if (slot !== undefined) {
    const place = slot - onDay.roll.base;
    const age = Number.isInteger(place) ? onDay.ages[place] : undefined;
    if (age === undefined) return failure('No slot of this year’s roll has this number');
    return age === offRoll ? failure(notThatDay(onDay)) : success(place);
  }
  if (identifier === undefined || identifier === 0) return failure('This is neither a UPN nor a ULN');
  const place = onDay.places.get(identifier);
  if (place !== undefined) return success(place);
  return failure(
    isOnRollOfYear(onDay.roll, identifier) ? notThatDay(onDay) : 'Nobody on this year’s roll has this UPN or ULN',
  );
}

function notThatDay(onDay: RollOnDay): string {
  return `This pupil is not expected at this register on ${onDay.day}`;
}
