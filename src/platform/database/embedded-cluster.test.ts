import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, lstat, mkdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { scratchFolder } from '../../../test/database/scratch-folder.ts';
import type { Durability } from './cluster-settings.ts';
import type { EmbeddedCluster } from './embedded-cluster.ts';
import { openEmbeddedCluster } from './embedded-cluster.ts';
import { projectRoot } from './project-root.ts';

// Making a cluster takes a second on a quiet machine and many on a busy one.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
let notices: string[];
let opened: EmbeddedCluster[];
let processes: ChildProcess[];

beforeEach(async () => {
  folder = await scratchFolder();
  notices = [];
  opened = [];
  processes = [];
});

afterEach(async () => {
  await Promise.all(processes.map((child) => finish(child)));
  for (const cluster of opened) await cluster.leave();
  await rm(folder, { recursive: true });
});

/** Opens and remembers to leave; `name` is the data folder's, below the test's own. */
async function open(name = 'data', durability: Durability = 'none'): Promise<EmbeddedCluster> {
  const cluster = await tryToOpen(name, durability);
  if (!cluster.ok) throw new Error(cluster.failure.message);
  opened.push(cluster.value);
  return cluster.value;
}

function tryToOpen(name = 'data', durability: Durability = 'none') {
  const notify = (line: string) => void notices.push(line);
  const sharedFolder = path.join(folder, 'shared');
  return openEmbeddedCluster({ dataFolder: path.join(folder, name), notify, durability, sharedFolder });
}

async function problemCode(name = 'data'): Promise<string | undefined> {
  const cluster = await tryToOpen(name);
  if (cluster.ok) opened.push(cluster.value);
  return cluster.ok ? undefined : cluster.failure.code;
}

async function query(cluster: EmbeddedCluster, text: string): Promise<unknown[]> {
  const client = new pg.Client({ ...cluster.connection, application_name: 'headwater' });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

/** The server's process number; nothing when it is stopped. */
async function serverPid(home = path.join(folder, 'data', 'database')): Promise<number | undefined> {
  const text = await readFile(path.join(home, 'cluster', 'postmaster.pid'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number(text.split('\n')[0]);
}

/** Another process on the same data folder, once it says that it has the database. */
async function holder(): Promise<ChildProcess> {
  const script = path.join(projectRoot(), 'test/database/hold-database.ts');
  const child = spawn(process.execPath, [script, path.join(folder, 'data')], { stdio: ['pipe', 'pipe', 'inherit'] });
  processes.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('ready\n');
  return child;
}

async function finish(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.stdin?.end();
  await gone;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('one process', () => {
  it('makes a cluster, keeps its data, and stops the server when it leaves', async () => {
    const first = await open();
    await query(first, 'CREATE TABLE kept (name text)');
    await first.leave();
    expect(await serverPid()).toBeUndefined();
    expect(await query(await open(), 'SELECT count(*)::int AS tables FROM kept')).toEqual([{ tables: 0 }]);
  });

  it('is no superuser, and needs a password that only the owner can read', async () => {
    const cluster = await open();
    const role = await query(cluster, 'SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user');
    expect(role).toEqual([{ rolsuper: false, rolbypassrls: false }]);
    const guess = new pg.Client({ ...cluster.connection, password: 'postgres' });
    await expect(guess.connect()).rejects.toMatchObject({ code: '28P01' });
    const { mode } = await stat(path.join(folder, 'data', 'database', 'credentials.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('listens on the loopback address where the path is too long for a socket', async () => {
    const cluster = await open('a'.repeat(100));
    expect(cluster.connection.host).toBe('127.0.0.1');
    expect(await query(cluster, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('takes a folder whose name holds spaces and quotes', async () => {
    expect(await query(await open(`a "b", 'c' é`), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('several processes', () => {
  it('start one server when they start at the same moment, and the last to leave stops it', async () => {
    const [first, second, third] = await Promise.all([holder(), holder(), holder()]);
    const pid = await serverPid();
    await finish(first);
    await finish(second);
    expect(await serverPid()).toBe(pid);
    expect(await query(await open(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await opened[0]?.leave();
    expect(await serverPid()).toBe(pid);
    await finish(third);
    expect(await serverPid()).toBeUndefined();
  });

  it('leave and arrive at the same moment without harm', async () => {
    for (const _round of [1, 2, 3, 4]) {
      const leaving = await open();
      const [, arriving] = await Promise.all([leaving.leave(), open()]);
      expect(await query(arriving, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await arriving.leave();
      expect(await serverPid()).toBeUndefined();
    }
  });

  it('never stop a server that somebody else’s program is using', async () => {
    const cluster = await open();
    const visitor = new pg.Client({ ...cluster.connection, application_name: 'psql' });
    await visitor.connect();
    await cluster.leave();
    expect((await visitor.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await visitor.end();
    await (await open()).leave();
    expect(await serverPid()).toBeUndefined();
  });
});

describe('after something was killed', () => {
  it('joins the server that a killed process left running, and stops it in the end', async () => {
    const child = await holder();
    const pid = await serverPid();
    await kill(child);
    const cluster = await open();
    expect(await serverPid()).toBe(pid);
    await cluster.leave();
    expect(await serverPid()).toBeUndefined();
  });

  it('recovers when the server itself was killed', async () => {
    const cluster = await open('data', 'full');
    const child = await holder();
    await query(cluster, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number');
    process.kill((await serverPid()) ?? 0, 'SIGKILL');
    await kill(child);
    expect(await query(await open(), 'SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 1000 }]);
  });

  it.each(['data', 'a'.repeat(100)])(
    'starts the server again when it is killed under a process that goes on, at %s',
    async (name) => {
      const home = path.join(folder, name, 'database');
      const cluster = await open(name, 'full');
      await query(cluster, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number');
      for (const _time of [1, 2]) {
        notices.length = 0;
        const pid = (await serverPid(home)) ?? 0;
        process.kill(pid, 'SIGKILL');
        const rows = () => query(cluster, 'SELECT count(*)::int AS rows FROM kept').catch(() => 'away');
        await expect.poll(rows, { timeout: 60_000 }).toEqual([{ rows: 1000 }]);
        expect(await serverPid(home)).not.toBe(pid);
        await expect.poll(() => notices.at(-1)).toBe('The built-in database runs again.');
        expect(notices[0]).toBe('The built-in database has stopped; it is being started again.');
      }
      await cluster.leave();
      expect(await serverPid(home)).toBeUndefined();
    },
  );

  it('leaves while the server is being started again, and nothing runs on', async () => {
    const cluster = await open();
    process.kill((await serverPid()) ?? 0, 'SIGKILL');
    await expect.poll(() => notices.length).toBeGreaterThan(0);
    await cluster.leave();
    expect(await serverPid()).toBeUndefined();
  });

  it('starts although the pid file names a process that is now something else', async () => {
    await (await open()).leave();
    const other = spawn('sleep', ['60']);
    const pidFile = path.join(folder, 'data', 'database', 'cluster', 'postmaster.pid');
    await writeFile(pidFile, `${other.pid}\n/gone\n1\n5432\n/gone\n\n  1  1\nready   \n`, { mode: 0o600 });
    const { uid, gid } = await stat(path.dirname(pidFile));
    await chown(pidFile, uid, gid);
    expect(await query(await open(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    other.kill();
  });

  it('starts where making a cluster was interrupted', async () => {
    await mkdir(path.join(folder, 'data', '.database-half', 'cluster'), { recursive: true });
    expect(await query(await open(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('a data folder that will not do', () => {
  it('is named when it cannot be made', async () => {
    await writeFile(path.join(folder, 'file'), '');
    expect(await problemCode('file/data')).toBe('data-folder-unusable');
  });

  it('is named when another version of PostgreSQL made it', async () => {
    await (await open()).leave();
    await writeFile(path.join(folder, 'data', 'database', 'cluster', 'PG_VERSION'), '12\n');
    expect(await problemCode()).toBe('built-in-database-other-version');
  });

  it('is named, with the cause, when the server does not start', async () => {
    await (await open()).leave();
    await rm(path.join(folder, 'data', 'database', 'cluster', 'global'), { recursive: true });
    const cluster = await tryToOpen();
    expect(cluster).toMatchObject({ ok: false, failure: { code: 'built-in-database-not-started' } });
  });

  it('gets a new database, and a notice, when its link points nowhere', async () => {
    await mkdir(path.join(folder, 'data'));
    await symlink(path.join(folder, 'gone'), path.join(folder, 'data', 'database'));
    expect(await query(await open(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(notices).toEqual([expect.stringContaining('is gone')]);
  });
});

describe.runIf(process.getuid?.() === 0)('as root', () => {
  it('runs the server as somebody else', async () => {
    const cluster = await open();
    expect((await stat(cluster.clusterFolder)).uid).not.toBe(0);
  });

  it('keeps the database in a private data folder, open for passing through to the server’s group alone', async () => {
    await mkdir(path.join(folder, 'data'), { mode: 0o700 });
    await open();
    const { mode, uid } = await stat(path.join(folder, 'data'));
    expect([mode & 0o777, uid]).toEqual([0o710, 0]);
    expect(notices).toEqual([]);
  });

  it('keeps the database elsewhere when the data folder is below a private one, and says where', async () => {
    await mkdir(path.join(folder, 'private', 'data'), { recursive: true });
    await chmod(path.join(folder, 'private'), 0o700);
    await (await open('private/data')).leave();
    const link = path.join(folder, 'private', 'data', 'database');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    const home = await realpath(link);
    expect(path.dirname(home)).toBe(path.join(await realpath(folder), 'shared'));
    expect(notices).toEqual([expect.stringContaining(home)]);
    expect(await query(await open('private/data'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(notices).toHaveLength(1);
  });
});
