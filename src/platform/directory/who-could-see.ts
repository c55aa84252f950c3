import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, londonDay } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import type { Role } from '#platform/access/roles.ts';
import { familyReads, roles } from '#platform/access/roles.ts';
import { beginningOf } from '#platform/agreement/compiled.ts';
import type { Facts, FamilyFact, Grant, MemberFact, PlaceFact, TeamFact } from './facts.ts';

/** The categories that are about a child: all but counts. */
export const childCategories: readonly Category[] = categories.filter((one) => one !== 'totals');

/** By what somebody could see a record. */
export type ByWhat = 'role' | 'team' | 'agreement' | 'break-glass' | 'family';

/** Somebody who could see some of a child’s record at some time of a day, and by what. */
export interface CouldSee {
  readonly personId: number;
  readonly name: string;
  readonly membershipId: number | undefined;
  readonly organisationId: number | undefined;
  readonly organisation: string;
  /** The role’s title, or who somebody is to the child. */
  readonly as: string;
  readonly by: ByWhat;
  /** Which team, agreement or opening; 0 for a role and for family. */
  readonly reference: number;
  /** The same in words, for a team’s purpose or an agreement’s title. */
  readonly words: string;
  readonly purposes: readonly Purpose[];
  readonly categories: readonly Category[];
  /** Of `categories`, those that need a second sign-in. */
  readonly afterStepUp: readonly Category[];
  readonly from: Date;
  /** The first instant at which it held no more, as far as is recorded. */
  readonly until: Date | undefined;
}

/**
 * Who could see a child’s record at any time of a day in Europe/London, from stored facts. Facts hold from an instant to an
 * instant, so that the beginning of the day and every instant in it at which one begins or ends are all there is to ask.
 * A fact counts from when it was entered, however early its first day: nobody could have used it before.
 */
export function whoCouldSee(facts: Facts, day: PlainDate): readonly CouldSee[] {
  const found = new Map<string, CouldSee>();
  for (const at of instantsOf(facts, day)) {
    for (const one of couldSeeAt(facts, at)) {
      const key = `${one.personId}/${one.membershipId ?? one.as}/${one.by}/${one.reference}/${one.purposes.join('+')}`;
      found.set(key, together(found.get(key), one));
    }
  }
  return [...found.values()].toSorted(
    (one, other) => one.name.localeCompare(other.name, 'en') || one.personId - other.personId,
  );
}

function together(known: CouldSee | undefined, one: CouldSee): CouldSee {
  if (!known) return one;
  const either = (field: 'categories' | 'afterStepUp') =>
    categories.filter((category) => known[field].includes(category) || one[field].includes(category));
  return { ...one, from: known.from, categories: either('categories'), afterStepUp: either('afterStepUp') };
}

/** The beginning of a day, and the instants in it at which a fact begins or ends. */
export function instantsOf(facts: Facts, day: PlainDate): readonly Date[] {
  const start = beginningOf(day);
  const end = beginningOf(addDays(day, 1));
  const changes = [
    ...facts.members.flatMap(({ enteredAt, endedAt, personClosedAt }) => [enteredAt, endedAt, personClosedAt]),
    ...facts.teams.flatMap(({ enteredAt, endedAt, teamEnteredAt }) => [enteredAt, endedAt, teamEnteredAt]),
    ...facts.family.flatMap(({ enteredAt, closedAt, rules }) => [
      enteredAt,
      closedAt,
      ...rules.flatMap((rule) => [rule.enteredAt, rule.liftedAt]),
    ]),
    ...facts.opened.flatMap(({ openedAt, untilAt, endedAt }) => [openedAt, untilAt, endedAt]),
    ...facts.given.map(({ at }) => at),
  ];
  const within = changes.flatMap((at) => (at && at.getTime() > start && at.getTime() < end ? [at.getTime()] : []));
  return [...new Set([start, ...within])].toSorted((one, other) => one - other).map((at) => new Date(at));
}

interface Moment {
  readonly at: Date;
  readonly today: PlainDate;
  /** The first day of the academic year: who left in it is still reached by class and year group. */
  readonly since: PlainDate;
}

function couldSeeAt(facts: Facts, at: Date): readonly CouldSee[] {
  const today = londonDay(at);
  const moment = { at, today, since: academicYearDays(academicYearOf(today)).start };
  const grants = facts.given.findLast((one) => one.at <= at)?.grants ?? [];
  const members = facts.members.flatMap((member) => {
    const role = roleHeld(member, moment);
    if (!role) return [];
    const held = { facts, member, role, moment };
    return [...byRole(held), ...byTeam(held), ...byAgreement(held, grants), ...byOpening(held)];
  });
  const family = facts.family.filter((one) => familyHolds(one, moment)).map(byFamily);
  return [...members, ...family].filter((one) => one.categories.length > 0);
}

interface Held {
  readonly facts: Facts;
  readonly member: MemberFact;
  readonly role: Role;
  readonly moment: Moment;
}

function roleHeld(member: MemberFact, moment: Moment): Role | undefined {
  const { role: name, personClosedAt, endedAt, enteredAt, validFrom, validTo, kind } = member;
  const role: Role | undefined = Object.hasOwn(roles, name) ? roles[name as keyof typeof roles] : undefined;
  if (!role?.at.includes(kind) || isOver(personClosedAt, moment) || isOver(endedAt, moment)) return undefined;
  return enteredAt <= moment.at && holdsOn(validFrom, validTo, moment) ? role : undefined;
}

function isOver(at: Date | null, moment: Moment): boolean {
  return at !== null && at <= moment.at;
}

function holdsOn(from: PlainDate, to: PlainDate | null, { today }: Moment): boolean {
  return from <= today && (to === null || to >= today);
}

function byRole({ facts, member, role, moment }: Held): readonly CouldSee[] {
  const place = facts.places.find((one) => one.enteredOn <= moment.today && roleReaches(role, member, one, moment));
  if (!place) return [];
  const since = later(sinceOf(member), new Date(beginningOf(place.enteredOn)));
  return [{ ...shown(member, role, readsOf(role)), by: 'role', reference: 0, words: '', from: since }];
}

function roleReaches(role: Role, member: MemberFact, place: PlaceFact, moment: Moment): boolean {
  switch (role.reach) {
    case 'setting':
      return member.settingId === place.settingId;
    case 'trust':
      return place.trustId > 0 && member.trustId === place.trustId;
    case 'area':
      return member.laId === place.laId;
    case 'classes':
      return inGroup(member, place, moment) && member.classes.includes(place.className);
    case 'year-groups':
      return inGroup(member, place, moment) && member.yearGroups.includes(place.yearGroup);
    default:
      return false;
  }
}

function inGroup({ settingId }: Pick<MemberFact, 'settingId'>, place: PlaceFact, { since }: Moment): boolean {
  return settingId === place.settingId && (place.leftOn === null || place.leftOn >= since);
}

function byTeam({ facts, member, role, moment }: Held): readonly CouldSee[] {
  if (role.reach !== 'teams') return [];
  const active = facts.teams.filter((team) => team.membershipId === member.membershipId && teamHolds(team, moment));
  return role.purposes.flatMap((purpose) => {
    const same = active.filter((team) => team.purpose === purpose);
    const around = same.filter(({ learnerId }) => learnerId === facts.learnerId);
    const reads = readsOf(role).filter((one) => same.every((team) => team.categories.includes(one)));
    return around.map((team) => ({
      ...shown(member, role, reads),
      by: 'team' as const,
      reference: team.teamId,
      words: '',
      purposes: [purpose],
      from: later(sinceOf(member), sinceOf(team)),
      until: earlier(endOf(member), endOf({ ...team, validTo: firstDay(team) })),
    }));
  });
}

function firstDay({ validTo, closedOn }: TeamFact): PlainDate | null {
  if (validTo === null || closedOn === null) return validTo ?? closedOn;
  return validTo < closedOn ? validTo : closedOn;
}

function teamHolds(team: TeamFact, moment: Moment): boolean {
  const entered = team.enteredAt <= moment.at && (team.teamEnteredAt === null || team.teamEnteredAt <= moment.at);
  const days = holdsOn(team.validFrom, team.validTo, moment) && holdsOn(team.openedOn, team.closedOn, moment);
  return entered && days && !isOver(team.endedAt, moment);
}

function byAgreement({ facts, member, role, moment }: Held, grants: readonly Grant[]): readonly CouldSee[] {
  const given = grants.filter(
    (grant) =>
      grant.organisationId === member.organisationId &&
      role.purposes.includes(grant.purpose) &&
      grantReaches(facts, grant, moment),
  );
  return given.map((grant) => ({
    ...shown(
      member,
      role,
      readsOf(role).filter((one) => grant.categories.includes(one)),
    ),
    by: 'agreement',
    reference: grant.agreementId,
    words: grant.words,
    purposes: [grant.purpose],
    from: sinceOf(member),
    until: earlier(endOf(member), grant.until),
  }));
}

function grantReaches({ places, learnerId }: Facts, { reach, except }: Grant, moment: Moment): boolean {
  const known = places.filter(({ enteredOn }) => enteredOn <= moment.today);
  if (reach.kind === 'learners') {
    const there = known.some((place) => reach.settings.some((settingId) => inGroup({ settingId }, place, moment)));
    return there && reach.learners.includes(learnerId) && !except.includes(learnerId);
  }
  if (reach.kind === 'cohort') {
    const inYear = known.some(
      (place) =>
        reach.yearGroups.includes(place.yearGroup) &&
        reach.settings.some((settingId) => inGroup({ settingId }, place, moment)),
    );
    return inYear && !except.includes(learnerId);
  }
  // A list of everybody cannot leave a child out, so that with one withheld nobody is shown.
  if (except.length > 0) return false;
  return known.some((place) =>
    reach.kind === 'area' ? place.laId === reach.laId : reach.settings.includes(place.settingId),
  );
}

function byOpening({ facts, member, role, moment }: Held): readonly CouldSee[] {
  if (role.breakGlass !== 'with-reason') return [];
  const own = facts.opened.filter(
    (one) =>
      one.membershipId === member.membershipId &&
      one.personId === member.personId &&
      one.openedAt <= moment.at &&
      one.untilAt > moment.at &&
      !isOver(one.endedAt, moment),
  );
  return own.map((one) => ({
    ...shown(
      member,
      role,
      readsOf(role).filter((category) => one.categories.includes(category)),
    ),
    by: 'break-glass',
    reference: one.breakGlassId,
    words: '',
    from: one.openedAt,
    until: earlier(endOf(member), earlier(one.untilAt, one.endedAt ?? undefined)),
  }));
}

function familyHolds(one: FamilyFact, moment: Moment): boolean {
  if (one.enteredAt > moment.at || isOver(one.closedAt, moment)) return false;
  if (one.as === 'child') return true;
  const days = one.validFrom !== null && holdsOn(one.validFrom, one.validTo, moment);
  return days && !one.rules.some((rule) => rule.withholds === 'everything' && ruleHolds(rule, moment));
}

function ruleHolds(rule: FamilyFact['rules'][number], moment: Moment): boolean {
  return rule.enteredAt <= moment.at && holdsOn(rule.validFrom, rule.validTo, moment) && !isOver(rule.liftedAt, moment);
}

function byFamily(one: FamilyFact): CouldSee {
  return {
    personId: one.personId,
    name: one.name,
    membershipId: undefined,
    organisationId: undefined,
    organisation: '',
    as: one.as === 'child' ? 'the child' : one.relationship,
    by: 'family',
    reference: 0,
    words: '',
    purposes: [one.as === 'child' ? 'own-record' : 'parenting'],
    categories: familyReads[one.as],
    afterStepUp: [],
    from: one.validFrom === null ? one.enteredAt : later(new Date(beginningOf(one.validFrom)), one.enteredAt),
    until: earlier(dayEnd(one.validTo), one.closedAt ?? undefined),
  };
}

/** What a role reads of a child, also after a second sign-in. */
function readsOf(role: Role): readonly Category[] {
  return childCategories.filter((one) => role.reads.includes(one) || role.readsAfterStepUp.includes(one));
}

function shown(member: MemberFact, role: Role, reads: readonly Category[]) {
  const { personId, name, membershipId, organisationId, organisation } = member;
  return {
    personId,
    name,
    membershipId,
    organisationId,
    organisation,
    as: role.title,
    purposes: role.purposes,
    categories: reads,
    afterStepUp: reads.filter((one) => !role.reads.includes(one)),
    until: endOf(member),
  };
}

type Lasting = Pick<MemberFact, 'validFrom' | 'validTo' | 'enteredAt' | 'endedAt'>;

function sinceOf({ validFrom, enteredAt }: Lasting): Date {
  return later(new Date(beginningOf(validFrom)), enteredAt);
}

function endOf({ validTo, endedAt }: Lasting): Date | undefined {
  return earlier(dayEnd(validTo), endedAt ?? undefined);
}

function dayEnd(day: PlainDate | null): Date | undefined {
  return day === null ? undefined : new Date(beginningOf(addDays(day, 1)));
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}

function earlier(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (!one || !other) return one ?? other;
  return one < other ? one : other;
}
