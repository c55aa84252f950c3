import { sql } from 'kysely';
import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { symbolMeaningsOn } from './datasets.ts';
import type { Grain, PublishedOnBasis, PublishedRow, Vintage, VintageColumn } from './model.ts';
import { unpackCell } from './packing.ts';

/** Which published rows to read. Leaving a list out means any; `asPublished` leaves out everything not yet known that day. */
export interface RowQuery {
  readonly areaIds: readonly number[];
  readonly datasets: readonly string[];
  readonly grains: readonly Grain[];
  readonly phases?: readonly string[] | undefined;
  readonly breakdowns?: readonly string[] | undefined;
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
  readonly asPublished?: PlainDate | undefined;
  /** Unpack only these cells, by measure id; all of them when left out. */
  readonly cells?: ReadonlySet<string> | undefined;
  /** Stop after this many rows; all of them when left out. */
  readonly mostRows?: number | undefined;
}

interface StoredRow {
  readonly area_id: number;
  readonly dataset: string;
  readonly grain: Grain;
  readonly phase: string;
  readonly breakdown: string;
  readonly period_start: PlainDate;
  readonly period_end: PlainDate;
  readonly published_on: PlainDate;
  readonly vintage_id: number;
  readonly line: number;
  readonly numbers: readonly (number | null)[];
  readonly symbols: string | null;
}

/** What was known of each row on the chosen day: the newest vintage of each area, phase, breakdown and period. */
export async function readRows(database: Database, query: RowQuery): Promise<readonly PublishedRow[]> {
  const { rows } = await sql<StoredRow>`
    SELECT DISTINCT ON (area_id, dataset, grain, phase, breakdown, period_start)
           area_id, dataset, grain, phase, breakdown, period_start, period_end, published_on, vintage_id, line, numbers, symbols
      FROM area_figure
     WHERE ${conditions(query)}
     ORDER BY area_id, dataset, grain, phase, breakdown, period_start, published_on DESC
     LIMIT ${query.mostRows ?? null}
  `.execute(database);
  return unpackRows(database, rows, query);
}

/** Every vintage of each row, oldest first: how a figure moved as registers were corrected. */
export async function readEveryVintage(database: Database, query: RowQuery): Promise<readonly PublishedRow[]> {
  const { rows } = await sql<StoredRow>`
    SELECT area_id, dataset, grain, phase, breakdown, period_start, period_end, published_on, vintage_id, line, numbers, symbols
      FROM area_figure
     WHERE ${conditions(query)}
     ORDER BY area_id, dataset, grain, phase, breakdown, period_start, published_on
     LIMIT ${query.mostRows ?? null}
  `.execute(database);
  return unpackRows(database, rows, query);
}

/** The newest period that any of the datasets had for these areas on the chosen day. */
export async function readLatestPeriod(database: Database, query: RowQuery): Promise<PlainDate | undefined> {
  const { rows } = await sql<{ readonly latest: PlainDate | null }>`
    SELECT max(period_start) AS latest FROM area_figure WHERE ${conditions(query)}
  `.execute(database);
  return rows[0]?.latest ?? undefined;
}

/** Phases that these areas have figures for, in no particular order. */
export async function readPhases(database: Database, query: RowQuery): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly phase: string }>`
    SELECT DISTINCT phase FROM area_figure WHERE ${conditions(query)}
  `.execute(database);
  return rows.map((row) => row.phase);
}

/** Those of the phases that some release has figures for, whatever area and dataset they are of. */
export async function readStoredPhases(database: Database, phases: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly phase: string }>`
    SELECT phase FROM unnest(${phases}::text[]) AS asked (phase)
     WHERE EXISTS (SELECT FROM area_figure WHERE area_figure.phase = asked.phase)
        OR EXISTS (SELECT FROM setting_figure WHERE setting_figure.phase = asked.phase)
  `.execute(database);
  return rows.map((row) => row.phase);
}

/** Those of the headings that some file of a release has and no alias table declares. */
export async function readUndeclaredHeadings(
  database: Database,
  headings: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly heading: string }>`
    SELECT heading FROM unnest(${headings}::text[]) AS asked (heading)
     WHERE EXISTS (SELECT FROM vintage WHERE asked.heading = ANY(undeclared_columns))
  `.execute(database);
  return rows.map((row) => row.heading);
}

/** The days on which something was published, newest first. */
export async function readPublicationDays(database: Database): Promise<readonly PlainDate[]> {
  const { rows } = await sql<{ readonly published_on: PlainDate }>`
    SELECT DISTINCT published_on FROM vintage ORDER BY published_on DESC
  `.execute(database);
  return rows.map((row) => row.published_on);
}

/** Every vintage, newest publication first. */
export async function readVintages(database: Database): Promise<readonly Vintage[]> {
  const { rows } = await sql<StoredVintage>`
    SELECT * FROM vintage ORDER BY published_on DESC, dataset, file_name
  `.execute(database);
  return rows.map(vintageOf);
}

/** Some vintages by their numbers, in no particular order. */
export async function readVintagesOf(database: Database, vintageIds: readonly number[]): Promise<readonly Vintage[]> {
  if (vintageIds.length === 0) return [];
  const { rows } = await sql<StoredVintage>`
    SELECT * FROM vintage WHERE vintage_id = ANY(${vintageIds}::integer[])
  `.execute(database);
  return rows.map(vintageOf);
}

/** One vintage, or `undefined` when there is none with that number. */
export async function readVintage(database: Database, vintageId: number): Promise<Vintage | undefined> {
  const { rows } = await sql<StoredVintage>`SELECT * FROM vintage WHERE vintage_id = ${vintageId}`.execute(database);
  return rows[0] && vintageOf(rows[0]);
}

interface StoredVintage {
  readonly vintage_id: number;
  readonly dataset: string;
  readonly published_on: PlainDate;
  readonly published_on_basis: PublishedOnBasis;
  readonly file_name: string;
  readonly columns: readonly VintageColumn[];
  readonly undeclared_columns: readonly string[];
  readonly rows_read: number;
  readonly rows_loaded: number;
  readonly rows_known: number;
  readonly rows_held: number;
  readonly rows_rejected: number;
  readonly imported_at: Date;
  readonly demonstration: boolean;
}

function vintageOf(row: StoredVintage): Vintage {
  return {
    vintageId: row.vintage_id,
    dataset: row.dataset,
    publishedOn: row.published_on,
    publishedOnBasis: row.published_on_basis,
    fileName: row.file_name,
    columns: row.columns,
    undeclaredColumns: row.undeclared_columns,
    rowsRead: row.rows_read,
    rowsLoaded: row.rows_loaded,
    rowsKnown: row.rows_known,
    rowsHeld: row.rows_held,
    rowsRejected: row.rows_rejected,
    importedAt: row.imported_at,
    demonstration: row.demonstration,
  };
}

/** An absent condition is left out altogether, so that the planner sees only what is asked and can use the index for it. */
function conditions(query: RowQuery) {
  const parts = [
    sql`area_id = ANY(${query.areaIds}::integer[])`,
    sql`dataset = ANY(${query.datasets}::text[])`,
    sql`grain = ANY(${query.grains}::text[])`,
    query.phases && sql`phase = ANY(${query.phases}::text[])`,
    query.breakdowns && sql`breakdown = ANY(${query.breakdowns}::text[])`,
    query.from && sql`period_start >= ${query.from}::date`,
    query.to && sql`period_start <= ${query.to}::date`,
    query.asPublished && sql`published_on <= ${query.asPublished}::date`,
  ];
  return sql.join(
    parts.filter((part) => part !== undefined),
    sql` AND `,
  );
}

/** A vintage's columns never change once stored, so they are remembered for as long as the database is open. */
const rememberedColumns = new WeakMap<Database, Map<number, readonly VintageColumn[]>>();

async function columnsOf(database: Database, vintageIds: ReadonlySet<number>) {
  const remembered = rememberedColumns.get(database) ?? new Map<number, readonly VintageColumn[]>();
  rememberedColumns.set(database, remembered);
  const missing = [...vintageIds].filter((vintageId) => !remembered.has(vintageId));
  if (missing.length > 0) {
    const { rows } = await sql<Pick<StoredVintage, 'vintage_id' | 'columns'>>`
      SELECT vintage_id, columns FROM vintage WHERE vintage_id = ANY(${missing}::integer[])
    `.execute(database);
    for (const row of rows) remembered.set(row.vintage_id, row.columns);
  }
  return remembered;
}

async function unpackRows(
  database: Database,
  rows: readonly StoredRow[],
  { cells }: RowQuery,
): Promise<readonly PublishedRow[]> {
  const columns = await columnsOf(database, new Set(rows.map((row) => row.vintage_id)));
  return rows.map((row) => unpackRow(row, columns.get(row.vintage_id) ?? [], cells));
}

/**
 * A year so far starts with its academic year. Where a release prints one for every week, the key keeps the week's
 * Monday, or the second would take the place of the first; a reader is told the year.
 */
function startOf(row: StoredRow): PlainDate {
  return row.grain === 'year-to-date' ? academicYearDays(academicYearOf(row.period_end)).start : row.period_start;
}

function unpackRow(
  row: StoredRow,
  columns: readonly VintageColumn[],
  wanted: ReadonlySet<string> | undefined,
): PublishedRow {
  const meaning = symbolMeaningsOn(row.dataset, row.period_end);
  const cells = new Map<string, Cell>();
  for (const [position, { column, measure }] of columns.entries()) {
    const name = measure ?? column;
    if (wanted === undefined || wanted.has(name)) cells.set(name, unpackCell(row, position, meaning));
  }
  return {
    areaId: row.area_id,
    dataset: row.dataset,
    phase: row.phase,
    breakdown: row.breakdown,
    period: { grain: row.grain, start: startOf(row), end: row.period_end },
    publishedOn: row.published_on,
    vintageId: row.vintage_id,
    line: row.line,
    cells,
  };
}
