import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { importPaths } from './actions.ts';
import type { FileReport, ImportEffects } from './import-model.ts';

const database = await freshDatabase();
const folder = await mkdtemp(path.join(tmpdir(), 'headwater-later-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const effects: ImportEffects = {
  database,
  files: nodeFiles,
  clock: stoppedClock(new Date('2026-01-05T09:00:00Z')),
  problemFiles: { write: (stem) => Promise.resolve(stem) },
};

async function importFile(name: string, lines: readonly string[]): Promise<FileReport | undefined> {
  const file = path.join(folder, name);
  await writeFile(file, `${lines.join('\n')}\n`);
  return (await importPaths([file], {}, effects)).files[0];
}

describe('tables of later releases', () => {
  beforeAll(() => seedAreas(database));

  it('absence in pupil referral units stays theirs when the table has no column of phases', async () => {
    const report = await importFile('4_absence_2term_pru_2024-03-21.csv', [
      'time_period,time_identifier,geographic_level,country_code,country_name,sess_possible,sess_overall,sess_overall_percent',
      '202223,Autumn and spring term,National,E92000001,England,5157635,2101715,40.74959',
    ]);
    expect(report).toMatchObject({ outcome: 'imported', dataset: 'absence-pru' });
    const { rows } = await sql`SELECT dataset, phase FROM area_figure`.execute(database);
    expect(rows).toEqual([{ dataset: 'absence-pru', phase: 'pupil-referral-unit' }]);
  });

  it('a table divided by something new does not stand in the place of the declared one', async () => {
    const heading = 'time_period,time_identifier,geographic_level,country_code,country_name,';
    const row = '202324,Academic year,National,E92000001,England,';
    const duration = await importFile('exc_duration_2025-07-10.csv', [
      `${heading}duration,suspension`,
      `${row}Total,954952`,
      `${row}Half day,90000`,
    ]);
    expect(duration).toMatchObject({ outcome: 'imported', dataset: 'other:exc-duration' });
    const main = await importFile('exc_nat_reg_la_2025-07-10.csv', [
      `${heading}suspension,perm_excl,perm_excl_rate`,
      `${row}954952,10885,0.13`,
    ]);
    expect(main?.counts).toEqual({ read: 1, loaded: 1, known: 0, held: 0, rejected: 0 });
  });

  it('a large table that contradicts itself is held row by row, whatever was imported before', async () => {
    const heading = 'time_period,time_identifier,geographic_level,country_code,country_name,breakdown_topic,breakdown,';
    const rows = (count: number, figure: number) =>
      Array.from(
        { length: count },
        (_, at) => `202324,Academic year,National,E92000001,England,Group,g${at},${figure}`,
      );
    const before = await importFile('suspensions_2024-03-21.csv', [`${heading}susp_rate`, ...rows(500, 1)]);
    expect(before?.counts.loaded).toBe(500);
    const count = 2_000;
    const report = await importFile('absence_2024-03-21.csv', [
      `${heading}sess_overall`,
      ...rows(count, 1),
      ...rows(count, 2),
    ]);
    expect(report?.counts).toEqual({ read: 2 * count, loaded: count, known: 0, held: count, rejected: 0 });
  });
});
