import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { FileAccess } from './file-access.ts';

/** A day in the file's name or in a folder's (`path`), or else the day the archive says the entry was changed. */
export interface PublishedOnHint {
  readonly day: PlainDate;
  readonly basis: 'path' | 'archive';
}

/** A `.meta.csv` that describes a data file beside it. */
export interface SourceMeta {
  readonly name: string;
  open(): AsyncIterable<Uint8Array>;
}

/** Bytes by position, for a format that is read from its end. */
export interface RandomAccess {
  readonly byteLength: number;
  /** Bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

interface SourceBase {
  /** For people: the path as given, and `archive.zip!entry` for an archive's entry. Control characters are replaced. */
  readonly name: string;
  readonly publishedOnHint?: PublishedOnHint;
  readonly meta?: SourceMeta;
  /** Compressed size in bytes: what `bytesRead` runs up to. */
  readonly sizeBytes: number;
  /** Compressed bytes taken so far by the latest `open`. */
  bytesRead(): number;
  /** The content, decompressed. Can be opened again. Throws `ProblemError` when the file is damaged or cut short. */
  open(): AsyncIterable<Uint8Array>;
}

/** Comma, tab or semicolon separated text. */
export interface CsvSource extends SourceBase {
  readonly kind: 'csv';
}

/** A Parquet file. */
export interface ParquetSource extends SourceBase {
  readonly kind: 'parquet';
  /** Throws `ProblemError` when it is inside an archive and too large to hold (64 MiB). */
  randomAccess(): Promise<RandomAccess>;
}

/** A file that can be read as rows. */
export type FoundSource = CsvSource | ParquetSource;

/** Something wrong with one path or one file; the others are still worth reading. */
export interface SourceProblem {
  readonly kind: 'problem';
  readonly name: string;
  readonly problem: Problem;
}

/** Files beside the sources that are no data, told once per path given: `2 spreadsheets and 1 picture`. */
export interface LeftAlone {
  readonly kind: 'left-alone';
  readonly name: string;
  readonly summary: string;
  readonly files: readonly { readonly name: string; readonly what: string }[];
}

/** What a walk comes upon. */
export type FoundItem = FoundSource | SourceProblem | LeftAlone;

/** Guards against archives made to exhaust the machine. */
export interface ArchiveLimits {
  /** Largest decompressed size of one entry, in bytes. */
  readonly entryBytes: number;
  /** Largest decompressed size as a multiple of the compressed one, judged once past 64 MiB. */
  readonly ratio: number;
  /** Most entries in one archive. */
  readonly entries: number;
}

/**
 * Walks files and folders in name order and yields what can be imported. Folders are entered, links followed but never
 * in a circle, `.zip` archives opened as if they were folders, `.gz` seen through, a `.meta.csv` joined to its data.
 * A path with nothing to import yields one problem that says what was there instead.
 */
export declare function findSources(
  paths: readonly string[],
  effects: { readonly files: FileAccess; readonly limits?: Partial<ArchiveLimits> },
): AsyncIterable<FoundItem>;
