import type { FileAccess } from '#foundation/formats/file-access.ts';
import type { RowProblem } from '#foundation/formats/problems-file.ts';
import type { TextEncoding } from '#foundation/formats/text-decoding.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Database } from '#platform/database/pool.ts';
import type { PublishedOnBasis } from './model.ts';

/** What a person asks of an import. */
export interface ImportOptions {
  /** The day these figures were known, for all the paths; otherwise a day in the path, the archive's, or today. */
  readonly publishedOn?: PlainDate | undefined;
  /** Do everything, then undo it. */
  readonly dryRun?: boolean | undefined;
  /** Made-up figures, removed by the first real import. */
  readonly demonstration?: boolean | undefined;
  /** How the text is written, when a file's own marks do not say. */
  readonly encoding?: TextEncoding | undefined;
}

/** The outside world of an import. */
export interface ImportEffects {
  readonly database: Database;
  readonly files: FileAccess;
  readonly clock: Clock;
  readonly problemFiles: ProblemFiles;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/** Where held and rejected rows are written. */
export interface ProblemFiles {
  /** Writes one CSV whose name starts with `stem` and gives its path. */
  write(stem: string, problems: Iterable<RowProblem>): Promise<string>;
}

/** How far an import has come. `bytes` and `totalBytes` are compressed sizes, over all files. */
export interface ImportProgress {
  readonly file: string;
  /** Rows read so far, over all files. */
  readonly rows: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** read = loaded + known + held + rejected, for every file and in total. */
export interface RowCounts {
  readonly read: number;
  readonly loaded: number;
  readonly known: number;
  readonly held: number;
  readonly rejected: number;
}

export type FileOutcome = 'imported' | 'already-known' | 'nothing-loaded' | 'failed';

/** What became of one file. */
export interface FileReport {
  readonly file: string;
  readonly outcome: FileOutcome;
  /** Id of the dataset it was recognised as; absent when it was not, and for a list of settings. */
  readonly dataset?: string;
  /** What it was recognised as, in words. */
  readonly title?: string;
  readonly publishedOn?: PlainDate;
  readonly publishedOnBasis?: PublishedOnBasis;
  readonly counts: RowCounts;
  /** Headings that no alias table declares; kept with their values. */
  readonly undeclaredColumns: readonly string[];
  /** Attendance codes met in undeclared headings, in capitals. */
  readonly newCodes: readonly string[];
  /** Labels of phases and breakdowns that no alias table declares; kept as slugs. */
  readonly undeclaredLabels: readonly string[];
  /** Areas in no list we hold, entered as unverified: code and name. */
  readonly newAreas: readonly string[];
  /** Path of the file that lists the held and rejected rows. */
  readonly problemsFile?: string;
  /** Why the whole file failed. */
  readonly problem?: Problem;
}

/** Files beside the data that were left alone. */
export interface LeftAloneReport {
  readonly path: string;
  readonly summary: string;
}

/** What became of everything. */
export interface ImportReport {
  readonly dryRun: boolean;
  readonly files: readonly FileReport[];
  readonly leftAlone: readonly LeftAloneReport[];
  readonly totals: RowCounts;
  readonly seconds: number;
}

export const noRows: RowCounts = { read: 0, loaded: 0, known: 0, held: 0, rejected: 0 };

/** Counts of several files together. */
export function addCounts(left: RowCounts, right: RowCounts): RowCounts {
  return {
    read: left.read + right.read,
    loaded: left.loaded + right.loaded,
    known: left.known + right.known,
    held: left.held + right.held,
    rejected: left.rejected + right.rejected,
  };
}

/** Whether every row is accounted for. */
export function isBalanced(counts: RowCounts): boolean {
  return counts.read === counts.loaded + counts.known + counts.held + counts.rejected;
}

/** A report that says nothing yet. */
export function emptyReport(file: string): FileReport {
  return {
    file,
    outcome: 'failed',
    counts: noRows,
    undeclaredColumns: [],
    newCodes: [],
    undeclaredLabels: [],
    newAreas: [],
  };
}

/** A source's name without its folder: `EES_ytd_data.csv`, `exclusions.zip!by_reason.csv`. Fit for a public page. */
export function fileNameOf(file: string): string {
  const archive = file.search(/(?<=\.zip)!/i);
  const outer = archive < 0 ? file : file.slice(0, archive);
  return `${outer.split(/[/\\]/).at(-1) ?? outer}${archive < 0 ? '' : file.slice(archive)}`;
}

/** What the name of a source's problems file starts with: the source's own name, without folder, archive or ending. */
export function problemsFileStem(file: string): string {
  const name = file.split(/[/\\!]/).at(-1) ?? file;
  return name.replace(/(?:\.(?:csv|tsv|gz|parquet))+$/i, '');
}
