import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { templateDatabase, withDatabase } from './database-url.ts';

/**
 * A migrated, empty PostgreSQL database of one's own, dropped when the test file (or the describe block that asked) is
 * done. Call it in `beforeAll`, or at the top of a test file with `await`.
 */
export async function freshDatabase(): Promise<Database> {
  const databaseUrl = await freshDatabaseUrl();
  const opened = await openDatabase({
    databaseUrl,
    dataFolder: tmpdir(),
    notify: (line) => process.stderr.write(`${line}\n`),
  });
  if (!opened.ok) throw new ProblemError(opened.failure);
  afterAll(() => opened.value.close());
  return opened.value;
}

/** The address of a fresh database, for a test that starts the program; `empty` has had no migration. */
export async function freshDatabaseUrl(
  { contents }: { readonly contents: 'migrated' | 'empty' } = { contents: 'migrated' },
): Promise<string> {
  const name = `headwater_test_${randomBytes(6).toString('hex')}`;
  const template = contents === 'migrated' ? templateDatabase() : 'template1';
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY wal_log`);
  // Hooks run last first: connections opened after this are closed before the database goes.
  afterAll(() => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  return withDatabase(inject('databaseUrl'), name);
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
