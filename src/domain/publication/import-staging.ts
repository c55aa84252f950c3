import type { CellsText } from './import-cells.ts';
import type { Period } from './model.ts';

/** A row ready to be stored. */
export interface StagedFigure extends CellsText {
  readonly line: number;
  /** An area's id, or a placeholder below zero (import-places.ts). */
  readonly areaId: number;
  /** Set for a row about a single setting. */
  readonly laEstab?: number | undefined;
  readonly phase: string;
  readonly breakdown: string;
  readonly period: Period;
  /** JSON of the texts kept beside the figures. */
  readonly extra: string | null;
}

/** A row that is not stored, and why. */
export interface RowRefusal {
  readonly verdict: 'held' | 'rejected';
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** One row read: a line for COPY, or the reason why not. */
export type RowReading = string | RowRefusal;

/** Columns of the staging table in the order of `copyLine`. */
export const stagedColumns =
  'line, area_id, la_estab, grain, phase, breakdown, period_start, period_end, numbers, symbols, extra';

/** A row in the text form of PostgreSQL's COPY, line end included. */
export function copyLine(row: StagedFigure): string {
  const { line, areaId, laEstab, period, numbers, symbols, extra } = row;
  return `${line}\t${areaId}\t${laEstab ?? absent}\t${period.grain}\t${copyText(row.phase)}\t${copyText(row.breakdown)}\t${period.start}\t${period.end}\t${numbers}\t${symbols === null ? absent : copyText(symbols)}\t${extra === null ? absent : copyText(extra)}\n`;
}

const absent = '\\N';

function copyText(text: string): string {
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character) : text;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
