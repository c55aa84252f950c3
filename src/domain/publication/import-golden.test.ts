import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import { problemsCsv } from '#foundation/formats/problems-file.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { importPaths } from './actions.ts';
import type { ImportEffects, ImportOptions } from './import-model.ts';

const releases = fileURLToPath(new URL('./golden/import/releases/', import.meta.url));
const database = await freshDatabase();
const written: string[] = [];

const effects: ImportEffects = {
  database,
  files: nodeFiles,
  clock: stoppedClock(new Date('2026-01-05T09:00:00Z')),
  problemFiles: {
    write: async (stem, problems) => {
      for await (const text of problemsCsv(problems)) written.push(text.replaceAll(releases, ''));
      return `${stem}.csv`;
    },
  },
};

async function imported(options: ImportOptions = {}) {
  const { seconds: _, ...report } = await importPaths([releases], options, effects);
  return JSON.parse(JSON.stringify(report).replaceAll(releases, '')) as typeof report;
}

async function stored() {
  const { rows } = await sql<{ readonly line: string }>`
    SELECT concat_ws(' | ', dataset, a.name, grain, phase, nullif(breakdown, ''), period_start, period_end, published_on, numbers, symbols, extra) AS line
      FROM area_figure JOIN area a USING (area_id)
    UNION ALL
    SELECT concat_ws(' | ', dataset, la_estab, grain, phase, nullif(breakdown, ''), period_start, period_end, published_on, numbers, symbols, extra)
      FROM setting_figure
    ORDER BY 1
  `.execute(database);
  return rows.map((row) => row.line);
}

describe('a small set of made-up releases', () => {
  beforeAll(() => seedAreas(database));

  it('changes nothing in a dry run, and says what it would have done', async () => {
    const report = await imported({ dryRun: true });
    expect(report.totals.loaded).toBeGreaterThan(0);
    expect(await stored()).toEqual([]);
    const { rows } = await sql`SELECT name FROM area WHERE NOT verified AND name = 'Newshire'`.execute(database);
    expect(rows).toEqual([]);
    written.length = 0;
  });

  it('loads what it can and accounts for every row', async () => {
    const report = await imported();
    const { read, loaded, known, held, rejected } = report.totals;
    expect(read).toBe(loaded + known + held + rejected);
    await expect(`${JSON.stringify(report, null, 2)}\n`).toMatchFileSnapshot('./golden/import/report.json');
    await expect(written.join('').replaceAll('\uFEFF', '')).toMatchFileSnapshot('./golden/import/problems.csv');
    await expect(`${(await stored()).join('\n')}\n`).toMatchFileSnapshot('./golden/import/stored.txt');
  });

  it('knows all of it the second time', async () => {
    const before = await stored();
    const report = await imported();
    expect(report.totals.loaded).toBe(0);
    expect(report.files.filter((file) => file.outcome === 'imported')).toEqual([]);
    expect(await stored()).toEqual(before);
  });
});
