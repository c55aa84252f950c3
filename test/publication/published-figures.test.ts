import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createHealth } from '#app/health.ts';
import { pageServer } from '#app/main.ts';
import { seedAreas } from '#domain/area/store.ts';
import { importPaths } from '#domain/publication/actions.ts';
import type { FigureDocument } from '#domain/publication/api-model.ts';
import { pictureNames } from '#domain/publication/paths.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import type { Database } from '#platform/database/pool.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../app-parts.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { scratchFolder } from '../database/scratch-folder.ts';

/** What a reader is shown of real releases: eight of autumn 2023, one whole year, and the exclusion tables. */
const data = path.resolve(import.meta.dirname, '../../../shared/data');
const published = existsSync(data);

const releases = [
  ...['09-28', '10-12', '10-26', '11-09', '11-23', '12-07', '12-21'].map((day) => `attendance_releases/2023-${day}`),
  'attendance_releases/2022-12-22',
  'attendance_releases/2024-01-11',
  'attendance_releases/2024-08-08',
  'ees_published/exclusions_by_geographic_level.zip',
  'ees_published/exclusions_by_reason.zip',
  'ees_published/absence_in_prus.zip',
];

async function importInto(database: Database, paths: readonly string[]): Promise<void> {
  const problemFiles = { write: () => Promise.resolve('') };
  const report = await importPaths(paths, {}, { database, clock: testClock, files: nodeFiles, problemFiles });
  expect(report.files.filter((file) => file.problem)).toEqual([]);
}

describe.skipIf(!published)('figures of real releases (needs ../shared/data)', () => {
  let database: Database;
  let get: (
    url: string,
    headers?: Record<string, string>,
  ) => Promise<{ statusCode: number; body: string; type: string }>;

  beforeAll(async () => {
    database = await freshDatabase();
    await seedAreas(database);
    await importInto(
      database,
      releases.map((release) => path.join(data, release)),
    );
    const health = createHealth();
    health.move({ kind: 'ready' });
    const options = { config: testConfig(), clock: testClock, log: keptLog() };
    const { app } = pageServer(options, smallAssets, health, database);
    await app.ready();
    get = async (url, headers = {}) => {
      const { statusCode, body, headers: answered } = await app.inject({ url, headers });
      return { statusCode, body, type: String(answered['content-type']) };
    };
  }, 240_000);

  async function figures(query: string): Promise<readonly FigureDocument[]> {
    const { statusCode, body } = await get(`/api/v1/figures?${query}`);
    expect(statusCode, body).toBe(200);
    return JSON.parse(body).figures;
  }

  describe('the figures API', () => {
    it('gives the number that the release printed, with its counts and where it is from', async () => {
      const [figure] = await figures(
        'area=E92000001&measure=absence-rate&phase=primary&grain=year-to-date&from=2023-09-01',
      );
      expect(figure).toMatchObject({
        cell: { state: 'number', symbol: null },
        numerator: { value: 70_764_577 },
        denominator: { value: 1_280_220_006 },
        series: 'live',
        vintage: { publishedOn: '2024-08-08' },
      });
      expect(figure?.cell.value).toBeCloseTo((100 * 70_764_577) / 1_280_220_006, 10);
    });

    it('finds an area by any of its codes', async () => {
      const query = 'measure=absence-rate&phase=primary&grain=week';
      const [byOld, byNew, byDfe] = await Promise.all(
        ['E08000016', 'E08000038', '370'].map((code) => figures(`area=${code}&${query}`)),
      );
      expect(byOld?.length).toBeGreaterThan(20);
      expect(byOld).toEqual(byNew);
      expect(byDfe).toEqual(byNew);
    });

    it('gives a symbol and no value for City of London, which has one primary school', async () => {
      const [figure] = await figures(
        'area=201&measure=absence-rate&phase=primary&grain=week&from=2023-09-11&to=2023-09-11',
      );
      expect(figure?.cell).toEqual({ state: 'suppressed', value: null, symbol: 'c' });
    });

    it('says what was known on a day, and how it moved afterwards', async () => {
      const week = 'area=E92000001&measure=absence-rate&phase=secondary&grain=week&from=2023-09-11&to=2023-09-11';
      const [first] = await figures(`${week}&asPublished=2023-10-01`);
      const [latest] = await figures(week);
      const every = await figures(`${week}&vintages=all`);
      expect(first?.vintage.publishedOn).toBe('2023-09-28');
      expect(first?.provisional).toBe(true);
      expect(latest?.vintage.publishedOn).toBe('2024-01-11');
      expect(latest?.provisional).toBe(false);
      expect(every.map((figure) => figure.vintage.publishedOn)).toHaveLength(8);
      expect(first?.cell.value).not.toBe(latest?.cell.value);
      expect(await figures(`${week}&asPublished=2023-09-27`)).toEqual([]);
    });

    it('answers CSV with the symbol in its own column', async () => {
      const { body, type } = await get(
        '/api/v1/figures?area=201&measure=absence-rate&phase=primary&grain=week&format=csv',
      );
      expect(type).toContain('text/csv');
      const [header, row] = body.split('\r\n');
      expect(header).toMatch(/^area_code,area_name,measure,phase,breakdown,grain,from,to,value,symbol,/);
      expect(row).toMatch(/^E09000001,City of London,absence-rate,primary,,week,2022-/);
      expect(body).toMatch(/,2023-09-15,,c,/);
    });

    it.each([
      ['area=E99999999&measure=absence-rate', 'area'],
      ['area=370&measure=absense-rate', 'measure'],
      ['area=370', 'measure'],
      ['area=370&measure=absence-rate&grain=fortnight', 'grain'],
      ['area=370&measure=absence-rate&from=yesterday', 'from'],
      ['area=370&measure=absence-rate&asPublished=2023-02-30', 'asPublished'],
      ['area=370&measure=absence-rate&dataset=registers', 'dataset'],
      ['area=370&measure=absence-rate&fase=primary', 'fase'],
    ])('names the parameter that is wrong in %s', async (query, parameter) => {
      const { statusCode, body, type } = await get(`/api/v1/figures?${query}`);
      expect(statusCode).toBe(400);
      expect(type).toContain('application/problem+json');
      expect(JSON.parse(body).errors.map((error: { parameter: string }) => error.parameter)).toContain(parameter);
    });

    it('gives a column that nobody declared by its heading, with its symbols', async () => {
      const heading = 'reason_a8_aurora';
      const file = path.join(await scratchFolder(), '2024-02-01', 'EES_ytd_data.csv');
      await mkdir(path.dirname(file), { recursive: true });
      const place = 'Academic year,202324,National,E92000001,England,,,,,';
      const columns = 'region_code,region_name,old_la_code,new_la_code,la_name,school_type,possible_sessions';
      const header = `time_identifier,time_period,geographic_level,country_code,country_name,${columns},overall_absence,${heading}`;
      await writeFile(file, `${header}\n${place},Primary,1000,50,7\n${place},Special,1000,50,c\n`);
      await importInto(database, [file]);
      const cells = (await figures(`area=E92000001&measure=${heading}&asPublished=2024-02-01`)).map(
        ({ phase, cell }) => [phase, cell.value, cell.symbol],
      );
      expect(cells).toEqual([
        ['primary', 7, null],
        ['special', null, 'c'],
      ]);
    });

    it('is described by schemas the server validates with', async () => {
      const { body } = await get('/api/v1/openapi.json');
      const description = JSON.parse(body);
      expect(description.openapi).toBe('3.1.0');
      const names = description.paths['/api/v1/figures'].get.parameters.map((one: { name: string }) => one.name);
      expect(names).toEqual(expect.arrayContaining(['area', 'measure', 'phase', 'from', 'to', 'grain', 'asPublished']));
    });
  });

  describe('an area’s page', () => {
    it('changes with the day it is seen as published on', async () => {
      const { body } = await get('/areas/E08000038?phase=secondary&asPublished=2023-11-09');
      expect(body).toContain('This page shows what was known on 9 November 2023');
      expect(body).not.toContain('8 August 2024</td>');
      expect(body).not.toContain('2023/24, whole year');
    });

    it('sends a past code to the code in use, with the choice kept', async () => {
      const { statusCode } = await get('/areas/E08000016?phase=special');
      expect(statusCode).toBe(301);
    });

    it('holds to 150 kB for England, a region and an authority', async () => {
      for (const url of ['/', '/areas/E12000007', '/areas/E12000008?phase=secondary', '/areas/E10000017']) {
        const { body, statusCode } = await get(url);
        expect(statusCode).toBe(200);
        expect(Buffer.byteLength(body), url).toBeLessThanOrEqual(150_000);
      }
    });

    it('says what the counts of pupil referral units count', async () => {
      const { body } = await get('/areas/E08000025?phase=pupil-referral-unit');
      expect(body).toContain('86,061 of 267,450 sessions possible');
      expect(body).toContain('838 of 1,190 enrolments');
    });

    it('is a page about an area without figures too', async () => {
      const { statusCode, body } = await get('/areas/W92000004');
      expect(statusCode).toBe(200);
      expect(body).toContain('No weekly figures are known');
    });

    it('says which parameter of its address is wrong', async () => {
      const { statusCode, body } = await get('/areas/E08000038?measure=suspension-rate');
      expect(statusCode).toBe(400);
      expect(body).toContain('is not a measure with weekly figures');
    });
  });

  describe('a picture’s CSV', () => {
    it.each(pictureNames)('%s is CSV for the nation, a region and an authority', async (picture) => {
      for (const code of ['E92000001', 'E12000003', 'E08000038']) {
        const { statusCode, type } = await get(`/areas/${code}/${picture}.csv?phase=secondary`);
        expect({ code, statusCode, type }).toEqual({ code, statusCode: 200, type: 'text/csv; charset=utf-8' });
      }
    });

    it('has the rows of the picture: 29 weeks of a local authority and of those above it', async () => {
      const { body } = await get('/areas/E08000038/weeks.csv?phase=primary');
      const rows = body.trimEnd().split('\r\n').slice(1);
      expect(rows.filter((row) => row.includes(',Barnsley,')).length).toBeGreaterThanOrEqual(25);
      expect(rows.some((row) => row.includes(',England,'))).toBe(true);
    });

    it('adds up as the source says, and states where it does not', async () => {
      const { body } = await get('/areas/E92000001/adding-up.csv');
      expect(body).toContain('Sessions possible,"2023/24, whole year",2322051579,regions,2322051579,0,9,0');
      expect(body).toContain('Pupils on roll in January,2016/17,8025075,local authorities,8025073,-2,152,0');
      expect(body).toContain('Suspensions,2016/17,381865,local authorities,381864,-1,152,0');
      expect(body).toContain('Permanent exclusions,2016/17,7720,local authorities,7714,-6,149,3');
    });

    it('adds every weekly count of 2022 exactly from authorities, as that release hides nothing', async () => {
      const week = 'grain=week&phase=primary&measure=possible-sessions&from=2022-09-12&to=2022-09-12';
      const regions = await (await get('/api/v1/areas?kind=local-authority&on=2022-09-12&format=json')).body;
      const codes = JSON.parse(regions).areas.map((area: { code: string }) => area.code);
      const parts = await figures(`area=${codes.join(',')}&${week}`);
      const [whole] = await figures(`area=E92000001&${week}`);
      expect(parts.reduce((sum, part) => sum + (part.cell.value ?? 0), 0)).toBe(whole?.cell.value);
    });
  });
});
