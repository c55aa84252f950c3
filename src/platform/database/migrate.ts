import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { PG_MIGRATE_LOCK_ID, runner } from 'node-pg-migrate';
import type { Pool, PoolClient } from 'pg';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { connectionProblem, errorCode } from './connection-problem.ts';
import type { Database } from './pool.ts';
import { projectRoot } from './project-root.ts';
import { ensureScopeRoles, narrowScopeRoles } from './scope-role-making.ts';

/** Where the migrations are; the project's own `migrations/` unless a test says otherwise. */
export interface MigrationSource {
  readonly folder?: string;
}

interface MigrationFile {
  readonly name: string;
  readonly sha256: string;
}

/** A migration that a database has had. */
export interface AppliedMigration {
  readonly name: string;
  /** Null for a migration applied by node-pg-migrate's own command, which keeps none. */
  readonly sha256: string | null;
}

const schema = 'migration';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Brings the database up to date: applies, in one transaction, each migration it has not had, and answers their names
 * in order. A process that arrives while another is migrating waits for it. Migrations only go forward, and one that
 * has been applied must never change afterwards.
 */
export async function migrate(
  database: Pick<Database, 'pool' | 'poolOf' | 'ownerPassword'>,
  source: MigrationSource = {},
): Promise<Result<readonly string[], Problem>> {
  const folder = folderOf(source);
  return await bringTo(database, folder, await migrationFiles(folder));
}

/**
 * Brings an empty database to where another one was, for its backup: applies the migrations that one had had, and no more.
 * Fails where this version of Headwater does not know them, or the database has had others.
 */
export async function migrateTo(
  database: Pick<Database, 'pool' | 'poolOf' | 'ownerPassword'>,
  had: readonly AppliedMigration[],
  source: MigrationSource = {},
): Promise<Result<readonly string[], Problem>> {
  const folder = folderOf(source);
  const files = await migrationFiles(folder);
  const applied = await appliedMigrations(database.pool);
  const unfit = misfit(files, had) ?? (applied.length > had.length ? databaseIsAhead : undefined);
  return unfit ? failure(unfit) : await bringTo(database, folder, files.slice(0, had.length));
}

async function bringTo(
  database: Pick<Database, 'pool' | 'poolOf' | 'ownerPassword'>,
  folder: string,
  files: readonly MigrationFile[],
): Promise<Result<readonly string[], Problem>> {
  const client = await database.pool.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${PG_MIGRATE_LOCK_ID})`);
    const applied = await appliedMigrations(client);
    const unfit = misfit(files, applied) ?? (await ensureScopeRoles(database, client));
    if (unfit) return failure(unfit);
    const done = await applyPending(client, folder, files, files.length - applied.length);
    await narrowScopeRoles(client);
    return success(done);
  } catch (reason) {
    return failure(migrationFailed(reason));
  } finally {
    // Thrown away rather than returned: the runner changes the connection's search path, and its lock goes with it.
    client.release(true);
  }
}

/** Names of the migrations that `migrate` would apply, in order; empty when the database is up to date. */
export async function pendingMigrations(
  database: Pick<Database, 'pool'>,
  source: MigrationSource = {},
): Promise<readonly string[]> {
  const applied = new Set((await appliedMigrations(database.pool)).map(({ name }) => name));
  return (await migrationFiles(folderOf(source))).map(({ name }) => name).filter((name) => !applied.has(name));
}

function folderOf(source: MigrationSource): string {
  return source.folder ?? path.join(projectRoot(), 'migrations');
}

async function migrationFiles(folder: string): Promise<readonly MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      // A checkout with Windows line endings is still the same migration.
      const text = (await readFile(path.join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name: name.slice(0, -'.sql'.length), sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/** The migrations a database has had, in order, with their checksums. */
export async function appliedMigrations(connection: Pool | PoolClient): Promise<readonly AppliedMigration[]> {
  const found = await connection.query<{ applied: boolean; checksum: boolean }>(
    `SELECT to_regclass('${schema}.applied') IS NOT NULL AS applied, to_regclass('${schema}.checksum') IS NOT NULL AS checksum`,
  );
  if (!found.rows[0]?.applied) return [];
  const sha256 = found.rows[0].checksum
    ? `(SELECT sha256 FROM ${schema}.checksum AS checksum WHERE checksum.name = applied.name)`
    : 'NULL';
  const answer = await connection.query<AppliedMigration>(
    `SELECT name, ${sha256} AS sha256 FROM ${schema}.applied AS applied ORDER BY id`,
  );
  return answer.rows;
}

/** Why the database's history and the files do not fit together, or nothing. */
function misfit(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): Problem | undefined {
  const known = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const unknown = applied.find(({ name }) => !known.has(name));
  if (unknown) return databaseIsNewer(unknown.name);
  const changed = applied.find(({ name, sha256 }) => sha256 !== null && sha256 !== known.get(name));
  if (changed) return migrationChanged(changed.name);
  const late = files.slice(0, applied.length).find(({ name }, position) => name !== applied[position]?.name);
  return late ? migrationOutOfOrder(late.name) : undefined;
}

async function applyPending(
  client: PoolClient,
  folder: string,
  files: readonly MigrationFile[],
  count: number,
): Promise<readonly string[]> {
  await prepareHistory(client);
  const ran = await runner({
    dbClient: client,
    dir: folder,
    direction: 'up',
    count,
    migrationsTable: 'applied',
    migrationsSchema: schema,
    schema: 'public',
    noLock: true,
    singleTransaction: true,
    logger: silent,
    log: () => undefined,
  });
  await client.query({
    text: `INSERT INTO ${schema}.checksum (name, sha256) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
    values: [files.map(({ name }) => name), files.map(({ sha256 }) => sha256)],
  });
  await describeHistory(client);
  return ran.map(({ name }) => name);
}

async function prepareHistory(client: PoolClient): Promise<void> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${schema}.checksum (name text NOT NULL, sha256 text NOT NULL, CONSTRAINT checksum_pkey PRIMARY KEY (name))`,
  );
}

async function describeHistory(client: PoolClient): Promise<void> {
  await client.query(`
    COMMENT ON SCHEMA ${schema} IS 'Which migrations this database has had.';
    COMMENT ON TABLE ${schema}.applied IS 'Migrations applied, in order; kept by node-pg-migrate.';
    COMMENT ON COLUMN ${schema}.applied.id IS 'Order of application.';
    COMMENT ON COLUMN ${schema}.applied.name IS 'File name without its ending.';
    COMMENT ON COLUMN ${schema}.applied.run_on IS 'When it was applied, in the server''s time zone.';
    COMMENT ON TABLE ${schema}.checksum IS 'What each applied migration said, so that a change after the fact is noticed.';
    COMMENT ON COLUMN ${schema}.checksum.name IS 'File name without its ending.';
    COMMENT ON COLUMN ${schema}.checksum.sha256 IS 'SHA-256 of the file with Unix line endings.';
  `);
}

function databaseIsNewer(name: string): Problem {
  return {
    code: 'database-newer-than-program',
    message: `The database has had a migration this version of Headwater does not know (${name}).`,
    nextStep: 'Start the newer version of Headwater that made it, or use another database or data folder.',
  };
}

const databaseIsAhead: Problem = {
  code: 'database-newer-than-backup',
  message: 'The backup is of an older version of Headwater than this database has already been brought to.',
  nextStep: 'Restore into a database in which no table has been made yet: it is brought up to date afterwards.',
};

function migrationChanged(name: string): Problem {
  return {
    code: 'migration-changed',
    message: `The migration ${name} was changed after this database had it.`,
    nextStep: 'Restore the file as it was and put the change in a new migration.',
  };
}

function migrationOutOfOrder(name: string): Problem {
  return {
    code: 'migration-out-of-order',
    message: `The migration ${name} sorts before one this database has already had.`,
    nextStep: 'Give it the next free number.',
  };
}

function migrationFailed(reason: unknown): Problem {
  const code = errorCode(reason);
  // SQLSTATE classes 08 (connection) and 57P (shutdown), and Node's own codes, are about reaching the server.
  if (code === '' || code.startsWith('E') || code.startsWith('08') || code.startsWith('57P') || code === '42501') {
    return connectionProblem(reason).problem;
  }
  return {
    code: 'migration-failed',
    message: `A migration could not be applied, and nothing was changed: ${reason instanceof Error ? reason.message : String(reason)}.`,
    nextStep: 'If the database holds tables that Headwater did not make, give Headwater a database of its own.',
  };
}
