import { sql } from 'kysely';
import type { Queries } from '#platform/database/pool.ts';
import type { Keeper } from './model.ts';

/** Which keepers are asked for; every one when nothing is said. */
export interface KeeperFilter {
  readonly urn?: number;
  readonly settingIds?: readonly number[];
  readonly laIds?: readonly number[];
  readonly trustId?: number;
}

/** The settings whose registers Headwater keeps, by name. They hold no child: any connection may ask. */
export async function keepers(queries: Queries, filter: KeeperFilter = {}): Promise<readonly Keeper[]> {
  const { urn, settingIds, laIds, trustId } = filter;
  const { rows } = await sql<Keeper>`
    SELECT k.setting_id AS "settingId", s.urn, coalesce(s.name, 'URN ' || s.urn) AS name, k.kind, k.unit, k.nation,
           k.nation_id AS "nationId", k.la_id AS "laId", k.trust_id AS "trustId",
           to_char(k.am_due, 'HH24:MI') AS "amDue", to_char(k.pm_due, 'HH24:MI') AS "pmDue", k.demonstration
      FROM register_keeper AS k
      JOIN setting AS s ON s.setting_id = k.setting_id
     WHERE (${urn ?? null}::integer IS NULL OR s.urn = ${urn ?? null})
       AND (${settingIds ?? null}::integer[] IS NULL OR k.setting_id = ANY (${settingIds ?? null}))
       AND (${laIds ?? null}::integer[] IS NULL OR k.la_id = ANY (${laIds ?? null}))
       AND (${trustId ?? null}::integer IS NULL OR k.trust_id = ${trustId ?? null})
     ORDER BY s.name, s.urn
  `.execute(queries);
  return rows;
}

/** Stores a new keeper. */
export async function insertKeeper(queries: Queries, one: Omit<Keeper, 'urn' | 'name'>): Promise<void> {
  await sql`
    INSERT INTO register_keeper (setting_id, kind, unit, nation, nation_id, la_id, trust_id, am_due, pm_due, demonstration)
    VALUES (${one.settingId}, ${one.kind}, ${one.unit}, ${one.nation}, ${one.nationId}, ${one.laId}, ${one.trustId},
            ${one.amDue}::time, ${one.pmDue}::time, ${one.demonstration})
  `.execute(queries);
}

/** Changes by when a keeper's registers should be in, and which trust runs it. */
export async function updateKeeper(
  queries: Queries,
  settingId: number,
  { amDue, pmDue, trustId }: Pick<Keeper, 'amDue' | 'pmDue' | 'trustId'>,
): Promise<void> {
  await sql`
    UPDATE register_keeper SET am_due = ${amDue}::time, pm_due = ${pmDue}::time, trust_id = ${trustId}
     WHERE setting_id = ${settingId}
  `.execute(queries);
}
