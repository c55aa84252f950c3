import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { freshDatabaseUrl } from '../../../test/database/fresh-database.ts';
import { importPaths } from './actions.ts';

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const paths = ['2023-10-12', '2023-10-26', '2023-11-09'].map((day) => `${data}attendance_releases/${day}`);
const present = existsSync(`${data}attendance_releases`);
const child = fileURLToPath(new URL('./fixtures/importing-child.ts', import.meta.url));

async function opened(databaseUrl: string): Promise<Database> {
  const database = await openDatabase({ databaseUrl, dataFolder: '/nonexistent', notify: () => undefined });
  if (!database.ok) throw new Error(database.failure.message);
  afterAll(() => database.value.close());
  await seedAreas(database.value);
  return database.value;
}

function importInto(database: Database) {
  const problemFiles = { write: async (stem: string) => stem };
  return importPaths(
    paths,
    {},
    { database, files: nodeFiles, clock: stoppedClock(new Date('2026-01-05T09:00:00Z')), problemFiles },
  );
}

/** Everything stored but the numbers that the database gives away, which differ between two runs. */
async function checksum(database: Database): Promise<unknown> {
  const { rows } = await sql`
    SELECT count(*)::int AS figures,
           md5(string_agg(concat_ws('|', area_id, f.dataset, grain, phase, breakdown, period_start, period_end, f.published_on,
                                    v.file_name, line, numbers, symbols, extra), E'\n'
                          ORDER BY area_id, f.dataset, grain, phase, breakdown, period_start, f.published_on)) AS figures_sum,
           (SELECT md5(string_agg(concat_ws('|', dataset, published_on, file_name, content_sha256, columns, rows_read, rows_loaded,
                                            rows_known, rows_held, rows_rejected), E'\n' ORDER BY dataset, published_on, file_name))
              FROM vintage) AS vintages_sum
      FROM area_figure f JOIN vintage v USING (vintage_id)
  `.execute(database);
  return rows[0];
}

async function killedImport(databaseUrl: string, afterMilliseconds: number): Promise<NodeJS.Signals | null> {
  const importer = spawn(process.execPath, [child, databaseUrl, ...paths], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(importer, 'exit');
  await Promise.race([once(importer.stdout, 'data'), ended]);
  setTimeout(() => importer.kill('SIGKILL'), afterMilliseconds);
  const [, signal] = await ended;
  return signal;
}

describe.skipIf(!present)(`an import killed at any moment (skipped where ${data} is absent)`, () => {
  it('ends, run again, in the state of one that was not', { timeout: 180_000 }, async () => {
    const whole = await opened(await freshDatabaseUrl());
    await importInto(whole);
    const expected = await checksum(whole);

    const url = await freshDatabaseUrl();
    const interrupted = await opened(url);
    const signals: (NodeJS.Signals | null)[] = [];
    for (const most of [50, 200, 400, 800, 1200, 1600]) {
      signals.push(await killedImport(url, Math.random() * most));
      const { rows } = await sql<{ readonly torn: number }>`
        SELECT count(*)::int AS torn FROM vintage v
         WHERE rows_loaded <> (SELECT count(*) FROM area_figure f WHERE f.vintage_id = v.vintage_id)
      `.execute(interrupted);
      expect(rows[0]?.torn).toBe(0);
    }
    expect(signals.filter((signal) => signal === 'SIGKILL').length).toBeGreaterThan(0);
    await importInto(interrupted);
    expect(await checksum(interrupted)).toEqual(expected);
  });
});
