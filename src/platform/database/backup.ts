import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import type pg from 'pg';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { BackupManifest, BackupTable, TableEnding } from './backup-records.ts';
import { recordBytes } from './backup-records.ts';
import type { Seal } from './backup-seal.ts';
import { sealed } from './backup-seal.ts';
import { backupTables, copiedOut, identities } from './backup-tables.ts';
import { appliedMigrations } from './migrate.ts';
import type { Database } from './pool.ts';
import { openTables } from './protection.ts';

/** What a backup is made of, and where it goes. */
export interface BackupOptions {
  /** The file to be written; it must not exist. */
  readonly file: string;
  readonly seal: Seal;
  readonly version: string;
  readonly madeAt: Date;
  readonly interrupted?: AbortSignal | undefined;
}

/** What was written. */
export interface BackupDone {
  readonly file: string;
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
}

/**
 * Writes the whole database, as it stands at one instant, to a file. Headwater can go on running. The file has its name
 * only when it is whole and on the disk; until then it is FILE.partial, which is deleted when anything fails.
 */
export async function writeBackup(database: Database, options: BackupOptions): Promise<Result<BackupDone, Problem>> {
  const partial = `${options.file}.partial`;
  if (await exists(options.file)) return failure(fileIsThere(options.file));
  const written: Totals = { tables: 0, rows: 0 };
  try {
    await pipeline(
      () => recordsOf(database, options, written),
      createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
      (source: AsyncIterable<Buffer>) => sealed(source, options.seal),
      // On the disk before it is closed: a backup that a power cut can empty has no right to its name.
      createWriteStream(partial, { mode: 0o600, flush: true }),
      { signal: options.interrupted ?? new AbortController().signal },
    );
    const { size } = await stat(partial);
    await rename(partial, options.file);
    await settleFolder(path.dirname(options.file));
    return success({ file: options.file, bytes: size, ...written });
  } catch (reason) {
    await rm(partial, { force: true });
    if (options.interrupted?.aborted) return failure(stopped);
    if (isOfTheDisk(reason)) return failure(notWritable(options.file));
    throw reason;
  }
}

interface Totals {
  tables: number;
  rows: number;
}

/** Everything in one snapshot: open tables as their owner, tables about people under the duty to keep them. */
async function* recordsOf(database: Database, options: BackupOptions, written: Totals): AsyncGenerator<Buffer> {
  const owner = await database.pool.connect();
  const steward = await database.poolOf('steward').connect();
  let failed = true;
  try {
    await owner.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await owner.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
    await steward.query(
      `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '${rows[0]?.snapshot}'; SET LOCAL headwater.duty = 'keep'`,
    );
    const manifest = await manifestOf(owner, database, options);
    yield recordBytes({ kind: 'manifest', manifest });
    for (const table of manifest.tables) {
      const ending = yield* tableRecords(isOpenTable(table) ? owner : steward, table);
      written.tables += 1;
      written.rows += ending.rows;
    }
    yield recordBytes({ kind: 'total', total: { ...written } });
    failed = false;
  } finally {
    // In the middle of a COPY a connection takes no other statement: it is cut, and the server rolls back.
    for (const client of [owner, steward]) {
      if (failed) cut(client);
      else await client.query('ROLLBACK');
      client.release(failed);
    }
  }
}

async function* tableRecords(client: pg.ClientBase, table: BackupTable): AsyncGenerator<Buffer, TableEnding> {
  const rows = copiedOut(client, table);
  for (;;) {
    const next = await rows.next();
    if (next.done) {
      yield recordBytes({ kind: 'ending', ending: next.value });
      return next.value;
    }
    yield recordBytes({ kind: 'rows', bytes: next.value });
  }
}

async function manifestOf(
  owner: pg.PoolClient,
  { serverVersion }: Database,
  { version, madeAt }: BackupOptions,
): Promise<BackupManifest> {
  return {
    headwater: version,
    madeAt: madeAt.toISOString(),
    serverVersion,
    migrations: [...(await appliedMigrations(owner))],
    tables: [...(await backupTables(owner))],
    identities: await identities(owner),
  };
}

function isOpenTable({ name }: BackupTable): boolean {
  return openTables.some((open) => open === name);
}

/** Ends a connection at once, whatever it is in the middle of. */
export function cut(client: pg.PoolClient): void {
  const { connection } = client as unknown as { readonly connection: { readonly stream: { destroy(): void } } };
  connection.stream.destroy();
}

async function exists(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => undefined);
  await handle?.close();
  return handle !== undefined;
}

/** So that the name is on the disk too; where folders cannot be opened the file system sees to it itself. */
async function settleFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** Node names the call that failed, which PostgreSQL’s own failures have none of. */
function isOfTheDisk(reason: unknown): boolean {
  return reason instanceof Error && 'syscall' in reason && /^(?:open|write|fsync|rename)$/.test(String(reason.syscall));
}

const stopped: Problem = {
  code: 'stopped',
  message: 'Stopped before the backup was whole.',
  nextStep: 'Nothing is left of it: type the same command to begin again.',
};

function fileIsThere(file: string): Problem {
  return {
    code: 'backup-exists',
    message: `There is a file ${file} already.`,
    nextStep: 'Name another file: a backup is never written over another.',
  };
}

function notWritable(file: string): Problem {
  return {
    code: 'backup-not-writable',
    message: `The file ${file} could not be written.`,
    nextStep: 'Look whether its folder is there, may be written to, and has room.',
  };
}
