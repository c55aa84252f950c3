import { beforeAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../test/database/fresh-database.ts';
import { loadExampleshire } from './exampleshire.ts';
import { exampleSettings } from './exampleshire-settings.ts';
import { topUpExampleshire } from './exampleshire-top-up.ts';

/** A primary and the secondary it feeds, the unit, the hospital and a college: every road that marks can take. */
const slice = exampleSettings.filter(({ keeper }) =>
  [990_001, 990_009, 990_041, 990_054, 990_057, 990_058].includes(keeper.urn),
);
const wanted = { settings: slice, years: 1 };

const tables = [
  'register',
  'register_total',
  'register_entry',
  'amendment',
  'learner_total',
  'setting_roll',
  'enrolment',
  'learner_enrolment',
  'learner',
  'characteristic',
  'part_time_plan',
  'timetable_event',
] as const;

async function loadedAt(instants: readonly string[], loading = wanted): Promise<Database> {
  const database = await freshDatabase();
  await seedAreas(database);
  const [first = '', ...later] = instants;
  await loadExampleshire(database, stoppedClock(new Date(first)), loading);
  for (const instant of later) await topUpExampleshire(database, stoppedClock(new Date(instant)));
  return database;
}

/** Everything a table holds, in one number: an actor's number and a roll's version depend on how often it was added to. */
async function contents(database: Database, table: string): Promise<{ readonly rows: number; readonly sum: string }> {
  const row = table === 'setting_roll' ? "to_jsonb(t) - 'version'" : "to_jsonb(t) - 'actor_id' - 'recorded_at'";
  const { rows } = await inScope(database, steward('verify'), ({ client }) =>
    client.query<{ rows: number; sum: string }>(
      `SELECT count(*)::int AS rows, md5(string_agg(md5((${row})::text), '' ORDER BY md5((${row})::text))) AS sum
         FROM ${table} AS t`,
    ),
  );
  return rows[0] ?? { rows: 0, sum: '' };
}

describe('Exampleshire', () => {
  let database: Database;
  beforeAll(async () => {
    database = await loadedAt(['2026-01-15T10:00:00Z']);
  }, 60_000);

  it('keeps the registers of made-up settings, and of no other', async () => {
    const found = await keepers(database);
    expect(found.map(({ urn }) => urn).sort()).toEqual(slice.map(({ keeper }) => keeper.urn).sort());
    expect(found.every(({ demonstration }) => demonstration)).toBe(true);
  });

  it('has this morning’s registers as far as they have come in, and none of the afternoon', async () => {
    const { rows } = await inScope(database, steward('verify'), ({ client }) =>
      client.query(
        "SELECT session, max(taken_at) AS last FROM register WHERE day = '2026-01-15' AND session < 3 GROUP BY 1",
      ),
    );
    expect(rows.map(({ session }) => session)).toEqual([1]);
    expect(rows[0]?.last.getTime()).toBeLessThanOrEqual(Date.parse('2026-01-15T10:00:00Z'));
  });

  it('comes to the same in one load as in three, a weekend and a morning apart', async () => {
    const once = await loadedAt(['2026-01-19T09:05:00Z']);
    const thrice = await loadedAt(['2026-01-08T10:20:00Z', '2026-01-11T12:00:00Z', '2026-01-19T09:05:00Z']);
    for (const table of tables) {
      const expected = await contents(once, table);
      expect(expected.rows).toBeGreaterThan(0);
      expect([table, await contents(thrice, table)]).toEqual([table, expected]);
    }
  }, 120_000);

  it('goes on into another academic year, where everybody is a year group higher', async () => {
    const small = slice.filter(({ keeper }) => [990_001, 990_054].includes(keeper.urn));
    const once = await loadedAt(['2026-09-18T09:05:00Z'], { settings: small, years: 2 });
    const twice = await loadedAt(['2026-06-12T12:00:00Z', '2026-09-18T09:05:00Z'], { settings: small, years: 1 });
    for (const table of [
      'register',
      'register_total',
      'learner_total',
      'setting_roll',
      'amendment',
      'closure',
      'term',
    ]) {
      const expected = await contents(once, table);
      expect(expected.rows).toBeGreaterThan(0);
      expect([table, await contents(twice, table)]).toEqual([table, expected]);
    }
  }, 120_000);
});
