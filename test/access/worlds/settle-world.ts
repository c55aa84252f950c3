import type fc from 'fast-check';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import { roles } from '#platform/access/roles.ts';
import type { Draft } from './drawn-world.ts';
import { drawnDraft } from './drawn-world.ts';
import type { AgreementDrawn, Engaged, OrganisationDrawn, RouteName, World } from './world.ts';

/** Worlds at a moment. */
export function drawnWorld(now: Date): fc.Arbitrary<World> {
  return drawnDraft(now).map(settled);
}

/** Every kind of organisation once, and every setting’s own: fourteen at most. */
const partners = [
  'trust',
  'local-authority',
  'nation',
  'social-care',
  'youth-justice',
  'police',
  'health',
  'mental-health',
  'violence-reduction',
  'voluntary',
  'local-authority',
] as const satisfies readonly OrganisationKind[];

function among(length: number, drawn: number): number {
  return length === 0 ? 0 : drawn % length;
}

function settled(draft: Draft): World {
  const organisations = organisationsOf(draft);
  const enrolments = draft.enrolments.map((one) => ({
    learner: among(draft.learners.length, one.learner),
    setting: among(draft.settings.length, one.setting),
    class: one.class,
    yearGroup: one.yearGroup,
    ...one.span,
  }));
  const memberships = membershipsOf(draft, organisations);
  const people = peopleOf(draft);
  const base = { now: draft.now, today: draft.today, yearStart: draft.yearStart };
  const world = {
    ...base,
    settings: draft.settings,
    learners: draft.learners,
    enrolments,
    organisations,
    memberships,
    ...people,
    teams: teamsOf(draft, memberships),
    agreements: draft.agreements.map((one) => agreementOf(draft, one, memberships, organisations)),
    glasses: glassesOf(draft, memberships),
  };
  const decisions = draft.decisions.map((one) => engagedOf(world, one));
  const requests = draft.requests.map((one) => {
    const decision = among(decisions.length, one.decision);
    const engaged = decisions[decision];
    const under = engaged?.as === 'member' ? engaged.agreement : null;
    return {
      decision,
      route: one.oddly % 6 === 0 ? one.route : routeFor(engaged, one),
      enrolment: among(enrolments.length, one.enrolment),
      la: one.la,
      agreement: under ?? among(world.agreements.length, one.agreement),
    };
  });
  return { ...world, decisions, requests };
}

/** A route that somebody of this kind may well be answered at. */
function routeFor(engaged: Engaged | undefined, { route, oddly }: Draft['requests'][number]): RouteName {
  if (engaged?.as !== 'member') return oddly % 5 === 0 ? 'who-looked' : 'my-record';
  if (engaged.agreement !== null && oddly % 5 < 3) return oddly % 5 === 2 ? 'who-looked' : 'agreement-page';
  return route === 'my-record' || route === 'agreement-page' ? 'person-page' : route;
}

function organisationsOf({ settings, stands, places }: Draft): readonly OrganisationDrawn[] {
  const none = { setting: null, la: null, trust: null, nation: null };
  const schools = settings.map(({ la, nation }, index): OrganisationDrawn => {
    return stands[index] === 'nowhere'
      ? { ...none, kind: 'setting' }
      : { kind: 'setting', setting: index, la, trust: null, nation };
  });
  const others = partners.map((kind, index): OrganisationDrawn => {
    const place = places[index];
    if (!place || stands[index + 3] === 'nowhere') return { ...none, kind };
    if (kind === 'trust') return { ...none, kind, trust: place.trust === 0 ? null : place.trust };
    if (kind === 'nation') return { ...none, kind, nation: place.nation };
    return { ...none, kind, la: place.la };
  });
  return [...schools, ...others];
}

/** Memberships, most of them where such a role exists. */
function membershipsOf(draft: Draft, organisations: readonly OrganisationDrawn[]): World['memberships'] {
  return draft.memberships.map(({ person, organisation, oddly, span, ...one }) => {
    const kinds: readonly string[] = roles[one.role].at;
    const fitting = organisations.flatMap(({ kind }, index) =>
      oddly === 'anywhere' || kinds.includes(kind) ? [index] : [],
    );
    return {
      ...one,
      ...span,
      person: among(draft.persons.length, person),
      organisation: fitting[among(fitting.length, organisation)] ?? 0,
    };
  });
}

function peopleOf(draft: Draft): Pick<World, 'persons' | 'guardians' | 'rules' | 'contacts'> {
  const persons = draft.persons.map(({ closed, learner }) => ({
    closed,
    learner: learner === null ? null : among(draft.learners.length, learner),
  }));
  const guardians = uniqueBy(
    draft.guardians.map(({ span, learner, person, responsibility }) => ({
      ...span,
      learner: among(draft.learners.length, learner),
      person: among(persons.length, person),
      responsibility,
    })),
    ({ learner, person, from }) => `${learner} ${person} ${from}`,
  );
  const guardianAt = (drawn: number) => guardians[among(guardians.length, drawn)] ?? { learner: 0, person: 0 };
  return {
    persons,
    guardians,
    rules: draft.rules.map(({ guardian, span, withholds, lifted }) => {
      const { learner, person } = guardianAt(guardian);
      return { ...span, learner, person, withholds, lifted };
    }),
    contacts: draft.contacts.map(({ enrolment, guardian, span, lives, shared }) => ({
      ...span,
      enrolment: among(draft.enrolments.length, enrolment),
      person: guardianAt(guardian).person,
      lives,
      shared,
    })),
  };
}

function teamsOf(draft: Draft, memberships: World['memberships']): World['teams'] {
  return draft.teams.map(({ learner, membership, purpose, days, ...one }) => {
    const index = among(memberships.length, membership);
    return {
      ...one,
      learner: among(draft.learners.length, learner),
      membership: index,
      purpose: purpose === 'fits' ? purposeOf(memberships, index, 0) : purpose,
      opened: days.from,
      closed: days.to,
    };
  });
}

function purposeOf(memberships: World['memberships'], index: number, drawn: number): Purpose {
  const all: readonly Purpose[] = roles[memberships[index]?.role ?? 'governor'].purposes;
  return all[among(all.length, drawn)] ?? 'governance';
}

function agreementOf(
  draft: Draft,
  one: Draft['agreements'][number],
  memberships: World['memberships'],
  organisations: readonly OrganisationDrawn[],
): AgreementDrawn {
  const membership = among(memberships.length, one.membership);
  const receiver = memberships[membership]?.organisation ?? 0;
  const settings = [...new Set(one.settings.map((drawn) => among(draft.settings.length, drawn)))];
  const { kind, yearGroups, la } = one;
  const all = organisations.map((_, index) => index).filter((index) => index !== receiver);
  const own =
    one.gives === 'own' ? all.filter((index) => mayGive(draft, organisations[index], { kind, la, settings })) : [];
  const givers = own.length > 0 ? own : all;
  const signed = (['giver', 'receiver'] as const)
    .slice(0, one.signed)
    .map((by) => ({ did: 'signed', by, at: one.signedAt, nextReview: null, sameText: true }) as const);
  return {
    purpose: one.purpose === 'fits' ? purposeOf(memberships, membership, one.giver) : one.purpose,
    giver: givers[among(givers.length, one.giver)] ?? 0,
    receiver,
    subjects:
      kind === 'area'
        ? { kind, la }
        : kind === 'settings'
          ? { kind, settings }
          : kind === 'cohort'
            ? { kind, settings, yearGroups }
            : { kind },
    shares: one.shares.map((category, index) => ({ category, how: one.how[index] ?? 'whole' })),
    starts: one.starts,
    ends: one.ends < one.starts ? one.starts : one.ends,
    review: one.review,
    deeds: [...signed, ...one.deeds].toSorted((left, right) => left.at.getTime() - right.at.getTime()),
    named: one.named.map(({ learner, by, entered, ended }) => ({
      learner: among(draft.learners.length, learner),
      by,
      entered,
      ended,
    })),
  };
}

interface Given {
  readonly kind: string;
  readonly la: number;
  readonly settings: readonly number[];
}

/** Whether an organisation may well give some of it: that most agreements reach somebody. */
function mayGive({ settings }: Draft, at: OrganisationDrawn | undefined, given: Given): boolean {
  if (at?.kind === 'local-authority') return given.kind === 'area' ? at.la === given.la : at.la !== null;
  if (given.kind === 'area' || !at) return false;
  if (at.kind === 'trust') return settings.some(({ trust }) => trust === at.trust && trust > 0);
  const byName = given.kind === 'case' || given.kind === 'consent';
  return at.kind === 'setting' && at.setting !== null && (byName || given.settings.includes(at.setting));
}

function glassesOf(draft: Draft, memberships: World['memberships']): World['glasses'] {
  return draft.glasses.map(({ learner, membership, person, until, opened, ...one }) => {
    const index = among(memberships.length, membership);
    return {
      ...one,
      learner: among(draft.learners.length, learner),
      membership: index,
      person: person === null ? (memberships[index]?.person ?? 0) : among(draft.persons.length, person),
      opened,
      until: until > opened ? until : new Date(opened.getTime() + 1),
    };
  });
}

type Settling = Omit<World, 'decisions' | 'requests'>;

/** As whom somebody asks: most of the time under something that is theirs. */
function engagedOf(world: Settling, one: Draft['decisions'][number]): Engaged {
  const person = among(world.persons.length, one.person);
  if (one.as === 'parent')
    return { as: 'parent', person: world.guardians[among(world.guardians.length, one.which)]?.person ?? person };
  if (one.as === 'child') {
    const accounts = world.persons.flatMap(({ learner }, index) => (learner === null ? [] : [index]));
    return { as: 'child', person: accounts[among(accounts.length, one.which)] ?? person };
  }
  const glass =
    one.under === 'glass' || one.under === 'both'
      ? world.glasses.length === 0
        ? null
        : among(world.glasses.length, one.which)
      : null;
  const agreement =
    one.under === 'agreement' || one.under === 'both' ? among(world.agreements.length, one.which) : null;
  const membership = membershipFor(world, one.membership, { glass, agreement });
  const drawn = one.purpose === 'own' ? purposeFor(world, { membership, agreement }, one.second) : one.purpose;
  const owner = world.memberships[membership]?.person ?? 0;
  return {
    as: 'member',
    person: one.somebodyElse ? person : owner,
    membership,
    purpose: drawn,
    steppedUp: one.steppedUp,
    agreement,
    glass,
  };
}

interface Under {
  readonly glass: number | null;
  readonly agreement: number | null;
}

function membershipFor(
  { memberships, glasses, agreements }: Settling,
  drawn: number,
  { glass, agreement }: Under,
): number {
  if (glass !== null && drawn % 4 !== 0) return glasses[glass]?.membership ?? 0;
  const receiver = agreement === null ? undefined : agreements[agreement]?.receiver;
  const theirs = memberships.flatMap(({ organisation }, index) => (organisation === receiver ? [index] : []));
  return drawn % 8 !== 0 && theirs.length > 0
    ? (theirs[among(theirs.length, drawn)] ?? 0)
    : among(memberships.length, drawn);
}

function purposeFor(
  { memberships, agreements }: Settling,
  under: { readonly membership: number; readonly agreement: number | null },
  drawn: number,
): Purpose {
  const agreed = under.agreement === null ? undefined : agreements[under.agreement]?.purpose;
  return agreed !== undefined && drawn % 3 !== 0 ? agreed : purposeOf(memberships, under.membership, drawn);
}

function uniqueBy<One>(list: readonly One[], key: (one: One) => string): readonly One[] {
  return [...new Map(list.map((one) => [key(one), one])).values()];
}
