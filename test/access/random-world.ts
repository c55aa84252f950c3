import fc from 'fast-check';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import { organisationKinds } from '#platform/access/organisation.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import { purposeNames } from '#platform/access/purposes.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roleNames, roles } from '#platform/access/roles.ts';

/** Where the three settings of every world stand. */
export const standings = [
  { settingId: 1, laId: 10, trustId: 100 },
  { settingId: 2, laId: 10, trustId: 200 },
  { settingId: 3, laId: 20, trustId: 100 },
] as const;
export const nationId = 1_000;

/** It is 15 January 2026, 10:00, in every world: what `testClock` says. */
export const now = new Date('2026-01-15T10:00:00Z');
const days = ['2024-09-01', '2025-08-31', '2025-09-01', '2026-01-14', '2026-01-15', '2026-01-16'].map((day) =>
  plainDate(day),
);
const instants = ['2026-01-01T00:00:00Z', '2026-01-15T09:50:00Z', '2026-01-15T10:00:00Z', '2026-01-15T10:05:00Z'];

const anyDay = fc.constantFrom(...days);
const anyEnd = fc.option(anyDay, { nil: null, freq: 3 });
const anyInstant = fc.option(fc.constantFrom(...instants.map((at) => new Date(at))), { nil: null, freq: 6 });
const anyCategories = fc.subarray([...categories] as Category[]);
const anyLearner = fc.integer({ min: 1, max: 5 });
/** Days that follow each other, the last one perhaps not known. */
const anySpan = fc
  .tuple(anyDay, anyEnd)
  .map(
    ([from, to]) => ({ from, to: to !== null && to < from ? null : to }) as { from: PlainDate; to: PlainDate | null },
  );

export const anyRoll = fc.array(
  fc.record({
    settingId: fc.integer({ min: 1, max: 3 }),
    learnerId: anyLearner,
    class: fc.constantFrom('A', 'B'),
    yearGroup: fc.constantFrom(4, 5),
    span: anySpan,
  }),
  { minLength: 1, maxLength: 9 },
);

const anyTeam = fc.record({
  learnerId: anyLearner,
  purpose: fc.constantFrom<Purpose>('social-care', 'safeguarding', 'youth-justice', 'health'),
  categories: anyCategories,
  span: anySpan,
  endedAt: anyInstant,
});

/** Somebody in a role: mostly one that fits their organisation and purpose, sometimes not. */
const anyMember = fc.constantFrom<RoleName>(...roleNames).chain((role) =>
  fc.record({
    as: fc.constant('member' as const),
    role: fc.constant(role),
    kind: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom<OrganisationKind>(...roles[role].at) },
      { weight: 1, arbitrary: fc.constantFrom<OrganisationKind>(...organisationKinds) },
    ),
    purpose: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom<Purpose>(...roles[role].purposes) },
      { weight: 1, arbitrary: fc.constantFrom<Purpose>(...purposeNames) },
    ),
    place: fc.option(fc.constantFrom(...standings), { nil: undefined, freq: 12 }),
    classes: fc.subarray(['A', 'B']),
    yearGroups: fc.subarray([4, 5]),
    span: anySpan,
    endedAt: anyInstant,
    closedAt: anyInstant,
    steppedUpAt: anyInstant,
    teams: fc.array(anyTeam, { maxLength: 3 }),
    opened: fc.option(
      fc.record({ learnerId: anyLearner, categories: anyCategories, until: fc.constantFrom(...instants) }),
      { nil: undefined, freq: 4 },
    ),
  }),
);

const anyFamily = fc.record({
  as: fc.constantFrom('child' as const, 'parent' as const),
  learnerId: fc.option(anyLearner, { nil: null }),
  closedAt: anyInstant,
  children: fc.uniqueArray(fc.record({ learnerId: anyLearner, responsibility: fc.boolean(), span: anySpan }), {
    maxLength: 3,
    selector: ({ learnerId }) => learnerId,
  }),
  rules: fc.array(
    fc.record({
      learnerId: anyLearner,
      withholds: fc.constantFrom('everything', 'whereabouts', 'voice'),
      span: anySpan,
      liftedAt: anyInstant,
    }),
    { maxLength: 2 },
  ),
});

export const anyPerson = fc.oneof({ weight: 5, arbitrary: anyMember }, { weight: 1, arbitrary: anyFamily });

type Drawn<Of> = Of extends fc.Arbitrary<infer Value> ? Value : never;
export type Enrolled = Drawn<typeof anyRoll>[number];
export type Person = Drawn<typeof anyPerson>;
export type MemberPerson = Extract<Person, { readonly as: 'member' }>;
export type FamilyPerson = Exclude<Person, MemberPerson>;
