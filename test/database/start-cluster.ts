import { spawn } from 'node:child_process';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { openEmbeddedCluster } from '#platform/database/embedded-cluster.ts';
import { migrate } from '#platform/database/migrate.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { templateDatabase, withDatabase } from './database-url.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database on the tests' server whose user may make databases. */
    readonly databaseUrl: string;
    /** Where this run of the tests keeps what it makes; removed, and its servers ended, whatever happens. */
    readonly runFolder: string;
  }
}

/**
 * Before all tests: a folder for whatever they make, and one PostgreSQL for all of them (TEST_DATABASE_URL, or an
 * embedded one in that folder) with one migrated template. Answers what to do after all tests.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'headwater-test-'));
  await chmod(folder, 0o755);
  const guard = sweepWhenGone(folder);
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? { url: given, leave: async () => undefined } : await temporaryServer(folder);
  await makeTemplate(server.url);
  project.provide('databaseUrl', server.url);
  project.provide('runFolder', folder);
  return async () => {
    await runOn(server.url, `DROP DATABASE IF EXISTS ${templateDatabase()} WITH (FORCE)`);
    await server.leave();
    guard.stdin.end();
    await new Promise((resolve) => guard.once('exit', resolve));
  };
}

async function temporaryServer(folder: string): Promise<{ readonly url: string; readonly leave: () => Promise<void> }> {
  const cluster = await openEmbeddedCluster({ dataFolder: path.join(folder, 'server'), notify, durability: 'none' });
  if (!cluster.ok) throw new ProblemError(cluster.failure);
  const { host, port, user, database, password } = cluster.value.connection;
  const place = `host=${encodeURIComponent(String(host))}&port=${port}`;
  return { url: `postgresql://${user}:${password}@/${database}?${place}`, leave: cluster.value.leave };
}

/**
 * Removes the folder, and ends every PostgreSQL in it, once this process is gone, however it went: a shell waits on a
 * pipe that the operating system closes when we end. It is in its own session, so that an interrupt at the terminal
 * spares it; it sweeps several times, because something we started may still be writing.
 */
function sweepWhenGone(folder: string) {
  const script = `cat > /dev/null
    for round in 1 2 3 4 5 6; do
      pids=$(find "$1" -name postmaster.pid -exec head -n 1 {} \\; 2> /dev/null)
      for pid in $pids; do kill -INT "$pid" 2> /dev/null; done
      for try in 1 2 3 4 5 6 7 8 9 10; do
        [ -n "$pids" ] && kill -0 $pids 2> /dev/null || break
        sleep 0.3
      done
      rm -rf "$1"
      [ -e "$1" ] || break
      sleep 0.3
    done`;
  const guard = spawn('/bin/sh', ['-c', script, 'sh', folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.unref();
  return guard;
}

async function makeTemplate(url: string): Promise<void> {
  await runOn(url, `DROP DATABASE IF EXISTS ${templateDatabase()} WITH (FORCE)`);
  await runOn(url, `CREATE DATABASE ${templateDatabase()}`);
  const opened = await openDatabase({
    databaseUrl: withDatabase(url, templateDatabase()),
    dataFolder: tmpdir(),
    notify,
  });
  if (!opened.ok) throw new ProblemError(opened.failure);
  const migrated = await migrate(opened.value);
  await opened.value.close();
  if (!migrated.ok) throw new ProblemError(migrated.failure);
}

async function runOn(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function notify(line: string): void {
  process.stderr.write(`${line}\n`);
}
