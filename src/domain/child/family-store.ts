import { sql } from 'kysely';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { ContactDetail, ContactRule } from './contact-rules.ts';

/** The gate answers who people are; beside a Scoped it is the other way to a table with a policy. */
type Asking = Gated | Scoped;

/** An adult who brings up a child. */
export interface Adult {
  readonly personId: number;
  readonly name: string;
  readonly relationship: string;
  /** Kept from the child by a rule: not named among those who look after them. */
  readonly barred: boolean;
}

/** Every rule that names a person, whatever the child. */
export async function rulesNaming(gate: Asking, personId: number): Promise<readonly ContactRule[]> {
  const { rows } = await sql<ContactRule>`
    SELECT learner_id AS "learnerId", person_id AS "personId", withholds, source, valid_from AS "validFrom",
           valid_to AS "validTo", lifted_at AS "liftedAt", entered_at AS "enteredAt"
      FROM contact_rule WHERE person_id = ${personId} ORDER BY learner_id, rule_id
  `.execute(gate);
  return rows;
}

/** Who brings up a child on the day of an instant, and who of them is kept from the child at it. */
export async function adultsOf(gate: Asking, learnerId: number, at: Date): Promise<readonly Adult[]> {
  const day = londonDay(at);
  const { rows } = await sql<Adult>`
    SELECT g.person_id AS "personId", p.name, g.relationship,
           EXISTS (SELECT FROM contact_rule AS c WHERE c.learner_id = g.learner_id AND c.person_id = g.person_id
                      AND c.withholds = 'everything' AND (c.lifted_at IS NULL OR c.lifted_at > ${at})
                      AND c.valid_from <= ${day} AND (c.valid_to IS NULL OR c.valid_to >= ${day})) AS barred
      FROM guardian AS g JOIN person AS p ON p.person_id = g.person_id
     WHERE g.learner_id = ${learnerId} AND g.valid_from <= ${day} AND (g.valid_to IS NULL OR g.valid_to >= ${day})
     ORDER BY p.name
  `.execute(gate);
  return rows;
}

/** How the adults of a child are reached, as far as the scope reaches the child; not yet what a reader may be told. */
export async function contactDetailsOf(scoped: Scoped, learnerId: number): Promise<readonly ContactDetail[]> {
  const { rows } = await sql<ContactDetail>`
    SELECT person_id AS "personId", kind, value, child_lives_here AS "childLivesHere",
           shared_with_family AS "sharedWithFamily", valid_from AS "validFrom", valid_to AS "validTo"
      FROM contact_detail WHERE learner_id = ${learnerId} ORDER BY person_id, kind, contact_id
  `.execute(scoped);
  return rows;
}
