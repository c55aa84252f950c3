import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import { roleNames, roles } from '#platform/access/roles.ts';

/** A role of somebody at an organisation, as its administrators see it: those that ended too. */
export interface ListedMember {
  readonly membershipId: number;
  readonly personId: number;
  readonly name: string;
  readonly email: string | null;
  readonly role: string;
  readonly classes: readonly string[];
  readonly yearGroups: readonly number[];
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  readonly enteredAt: Date;
  readonly enteredBy: string;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
}

const columns = `m.membership_id AS "membershipId", p.person_id AS "personId", p.name, p.email, m.role, m.classes,
  m.year_groups AS "yearGroups", m.valid_from AS "validFrom", m.valid_to AS "validTo", m.entered_at AS "enteredAt",
  m.entered_by AS "enteredBy", m.ended_at AS "endedAt", m.ended_by AS "endedBy"`;

/** Everybody who has, will have or had a role at an organisation, by name. */
export async function membersAt(gate: Gated, organisationId: number): Promise<readonly ListedMember[]> {
  const { rows } = await gate.client.query<ListedMember>({
    text: `SELECT ${columns} FROM membership AS m JOIN person AS p ON p.person_id = m.person_id
            WHERE m.organisation_id = $1 AND p.closed_at IS NULL ORDER BY p.name, p.person_id, m.membership_id`,
    values: [organisationId],
  });
  return rows;
}

/** Every role of one person, at every organisation. */
export async function rolesOf(
  gate: Gated,
  personId: number,
): Promise<readonly (ListedMember & { readonly organisation: string; readonly organisationId: number })[]> {
  const { rows } = await gate.client.query<
    ListedMember & { readonly organisation: string; readonly organisationId: number }
  >({
    text: `SELECT ${columns}, o.name AS organisation, o.organisation_id AS "organisationId" FROM membership AS m
             JOIN person AS p ON p.person_id = m.person_id JOIN organisation AS o ON o.organisation_id = m.organisation_id
            WHERE m.person_id = $1 ORDER BY m.ended_at IS NOT NULL, o.name, m.membership_id`,
    values: [personId],
  });
  return rows;
}

/** An organisation, held until the transaction ends: of two who change its people at once the second sees the first. */
export async function holdOrganisation(
  gate: Gated,
  organisationId: number,
): Promise<{ readonly name: string; readonly kind: OrganisationKind; readonly demonstration: boolean } | undefined> {
  const { rows } = await gate.client.query<{ name: string; kind: OrganisationKind; demonstration: boolean }>({
    text: 'SELECT name, kind, demonstration FROM organisation WHERE organisation_id = $1 FOR UPDATE',
    values: [organisationId],
  });
  return rows[0];
}

/** Who has an address and a role, past ones too, at an organisation. Elsewhere they are another account. */
export async function personHere(gate: Gated, organisationId: number, email: string): Promise<number | undefined> {
  const { rows } = await gate.client.query<{ personId: number }>({
    text: `SELECT p.person_id AS "personId" FROM person AS p
            WHERE lower(p.email) = lower($2) AND p.closed_at IS NULL AND p.learner_id IS NULL
              AND EXISTS (SELECT 1 FROM membership AS m WHERE m.person_id = p.person_id AND m.organisation_id = $1)
            ORDER BY 1 LIMIT 1`,
    values: [organisationId, email],
  });
  return rows[0]?.personId;
}

export interface NewPerson {
  readonly name: string;
  readonly email: string | null;
  readonly demonstration: boolean;
  readonly at: Date;
}

/** Enters somebody, and answers their number. */
export async function insertPerson(gate: Gated, { name, email, demonstration, at }: NewPerson): Promise<number> {
  const { person_id } = await gate
    .insertInto('person')
    .values({ name, email, learner_id: null, demonstration, entered_at: at })
    .returning('person_id')
    .executeTakeFirstOrThrow();
  return person_id;
}

export interface NewMembership {
  readonly personId: number;
  readonly organisationId: number;
  readonly role: string;
  readonly classes: readonly string[];
  readonly yearGroups: readonly number[];
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  readonly at: Date;
  readonly by: string;
}

/** Enters a role, and answers its number. */
export async function insertMembership(gate: Gated, entry: NewMembership): Promise<number> {
  const { membership_id } = await gate
    .insertInto('membership')
    .values({
      person_id: entry.personId,
      organisation_id: entry.organisationId,
      role: entry.role,
      classes: [...entry.classes],
      year_groups: [...entry.yearGroups],
      valid_from: entry.validFrom,
      valid_to: entry.validTo,
      entered_at: entry.at,
      entered_by: entry.by,
      ended_at: null,
      ended_by: null,
    })
    .returning('membership_id')
    .executeTakeFirstOrThrow();
  return membership_id;
}

/** A role at an organisation that was not ended. */
export async function openMembership(
  gate: Gated,
  organisationId: number,
  membershipId: number,
): Promise<ListedMember | undefined> {
  const { rows } = await gate.client.query<ListedMember>({
    text: `SELECT ${columns} FROM membership AS m JOIN person AS p ON p.person_id = m.person_id
            WHERE m.organisation_id = $1 AND m.membership_id = $2 AND m.ended_at IS NULL`,
    values: [organisationId, membershipId],
  });
  return rows[0];
}

/** Ends a role now. What it said stays as it was. */
export async function endStoredMembership(
  gate: Gated,
  membershipId: number,
  ended: { readonly at: Date; readonly by: string },
): Promise<void> {
  await gate
    .updateTable('membership')
    .set({ ended_at: ended.at, ended_by: ended.by })
    .where('membership_id', '=', membershipId)
    .where('ended_at', 'is', null)
    .execute();
}

const administering: readonly string[] = roleNames.filter((name) => roles[name].administers === 'own-organisation');

/** The roles in force on a day with which somebody administers an organisation. */
export async function administeringAt(
  gate: Gated,
  organisationId: number,
  today: PlainDate,
): Promise<readonly { readonly membershipId: number; readonly personId: number }[]> {
  const { rows } = await gate.client.query<{ membershipId: number; personId: number }>({
    text: `SELECT m.membership_id AS "membershipId", m.person_id AS "personId"
             FROM membership AS m JOIN person AS p ON p.person_id = m.person_id
            WHERE m.organisation_id = $1 AND m.role = ANY ($2) AND m.ended_at IS NULL AND p.closed_at IS NULL
              AND m.valid_from <= $3 AND (m.valid_to IS NULL OR m.valid_to >= $3)`,
    values: [organisationId, administering, today],
  });
  return rows;
}

/** Whether a person has a role at another organisation that was not ended, or an account of a child’s or a parent’s. */
export async function hasRoleElsewhere(gate: Gated, personId: number, organisationId: number): Promise<boolean> {
  const elsewhere = await gate
    .selectFrom('membership')
    .select('membership_id')
    .where('person_id', '=', personId)
    .where('organisation_id', '<>', organisationId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return elsewhere !== undefined || (await isOfFamily(gate, personId));
}

/** Whether an account is a child’s own too, or brings up any child. */
async function isOfFamily(gate: Gated, personId: number): Promise<boolean> {
  const child = await gate
    .selectFrom('person')
    .select('person_id')
    .where('person_id', '=', personId)
    .where('learner_id', 'is not', null)
    .executeTakeFirst();
  const bringsUp = gate.selectFrom('guardian').select('person_id').where('person_id', '=', personId);
  return child !== undefined || (await bringsUp.executeTakeFirst()) !== undefined;
}

/** What an organisation is, and where. */
export async function organisationPlace(gate: Gated, organisationId: number) {
  return await gate
    .selectFrom('organisation')
    .select(['kind', 'setting_id as settingId', 'la_id as laId', 'trust_id as trustId'])
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
}
