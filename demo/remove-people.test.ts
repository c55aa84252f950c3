import { describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { madeUpLearners } from '#domain/roll/learner-store.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { choicesOf } from '#platform/sign-in/engagements.ts';
import { invite } from '#platform/sign-in/invitations.ts';
import { openSession } from '#platform/sign-in/sessions.ts';
import { freshDatabase } from '../test/database/fresh-database.ts';
import { loadExampleshire, removeExampleshire } from './exampleshire.ts';
import { loadExampleAgreements } from './exampleshire-agreements.ts';
import { loadExampleFamilies } from './exampleshire-families.ts';
import { loadExamplePeople } from './exampleshire-people.ts';
import { exampleSettings } from './exampleshire-settings.ts';
import { removeExamplePeople } from './remove-people.ts';

const clock = stoppedClock(new Date('2026-01-15T10:00:00Z'));
const settings = exampleSettings.filter(({ keeper }) => keeper.urn === 990_003);
/** Who looked, and why: never deleted, whoever it was about. */
const stays = ['ledger_entry', 'break_glass', 'ledger_delay'];

async function load(database: Database) {
  await loadExampleshire(database, clock, { settings, years: 1 });
  const people = await loadExamplePeople(database, clock);
  if (!people) throw new Error('Nobody was loaded');
  await loadExampleFamilies(database, people, clock);
  await loadExampleAgreements(database, clock);
  return people;
}

/** By which columns a row of a table can be known to be made up, and those of each; of made-up rows before and after. */
async function madeUpRows(
  database: Database,
  known: Readonly<Record<string, string>>,
): Promise<Record<string, number>> {
  return await inScope(database, steward('verify'), async ({ client }) => {
    const { rows: columns } = await client.query<{ table: string; column: string }>(
      `SELECT c.relname AS table, a.attname AS column
         FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = ANY ($1) AND NOT a.attisdropped
          AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1, 2`,
      [Object.keys(known)],
    );
    const counts: Record<string, number> = {};
    for (const { table, column } of columns) {
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::integer AS count FROM ${table} WHERE ${known[column]}`,
      );
      counts[table] = (counts[table] ?? 0) + (rows[0]?.count ?? 0);
    }
    return counts;
  });
}

/** What is made up, as conditions on columns, with the ids that were given. */
async function conditions(database: Database): Promise<Readonly<Record<string, string>>> {
  return await inGate(database, 'administer', async ({ client }) => {
    const among = async (column: string, text: string) => {
      const { rows } = await client.query<{ id: number }>(text);
      return `${column} IN (${[0, ...rows.map(({ id }) => id)].join(', ')})`;
    };
    return {
      demonstration: 'demonstration',
      person_id: await among('person_id', 'SELECT person_id AS id FROM person WHERE demonstration'),
      organisation_id: await among(
        'organisation_id',
        'SELECT organisation_id AS id FROM organisation WHERE demonstration',
      ),
      membership_id: await among(
        'membership_id',
        'SELECT membership_id AS id FROM membership JOIN organisation USING (organisation_id) WHERE demonstration',
      ),
      agreement_id: await among('agreement_id', 'SELECT agreement_id AS id FROM agreement WHERE demonstration'),
      learner_id: `learner_id BETWEEN ${madeUpLearners.first} AND ${madeUpLearners.last}`,
    };
  });
}

/** Somebody made up signs in and is invited; somebody real has a role at a made-up organisation, and one elsewhere. */
async function live(database: Database, personId: number): Promise<void> {
  await inGate(database, 'administer', async (gate) => {
    const now = clock.now();
    const [first] = await choicesOf(gate, personId, [], now);
    const rules = { limits: { idle: 1_000, absolute: 1_000 }, people: 'everybody' } as const;
    const arrival = { personId, via: 'demonstration', organisationClaims: [], device: 'a test' };
    await openSession(gate, { ...arrival, engagement: first?.engagement }, rules, now);
    await invite(gate, personId, 'a test', now);
    await gate.client.query(
      `WITH p AS (INSERT INTO person (name, demonstration, entered_at) VALUES ('Ada Real', false, $1) RETURNING person_id),
            o AS (INSERT INTO organisation (kind, name, demonstration) VALUES ('police', 'Real Police', false)
                  RETURNING organisation_id)
       INSERT INTO membership (person_id, organisation_id, role, classes, year_groups, valid_from, entered_at, entered_by)
       SELECT person_id, organisation_id, 'administrator', '{}', '{}', '2026-01-01', $1, 'a test'
         FROM p, (SELECT organisation_id FROM o
                  UNION ALL (SELECT organisation_id FROM organisation WHERE kind = 'police' AND demonstration)) AS at`,
      [now],
    );
  });
}

describe('taking the demonstration out', () => {
  it('leaves nothing made up in any table but the ledger’s, and what is real where it was', async () => {
    const database = await freshDatabase();
    await seedAreas(database);
    const { people } = await load(database);
    await live(database, people.head);
    const known = await conditions(database);
    const before = await madeUpRows(database, known);
    for (const table of [
      'person',
      'organisation',
      'membership',
      'guardian',
      'contact_rule',
      'contact_detail',
      'team',
      'team_member',
      'agreement',
      'agreement_subject',
      'sign_in_session',
      'invitation',
    ]) {
      expect([table, (before[table] ?? 0) > 0]).toEqual([table, true]);
    }
    await removeExampleshire(database);
    expect(await removeExamplePeople(database)).toBe(12);
    const after = Object.entries(await madeUpRows(database, known)).filter(([table]) => !stays.includes(table));
    expect(after.filter(([, count]) => count > 0)).toEqual([]);
    const { rows } = await inGate(database, 'administer', ({ client }) =>
      client.query(
        'SELECT p.name, o.name AS at FROM membership JOIN person AS p USING (person_id) JOIN organisation AS o USING (organisation_id)',
      ),
    );
    expect(rows).toEqual([{ name: 'Ada Real', at: 'Real Police' }]);
    expect(await removeExamplePeople(database)).toBe(0);
    // Loading it again gives back everybody, with the roles they had.
    await load(database);
    const again = await madeUpRows(database, await conditions(database));
    for (const table of ['person', 'guardian', 'team_member', 'agreement', 'contact_detail']) {
      expect([table, again[table]]).toEqual([table, before[table]]);
    }
  });
});
