import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';

/** Somebody who can sign in. */
export interface Person {
  readonly personId: number;
  readonly name: string;
  /** Whose own account it is, where it is a child’s. */
  readonly learnerId: number | null;
  readonly demonstration: boolean;
}

/** A role in force of a person, with the organisation it is at. */
export interface Membership {
  readonly membershipId: number;
  readonly role: RoleName;
  readonly organisationId: number;
  readonly organisation: string;
  readonly kind: OrganisationKind;
  readonly externalId: string | null;
  readonly settingId: number | null;
  readonly urn: number | null;
  readonly laId: number | null;
  readonly trustId: number | null;
  readonly nationId: number | null;
}

/** A person whose account is open. */
export async function openPerson(gate: Gated, personId: number): Promise<Person | undefined> {
  return await gate
    .selectFrom('person')
    .select(['person_id as personId', 'name', 'learner_id as learnerId', 'demonstration'])
    .where('person_id', '=', personId)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
}

/** The person a provider’s subject is; `undefined` when nobody, or their account was closed. */
export async function personByIdentity(gate: Gated, issuer: string, subject: string): Promise<Person | undefined> {
  return await gate
    .selectFrom('provider_identity as i')
    .innerJoin('person as p', 'p.person_id', 'i.person_id')
    .select(['p.person_id as personId', 'p.name', 'p.learner_id as learnerId', 'p.demonstration'])
    .where('i.issuer', '=', issuer)
    .where('i.subject', '=', subject)
    .where('p.closed_at', 'is', null)
    .executeTakeFirst();
}

/** Joins a provider’s subject to a person. Does nothing where the subject is somebody already. */
export async function linkIdentity(
  gate: Gated,
  identity: { readonly issuer: string; readonly subject: string; readonly personId: number },
  now: Date,
): Promise<void> {
  const { issuer, subject, personId } = identity;
  await gate
    .insertInto('provider_identity')
    .values({ issuer, subject, person_id: personId, linked_at: now })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .execute();
}

/** The roles in force of a person on a day, by organisation and role. Roles of a name not known here are left out. */
export async function membershipsOf(gate: Gated, personId: number, today: PlainDate): Promise<readonly Membership[]> {
  const { rows } = await gate.client.query<Membership>({
    name: 'memberships-of',
    text: `SELECT m.membership_id AS "membershipId", m.role, o.organisation_id AS "organisationId", o.name AS organisation,
                  o.kind, o.external_id AS "externalId", o.setting_id AS "settingId", s.urn, o.la_id AS "laId",
                  o.trust_id AS "trustId", o.nation_id AS "nationId"
             FROM membership AS m
             JOIN organisation AS o ON o.organisation_id = m.organisation_id
             LEFT JOIN setting AS s ON s.setting_id = o.setting_id
            WHERE m.person_id = $1 AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2) AND m.ended_at IS NULL
            ORDER BY o.name, m.membership_id`,
    values: [personId, today],
  });
  return rows.filter(({ role }) => Object.hasOwn(roles, role));
}

/** Whether a person brings up any child with parental responsibility on a day. */
export async function isParent(gate: Gated, personId: number, today: PlainDate): Promise<boolean> {
  const { rows } = await gate.client.query({
    text: `SELECT 1 FROM guardian WHERE person_id = $1 AND parental_responsibility AND valid_from <= $2
              AND (valid_to IS NULL OR valid_to >= $2) LIMIT 1`,
    values: [personId, today],
  });
  return rows.length > 0;
}

/** Somebody of an organisation, as its administrator sees them. */
export interface Colleague {
  readonly personId: number;
  readonly name: string;
  readonly roles: readonly string[];
  /** Whether they can prove who they are yet. */
  readonly hasKey: boolean;
  readonly openSessions: number;
}

/** Everybody with a role in force at an organisation, by name. */
export async function colleaguesOf(
  gate: Gated,
  organisationId: number,
  today: PlainDate,
  now: Date,
): Promise<readonly Colleague[]> {
  const { rows } = await gate.client.query<Colleague>({
    text: `SELECT p.person_id AS "personId", p.name, array_agg(DISTINCT m.role ORDER BY m.role) AS roles,
                  EXISTS (SELECT 1 FROM provider_identity AS i WHERE i.person_id = p.person_id)
                  OR EXISTS (SELECT 1 FROM passkey AS k WHERE k.person_id = p.person_id AND k.removed_at IS NULL) AS "hasKey",
                  (SELECT count(*)::integer FROM sign_in_session AS s
                    WHERE s.person_id = p.person_id AND s.ended_at IS NULL AND s.expires_at > $3) AS "openSessions"
             FROM membership AS m JOIN person AS p ON p.person_id = m.person_id
            WHERE m.organisation_id = $1 AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2)
              AND m.ended_at IS NULL AND p.closed_at IS NULL
            GROUP BY p.person_id, p.name ORDER BY p.name, p.person_id`,
    values: [organisationId, today, now],
  });
  return rows;
}

/** Somebody made up, with one line on who they are. */
export interface MadeUp extends Person {
  readonly role: RoleName | null;
  readonly organisation: string | null;
  readonly parent: boolean;
  /** What of their child’s record is withheld from them now; empty for most. */
  readonly withheld: readonly string[];
  /** Whether a rule keeps from another of the child’s adults how this one is reached. */
  readonly kept: boolean;
}

/** Everybody made up who can be signed in as, in the order of their entry. */
export async function madeUpPeople(gate: Gated): Promise<readonly MadeUp[]> {
  const { rows } = await gate.client.query<MadeUp>(
    `SELECT p.person_id AS "personId", p.name, p.learner_id AS "learnerId", p.demonstration, first.role, first.organisation,
            EXISTS (SELECT 1 FROM guardian AS g WHERE g.person_id = p.person_id) AS parent,
            ARRAY (SELECT DISTINCT c.withholds FROM contact_rule AS c
                    WHERE c.person_id = p.person_id AND c.lifted_at IS NULL ORDER BY 1) AS withheld,
            EXISTS (SELECT 1 FROM guardian AS g
                      JOIN contact_rule AS c ON c.learner_id = g.learner_id AND c.person_id <> g.person_id
                     WHERE g.person_id = p.person_id AND c.withholds = 'other-adults' AND c.lifted_at IS NULL) AS kept
       FROM person AS p
       LEFT JOIN LATERAL (SELECT m.role, o.name AS organisation
                            FROM membership AS m JOIN organisation AS o ON o.organisation_id = m.organisation_id
                           WHERE m.person_id = p.person_id AND m.ended_at IS NULL ORDER BY m.membership_id LIMIT 1) AS first ON true
      WHERE p.demonstration AND p.closed_at IS NULL ORDER BY p.person_id LIMIT 60`,
  );
  return rows;
}

/** How many people made up can be signed in as. */
export async function countMadeUpPeople(gate: Gated): Promise<number> {
  const { rows } = await gate.client.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM person WHERE demonstration AND closed_at IS NULL',
  );
  return rows[0]?.count ?? 0;
}
