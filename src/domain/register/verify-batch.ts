import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { RoleLogin } from '#platform/database/role-login.ts';
import type { MarkScan } from './mark-scan.ts';
import { openMarkScan } from './mark-scan.ts';
import type { Verified, VerifyBatch } from './verify-model.ts';
import { addVerified, nothingVerified } from './verify-model.ts';
import { keyOf, noRows, pastsBySetting } from './verify-rows.ts';
import type { StoredSetting } from './verify-setting.ts';
import { verifySetting } from './verify-setting.ts';
import type { BatchRoom, StoredBatch } from './verify-store.ts';
import { batchRoom, readStoredBatch } from './verify-store.ts';

/** Batches that several threads take in turn. */
export interface SharedBatches {
  readonly batches: readonly VerifyBatch[];
  /** How many are taken, in memory that all of them share: none waits for another that is counting. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

/** What a thread of its own is given to do. */
export interface ThreadWork extends SharedBatches {
  readonly login: RoleLogin;
}

/** Verifies batches that no other thread has taken, one after another, until none is left. */
export async function verifyInTurn(
  database: Pick<Database, 'poolOf'>,
  { batches, next }: SharedBatches,
  verified: (found: Verified) => void,
): Promise<void> {
  const tools = { scan: openMarkScan(), room: batchRoom() };
  for (;;) {
    const batch = batches[Atomics.add(next, 0, 1)];
    if (batch === undefined) return;
    verified(await verifyBatch(database, tools, batch));
  }
}

interface VerifyTools {
  readonly scan: MarkScan;
  readonly room: BatchRoom;
}

/** Reads a batch in one snapshot, as Headwater's own duty, and rebuilds every setting's year in it. */
async function verifyBatch(
  database: Pick<Database, 'poolOf'>,
  { scan, room }: VerifyTools,
  batch: VerifyBatch,
): Promise<Verified> {
  const stored = await inScope(database, steward('verify'), (scoped) => readStoredBatch(scoped, batch, room));
  return storedSettings(stored).reduce(
    (sum, setting) => addVerified(sum, verifySetting(scan, setting)),
    nothingVerified,
  );
}

/** A batch by setting, in their order: every setting of which anything is stored. */
function storedSettings(batch: StoredBatch): readonly StoredSetting[] {
  const { registers, totals } = batch;
  const keepers = byId(batch.keepers);
  const rolls = byId(batch.rolls);
  const learners = byId(batch.learners);
  const periods = Map.groupBy(batch.periods, ({ settingId }) => settingId);
  const events = Map.groupBy(batch.events, ({ settingId }) => settingId);
  const pasts = pastsBySetting(batch);
  const ids = [rolls, learners, periods, registers, totals].flatMap((found) => [...found.keys()]);
  return [...new Set(ids)]
    .toSorted((left, right) => left - right)
    .map((settingId) => ({
      settingId,
      year: batch.year,
      keeper: keepers.get(settingId),
      roll: rolls.get(settingId),
      learners: learners.get(settingId),
      periods: periods.get(settingId) ?? [],
      events: new Map((events.get(settingId) ?? []).map((one) => [keyOf(one.day, one.session), one])),
      pasts: pasts(settingId),
      registers: registers.get(settingId) ?? noRows,
      totals: totals.get(settingId) ?? noRows,
    }));
}

function byId<Row extends { readonly settingId: number }>(rows: readonly Row[]): ReadonlyMap<number, Row> {
  return new Map(rows.map((row) => [row.settingId, row]));
}
