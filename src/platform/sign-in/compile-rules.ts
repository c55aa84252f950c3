import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, londonDay } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { MemberEngagement } from '#platform/access/engagement.ts';
import type { Organisation } from '#platform/access/organisation.ts';
import { purposes } from '#platform/access/purposes.ts';
import type { Role } from '#platform/access/roles.ts';
import { aRole, mostChildren, roles, stepUpLasts } from '#platform/access/roles.ts';
import type { ChildrenScope, RequestScope } from '#platform/access/scope.ts';
import { placeKey } from '#platform/access/scope.ts';

/** What is stored of a membership, its person and its organisation. */
export interface MemberFacts {
  readonly membershipId: number;
  readonly personName: string;
  readonly personClosedAt: Date | null;
  readonly role: string;
  readonly classes: readonly string[];
  readonly yearGroups: readonly number[];
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  readonly endedAt: Date | null;
  readonly organisation: Pick<Organisation, 'organisationId' | 'kind' | 'name'> & {
    readonly [Key in 'settingId' | 'laId' | 'trustId' | 'nationId']: number | null;
  };
}

/** One team around a child that a member is in. */
export interface TeamFacts {
  readonly learnerId: number;
  readonly categories: readonly string[];
  readonly validTo: PlainDate | null;
}

/** A place of a child on a roll. */
export interface LearnerSlot {
  readonly learnerId: number;
  readonly settingId: number;
  readonly slot: number;
}

/** What every scope of an engagement says of itself. */
export type Asked = Pick<RequestScope, 'actor' | 'purpose' | 'categories' | 'changes' | 'grounds'>;

/** Why no scope is compiled, and what can be done. */
export function refused(code: string, message: string, nextStep: string): Result<never, Problem> {
  return failure({ code: `${code}-not-allowed`, message, nextStep });
}

const askAdministrator = 'Ask whoever administers your organisation here to enter it, or sign in in another role.';

/** The role of a membership that is in force at an instant, at the engagement’s purpose. Fails closed. */
export function roleInForce(
  facts: MemberFacts | undefined,
  { purpose }: MemberEngagement,
  now: Date,
): Result<Role, Problem> {
  if (!facts) return refused('membership', 'You have no such role here.', askAdministrator);
  if (isOver(facts.personClosedAt, now)) {
    return refused('account', 'This account was closed.', 'Ask whoever administers your organisation here.');
  }
  const today = londonDay(now);
  const over = isOver(facts.endedAt, now) || (facts.validTo !== null && facts.validTo < today);
  if (over || facts.validFrom > today) {
    const when = over ? 'has ended' : `begins on ${facts.validFrom}`;
    return refused('membership', `Your role at ${facts.organisation.name} ${when}.`, askAdministrator);
  }
  const role: Role | undefined = Object.hasOwn(roles, facts.role) ? roles[facts.role as keyof typeof roles] : undefined;
  if (!role?.at.includes(facts.organisation.kind)) {
    return refused('role', `${facts.organisation.name} has no role of this name.`, askAdministrator);
  }
  if (!role.purposes.includes(purpose)) {
    const may = role.purposes.map((one) => purposes[one]).join('; or ');
    return refused('purpose', `${aRole(role, 'A')} does not act ${purposes[purpose]}.`, `Sign in ${may}.`);
  }
  return success(role);
}

function isOver(at: Date | null, now: Date): boolean {
  return at !== null && at <= now;
}

/** What a role reads at an instant: what needs a second sign-in, only for minutes after one. */
export function readsNow(role: Role, steppedUpAt: Date | undefined, now: Date): readonly Category[] {
  return hasSteppedUp(steppedUpAt, now) ? inOrder([...role.reads, ...role.readsAfterStepUp]) : role.reads;
}

/** What a role changes at an instant: never what it does not read. */
export function changesNow(role: Role, steppedUpAt: Date | undefined, now: Date): readonly Category[] {
  const reads = readsNow(role, steppedUpAt, now);
  return role.changes.filter((category) => reads.includes(category));
}

function hasSteppedUp(at: Date | undefined, now: Date): boolean {
  if (at === undefined) return false;
  const age = now.getTime() - at.getTime();
  return age >= 0 && age < stepUpLasts;
}

/** Of what is offered, only what is allowed too, in the catalogue’s order. */
export function atMost(allowed: readonly Category[], offered: readonly string[]): readonly Category[] {
  return inOrder(allowed.filter((category) => offered.includes(category)));
}

function inOrder(named: readonly Category[]): readonly Category[] {
  return categories.filter((category) => named.includes(category));
}

/**
 * The teams whose children a member reaches, with what all of them give: a scope has one list of categories, so a child
 * of a narrower team narrows it, and never the other way about.
 */
export function teamsTogether(role: Role, teams: readonly TeamFacts[], reads: readonly Category[]) {
  const given = teams.map((team) => atMost(reads, team.categories));
  return {
    learners: [...new Set(teams.map(({ learnerId }) => learnerId))],
    categories: teams.length === 0 ? [] : reads.filter((one) => given.every((these) => these.includes(one))),
    until: earliest(teams.map(({ validTo }) => endOfDay(validTo))),
    title: role.title,
  };
}

/** A scope of some children, or why there are too many. */
export function childrenScope(
  asked: Asked,
  learners: readonly number[],
  slots: readonly LearnerSlot[],
  among?: readonly number[],
): Result<ChildrenScope, Problem> {
  if (learners.length > mostChildren) {
    return refused(
      'reach',
      `This would reach ${learners.length} children, more than the ${mostChildren} of a scope that names each.`,
      'Ask for a role or an agreement that reaches a setting, a trust or an area, or for fewer children.',
    );
  }
  return success({
    ...asked,
    kind: 'children',
    learners: ascending(learners),
    settings: ascending(among ?? slots.map(({ settingId }) => settingId)),
    places: ascending(slots.map(({ settingId, slot }) => placeKey(settingId, slot))),
  });
}

function ascending(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].toSorted((left, right) => left - right);
}

/** The first instant after a day in Europe/London; `undefined` when no day is given. */
export function endOfDay(day: PlainDate | null): Date | undefined {
  if (day === null) return undefined;
  const next = addDays(day, 1);
  const inWinter = new Date(`${next}T00:00:00Z`);
  const inSummer = new Date(inWinter.getTime() - 3_600_000);
  return londonDay(inSummer) === next ? inSummer : inWinter;
}

/** The first of some instants; `undefined` when none is known. */
export function earliest(instants: readonly (Date | undefined)[]): Date | undefined {
  const known = instants.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : new Date(Math.min(...known.map((one) => one.getTime())));
}
