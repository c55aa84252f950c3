import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { england } from '#foundation/nations/england-areas.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { exampleSettings, exampleshire, exampleTrusts } from './exampleshire-settings.ts';

/** The partners of Exampleshire, by `external_id`. All of them are made up. */
export const examplePartners = {
  authority: 'exampleshire:authority',
  socialCare: 'exampleshire:social-care',
  youthJustice: 'exampleshire:youth-justice',
  mentalHealth: 'exampleshire:mental-health',
  violenceReduction: 'exampleshire:violence-reduction',
  police: 'exampleshire:police',
  health: 'exampleshire:health',
  voluntary: 'exampleshire:voluntary',
  department: 'exampleshire:department',
} as const;
type PartnerKey = keyof typeof examplePartners;

const partners: Readonly<Record<PartnerKey, readonly [OrganisationKind, string]>> = {
  authority: ['local-authority', 'Exampleshire Council'],
  socialCare: ['social-care', 'Exampleshire children’s social care'],
  youthJustice: ['youth-justice', 'Exampleshire youth justice service'],
  mentalHealth: ['mental-health', 'Exampleshire mental health support team'],
  violenceReduction: ['violence-reduction', 'Exampleshire violence reduction unit'],
  police: ['police', 'Exampleshire Police'],
  health: ['health', 'Exampleshire school nursing'],
  voluntary: ['voluntary', 'Riverbank Youth Project'],
  department: ['nation', 'Department for Made-up Education'],
};

/** The people of the demonstration, by e-mail address: who can be signed in as. */
export const examplePeople = {
  classTeacher: 'class.teacher@exampleshire.invalid',
  safeguardingLead: 'safeguarding.lead@exampleshire.invalid',
  head: 'head@exampleshire.invalid',
  inclusionOfficer: 'inclusion.officer@exampleshire.invalid',
  socialWorker: 'social.worker@exampleshire.invalid',
  nationalAnalyst: 'national.analyst@exampleshire.invalid',
  child: 'child@exampleshire.invalid',
  parent: 'parent@exampleshire.invalid',
} as const;
export type ExamplePerson = keyof typeof examplePeople;

/** Those who look after an organisation’s people and sign its agreements, by e-mail address; they see no child. */
export const exampleAdministrators = {
  authority: 'administrator.council@exampleshire.invalid',
  youthJustice: 'administrator.youth.justice@exampleshire.invalid',
} as const satisfies Partial<Record<PartnerKey, string>>;

const administratorNames: Readonly<Record<keyof typeof exampleAdministrators, string>> = {
  authority: 'Margaret Dunne',
  youthJustice: 'Samir Haddad',
};

const names: Readonly<Record<Exclude<ExamplePerson, 'child' | 'parent'>, string>> = {
  classTeacher: 'Priya Nair',
  safeguardingLead: 'Ruth Ellison',
  head: 'Owen Castell',
  inclusionOfficer: 'Farida Rahman',
  socialWorker: 'Daniel Okafor',
  nationalAnalyst: 'Helen Marsh',
};

const since = plainDate('2023-09-01');
const source = 'Made up by Headwater: Exampleshire';
/** Ashcombe School: where the teacher, the safeguarding lead, the head and the child are, when it is loaded. */
const usualSetting = 990_041;

/** By `external_id`, as a sign-in provider for schools would name a setting. */
export function settingOrganisation(urn: number): string {
  return `urn:${urn}`;
}

/** Who of Exampleshire is who. */
export interface PeopleLoaded {
  readonly settingId: number;
  readonly learnerId: number;
  readonly people: Readonly<Record<ExamplePerson, number>>;
}

/**
 * Enters the organisations of Exampleshire and the people who can be signed in as, whoever of them is not there yet: six
 * who work there, a child, the child’s parent, and two administrators. Answers `undefined` where no made-up child is on roll.
 */
export async function loadExamplePeople(database: Database, clock: Clock): Promise<PeopleLoaded | undefined> {
  await enterOrganisations(database);
  const child = await childOf(database, clock.today());
  if (!child) return undefined;
  return await inGate(database, 'administer', (gate) => enterPeople(gate, child, clock.now()));
}

async function enterOrganisations(database: Database): Promise<void> {
  const kept = await database
    .selectFrom('register_keeper')
    .select('setting_id')
    .where('demonstration', '=', true)
    .execute();
  const here = new Set(kept.map(({ setting_id }) => setting_id));
  const place = { setting_id: null, la_id: null, trust_id: null, nation_id: null, demonstration: true };
  const { areaId: laId } = exampleshire;
  const rows = [
    ...exampleSettings
      .filter(({ keeper }) => here.has(keeper.settingId))
      .map(({ keeper: { settingId, urn, name } }) => ({
        ...place,
        kind: 'setting',
        name,
        setting_id: settingId,
        external_id: settingOrganisation(urn),
      })),
    ...exampleTrusts.map(({ trustId, name }) => ({
      ...place,
      kind: 'trust',
      name,
      trust_id: trustId,
      external_id: `exampleshire:trust-${trustId}`,
    })),
    ...Object.entries(partners).map(([key, [kind, name]]) => ({
      ...place,
      kind,
      name,
      ...(kind === 'nation' ? { nation_id: england.areaId } : { la_id: laId }),
      external_id: examplePartners[key as PartnerKey],
    })),
  ];
  await inGate(database, 'administer', (gate) =>
    gate
      .insertInto('organisation')
      .values(rows)
      .onConflict((conflict) => conflict.column('external_id').doNothing())
      .execute(),
  );
}

interface ExampleChild {
  readonly settingId: number;
  readonly learnerId: number;
  readonly surname: string;
  readonly givenName: string;
  readonly class: string;
}

/** The child: with a social worker, as their team has one, of year 9 at the usual setting; where there is none, any. */
async function childOf(database: Database, today: PlainDate): Promise<ExampleChild | undefined> {
  const known = await inGate(database, 'administer', (gate) =>
    gate
      .selectFrom('person')
      .select('learner_id')
      .where('email', '=', examplePeople.child)
      .where('demonstration', '=', true)
      .executeTakeFirst(),
  );
  return await inScope(database, steward('load'), async (scoped) => {
    const { rows } = await scoped.client.query<ExampleChild>({
      text: `SELECT e.setting_id AS "settingId", e.learner_id AS "learnerId", e.surname, e.given_name AS "givenName", e.class
               FROM enrolment AS e JOIN register_keeper AS k ON k.setting_id = e.setting_id AND k.demonstration
              WHERE e.entered_on <= $1 AND (e.left_on IS NULL OR e.left_on >= $1) AND e.class <> ''
                AND ($2::bigint IS NULL OR e.learner_id = $2)
              ORDER BY e.setting_id = $3 DESC, EXISTS (SELECT 1 FROM characteristic AS c
                         WHERE c.setting_id = e.setting_id AND c.slot = e.slot AND c.social_worker = 'Y') DESC,
                       e.year_group = 9 DESC, e.entered_on, e.setting_id, e.slot LIMIT 1`,
      values: [today, known?.learner_id ?? null, usualSetting],
    });
    return rows[0];
  });
}

async function enterPeople(gate: Gated, child: ExampleChild, now: Date): Promise<PeopleLoaded> {
  const people = {} as Record<ExamplePerson, number>;
  for (const [key, email] of Object.entries(examplePeople) as [ExamplePerson, string][]) {
    people[key] = await enterPerson(gate, {
      email,
      name: nameOf(key, child),
      learnerId: key === 'child' ? child.learnerId : null,
      now,
    });
  }
  const school = settingOrganisation(child.settingId);
  await enterMembership(gate, people.classTeacher, { at: school, role: 'class-teacher', classes: [child.class], now });
  await enterMembership(gate, people.safeguardingLead, { at: school, role: 'safeguarding-lead', now });
  // A second role, so that there is something to choose and to switch to.
  await enterMembership(gate, people.safeguardingLead, { at: school, role: 'attendance-officer', now });
  await enterMembership(gate, people.head, { at: school, role: 'head', now });
  await enterMembership(gate, people.inclusionOfficer, {
    at: examplePartners.authority,
    role: 'inclusion-officer',
    now,
  });
  const worker = await enterMembership(gate, people.socialWorker, {
    at: examplePartners.socialCare,
    role: 'social-worker',
    now,
  });
  await enterMembership(gate, people.nationalAnalyst, {
    at: examplePartners.department,
    role: 'national-analyst',
    now,
  });
  await enterGuardian(gate, child.learnerId, people.parent, now);
  await enterAdministrators(gate, now);
  await enterTeam(gate, child.learnerId, worker, now);
  return { settingId: child.settingId, learnerId: child.learnerId, people };
}

async function enterAdministrators(gate: Gated, now: Date): Promise<void> {
  for (const key of Object.keys(exampleAdministrators) as (keyof typeof exampleAdministrators)[]) {
    const email = exampleAdministrators[key];
    const person = await enterPerson(gate, { email, name: administratorNames[key], learnerId: null, now });
    await enterMembership(gate, person, { at: examplePartners[key], role: 'administrator', now });
  }
}

function nameOf(key: ExamplePerson, { givenName, surname }: ExampleChild): string {
  if (key === 'child') return `${givenName} ${surname}`;
  return key === 'parent' ? `Jo ${surname}` : names[key];
}

interface PersonWanted {
  readonly email: string;
  readonly name: string;
  readonly learnerId: number | null;
  readonly now: Date;
}

async function enterPerson(gate: Gated, { email, name, learnerId, now }: PersonWanted): Promise<number> {
  const found = await gate
    .selectFrom('person')
    .select('person_id')
    .where('email', '=', email)
    .where('demonstration', '=', true)
    .executeTakeFirst();
  if (found) {
    const { person_id } = found;
    await gate
      .updateTable('person')
      .set({ closed_at: null })
      .where('person_id', '=', person_id)
      .where('closed_at', 'is not', null)
      .execute();
    return person_id;
  }
  const entered = await gate
    .insertInto('person')
    .values({ name, email, learner_id: learnerId, demonstration: true, entered_at: now })
    .returning('person_id')
    .executeTakeFirstOrThrow();
  return entered.person_id;
}

interface MembershipWanted {
  readonly at: string;
  readonly role: RoleName;
  readonly classes?: readonly string[];
  readonly now: Date;
}

async function enterMembership(gate: Gated, personId: number, wanted: MembershipWanted): Promise<number> {
  const { organisation_id } = await gate
    .selectFrom('organisation')
    .select('organisation_id')
    .where('external_id', '=', wanted.at)
    .executeTakeFirstOrThrow();
  const found = await gate
    .selectFrom('membership')
    .select('membership_id')
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisation_id)
    .where('role', '=', wanted.role)
    .executeTakeFirst();
  if (found) return found.membership_id;
  const entered = await gate
    .insertInto('membership')
    .values({
      person_id: personId,
      organisation_id,
      role: wanted.role,
      classes: [...(wanted.classes ?? [])],
      year_groups: [],
      valid_from: since,
      entered_at: wanted.now,
      entered_by: source,
      ended_by: null,
    })
    .returning('membership_id')
    .executeTakeFirstOrThrow();
  return entered.membership_id;
}

async function enterGuardian(gate: Gated, learnerId: number, personId: number, now: Date): Promise<void> {
  await gate
    .insertInto('guardian')
    .values({
      learner_id: learnerId,
      person_id: personId,
      relationship: 'parent',
      parental_responsibility: true,
      valid_from: since,
      entered_at: now,
      entered_by: source,
    })
    .onConflict((conflict) => conflict.columns(['learner_id', 'person_id', 'valid_from']).doNothing())
    .execute();
}

async function enterTeam(gate: Gated, learnerId: number, membershipId: number, now: Date): Promise<void> {
  const found = await gate
    .selectFrom('team_member')
    .select('team_id')
    .where('membership_id', '=', membershipId)
    .executeTakeFirst();
  if (found) return;
  const { team_id } = await gate
    .insertInto('team')
    .values({ learner_id: learnerId, purpose: 'social-care', opened_on: since, entered_by: source })
    .returning('team_id')
    .executeTakeFirstOrThrow();
  await gate
    .insertInto('team_member')
    .values({
      learner_id: learnerId,
      team_id,
      membership_id: membershipId,
      categories: ['identity', 'attendance', 'exclusion', 'movement', 'circumstance', 'voice', 'plan', 'safeguarding'],
      valid_from: since,
      entered_at: now,
      entered_by: source,
    })
    .execute();
}
