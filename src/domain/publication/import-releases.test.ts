import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { areaCodeIndex, seedAreas } from '#domain/area/store.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import type { RowProblem } from '#foundation/formats/problems-file.ts';
import { systemClock } from '#foundation/kernel/effects.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { importPaths } from './actions.ts';
import type { ImportEffects, ImportReport } from './import-model.ts';
import { isBalanced } from './import-model.ts';
import { readEveryVintage, readRows } from './store.ts';

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const present = existsSync(`${data}attendance_releases`) && existsSync(`${data}ees_published`);

describe.skipIf(!present)(`every published release (skipped where ${data} is absent)`, () => {
  let effects: ImportEffects;
  let report: ImportReport;

  beforeAll(async () => {
    const database = await freshDatabase();
    await seedAreas(database);
    const problemFiles = { write: async (stem: string) => `${stem}.csv` };
    effects = { database, files: nodeFiles, clock: systemClock, problemFiles };
    report = await importPaths([`${data}attendance_releases`, `${data}ees_published`], {}, effects);
  }, 240_000);

  it('is loaded whole, with every row accounted for', () => {
    expect(report.files.filter((file) => !isBalanced(file.counts)).map((file) => file.file)).toEqual([]);
    expect(report.files.filter((file) => file.outcome !== 'imported').map((file) => [file.file, file.problem])).toEqual(
      [],
    );
    expect(report.totals).toEqual({ read: 481_338, loaded: 481_338, known: 0, held: 0, rejected: 0 });
    expect(report.leftAlone.map(({ path }) => path.replace(data, ''))).toEqual([
      'attendance_releases/Tech_guidance_headlines.csv',
      'attendance_releases/Tech_guidance_la.csv',
      'attendance_releases/Tech_guidance_reasons.csv',
    ]);
  });

  it('declares every heading, label, code and area that these releases print', () => {
    const surprises = report.files.flatMap((file) => [
      ...file.undeclaredColumns,
      ...file.undeclaredLabels,
      ...file.newCodes,
      ...file.newAreas,
    ]);
    expect(surprises).toEqual([]);
  });

  it('keeps vintages apart: a week revised later is still there as first published', async () => {
    const areas = await areaCodeIndex(effects.database);
    const england = areas.resolve({ gss: 'E92000001', level: 'nation' }) ?? 0;
    const week = plainDate('2023-09-11');
    const query = {
      areaIds: [england],
      datasets: ['attendance'],
      grains: ['week'],
      phases: ['primary'],
      breakdowns: [''],
      from: week,
      to: week,
    } as const;
    const rows = await readEveryVintage(effects.database, query);
    const first = '2023-09-28 2023-10-12 2023-10-26 2023-11-09 2023-11-23 2023-12-07 2023-12-21 2024-01-11';
    expect(rows.map((row) => row.publishedOn).join(' ')).toBe(first);
    expect(new Set(rows.map((row) => JSON.stringify(row.cells.get('absence-sessions')))).size).toBeGreaterThan(1);
    const [then] = await readRows(effects.database, { ...query, asPublished: plainDate('2023-10-01') });
    expect(then?.publishedOn).toBe('2023-09-28');
  });

  it('agrees with the published totals of 2016/17: 7,720 permanent and 381,865 fixed-period exclusions', async () => {
    const { rows } = await sql<{ readonly kind: string; readonly permanent: number; readonly suspensions: number }>`
      SELECT a.kind, sum(f.numbers[3]) AS permanent, sum(f.numbers[5]) AS suspensions
        FROM area_figure f JOIN area a USING (area_id)
       WHERE f.dataset = 'exclusions-geography' AND f.period_start = '2016-09-01' AND f.phase = 'all'
       GROUP BY a.kind HAVING a.kind IN ('nation', 'local-authority') ORDER BY a.kind DESC
    `.execute(effects.database);
    expect(rows).toEqual([
      { kind: 'nation', permanent: 7720, suspensions: 381_865 },
      // Local authorities are not rounded to 5 as England is: the known difference (data/README.md).
      { kind: 'local-authority', permanent: 7714, suspensions: 381_864 },
    ]);
  });

  it('hides every figure of a single school in the extract, which was published without that care', async () => {
    const { rows } = await sql<{ readonly shown: number; readonly singles: number }>`
      SELECT count(*) FILTER (WHERE (SELECT count(n) FROM unnest(numbers) n) > 1)::int AS shown, count(*)::int AS singles
        FROM area_figure WHERE dataset = 'attendance-extract' AND numbers[1] = 1
    `.execute(effects.database);
    expect(rows[0]?.shown).toBe(0);
    expect(rows[0]?.singles).toBeGreaterThan(3000);
  });

  it('knows all of it the second time, and loads it again under a later day', async () => {
    const again = await importPaths([`${data}attendance_releases/2022-09-30`], {}, effects);
    expect(again.totals).toEqual({ read: 3395, loaded: 0, known: 3395, held: 0, rejected: 0 });
    expect(again.files.every((file) => file.outcome === 'already-known')).toBe(true);
    const later = await importPaths(
      [`${data}attendance_releases/2022-09-30`],
      { publishedOn: plainDate('2022-10-01') },
      effects,
    );
    expect(later.totals.loaded).toBe(3395);
  });

  it('holds a second value for one release, and takes it as a later vintage when told to', async () => {
    const one = [`${data}attendance_releases/2022-10-27/EES_ytd_data.csv`];
    const held = await importPaths(one, { publishedOn: plainDate('2022-10-13') }, effects);
    expect(held.totals.loaded).toBe(0);
    expect(held.totals.held).toBeGreaterThan(400);
    expect(held.files[0]).toMatchObject({ outcome: 'nothing-loaded', problemsFile: 'EES_ytd_data.csv' });
  });
});

describe.skipIf(!existsSync(`${data}lait`))(
  `the interactive tool's long table (skipped where ${data}lait is absent)`,
  () => {
    it('is loaded but for the rows that have no year', { timeout: 180_000 }, async () => {
      const database = await freshDatabase();
      await seedAreas(database);
      const problems: RowProblem[] = [];
      const problemFiles = {
        write: (stem: string, found: Iterable<RowProblem>) => {
          problems.push(...found);
          return Promise.resolve(stem);
        },
      };
      const report = await importPaths(
        [`${data}lait/bds_long_0.parquet`],
        {},
        { database, files: nodeFiles, clock: systemClock, problemFiles },
      );
      expect(report.totals).toEqual({ read: 641_070, loaded: 640_900, known: 0, held: 0, rejected: 170 });
      expect(new Set(problems.map(({ reason }) => reason))).toEqual(new Set(['“0” is not a year']));
      // The Department's own figure for the year, to the places the tool keeps: 0.13 permanent exclusions per 100 pupils.
      const { rows } = await sql<{ readonly rate: number }>`
      SELECT f.numbers[1] AS rate FROM area_figure f JOIN area a USING (area_id)
       WHERE a.name = 'England' AND f.breakdown = 'TotPermEx' AND f.period_start = '2023-09-01'
    `.execute(database);
      expect(rows).toEqual([{ rate: 0.12889 }]);
    });
  },
);
