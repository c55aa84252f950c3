import type { FileAccess } from '#foundation/formats/file-access.ts';
import type { RowProblem } from '#foundation/formats/problems-file.ts';
import type { TextEncoding } from '#foundation/formats/text-decoding.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';

/**
 * read = loaded + known + held + rejected. In a file of registers it counts marks (an empty cell is no mark); in one of a
 * roll, rows. Held are marks that contradict each other in one file, so that nobody can say which is right.
 */
export interface FileCounts {
  readonly read: number;
  readonly loaded: number;
  readonly known: number;
  readonly held: number;
  readonly rejected: number;
}

/** How a supplier lays out its files: set once, remembered. */
export interface SupplierMapping {
  /** Our field by the supplier's heading. */
  readonly headings: Readonly<Record<string, string>>;
  /** Our code by the supplier's. */
  readonly codes: Readonly<Record<string, string>>;
}

export const noMapping: SupplierMapping = { headings: {}, codes: {} };

/** What a person asks of an import of files. */
export interface FilesAsked {
  readonly paths: readonly string[];
  readonly urn: number;
  /** Whose layout is remembered. */
  readonly supplier?: string | undefined;
  /** Given now; what was remembered holds for the rest. */
  readonly mapping: SupplierMapping;
  readonly dryRun: boolean;
  readonly encoding?: TextEncoding | undefined;
}

/** Where held and rejected marks and rows are written. */
export interface ProblemsWriter {
  /** Writes one CSV whose name starts with `stem` and gives its path. */
  write(stem: string, problems: Iterable<RowProblem>): Promise<string>;
}

/** How far an import has come; sizes are compressed bytes over all files. */
export interface FilesProgress {
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** The outside world of an import of files. */
export interface FilesEffects {
  readonly database: Database;
  readonly files: FileAccess;
  readonly clock: Clock;
  readonly problems: ProblemsWriter;
  readonly onProgress?: ((progress: FilesProgress) => void) | undefined;
  /** Puts a trail on the scope that files are imported under, so that the ledger says it. */
  readonly withTrail?: (<Kind extends Scope>(scope: Kind) => Kind) | undefined;
}

/** What became of one file. */
export interface FileOutcome {
  readonly file: string;
  /** What it was recognised as, in words. */
  readonly layout?: string | undefined;
  /** Registers, or people, that the file changed. */
  readonly changed: number;
  readonly counts: FileCounts;
  readonly problemsFile?: string | undefined;
  /** Why nothing of it was taken. */
  readonly problem?: Problem | undefined;
}

/** What became of everything. */
export interface FilesReport {
  readonly dryRun: boolean;
  readonly files: readonly FileOutcome[];
  readonly totals: FileCounts;
  readonly seconds: number;
}

export const nothingRead: FileCounts = { read: 0, loaded: 0, known: 0, held: 0, rejected: 0 };

/** Counts of several files together. */
export function addFileCounts(left: FileCounts, right: FileCounts): FileCounts {
  return {
    read: left.read + right.read,
    loaded: left.loaded + right.loaded,
    known: left.known + right.known,
    held: left.held + right.held,
    rejected: left.rejected + right.rejected,
  };
}
