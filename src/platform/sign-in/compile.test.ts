import { beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Engagement, MemberEngagement } from '#platform/access/engagement.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roleNames, roles } from '#platform/access/roles.ts';
import { placeKey, steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { enterRow } from '../../../test/access/any-row.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { compileScope } from './compile.ts';

const now = new Date('2026-11-03T10:00:00Z');
let database: Database;
let serial = 0;

beforeAll(async () => {
  database = await freshDatabase();
  await inScope(database, steward('load'), async ({ client }) => {
    const here = { setting_id: 1, la_id: 10, trust_id: 100, entered_on: '2026-09-01' };
    const enrolled = [
      { ...here, learner_id: 1, slot: 1, class: '4B', year_group: 4 },
      { ...here, learner_id: 2, slot: 2, class: '4B', year_group: 4, left_on: '2026-10-01' },
      { ...here, learner_id: 3, slot: 3, class: '4B', year_group: 4, entered_on: '2024-09-01', left_on: '2026-07-01' },
      { ...here, learner_id: 4, slot: 4, class: '5K', year_group: 5 },
      { ...here, learner_id: 5, slot: 5, class: '4B', year_group: 4, entered_on: '2026-11-20' },
      // Left and came back: one child, two places.
      { ...here, learner_id: 1, slot: 6, class: '3C', year_group: 3, entered_on: '2024-09-01', left_on: '2025-01-01' },
      { ...here, setting_id: 2, learner_id: 1, slot: 9, class: '4B', year_group: 4 },
    ];
    for (const one of enrolled) {
      const row = { left_on: null, ...one };
      await enterRowWithNulls(client, 'enrolment', row);
      await enterRowWithNulls(client, 'learner_enrolment', row);
    }
  });
});

/** Enters a row and then empties what the given row says is null: any-row fills whatever is not given. */
async function enterRowWithNulls(
  client: Parameters<typeof enterRow>[0],
  table: 'enrolment' | 'learner_enrolment',
  row: Readonly<Record<string, unknown>> & { readonly left_on: string | null },
): Promise<void> {
  await enterRow(client, table, { ...row, left_on: row.left_on ?? '2099-01-01' });
  if (row.left_on !== null) return;
  await client.query(`UPDATE ${table} SET left_on = NULL WHERE left_on = '2099-01-01'`);
}

async function enter(table: string, values: Readonly<Record<string, unknown>>): Promise<number> {
  const names = Object.keys(values);
  const places = names.map((_, index) => `$${index + 1}`).join(', ');
  const key = {
    person: 'person_id',
    membership: 'membership_id',
    organisation: 'organisation_id',
    team: 'team_id',
    break_glass: 'break_glass_id',
  };
  const returning = key[table as keyof typeof key] ?? '0';
  return await inGate(database, 'administer', async ({ client }) => {
    const { rows } = await client.query<{ id: number }>({
      text: `INSERT INTO ${table} (${names.join(', ')}) VALUES (${places}) RETURNING ${returning} AS id`,
      values: Object.values(values),
    });
    return rows[0]?.id ?? 0;
  });
}

const entered = { entered_at: new Date('2026-09-01T00:00:00Z') };

async function enterPerson(more: Readonly<Record<string, unknown>> = {}): Promise<number> {
  serial += 1;
  return await enter('person', { name: `Person ${serial}`, demonstration: true, ...entered, ...more });
}

interface MadeUp {
  readonly role: RoleName;
  readonly membership?: Readonly<Record<string, unknown>>;
  readonly organisation?: Readonly<Record<string, unknown>>;
  readonly person?: Readonly<Record<string, unknown>>;
  readonly engagement?: Partial<MemberEngagement>;
}

/** Somebody in a role at an organisation of the first kind the role exists at, and how they are here. */
async function engaged({ role, membership, organisation, person, engagement }: MadeUp): Promise<MemberEngagement> {
  const personId = await enterPerson(person);
  const organisationId = await enter('organisation', {
    kind: roles[role].at[0],
    name: 'Brook',
    setting_id: 1,
    la_id: 10,
    trust_id: 100,
    nation_id: 1000,
    demonstration: true,
    ...organisation,
  });
  const membershipId = await enter('membership', {
    person_id: personId,
    organisation_id: organisationId,
    role,
    classes: role === 'class-teacher' ? ['4B'] : [],
    year_groups: role === 'head-of-year' ? [5] : [],
    valid_from: plainDate('2026-09-01'),
    entered_by: 'a test',
    ...entered,
    ...membership,
  });
  return { as: 'member', personId, membershipId, purpose: roles[role].purposes[0] as Purpose, ...engagement };
}

async function enterTeam(membershipId: number, learnerId: number, more: Readonly<Record<string, unknown>> = {}) {
  const { purpose = 'social-care', categories = ['identity', 'attendance'], ...member } = more;
  const team = { learner_id: learnerId, purpose, opened_on: plainDate('2026-09-01'), entered_by: 'a test' };
  const team_id = await enter('team', team);
  await enter('team_member', {
    learner_id: learnerId,
    team_id,
    membership_id: membershipId,
    categories,
    valid_from: plainDate('2026-09-01'),
    entered_by: 'a test',
    ...entered,
    ...member,
  });
}

async function compiled(engagement: Engagement, at = now) {
  const scope = await compileScope(database, engagement, at);
  if (!scope.ok) throw new Error(scope.failure.code);
  return scope.value;
}

async function whyNone(engagement: Engagement, at = now): Promise<string> {
  const scope = await compileScope(database, engagement, at);
  return scope.ok ? 'a scope' : scope.failure.code;
}

describe('a member’s scope', () => {
  it.each([
    ['head', { kind: 'setting', settings: [1] }],
    ['attendance-officer', { kind: 'setting', settings: [1] }],
    ['trust-officer', { kind: 'trust', trustId: 100 }],
    ['inclusion-officer', { kind: 'area', laId: 10 }],
    ['national-analyst', { kind: 'nation', nationId: 1000, categories: ['totals'], changes: [] }],
    ['governor', { kind: 'setting', settings: [1], categories: ['totals'], changes: [] }],
    ['class-teacher', { kind: 'children', learners: [1, 2], settings: [1] }],
    ['head-of-year', { kind: 'children', learners: [4], settings: [1], places: [placeKey(1, 4)] }],
  ] as const)('of a %s reaches what the role reaches', async (role, expected) => {
    expect(await compiled(await engaged({ role }))).toMatchObject(expected);
  });

  it('holds for each role of the catalogue what the catalogue says, or nobody', async () => {
    for (const role of roleNames) {
      const engagement = await engaged({ role });
      if (roles[role].reach === 'teams') {
        await enterTeam(engagement.membershipId, 1, { purpose: engagement.purpose, categories: roles[role].reads });
      }
      const scope = await compileScope(database, engagement, now);
      if (roles[role].reach === 'nobody') expect(scope).toMatchObject({ ok: false });
      else expect(scope).toMatchObject({ ok: true, value: { categories: roles[role].reads } });
    }
  });

  it('of a class holds who is on roll today and who left this academic year, with earlier places here, and none elsewhere', async () => {
    const scope = await compiled(await engaged({ role: 'class-teacher' }));
    expect(scope).toMatchObject({ places: [1, 2, 6].map((slot) => placeKey(1, slot)) });
    const later = await compiled(await engaged({ role: 'class-teacher' }), new Date('2026-11-20T10:00:00Z'));
    expect(later).toMatchObject({ learners: [1, 2, 5] });
    const nextYear = await engaged({ role: 'class-teacher' });
    expect(await compiled(nextYear, new Date('2027-09-02T10:00:00Z'))).toMatchObject({ learners: [1, 5] });
  });

  it('opens what needs a second sign-in for a quarter of an hour after one', async () => {
    const steppedUpAt = new Date('2026-11-03T09:50:00Z');
    const engagement = await engaged({ role: 'safeguarding-lead', engagement: { steppedUpAt } });
    expect((await compiled(engagement)).categories).toContain('safeguarding');
    expect((await compiled(engagement)).changes).toContain('safeguarding');
    const later = await compiled(engagement, new Date('2026-11-03T10:05:00Z'));
    expect([...later.categories, ...later.changes]).not.toContain('safeguarding');
    const before = await compiled(engagement, new Date('2026-11-03T09:40:00Z'));
    expect(before.categories).not.toContain('safeguarding');
  });

  it('says by what it is held, and until when', async () => {
    const engagement = await engaged({ role: 'head', membership: { valid_to: plainDate('2026-12-18') } });
    const { grounds, actor, purpose } = await compiled(engagement);
    expect({ actor, purpose }).toEqual({
      actor: `Person ${serial}, head, Brook`,
      purpose: 'to answer for this setting',
    });
    expect(grounds).toMatchObject({ by: 'as head of Brook', until: new Date('2026-12-19T00:00:00Z') });
  });
});

describe('there is no scope', () => {
  it.each([
    ['after its last day', { membership: { valid_to: plainDate('2026-11-02') } }, 'membership-not-allowed'],
    ['before its first day', { membership: { valid_from: plainDate('2026-11-04') } }, 'membership-not-allowed'],
    ['once it was ended', { membership: { ended_at: now } }, 'membership-not-allowed'],
    ['once the account was closed', { person: { closed_at: now } }, 'account-not-allowed'],
    ['for a purpose that is not the role’s', { engagement: { purpose: 'governance' } }, 'purpose-not-allowed'],
    ['for somebody else’s membership', { engagement: { personId: 1 } }, 'membership-not-allowed'],
    ['for a role that nobody knows', { membership: { role: 'toString' } }, 'role-not-allowed'],
    ['for a role of another kind of organisation', { organisation: { kind: 'police' } }, 'role-not-allowed'],
    ['where the organisation stands nowhere', { organisation: { setting_id: null } }, 'organisation-not-allowed'],
  ] as const)('%s', async (_, changed, code) => {
    const first = await engaged({ role: 'head' });
    expect(await whyNone(first)).toBe('a scope');
    expect(await whyNone(await engaged({ role: 'head', ...changed }))).toBe(code);
  });

  it('of a class teacher without a class', async () => {
    const engagement = await engaged({ role: 'class-teacher', membership: { classes: [] } });
    expect(await whyNone(engagement)).toBe('reach-not-allowed');
  });
});

describe('a team around a child', () => {
  it('is reached wherever the child is enrolled, with what the team gives and the role has', async () => {
    const engagement = await engaged({ role: 'social-worker' });
    await enterTeam(engagement.membershipId, 1, { categories: ['identity', 'attendance', 'safeguarding'] });
    expect(await compiled(engagement)).toMatchObject({
      learners: [1],
      settings: [1, 2],
      places: [placeKey(1, 1), placeKey(1, 6), placeKey(2, 9)],
      categories: ['identity', 'attendance'],
      changes: [],
    });
    await enterTeam(engagement.membershipId, 4, { categories: ['identity'] });
    expect(await compiled(engagement)).toMatchObject({ learners: [1, 4], categories: ['identity'] });
  });

  it.each([
    ['of another purpose', { purpose: 'safeguarding' }],
    ['that the member left', { ended_at: now }],
    ['whose time is over', { valid_to: plainDate('2026-11-02') }],
  ])('%s is not reached', async (_, more) => {
    const engagement = await engaged({ role: 'social-worker' });
    await enterTeam(engagement.membershipId, 1, more);
    expect(await whyNone(engagement)).toBe('reach-not-allowed');
  });
});

describe('a record opened for a reason', () => {
  const open = async (by: MemberEngagement, more: Readonly<Record<string, unknown>> = {}) =>
    await enter('break_glass', {
      learner_id: 4,
      membership_id: by.membershipId,
      person_id: by.personId,
      organisation_id: 1,
      categories: ['identity', 'attendance', 'safeguarding'],
      reason: 'A child is in danger',
      opened_at: new Date('2026-11-03T09:00:00Z'),
      until_at: new Date('2026-11-03T12:00:00Z'),
      review_by: new Date('2026-11-04T09:00:00Z'),
      ...more,
    });

  it('is that child alone, for who opened it, to read, while it is open', async () => {
    const lead = await engaged({ role: 'safeguarding-lead' });
    const breakGlassId = await open(lead);
    expect(await compiled({ ...lead, breakGlassId })).toMatchObject({
      kind: 'children',
      learners: [4],
      categories: ['identity', 'attendance'],
      changes: [],
      grounds: { breakGlassId, until: new Date('2026-11-03T12:00:00Z') },
    });
    expect(await whyNone({ ...lead, breakGlassId }, new Date('2026-11-03T12:00:00Z'))).toMatch(/-not-allowed$/);
    expect(await whyNone({ ...lead, breakGlassId: await open(lead, { ended_at: now }) })).toMatch(/-not-allowed$/);
    const another = await engaged({ role: 'safeguarding-lead' });
    expect(await whyNone({ ...another, breakGlassId })).toBe('break-glass-not-allowed');
    const teacher = await engaged({ role: 'class-teacher' });
    expect(await whyNone({ ...teacher, breakGlassId: await open(teacher) })).toBe('break-glass-not-allowed');
    expect(await whyNone({ ...lead, breakGlassId, agreementId: 1 })).toBe('scope-not-allowed');
    expect(await whyNone({ ...lead, agreementId: 999 })).toMatch(/^agreement-not-/);
  });
});

describe('a family', () => {
  const guardian = { learner_id: 1, relationship: 'mother', valid_from: plainDate('2026-01-01'), entered_by: 'a test' };
  const withParent = async (more: Readonly<Record<string, unknown>> = {}) => {
    const person_id = await enterPerson();
    await enter('guardian', { ...guardian, person_id, parental_responsibility: true, ...entered, ...more });
    return { as: 'parent', personId: person_id } as const;
  };

  it('sees the child’s own record: the child', async () => {
    const personId = await enterPerson({ learner_id: 4 });
    expect(await compiled({ as: 'child', personId })).toMatchObject({ learners: [4], changes: [] });
    expect(await whyNone({ as: 'parent', personId })).toBe('scope-not-allowed');
  });

  it('sees the record of a child: a parent with parental responsibility, while it lasts', async () => {
    expect(await compiled(await withParent())).toMatchObject({ kind: 'children', learners: [1] });
    expect(await whyNone(await withParent({ parental_responsibility: false }))).toBe('scope-not-allowed');
    expect(await whyNone(await withParent({ valid_to: plainDate('2026-11-02') }))).toBe('scope-not-allowed');
    expect(await whyNone({ ...(await withParent()), as: 'child' })).toBe('scope-not-allowed');
  });

  it('sees nothing of a child from whom a rule withholds everything, while it holds', async () => {
    const parent = await withParent();
    const rule = { learner_id: 1, person_id: parent.personId, source: 'an order', entered_by: 'a test', ...entered };
    await enter('contact_rule', { ...rule, withholds: 'whereabouts', valid_from: plainDate('2026-01-01') });
    expect(await whyNone(parent)).toBe('a scope');
    await enter('contact_rule', { ...rule, withholds: 'everything', valid_from: plainDate('2026-11-04') });
    expect(await whyNone(parent)).toBe('a scope');
    expect(await whyNone(parent, new Date('2026-11-04T10:00:00Z'))).toBe('scope-not-allowed');
  });
});
