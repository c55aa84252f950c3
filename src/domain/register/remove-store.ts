import { sql } from 'kysely';
import { keepNumbersGiven } from '#domain/roll/learner-store.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { RegisterKey } from './model.ts';
import { registerDay } from './register-day.ts';

/** Everything that is kept of a setting's children, children's rows first. */
const tables = [
  'contact_detail',
  'subject_access_step',
  'subject_access_item',
  'subject_access_pack',
  'subject_access_copy',
  'subject_access',
  'rectification',
  'legal_hold',
  'deletion_proof',
  'dual_gap',
  'dual_answer',
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
  await keepNumbersGiven(scoped);
  // Made-up children come back with their numbers: whoever was the adult of one must be nobody’s until then.
  for (const table of ['contact_rule', 'guardian', 'team_member', 'team'] as const) {
    await sql`
      DELETE FROM ${sql.table(table)} AS t WHERE learner_id = ANY (${ids}::bigint[])
         AND NOT EXISTS (SELECT FROM learner_enrolment AS other WHERE other.learner_id = t.learner_id)
    `.execute(scoped);
  }
  await sql`
    DELETE FROM learner WHERE learner_id = ANY (${ids}::bigint[])
       AND NOT EXISTS (SELECT FROM learner_enrolment AS other WHERE other.learner_id = learner.learner_id)
  `.execute(scoped);
}

/**
 * Deletes one register with its totals and everything that was ever changed in it, as if it had never come; the year's
 * totals must then be rebuilt, in the same transaction. For made-up settings only. Answers whether it was there.
 */
export async function removeRegister(
  scoped: Scoped<StewardScope>,
  { settingId, day, session }: RegisterKey,
): Promise<boolean> {
  // The lock that recording takes first, so that neither waits for the other.
  await sql`
    SELECT FROM learner_total WHERE setting_id = ${settingId} AND year = ${registerDay(day).year} FOR UPDATE
  `.execute(scoped);
  let removed = false;
  for (const table of ['amendment', 'register_entry', 'register_total', 'register'] as const) {
    const { numAffectedRows } = await sql`
      DELETE FROM ${sql.table(table)} WHERE setting_id = ${settingId} AND day = ${day} AND session = ${session}
    `.execute(scoped);
    removed = (numAffectedRows ?? 0n) > 0n;
  }
  return removed;
}
