import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { success } from '#foundation/kernel/result.ts';
import type { Engagement, FamilyEngagement, MemberEngagement } from '#platform/access/engagement.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { purposes } from '#platform/access/purposes.ts';
import type { Role } from '#platform/access/roles.ts';
import { aRole, familyReads } from '#platform/access/roles.ts';
import type { RequestScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Beyond } from './compile-beyond.ts';
import { beyondRole, scopeBeyond } from './compile-beyond.ts';
import type { Asked, LearnerSlot, MemberFacts } from './compile-rules.ts';
import {
  changesNow,
  childrenScope,
  earliest,
  endOfDay,
  readsNow,
  refused,
  roleInForce,
  teamsTogether,
} from './compile-rules.ts';
import { familyFacts, memberFacts, onRollAt, slotsOfGroups, slotsOfLearners, teamsOf } from './compile-store.ts';

type Compiled = Result<RequestScope, Problem>;
type Pools = Pick<Database, 'poolOf'>;

/**
 * The scope of an engagement at an instant, from stored facts alone: membership, organisation, team, guardian, contact
 * rules, agreement, break-glass. Whatever has ended or is unknown gives a problem that says what to do, and no scope.
 * Compile with every request, and keep it no longer than one.
 */
export async function compileScope(database: Pools, engagement: Engagement, now: Date): Promise<Compiled> {
  return await scopeOfFound(database, await inGate(database, 'compile', (gate) => findEngaged(gate, engagement, now)));
}

/** What the gate knows of an engagement at an instant: enough to make its scope without asking the gate again. */
export type Engaged =
  | { readonly as: 'member'; readonly found: Result<Member, Problem>; readonly moment: Moment }
  | { readonly as: 'family'; readonly found: Result<Family, Problem> };

/** Finds it, in the gate’s transaction; the facts of a membership may have been asked for already. */
export async function findEngaged(
  gate: Gated,
  engagement: Engagement,
  now: Date,
  asked?: Promise<MemberFacts | undefined>,
): Promise<Engaged> {
  if (engagement.as !== 'member') return { as: 'family', found: await familyFound(gate, engagement, now) };
  const facts = await (asked ?? memberFacts(gate, engagement));
  const moment = { engagement, now };
  return { as: 'member', found: await memberFound(gate, facts, moment), moment };
}

/** The scope of what was found: children who are in it by their class, their team or an agreement are looked up now. */
export async function scopeOfFound(database: Pools, engaged: Engaged): Promise<Compiled> {
  if (engaged.as === 'family') {
    const { found } = engaged;
    return found.ok ? await reachLearners(database, found.value.asked, found.value.learners) : found;
  }
  const { found, moment } = engaged;
  if (!found.ok) return found;
  const { beyond } = found.value;
  if (beyond) return await scopeBeyond(database, beyond, moment.now);
  return await memberScope(database, found.value, moment);
}

interface Moment {
  readonly engagement: MemberEngagement;
  readonly now: Date;
}

interface Member {
  readonly facts: MemberFacts;
  readonly role: Role;
  readonly asked: Asked;
  readonly teams: ReturnType<typeof teamsTogether> | undefined;
  readonly beyond: Beyond | undefined;
}

interface Family {
  readonly asked: Asked;
  readonly learners: readonly number[];
}

async function memberFound(
  gate: Gated,
  facts: MemberFacts | undefined,
  { engagement, now }: Moment,
): Promise<Result<Member, Problem>> {
  const role = roleInForce(facts, engagement, now);
  if (!role.ok) return role;
  if (!facts) return refused('membership', 'You have no such role here.', 'Sign in again.');
  const asked = askedAs(facts, role.value, { engagement, now });
  const beyond = await beyondRole(gate, { facts, role: role.value, asked, engagement, now });
  if (!beyond.ok) return beyond;
  const { membershipId, purpose } = engagement;
  const teams =
    role.value.reach === 'teams' && !beyond.value
      ? teamsTogether(
          role.value,
          await teamsOf(gate, { membershipId, purpose, today: londonDay(now), now }),
          asked.categories,
        )
      : undefined;
  return success({ facts, role: role.value, asked, teams, beyond: beyond.value });
}

function askedAs(facts: MemberFacts, role: Role, { engagement, now }: Moment): Asked {
  const { organisation, personName, membershipId } = facts;
  return {
    actor: `${personName}, ${role.title}, ${organisation.name}`,
    purpose: purposes[engagement.purpose],
    categories: readsNow(role, engagement.steppedUpAt, now),
    changes: changesNow(role, engagement.steppedUpAt, now),
    grounds: {
      personId: engagement.personId,
      organisationId: organisation.organisationId,
      membershipId,
      by: `as ${role.title} of ${organisation.name}`,
      until: endOfDay(facts.validTo),
    },
  };
}

function memberScope(database: Pools, member: Member, moment: Moment): Compiled | Promise<Compiled> {
  const { facts, role, asked, teams } = member;
  const { settingId, laId, trustId, nationId, name } = facts.organisation;
  switch (role.reach) {
    case 'setting':
      return settingId === null ? standsNowhere(name) : success({ ...asked, kind: 'setting', settings: [settingId] });
    case 'trust':
      return !trustId ? standsNowhere(name) : success({ ...asked, kind: 'trust', trustId });
    case 'area':
      return laId === null ? standsNowhere(name) : success({ ...asked, kind: 'area', laId });
    case 'nation':
      return nationId === null ? standsNowhere(name) : success({ ...asked, kind: 'nation', nationId });
    case 'classes':
    case 'year-groups':
      return settingId === null ? standsNowhere(name) : groupScope(database, member, { ...moment, settingId });
    case 'teams':
      return teams ? teamScope(database, asked, teams) : standsNowhere(name);
    case 'nobody':
      return refused(
        'scope',
        `${aRole(role, 'A')} manages who has which role at ${name}, and sees no child’s record.`,
        'Sign in in a role that sees children, if you have one.',
      );
  }
}

function standsNowhere(name: string): Result<never, Problem> {
  return refused(
    'organisation',
    `${name} is not entered as a setting, a trust, an area or a nation, so it reaches nobody.`,
    'Ask whoever runs Headwater to enter where it stands.',
  );
}

/** The classes or year groups of a member: who is on roll today, and who left in this academic year. */
async function groupScope(
  database: Pools,
  { facts, role, asked }: Member,
  { settingId, now }: Moment & { readonly settingId: number },
): Promise<Compiled> {
  const classes = role.reach === 'classes' ? facts.classes : [];
  const yearGroups = role.reach === 'year-groups' ? facts.yearGroups : [];
  if (classes.length + yearGroups.length === 0) {
    return refused(
      'reach',
      `No ${role.reach === 'classes' ? 'class' : 'year group'} is entered for your role at ${facts.organisation.name}.`,
      'Ask whoever administers your organisation here to enter it.',
    );
  }
  const today = londonDay(now);
  const since = academicYearDays(academicYearOf(today)).start;
  const { slots, onRoll } = await inScope(database, steward('compile'), async (scoped) => ({
    slots: await slotsOfGroups(scoped, { settingId, classes, yearGroups, today, since }),
    onRoll: await onRollAt(scoped, settingId, today),
  }));
  const scope = childrenScope(asked, learnersOf(slots), slots, [settingId]);
  return scope.ok ? success({ ...scope.value, onRoll }) : scope;
}

function teamScope(
  database: Pools,
  asked: Asked,
  { learners, categories, until }: ReturnType<typeof teamsTogether>,
): Compiled | Promise<Compiled> {
  if (learners.length === 0) {
    return refused(
      'reach',
      'You are in no team around a child for this purpose.',
      'Ask whoever leads the team to enter you, or sign in for another purpose.',
    );
  }
  const grounds = asked.grounds && { ...asked.grounds, until: earliest([asked.grounds.until, until]) };
  return reachLearners(database, { ...asked, categories, changes: [], grounds }, learners);
}

async function reachLearners(database: Pools, asked: Asked, learners: readonly number[]): Promise<Compiled> {
  const slots = await inScope(database, steward('compile'), (scoped) => slotsOfLearners(scoped, learners));
  return childrenScope(asked, learners, slots);
}

function learnersOf(slots: readonly LearnerSlot[]): readonly number[] {
  return [...new Set(slots.map(({ learnerId }) => learnerId))];
}

/** A child’s own record, or that of a parent’s children. */
async function familyFound(
  gate: Gated,
  { as, personId }: FamilyEngagement,
  now: Date,
): Promise<Result<Family, Problem>> {
  const facts = await familyFacts(gate, { personId, today: londonDay(now), now });
  if (!facts || (facts.closedAt !== null && facts.closedAt <= now)) {
    return refused('account', 'This account is closed.', 'Ask the setting.');
  }
  const own = facts.learnerId === null ? [] : [{ learnerId: facts.learnerId, validTo: null }];
  const children = as === 'child' ? own : facts.children;
  if (children.length === 0) {
    return refused('scope', 'No record is yours to see here.', 'Ask the setting whether it has entered you.');
  }
  const asked: Asked = {
    actor: as === 'child' ? 'the child' : `${facts.name}, parent or carer`,
    purpose: purposes[as === 'child' ? 'own-record' : 'parenting'],
    categories: familyReads[as],
    changes: [],
    grounds: {
      personId,
      family: as,
      by: as === 'child' ? 'because it is your own record' : 'as a parent or carer with parental responsibility',
      until: earliest(children.map(({ validTo }) => endOfDay(validTo))),
    },
  };
  return success({ asked, learners: children.map(({ learnerId }) => learnerId) });
}
