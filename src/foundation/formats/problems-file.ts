import { byteOrderMark, csvStream } from './csv-writer.ts';

/** One held or rejected value, or a whole row when `column` is ''. */
export interface RowProblem {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly value: string;
  /** Plain English. */
  readonly reason: string;
}

const longestValue = 200;
const header = ['file', 'line', 'column', 'value', 'reason'] as const;

/**
 * The problems as CSV text to open in a spreadsheet: it starts with a byte order mark, values are cut at 200 characters,
 * control characters are replaced, and nothing in it is taken for a formula.
 */
export async function* problemsCsv(problems: AsyncIterable<RowProblem> | Iterable<RowProblem>): AsyncGenerator<string> {
  yield byteOrderMark;
  yield* csvStream({ header, rows: problemRows(problems) });
}

async function* problemRows(problems: AsyncIterable<RowProblem> | Iterable<RowProblem>) {
  for await (const { file, line, column, value, reason } of problems) {
    yield [printable(file), line, printable(column), printable(value), printable(reason)];
  }
}

function printable(text: string): string {
  const oneLine = text.replace(/\r\n|[\r\n]/g, ' ↵ ').replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD');
  if (oneLine.length <= longestValue) return oneLine;
  return `${oneLine
    .slice(0, longestValue - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`;
}
