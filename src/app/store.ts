import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Queries } from '#platform/database/pool.ts';

/** What the database holds, in a few numbers: for the banner, the start order and `headwater doctor`. */
export interface Holdings {
  readonly areas: number;
  readonly vintages: number;
  readonly demonstrationVintages: number;
  /** The newest day of publication among the vintages; null when there is none. */
  readonly latest: PlainDate | null;
}

/** Counts areas and vintages. Migrations must have been applied. */
export async function readHoldings(queries: Queries): Promise<Holdings> {
  const { rows } = await sql<Holdings>`
    SELECT (SELECT count(*)::int FROM area) AS areas,
           count(*)::int AS vintages,
           (count(*) FILTER (WHERE demonstration))::int AS "demonstrationVintages",
           max(published_on) AS latest
      FROM vintage
  `.execute(queries);
  return rows[0] ?? { areas: 0, vintages: 0, demonstrationVintages: 0, latest: null };
}

/** Whether any register kept here is made up. */
export async function keepsMadeUpRegisters(queries: Queries): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    SELECT EXISTS (SELECT FROM register_keeper WHERE demonstration) AS found
  `.execute(queries);
  return rows[0]?.found ?? false;
}

/** Whether the database answers a trivial question. */
export async function answers(queries: Queries): Promise<boolean> {
  return await sql`SELECT 1`.execute(queries).then(
    () => true,
    () => false,
  );
}
