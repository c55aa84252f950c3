import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { tokenRows } from './csv-tokens.ts';
import { emptyFile } from './file-problems.ts';
import type { RecordBatch, RecordTable, RowFault, SourceRecord } from './record-table.ts';
import { recordsPerBatch } from './record-table.ts';
import { tableHeader } from './table-header.ts';
import type { TextEncoding } from './text-decoding.ts';
import { oneMebibyte, utf8Text } from './text-decoding.ts';

/** How to read a separated file. */
export interface CsvOptions {
  /** For messages. */
  readonly name: string;
  readonly encoding?: TextEncoding;
  /** Longest row, in bytes; 1 MiB unless given. */
  readonly longestRecordBytes?: number;
}

type Rows = AsyncGenerator<SourceRecord[]>;

/**
 * Reads headings and rows of comma, tab or semicolon separated text. Fails when there are no headings, the same heading
 * twice, no rows, or when the beginning is no text; see `RecordTable` for what goes wrong later.
 */
export async function openCsvRecords(
  chunks: AsyncIterable<Uint8Array>,
  options: CsvOptions,
): Promise<Result<RecordTable, Problem>> {
  const longest = options.longestRecordBytes ?? oneMebibyte;
  const text = utf8Text(chunks, { ...options, longestLineBytes: longest });
  const rows = tokenRows(text, { name: options.name, longestRecord: longest });
  const table = await tableOf(rows, options.name);
  if (!table.ok) await rows.return(undefined);
  return table;
}

async function tableOf(rows: Rows, name: string): Promise<Result<RecordTable, Problem>> {
  const start = await firstRows(rows);
  if (!start.ok) return start;
  const [headings, ...pending] = start.value;
  if (!headings) return failure(emptyFile(name));
  const header = tableHeader(headings.values, name);
  if (!header.ok) return header;
  if (pending.length === 0) return failure(noRows(name));
  return success({
    ...header.value,
    batches: batchesOf(pending, rows, header.value.header.length),
    close: async () => {
      await rows.return(undefined);
    },
  });
}

/** The headings and at least one row, unless the file ends before. */
async function firstRows(rows: Rows): Promise<Result<SourceRecord[], Problem>> {
  const start: SourceRecord[] = [];
  try {
    while (start.length < 2) {
      const next = await rows.next();
      if (next.done) break;
      start.push(...next.value);
    }
    return success(start);
  } catch (error) {
    if (error instanceof ProblemError) return failure(error.problem);
    throw error;
  }
}

async function* batchesOf(pending: SourceRecord[], rows: Rows, width: number): AsyncGenerator<RecordBatch> {
  try {
    let gathered = pending;
    for await (const more of rows) {
      gathered.push(...more);
      while (gathered.length >= recordsPerBatch) {
        yield batchOf(gathered.slice(0, recordsPerBatch), width);
        gathered = gathered.slice(recordsPerBatch);
      }
    }
    if (gathered.length > 0) yield batchOf(gathered, width);
  } finally {
    await rows.return(undefined);
  }
}

function batchOf(rows: readonly SourceRecord[], width: number): RecordBatch {
  if (rows.every(({ values }) => values.length === width)) return { records: rows, faults: [] };
  return {
    records: rows.filter(({ values }) => values.length === width),
    faults: rows.filter(({ values }) => values.length !== width).map((row) => raggedRow(row, width)),
  };
}

function raggedRow({ line, values }: SourceRecord, expected: number): RowFault {
  const found = values.length;
  return {
    line,
    found,
    expected,
    reason: `The row has ${found} ${found === 1 ? 'value' : 'values'}, and there are ${expected} headings`,
    value: values.join(',').slice(0, 200).toWellFormed(),
  };
}

function noRows(name: string): Problem {
  return {
    code: 'no-rows',
    message: `${name} has headings and no rows.`,
    nextStep: 'Check that it is the whole release, or leave it out.',
  };
}
