import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Category } from '#platform/access/categories.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import { purposes } from '#platform/access/purposes.ts';
import type { Role, RoleName } from '#platform/access/roles.ts';
import { aRole, roleNames, roles } from '#platform/access/roles.ts';
import { memberBehind } from '#platform/agreement/signatory-store.ts';
import { closeStoredTeam, endParts, holdTeam, insertPart, insertTeam } from './team-store.ts';
import { childCategories } from './who-could-see.ts';

/** Who may open a team around a child in their reach, ask others into it, and close it. */
export const mayLeadTeams: readonly RoleName[] = ['safeguarding-lead', 'head', 'inclusion-officer', 'social-worker'];

/** The roles that reach a child through a team. */
export const teamRoles: readonly RoleName[] = roleNames.filter((name) => roles[name].reach === 'teams');

/** For what a team can be: what a role that reaches through teams acts for. */
export const teamPurposes: readonly Purpose[] = [
  ...new Set(teamRoles.flatMap((name): readonly Purpose[] => roles[name].purposes)),
];

/** Who leads: the child was found in their own reach by whoever calls. */
export interface Leader {
  readonly membershipId: number;
  readonly personId: number;
  /** What they themselves read of the child, also after a second sign-in: nobody gives on what they do not see. */
  readonly reads: readonly Category[];
  readonly words: string;
  /** Whether their own role, and no team or agreement, reaches the child. */
  readonly reach?: 'own' | 'lent' | undefined;
}

/** Opens a team. */
export async function openTeam(
  gate: Gated,
  by: Leader,
  team: { readonly learnerId: number; readonly purpose: Purpose },
  now: Date,
): Promise<Result<number, Problem>> {
  if (!teamPurposes.includes(team.purpose)) {
    return failure(problem('team-purpose-invalid', `Nobody works in a team ${purposes[team.purpose]}.`));
  }
  return success(await insertTeam(gate, { ...team, openedOn: londonDay(now), at: now, by: by.words }));
}

export interface Invited {
  readonly learnerId: number;
  readonly teamId: number;
  readonly personId: number;
  readonly membershipId: number;
  readonly categories: readonly Category[];
  readonly to?: PlainDate | undefined;
}

/** Asks a member of a partner into a team, from today. Never more than their role has, nor than whoever asks has. */
export async function inviteToTeam(
  gate: Gated,
  by: Leader,
  invited: Invited,
  now: Date,
): Promise<Result<'invited', Problem>> {
  const { learnerId, teamId, membershipId, personId } = invited;
  const team = await holdTeam(gate, learnerId, teamId);
  if (!team) return failure(noTeam);
  if (personId === by.personId) return failure(problem('own-part-not-allowed', 'Nobody asks themselves into a team.'));
  const member = await memberBehind(gate, { personId, membershipId }, now);
  if (!member) return failure(problem('member-not-found', 'There is nobody in this role, or no longer.'));
  const wrong = whyNotPart(member.role, invited, { team: team.purpose, by, today: londonDay(now) });
  if (wrong !== undefined) return failure(problem('team-part-invalid', wrong));
  if (team.members.some((one) => one.membershipId === membershipId && holdsPart(one, londonDay(now)))) {
    return failure(problem('team-part-conflict', `${member.toldBy} is in this team already.`));
  }
  if (
    team.members.some((one) => one.membershipId === membershipId) &&
    by.reach !== 'own' &&
    team.enteredBy !== by.words
  )
    return failure(endedByOthers);
  const part = { ...invited, validFrom: londonDay(now), validTo: invited.to ?? null, at: now, by: by.words };
  if ((await insertPart(gate, part)) === 'entered') return success('invited');
  const again = 'They left this team today. What was said of that stays as it is, so they can join it again tomorrow.';
  return failure(problem('team-part-conflict', again));
}

function holdsPart(
  part: { readonly endedAt: Date | null; readonly validTo: PlainDate | null },
  today: PlainDate,
): boolean {
  return part.endedAt === null && (part.validTo === null || part.validTo >= today);
}

function whyNotPart(
  role: Role,
  { categories, to }: Invited,
  { team, by, today }: { readonly team: string; readonly by: Leader; readonly today: PlainDate },
): string | undefined {
  if (role.reach !== 'teams') return `${aRole(role, 'A')} sees children by the role itself, not through a team.`;
  if (!(role.purposes as readonly string[]).includes(team)) {
    const own = role.purposes.map((one) => purposes[one]).join('; or ');
    return `${aRole(role, 'A')} acts ${own}. Open a team for that, and ask them into it.`;
  }
  if (categories.length === 0) return 'Say what they need to see.';
  const has = readsOf(role);
  const beyond = categories.find((one) => !has.includes(one));
  if (beyond !== undefined) return `${aRole(role, 'A')} never sees ${beyond}.`;
  const notYours = categories.find((one) => !by.reads.includes(one));
  if (notYours !== undefined) return `You do not see ${notYours} yourself, so you cannot give it.`;
  if (to !== undefined && to < today) return `The last day, ${to}, has gone by.`;
  return undefined;
}

/** What a role can read of a child, also after a second sign-in. */
export function readsOf(role: Role): readonly Category[] {
  return childCategories.filter((one) => role.reads.includes(one) || role.readsAfterStepUp.includes(one));
}

/** Ends a member’s part with effect on the next request. */
export async function endPart(
  gate: Gated,
  by: Pick<Leader, 'words'>,
  part: { readonly learnerId: number; readonly teamId: number; readonly membershipId: number },
  now: Date,
): Promise<Result<'ended', Problem>> {
  const ended = await endParts(gate, { ...part, at: now, by: by.words });
  return ended > 0 ? success('ended') : failure(problem('team-part-not-found', 'They are in this team no longer.'));
}

/** Closes a team with effect on the next request. */
export async function closeTeam(
  gate: Gated,
  by: Pick<Leader, 'words'>,
  team: { readonly learnerId: number; readonly teamId: number },
  now: Date,
): Promise<Result<'closed', Problem>> {
  if (!(await holdTeam(gate, team.learnerId, team.teamId))) return failure(noTeam);
  await closeStoredTeam(gate, { ...team, today: londonDay(now), at: now, by: by.words });
  return success('closed');
}

const endedByOthers: Problem = {
  code: 'team-part-not-allowed',
  message: 'Their part in this team ended, and you reach the child through a team or an agreement yourself.',
  nextStep: 'Ask whoever opened the team, or a safeguarding lead, head or inclusion officer who reaches the child.',
};
const noTeam = problem('team-not-found', 'There is no such team around this child, or it is closed.');

function problem(code: string, message: string): Problem {
  return { code, message, nextStep: 'See who is in which team on the child’s team page.' };
}
