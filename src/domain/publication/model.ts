import { z } from 'zod';
import type { Cell } from '#foundation/kernel/cell.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';

/** How long a period is. `year-to-date` runs from the start of the academic year to the day the release covers. */
export const grains = ['day', 'week', 'month', 'year-to-date', 'term', 'year'] as const;
export const Grain = z.enum(grains);
export type Grain = z.infer<typeof Grain>;

/** A published period: both days included. For a week, Monday to Friday. */
export interface Period {
  readonly grain: Grain;
  readonly start: PlainDate;
  readonly end: PlainDate;
}

/** Live figures come from registers as they stand; census figures from the school census. They never share a line. */
export type Series = 'live' | 'census';

/** Where a vintage's day of publication comes from; anything but `given` or `path` is shown as assumed. */
export type PublishedOnBasis = 'given' | 'path' | 'archive' | 'received';

/**
 * One indicator of a vintage, in the order its rows pack them. `measure` is a declared measure id (measures.ts), or null
 * when no alias table declares the heading: the column is kept, reported, and reachable by its heading.
 */
export interface VintageColumn {
  readonly column: string;
  readonly measure: string | null;
}

/** One file of one release: what was known on a date. */
export interface Vintage {
  readonly vintageId: number;
  readonly dataset: string;
  readonly publishedOn: PlainDate;
  readonly publishedOnBasis: PublishedOnBasis;
  readonly fileName: string;
  readonly columns: readonly VintageColumn[];
  readonly undeclaredColumns: readonly string[];
  readonly rowsRead: number;
  readonly rowsLoaded: number;
  readonly rowsKnown: number;
  readonly rowsHeld: number;
  readonly rowsRejected: number;
  readonly importedAt: Date;
  readonly demonstration: boolean;
}

/** One published row about an area, unpacked: the cells by measure id (or by heading, where undeclared). */
export interface PublishedRow {
  readonly areaId: number;
  readonly dataset: string;
  readonly phase: string;
  readonly breakdown: string;
  readonly period: Period;
  readonly publishedOn: PlainDate;
  readonly vintageId: number;
  readonly line: number;
  readonly cells: ReadonlyMap<string, Cell>;
}
