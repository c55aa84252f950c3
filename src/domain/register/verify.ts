import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { roleLogin } from '#platform/database/role-login.ts';
import { openMarkScan } from './mark-scan.ts';
import { rebuildSettingYear } from './rebuild.ts';
import { verifyBatch } from './verify-batch.ts';
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
  /** Threads, each with a connection; 0 works in this one. */
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
  const workers = Math.min(options.threads, batches.length);
  let sum = nothingVerified;
  const queue = batches.values();
  const work = async (verify: (batch: VerifyBatch) => Promise<Verified>): Promise<void> => {
    for (const batch of queue) {
      if (options.interrupted?.aborted) return;
      // Awaited before the sum is looked at: another thread's answer may come meanwhile.
      const found = await verify(batch);
      sum = addVerified(sum, found);
      options.onProgress?.(sum);
    }
  };
  if (workers === 0) {
    const scan = openMarkScan();
    await work((batch) => verifyBatch(database, scan, batch));
  } else {
    await Promise.all(Array.from({ length: workers }, () => inThread(database, work)));
  }
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

type Answer = { readonly verified: Verified } | { readonly failure: string };

async function inThread(
  database: Databases,
  work: (verify: (batch: VerifyBatch) => Promise<Verified>) => Promise<void>,
): Promise<void> {
  // Bundled, the thread's program is a file of its own beside this one.
  const file = import.meta.url.endsWith('.ts') ? './verify-worker.ts' : './verify-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), { workerData: roleLogin(database, 'steward') });
  const ask = async (batch: VerifyBatch): Promise<Verified> => {
    worker.postMessage(batch);
    const [answer]: Answer[] = await once(worker, 'message');
    if (answer === undefined || 'failure' in answer) throw new Error(answer?.failure ?? 'A thread gave no answer');
    return answer.verified;
  };
  try {
    await work(ask);
  } finally {
    worker.postMessage('end');
    await once(worker, 'exit');
  }
}

/** Sessions first, then weeks and years, which add them up. */
function bySetting(left: Difference, right: Difference): number {
  return left.settingId - right.settingId || left.year - right.year || order(left.day, right.day);
}

function order(left: string | undefined, right: string | undefined): number {
  return (left ?? '9999').localeCompare(right ?? '9999');
}
