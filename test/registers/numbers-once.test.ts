import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runRetention } from '#domain/child/retention.ts';
import { removeRegisters } from '#domain/register/remove-store.ts';
import { findOrMakeLearner, madeUpLearners } from '#domain/roll/learner-store.ts';
import { writeLearners } from '#domain/roll/load-store.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { makeUpn } from '#foundation/kernel/pupil-identifiers.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { writeBackup } from '#platform/database/backup.ts';
import { restoreBackup } from '#platform/database/backup-restore.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { madeUpPlaces } from './made-up-setting.ts';
import { makeUpArea, makeUpSchool } from './small-school.ts';

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
  await makeUpArea(database);
});

/** The number of a child whom nobody knew. */
async function newChild(serial: number, on = database): Promise<number> {
  const upn = makeUpn('998', serial);
  const made = await inScope(on, steward('join'), (scoped) => findOrMakeLearner(scoped, { upn }, madeUpPlaces.laId));
  return Number(made);
}

async function highest(on = database): Promise<number> {
  const { rows } = await inScope(on, steward('keep'), ({ client }) =>
    client.query<{ id: string }>('SELECT coalesce(max(learner_id), 0) AS id FROM learner'),
  );
  return Number(rows[0]?.id);
}

describe('the number of a child', () => {
  it('is never given again after everything made up was removed', async () => {
    await makeUpSchool(database, 1, 30);
    const before = await highest();
    await inScope(database, steward('load'), (scoped) => removeRegisters(scoped, [1]));
    expect(await highest()).toBe(0);
    expect(await newChild(1)).toBeGreaterThan(before);
  });

  it('is never given again after the last of them was deleted because the time had come', async () => {
    await makeUpSchool(database, 1, 30);
    const last = await highest();
    await inScope(database, steward('load'), ({ client }) =>
      client.query({
        text: `UPDATE enrolment SET left_on = '2025-09-02', slot = slot + 1000
                WHERE setting_id = 1 AND learner_id <> $1`,
        values: [last],
      }),
    );
    await inScope(database, steward('load'), async ({ client }) => {
      await client.query({ text: "UPDATE enrolment SET left_on = '2025-09-02' WHERE learner_id = $1", values: [last] });
      await client.query({
        text: "UPDATE learner_enrolment SET left_on = '2025-09-02' WHERE learner_id = $1",
        values: [last],
      });
    });
    const clock = stoppedClock(new Date('2040-01-01T03:00:00Z'));
    await runRetention({ database, clock }, { asAt: plainDate('2040-01-01'), mode: 'delete' });
    expect(await highest()).toBeLessThan(last);
    expect(await newChild(1)).toBeGreaterThan(last);
  });

  it('is never one of a made-up child, who comes back with the same', async () => {
    await inScope(database, steward('load'), (scoped) =>
      writeLearners(scoped, [{ learnerId: madeUpLearners.first + 7, upn: undefined, uln: undefined, homeLaId: 1 }]),
    );
    expect(await newChild(1)).toBeLessThan(madeUpLearners.first);
  });

  it('is not given again by what was restored from a backup', async () => {
    const first = await newChild(1);
    const last = await newChild(2);
    await inScope(database, steward('keep'), async (scoped) => {
      await scoped.deleteFrom('learner').execute();
    });
    const folder = await mkdtemp(path.join(tmpdir(), 'headwater-numbers-'));
    const file = path.join(folder, 'backup');
    const seal = { kind: 'open' } as const;
    const madeAt = new Date('2026-01-15T10:00:00Z');
    await writeBackup(database, { file, seal, version: '1', madeAt });
    const restored = await freshDatabase({ contents: 'empty' });
    expect(await restoreBackup(restored, { file, seal })).toMatchObject({ ok: true });
    await rm(folder, { recursive: true });
    expect(last).toBeGreaterThan(first);
    expect(await newChild(3, restored)).toBeGreaterThan(last);
  });
});
