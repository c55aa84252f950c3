import { sql } from 'kysely';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';

/** Everything that is kept of a setting's children, children's rows first. */
const tables = [
  'dual_gap',
  'amendment',
  'register_entry',
  'register_total',
  'register',
  'timetable_event',
  'period_total',
  'learner_total',
  'setting_roll',
  'part_time_plan',
  'characteristic',
  'enrolment',
  'learner_enrolment',
] as const;

/**
 * Deletes everything kept of some settings' children, and the children who are then on no roll. For made-up settings
 * only: nothing real is ever deleted like this, and it leaves no amendment behind.
 */
export async function removeRegisters(scoped: Scoped<StewardScope>, settingIds: readonly number[]): Promise<void> {
  const learners = await sql<{ id: number }>`
    SELECT DISTINCT learner_id AS id FROM learner_enrolment WHERE setting_id = ANY (${settingIds}::integer[])
  `.execute(scoped);
  for (const table of tables) {
    await sql`DELETE FROM ${sql.table(table)} WHERE setting_id = ANY (${settingIds}::integer[])`.execute(scoped);
  }
  const ids = learners.rows.map(({ id }) => id);
  await sql`
    DELETE FROM learner WHERE learner_id = ANY (${ids}::bigint[])
       AND NOT EXISTS (SELECT FROM learner_enrolment AS other WHERE other.learner_id = learner.learner_id)
  `.execute(scoped);
}
