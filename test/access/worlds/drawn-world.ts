import fc from 'fast-check';
import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, londonDay } from '#foundation/kernel/plain-date.ts';
import { categories } from '#platform/access/categories.ts';
import { purposeNames } from '#platform/access/purposes.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roleNames } from '#platform/access/roles.ts';
import { routeNames } from './world.ts';

const two = fc.nat({ max: 1 });
const hour = 3_600_000;

/** Positions are drawn large and taken within what there is. */
const any = fc.nat({ max: 5039 });
const mostly = <Usual, Odd>(times: number, usual: fc.Arbitrary<Usual>, odd: fc.Arbitrary<Odd>) =>
  fc.oneof({ weight: times, arbitrary: usual }, { weight: 1, arbitrary: odd });

/** What worlds at a moment are made of: days and instants lie on both sides of every edge, and on it. */
export function drawnDraft(now: Date) {
  const today = londonDay(now);
  const yearStart = academicYearDays(academicYearOf(today)).start;
  const drawn = momentsAt(now, today, yearStart);
  return fc
    .record({ ...drawnPlaces(drawn), ...drawnMembers(drawn), ...drawnFamilies(drawn), ...drawnAsking(drawn) })
    .map((draft) => ({ ...draft, now, today, yearStart }));
}

type Moments = ReturnType<typeof momentsAt>;

/** Settings, children and where they are enrolled; where organisations stand. */
function drawnPlaces(drawn: Moments) {
  return {
    settings: fc.array(fc.record({ la: two, trust: fc.nat({ max: 2 }), nation: two }), {
      minLength: 2,
      maxLength: 3,
    }),
    learners: fc.array(fc.record({ homeLa: two }), { minLength: 3, maxLength: 5 }),
    enrolments: fc.array(
      fc.record({
        learner: any,
        setting: any,
        class: fc.constantFrom('4A', '4B'),
        yearGroup: fc.constantFrom(4, 5),
        span: drawn.stay,
      }),
      { minLength: 4, maxLength: 8 },
    ),
    stands: fc.array(mostly(25, fc.constant('somewhere'), fc.constant('nowhere')), { minLength: 14, maxLength: 14 }),
    places: fc.array(fc.record({ setting: any, la: two, trust: fc.nat({ max: 2 }), nation: two }), {
      minLength: 14,
      maxLength: 14,
    }),
  };
}

/** People, their roles, and teams around a child. */
function drawnMembers(drawn: Moments) {
  return {
    persons: fc.array(fc.record({ closed: mostly(20, fc.constant(null), drawn.instant), learner: fc.option(any) }), {
      minLength: 3,
      maxLength: 5,
    }),
    memberships: fc.array(
      fc.record({
        person: any,
        organisation: any,
        oddly: mostly(25, fc.constant('fitting'), fc.constant('anywhere')),
        role: fc.constantFrom<RoleName>(
          ...roleNames,
          'class-teacher',
          'head-of-year',
          'social-worker',
          'social-worker',
          'youth-justice-worker',
          'safeguarding-lead',
          'inclusion-officer',
        ),
        classes: fc.subarray(['4A', '4B']),
        yearGroups: fc.subarray([4, 5]),
        span: drawn.span,
        ended: mostly(10, fc.constant(null), drawn.instant),
      }),
      { minLength: 4, maxLength: 6 },
    ),
    teams: fc.array(
      fc.record({
        learner: any,
        membership: any,
        purpose: fc.constantFrom('fits', 'fits', 'fits', 'safeguarding', 'health'),
        days: drawn.span,
        categories: fc.subarray([...categories], { minLength: 6 }),
        span: drawn.span,
        ended: mostly(5, fc.constant(null), drawn.instant),
      }),
      { maxLength: 6 },
    ),
  };
}

/** Who brings up whom, what they may not be told, and how they are reached. */
function drawnFamilies(drawn: Moments) {
  return {
    guardians: fc.array(
      fc.record({
        learner: any,
        person: any,
        span: drawn.span,
        responsibility: mostly(5, fc.constant(true), fc.constant(false)),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    rules: fc.array(
      fc.record({
        guardian: any,
        withholds: fc.constantFrom('everything', 'everything', 'whereabouts', 'setting', 'voice', 'other-adults'),
        span: drawn.span,
        // A lift is written as it happens, so never in the future.
        lifted: mostly(4, fc.constant(null), drawn.earlier),
      }),
      { maxLength: 3 },
    ),
    contacts: fc.array(
      fc.record({ enrolment: any, guardian: any, lives: fc.boolean(), shared: fc.boolean(), span: drawn.span }),
      { maxLength: 3 },
    ),
  };
}

/** What reaches beyond a role, as whom people ask, and for what. */
function drawnAsking(drawn: Moments) {
  return {
    agreements: fc.array(drawn.agreement, { minLength: 1, maxLength: 2 }),
    glasses: fc.array(
      fc.record({
        learner: any,
        membership: any,
        person: mostly(8, fc.constant(null), any),
        categories: fc.subarray([...categories], { minLength: 3 }),
        opened: drawn.past,
        until: drawn.future,
        ended: mostly(5, fc.constant(null), drawn.instant),
      }),
      { maxLength: 2 },
    ),
    decisions: fc.array(drawn.engaged, { minLength: 6, maxLength: 8 }),
    requests: fc.array(
      fc.record({
        decision: any,
        route: fc.constantFrom(...routeNames),
        oddly: any,
        enrolment: any,
        la: two,
        agreement: any,
      }),
      { minLength: 2, maxLength: 2 },
    ),
  };
}

function momentsAt(now: Date, today: PlainDate, yearStart: PlainDate) {
  const instantAt = (offset: number) => new Date(now.getTime() + offset);
  const instant = fc.constantFrom(-30 * 24 * hour, -hour, -1, 0, 1, hour).map(instantAt);
  const earlier = fc.constantFrom(-30 * 24 * hour, -hour, 0).map(instantAt);
  const past = mostly(8, fc.constantFrom(-2 * hour, -1, 0).map(instantAt), fc.constant(instantAt(1)));
  const future = mostly(8, fc.constantFrom(1, hour).map(instantAt), fc.constant(now));
  const from = mostly(10, fc.constantFrom(-500, -40, -1, 0), fc.constant(1)).map((after) => addDays(today, after));
  const to = mostly(
    2,
    fc.constant(null),
    fc.constantFrom(-30, -1, 0, 1, 60).map((after) => addDays(today, after)),
  );
  const span = fc
    .tuple(from, to)
    .map(([first, last]) => ({ from: first, to: last === null || last >= first ? last : first }));
  const edges = fc.constantFrom(addDays(yearStart, -1), yearStart, addDays(today, -28), addDays(today, -27));
  const stay = fc
    .tuple(mostly(6, fc.constantFrom(-700, -300, -40, 0), fc.constantFrom(1, 30)), mostly(2, to, edges))
    .map(([after, last]) => ({ from: addDays(today, after), to: last }))
    .map((one) => ({ ...one, to: one.to === null || one.to >= one.from ? one.to : one.from }));
  return {
    instant,
    earlier,
    past,
    future,
    span,
    stay,
    engaged: drawnEngaged(instantAt),
    agreement: drawnAgreement(instantAt, today),
  };
}

function drawnEngaged(instantAt: (offset: number) => Date) {
  const step = fc.constantFrom(-60_000, -15 * 60_000 + 1, -15 * 60_000, -15 * 60_000, 0, 60_000).map(instantAt);
  return fc.record({
    as: fc.constantFrom(
      'member',
      'member',
      'member',
      'member',
      'member',
      'member',
      'member',
      'member',
      'child',
      'parent',
    ),
    person: any,
    membership: any,
    somebodyElse: mostly(25, fc.constant(false), fc.constant(true)),
    purpose: mostly(12, fc.constant('own'), fc.constantFrom(...purposeNames)),
    second: any,
    steppedUp: mostly(1, fc.constant(null), step),
    under: fc.constantFrom('role', 'role', 'role', 'role', 'agreement', 'agreement', 'glass', 'glass', 'both'),
    which: any,
  } as const);
}

function drawnAgreement(instantAt: (offset: number) => Date, today: PlainDate) {
  const at = fc.constantFrom(-10 * 24 * hour, -hour, 0, 1).map(instantAt);
  const by = fc.constantFrom('giver', 'receiver');
  const day = (...after: readonly number[]) => fc.constantFrom(...after).map((one) => addDays(today, one));
  return fc.record({
    giver: any,
    // One in four is given by whoever: most of those stand over nothing of what they give.
    gives: mostly(3, fc.constant('own'), fc.constant('anything')),
    membership: any,
    purpose: mostly(12, fc.constant('fits'), fc.constant('inclusion')),
    kind: fc.constantFrom('area', 'settings', 'cohort', 'case', 'consent'),
    la: two,
    settings: fc.array(any, { minLength: 1, maxLength: 2 }),
    yearGroups: fc.subarray([4, 5], { minLength: 1 }),
    shares: fc.subarray([...categories], { minLength: 1 }),
    how: fc.array(mostly(5, fc.constant('whole'), fc.constantFrom('part', 'known')), { minLength: 11, maxLength: 11 }),
    starts: mostly(10, day(-100, -1, 0), day(1)),
    ends: mostly(10, day(0, 1, 100), day(-1)),
    review: mostly(10, day(0, 1, 100), day(-1)),
    signed: fc.constantFrom(2, 2, 2, 2, 2, 2, 2, 2, 1, 0),
    deeds: fc.array(
      fc.record({
        did: fc.constantFrom('suspended', 'resumed', 'revoked', 'reviewed', 'signed'),
        by,
        at,
        nextReview: day(-1, 0, 50),
        sameText: mostly(6, fc.constant(true), fc.constant(false)),
      }),
      { maxLength: 2, size: 'small' },
    ),
    signedAt: mostly(12, fc.constant(instantAt(-20 * 24 * hour)), at),
    named: fc.array(
      fc.record({
        learner: any,
        by: mostly(3, fc.constantFrom('case', 'consent'), fc.constant('withheld')),
        entered: mostly(4, fc.constantFrom(-24 * hour, 0).map(instantAt), fc.constant(instantAt(1))),
        ended: mostly(4, fc.constant(null), at),
      }),
      { maxLength: 4 },
    ),
  } as const);
}

/** A world as drawn: its positions are numbers of any size. */
export type Draft = ReturnType<typeof drawnDraft> extends fc.Arbitrary<infer Drawn> ? Drawn : never;
