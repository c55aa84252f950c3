import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import type { RowProblem } from '#foundation/formats/problems-file.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { importPaths } from './actions.ts';
import type { ImportEffects, ImportOptions } from './import-model.ts';

const database = await freshDatabase();
const folder = await mkdtemp(path.join(tmpdir(), 'headwater-refusals-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const heading =
  'time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,new_la_code,la_name,old_la_code,school_type,num_schools,possible_sessions,overall_absence';
const england = (week: number, absence: string | number = 5) =>
  `2023,Week ${week},National,E92000001,England,,,,,,Total,3,100,${absence}`;
const csv = (...rows: readonly string[]) => `${[heading, ...rows].join('\n')}\n`;

const problems: RowProblem[] = [];
const effects: ImportEffects = {
  database,
  files: nodeFiles,
  clock: stoppedClock(new Date('2026-01-05T09:00:00Z')),
  problemFiles: {
    write: (stem, found) => {
      problems.push(...found);
      return Promise.resolve(stem);
    },
  },
};

async function importFile(name: string, content: string | Uint8Array, options: ImportOptions = {}) {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  problems.length = 0;
  return await importPaths([file], options, effects);
}

async function figures(): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`SELECT count(*)::int AS count FROM area_figure`.execute(
    database,
  );
  return rows[0]?.count ?? -1;
}

describe('files that cannot be taken', () => {
  beforeAll(() => seedAreas(database));

  it('a gzip that was cut short leaves nothing behind', async () => {
    const whole = gzipSync(csv(...Array.from({ length: 4000 }, (_, at) => england((at % 50) + 1, at))));
    const report = await importFile('cut.csv.gz', whole.subarray(0, whole.length - 200));
    expect(report.files[0]).toMatchObject({ outcome: 'failed', problem: { code: expect.any(String) } });
    expect(report.totals.read).toBe(0);
    expect(await figures()).toBe(0);
  });

  it('a line that never ends is refused without filling the memory', async () => {
    const report = await importFile('long.csv', `${csv(england(37))}${'9'.repeat(3_000_000)}\n`);
    expect(report.files[0]?.outcome).toBe('failed');
    expect(await figures()).toBe(0);
  });

  it('pictures are named for what they are', async () => {
    const pictures = path.join(folder, 'pictures');
    await mkdir(pictures, { recursive: true });
    await writeFile(path.join(pictures, 'map.png'), Uint8Array.of(0x89, 0x50, 0x4e, 0x47));
    const report = await importPaths([pictures], {}, effects);
    expect(report.files.map((file) => file.outcome)).toEqual(['failed']);
    expect(report.totals.read).toBe(0);
  });

  it('a path that is not there, and a table of something else named by itself', async () => {
    const missing = await importPaths([path.join(folder, 'nowhere')], {}, effects);
    expect(missing.files[0]?.problem?.message).toMatch(/nowhere/);
    const other = await importFile('recipes.csv', 'Dish,Minutes\nSoup,20\n');
    expect(other.files[0]).toMatchObject({ outcome: 'failed', problem: { code: 'table-not-recognised' } });
    expect(other.leftAlone).toEqual([]);
  });

  it('a file of which no row can be read leaves no vintage', async () => {
    const report = await importFile('bad.csv', csv(england(54), england(37, 'twelve')));
    expect(report.totals).toEqual({ read: 2, loaded: 0, known: 0, held: 0, rejected: 2 });
    expect(report.files[0]?.outcome).toBe('nothing-loaded');
    expect(problems.map(({ line, column, value }) => [line, column, value])).toEqual([
      [2, 'time_identifier', 'Week 54'],
      [3, 'overall_absence', 'twelve'],
    ]);
    const { rows } = await sql`SELECT 1 FROM vintage`.execute(database);
    expect(rows).toEqual([]);
  });
});

describe('files that come again', () => {
  it('the first real import removes the demonstration, and a dry run does not', async () => {
    await importFile('demo.csv', csv(england(30), england(31)), {
      demonstration: true,
      publishedOn: plainDate('2023-09-01'),
    });
    const real = csv(england(37));
    await importFile('2023-10-12/real.csv', real, { dryRun: true });
    expect(await figures()).toBe(2);
    await importFile('2023-10-12/real.csv', real);
    expect(await figures()).toBe(1);
    const { rows } = await sql`SELECT 1 FROM vintage WHERE demonstration`.execute(database);
    expect(rows).toEqual([]);
  });

  it('says the same again under another name and in another order of columns: already known', async () => {
    const swapped = heading.replace('possible_sessions,overall_absence', 'overall_absence,possible_sessions');
    const report = await importFile(
      '2023-10-12/again.csv',
      `${swapped}\n2023,Week 37,National,E92000001,England,,,,,,Total,3,5,100\n`,
    );
    expect(report.totals).toMatchObject({ read: 1, known: 1, loaded: 0 });
  });

  it('says something else for the same release: held, and what it waited for is taken up later', async () => {
    const text = csv(england(37, 6), england(38));
    const first = await importFile('2023-10-12/correction.csv', text);
    expect(first.totals).toEqual({ read: 2, loaded: 1, known: 0, held: 1, rejected: 0 });
    expect(problems[0]?.reason).toContain('--published-on');
    const again = await importFile('2023-10-12/correction.csv', text);
    expect(again.totals).toEqual({ read: 2, loaded: 0, known: 1, held: 1, rejected: 0 });
    await sql`DELETE FROM area_figure WHERE numbers = '{3,100,5}' AND period_start = '2023-09-11'`.execute(database);
    const free = await importFile('2023-10-12/correction.csv', text);
    expect(free.totals).toEqual({ read: 2, loaded: 1, known: 1, held: 0, rejected: 0 });
  });

  it('waits for a list of schools where schools are named by URN alone', async () => {
    const school = `time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,new_la_code,la_name,old_la_code,school_urn,education_phase,headcount,suspension
202324,Academic year,School,E92000001,England,E12000003,Yorkshire and The Humber,E08000016,Barnsley,370,100001,State-funded primary,200,3
`;
    const before = await importFile('exc_school.csv', school);
    expect(before.totals).toMatchObject({ loaded: 0, held: 1 });
    await importFile(
      'list.csv',
      'URN,LA,ESTAB,SCHNAME,SCHOOLTYPE,NOR\n100001,370,2001,Brook Primary,Community school,200\n',
    );
    const after = await importFile('exc_school.csv', school);
    expect(after.totals).toMatchObject({ loaded: 1, held: 0 });
  });

  it('two imports of one file at once end as one', async () => {
    const text = csv(...Array.from({ length: 40 }, (_, at) => england(at + 1)));
    const file = path.join(folder, '2023-12-07', 'both.csv');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    const reports = await Promise.all([importPaths([file], {}, effects), importPaths([file], {}, effects)]);
    expect(reports.map((report) => report.totals.loaded).toSorted((left, right) => left - right)).toEqual([0, 40]);
  });
});
