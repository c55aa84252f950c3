import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure } from '#foundation/kernel/result.ts';
import { openCsvRecords } from './csv-records.ts';
import { cannotRead, isSystemError } from './file-problems.ts';
import type { FoundSource } from './found-source.ts';
import { openParquetRecords } from './parquet-records.ts';
import type { RecordTable } from './record-table.ts';
import type { TextEncoding } from './text-decoding.ts';

/**
 * The headings and rows of a found source, whatever its format. Fails with the first thing wrong before any row is
 * read (not text, no headings, headings twice, cut short within the first rows, no rows at all); what goes wrong later
 * is thrown as a `ProblemError` by the batches, so nothing read before it may be kept.
 */
export async function openSourceRecords(
  source: FoundSource,
  options: { readonly encoding?: TextEncoding } = {},
): Promise<Result<RecordTable, Problem>> {
  const { name } = source;
  try {
    if (source.kind === 'csv') return await openCsvRecords(source.open(), { name, ...options });
    return await openParquetRecords(await source.randomAccess(), { name });
  } catch (error) {
    if (error instanceof ProblemError) return failure(error.problem);
    if (isSystemError(error)) return failure(cannotRead(name, error));
    throw error;
  }
}
