import type { AsyncBuffer, FileMetaData, ParquetScan } from 'hyparquet';
import { parquetMetadataAsync, parquetScan, parquetSchema } from 'hyparquet';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { cannotRead, cutShort, damaged, emptyFile, isSystemError, refuse } from './file-problems.ts';
import { parquetCompressors } from './parquet-compressors.ts';
import type { RandomAccess } from './random-access.ts';
import type { RecordBatch, RecordTable } from './record-table.ts';
import { recordsPerBatch } from './record-table.ts';
import { tableHeader } from './table-header.ts';

/** A row group is held whole, so a file made of one giant group is refused: 1 GiB of values, 20 million rows. */
const largestGroupBytes = 2 ** 30;
const largestGroupRows = 20_000_000;

interface Opened {
  readonly name: string;
  readonly scan: ParquetScan;
  readonly columns: readonly string[];
}

/**
 * Reads a Parquet file a row group at a time; every value becomes the text a CSV would hold, null becoming ''. A row's
 * `line` is its position plus two, as if the headings were line 1. Fails when it is cut short, damaged or has no rows.
 */
export async function openParquetRecords(
  file: RandomAccess,
  options: { readonly name: string },
): Promise<Result<RecordTable, Problem>> {
  const { name } = options;
  const misshapen = await shapeProblem(file, name);
  if (misshapen) return failure(misshapen);
  const opened = await openScan(file, name);
  if (!opened.ok) return opened;
  const { scan, columns } = opened.value;
  const header = tableHeader(columns, name);
  if (!header.ok) return header;
  const rowCount = Number(scan.metadata.num_rows);
  if (rowCount === 0) {
    const nextStep = 'Check that it is the whole release, or leave it out.';
    return failure({ code: 'no-rows', message: `${name} has headings and no rows.`, nextStep });
  }
  return success({ ...header.value, rowCount, batches: batchesOf(opened.value), close: () => Promise.resolve() });
}

async function shapeProblem(file: RandomAccess, name: string): Promise<Problem | undefined> {
  if (file.byteLength === 0) return emptyFile(name);
  const mark = async (start: number) => Buffer.from(await file.read(Math.max(0, start), start + 4)).toString('latin1');
  if ((await mark(0)) !== 'PAR1') return damaged(name, 'it does not begin as a Parquet file does');
  return file.byteLength < 12 || (await mark(file.byteLength - 4)) !== 'PAR1' ? cutShort(name) : undefined;
}

async function openScan(file: RandomAccess, name: string): Promise<Result<Opened, Problem>> {
  try {
    const buffer = asyncBuffer(file);
    const metadata = await parquetMetadataAsync(buffer);
    if (metadata.row_groups.some(isTooLarge)) return failure(groupTooLarge(name));
    const scan = await parquetScan({ file: buffer, metadata, compressors: parquetCompressors });
    return success({ name, scan, columns: parquetSchema(metadata).children.map(({ element }) => element.name) });
  } catch (error) {
    return failure(unreadable(name, error));
  }
}

function asyncBuffer(file: RandomAccess): AsyncBuffer {
  return {
    byteLength: file.byteLength,
    async slice(start, end = file.byteLength) {
      // A Buffer's own slice shares memory with its neighbours: this copy does not.
      return Uint8Array.from(await file.read(start < 0 ? file.byteLength + start : start, end)).buffer;
    },
  };
}

function isTooLarge(group: FileMetaData['row_groups'][number]): boolean {
  return Number(group.total_byte_size) > largestGroupBytes || Number(group.num_rows) > largestGroupRows;
}

async function* batchesOf({ name, scan, columns }: Opened): AsyncGenerator<RecordBatch> {
  for (const range of scan.ranges) {
    const values = await readGroup(scan, columns, range).catch((error: unknown) => refuse(unreadable(name, error)));
    const rows = range.rowEnd - range.rowStart;
    if (values.some((column) => column.length !== rows)) refuse(damaged(name, 'its columns differ in length'));
    for (let from = 0; from < rows; from += recordsPerBatch) {
      yield batchOf(values, { from, to: Math.min(from + recordsPerBatch, rows), firstLine: range.rowStart + 2 });
    }
  }
}

type ColumnValues = ArrayLike<unknown>;

async function readGroup(
  scan: ParquetScan,
  columns: readonly string[],
  range: ParquetScan['ranges'][number],
): Promise<readonly ColumnValues[]> {
  const values: ColumnValues[] = [];
  for (const column of columns) values.push(await scan.readColumn({ column, ...range }));
  return values;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly firstLine: number;
}

function batchOf(values: readonly ColumnValues[], { from, to, firstLine }: Stretch): RecordBatch {
  const records = Array.from({ length: to - from }, (_, at) => ({
    line: firstLine + from + at,
    values: values.map((column) => asText(column[from + at])),
  }));
  return { records, faults: [] };
}

/** As a CSV would print it: a day as a day, other instants in ISO 8601, nested values as JSON. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, '');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value !== 'object') return String(value);
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
}

function unreadable(name: string, error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  if (/unsupported compression|unknown compression/i.test(reason)) {
    const nextStep = 'Save it again with Snappy, gzip or Zstandard compression, or as CSV.';
    return { code: 'unknown-compression', message: `${name} is compressed in a way Headwater cannot read.`, nextStep };
  }
  if (isSystemError(error)) return cannotRead(name, error);
  return damaged(name, `it cannot be read as a Parquet file (${reason.slice(0, 120)})`);
}

function groupTooLarge(name: string): Problem {
  return {
    code: 'row-group-too-large',
    message: `${name} holds its rows in one piece that is too large to read.`,
    nextStep: 'Save it again with row groups of at most a million rows, or as CSV.',
  };
}
