import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';

/** The gate answers who people are; beside a Scoped it is the other way to a table with a policy. */
type Asking = Gated | Scoped;

/** The account of a child or of one who brings them up. */
export interface FamilyAccount {
  readonly personId: number;
  readonly name: string;
  readonly whose: 'child' | 'adult';
  readonly closedAt: Date | null;
}

/** The accounts of a child’s family; none of anybody who works for an organisation, which its administrator closes. */
export async function familyAccounts(gate: Gated, learnerId: number): Promise<readonly FamilyAccount[]> {
  const asking: Asking = gate;
  const { rows } = await sql<FamilyAccount>`
    SELECT p.person_id AS "personId", p.name, CASE WHEN p.learner_id IS NULL THEN 'adult' ELSE 'child' END AS whose,
           p.closed_at AS "closedAt"
      FROM person AS p
     WHERE (p.learner_id = ${learnerId}
        OR EXISTS (SELECT FROM guardian AS g WHERE g.learner_id = ${learnerId} AND g.person_id = p.person_id))
       AND NOT EXISTS (SELECT FROM membership AS m WHERE m.person_id = p.person_id)
     ORDER BY p.learner_id IS NULL, p.name, p.person_id
  `.execute(asking);
  return rows.map((row) => ({ ...row, personId: Number(row.personId) }));
}

/** Other children whom an adult brings up: their account is not one family’s alone to close. */
export async function otherChildrenOf(
  gate: Gated,
  { personId, learnerId }: { readonly personId: number; readonly learnerId: number },
): Promise<readonly number[]> {
  const asking: Asking = gate;
  const { rows } = await sql<{ id: number }>`
    SELECT DISTINCT learner_id AS id FROM guardian WHERE person_id = ${personId} AND learner_id <> ${learnerId}
  `.execute(asking);
  return rows.map(({ id }) => Number(id));
}

/** Closes an account of a child’s family, with every sign-in of it, or opens it again. Answers whether it is one. */
export async function setClosed(
  gate: Gated,
  {
    personId,
    learnerId,
    closedAt,
  }: { readonly personId: number; readonly learnerId: number; readonly closedAt: Date | null },
): Promise<boolean> {
  const accounts = await familyAccounts(gate, learnerId);
  if (!accounts.some((one) => one.personId === personId)) return false;
  const asking: Asking = gate;
  await sql`UPDATE person SET closed_at = ${closedAt} WHERE person_id = ${personId}`.execute(asking);
  return true;
}

/** Closes the accounts of children who left every roll on a day or before, and of adults all of whose children did. */
export async function closeOfLeavers(
  scoped: Scoped<StewardScope>,
  { by, held, now }: { readonly by: PlainDate; readonly held: readonly number[]; readonly now: Date },
): Promise<readonly string[]> {
  const left = (learner: string) => sql`NOT EXISTS (SELECT FROM learner_enrolment AS e
     WHERE e.learner_id = ${sql.ref(learner)} AND (e.left_on IS NULL OR e.left_on > ${by}))
     AND ${sql.ref(learner)} <> ALL (${held}::bigint[])`;
  const { rows } = await sql<{ key: string }>`
    UPDATE person AS p SET closed_at = ${now}
     WHERE p.closed_at IS NULL AND p.entered_at < (${by}::date + 1)
       AND NOT EXISTS (SELECT FROM membership AS m WHERE m.person_id = p.person_id)
       AND ((p.learner_id IS NOT NULL AND ${left('p.learner_id')})
         OR (p.learner_id IS NULL AND EXISTS (SELECT FROM guardian AS g WHERE g.person_id = p.person_id)
             AND NOT EXISTS (SELECT FROM guardian AS g WHERE g.person_id = p.person_id AND NOT (${left('g.learner_id')}))))
     RETURNING p.person_id::text AS key
  `.execute(scoped);
  return rows.map(({ key }) => key);
}
