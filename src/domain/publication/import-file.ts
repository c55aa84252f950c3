import { recogniseSettingList } from '#domain/area/setting-lists.ts';
import { contentHash } from '#foundation/formats/content-hash.ts';
import type { FoundSource } from '#foundation/formats/found-source.ts';
import type { RecordTable } from '#foundation/formats/record-table.ts';
import { openSourceRecords } from '#foundation/formats/source-records.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Transaction } from '#platform/database/pool.ts';
import { inTransaction } from '#platform/database/pool.ts';
import { datasetById } from './datasets.ts';
import type { FileReport, ImportEffects, ImportOptions } from './import-model.ts';
import { emptyReport, noRows } from './import-model.ts';
import { importSettings } from './import-settings.ts';
import type { EarlierImport } from './import-store.ts';
import { lockImports, setMark, vintageOfContent } from './import-store.ts';
import { importTable } from './import-table.ts';
import type { PublishedOnBasis } from './model.ts';

/** One file on its way in. */
export interface FileImport {
  readonly source: FoundSource;
  readonly options: ImportOptions;
  readonly effects: ImportEffects;
  readonly publishedOn: PlainDate;
  readonly publishedOnBasis: PublishedOnBasis;
  /** Told after every batch how many rows it had. */
  readonly onRows: (rows: number) => void;
}

/** A file import with its transaction, its content's hash and its rows. */
export interface OpenedImport extends FileImport {
  readonly transaction: Transaction;
  readonly sha256: string;
  readonly table: RecordTable;
  /** The same file imported before, when rows of it were held: they may find their place now. */
  readonly earlier?: EarlierImport | undefined;
}

/**
 * Imports one file in one transaction: all of it or nothing. A file that cannot be read gives a report with its
 * problem; only a fault of ours or of the database is thrown.
 */
export async function importFile(file: FileImport): Promise<FileReport> {
  try {
    const sha256 = await contentHash(file.source.open());
    return await inTransaction(file.effects.database, (transaction) => importOnce(file, transaction, sha256));
  } catch (thrown) {
    if (thrown instanceof ProblemError) return failedReport(file.source.name, thrown.problem);
    throw thrown;
  }
}

/** The report of a file from which nothing was taken. */
export function failedReport(file: string, problem: Problem): FileReport {
  return { ...emptyReport(file), problem };
}

async function importOnce(file: FileImport, transaction: Transaction, sha256: string): Promise<FileReport> {
  const { source, options, publishedOn, publishedOnBasis } = file;
  await lockImports(transaction);
  await setMark(transaction, 'file');
  const known = await vintageOfContent(transaction, { sha256, publishedOn });
  if (known !== undefined && known.rowsHeld === 0) {
    file.onRows(known.rowsRead);
    const title = datasetById(known.dataset)?.title ?? known.dataset;
    const counts = { ...noRows, read: known.rowsRead, known: known.rowsRead };
    const already = { ...emptyReport(source.name), outcome: 'already-known', dataset: known.dataset, title } as const;
    return { ...already, counts, publishedOn, publishedOnBasis };
  }
  const table = await openSourceRecords(source, options.encoding === undefined ? {} : { encoding: options.encoding });
  if (!table.ok) return failedReport(source.name, table.failure);
  const opened = { ...file, transaction, sha256, table: table.value, earlier: known };
  const list = recogniseSettingList(table.value.header);
  return list === undefined ? await importTable(opened) : await importSettings(opened, list);
}
