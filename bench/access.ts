import type { ChildrenAsked } from '#domain/roll/children-list-store.ts';
import { areaChildren, childrenOfArea } from '#domain/roll/children-list-store.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { needCategories, reads } from '#platform/access/allowed.ts';
import { categories } from '#platform/access/categories.ts';
import type { MemberEngagement } from '#platform/access/engagement.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { RoleName } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import type { AreaScope } from '#platform/access/scope.ts';
import { scopeSettings, steward } from '#platform/access/scope.ts';
import { touchedBy } from '#platform/access/touched-categories.ts';
import { whyWords } from '#platform/access/why.ts';
import type { Database } from '#platform/database/pool.ts';
import { compileScope } from '#platform/sign-in/compile.ts';
import { machineLoad, numberOption } from './measuring/durations.ts';
import { quantile } from './measuring/running-headwater.ts';
import { onScratchDatabase } from './measuring/synthetic-database.ts';

/**
 * What need to know costs: listing an authority’s children under its scope with every filter, compiling scopes, and
 * deciding in process. Two authorities of `--children` (100,000) each in 300 settings, names drawn from 2,000 surnames and
 * 400 given names as unevenly as names are. Fails where a plan is no look-up, or a target is missed.
 */
const children = numberOption('children', 100_000);
const runs = numberOption('runs', 300);
const settings = 300;
const today = plainDate('2026-11-24');
const now = new Date('2026-11-24T10:00:00Z');
const laId = 1;

const scope: AreaScope = {
  kind: 'area',
  laId,
  categories: ['totals', 'identity', 'attendance'],
  changes: [],
  actor: 'An officer',
  purpose: 'to see who misses education, and help',
};

/** Ids of settings from 1, half in each authority; learner ids and slots from 1. */
async function fill(database: Database): Promise<void> {
  const all = settings * 2;
  await database.pool.query(
    `INSERT INTO setting (setting_id, urn, name, source) OVERRIDING SYSTEM VALUE
     SELECT n, 100000 + n, 'Setting ' || n, 'made up' FROM generate_series(1, ${all}) AS n`,
  );
  await database.pool.query(
    `INSERT INTO register_keeper
     SELECT n, 'primary', 'session', 'england', 900, 1 + (n > ${settings})::int, 1 + n % 20, '09:45', '13:45', true
       FROM generate_series(1, ${all}) AS n`,
  );
  const perSetting = Math.ceil(children / settings);
  await inScope(database, steward('load'), async ({ client }) => {
    // Squaring a draw makes some names much more common than others.
    await client.query(
      `INSERT INTO enrolment (setting_id, slot, learner_id, upn, surname, given_name, born_on, year_group, class, status,
                              entered_on, left_on, la_id, trust_id)
       SELECT s, c, (s - 1) * ${perSetting} + c, NULL,
              chr(65 + (power(random(), 2) * 25)::int) || 'urname' || (power(random(), 2) * 80)::int,
              chr(65 + (power(random(), 2) * 19)::int) || 'iven' || (power(random(), 2) * 20)::int,
              '2015-01-01', c % 7, (c % 14) || 'A', 'single', '2025-09-01',
              CASE WHEN c % 12 = 0 THEN DATE '2026-07-20' END, 1 + (s > ${settings})::int, 1 + s % 20
         FROM generate_series(1, ${all}) AS s, generate_series(1, ${perSetting}) AS c`,
    );
    await client.query(
      'INSERT INTO learner_enrolment SELECT learner_id, setting_id, slot, status, entered_on, left_on, la_id, trust_id FROM enrolment',
    );
  });
  await database.pool.query('ANALYZE');
}

function draw<Choice>(choices: readonly Choice[]): Choice {
  return choices[Math.floor(Math.random() * choices.length)] as Choice;
}

const letters = [...'abcdefghijklmnopqrstuvwxy'];
const setting = () => 1 + Math.floor(Math.random() * settings);
const filters: Readonly<Record<string, () => ChildrenAsked>> = {
  'the first page': () => ({ name: '' }),
  'by the beginning of a name': () => ({ name: `${draw(letters)}urname${Math.floor(Math.random() * 80)}` }),
  'by one letter': () => ({ name: draw(letters) }),
  'nobody of that name': () => ({ name: `zz${Math.random()}` }),
  'by year group': () => ({ name: '', yearGroup: Math.floor(Math.random() * 7) }),
  'a year group that nobody is in': () => ({ name: '', yearGroup: 13 }),
  'by setting': () => ({ name: '', settingId: setting() }),
  'by class': () => ({ name: '', settingId: setting(), class: `${Math.floor(Math.random() * 14)}A` }),
  'by name, year group and setting': () => ({ name: draw(letters), yearGroup: 3, settingId: setting() }),
  'after a page in the middle': () => ({ name: '', after: { settingId: setting(), slot: 5 } }),
};

async function measureLists(database: Database): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const [name, asked] of Object.entries(filters)) {
    const took: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const question = asked();
      const started = performance.now();
      await inScope(database, scope, (scoped) => childrenOfArea(scoped, question, today));
      took.push(performance.now() - started);
    }
    const p95 = quantile(took, 0.95);
    console.log(`list, ${name}: p50 ${quantile(took, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
    if (p95 > 50) missed.push(`list, ${name}: p95 over 50 ms`);
    const plan = await planOf(database, asked());
    if (!/Index Cond: \(.*la_id = |Index Cond: \(.*setting_id = /.test(plan)) missed.push(`list, ${name}: ${plan}`);
  }
  return missed;
}

async function planOf(database: Database, asked: ChildrenAsked): Promise<string> {
  return await inScope(database, scope, async (scoped) => {
    const { sql, parameters } = (await areaChildren(scoped, asked, today)).compile(scoped);
    const { rows } = await scoped.client.query({ text: `EXPLAIN ${sql}`, values: [...parameters] });
    return rows.map((row) => String(row['QUERY PLAN'])).join('\n');
  });
}

/** Somebody in a role at setting 1, in authority 1; a class of 24, a year group of 48, a team around 20 children. */
async function enterMember(database: Database, role: RoleName): Promise<MemberEngagement> {
  return await inGate(database, 'administer', async ({ client }) => {
    const one = async (text: string, values: readonly unknown[]): Promise<number> => {
      const { rows } = await client.query<{ id: number }>({ text, values: [...values] });
      return rows[0]?.id ?? 0;
    };
    const personId = await one(
      'INSERT INTO person (name, demonstration, entered_at) VALUES ($1, true, $2) RETURNING person_id AS id',
      ['Somebody', now],
    );
    const organisationId = await one(
      `INSERT INTO organisation (kind, name, setting_id, la_id, trust_id, nation_id, demonstration)
       VALUES ($1, 'Somewhere', 1, 1, 2, 900, true) RETURNING organisation_id AS id`,
      [roles[role].at[0]],
    );
    const membershipId = await one(
      `INSERT INTO membership (person_id, organisation_id, role, classes, year_groups, valid_from, entered_at, entered_by)
       VALUES ($1, $2, $3, '{3A}', '{3}', $4, $5, 'a benchmark') RETURNING membership_id AS id`,
      [personId, organisationId, role, addDays(today, -30), now],
    );
    for (let learner = 1; roles[role].reach === 'teams' && learner <= 20; learner += 1) {
      const teamId = await one(
        `INSERT INTO team (learner_id, purpose, opened_on, entered_by) VALUES ($1, $2, $3, 'a benchmark') RETURNING team_id AS id`,
        [learner * 500, roles[role].purposes[0], addDays(today, -30)],
      );
      await one(
        `INSERT INTO team_member (learner_id, team_id, membership_id, categories, valid_from, entered_at, entered_by)
         VALUES ($1, $2, $3, $4, $5, $6, 'a benchmark') RETURNING 0 AS id`,
        [learner * 500, teamId, membershipId, [...roles[role].reads], addDays(today, -30), now],
      );
    }
    return { as: 'member', personId, membershipId, purpose: roles[role].purposes[0] };
  });
}

async function measureCompiling(database: Database): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const role of ['class-teacher', 'head-of-year', 'head', 'inclusion-officer', 'social-worker'] as const) {
    const engagement = await enterMember(database, role);
    const took: number[] = [];
    let reached = 0;
    for (let run = 0; run < runs; run += 1) {
      const started = performance.now();
      const scoped = await compileScope(database, engagement, now);
      took.push(performance.now() - started);
      if (!scoped.ok) throw new Error(scoped.failure.message);
      reached = scoped.value.kind === 'children' ? scoped.value.learners.length : 0;
    }
    const p95 = quantile(took, 0.95);
    const whom = reached === 0 ? 'all of its place' : `${reached} children`;
    console.log(
      `compile, ${roles[role].title} (${whom}): p50 ${quantile(took, 0.5).toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`,
    );
    if (p95 > 5) missed.push(`compile, ${role}: p95 over 5 ms`);
  }
  return missed;
}

function measureDeciding(): readonly string[] {
  const statement = 'SELECT e.surname, r.marks FROM enrolment AS e JOIN register AS r USING (setting_id)';
  const whole = { ...scope, categories };
  const decisions: Readonly<Record<string, () => unknown>> = {
    'whether a scope reads a category': () => reads(scope, 'attendance', 'identity'),
    'whether a route may answer': () => needCategories(whole, 'read', ['attendance', 'identity']),
    'the settings of a scope': () => scopeSettings(scope),
    'what a statement touches': () => touchedBy(statement),
    'why in words': () => whyWords(scope),
  };
  const missed: string[] = [];
  for (const [name, decide] of Object.entries(decisions)) {
    const times = 200_000;
    for (let warm = 0; warm < 20_000; warm += 1) decide();
    const started = performance.now();
    for (let time = 0; time < times; time += 1) decide();
    const micro = ((performance.now() - started) / times) * 1000;
    console.log(`decide, ${name}: ${micro.toFixed(3)} µs`);
    if (micro > 5) missed.push(`decide, ${name}: over 5 µs`);
  }
  return missed;
}

await onScratchDatabase(fill, async (database) => {
  console.log(`${children} children in each of two authorities; ${runs} of each; ${machineLoad()}`);
  const missed = [...(await measureLists(database)), ...(await measureCompiling(database)), ...measureDeciding()];
  if (missed.length === 0) return;
  console.error(missed.join('\n'));
  process.exitCode = 1;
});
