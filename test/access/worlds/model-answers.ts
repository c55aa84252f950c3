import { addDays } from '#foundation/kernel/plain-date.ts';
import { roles } from '#platform/access/roles.ts';
import type { Reach } from './model.ts';
import { holds, inForce, memberInForce, reachOf, withholds } from './model.ts';
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

function ofStaff(world: World, { route, enrolment, la }: Requested, reach: Reach | undefined): Answered {
  const asked = world.enrolments[enrolment];
  if (!asked || !reach) return refused;
  const { categories, whom } = reach;
  const has = (...all: readonly ('identity' | 'attendance' | 'totals')[]) => all.every((one) => categories.has(one));
  const at = whom.kind !== 'nation' && whom.settings.has(asked.setting);
  switch (route) {
    case 'children-page':
    case 'children-api': {
      const mine = whom.kind === 'settings' && whom.as === 'area' && whom.la === la && has('identity');
      return mine
        ? naming(namedAt(world, reach, (one) => world.settings[one.setting]?.la === la && holds(one, world.today)))
        : refused;
    }
    case 'roll-api':
      return at && has('identity') ? naming(namedAt(world, reach, (one) => one.setting === asked.setting)) : refused;
    case 'roll-page': {
      const since = addDays(world.today, -28);
      const recent = (to: string | null) => to === null || to > since;
      return at && has('identity')
        ? naming(namedAt(world, reach, (one) => one.setting === asked.setting && recent(one.to)))
        : refused;
    }
    case 'person-page':
      return at && has('identity') && sees(reach, enrolment) ? naming(new Set([asked.learner])) : refused;
    case 'day-page':
      return at && has('identity', 'attendance') && sees(reach, enrolment) ? naming(new Set([asked.learner])) : refused;
    case 'register-page':
    case 'register-api': {
      if (!at || !has('identity', 'attendance')) return refused;
      const here = (one: World['enrolments'][number]) => one.setting === asked.setting;
      // Who is not expected today is named apart, with the reason.
      const may = namedAt(world, reach, here);
      return { ...naming(namedAt(world, reach, (one) => here(one) && holds(one, world.today))), may };
    }
    case 'dual-page':
    case 'dual-api':
      return has('identity', 'attendance') ? naming(namedAt(world, reach, () => true)) : refused;
    default: {
      const may = has('totals') && (whom.kind !== 'children' || has('identity', 'attendance'));
      return may ? naming(nobody) : refused;
    }
  }
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
  const hidden = (what: string) => withholds(world, who, what);
  const anywhere = (what: string) =>
    world.learners.some((_, other) => withholds(world, { learner: other, person: engaged.person }, what));
  // A rule that hides a home hides it on the pages of brothers and sisters too.
  const noContacts = hidden('other-adults') || ['everything', 'whereabouts', 'other-adults'].some(anywhere);
  const contacts = new Set<number>();
  for (const [index, one] of world.contacts.entries()) {
    if (world.enrolments[one.enrolment]?.learner !== learner || !holds(one, world.today)) continue;
    const guardian = world.guardians.some(
      (adult) => adult.learner === learner && adult.person === one.person && holds(adult, world.today),
    );
    if (!guardian) continue;
    const barred = withholds(world, { learner, person: one.person }, 'everything');
    const mine = one.person === engaged.person;
    const told = one.shared || (engaged.as === 'child' && one.lives);
    if (mine || (!noContacts && !barred && told)) contacts.add(index);
  }
  return { answered: true, named: new Set([learner]), contacts };
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
  const own = whom.kind === 'settings' && whom.as === 'setting' && whom.settings.has(home) && lead;
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
  const identity = agreement.shares.find(({ category }) => category === 'identity')?.how;
  const reads = (roles[role].reads as readonly string[]).includes('identity');
  if (!reads || identity === undefined || identity === 'known') return naming(nobody);
  const shared = sharedNow(world, agreement);
  // In part it is everything but the name: the UPN tells who it is, to whoever knows it.
  return identity === 'whole' ? naming(shared) : { ...naming(nobody), may: shared };
}

function sharedNow(world: World, { subjects, named }: World['agreements'][number]): ReadonlySet<number> {
  const now = (by: string) =>
    new Set(
      named
        .filter((one) => one.by === by && one.entered <= world.now && (one.ended === null || one.ended > world.now))
        .map(({ learner }) => learner),
    );
  const withheld = now('withheld');
  const found = new Set<number>();
  for (const one of world.enrolments) {
    if (!holds(one, world.today) || withheld.has(one.learner)) continue;
    const area = subjects.kind === 'area' && world.settings[one.setting]?.la === subjects.la;
    const place =
      (subjects.kind === 'settings' || subjects.kind === 'cohort') && subjects.settings.includes(one.setting);
    const group = subjects.kind !== 'cohort' || subjects.yearGroups.includes(one.yearGroup);
    const child = (subjects.kind === 'case' || subjects.kind === 'consent') && now(subjects.kind).has(one.learner);
    if (area || (place && group) || child) found.add(one.learner);
  }
  return found;
}
