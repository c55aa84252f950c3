import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { Role, RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';

/** Somebody who is to be invited. */
export interface Invited {
  readonly name: string;
  readonly role: RoleName;
  /** A setting’s URN, or an organisation’s name or `external_id`. */
  readonly at: string;
  /** Of an organisation that is not known yet, and is to be entered under the name. */
  readonly kind: OrganisationKind | undefined;
  readonly today: PlainDate;
}

const by = 'the command line';

/**
 * Enters a person with a role, unless somebody of that name has it already, and answers who they are; `undefined` when
 * there is no such organisation, or the role does not exist there.
 */
export async function enterInvited(gate: Gated, invited: Invited, now: Date): Promise<number | undefined> {
  const organisationId = await organisationOf(gate, invited);
  if (organisationId === undefined) return undefined;
  const { name, role, today } = invited;
  const known = await gate
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.person_id', 'm.person_id')
    .select('p.person_id')
    .where('p.name', '=', name)
    .where('p.demonstration', '=', false)
    .where('p.closed_at', 'is', null)
    .where('m.organisation_id', '=', organisationId)
    .where('m.role', '=', role)
    .where('m.ended_at', 'is', null)
    .executeTakeFirst();
  if (known) return known.person_id;
  const { person_id } = await gate
    .insertInto('person')
    .values({ name, email: null, learner_id: null, demonstration: false, entered_at: now })
    .returning('person_id')
    .executeTakeFirstOrThrow();
  await gate
    .insertInto('membership')
    .values({
      person_id,
      organisation_id: organisationId,
      role,
      classes: [],
      year_groups: [],
      valid_from: today,
      entered_at: now,
      entered_by: by,
      ended_by: null,
    })
    .execute();
  return person_id;
}

async function organisationOf(gate: Gated, { at, role, kind }: Invited): Promise<number | undefined> {
  const known = await gate
    .selectFrom('organisation')
    .select(['organisation_id', 'kind'])
    .where((where) =>
      where.or([where('name', '=', at), where('external_id', '=', at), where('external_id', '=', `urn:${at}`)]),
    )
    .orderBy('demonstration')
    .executeTakeFirst();
  const offered: Role = roles[role];
  if (known) return offered.at.some((one) => one === known.kind) ? known.organisation_id : undefined;
  const setting = /^\d{6}$/.test(at) ? await settingOf(gate, Number(at)) : undefined;
  const wanted = setting ? 'setting' : kind;
  if (wanted === undefined || !offered.at.includes(wanted)) return undefined;
  const { organisation_id } = await gate
    .insertInto('organisation')
    .values({
      kind: wanted,
      name: setting?.name ?? at,
      setting_id: setting?.settingId ?? null,
      la_id: null,
      trust_id: null,
      nation_id: null,
      external_id: setting ? `urn:${at}` : null,
      demonstration: false,
    })
    .returning('organisation_id')
    .executeTakeFirstOrThrow();
  return organisation_id;
}

async function settingOf(gate: Gated, urn: number) {
  const found = await gate
    .selectFrom('register_keeper as k')
    .innerJoin('setting as s', 's.setting_id', 'k.setting_id')
    .select(['s.setting_id as settingId', 's.name'])
    .where('s.urn', '=', urn)
    .executeTakeFirst();
  return found && { settingId: found.settingId, name: found.name ?? `URN ${urn}` };
}
