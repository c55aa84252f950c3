import { beforeAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { RegisterChange } from '#platform/database/changes.ts';
import { listenForChanges } from '#platform/database/changes.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../test/database/fresh-database.ts';
import { loadExampleshire, removeExampleshire } from './exampleshire.ts';
import { liveExampleshire } from './exampleshire-live.ts';
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

describe('Exampleshire while a server runs', () => {
  const running = new AbortController().signal;
  /** A clock that is set to another instant. */
  function setClock(instant: string): Clock & { set(instant: string): void } {
    let at = new Date(instant);
    return {
      now: () => at,
      today: () => londonDay(at),
      set: (next) => {
        at = new Date(next);
      },
    };
  }
  /** Every tenth minute from 8:00 to noon, UTC. */
  const morningOf = (day: string): readonly string[] =>
    Array.from({ length: 25 }, (_, index) => new Date(Date.parse(`${day}T08:00:00Z`) + index * 600_000).toISOString());

  it('goes on as a start would, over midnight, with two processes at it at once', async () => {
    const database = await loadedAt(['2026-01-15T07:30:00Z']);
    const heard: RegisterChange[] = [];
    const listener = listenForChanges(database, (notice) => {
      if (notice.kind === 'changed') heard.push(...notice.changes);
    });
    await listener.listening;
    const clock = setClock('2026-01-15T07:31:00Z');
    const processes = [liveExampleshire(database, clock, running), liveExampleshire(database, clock, running)];
    let added = 0;
    const instants = [...morningOf('2026-01-15'), '2026-01-15T18:00:00Z', '2026-01-16T00:00:30Z'];
    for (const instant of [...instants, ...morningOf('2026-01-16')]) {
      clock.set(instant);
      for (const { registers } of await Promise.all(processes.map(({ step }) => step()))) added += registers;
    }
    const once = await loadedAt(['2026-01-16T12:00:00Z']);
    for (const table of tables) {
      expect([table, await contents(database, table)]).toEqual([table, await contents(once, table)]);
    }
    const { rows } = await inScope(database, steward('verify'), ({ client }) =>
      client.query<{ name: string }>(
        "SELECT setting_id || ' ' || day || ' ' || session AS name FROM register WHERE day >= '2026-01-15' ORDER BY 1",
      ),
    );
    expect(added).toBe(rows.length);
    // Corrections of the days before are announced too.
    const heardSince = (): readonly string[] => {
      const since = heard.filter(({ day }) => day >= '2026-01-15');
      return [...new Set(since.map(({ settingId, day, session }) => `${settingId} ${day} ${session}`))].sort();
    };
    await expect.poll(heardSince).toEqual(rows.map(({ name }) => name).sort());
    await listener.close();
  }, 120_000);

  it('does nothing at a weekend, beside a real school, and once it is removed', async () => {
    const small = { settings: slice.filter(({ keeper }) => keeper.urn === 990_001), years: 1 };
    const database = await loadedAt(['2026-01-16T17:00:00Z'], small);
    const clock = setClock('2026-01-17T10:00:00Z');
    const { step } = liveExampleshire(database, clock, running);
    const stepAt = (instant: string) => {
      clock.set(instant);
      return step();
    };
    const nothing = { registers: 0, corrected: 0 };
    expect(await stepAt('2026-01-17T10:00:00Z')).toEqual(nothing);
    expect(await stepAt('2026-01-17T15:00:00Z')).toEqual(nothing);
    expect((await stepAt('2026-01-19T10:00:00Z')).registers).toBe(1);
    const isReal = (real: boolean) =>
      database.updateTable('register_keeper').set({ demonstration: !real }).where('setting_id', '=', 990_001).execute();
    await isReal(true);
    expect(await stepAt('2026-01-19T15:00:00Z')).toEqual(nothing);
    expect(await stepAt('2026-01-20T15:00:00Z')).toEqual(nothing);
    await isReal(false);
    expect((await stepAt('2026-01-20T15:01:00Z')).registers).toBe(3);
    await removeExampleshire(database);
    expect(await stepAt('2026-01-21T15:00:00Z')).toEqual(nothing);
  }, 60_000);
});
