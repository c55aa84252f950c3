import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { laitMeasureOf, laitMeasures } from './aliases-lait.ts';
import type { PublishedRow } from './model.ts';
import { readRows } from './store.ts';

/** Which figures of the local authority interactive tool to read: it keeps one number a row, under a short code. */
export interface LaitQuery {
  readonly areaIds: readonly number[];
  readonly phases?: readonly string[] | undefined;
  readonly measureIds: readonly string[];
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
  readonly asPublished?: PlainDate | undefined;
}

/** The same without years for which the tool prints a dash: for choosing the newest year that is known. */
export async function readKnownLaitRows(database: Database, query: LaitQuery): Promise<readonly PublishedRow[]> {
  const rows = await readLaitRows(database, query);
  return rows.filter((row) => row.cells.values().every((cell) => cell.kind !== 'not-available'));
}

/** The tool's figures for all pupils, as rows like any other: phase and measure instead of short codes. */
export async function readLaitRows(database: Database, query: LaitQuery): Promise<readonly PublishedRow[]> {
  const codes = laitMeasures
    .filter(
      (known) =>
        known.population === 'all' &&
        query.measureIds.includes(known.measure) &&
        (query.phases === undefined || query.phases.includes(known.phase)),
    )
    .map((known) => known.code);
  if (codes.length === 0) return [];
  const rows = await readRows(database, {
    areaIds: query.areaIds,
    datasets: ['lait'],
    grains: ['year'],
    breakdowns: codes,
    from: query.from,
    to: query.to,
    asPublished: query.asPublished,
  });
  return rows.flatMap((row) => {
    const known = laitMeasureOf(row.breakdown);
    const [cell] = row.cells.values();
    return known && cell
      ? [{ ...row, phase: known.phase, breakdown: '', cells: new Map([[known.measure, cell]]) }]
      : [];
  });
}
