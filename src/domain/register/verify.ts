import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { roleLogin } from '#platform/database/role-login.ts';
import { rebuildSettingYear } from './rebuild.ts';
import type { SharedBatches, ThreadWork } from './verify-batch.ts';
import { verifyInTurn } from './verify-batch.ts';
import type { Difference, Verified, VerifyBatch } from './verify-model.ts';
import { addVerified, nothingVerified } from './verify-model.ts';
import { clearStrayTotals, rollSizes, storedYears } from './verify-store.ts';

type Databases = Pick<Database, 'pool' | 'poolOf'>;

/** What to verify, and how. */
export interface VerifyOptions {
  /** Every year of which there is a roll unless given. */
  readonly year?: AcademicYear | undefined;
  readonly settingId?: number | undefined;
  /** Places of a batch, some tens of megabytes of registers in a full year unless given. */
  readonly placesInBatch?: number | undefined;
  /** How many threads work, each with a connection: this one, and others beside it. */
  readonly threads: number;
  readonly onProgress?: ((sofar: Verified) => void) | undefined;
  /** Stops after the batches under way. */
  readonly interrupted?: AbortSignal | undefined;
}

/**
 * Rebuilds every total from the registers and the rolls, replays every register's corrections, and compares with what is
 * stored, to the last mark. Each batch of settings is read in one snapshot, so registers can go on being taken.
 */
export async function verifyRegisters(database: Databases, options: VerifyOptions): Promise<Verified> {
  const batches = await batchesOf(database, options);
  const next = new Int32Array(new SharedArrayBuffer(4));
  let sum = nothingVerified;
  const verified = (found: Verified): void => {
    sum = addVerified(sum, found);
    options.onProgress?.(sum);
    if (options.interrupted?.aborted) Atomics.store(next, 0, batches.length);
  };
  const others = Math.min(options.threads, batches.length) - 1;
  await Promise.all([
    ...Array.from({ length: Math.max(0, others) }, () => inThread(database, { batches, next }, verified)),
    verifyInTurn(database, { batches, next }, verified),
  ]);
  return { ...sum, differences: sum.differences.toSorted(bySetting) };
}

/**
 * Counts again and stores, under its lock, the totals of each setting's year in which some differ: never a mark, a roll
 * or a correction. Answers how many years were rewritten.
 */
export async function repairTotals(database: Databases, differences: readonly Difference[]): Promise<number> {
  const years = new Map(differences.map((one) => [`${one.settingId} ${one.year}`, one]));
  for (const { settingId, year } of years.values()) {
    await inScope(database, steward('verify'), async (scoped) => {
      await rebuildSettingYear(scoped, settingId, year);
      await clearStrayTotals(scoped, settingId, year);
    });
  }
  return years.size;
}

const usualPlaces = 40_000;
const largestId = 2_147_483_647;

/** Batches cover every number a setting can have, so that rows of a setting nobody knows are found too. */
async function batchesOf(
  database: Databases,
  { year, settingId, placesInBatch = usualPlaces }: VerifyOptions,
): Promise<readonly VerifyBatch[]> {
  return await inScope(database, steward('verify'), async (scoped) => {
    const years = year === undefined ? await storedYears(scoped) : [year];
    const batches: VerifyBatch[] = [];
    for (const one of years) {
      if (settingId !== undefined) batches.push({ year: one, first: settingId, last: settingId });
      else batches.push(...cut(one, await rollSizes(scoped, one), placesInBatch));
    }
    return batches;
  });
}

function cut(
  year: AcademicYear,
  sizes: readonly { readonly settingId: number; readonly size: number }[],
  most: number,
): readonly VerifyBatch[] {
  const batches: VerifyBatch[] = [];
  let [first, places] = [0, 0];
  for (const { settingId, size } of sizes) {
    places += size;
    if (places < most) continue;
    batches.push({ year, first, last: settingId });
    [first, places] = [settingId + 1, 0];
  }
  return [...batches, { year, first, last: largestId }];
}

/** Has another thread verify what is left, beside this one. It is told of failures by an error of that thread. */
async function inThread(
  database: Databases,
  shared: SharedBatches,
  verified: (found: Verified) => void,
): Promise<void> {
  // Bundled, the thread's program is a file of its own beside this one.
  const file = import.meta.url.endsWith('.ts') ? './verify-worker.ts' : './verify-worker.js';
  const workerData = { login: roleLogin(database, 'steward'), ...shared } satisfies ThreadWork;
  const worker = new Worker(new URL(file, import.meta.url), { workerData });
  worker.on('message', verified);
  await once(worker, 'exit');
}

/** Sessions first, then weeks and years, which add them up. */
function bySetting(left: Difference, right: Difference): number {
  return left.settingId - right.settingId || left.year - right.year || order(left.day, right.day);
}

function order(left: string | undefined, right: string | undefined): number {
  return (left ?? '9999').localeCompare(right ?? '9999');
}
