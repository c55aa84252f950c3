import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { templateDatabase, withDatabase } from './database-url.ts';

interface Contents {
  /** `empty` has had no migration. */
  readonly contents: 'migrated' | 'empty';
}

// Registered here, once for each test file that imports this: a hook registered from within a hook would never run.
const cleaning: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const clean of cleaning.toReversed()) await clean();
});

/** A PostgreSQL database of one's own, migrated and without rows, dropped when the test file is done. */
export async function freshDatabase(contents: Contents = { contents: 'migrated' }): Promise<Database> {
  const databaseUrl = await freshDatabaseUrl(contents);
  const notify = (line: string) => void process.stderr.write(`${line}\n`);
  const opened = await openDatabase({ databaseUrl, dataFolder: tmpdir(), notify });
  if (!opened.ok) throw new ProblemError(opened.failure);
  cleaning.push(() => opened.value.close());
  return opened.value;
}

/** The address of a fresh database, for a test that starts the program. */
export async function freshDatabaseUrl({ contents }: Contents = { contents: 'migrated' }): Promise<string> {
  const name = `headwater_test_${randomBytes(6).toString('hex')}`;
  const template = contents === 'migrated' ? templateDatabase() : 'template1';
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY wal_log`);
  cleaning.push(() => dropDatabase(name));
  return withDatabase(inject('databaseUrl'), name);
}

/** By force, for what a killed test left connected; without it where a vacuum is at work, which only the server may end. */
async function dropDatabase(name: string): Promise<void> {
  const drop = `DROP DATABASE IF EXISTS ${name}`;
  for (let tries = 1; ; tries += 1) {
    try {
      return await onServer(tries % 2 === 1 ? `${drop} WITH (FORCE)` : drop);
    } catch (reason) {
      // A connection that is just being opened is counted, and is gone a moment later.
      if (tries === 10) throw reason;
      await setTimeout(200);
    }
  }
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
