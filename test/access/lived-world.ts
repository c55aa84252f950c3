import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, londonDay, plainDate } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { Engagement } from '#platform/access/engagement.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import type { RequestScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import { beginningOf } from '#platform/agreement/compiled.ts';
import type { Database } from '#platform/database/pool.ts';
import { factsAbout } from '#platform/directory/facts-store.ts';
import { childCategories, whoCouldSee } from '#platform/directory/who-could-see.ts';
import { compileScope } from '#platform/sign-in/compile.ts';

/** A made-up world that is lived through: things are done one after another, and who can see whom is asked each time. */
export interface World {
  readonly database: Database;
  readonly number: number;
  now: Date;
  readonly organisations: readonly Organised[];
  readonly learners: readonly number[];
  readonly places: {
    learnerId: number;
    settingId: number;
    laId: number;
    trustId: number;
    slot: number;
    left: boolean;
  }[];
  readonly members: { membershipId: number; personId: number; role: RoleName; organisationId: number }[];
  readonly family: number[];
  readonly teams: { learnerId: number; teamId: number }[];
  readonly opened: { breakGlassId: number; membershipId: number; personId: number }[];
  readonly agreements: number[];
  /** What `compileScope` let be reached, by day: person, learner and category. */
  readonly seen: Map<PlainDate, Set<string>>;
}

export interface Organised {
  readonly organisationId: number;
  readonly kind: OrganisationKind;
  readonly settingId: number | null;
  readonly laId: number | null;
  readonly trustId: number | null;
  readonly externalId: string;
}

const firstDay = plainDate('2026-10-20');

/** A world with two settings, their trust, two authorities and partners, three children, and nobody yet. */
export async function beginWorld(database: Database, number: number): Promise<World> {
  const base = 10_000 + number * 10;
  const now = new Date(beginningOf(firstDay));
  const made = [
    { kind: 'setting', settingId: base, laId: base, trustId: base },
    { kind: 'setting', settingId: base + 1, laId: base + 1, trustId: null },
    { kind: 'local-authority', settingId: null, laId: base, trustId: null },
    { kind: 'trust', settingId: null, laId: null, trustId: base },
    { kind: 'social-care', settingId: null, laId: base, trustId: null },
    { kind: 'youth-justice', settingId: null, laId: base + 1, trustId: null },
  ] as const;
  await database
    .insertInto('setting')
    .values([0, 1].map((one) => ({ setting_id: base + one, urn: 200_000 + number * 10 + one, source: 'a test' })))
    .execute();
  await database
    .insertInto('register_keeper')
    .values([0, 1].map((one) => keeperOf(base + one, one === 0 ? base : 0)))
    .execute();
  const organisations = await inGate(database, 'administer', async (gate) => {
    const entered: Organised[] = [];
    for (const [index, one] of made.entries()) entered.push(await enterOrganisation(gate, `${base}-${index}`, one));
    return entered;
  });
  const learners = [base, base + 1, base + 2];
  const world: World = {
    database,
    number,
    now,
    organisations,
    learners,
    places: [],
    members: [],
    family: [],
    teams: [],
    opened: [],
    agreements: [],
    seen: new Map(),
  };
  await enrol(world, base, 0, '4B');
  await enrol(world, base + 1, 0, '5K');
  await enrol(world, base + 2, 1, '4B');
  return world;
}

/** A setting in the authority of its own number. */
function keeperOf(setting_id: number, trust_id: number) {
  return {
    setting_id,
    la_id: setting_id,
    trust_id,
    nation_id: 1,
    nation: 'england',
    kind: 'primary',
    unit: 'session',
    am_due: '09:45',
    pm_due: '13:45',
    demonstration: true,
  } as const;
}

/** What an organisation of such a world is called. */
export function nameOf({ kind, externalId }: Pick<Organised, 'kind' | 'externalId'>): string {
  return `${kind} ${externalId}`;
}

async function enterOrganisation(
  gate: Gated,
  externalId: string,
  one: Pick<Organised, 'kind' | 'settingId' | 'laId' | 'trustId'>,
): Promise<Organised> {
  const { organisation_id } = await gate
    .insertInto('organisation')
    .values({
      kind: one.kind,
      name: nameOf({ ...one, externalId }),
      setting_id: one.settingId,
      la_id: one.laId,
      trust_id: one.trustId,
      nation_id: null,
      external_id: externalId,
      demonstration: true,
    })
    .returning('organisation_id')
    .executeTakeFirstOrThrow();
  return { ...one, externalId, organisationId: organisation_id };
}

/** Puts a child on the roll of the first or the second setting, from today. */
export async function enrol(world: World, learnerId: number, which: 0 | 1, className: string): Promise<void> {
  const base = 10_000 + world.number * 10;
  const slot = world.places.length + 1;
  const place = { learnerId, settingId: base + which, laId: base + which, trustId: which === 0 ? base : 0, slot };
  const row = {
    learner_id: learnerId,
    setting_id: place.settingId,
    slot,
    status: 'single' as const,
    entered_on: londonDay(world.now),
    left_on: null,
    la_id: place.laId,
    trust_id: place.trustId,
  };
  await inScope(world.database, steward('load'), async (scoped) => {
    await scoped.insertInto('learner_enrolment').values(row).execute();
    const year_group = className === '4B' ? 4 : 5;
    const named = {
      surname: 'Reed',
      given_name: 'Sam',
      born_on: plainDate('2017-01-01'),
      year_group,
      class: className,
    };
    await scoped
      .insertInto('enrolment')
      .values({ ...row, ...named, upn: null, uln: null, partner_setting_id: null })
      .execute();
  });
  world.places.push({ ...place, left: false });
}

/** Goes on to a later instant, and asks at each midnight on the way, and then, who can see whom. */
export async function goOn(world: World, hours: number): Promise<void> {
  const later = new Date(world.now.getTime() + hours * 3_600_000 + 60_000);
  for (let day = addDays(londonDay(world.now), 1); day <= londonDay(later); day = addDays(day, 1)) {
    world.now = new Date(beginningOf(day));
    await lookAround(world);
  }
  world.now = later;
}

/** Goes on to the beginning of the next day. */
export async function toMidnight(world: World): Promise<void> {
  world.now = new Date(beginningOf(addDays(londonDay(world.now), 1)));
  await lookAround(world);
}

/** Asks `compileScope` of everybody, however they could be here, and keeps whom it reaches. */
export async function lookAround(world: World): Promise<void> {
  const today = londonDay(world.now);
  const seen = world.seen.get(today) ?? new Set();
  world.seen.set(today, seen);
  for (const engagement of engagementsOf(world)) {
    const scope = await compileScope(world.database, engagement, world.now);
    if (!scope.ok) continue;
    for (const learner of world.learners.filter((one) => reaches(world, scope.value, one))) {
      for (const category of scope.value.categories) {
        if (childCategories.includes(category)) seen.add(`${engagement.personId} ${learner} ${category}`);
      }
    }
  }
}

function engagementsOf(world: World): readonly Engagement[] {
  const steppedUpAt = world.now;
  const members = world.members.flatMap(({ membershipId, personId, role }) =>
    roles[role].purposes.flatMap((purpose): Engagement[] => {
      const plain = { as: 'member', membershipId, personId, purpose, steppedUpAt } as const;
      const opened = world.opened.filter((one) => one.membershipId === membershipId);
      return [
        plain,
        ...world.agreements.map((agreementId) => ({ ...plain, agreementId })),
        ...opened.map(({ breakGlassId }) => ({ ...plain, breakGlassId })),
      ];
    }),
  );
  const family = world.family.flatMap((personId): Engagement[] => [
    { as: 'child', personId },
    { as: 'parent', personId },
  ]);
  return [...members, ...family];
}

function reaches({ places }: World, scope: RequestScope, learnerId: number): boolean {
  const own = places.filter((place) => place.learnerId === learnerId);
  switch (scope.kind) {
    case 'children':
      return scope.learners.includes(learnerId);
    case 'setting':
      return own.some(({ settingId }) => scope.settings.includes(settingId));
    case 'area':
      return own.some(({ laId }) => laId === scope.laId);
    case 'trust':
      return own.some(({ trustId }) => trustId === scope.trustId);
    case 'nation':
      return false;
  }
}

/** The same from stored facts, when all is over: person, learner and category. */
export async function answered({ database, learners }: World, day: PlainDate): Promise<ReadonlySet<string>> {
  const told = new Set<string>();
  for (const learner of learners) {
    for (const one of whoCouldSee(await factsAbout(database, learner, day), day)) {
      for (const category of one.categories) told.add(`${one.personId} ${learner} ${category}`);
    }
  }
  return told;
}

/** Some of the categories, by a number that says which. */
export function someOf(bits: number): readonly Category[] {
  return categories.filter((_, index) => ((bits >> index) & 1) === 1);
}
