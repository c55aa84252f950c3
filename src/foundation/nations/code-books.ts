import type { NationName } from './attendance-code.ts';
import { attendanceCodesEngland } from './attendance-codes-england.ts';
import { attendanceCodesNorthernIreland } from './attendance-codes-northern-ireland.ts';
import { attendanceCodesScotland } from './attendance-codes-scotland.ts';
import { attendanceCodesWales } from './attendance-codes-wales.ts';
import type { CodeBook } from './code-book.ts';
import { codeBook } from './code-book.ts';
import { bookRemarks } from './code-book-remarks.ts';

/** The code books in use, one a nation. A book that has ever marked a register stays in this list. */
export const codeBooks: readonly CodeBook[] = [
  codeBook(1, 'england', attendanceCodesEngland, bookRemarks.england),
  codeBook(2, 'wales', attendanceCodesWales, bookRemarks.wales),
  codeBook(3, 'scotland', attendanceCodesScotland, bookRemarks.scotland),
  codeBook(4, 'northern-ireland', attendanceCodesNorthernIreland, bookRemarks['northern-ireland']),
];

/** The book a nation's registers are written with. */
export function bookOf(nation: NationName): CodeBook {
  const book = codeBooks.findLast((one) => one.nation === nation);
  if (!book) throw new RangeError(`There is no code book of ${nation}`);
  return book;
}

/** The book a stored register names. */
export function bookById(bookId: number): CodeBook {
  const book = codeBooks.find((one) => one.bookId === bookId);
  if (!book) throw new RangeError(`There is no code book ${bookId}`);
  return book;
}
