import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { AskingRequest } from '#platform/access/ask-scope.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import type { Role, RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import type { Grounds, Scope } from '#platform/access/scope.ts';

/** As which member a request is signed in, whether or not the role has a scope; `undefined` for everybody else. */
export type AskMembership = (request: AskingRequest) => Promise<Engaged | undefined>;
type Engaged = Pick<Grounds, 'personId' | 'membershipId'> & { readonly purpose?: Purpose | undefined };

/** A signed-in member of an organisation, by their membership, while it holds. */
export interface Member {
  readonly personId: number;
  readonly membershipId: number;
  readonly organisationId: number;
  readonly person: string;
  readonly organisation: string;
  readonly roleName: RoleName;
  readonly role: Role;
  /** For what they are signed in; absent where that is not known. */
  readonly purpose?: Purpose | undefined;
  /** Name, role and organisation, in words for a record. */
  readonly toldBy: string;
  /** Whether they may sign, suspend and revoke for the organisation. */
  readonly maySign: boolean;
}

/** Who is signed in; `undefined` for a chosen role of the demonstration, a child and a parent, and when it has ended. */
export async function memberBehind(gate: Gated, engaged: Engaged | undefined, now: Date): Promise<Member | undefined> {
  const membershipId = engaged?.membershipId;
  if (membershipId === undefined) return undefined;
  const row = await gate
    .selectFrom('membership')
    .innerJoin('person', 'person.person_id', 'membership.person_id')
    .innerJoin('organisation', 'organisation.organisation_id', 'membership.organisation_id')
    .select(['membership.person_id', 'membership.organisation_id', 'membership.role', 'membership.valid_from'])
    .select(['membership.valid_to', 'membership.ended_at', 'person.closed_at', 'person.name'])
    .select(['organisation.name as at', 'organisation.kind'])
    .where('membership.membership_id', '=', membershipId)
    .executeTakeFirst();
  if (row === undefined || !Object.hasOwn(roles, row.role)) return undefined;
  const today = londonDay(now);
  const holds = row.valid_from <= today && (row.valid_to === null || today <= row.valid_to);
  const ended = [row.ended_at, row.closed_at].some((at) => at !== null && at <= now);
  if (!holds || ended || row.person_id !== engaged?.personId) return undefined;
  const roleName = row.role as RoleName;
  const role: Role = roles[roleName];
  if (!role.at.some((kind) => kind === row.kind)) return undefined;
  return {
    personId: row.person_id,
    membershipId,
    organisationId: row.organisation_id,
    person: row.name,
    organisation: row.at,
    roleName,
    role,
    purpose: engaged.purpose,
    toldBy: `${row.name}, ${role.title}, ${row.at}`,
    maySign: role.administers === 'own-organisation',
  };
}

/** The organisations for which a chosen role of the demonstration stands: none for families. */
export async function organisationsBehind(gate: Gated, scope: Scope | undefined): Promise<readonly number[]> {
  const place = scope === undefined || scope.grounds ? undefined : placeOf(scope);
  if (place === undefined) return [];
  const all = gate.selectFrom('organisation').select('organisation_id').where('kind', '=', place.kind);
  const rows = await all.where(place.column, 'in', [...place.ids]).execute();
  return rows.map(({ organisation_id }) => organisation_id);
}

function placeOf(scope: Scope) {
  switch (scope.kind) {
    case 'setting':
      return { kind: 'setting', column: 'setting_id', ids: [0, ...scope.settings] } as const;
    case 'area':
      return { kind: 'local-authority', column: 'la_id', ids: [scope.laId] } as const;
    case 'trust':
      return { kind: 'trust', column: 'trust_id', ids: [scope.trustId] } as const;
    case 'nation':
      return { kind: 'nation', column: 'nation_id', ids: [scope.nationId] } as const;
    default:
      return undefined;
  }
}
