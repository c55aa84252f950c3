import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import type { RecordTable } from './record-table.ts';
import type { TextEncoding } from './text-decoding.ts';

/** How to read a separated file. */
export interface CsvOptions {
  /** For messages. */
  readonly name: string;
  readonly encoding?: TextEncoding;
  /** Longest row, in bytes; 1 MiB unless given. */
  readonly longestRecordBytes?: number;
}

/** Reads headings and rows of comma, tab or semicolon separated text. */
export declare function openCsvRecords(
  chunks: AsyncIterable<Uint8Array>,
  options: CsvOptions,
): Promise<Result<RecordTable, Problem>>;
