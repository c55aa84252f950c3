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
  }
}

/**
 * Before all tests: one PostgreSQL for all of them (TEST_DATABASE_URL, or an embedded one in a temporary folder) with
 * one migrated template. Answers what to do after all tests.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? { url: given, stop: async () => undefined } : await temporaryServer();
  await makeTemplate(server.url);
  project.provide('databaseUrl', server.url);
  return async () => {
    await runOn(server.url, `DROP DATABASE IF EXISTS ${templateDatabase()} WITH (FORCE)`);
    await server.stop();
  };
}

async function temporaryServer(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'headwater-test-'));
  await chmod(folder, 0o755);
  const guard = sweepWhenGone(folder);
  const cluster = await openEmbeddedCluster({ dataFolder: folder, notify, durability: 'none' });
  if (!cluster.ok) throw new ProblemError(cluster.failure);
  const { host, port, user, database, password } = cluster.value.connection;
  const place = `host=${encodeURIComponent(String(host))}&port=${port}`;
  return {
    url: `postgresql://${user}:${password}@/${database}?${place}`,
    stop: async () => {
      await cluster.value.leave();
      guard.stdin.end();
      await new Promise((resolve) => guard.once('exit', resolve));
    },
  };
}

/**
 * Removes the server and its folder once this process is gone, however it went: a shell waits on a pipe that the
 * operating system closes when we end. It is in its own session, so that an interrupt at the terminal spares it.
 */
function sweepWhenGone(folder: string) {
  const script = `cat > /dev/null
    home=$(cd "$1/database" 2> /dev/null && pwd -P)
    if [ -f "$home/cluster/postmaster.pid" ]; then
      pid=$(head -n 1 "$home/cluster/postmaster.pid")
      kill -INT "$pid" 2> /dev/null
      for try in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2> /dev/null || break; sleep 0.5; done
    fi
    # An initdb of ours may still be writing.
    for try in 1 2 3 4 5; do rm -rf "$home" "$1"; sleep 0.2; [ -e "$1" ] || break; done`;
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
