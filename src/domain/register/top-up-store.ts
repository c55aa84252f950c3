import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';

/** How far somebody's registers and corrections of some settings go. */
export interface LastRecorded {
  /** When their last register was taken; null when there is none. */
  readonly register: Date | null;
  /** When they last changed one. */
  readonly change: Date | null;
}

/** When the people or systems named last took and last changed a register of these settings. */
export async function lastRecorded(
  scoped: Scoped<StewardScope>,
  settingIds: readonly number[],
  actors: readonly string[],
): Promise<LastRecorded> {
  const { rows } = await sql<LastRecorded>`
    WITH named AS (SELECT actor_id FROM actor WHERE label = ANY (${actors}::text[]))
    SELECT (SELECT max(taken_at) FROM register WHERE setting_id = ANY (${settingIds}::integer[])
               AND actor_id IN (SELECT actor_id FROM named)) AS register,
           greatest(
             (SELECT max(amended_at) FROM amendment WHERE setting_id = ANY (${settingIds}::integer[])
                 AND actor_id IN (SELECT actor_id FROM named)),
             (SELECT max(entered_at) FROM register_entry WHERE setting_id = ANY (${settingIds}::integer[])
                 AND actor_id IN (SELECT actor_id FROM named))) AS change
  `.execute(scoped);
  return rows[0] ?? { register: null, change: null };
}

/** Which registers of a setting are there from a day on, as `2026-11-24 1`. */
export async function registersSince(
  scoped: Scoped<StewardScope>,
  settingId: number,
  day: PlainDate,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ day: PlainDate; session: number }>`
    SELECT day, session FROM register WHERE setting_id = ${settingId} AND day >= ${day}
  `.execute(scoped);
  return new Set(rows.map((row) => `${row.day} ${row.session}`));
}
