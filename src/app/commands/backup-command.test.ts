import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadExampleshire } from '#demo/exampleshire.ts';
import { loadExamplePeople } from '#demo/exampleshire-people.ts';
import { exampleSettings } from '#demo/exampleshire-settings.ts';
import { seedAreas } from '#domain/area/store.ts';
import { writeBackup } from '#platform/database/backup.ts';
import { restoreBackup } from '#platform/database/backup-restore.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { openLedger } from '#platform/ledger/ledger.ts';
import { testClock } from '../../../test/app-parts.ts';
import { freshDatabaseUrl } from '../../../test/database/fresh-database.ts';
import { transcript } from '../../../test/recorded-terminal.ts';

let folder: string;
let source: Readonly<Record<string, string>>;
let backup: string;
let key: string;

async function opened(environment: Readonly<Record<string, string>>) {
  const database = await openDatabase({
    databaseUrl: environment['DATABASE_URL'],
    dataFolder: '/',
    notify: () => undefined,
  });
  if (!database.ok) throw new Error(database.failure.message);
  return database.value;
}

async function emptyTarget(contents: 'empty' | 'migrated' = 'empty') {
  return { DATABASE_URL: await freshDatabaseUrl({ contents }) };
}

/** As somebody counts who owns the tables, and undoes what it took. */
async function rowsIn(environment: Readonly<Record<string, string>>, table: string): Promise<number> {
  const database = await opened(environment);
  const client = await database.pool.connect();
  await client.query(`BEGIN; ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
  const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
  await client.query('ROLLBACK');
  client.release();
  await database.close();
  return rows[0]?.n ?? -1;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'headwater-backup-'));
  key = path.join(folder, 'key');
  backup = path.join(folder, 'whole.backup');
  source = await emptyTarget('migrated');
  const database = await opened(source);
  await seedAreas(database);
  const settings = exampleSettings.filter(({ keeper }) => keeper.urn === 990_003);
  await loadExampleshire(database, testClock, { settings, years: 1 });
  await loadExamplePeople(database, testClock);
  const ledger = openLedger(database, { clock: testClock });
  const looked = { actor: 'A teacher', scopeKind: 'setting', purpose: 'Taking registers', route: 'GET /x' } as const;
  ledger.note({
    ...looked,
    action: 'list',
    status: 200,
    reads: ['identity'],
    changes: [],
    subjects: 'settings',
    learners: [],
    settings: [7],
  });
  await ledger.close();
  await database.close();
  expect(await transcript(['backup', '--new-key', key], source)).toContain('[exit 0]');
  expect(await transcript(['backup', '--to', backup, '--key', key], source)).toContain('[exit 0]');
  return () => rm(folder, { recursive: true });
}, 120_000);

describe('a backup of a made-up school', () => {
  it('comes back whole, agrees with verify and with the ledger, and goes on giving numbers', async () => {
    const target = await emptyTarget();
    const restored = await transcript(['restore', '--from', backup, '--key', key], target);
    expect(restored).toMatch(/Restored [\d,]+ rows of \d+ tables/);
    expect(restored).toContain('[exit 0]');
    expect(await transcript(['verify'], target)).toContain('Every total is what its registers say');
    expect(await transcript(['ledger', 'verify'], target)).toContain('Nothing was altered');
    for (const table of ['learner', 'register', 'person', 'ledger_entry']) {
      const kept = await rowsIn(source, table);
      expect(kept, table).toBeGreaterThan(0);
      expect(await rowsIn(target, table), table).toBe(kept);
    }
    const again = path.join(folder, 'again.backup');
    expect(await transcript(['backup', '--to', again, '--key', key], target)).toContain('[exit 0]');
  }, 120_000);

  it('names nobody to whoever has the file without the key', async () => {
    const bytes = await readFile(backup);
    for (const word of ['Priya Nair', 'exampleshire.invalid', 'learner'])
      expect(bytes.includes(word), word).toBe(false);
    expect((await stat(backup)).mode & 0o077).toBe(0);
    expect((await stat(key)).mode & 0o077).toBe(0);
  });
});

describe('what is refused, with nothing restored', () => {
  async function refused(words: readonly string[], target: Readonly<Record<string, string>>): Promise<string> {
    const said = await transcript(['restore', ...words], target);
    expect(said).not.toContain('[exit 0]');
    return said;
  }

  it('another key, no key, and a file that is no key', async () => {
    const target = await emptyTarget();
    const other = path.join(folder, 'other-key');
    await transcript(['backup', '--new-key', other], source);
    expect(await refused(['--from', backup, '--key', other], target)).toContain('made with another key');
    expect(await refused(['--from', backup], target)).toContain('--key KEYFILE');
    expect(await refused(['--from', backup, '--unencrypted'], target)).toContain('The backup is encrypted');
    expect(await refused(['--from', backup, '--key', backup], target)).toContain('holds no key');
    expect(await refused(['--from', key, '--key', key], target)).toContain('not a backup that Headwater made');
    expect(await refused(['--from', '/nowhere', '--key', key], target)).toContain('could not be read');
  });

  it('a file cut anywhere, a bit turned anywhere, and anything behind its end', async () => {
    const target = await emptyTarget();
    const whole = await readFile(backup);
    const file = path.join(folder, 'broken');
    for (const part of [0.1, 0.5, 0.9, 1 - 1 / whole.length]) {
      await writeFile(file, whole.subarray(0, Math.floor(whole.length * part)));
      expect(await refused(['--from', file, '--key', key], target), String(part)).toContain('ends before its end');
    }
    for (const at of [25, 60, 300, Math.floor(whole.length / 2), whole.length - 1]) {
      const turned = Buffer.from(whole);
      turned.writeUInt8(turned.readUInt8(at) ^ 1, at);
      await writeFile(file, turned);
      expect(await refused(['--from', file, '--key', key], target), String(at)).toMatch(
        /altered|ends before|another key/,
      );
    }
    await writeFile(file, Buffer.concat([whole, Buffer.from('x')]));
    expect(await refused(['--from', file, '--key', key], target)).toContain('altered');
    expect(await transcript(['restore', '--from', backup, '--key', key], target)).toContain('[exit 0]');
  }, 120_000);

  it('a database in which anything is', async () => {
    expect(await refused(['--from', backup, '--key', key], source)).toContain('The database is not empty');
  });

  it('a backup that a newer Headwater made', async () => {
    const newer = await emptyTarget('migrated');
    const database = await opened(newer);
    await database.pool.query("INSERT INTO migration.applied (name, run_on) VALUES ('9999_later', now())");
    const file = path.join(folder, 'newer.backup');
    const made = await writeBackup(database, { file, seal: { kind: 'open' }, version: '9', madeAt: testClock.now() });
    await database.close();
    expect(made.ok).toBe(true);
    const said = await refused(['--from', file, '--unencrypted'], await emptyTarget());
    expect(said).toContain('9999_later');
  });

  it('a backup over another file', async () => {
    const before = await readFile(key, 'utf8');
    expect(await transcript(['backup', '--to', key, '--key', key], source)).toContain('There is a file');
    expect(await transcript(['backup', '--new-key', key], source)).toContain('never written over');
    expect(await readFile(key, 'utf8')).toBe(before);
  });
});

describe('a backup that is stopped', () => {
  it('leaves no file', async () => {
    const database = await opened(source);
    const stopping = new AbortController();
    const file = path.join(folder, 'stopped.backup');
    const options = { file, seal: { kind: 'open' }, version: '1', madeAt: testClock.now() } as const;
    const making = writeBackup(database, { ...options, interrupted: stopping.signal });
    while (!existsSync(`${file}.partial`)) await new Promise((resolve) => setImmediate(resolve));
    stopping.abort();
    const made = await making;
    expect(made).toMatchObject({ ok: false, failure: { code: 'stopped' } });
    expect(existsSync(file)).toBe(false);
    expect(existsSync(`${file}.partial`)).toBe(false);
    await database.close();
  });

  it('leaves an unfinished file, when it is killed, that is none', async () => {
    const partial = path.join(folder, 'killed.backup.partial');
    await copyFile(backup, partial);
    const whole = await readFile(partial);
    await writeFile(partial, whole.subarray(0, 100_000));
    const database = await opened(await emptyTarget());
    const restored = await restoreBackup(database, { file: partial, seal: { kind: 'open' } });
    expect(restored.ok).toBe(false);
    await database.close();
  });
});
