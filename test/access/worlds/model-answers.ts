import { addDays } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import { roles } from '#platform/access/roles.ts';
import type { Reach } from './model.ts';
import { givenBy, holds, inForce, memberInForce, reachOf, withholds } from './model.ts';
import type { Requested, World } from './world.ts';

/** What a page or the API is to answer: whether at all (`either` where it may say so on a page of its own), and which children (by position) it names. */
export interface Answered {
  readonly answered: boolean | 'either';
  readonly named: ReadonlySet<number>;
  /** Whom it may name and need not: oneself is “you”. */
  readonly may?: ReadonlySet<number>;
  /** Positions of contact details that it gives out. */
  readonly contacts: ReadonlySet<number>;
}

const nobody: ReadonlySet<number> = new Set();
const refused: Answered = { answered: false, named: nobody, contacts: nobody };
const naming = (named: ReadonlySet<number>): Answered => ({ answered: true, named, contacts: nobody });

/** What a request is to be answered. */
export function answerTo(world: World, request: Requested): Answered {
  const engaged = world.decisions[request.decision];
  if (!engaged) return refused;
  const reach = reachOf(world, engaged);
  if (request.route === 'my-record') return myRecord(world, request, reach);
  if (request.route === 'who-looked') return whoLooked(world, request, reach);
  if (request.route === 'agreement-page') return agreementPage(world, request);
  // Families have pages of their own.
  if (request.route === 'missing-page' && !reach) return { ...refused, answered: 'either' };
  if (engaged.as !== 'member') return refused;
  return ofStaff(world, request, reach);
}

function ofStaff(world: World, request: Requested, reach: Reach | undefined): Answered {
  const asked = world.enrolments[request.enrolment];
  if (!asked || !reach) return refused;
  const has = (...all: readonly Category[]) => all.every((one) => reach.categories.has(one));
  const { route } = request;
  if (route.startsWith('children')) return has('identity') ? areaList(world, request, reach) : refused;
  if (route.startsWith('dual')) {
    return has('identity', 'attendance') ? naming(namedAt(world, reach, () => true)) : refused;
  }
  if (route.startsWith('missing')) {
    // Of some children the registers themselves are read, because totals are of everybody.
    const needed: readonly Category[] =
      reach.whom.kind === 'children' ? ['totals', 'identity', 'attendance'] : ['totals'];
    return has(...needed) ? naming(nobody) : refused;
  }
  return has('identity') ? ofSetting(world, request, reach, asked.setting) : refused;
}

function ofSetting(world: World, request: Requested, reach: Reach, setting: number): Answered {
  const { whom, categories } = reach;
  const { route } = request;
  const marks = route === 'day-page' || route.startsWith('register');
  const at = whom.kind !== 'nation' && whom.settings.has(setting);
  return at && (!marks || categories.has('attendance')) ? atSetting(world, request, reach) : refused;
}

/** The list of an authority’s children is for the authority’s own people. */
function areaList(world: World, { la }: Requested, reach: Reach): Answered {
  const { whom } = reach;
  if (whom.kind !== 'settings' || whom.as !== 'area' || whom.la !== la) return refused;
  return naming(namedAt(world, reach, (one) => world.settings[one.setting]?.la === la && holds(one, world.today)));
}

/** What a page about a setting’s roll or a register names, of those who are in reach there. */
function atSetting(world: World, { route, enrolment }: Requested, reach: Reach): Answered {
  const asked = world.enrolments[enrolment];
  if (!asked) return refused;
  const here = (one: World['enrolments'][number]) => one.setting === asked.setting;
  if (route === 'roll-api') return naming(namedAt(world, reach, here));
  if (route === 'roll-page') {
    // Who is on it or is to come, and who left in four weeks.
    const since = addDays(world.today, -28);
    return naming(namedAt(world, reach, (one) => here(one) && (one.to === null || one.to > since)));
  }
  if (route === 'person-page' || route === 'day-page') {
    return sees(reach, enrolment) ? naming(new Set([asked.learner])) : refused;
  }
  // Who is not expected today is named apart, with the reason.
  const may = namedAt(world, reach, here);
  return { ...naming(namedAt(world, reach, (one) => here(one) && holds(one, world.today))), may };
}

function sees({ whom }: Reach, enrolment: number): boolean {
  return whom.kind !== 'children' || whom.enrolments.has(enrolment);
}

/** Children of enrolments that are in reach and wanted. */
function namedAt(
  world: World,
  reach: Reach,
  wanted: (one: World['enrolments'][number]) => boolean,
): ReadonlySet<number> {
  const { whom } = reach;
  const found = new Set<number>();
  for (const [index, one] of world.enrolments.entries()) {
    if (whom.kind === 'nation' || !whom.settings.has(one.setting) || !sees(reach, index)) continue;
    if (wanted(one)) found.add(one.learner);
  }
  return found;
}

/** “My record”: of oneself or one’s child. Which contact details it has is said by the rules that name the reader. */
function myRecord(world: World, request: Requested, reach: Reach | undefined): Answered {
  const engaged = world.decisions[request.decision];
  const learner = world.enrolments[request.enrolment]?.learner ?? -1;
  const nothing = naming(nobody);
  if (!engaged || engaged.as === 'member' || reach?.whom.kind !== 'children') return nothing;
  const who = { learner, person: engaged.person };
  if (!reach.whom.learners.has(learner) || withholds(world, who, 'everything')) return nothing;
  const contacts = contactsTold(world, who, engaged.as);
  return { answered: true, named: new Set([learner]), contacts };
}

/** One’s own details always; those of another who brings the child up, when shared and withheld by no rule. */
function contactsTold(world: World, who: Who, as: 'child' | 'parent'): ReadonlySet<number> {
  const { learner, person } = who;
  const anywhere = (what: string) =>
    world.learners.some((_, other) => withholds(world, { learner: other, person }, what));
  // A rule that hides a home hides it on the pages of brothers and sisters too.
  const none = ['everything', 'whereabouts', 'other-adults'].some(anywhere);
  const contacts = new Set<number>();
  for (const [index, one] of world.contacts.entries()) {
    if (world.enrolments[one.enrolment]?.learner !== learner || !holds(one, world.today)) continue;
    if (!bringsUp(world, { learner, person: one.person })) continue;
    const mine = one.person === person;
    const barred = withholds(world, { learner, person: one.person }, 'everything');
    const told = one.shared || (as === 'child' && one.lives);
    if (mine || (!none && !barred && told)) contacts.add(index);
  }
  return contacts;
}

interface Who {
  readonly learner: number;
  readonly person: number;
}

function bringsUp({ guardians, today }: World, { learner, person }: Who): boolean {
  return guardians.some((one) => one.learner === learner && one.person === person && holds(one, today));
}

/** Who has looked: told to the child, the parents, and the setting’s own safeguarding lead and head. */
function whoLooked(world: World, request: Requested, reach: Reach | undefined): Answered {
  const engaged = world.decisions[request.decision];
  const learner = world.enrolments[request.enrolment]?.learner ?? -1;
  if (!reach || !engaged || !reach.categories.has('identity')) return refused;
  if (engaged.as !== 'member') {
    const own = reach.whom.kind === 'children' && reach.whom.learners.has(learner);
    if (!own) return refused;
    return engaged.as === 'child' ? { ...naming(nobody), may: new Set([learner]) } : naming(new Set([learner]));
  }
  const membership = world.memberships[engaged.membership];
  const lead = membership?.role === 'safeguarding-lead' || membership?.role === 'head';
  const home = world.organisations[membership?.organisation ?? -1]?.setting ?? -1;
  const { whom } = reach;
  const own = lead && engaged.agreement === null && whom.kind === 'settings' && whom.settings.has(home);
  const here = own && world.enrolments.some((one) => one.setting === home && one.learner === learner);
  return here ? naming(new Set([learner])) : refused;
}

/** What an organisation sees under an agreement, for the purpose its member is signed in for. */
function agreementPage(world: World, { decision, agreement: index }: Requested): Answered {
  const engaged = world.decisions[decision];
  const agreement = world.agreements[index];
  if (engaged?.as !== 'member' || !agreement) return refused;
  const membership = memberInForce(world, engaged);
  if (!membership || agreement.receiver !== membership.organisation || !inForce(world, agreement)) return refused;
  const { role } = membership;
  const fits =
    agreement.purpose === engaged.purpose && (roles[role].purposes as readonly string[]).includes(engaged.purpose);
  if (!fits) return refused;
  const content = agreement.shares.some(({ how }) => how !== 'known');
  if (content && givenBy(world, agreement).size === 0) return refused;
  const identity = agreement.shares.find(({ category }) => category === 'identity')?.how;
  const reads = (roles[role].reads as readonly string[]).includes('identity');
  if (!reads || identity === undefined || identity === 'known') return naming(nobody);
  const shared = sharedNow(world, agreement);
  // In part it is everything but the name: the UPN tells who it is, to whoever knows it.
  return identity === 'whole' ? naming(shared) : { ...naming(nobody), may: shared };
}

function sharedNow(world: World, agreement: World['agreements'][number]): ReadonlySet<number> {
  const { subjects, named } = agreement;
  const now = (by: string) =>
    new Set(
      named
        .filter((one) => one.by === by && one.entered <= world.now && (one.ended === null || one.ended > world.now))
        .map(({ learner }) => learner),
    );
  const withheld = now('withheld');
  const given = givenBy(world, agreement);
  const found = new Set<number>();
  for (const one of world.enrolments) {
    if (!holds(one, world.today) || withheld.has(one.learner) || !given.has(one.setting)) continue;
    const group = subjects.kind !== 'cohort' || subjects.yearGroups.includes(one.yearGroup);
    const byName = subjects.kind === 'case' || subjects.kind === 'consent';
    if (byName ? now(subjects.kind).has(one.learner) : group) found.add(one.learner);
  }
  return found;
}
