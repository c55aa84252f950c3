import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import { familyReads, roles } from '#platform/access/roles.ts';
import type { AgreementDrawn, Engaged, MembershipDrawn, Span, World } from './world.ts';

/**
 * Need to know, said once more: from decisions 10, 12, 14 and 19 alone, in loops over a world. It shares no code with what it
 * is compared with; of the program it knows the table of roles, which is what everybody has agreed on.
 */
export interface Reach {
  readonly categories: ReadonlySet<Category>;
  readonly whom: Whom;
}

export type Whom =
  /** Everybody at settings; `as` says by which of them, because a partner’s rights to tables differ. */
  | {
      readonly kind: 'settings';
      readonly as: 'setting' | 'area' | 'trust';
      readonly settings: ReadonlySet<number>;
      readonly la: number | null;
    }
  | { readonly kind: 'nation'; readonly nation: number }
  /** Children, with their enrolments (by position) at the settings that count. */
  | {
      readonly kind: 'children';
      readonly learners: ReadonlySet<number>;
      readonly settings: ReadonlySet<number>;
      readonly enrolments: ReadonlySet<number>;
    };

type Member = Extract<Engaged, { readonly as: 'member' }>;

/** Whom somebody reaches, and what of them, at the world’s moment; `undefined` for nobody. */
export function reachOf(world: World, engaged: Engaged): Reach | undefined {
  if (engaged.as !== 'member') return familyReach(world, engaged.as, engaged.person);
  const membership = memberInForce(world, engaged);
  if (!membership || !(roles[membership.role].purposes as readonly string[]).includes(engaged.purpose))
    return undefined;
  const categories = readsNow(world, membership, engaged.steppedUp);
  if (engaged.agreement !== null && engaged.glass !== null) return undefined;
  if (engaged.glass !== null) return glassReach(world, engaged, engaged.glass, categories);
  if (engaged.agreement !== null) return agreementReach(world, { engaged, membership, categories }, engaged.agreement);
  return roleReach(world, { engaged, membership, categories });
}

/** What somebody changes: what their role changes of what it reads now, and nothing under anything but the role’s own place. */
export function changesOf(world: World, engaged: Engaged): ReadonlySet<Category> {
  const membership = engaged.as === 'member' ? world.memberships[engaged.membership] : undefined;
  if (engaged.as !== 'member' || !membership || engaged.agreement !== null || engaged.glass !== null) return new Set();
  const { reach, changes } = roles[membership.role];
  const reads = readsNow(world, membership, engaged.steppedUp);
  return new Set(reach === 'teams' ? [] : [...changes].filter((one) => reads.has(one)));
}

/** The membership of somebody, while it, the account and the role at such an organisation hold. */
export function memberInForce(world: World, engaged: Member): MembershipDrawn | undefined {
  const membership = world.memberships[engaged.membership];
  if (!membership || membership.person !== engaged.person) return undefined;
  const closed = world.persons[engaged.person]?.closed ?? null;
  if (over(closed, world.now) || over(membership.ended, world.now) || !holds(membership, world.today)) return undefined;
  const kind = world.organisations[membership.organisation]?.kind;
  return (roles[membership.role].at as readonly string[]).includes(kind ?? '') ? membership : undefined;
}

export function holds({ from, to }: Span, day: PlainDate): boolean {
  return from <= day && (to === null || day <= to);
}

function over(at: Date | null, now: Date): boolean {
  return at !== null && at.getTime() <= now.getTime();
}

/** Some categories only for fifteen minutes after a second sign-in. */
function readsNow(world: World, { role }: MembershipDrawn, steppedUp: Date | null): ReadonlySet<Category> {
  const reads = new Set<Category>(roles[role].reads);
  const age = steppedUp === null ? -1 : world.now.getTime() - steppedUp.getTime();
  if (age >= 0 && age < 15 * 60_000) for (const one of roles[role].readsAfterStepUp) reads.add(one);
  return reads;
}

interface Acting {
  readonly engaged: Member;
  readonly membership: MembershipDrawn;
  readonly categories: ReadonlySet<Category>;
}

function roleReach(world: World, { engaged, membership, categories }: Acting): Reach | undefined {
  const at = world.organisations[membership.organisation];
  if (!at) return undefined;
  const settings = (which: (one: World['settings'][number]) => boolean) =>
    new Set(world.settings.flatMap((one, index) => (which(one) ? [index] : [])));
  switch (roles[membership.role].reach) {
    case 'setting':
      if (at.setting === null) return undefined;
      return { categories, whom: { kind: 'settings', as: 'setting', settings: new Set([at.setting]), la: null } };
    case 'trust':
      if (at.trust === null) return undefined;
      return {
        categories,
        whom: { kind: 'settings', as: 'trust', settings: settings(({ trust }) => trust === at.trust), la: null },
      };
    case 'area':
      if (at.la === null) return undefined;
      return {
        categories,
        whom: { kind: 'settings', as: 'area', settings: settings(({ la }) => la === at.la), la: at.la },
      };
    case 'nation':
      return at.nation === null ? undefined : { categories, whom: { kind: 'nation', nation: at.nation } };
    case 'classes':
    case 'year-groups': {
      const { classes, yearGroups } = membership;
      const groups = roles[membership.role].reach === 'classes' ? classes.length : yearGroups.length;
      if (at.setting === null || groups === 0) return undefined;
      const of = groupOf(world, membership, at.setting);
      return { categories, whom: childrenAt(world, of, new Set([at.setting])) };
    }
    case 'teams':
      return teamReach(world, { engaged, membership, categories });
    default:
      return undefined;
  }
}

/** A class or year group: who is in it on the roll today, or was in this academic year. Not who is still to come. */
function groupOf(world: World, { role, classes, yearGroups }: MembershipDrawn, setting: number): ReadonlySet<number> {
  const byClass = roles[role].reach === 'classes';
  const found = new Set<number>();
  for (const one of world.enrolments) {
    if (one.setting !== setting || !inYear(world, one)) continue;
    if (byClass ? classes.includes(one.class) : yearGroups.includes(one.yearGroup)) found.add(one.learner);
  }
  return found;
}

/** Children with every enrolment of theirs, at `only` these settings or wherever. */
function childrenAt(world: World, learners: ReadonlySet<number>, only?: ReadonlySet<number>): Whom {
  const enrolments = new Set<number>();
  const settings = new Set<number>(only);
  for (const [index, one] of world.enrolments.entries()) {
    if (!learners.has(one.learner) || (only && !only.has(one.setting))) continue;
    enrolments.add(index);
    settings.add(one.setting);
  }
  return { kind: 'children', learners, settings, enrolments };
}

/** Teams of the very purpose; what every one of them gives, so that no child is seen for another child’s sake. */
function teamReach(world: World, { engaged, categories }: Acting): Reach | undefined {
  const learners = new Set<number>();
  const given = new Set(categories);
  for (const team of world.teams) {
    if (team.membership !== engaged.membership || team.purpose !== engaged.purpose) continue;
    if (!holds(team.span, world.today) || !holds({ from: team.opened, to: team.closed }, world.today)) continue;
    if (over(team.ended, world.now)) continue;
    learners.add(team.learner);
    for (const one of given) if (!team.categories.includes(one)) given.delete(one);
  }
  return learners.size === 0 ? undefined : { categories: given, whom: childrenAt(world, learners) };
}

function glassReach(world: World, engaged: Member, glass: number, reads: ReadonlySet<Category>): Reach | undefined {
  const opened = world.glasses[glass];
  const role = roles[world.memberships[engaged.membership]?.role ?? 'governor'];
  if (!opened || role.breakGlass !== 'with-reason') return undefined;
  if (opened.person !== engaged.person || opened.membership !== engaged.membership) return undefined;
  if (opened.opened > world.now || opened.until <= world.now || over(opened.ended, world.now)) return undefined;
  const categories = new Set(opened.categories.filter((one) => reads.has(one)));
  return { categories, whom: childrenAt(world, new Set([opened.learner])) };
}

/** Whether an agreement is in force: signed by both as it stands, not stopped, within its days and its review. */
export function inForce({ now, today }: World, agreement: AgreementDrawn): boolean {
  const done = agreement.deeds.filter(({ at, sameText }) => at.getTime() <= now.getTime() && sameText);
  if (done.some(({ did }) => did === 'revoked') || today < agreement.starts || today > agreement.ends) return false;
  return ['giver', 'receiver'].every((party) => {
    const own = done.filter(({ by }) => by === party);
    const stopped = own.findLast(({ did }) => did === 'suspended' || did === 'resumed')?.did === 'suspended';
    const review = own.findLast(({ did }) => did === 'reviewed')?.nextReview ?? agreement.review;
    return own.some(({ did }) => did === 'signed') && !stopped && today <= review;
  });
}

function agreementReach(world: World, { engaged, membership, categories }: Acting, index: number): Reach | undefined {
  const agreement = world.agreements[index];
  if (!agreement || !inForce(world, agreement)) return undefined;
  if (agreement.receiver !== membership.organisation || agreement.purpose !== engaged.purpose) return undefined;
  const given = new Set<Category>();
  for (const { category, how } of agreement.shares)
    if (how === 'whole' && categories.has(category)) given.add(category);
  if (given.size === 0) return undefined;
  const whom = reachedBy(world, agreement, given.size === 1 && given.has('totals') ? 'totals' : 'children');
  return whom && { categories: given, whom };
}

/** Whom an agreement reaches; nobody where it withholds a child whom its whole place would show. */
function reachedBy(world: World, agreement: AgreementDrawn, what: 'totals' | 'children'): Whom | undefined {
  const { subjects } = agreement;
  const withheld = namedNow(world, agreement, 'withheld');
  const given = givenBy(world, agreement);
  if (given.size === 0) return undefined;
  if (subjects.kind === 'case' || subjects.kind === 'consent') {
    const named = namedNow(world, agreement, subjects.kind);
    const here = world.enrolments.filter((one) => given.has(one.setting) && inYear(world, one));
    const learners = here.flatMap(({ learner }) => (named.has(learner) && !withheld.has(learner) ? [learner] : []));
    return placesAt(world, new Set(learners), given);
  }
  if (subjects.kind === 'cohort' && what === 'children')
    return cohortOf(world, { ...subjects, settings: [...given] }, withheld);
  if (withheld.size > 0 && what === 'children') return undefined;
  if (subjects.kind === 'area') return { kind: 'settings', as: 'area', settings: given, la: subjects.la };
  return { kind: 'settings', as: 'setting', settings: given, la: null };
}

/** The places of an agreement over which its giver stands: nobody gives what is another’s, and a partner has none to give. */
export function givenBy(world: World, { giver, subjects }: AgreementDrawn): ReadonlySet<number> {
  const at = world.organisations[giver];
  if (subjects.kind === 'area' && (at?.kind !== 'local-authority' || at.la !== subjects.la)) return new Set();
  const stands = (one: World['settings'][number], index: number): boolean => {
    if (at?.kind === 'setting') return at.setting === index;
    if (at?.kind === 'trust') return at.trust === one.trust;
    return at?.kind === 'local-authority' && at.la === one.la;
  };
  const named = (index: number) => !('settings' in subjects) || subjects.settings.includes(index);
  return new Set(world.settings.flatMap((one, index) => (named(index) && stands(one, index) ? [index] : [])));
}

/** Children with their places at some settings, and of those settings the ones where they have any. */
function placesAt(world: World, learners: ReadonlySet<number>, only: ReadonlySet<number>): Whom {
  const has = (setting: number) => world.enrolments.some((one) => one.setting === setting && learners.has(one.learner));
  return childrenAt(world, learners, new Set([...only].filter(has)));
}

/** The children of year groups at settings, at any of those settings. */
function cohortOf(
  world: World,
  { settings, yearGroups }: { readonly settings: readonly number[]; readonly yearGroups: readonly number[] },
  withheld: ReadonlySet<number>,
): Whom {
  const found = new Set<number>();
  for (const one of world.enrolments) {
    if (!settings.includes(one.setting) || !yearGroups.includes(one.yearGroup)) continue;
    if (inYear(world, one) && !withheld.has(one.learner)) found.add(one.learner);
  }
  return childrenAt(world, found, new Set(settings));
}

/** On the roll today, or in this academic year; not to come. */
function inYear({ today, yearStart }: World, { from, to }: Span): boolean {
  return from <= today && (to === null || to >= yearStart);
}

function namedNow(world: World, { named }: AgreementDrawn, by: 'case' | 'consent' | 'withheld'): ReadonlySet<number> {
  const found = named.filter((one) => one.by === by && one.entered <= world.now && !over(one.ended, world.now));
  return new Set(found.map(({ learner }) => learner));
}

/** A child’s own record; those of a parent with responsibility, unless a rule withholds everything. */
function familyReach(world: World, as: 'child' | 'parent', person: number): Reach | undefined {
  const account = world.persons[person];
  if (!account || over(account.closed, world.now)) return undefined;
  const learners = new Set<number>();
  if (as === 'child' && account.learner !== null) learners.add(account.learner);
  for (const one of as === 'parent' ? world.guardians : []) {
    if (one.person !== person || !one.responsibility || !holds(one, world.today)) continue;
    if (!withholds(world, { learner: one.learner, person }, 'everything')) learners.add(one.learner);
  }
  if (learners.size === 0) return undefined;
  return { categories: new Set(familyReads[as]), whom: childrenAt(world, learners) };
}

/** Whether a rule in force withholds this from a person about a child. */
export function withholds(world: World, who: { learner: number; person: number }, what: string): boolean {
  return world.rules.some(
    (rule) =>
      rule.learner === who.learner &&
      rule.person === who.person &&
      rule.withholds === what &&
      holds(rule, world.today) &&
      !over(rule.lifted, world.now),
  );
}
