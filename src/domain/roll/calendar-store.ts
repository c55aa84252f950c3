import { sql } from 'kysely';
import type { Queries } from '#platform/database/pool.ts';
import type { Calendar } from './model.ts';

type Term = Calendar['terms'][number];
type Closure = Calendar['closures'][number];

/** The terms and closures of a setting, by day. A setting of which nothing is known is never open. */
export async function calendarOf(queries: Queries, settingId: number): Promise<Calendar> {
  return (await calendarsOf(queries, [settingId])).get(settingId) ?? { terms: [], closures: [] };
}

/** The calendars of settings by `setting_id`, each of them there. They hold no child: any connection may ask. */
export async function calendarsOf(
  queries: Queries,
  settingIds: readonly number[],
): Promise<ReadonlyMap<number, Calendar>> {
  const terms = await sql<Term & { readonly settingId: number }>`
    SELECT setting_id AS "settingId", starts_on AS "startsOn", ends_on AS "endsOn", name
      FROM term WHERE setting_id = ANY (${settingIds}::integer[]) ORDER BY setting_id, starts_on
  `.execute(queries);
  const closures = await sql<Closure & { readonly settingId: number }>`
    SELECT setting_id AS "settingId", day, session, kind, reason
      FROM closure WHERE setting_id = ANY (${settingIds}::integer[]) ORDER BY setting_id, day, session
  `.execute(queries);
  const calendars = new Map(
    settingIds.map((settingId) => [settingId, { terms: [] as Term[], closures: [] as Closure[] }]),
  );
  for (const { settingId, ...term } of terms.rows) calendars.get(settingId)?.terms.push(term);
  for (const { settingId, ...closure } of closures.rows) calendars.get(settingId)?.closures.push(closure);
  return calendars;
}
