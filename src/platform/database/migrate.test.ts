import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '#foundation/kernel/problem.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { scratchFolder } from '../../../test/database/scratch-folder.ts';
import { dataDictionary } from './data-dictionary.ts';
import { migrate, pendingMigrations } from './migrate.ts';
import type { Database } from './pool.ts';

const emptyDatabase = () => freshDatabase({ contents: 'empty' });

async function problemOf(outcome: ReturnType<typeof migrate>): Promise<Problem | undefined> {
  const migrated = await outcome;
  return migrated.ok ? undefined : migrated.failure;
}

describe('the project’s own migrations', () => {
  it('are applied once, however many processes apply them at the same time', async () => {
    const database = await emptyDatabase();
    const pending = await pendingMigrations(database);
    expect(pending.length).toBeGreaterThanOrEqual(2);
    const outcomes = await Promise.all([migrate(database), migrate(database), migrate(database)]);
    expect(outcomes.map((outcome) => (outcome.ok ? outcome.value.length : outcome.failure)).toSorted()).toEqual(
      [0, 0, pending.length].toSorted(),
    );
    expect(await pendingMigrations(database)).toEqual([]);
  });

  it('change nothing the second time, and give the same database from empty', async () => {
    const [first, second] = [await emptyDatabase(), await emptyDatabase()];
    await migrate(first);
    const once = await dataDictionary(first.pool);
    expect(await migrate(first)).toEqual({ ok: true, value: [] });
    await migrate(second);
    expect(await dataDictionary(first.pool)).toBe(once);
    expect(await dataDictionary(second.pool)).toBe(once);
  });
});

describe('migrations that do not fit', () => {
  let database: Database;
  let folder: string;
  const put = (name: string, sql: string) => writeFile(path.join(folder, name), `-- Up Migration\n${sql}\n`);

  beforeEach(async () => {
    folder = await scratchFolder();
    database = await emptyDatabase();
    await put('0002_second.sql', 'CREATE TABLE second (id integer);');
    await migrate(database, { folder });
  });

  it('are applied in order of name', async () => {
    await put('0004_fourth.sql', 'ALTER TABLE third ADD COLUMN name text;');
    await put('0003_third.sql', 'CREATE TABLE third (id integer);');
    expect(await pendingMigrations(database, { folder })).toEqual(['0003_third', '0004_fourth']);
    expect(await migrate(database, { folder })).toEqual({ ok: true, value: ['0003_third', '0004_fourth'] });
  });

  it('are refused when one was changed afterwards, but not for its line endings', async () => {
    await writeFile(path.join(folder, '0002_second.sql'), '-- Up Migration\r\nCREATE TABLE second (id integer);\r\n');
    expect(await problemOf(migrate(database, { folder }))).toBeUndefined();
    await put('0002_second.sql', 'CREATE TABLE second (id bigint);');
    expect(await problemOf(migrate(database, { folder }))).toMatchObject({ code: 'migration-changed' });
  });

  it('are refused when one comes before one already applied', async () => {
    await put('0001_first.sql', 'CREATE TABLE first (id integer);');
    expect(await problemOf(migrate(database, { folder }))).toMatchObject({ code: 'migration-out-of-order' });
  });

  it('are refused when the database is newer than the program', async () => {
    await rm(path.join(folder, '0002_second.sql'));
    expect(await problemOf(migrate(database, { folder }))).toMatchObject({ code: 'database-newer-than-program' });
  });

  it('leave nothing behind when one fails', async () => {
    await put('0003_third.sql', 'CREATE TABLE third (id integer);');
    await put('0004_fourth.sql', 'CREATE TABLE fourth (id nonsense);');
    const problem = await problemOf(migrate(database, { folder }));
    expect(problem).toMatchObject({ code: 'migration-failed' });
    expect(problem?.message).toContain('nonsense');
    expect(await pendingMigrations(database, { folder })).toEqual(['0003_third', '0004_fourth']);
    const { rows } = await database.pool.query("SELECT to_regclass('public.third') AS third");
    expect(rows).toEqual([{ third: null }]);
  });
});
