import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import { from as copyFrom } from 'pg-copy-streams';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Queries, Transaction } from '#platform/database/pool.ts';
import type { RowCounts } from './import-model.ts';
import { stagedColumns } from './import-staging.ts';
import type { PublishedOnBasis, VintageColumn } from './model.ts';

/** Any number, the same for everybody who imports: one file's transaction at a time. */
const importLock = 7_215_002;

/** Waits until no other import is at work in the database, and keeps others waiting until the transaction ends. */
export async function lockImports(transaction: Transaction): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${importLock})`.execute(transaction);
}

/** What is known of a content that was imported before. */
export interface EarlierImport {
  readonly vintageId: number;
  readonly dataset: string;
  readonly rowsRead: number;
  readonly rowsLoaded: number;
  readonly rowsHeld: number;
}

/** The vintage that has this very content for this day, or `undefined` when it was never imported. */
export async function vintageOfContent(
  queries: Queries,
  content: { readonly sha256: string; readonly publishedOn: PlainDate },
): Promise<EarlierImport | undefined> {
  const row = await queries
    .selectFrom('vintage')
    .select(['vintage_id', 'dataset', 'rows_read', 'rows_loaded', 'rows_held'])
    .where('content_sha256', '=', content.sha256)
    .where('published_on', '=', content.publishedOn)
    .orderBy('vintage_id')
    .limit(1)
    .executeTakeFirst();
  return (
    row && {
      vintageId: row.vintage_id,
      dataset: row.dataset,
      rowsRead: row.rows_read,
      rowsLoaded: row.rows_loaded,
      rowsHeld: row.rows_held,
    }
  );
}

/** Seven-digit numbers of settings by URN. */
export async function readLaEstabs(queries: Queries): Promise<ReadonlyMap<number, number>> {
  const rows = await queries
    .selectFrom('setting')
    .select(['urn', 'la_estab'])
    .where('la_estab', 'is not', null)
    .execute();
  return new Map(rows.flatMap(({ urn, la_estab }) => (la_estab === null ? [] : [[urn, la_estab] as const])));
}

/** Copies lines (import-staging.ts) into a table that lives as long as the transaction. */
export async function stageRows(transaction: Transaction, lines: AsyncIterable<string>): Promise<void> {
  await sql`
    CREATE TEMPORARY TABLE staged_figure (
      line integer NOT NULL,
      area_id integer NOT NULL,
      la_estab integer,
      grain text NOT NULL,
      phase text NOT NULL,
      breakdown text NOT NULL,
      period_start date NOT NULL,
      period_end date NOT NULL,
      numbers double precision[] NOT NULL,
      symbols text,
      extra jsonb
    ) ON COMMIT DROP
  `.execute(transaction);
  const copy = transaction.client.query(copyFrom(`COPY staged_figure (${stagedColumns}) FROM STDIN`));
  await pipeline(Readable.from(lines, { objectMode: true, highWaterMark: 2 }), copy);
}

/** Puts the ids of areas registered meanwhile in the place of their placeholders. */
export async function replacePlaceholders(transaction: Transaction, ids: ReadonlyMap<number, number>): Promise<void> {
  if (ids.size === 0) return;
  await sql`
    UPDATE staged_figure
       SET area_id = known.area_id
      FROM unnest(${[...ids.keys()]}::integer[], ${[...ids.values()]}::integer[]) AS known (placeholder, area_id)
     WHERE staged_figure.area_id = known.placeholder
  `.execute(transaction);
}

/** Removes the made-up figures of the demonstration. */
export async function removeDemonstration(transaction: Transaction): Promise<void> {
  await sql`DELETE FROM area_figure WHERE vintage_id IN (SELECT vintage_id FROM vintage WHERE demonstration)`.execute(
    transaction,
  );
  await sql`DELETE FROM setting_figure WHERE vintage_id IN (SELECT vintage_id FROM vintage WHERE demonstration)`.execute(
    transaction,
  );
  await sql`DELETE FROM vintage WHERE demonstration`.execute(transaction);
}

/** Removes a vintage and its rows, to read its file anew. */
export async function removeVintage(transaction: Transaction, vintageId: number): Promise<void> {
  await sql`DELETE FROM area_figure WHERE vintage_id = ${vintageId}`.execute(transaction);
  await sql`DELETE FROM setting_figure WHERE vintage_id = ${vintageId}`.execute(transaction);
  await sql`DELETE FROM vintage WHERE vintage_id = ${vintageId}`.execute(transaction);
}

/** What a vintage is, before its rows are counted. */
export interface NewVintage {
  readonly dataset: string;
  readonly publishedOn: PlainDate;
  readonly publishedOnBasis: PublishedOnBasis;
  readonly fileName: string;
  readonly sha256: string;
  readonly columns: readonly VintageColumn[];
  readonly undeclaredColumns: readonly string[];
  readonly importedAt: Date;
  readonly demonstration: boolean;
}

/** Enters a vintage without rows, and gives its number. */
export async function insertVintage(transaction: Transaction, vintage: NewVintage): Promise<number> {
  const row = await transaction
    .insertInto('vintage')
    .values({
      dataset: vintage.dataset,
      published_on: vintage.publishedOn,
      published_on_basis: vintage.publishedOnBasis,
      file_name: vintage.fileName,
      content_sha256: vintage.sha256,
      columns: JSON.stringify(vintage.columns),
      undeclared_columns: [...vintage.undeclaredColumns],
      rows_read: 0,
      rows_loaded: 0,
      rows_known: 0,
      rows_held: 0,
      rows_rejected: 0,
      imported_at: vintage.importedAt,
      demonstration: vintage.demonstration,
    })
    .returning('vintage_id')
    .executeTakeFirstOrThrow();
  return row.vintage_id;
}

/** Writes down how many rows of a vintage went where. */
export async function countVintage(transaction: Transaction, vintageId: number, counts: RowCounts): Promise<void> {
  await transaction
    .updateTable('vintage')
    .set({
      rows_read: counts.read,
      rows_loaded: counts.loaded,
      rows_known: counts.known,
      rows_held: counts.held,
      rows_rejected: counts.rejected,
    })
    .where('vintage_id', '=', vintageId)
    .execute();
}

/** The vintage that staged rows belong to. */
export interface StagedVintage {
  readonly vintageId: number;
  readonly dataset: string;
  readonly publishedOn: PlainDate;
}

/** Stores the staged rows whose place is free; of two rows for one place in the file, the earlier. Answers how many. */
export async function storeStaged(transaction: Transaction, vintage: StagedVintage): Promise<number> {
  const { vintageId, dataset, publishedOn } = vintage;
  const areas = await sql`
    INSERT INTO area_figure (area_id, dataset, grain, phase, breakdown, period_start, period_end, published_on,
                             vintage_id, line, numbers, symbols, extra)
    SELECT area_id, ${dataset}::text, grain, phase, breakdown, period_start, period_end, ${publishedOn}::date,
           ${vintageId}::integer, line, numbers, symbols, extra
      FROM staged_figure
     WHERE la_estab IS NULL
    ON CONFLICT ON CONSTRAINT area_figure_pkey DO NOTHING
  `.execute(transaction);
  const settings = await sql`
    INSERT INTO setting_figure (la_estab, dataset, grain, phase, breakdown, period_start, period_end, published_on,
                                vintage_id, area_id, line, numbers, symbols, extra)
    SELECT la_estab, ${dataset}::text, grain, phase, breakdown, period_start, period_end, ${publishedOn}::date,
           ${vintageId}::integer, area_id, line, numbers, symbols, extra
      FROM staged_figure
     WHERE la_estab IS NOT NULL
    ON CONFLICT ON CONSTRAINT setting_figure_pkey DO NOTHING
  `.execute(transaction);
  return Number(areas.numAffectedRows ?? 0) + Number(settings.numAffectedRows ?? 0);
}

/** A staged row whose place was taken, and what has it. */
export interface TakenPlace {
  readonly line: number;
  /** The vintage and line that have the place. */
  readonly vintageId: number;
  readonly otherLine: number;
  readonly fileName: string;
  /** Whether both say the same. */
  readonly same: boolean;
}

/**
 * Staged rows that were not stored, in the order of the file. Two rows say the same when every heading has the same
 * number or symbol in both; a heading that only one of them has makes them different.
 */
export async function takenPlaces(transaction: Transaction, vintage: StagedVintage): Promise<readonly TakenPlace[]> {
  // Rows stored in this transaction are in no statistics yet: without them every staged row is compared with every other.
  await sql`ANALYZE staged_figure`.execute(transaction);
  const { rows } = await sql<TakenPlace>`
    WITH taken AS (
      SELECT s.line, f.vintage_id, f.line AS other_line, s.numbers, s.symbols, s.extra, s.period_end,
             f.numbers AS other_numbers, f.symbols AS other_symbols, f.extra AS other_extra, f.period_end AS other_end
        FROM staged_figure s
        JOIN area_figure f
          ON (f.area_id, f.grain, f.phase, f.breakdown, f.period_start) = (s.area_id, s.grain, s.phase, s.breakdown, s.period_start)
         AND f.dataset = ${vintage.dataset} AND f.published_on = ${vintage.publishedOn}
       WHERE s.la_estab IS NULL AND (f.vintage_id, f.line) <> (${vintage.vintageId}::integer, s.line)
      UNION ALL
      SELECT s.line, f.vintage_id, f.line, s.numbers, s.symbols, s.extra, s.period_end,
             f.numbers, f.symbols, f.extra, f.period_end
        FROM staged_figure s
        JOIN setting_figure f
          ON (f.la_estab, f.grain, f.phase, f.breakdown, f.period_start) = (s.la_estab, s.grain, s.phase, s.breakdown, s.period_start)
         AND f.dataset = ${vintage.dataset} AND f.published_on = ${vintage.publishedOn}
       WHERE s.la_estab IS NOT NULL AND (f.vintage_id, f.line) <> (${vintage.vintageId}::integer, s.line)
    ), permuted AS (
      SELECT theirs.vintage_id,
             theirs.file_name,
             jsonb_array_length(ours.columns) = jsonb_array_length(theirs.columns) AS as_many,
             (SELECT array_agg(t.position ORDER BY o.position)
                FROM jsonb_array_elements(ours.columns) WITH ORDINALITY AS o (entry, position)
                JOIN jsonb_array_elements(theirs.columns) WITH ORDINALITY AS t (entry, position)
                  ON t.entry ->> 'column' = o.entry ->> 'column') AS positions
        FROM vintage theirs
        JOIN vintage ours ON ours.vintage_id = ${vintage.vintageId}
       WHERE theirs.vintage_id IN (SELECT vintage_id FROM taken)
    )
    SELECT taken.line, taken.vintage_id AS "vintageId", taken.other_line AS "otherLine", permuted.file_name AS "fileName",
           permuted.as_many
           AND taken.period_end = taken.other_end
           AND taken.extra IS NOT DISTINCT FROM taken.other_extra
           AND taken.numbers = ARRAY(
                 SELECT taken.other_numbers[place.position]
                   FROM unnest(permuted.positions) WITH ORDINALITY AS place (position, rank) ORDER BY place.rank)
           AND coalesce(taken.symbols, '') = coalesce(
                 (SELECT string_agg(substr(taken.other_symbols, place.position::integer, 1), '' ORDER BY place.rank)
                    FROM unnest(permuted.positions) WITH ORDINALITY AS place (position, rank)), '') AS same
      FROM taken
      JOIN permuted USING (vintage_id)
     ORDER BY taken.line
  `.execute(transaction);
  return rows;
}

/** Undoes everything since `mark` was set, keeping the transaction and its lock. */
export async function undoSince(transaction: Transaction, mark: 'file'): Promise<void> {
  await sql`ROLLBACK TO SAVEPOINT ${sql.id(mark)}`.execute(transaction);
}

/** Sets a mark that `undoSince` can go back to. */
export async function setMark(transaction: Transaction, mark: 'file'): Promise<void> {
  await sql`SAVEPOINT ${sql.id(mark)}`.execute(transaction);
}

/** Tells the planner what the tables hold now; without it the first pages after a large import are slow. */
export async function freshenStatistics(queries: Queries): Promise<void> {
  await sql`ANALYZE area_figure, setting_figure`.execute(queries);
}
