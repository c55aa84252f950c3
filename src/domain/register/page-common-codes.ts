import { session as sessions } from '#domain/roll/model.ts';
import type { AttendanceCodeFact } from '#foundation/nations/attendance-code.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import { factOn, factsOn } from '#foundation/nations/code-book.ts';
import type { RegisterKey } from './model.ts';

/** A code that the page offers beside each name. */
export interface CommonCode {
  readonly code: string;
  /** A word or two. */
  readonly short: string;
  /** Keys that set it while the list has the focus. */
  readonly keys: readonly string[];
}

const lettered: readonly CommonCode[] = [
  { code: 'L', short: 'Late', keys: ['l'] },
  { code: 'N', short: 'No reason yet', keys: ['n'] },
  { code: 'I', short: 'Ill', keys: ['i'] },
  { code: 'M', short: 'Medical', keys: ['m'] },
];
const numbered: readonly CommonCode[] = [
  { code: '10', short: 'Present', keys: ['/', 'p'] },
  { code: '11', short: 'Late', keys: ['l'] },
  { code: 'unexplained', short: 'No reason yet', keys: ['n'] },
  { code: 'sickness-no-provision', short: 'Ill', keys: ['i'] },
];

/** The codes a register is mostly made of, the first of them “present”; only those in force that day. */
export function commonCodes(
  book: CodeBook,
  { day, session }: Pick<RegisterKey, 'day' | 'session'>,
): readonly CommonCode[] {
  const present = { code: session === sessions.afternoon ? '\\' : '/', short: 'Present', keys: ['/', '\\', 'p'] };
  const offered = book.nation === 'scotland' ? numbered : [present, ...lettered];
  return offered.filter(({ code }) => factOn(book, code, day) !== undefined);
}

/** Every code that may be typed on a day, with its meaning. */
export function codesToType(book: CodeBook, { day }: Pick<RegisterKey, 'day'>): readonly AttendanceCodeFact[] {
  return factsOn(book, day).filter(({ supplierOnly }) => supplierOnly === undefined);
}
