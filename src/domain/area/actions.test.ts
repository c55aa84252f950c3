import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { gunzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RecordBatch } from '#foundation/formats/record-table.ts';
import type { Database } from '#platform/database/pool.ts';
import { inTransaction } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { importSettingList } from './actions.ts';
import type { SettingListOutcome } from './model.ts';
import { recogniseSettingList } from './setting-lists.ts';
import { countSettings, settingByUrn, settingLinks, settingsIn } from './setting-store.ts';
import { seedAreas } from './store.ts';

const establishments = new URL('../../../../shared/data/establishments/', import.meta.url).pathname;

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await seedAreas(database);
});

function inBatches(rows: readonly (readonly string[])[], size = 1000): AsyncIterable<RecordBatch> {
  const records = rows.map((values, at) => ({ line: at + 2, values }));
  const starts = Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => at * size);
  return Readable.from(starts.map((start) => ({ records: records.slice(start, start + size), faults: [] })));
}

function importRows(headings: readonly string[], rows: readonly (readonly string[])[], source = 'list.csv') {
  const kind = recogniseSettingList(headings);
  if (!kind) throw new Error('Not a list of settings');
  return inTransaction(database, (transaction) =>
    importSettingList(transaction, kind, inBatches(rows), headings, source),
  );
}

function balanceOf({ read, loaded, known, held, rejected }: SettingListOutcome) {
  return { read, loaded, known, held, rejected };
}

const gias = [
  'URN',
  'LA (code)',
  'EstablishmentNumber',
  'EstablishmentName',
  'TypeOfEstablishment (name)',
  'OpenDate',
  'GSSLACode (name)',
];
const census = ['URN', 'LA', 'ESTAB', 'SCHOOLTYPE', 'NOR'];

describe('importSettingList', () => {
  it('loads once, and knows the second time', async () => {
    const rows = [
      ['900001', '370', '2001', 'Elsecar Primary', 'Community school', '01-09-1990', 'E08000016'],
      ['900002', '909', '2002', 'Kendal School', 'Academy converter', '', ''],
      ['900003', '666', '2003', 'Ysgol Dewi', 'Welsh establishment', '', 'W06000001'],
      ['900004', '999', '', 'Lost College', 'Further education', '', ''],
    ];
    const first = await importRows(gias, rows);
    expect(balanceOf(first)).toEqual({ read: 4, loaded: 4, known: 0, held: 0, rejected: 0 });
    expect([...first.unknownAreaCodes]).toEqual([['999', 1]]);
    expect(balanceOf(await importRows(gias, rows, 'again.csv'))).toMatchObject({ loaded: 0, known: 4 });
    expect(await settingByUrn(database, 900_001)).toMatchObject({
      areaId: 370,
      laEstab: 3_702_001,
      openedOn: '1990-09-01',
      source: 'list.csv',
    });
    expect(await settingByUrn(database, 900_003)).toMatchObject({ areaId: 2 });
    expect((await settingByUrn(database, 900_004))?.areaId).toBeUndefined();
  });

  it('lets a census bring the roll and never take away what GIAS says', async () => {
    expect(
      balanceOf(await importRows(census, [['900001', '371', '9999', 'State-funded primary', '210']])),
    ).toMatchObject({ loaded: 1 });
    const setting = await settingByUrn(database, 900_001);
    expect(setting).toMatchObject({ name: 'Elsecar Primary', areaId: 370, type: 'Community school', headcount: 210 });
    await importRows(gias, [
      ['900001', '370', '2001', 'Elsecar Academy', 'Academy converter', '01-09-1990', 'E08000038'],
    ]);
    expect(await settingByUrn(database, 900_001)).toMatchObject({
      settingId: setting?.settingId,
      name: 'Elsecar Academy',
      headcount: 210,
    });
  });

  it('holds what contradicts itself and what it does not understand, and says where', async () => {
    const outcome = await importRows(census, [
      ['900010', '383', '1000', 'State-funded primary', '100'],
      ['900010', '383', '1000', 'State-funded primary', '100'],
      ['900010', '383', '1000', 'State-funded primary', '101'],
      ['900011', '383', '1001', 'State-funded primary', 'lots'],
      ['NAT', '', 'PRI', 'State-funded primary', '4647851'],
    ]);
    expect(balanceOf(outcome)).toEqual({ read: 5, loaded: 1, known: 1, held: 2, rejected: 1 });
    expect(outcome.problems.map(({ line, column, value }) => [line, column, value])).toEqual([
      [4, 'URN', '900010'],
      [5, 'NOR', 'lots'],
      [6, 'URN', 'NAT'],
    ]);
  });

  it('counts rows that could not be read as rejected', async () => {
    const fault = { line: 2, found: 3, expected: 5, reason: 'too few values', value: '1,2,3' };
    const damaged: AsyncIterable<RecordBatch> = Readable.from([{ records: [], faults: [fault] }]);
    const outcome = await inTransaction(database, (transaction) =>
      importSettingList(transaction, 'census', damaged, census, 'x.csv'),
    );
    expect(balanceOf(outcome)).toEqual({ read: 1, loaded: 0, known: 0, held: 0, rejected: 1 });
    expect(outcome.problems).toEqual([{ line: 2, column: '', value: '1,2,3', reason: 'too few values' }]);
  });
});

describe('settingsIn', () => {
  it('finds by the middle of a name, by URN and by number, a page at a time', async () => {
    const rows = Array.from({ length: 120 }, (_, at) => [
      String(910_000 + at),
      '860',
      String(1000 + at),
      `School ${String(at).padStart(3, '0')} 100%`,
      'Community school',
      '',
      '',
    ]);
    await importRows(gias, rows);
    const first = await settingsIn(database, 860, { page: 1, q: '' });
    expect(first).toMatchObject({ total: 120, page: 1, pages: 3 });
    expect(first.settings[0]?.name).toBe('School 000 100%');
    expect((await settingsIn(database, 860, { page: 9, q: '' })).page).toBe(3);
    expect((await settingsIn(database, 860, { page: 1, q: 'school 07' })).total).toBe(10);
    expect((await settingsIn(database, 860, { page: 1, q: '910119' })).settings.map(({ urn }) => urn)).toEqual([
      910_119,
    ]);
    expect((await settingsIn(database, 860, { page: 1, q: '8601119' })).total).toBe(1);
    expect((await settingsIn(database, 860, { page: 1, q: '0%' })).total).toBe(120);
    expect((await settingsIn(database, 860, { page: 1, q: '_' })).total).toBe(0);
    expect((await settingsIn(database, [], { page: 1, q: '' })).total).toBe(0);
  });
});

describe.skipIf(!existsSync(establishments))('the real lists (needs ../shared/data)', () => {
  const rowsOf = (file: string): readonly (readonly string[])[] =>
    parse(
      new TextDecoder('windows-1252').decode(gunzipSync(readFileSync(`${establishments}${file}`))).replace('ï»¿', ''),
    );

  it('loads the census of 2022/23', async () => {
    const before = await countSettings(database);
    const [headings = [], ...rows] = rowsOf('2022_2023_england_census.csv.gz');
    const outcome = await importRows(headings, rows);
    expect(balanceOf(outcome)).toEqual({ read: 24_436, loaded: 24_433, known: 0, held: 0, rejected: 3 });
    expect(outcome.unknownAreaCodes.size).toBe(0);
    expect(await countSettings(database)).toBe(before + 24_433);
    expect(balanceOf(await importRows(headings, rows))).toMatchObject({ loaded: 0, known: 24_433 });
  }, 60_000);

  it('loads the links of April 2025', async () => {
    const [headings = [], ...rows] = rowsOf('gias_links_2025-04-22.csv.gz');
    expect(balanceOf(await importRows(headings, rows))).toEqual({
      read: 33_801,
      loaded: 33_801,
      known: 0,
      held: 0,
      rejected: 0,
    });
    expect(balanceOf(await importRows(headings, rows))).toMatchObject({ loaded: 0, known: 33_801 });
    const links = (await settingLinks(database, 100_006)).get(100_006);
    expect(links?.[0]).toEqual({
      otherUrn: 134_643,
      otherName: 'CCfL Key Stage 3 PRU',
      kind: 'Predecessor - merged',
      entry: 'own',
      on: '2022-01-01',
    });
    expect((await settingLinks(database, [134_643, 100_006])).size).toBe(2);
  }, 60_000);
});
