import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { cut } from './backup.ts';
import type { BackupManifest, BackupRecord, BackupTable, TableEnding } from './backup-records.ts';
import { recordsIn, unreadable } from './backup-records.ts';
import type { Seal } from './backup-seal.ts';
import { unsealed } from './backup-seal.ts';
import { backupTables, copiedOut } from './backup-tables.ts';
import { migrate, migrateTo } from './migrate.ts';
import type { Database } from './pool.ts';

export interface RestoreOptions {
  readonly file: string;
  readonly seal: Seal;
  readonly interrupted?: AbortSignal | undefined;
}

/** What was restored, and how old it is. */
export interface RestoreDone {
  readonly tables: number;
  readonly rows: number;
  /** The version of Headwater that made the backup, and when. */
  readonly headwater: string;
  readonly madeAt: string;
}

/** Entered by every start; they are no reason to call a database not empty, and make way for the backup’s. */
const enteredByItself = ['area', 'area_code', 'area_link'];

/**
 * Puts a backup into an empty database, and reads it all back to compare. All of it is restored or nothing is. A backup of
 * an older version is restored as it was, and then brought up to date.
 */
export async function restoreBackup(
  database: Database,
  options: RestoreOptions,
): Promise<Result<RestoreDone, Problem>> {
  try {
    let done: RestoreDone | undefined;
    await pipeline(
      createReadStream(options.file),
      (source: AsyncIterable<Buffer>) => unsealed(source, options.seal),
      createZstdDecompress(),
      async (source: AsyncIterable<Buffer>) => {
        done = await restoreFrom(database, recordsIn(source));
        // What is behind the last record: nothing, and the seal of the last chunk, which is checked when it is read.
        for await (const _rest of source) throw unreadable();
      },
      { signal: options.interrupted ?? new AbortController().signal },
    );
    return done ? success(done) : failure(unreadable().problem);
  } catch (reason) {
    if (reason instanceof ProblemError) return failure(reason.problem);
    if (options.interrupted?.aborted) return failure(stopped);
    const problem = fileProblem(reason, options.file);
    if (problem) return failure(problem);
    throw reason;
  }
}

async function restoreFrom(database: Database, records: AsyncGenerator<BackupRecord>): Promise<RestoreDone> {
  const first = await records.next();
  if (first.done || first.value.kind !== 'manifest') throw unreadable();
  const { manifest } = first.value;
  const migrated = await migrateTo(database, manifest.migrations);
  if (!migrated.ok) throw new ProblemError(migrated.failure);
  const rows = await load(database, manifest, records);
  const updated = await migrate(database);
  if (!updated.ok) throw new ProblemError(updated.failure);
  return { tables: manifest.tables.length, rows, headwater: manifest.headwater, madeAt: manifest.madeAt };
}

/** One transaction: what fails in the middle leaves the database as empty as it was. */
async function load(
  database: Database,
  manifest: BackupManifest,
  records: AsyncGenerator<BackupRecord>,
): Promise<number> {
  const client = await database.pool.connect();
  let failed = true;
  try {
    await client.query('BEGIN');
    await refuseOtherTables(client, manifest.tables);
    const forced = await unforce(client);
    await refuseNotEmpty(client, manifest.tables);
    await client.query(`TRUNCATE ${manifest.tables.map(({ name }) => `public."${name}"`).join(', ')}`);
    const rows = await loadTables(client, manifest, records);
    await giveNumbersAfter(client, manifest);
    for (const name of forced) await client.query(`ALTER TABLE public."${name}" FORCE ROW LEVEL SECURITY`);
    await client.query('COMMIT');
    failed = false;
    return rows;
  } finally {
    if (failed) cut(client);
    client.release(failed);
  }
}

async function refuseOtherTables(client: pg.ClientBase, tables: readonly BackupTable[]): Promise<void> {
  const shape = (all: readonly BackupTable[]) =>
    JSON.stringify(all.map(({ name, columns }) => [name, columns]).toSorted());
  if (shape(await backupTables(client)) !== shape(tables)) throw new ProblemError(otherTables);
}

/**
 * Row-level security is forced, so its owner too would be shown no row and could copy none in. It is lifted for this
 * transaction alone, which nobody else sees the inside of, and forced again before it ends.
 */
async function unforce(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relforcerowsecurity ORDER BY 1`,
  );
  for (const { name } of rows) await client.query(`ALTER TABLE public."${name}" NO FORCE ROW LEVEL SECURITY`);
  return rows.map(({ name }) => name);
}

async function refuseNotEmpty(client: pg.ClientBase, tables: readonly BackupTable[]): Promise<void> {
  for (const { name } of tables.filter((table) => !enteredByItself.includes(table.name))) {
    const { rows } = await client.query(`SELECT FROM public."${name}" LIMIT 1`);
    if (rows.length > 0) throw new ProblemError(notEmpty(name));
  }
}

async function loadTables(
  client: pg.PoolClient,
  { tables }: BackupManifest,
  records: AsyncGenerator<BackupRecord>,
): Promise<number> {
  let rows = 0;
  for (const table of tables) {
    const ending = await loadTable(client, table, records);
    await compare(client, table, ending);
    rows += ending.rows;
  }
  const last = await records.next();
  if (last.done || last.value.kind !== 'total') throw unreadable();
  const { total } = last.value;
  if (total.rows !== rows || total.tables !== tables.length) throw unreadable();
  return rows;
}

async function loadTable(
  client: pg.PoolClient,
  { name, columns }: BackupTable,
  records: AsyncGenerator<BackupRecord>,
): Promise<TableEnding> {
  const named = columns.map((column) => `"${column}"`).join(', ');
  const sink = client.query(copyFrom(`COPY public."${name}" (${named}) FROM STDIN (FORMAT binary)`));
  const refused = new Promise<never>((_, reject) => void sink.once('error', reject));
  refused.catch(() => undefined);
  const hash = createHash('sha256');
  for (;;) {
    const next = await records.next();
    if (next.done || (next.value.kind !== 'rows' && next.value.kind !== 'ending')) throw unreadable();
    if (next.value.kind === 'ending') {
      const { ending } = next.value;
      sink.end();
      await Promise.race([once(sink, 'finish'), refused]);
      if (ending.table !== name || ending.sha256 !== hash.digest('hex')) throw unreadable();
      return ending;
    }
    hash.update(next.value.bytes);
    if (!sink.write(next.value.bytes)) await Promise.race([once(sink, 'drain'), refused]);
  }
}

/** Reads back what was just copied in. */
async function compare(client: pg.ClientBase, table: BackupTable, ending: TableEnding): Promise<void> {
  const rows = copiedOut(client, table);
  let next = await rows.next();
  while (!next.done) next = await rows.next();
  if (next.value.sha256 !== ending.sha256 || next.value.rows !== ending.rows)
    throw new ProblemError(differs(table.name));
}

async function giveNumbersAfter(client: pg.ClientBase, { identities }: BackupManifest): Promise<void> {
  for (const { table, column, last } of identities) {
    if (last === null) continue;
    await client.query({
      text: 'SELECT setval(pg_get_serial_sequence($1, $2), $3::bigint, true)',
      values: [`public."${table}"`, column, last],
    });
  }
}

function fileProblem(reason: unknown, file: string): Problem | undefined {
  const code = reason instanceof Error && 'code' in reason ? String(reason.code) : '';
  if (code.startsWith('ERR_ZSTD') || code.startsWith('ZSTD')) return unreadable().problem;
  if (!/^E(?:NOENT|ACCES|ISDIR|PERM|IO)$/.test(code)) return undefined;
  return {
    code: 'backup-not-readable',
    message: `The file ${file} could not be read.`,
    nextStep: 'Give the path of a file written by npx headwater backup.',
  };
}

const stopped: Problem = {
  code: 'stopped',
  message: 'Stopped before everything was restored.',
  nextStep: 'The database is as empty as it was: type the same command to begin again.',
};

const otherTables: Problem = {
  code: 'backup-other-tables',
  message: 'The database has other tables than the backup, or other columns in them.',
  nextStep: 'Restore into a database of its own, which nothing else has made tables in. Nothing was restored.',
};

function notEmpty(table: string): Problem {
  return {
    code: 'database-not-empty',
    message: `The database is not empty: there are rows in ${table}.`,
    nextStep:
      'Restore into an empty database or another data folder, so that nothing is lost or mixed. Nothing was restored.',
  };
}

function differs(table: string): Problem {
  return {
    code: 'restore-differs',
    message: `What was written to ${table} did not read back as it is in the backup.`,
    nextStep: 'Nothing was restored. Look at the server’s disk and its log, and try another server.',
  };
}
