import type { CsvError } from 'csv-parse';
import { parse } from 'csv-parse';
import { damaged, refuse } from './file-problems.ts';
import type { SourceRecord } from './record-table.ts';

/** How to cut text into rows. */
export interface TokenOptions {
  /** For messages. */
  readonly name: string;
  /** Longest row, in characters. */
  readonly longestRecord: number;
}

/** Possible separators, likeliest first. */
const separators = [',', '\t', ';'] as const;
const lineBreak = /\r\n|\r|\n/g;
const quote = 34;
const cr = 13;
const lf = 10;

/**
 * Cuts UTF-8 text into rows, some hundreds at a time, each with the physical line it starts on (breaks inside quotation
 * marks counted). The separator is the one most frequent in the first line. Blank lines are no rows. Throws
 * `ProblemError` when a quotation mark is misplaced or never closed.
 */
export async function* tokenRows(text: AsyncIterable<Buffer>, options: TokenOptions): AsyncGenerator<SourceRecord[]> {
  let start: Buffer | undefined = Buffer.alloc(0);
  let tokenizer: Tokenizer | undefined;
  for await (const piece of text) {
    const bytes: Buffer = start ? Buffer.concat([start, piece]) : piece;
    if (start && firstLineEnd(bytes) === -1 && bytes.length < options.longestRecord) {
      start = bytes;
      continue;
    }
    start = undefined;
    tokenizer ??= tokenizerFor(bytes, options);
    yield await tokenizer.take(bytes);
  }
  if (start && start.length > 0) {
    tokenizer = tokenizerFor(start, options);
    yield await tokenizer.take(start);
  }
  if (tokenizer) yield await tokenizer.finish();
}

interface Tokenizer {
  take(bytes: Buffer): Promise<SourceRecord[]>;
  finish(): Promise<SourceRecord[]>;
}

function tokenizerFor(start: Buffer, options: TokenOptions): Tokenizer {
  const lines = new RowLines();
  let rows: SourceRecord[] = [];
  const parser = parse({
    delimiter: likeliestSeparator(start),
    // Named, not discovered: discovery takes the first line's ending for all and joins the rows of a mixed file.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: options.longestRecord,
    // Rows are taken here, one call each, and not through the parser's readable side: it doubles the time.
    on_record: (values: string[], context) => {
      rows.push({ line: lines.lineOf(values, context), values });
      return null;
    },
  });
  parser.on('error', () => undefined);
  const settle = (error: Error | null | undefined): SourceRecord[] => {
    if (error) refuseRow(error, { name: options.name, line: lines.nextLine(parser.info) });
    const taken = rows;
    rows = [];
    return taken;
  };
  return {
    take: async (bytes) => settle(await new Promise<Error | null | undefined>((done) => parser.write(bytes, done))),
    finish: async () => settle(await new Promise<Error | null | undefined>((done) => parser.end(done))),
  };
}

interface Counts {
  readonly lines: number;
  readonly empty_lines: number;
}

/**
 * csv-parse counts a CRLF inside quotation marks twice, so its line numbers cannot be used as they are. They do tell
 * whether anything unusual happened since the last row; only then are the breaks inside the values counted.
 */
class RowLines {
  #nextLine = 1;
  #lines = 0;
  #emptyLines = 0;

  lineOf(values: readonly string[], counts: Counts): number {
    const line = this.nextLine(counts);
    const usual = counts.lines === this.#lines + 1;
    this.#nextLine = line + 1 + (usual ? 0 : breaksIn(values));
    this.#lines = counts.lines;
    this.#emptyLines = counts.empty_lines;
    return line;
  }

  nextLine(counts: Counts): number {
    return this.#nextLine + counts.empty_lines - this.#emptyLines;
  }
}

function breaksIn(values: readonly string[]): number {
  return values.reduce((sum, value) => sum + (value.match(lineBreak)?.length ?? 0), 0);
}

/** Where the first line ends, breaks inside quotation marks passed over; -1 when it does not. */
function firstLineEnd(bytes: Buffer): number {
  let quoted = false;
  for (const [at, byte] of bytes.entries()) {
    if (byte === quote) quoted = !quoted;
    else if (!quoted && (byte === cr || byte === lf) && at > 0) return at;
  }
  return -1;
}

function likeliestSeparator(start: Buffer): string {
  const end = firstLineEnd(start);
  const line = start.toString('utf8', 0, end === -1 ? start.length : end).replace(/"[^"]*"/g, '');
  const counts = separators.map((separator) => line.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ',';
}

function refuseRow(error: Error, at: { readonly name: string; readonly line: number }): never {
  const code = (error as Partial<CsvError>).code ?? '';
  const column = Number((error as { index?: unknown }).index) + 1;
  const where = `${at.name}: in the row that starts on line ${at.line}`;
  const nextStep = 'Correct that row (a quotation mark inside a value is written twice), or ask for a correct file.';
  // A line on its own is never longer than the longest row, so a row that is must have run on inside quotation marks.
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') {
    refuse({
      code: 'quote-not-closed',
      message: `${where}, the quotation mark that opens value ${column} is never closed.`,
      nextStep,
    });
  }
  if (/^(?:CSV_)?(?:INVALID_CLOSING_QUOTE|NON_TRIMABLE_CHAR|INVALID_OPENING_QUOTE)/.test(code)) {
    refuse({
      code: 'misplaced-quote',
      message: `${where}, value ${column} has a quotation mark in the wrong place.`,
      nextStep,
    });
  }
  refuse(damaged(at.name, `the row that starts on line ${at.line} cannot be read (${error.message})`));
}
