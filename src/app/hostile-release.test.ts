import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { importPaths } from '#domain/publication/actions.ts';
import type { ImportReport } from '#domain/publication/import-model.ts';
import { pictureNames } from '#domain/publication/paths.ts';
import { readVintages } from '#domain/publication/store.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../../test/app-parts.ts';
import { freshDatabase } from '../../test/database/fresh-database.ts';
import { createHealth } from './health.ts';
import { pageServer } from './main.ts';

const heading =
  'time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,new_la_code,la_name,old_la_code,education_phase,num_schools,total_num_schools,possible_sessions,overall_absence,__proto__,constructor,toString';
const hostileName = '=HYPERLINK(1)<script>alert(1)</script>';
const place = `E92000001,England,E12000001,North East,E06999999,${hostileName},999`;

function row(week: number, phase: string, possible: string, absence: string): string {
  return `2025,Week ${week},Local authority,${place},${phase},2,2,${possible},${absence},1,2,3`;
}

let app: RouteServer;
let database: Database;
let report: ImportReport;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'headwater-hostile-'));
  const rows = [
    row(38, 'Primary', '1e308', '1e308'),
    row(39, 'Primary', '1e308', '1e308'),
    row(40, 'Primary', '1e-308', '1e308'),
    row(39, 'constructor', '100', '5'),
    row(39, '__proto__', '100', '5'),
  ];
  const file = path.join(folder, 'weekly.csv');
  await writeFile(file, `${[heading, ...rows].join('\n')}\n`);
  database = await freshDatabase();
  await seedAreas(database);
  const problemFiles = { write: () => Promise.resolve('') };
  const options = { publishedOn: plainDate('2025-10-16') };
  report = await importPaths([file], options, { database, clock: testClock, files: nodeFiles, problemFiles });
  const health = createHealth();
  health.move({ kind: 'ready' });
  app = pageServer({ config: testConfig(), clock: testClock, log: keptLog() }, smallAssets, health, database).app;
  await app.ready();
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a release with hostile headings, names and numbers', () => {
  it('is loaded whole, and its strange headings are kept and reported', async () => {
    expect(report.totals).toMatchObject({ read: 5, loaded: 5 });
    expect(report.files[0]?.undeclaredColumns).toEqual(['__proto__', 'constructor', 'toString']);
    const [vintage] = await readVintages(database);
    expect(vintage?.columns.map(({ column }) => column)).toEqual(
      expect.arrayContaining(['__proto__', 'constructor', 'toString']),
    );
    expect({}).not.toHaveProperty('1');
  });

  it.each(['', '?phase=constructor', '?phase=__proto__', '/groups', '/settings'])(
    'has a page (%s) in which a name is only a name',
    async (rest) => {
      const { statusCode, body } = await app.inject({ url: `/areas/E06999999${rest}` });
      expect(statusCode).toBe(200);
      expect(body).not.toContain('<script>alert');
      expect(body).toContain('&lt;script>alert');
    },
  );

  it.each(pictureNames)('has a file of %s that no spreadsheet runs', async (picture) => {
    const { statusCode, body } = await app.inject({ url: `/areas/E06999999/${picture}.csv` });
    expect(statusCode).toBe(200);
    expect(body).not.toMatch(/(?:^|[,"\r\n])=HYPERLINK/);
  });

  it.each(['json', 'csv'])('has figures as %s, none of which is a number too large to be one', async (format) => {
    const url = `/api/v1/figures?area=999&measure=absence-rate&format=${format}`;
    const { statusCode, body } = await app.inject({ url });
    expect(statusCode).toBe(200);
    expect(body).not.toMatch(/Infinity|NaN/);
    if (format === 'csv') expect(body).toContain("'=HYPERLINK");
    else expect(JSON.parse(body).figures).toHaveLength(5);
  });

  it('has pages of areas, releases and the map like any other', async () => {
    for (const url of ['/areas?q=hyperlink', '/areas', '/releases', '/releases/1', '/map', '/']) {
      const { statusCode, body } = await app.inject({ url });
      expect(statusCode, url).toBe(200);
      expect(body, url).not.toContain('<script>alert');
    }
  });
});
