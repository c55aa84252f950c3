import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Role, RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import type { ListedMember } from './people-store.ts';
import {
  administeringAt,
  endStoredMembership,
  holdOrganisation,
  insertMembership,
  insertPerson,
  openMembership,
  personHere,
} from './people-store.ts';

/** Who changes who has which role at an organisation. */
export interface Administrator {
  readonly organisationId: number;
  /** In which role; absent for whoever runs Headwater, at the command line. */
  readonly acting?: { readonly personId: number; readonly membershipId: number } | undefined;
  /** Name, role and organisation, in words for the record. */
  readonly words: string;
}

/** A person with a role, as somebody enters it. */
export interface Entry {
  readonly name: string;
  readonly email: string;
  readonly role: RoleName;
  readonly classes: readonly string[];
  readonly yearGroups: readonly number[];
  /** Today when not given. */
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
}

export interface Entered {
  readonly personId: number;
  readonly membershipId: number;
}

/** Enters a person with a role; whoever has the address here already is given the role. Refuses one’s own. */
export async function enterMember(
  gate: Gated,
  by: Administrator,
  entry: Entry,
  now: Date,
): Promise<Result<Entered, Problem>> {
  const organisation = await holdOrganisation(gate, by.organisationId);
  if (!organisation) return failure(problem('organisation-not-found', 'There is no such organisation.'));
  const still = await stillAdministers(gate, by, now);
  if (still) return failure(still);
  const wrong = whyNotEntry(entry, roles[entry.role], { kind: organisation.kind, today: londonDay(now) });
  if (wrong !== undefined) return failure(problem('person-entry-invalid', wrong));
  const email = entry.email.trim() === '' ? null : entry.email.trim();
  const known = email === null ? undefined : await personHere(gate, by.organisationId, email);
  if (known !== undefined && known === by.acting?.personId) return failure(ownRole);
  const { demonstration } = organisation;
  const personId = known ?? (await insertPerson(gate, { name: entry.name, email, demonstration, at: now }));
  const membershipId = await enterRole(gate, by, { ...entry, personId }, now);
  return success({ personId, membershipId });
}

async function enterRole(
  gate: Gated,
  by: Administrator,
  entry: Omit<Entry, 'name' | 'email'> & { readonly personId: number },
  now: Date,
): Promise<number> {
  return await insertMembership(gate, {
    personId: entry.personId,
    organisationId: by.organisationId,
    role: entry.role,
    classes: roles[entry.role].reach === 'classes' ? entry.classes : [],
    yearGroups: roles[entry.role].reach === 'year-groups' ? entry.yearGroups : [],
    validFrom: entry.from ?? londonDay(now),
    validTo: entry.to ?? null,
    at: now,
    by: by.words,
  });
}

/** What is wrong with an entry, in a sentence; `undefined` when nothing is. */
export function whyNotEntry(
  { name, email, role, classes, yearGroups, from, to }: Entry,
  { at, reach, title }: Role,
  where: { readonly kind: Role['at'][number]; readonly today: PlainDate },
): string | undefined {
  if (name.trim() === '') return 'Give the person’s name.';
  if (name.length > 100) return 'Give a name of at most 100 letters.';
  if (email !== '' && !/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(email)) return `${email} is not an e-mail address.`;
  if (!at.includes(where.kind)) return `There is no ${title} at this kind of organisation (role ${role}).`;
  if (reach === 'classes' && classes.length === 0) return 'Say which classes a class teacher has.';
  if (reach === 'year-groups' && yearGroups.length === 0) return 'Say which year groups a head of year has.';
  if (from !== undefined && from < where.today) {
    return `The first day, ${from}, has gone by. A role begins today or later: nobody could use it before it was entered.`;
  }
  if (to !== undefined && to < (from ?? where.today)) return `The last day, ${to}, is before the first.`;
  return undefined;
}

/** Ends a role now, with effect on the next request. Refuses one’s own, and to leave nobody who administers. */
export async function endMember(
  gate: Gated,
  by: Administrator,
  membershipId: number,
  now: Date,
): Promise<Result<ListedMember, Problem>> {
  const held = await holdOrganisation(gate, by.organisationId);
  if (!held) return failure(problem('organisation-not-found', 'There is no such organisation.'));
  const still = await stillAdministers(gate, by, now);
  if (still) return failure(still);
  const member = await openMembership(gate, by.organisationId, membershipId);
  if (!member) return failure(problem('membership-not-found', 'Your organisation has no such role, or it has ended.'));
  if (member.personId === by.acting?.personId) return failure(ownRole);
  const left = (await administeringAt(gate, by.organisationId, londonDay(now))).filter(
    (one) => one.membershipId !== membershipId,
  );
  if (left.length === 0) {
    return failure(problem('last-administrator-conflict', 'Nobody would be left who administers this organisation.'));
  }
  await endStoredMembership(gate, membershipId, { at: now, by: by.words });
  return success(member);
}

/** Ends a role and enters another for the same person, both or neither. */
export async function changeMember(
  gate: Gated,
  by: Administrator,
  change: { readonly membershipId: number; readonly entry: Omit<Entry, 'name' | 'email'> },
  now: Date,
): Promise<Result<Entered, Problem>> {
  const organisation = await holdOrganisation(gate, by.organisationId);
  const member = organisation && (await openMembership(gate, by.organisationId, change.membershipId));
  if (!member) return failure(problem('membership-not-found', 'Your organisation has no such role, or it has ended.'));
  const entry = { ...change.entry, name: member.name, email: member.email ?? '' };
  const wrong = whyNotEntry(entry, roles[entry.role], { kind: organisation.kind, today: londonDay(now) });
  if (wrong !== undefined) return failure(problem('person-entry-invalid', wrong));
  const ended = await endMember(gate, by, change.membershipId, now);
  if (!ended.ok) return ended;
  const { personId } = member;
  return success({ personId, membershipId: await enterRole(gate, by, { ...entry, personId }, now) });
}

/** Asked once the organisation is held: two who end each other’s role at once must not both succeed. */
async function stillAdministers(gate: Gated, { acting, organisationId }: Administrator, now: Date) {
  if (!acting) return undefined;
  const all = await administeringAt(gate, organisationId, londonDay(now));
  if (all.some(({ membershipId }) => membershipId === acting.membershipId)) return undefined;
  return problem('administration-not-allowed', 'You administer this organisation no longer.');
}

const ownRole: Problem = {
  code: 'own-role-not-allowed',
  message: 'Nobody changes their own role.',
  nextStep: 'Ask another head or administrator of your organisation.',
};

function problem(code: string, message: string): Problem {
  return { code, message, nextStep: nextSteps[code] ?? 'See who has which role at /people.' };
}

const nextSteps: Readonly<Record<string, string>> = {
  'last-administrator-conflict': 'Enter another head or administrator first, then end this role.',
  'person-entry-invalid': 'Put it right and send it again. Nothing was entered.',
};
