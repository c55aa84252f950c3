import { sql } from 'kysely';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { Queries } from '#platform/database/pool.ts';

/** A trust’s name; `undefined` when it is not known. It holds no child. */
export async function trustNamed(queries: Queries, trustId: number): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM trust WHERE trust_id = ${trustId}`.execute(queries);
  return rows[0]?.name;
}

/** Stores a trust, or the name it has now. */
export async function saveTrust(
  queries: Queries,
  { trustId, name }: { readonly trustId: number; readonly name: string },
): Promise<void> {
  await sql`
    INSERT INTO trust (trust_id, name, demonstration) VALUES (${trustId}, ${name}, false)
    ON CONFLICT (trust_id) DO UPDATE SET name = excluded.name
  `.execute(queries);
}

/**
 * Moves everything kept of a setting’s children to the trust that its keeper names: every table that repeats the trust, so
 * that a trust’s scope is one comparison, and that may be changed (what is a proof of something stays as it was). Rows
 * that say so already are left.
 */
export async function restampTrust(scoped: Scoped<StewardScope>, settingId: number, trustId: number): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_class AS c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity
       AND has_table_privilege(c.oid, 'UPDATE')
       AND (SELECT count(*) FROM pg_attribute AS a
             WHERE a.attrelid = c.oid AND a.attname IN ('setting_id', 'trust_id') AND NOT a.attisdropped) = 2
     ORDER BY 1
  `.execute(scoped);
  for (const { name } of rows) {
    await sql`
      UPDATE ${sql.table(name)} SET trust_id = ${trustId} WHERE setting_id = ${settingId} AND trust_id <> ${trustId}
    `.execute(scoped);
  }
}
