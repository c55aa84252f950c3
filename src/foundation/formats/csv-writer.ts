import type { Cell } from '#foundation/kernel/cell.ts';

/** What a CSV cell can hold. A missing `Cell` prints its symbol; `null` and `undefined` print nothing. */
export type CsvValue = string | number | bigint | boolean | Cell | null | undefined;

/** A header and its rows, as many values in each. */
export interface CsvTable<Rows> {
  readonly header: readonly string[];
  readonly rows: Rows;
}

type CsvRow = readonly CsvValue[];

const charactersAtATime = 65_536;

/** A whole document in RFC 4180 form: header first, lines ended by CRLF, no byte order mark. */
export function csvDocument(table: CsvTable<Iterable<CsvRow>>): string {
  let text = csvLine(table.header);
  for (const row of table.rows) text += csvLine(row);
  return text;
}

/** The same as a stream of text, some 64,000 characters at a time. */
export async function* csvStream(table: CsvTable<AsyncIterable<CsvRow> | Iterable<CsvRow>>): AsyncGenerator<string> {
  let text = csvLine(table.header);
  for await (const row of table.rows) {
    text += csvLine(row);
    if (text.length < charactersAtATime) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** Tells a spreadsheet that the text is UTF-8. For files a person opens, not for data that programs read. */
export const byteOrderMark = '\uFEFF';

const formulaStart = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const harmless = /^(?:[+-]?\d+(?:\.\d+)?|-)$/;

/**
 * Text that no spreadsheet takes for a formula: an apostrophe goes before a leading = + - @ (full-width ones too), tab or
 * line break, unless the whole text is a plain number or the single dash that stands for “not available”.
 * Source: OWASP, “CSV Injection”.
 */
export function spreadsheetSafe(text: string): string {
  return formulaStart.test(text) && !harmless.test(text) ? `'${text}` : text;
}

function csvLine(row: CsvRow): string {
  const fields = row.map(csvField);
  // One empty value alone would be a blank line, which readers pass over.
  return `${fields.length === 1 && fields[0] === '' ? '""' : fields.join(',')}\r\n`;
}

const needsQuotes = /[",;\t\r\n]|^\s|\s$/;

function csvField(value: CsvValue): string {
  const text = csvText(value);
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csvText(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return spreadsheetSafe(value.toWellFormed());
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object') return String(value);
  return value.kind === 'number' ? numberText(value.value) : spreadsheetSafe(value.symbol);
}

function numberText(value: number): string {
  if (!Number.isFinite(value))
    throw new RangeError(`A CSV cannot hold ${value}: give a Cell that says why it is missing`);
  return String(value);
}
