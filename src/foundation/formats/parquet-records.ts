import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import type { RecordTable } from './record-table.ts';
import type { RandomAccess } from './source-files.ts';

/** Reads a Parquet file a row group at a time; every value becomes the text a CSV would hold, null becoming ''. */
export declare function openParquetRecords(
  file: RandomAccess,
  options: { readonly name: string },
): Promise<Result<RecordTable, Problem>>;
