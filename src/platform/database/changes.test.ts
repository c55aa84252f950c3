import { describe, expect, it, vi } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import type { ChangeNotice, RegisterChange } from './changes.ts';
import { announceChange, listenForChanges } from './changes.ts';
import type { Database } from './pool.ts';

const day = plainDate('2026-11-23');

async function listening(database: Database) {
  const heard: ChangeNotice[] = [];
  const listener = listenForChanges(database, (notice) => heard.push(notice));
  await listener.listening;
  return { heard, close: listener.close };
}

function changesIn(heard: readonly ChangeNotice[]): readonly RegisterChange[] {
  return heard.flatMap((notice) => (notice.kind === 'changed' ? notice.changes : []));
}

describe('the channel of changes', () => {
  it('carries every change of a busy moment, in notices that are not too long', async () => {
    const database = await freshDatabase();
    const { heard, close } = await listening(database);
    for (let settingId = 1; settingId <= 2_000; settingId += 1) {
      announceChange(database, { settingId, day, session: 1 });
    }
    await vi.waitFor(() => expect(changesIn(heard)).toHaveLength(2_000));
    expect(new Set(changesIn(heard).map(({ settingId }) => settingId)).size).toBe(2_000);
    expect(heard.length).toBeLessThan(20);
    await close();
  });

  it('says one change once, however often it is announced within a moment', async () => {
    const database = await freshDatabase();
    const { heard, close } = await listening(database);
    for (let times = 0; times < 50; times += 1) announceChange(database, { settingId: 7, day, session: 2 });
    announceChange(database, { settingId: 8, day, session: 3 });
    await vi.waitFor(() => expect(changesIn(heard)).toHaveLength(2));
    expect(changesIn(heard)).toEqual([
      { settingId: 7, day, session: 2 },
      { settingId: 8, day, session: 3 },
    ]);
    await close();
  });

  it('comes back when its connection is lost, and says that anything may have changed', async () => {
    const database = await freshDatabase();
    const { heard, close } = await listening(database);
    await database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'headwater changes' AND datname = current_database()",
    );
    await vi.waitFor(() => expect(heard).toContainEqual({ kind: 'anything' }), { timeout: 10_000 });
    announceChange(database, { settingId: 9, day, session: 1 });
    await vi.waitFor(() => expect(changesIn(heard)).toEqual([{ settingId: 9, day, session: 1 }]));
    await close();
  });

  it('passes over what is no change', async () => {
    const database = await freshDatabase();
    const { heard, close } = await listening(database);
    await database.pool.query("SELECT pg_notify('headwater_change', 'x,2026-11-23,1;3,never,1;4,2026-11-23,1')");
    await vi.waitFor(() => expect(changesIn(heard)).toEqual([{ settingId: 4, day, session: 1 }]));
    await close();
  });
});
