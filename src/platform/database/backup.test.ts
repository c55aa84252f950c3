import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { enterRow, publicTables } from '../../../test/access/any-row.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { writeBackup } from './backup.ts';
import { restoreBackup } from './backup-restore.ts';
import type { Database } from './pool.ts';
import { protectionFaults } from './protection.ts';

let source: Database;
let folder: string;
const by = { version: '1', madeAt: new Date('2026-01-15T10:00:00Z') };
const seal = { kind: 'open' } as const;

/** Everything, as its owner sees it who has lifted row-level security: by table, in no order. */
async function everything(database: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  return await unbound(database, async (client, tables) => {
    const all: [string, readonly string[]][] = [];
    for (const table of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${table} AS t`);
      all.push([table, rows.map(({ row }) => row).toSorted()]);
    }
    return Object.fromEntries(all);
  });
}

async function unbound<Outcome>(
  database: Database,
  work: (client: pg.PoolClient, tables: readonly string[]) => Promise<Outcome>,
): Promise<Outcome> {
  const client = await database.pool.connect();
  const tables = await publicTables(client);
  await client.query('BEGIN');
  const forced = await client.query<{ name: string }>(
    "SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relforcerowsecurity",
  );
  const force = (how: string) =>
    forced.rows.map(({ name }) => `ALTER TABLE ${name} ${how} ROW LEVEL SECURITY`).join(';');
  await client.query(force('NO FORCE'));
  const outcome = await work(client, tables);
  await client.query(force('FORCE'));
  await client.query('COMMIT');
  client.release();
  return outcome;
}

/** What checks of these tables ask. */
const asked: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  closure: { session: 1 },
  vintage: { rows_read: 4, published_on_basis: 'given' },
  area_figure: { grain: 'week' },
  setting_figure: { grain: 'week' },
};

/** Rows that name each other need an order: what is refused for want of another row is tried again after it. */
async function enterEverywhere(client: pg.PoolClient, tables: readonly string[]): Promise<readonly string[]> {
  let left = tables;
  for (let round = 0; round < 5 && left.length > 0; round += 1) {
    const refused: string[] = [];
    for (const table of left) {
      await client.query('SAVEPOINT one');
      const entered = await enterRow(client, table, asked[table] ?? {}).then(
        () => true,
        () => false,
      );
      if (!entered) {
        await client.query('ROLLBACK TO one');
        refused.push(table);
      }
    }
    left = refused;
  }
  return left;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'headwater-backup-'));
  source = await freshDatabase();
  return () => rm(folder, { recursive: true });
});

describe('a backup', () => {
  it('brings back a row of every table of the catalogue, and forces row-level security again', async () => {
    expect(await unbound(source, enterEverywhere)).toEqual([]);
    const file = path.join(folder, 'rows');
    expect(await writeBackup(source, { file, seal, ...by })).toMatchObject({ ok: true });
    const target = await freshDatabase({ contents: 'empty' });
    expect(await restoreBackup(target, { file, seal })).toMatchObject({ ok: true });
    const before = await everything(source);
    expect(Object.values(before).every((rows) => rows.length > 0)).toBe(true);
    expect(await everything(target)).toEqual(before);
    expect(await protectionFaults(target.pool)).toEqual([]);
  }, 60_000);

  it('gives numbers after those that were given', async () => {
    const file = path.join(folder, 'numbers');
    await writeBackup(source, { file, seal, ...by });
    const target = await freshDatabase({ contents: 'empty' });
    await restoreBackup(target, { file, seal });
    const numbers = await target.pool.query<{ name: string; last: string | null }>(
      `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
    );
    const given = await source.pool.query(
      `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
    );
    expect(numbers.rows).toEqual(given.rows);
    expect(numbers.rows.some(({ last }) => last !== null)).toBe(true);
  });

  it('is of one instant, whatever is written meanwhile', async () => {
    const database = await freshDatabase();
    // Two tables, of which the first is copied before the second; every transaction writes to both.
    const writeBoth = (id: number) =>
      database.pool.query(
        `BEGIN; INSERT INTO actor (label) VALUES ('${id}'); INSERT INTO trust VALUES (${id}, 'x', true); COMMIT`,
      );
    let written = 0;
    let made = false;
    const writing = (async () => {
      while (!made) {
        written += 1;
        await writeBoth(written);
      }
    })();
    const file = path.join(folder, 'instant');
    while (written < 20) await new Promise((next) => setImmediate(next));
    await writeBackup(database, { file, seal, ...by });
    made = true;
    await writing;
    const target = await freshDatabase({ contents: 'empty' });
    await restoreBackup(target, { file, seal });
    const { actor = [], trust = [] } = await everything(target);
    expect(actor.length).toBeGreaterThanOrEqual(19);
    expect(actor.length).toBeLessThan(written);
    expect(trust.length).toBe(actor.length);
  });

  it('of no row is a backup too', async () => {
    const file = path.join(folder, 'nothing');
    await writeBackup(await freshDatabase(), { file, seal, ...by });
    const restored = await restoreBackup(await freshDatabase(), { file, seal });
    expect(restored).toMatchObject({ ok: true, value: { rows: 0 } });
  });

  it('is refused by a database with a table that Headwater did not make', async () => {
    const file = path.join(folder, 'rows-again');
    await writeBackup(source, { file, seal, ...by });
    const target = await freshDatabase();
    await target.pool.query('CREATE TABLE of_somebody_else (id int PRIMARY KEY)');
    expect(await restoreBackup(target, { file, seal })).toMatchObject({
      ok: false,
      failure: { code: 'backup-other-tables' },
    });
  });
});
