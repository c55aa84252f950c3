import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import type { ContactDetail } from './contact-rules.ts';
import type { Answerer } from './subject-access-store.ts';

/** The gate answers who people are; beside a Scoped it is the other way to a table with a policy. */
type Asking = Gated | Scoped;

/** A contact rule as staff see it. */
export interface KeptRule {
  readonly ruleId: number;
  readonly name: string;
  readonly withholds: string;
  readonly source: string;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
}

/** The rules about a child that are in force on a day or will be. */
export async function rulesAbout(gate: Gated, learnerId: number, day: PlainDate): Promise<readonly KeptRule[]> {
  const asking: Asking = gate;
  const { rows } = await sql<KeptRule>`
    SELECT c.rule_id AS "ruleId", p.name, c.withholds, c.source, c.valid_from AS "validFrom", c.valid_to AS "validTo"
      FROM contact_rule AS c JOIN person AS p ON p.person_id = c.person_id
     WHERE c.learner_id = ${learnerId} AND c.lifted_at IS NULL AND (c.valid_to IS NULL OR c.valid_to >= ${day})
     ORDER BY p.name, c.rule_id
  `.execute(asking);
  return rows;
}

interface Entered {
  readonly learnerId: number;
  readonly now: Date;
  readonly by: string;
}

/** Enters an adult who brings a child up. */
export async function insertAdult(
  gate: Gated,
  one: Entered & {
    readonly name: string;
    readonly relationship: string;
    readonly parentalResponsibility: boolean;
    readonly from: PlainDate;
    readonly demonstration: boolean;
  },
): Promise<void> {
  const asking: Asking = gate;
  await sql`
    WITH entered AS (
      INSERT INTO person (name, demonstration, entered_at) VALUES (${one.name}, ${one.demonstration}, ${one.now})
      RETURNING person_id)
    INSERT INTO guardian (learner_id, person_id, relationship, parental_responsibility, valid_from, entered_at, entered_by)
    SELECT ${one.learnerId}, person_id, ${one.relationship}, ${one.parentalResponsibility}, ${one.from}, ${one.now}, ${one.by}
      FROM entered
  `.execute(asking);
}

/** Enters a rule about an adult of a child. Answers whether the adult is one of the child’s. */
export async function insertRule(
  gate: Gated,
  rule: Entered & {
    readonly personId: number;
    readonly withholds: string;
    readonly source: string;
    readonly from: PlainDate;
    readonly until: PlainDate | null;
  },
): Promise<boolean> {
  const asking: Asking = gate;
  const { numAffectedRows } = await sql`
    INSERT INTO contact_rule (learner_id, person_id, withholds, source, valid_from, valid_to, entered_at, entered_by)
    SELECT ${rule.learnerId}, ${rule.personId}, ${rule.withholds}, ${rule.source}, ${rule.from}, ${rule.until}, ${rule.now},
           ${rule.by}
     WHERE EXISTS (SELECT FROM guardian WHERE learner_id = ${rule.learnerId} AND person_id = ${rule.personId})
  `.execute(asking);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Lifts a rule that holds. */
export async function liftRule(
  gate: Gated,
  { learnerId, ruleId, now, by }: Entered & { readonly ruleId: number },
): Promise<void> {
  const asking: Asking = gate;
  await sql`
    UPDATE contact_rule SET lifted_at = ${now}, lifted_by = ${by}
     WHERE learner_id = ${learnerId} AND rule_id = ${ruleId} AND lifted_at IS NULL
  `.execute(asking);
}

/** Enters how an adult is reached. */
export async function insertContact(
  scoped: Scoped<SettingScope>,
  one: Entered &
    Pick<ContactDetail, 'personId' | 'kind' | 'value' | 'childLivesHere' | 'sharedWithFamily'> & {
      readonly at: Answerer;
      readonly from: PlainDate;
    },
): Promise<void> {
  const { at } = one;
  await sql`
    INSERT INTO contact_detail (learner_id, setting_id, person_id, kind, value, child_lives_here, shared_with_family,
                                valid_from, entered_at, entered_by, la_id, trust_id)
    VALUES (${one.learnerId}, ${at.settingId}, ${one.personId}, ${one.kind}, ${one.value}, ${one.childLivesHere},
            ${one.sharedWithFamily}, ${one.from}, ${one.now}, ${one.by}, ${at.laId}, ${at.trustId})
  `.execute(scoped);
}

/** The last day of a way to reach an adult that holds. */
export async function endContact(
  scoped: Scoped<SettingScope>,
  {
    learnerId,
    settingId,
    contactId,
    lastDay,
  }: {
    readonly learnerId: number;
    readonly settingId: number;
    readonly contactId: number;
    readonly lastDay: PlainDate;
  },
): Promise<void> {
  await sql`
    UPDATE contact_detail SET valid_to = greatest(valid_from, ${lastDay}::date)
     WHERE learner_id = ${learnerId} AND setting_id = ${settingId} AND contact_id = ${contactId} AND valid_to IS NULL
  `.execute(scoped);
}

/** The ways to reach a child’s adults that hold on a day, with their numbers, for staff. */
export async function keptContacts(
  scoped: Scoped<SettingScope>,
  { learnerId, settingId, day }: { readonly learnerId: number; readonly settingId: number; readonly day: PlainDate },
): Promise<readonly (ContactDetail & { readonly contactId: number })[]> {
  const { rows } = await sql<ContactDetail & { contactId: number }>`
    SELECT contact_id AS "contactId", person_id AS "personId", kind, value, child_lives_here AS "childLivesHere",
           shared_with_family AS "sharedWithFamily", valid_from AS "validFrom", valid_to AS "validTo"
      FROM contact_detail
     WHERE learner_id = ${learnerId} AND setting_id = ${settingId} AND (valid_to IS NULL OR valid_to >= ${day})
     ORDER BY person_id, kind, contact_id
  `.execute(scoped);
  return rows;
}
