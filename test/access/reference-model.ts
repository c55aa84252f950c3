import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import type { Role } from '#platform/access/roles.ts';
import { familyReads, roles } from '#platform/access/roles.ts';
import type { Enrolled, FamilyPerson, MemberPerson, Person } from './random-world.ts';
import { now, standings } from './random-world.ts';

/**
 * Who sees what, said once more: from the facts of a world, without a database, without a scope, and in other words than
 * the program’s. Slow and plain on purpose.
 */
export interface Seen {
  readonly categories: readonly Category[];
  /** Whose enrolments are seen. */
  readonly sees: (enrolled: Enrolled) => boolean;
  /** Whose pages at a setting are open at all. */
  readonly at: (settingId: number) => boolean;
}

const nothing: Seen = { categories: [], sees: () => false, at: () => false };
const today = plainDate('2026-01-15');
const yearBegan = plainDate('2025-09-01');

const inForce = ({ from, to }: Enrolled['span']) => from <= today && (to === null || today <= to);
const gone = (at: Date | null) => at !== null && at.getTime() <= now.getTime();

export function modelOf(person: Person, roll: readonly Enrolled[]): Seen {
  return person.as === 'member' ? memberSees(person, roll) : familySees(person);
}

function memberSees(person: MemberPerson, roll: readonly Enrolled[]): Seen {
  const role: Role = roles[person.role];
  const stands = inForce(person.span) && !gone(person.endedAt) && !gone(person.closedAt);
  if (!stands || !role.at.includes(person.kind) || !role.purposes.includes(person.purpose)) return nothing;
  const sinceStep = person.steppedUpAt === null ? -1 : now.getTime() - person.steppedUpAt.getTime();
  const stepped = sinceStep >= 0 && sinceStep < 15 * 60_000;
  const may = (one: Category) => role.reads.includes(one) || (stepped && role.readsAfterStepUp.includes(one));
  if (person.opened) return openedSees(person, role, may, roll);
  const reads = [...role.reads, ...role.readsAfterStepUp].filter(may);
  return role.reach === 'teams' ? teamSees(person, reads, roll) : placeSees(person, role, reads, roll);
}

function openedSees(
  { opened }: MemberPerson,
  role: Role,
  may: (one: Category) => boolean,
  roll: readonly Enrolled[],
): Seen {
  if (!opened || role.breakGlass === 'never' || new Date(opened.until) <= now) return nothing;
  return some([opened.learnerId], opened.categories.filter(may), roll);
}

/** Some children, wherever they are or were enrolled. */
function some(learners: readonly number[], categories: readonly Category[], roll: readonly Enrolled[]): Seen {
  const sees = ({ learnerId }: Enrolled) => learners.includes(learnerId);
  return { categories, sees, at: (settingId) => roll.some((one) => sees(one) && one.settingId === settingId) };
}

function teamSees({ teams, purpose }: MemberPerson, reads: readonly Category[], roll: readonly Enrolled[]): Seen {
  const mine = teams.filter((team) => team.purpose === purpose && inForce(team.span) && !gone(team.endedAt));
  if (mine.length === 0) return nothing;
  const given = reads.filter((one) => mine.every((team) => team.categories.includes(one)));
  return some(
    mine.map(({ learnerId }) => learnerId),
    given,
    roll,
  );
}

function placeSees(person: MemberPerson, role: Role, reads: readonly Category[], roll: readonly Enrolled[]): Seen {
  const { place } = person;
  if (!place || role.reach === 'nobody') return nothing;
  const within = (settingId: number) => {
    const stands = standings.find((one) => one.settingId === settingId);
    if (role.reach === 'trust') return stands?.trustId === place.trustId;
    if (role.reach === 'area') return stands?.laId === place.laId;
    return role.reach !== 'nation' && settingId === place.settingId;
  };
  const all: Seen = { categories: reads, sees: (one) => within(one.settingId), at: within };
  if (role.reach !== 'classes' && role.reach !== 'year-groups') return all;
  const chosen = role.reach === 'classes' ? person.classes : person.yearGroups;
  if (chosen.length === 0) return nothing;
  const inGroup = (one: Enrolled) =>
    role.reach === 'classes' ? person.classes.includes(one.class) : person.yearGroups.includes(one.yearGroup);
  const ofGroup = roll.filter(
    (one) =>
      one.settingId === place.settingId &&
      inGroup(one) &&
      one.span.from <= today &&
      (one.span.to === null || one.span.to >= yearBegan),
  );
  const learners = ofGroup.map(({ learnerId }) => learnerId);
  return { ...all, sees: (one) => within(one.settingId) && learners.includes(one.learnerId) };
}

/** A family’s own pages are another test’s: here it sees rows, and no page of staff is open to it. */
function familySees({ as, learnerId, closedAt, children, rules }: FamilyPerson): Seen {
  if (gone(closedAt)) return nothing;
  const barred = (learner: number) =>
    rules.some(
      (rule) =>
        rule.learnerId === learner && rule.withholds === 'everything' && inForce(rule.span) && !gone(rule.liftedAt),
    );
  const own = learnerId === null ? [] : [learnerId];
  const theirs = children
    .filter((child) => child.responsibility && inForce(child.span) && !barred(child.learnerId))
    .map((child) => child.learnerId);
  const learners = as === 'child' ? own : theirs;
  if (learners.length === 0) return nothing;
  return { categories: familyReads[as], sees: (one) => learners.includes(one.learnerId), at: () => false };
}
