import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { MarkScan } from './mark-scan.ts';
import type { Verified, VerifyBatch } from './verify-model.ts';
import { addVerified, nothingVerified } from './verify-model.ts';
import { keyOf, noRows, pastsBySetting } from './verify-rows.ts';
import type { StoredSetting } from './verify-setting.ts';
import { verifySetting } from './verify-setting.ts';
import type { StoredBatch } from './verify-store.ts';
import { readStoredBatch } from './verify-store.ts';

/** Reads a batch in one snapshot, as Headwater's own duty, and rebuilds every setting's year in it. */
export async function verifyBatch(
  database: Pick<Database, 'poolOf'>,
  scan: MarkScan,
  batch: VerifyBatch,
): Promise<Verified> {
  const stored = await inScope(database, steward('verify'), (scoped) => readStoredBatch(scoped, batch));
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
