import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Role, RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import type { OrganisationFound, OrganisationNamed } from './organisation-store.ts';
import { organisationFor } from './organisation-store.ts';

/** Somebody who is to be invited. */
export interface Invited extends OrganisationNamed {
  readonly name: string;
  readonly role: RoleName;
  readonly today: PlainDate;
}

const by = 'the command line';

/**
 * Enters a person with a role, unless somebody of that name has it already, and answers who they are and where; a problem
 * when there is no such organisation, or the role does not exist there. Whoever asks rolls back after a problem.
 */
export async function enterInvited(
  gate: Gated,
  invited: Invited,
  now: Date,
): Promise<Result<{ readonly personId: number; readonly organisation: OrganisationFound }, Problem>> {
  const { name, role, today, kind } = invited;
  if (kind !== undefined && !existsAt(role, kind))
    return failure(noSuchRole(role, `an organisation of the kind ${kind}`));
  const found = await organisationFor(gate, invited);
  if (!found.ok) return found;
  const organisation = found.value;
  if (!existsAt(role, organisation.kind)) return failure(noSuchRole(role, organisation.name));
  const { organisationId } = organisation;
  return success({ personId: await personWith(gate, { name, role, today, organisationId }, now), organisation });
}

function existsAt(role: RoleName, kind: OrganisationFound['kind']): boolean {
  return (roles[role] as Role).at.includes(kind);
}

function noSuchRole(role: RoleName, where: string): Problem {
  const { title, at }: Role = roles[role];
  return {
    code: 'role-not-there',
    message: `Nobody can be ${title} at ${where}.`,
    nextStep: `The role exists at: ${at.join(', ')}.`,
  };
}

interface PersonWith extends Pick<Invited, 'name' | 'role' | 'today'> {
  readonly organisationId: number;
}

async function personWith(gate: Gated, { name, role, today, organisationId }: PersonWith, now: Date): Promise<number> {
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
