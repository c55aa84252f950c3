import { beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { inTransaction } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { lifeInWords } from './rules.ts';
import {
  allAreas,
  ancestorsOf,
  areaByCode,
  areaById,
  areaCodeIndex,
  areaHistory,
  areasByCode,
  childrenOf,
  localAuthoritiesOf,
  rankAreas,
  registerUnknownArea,
  seedAreas,
} from './store.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await seedAreas(database);
});

async function namesFound(text: string): Promise<readonly string[]> {
  return rankAreas(await allAreas(database), text).map((area) => area.name);
}

describe('seedAreas', () => {
  it('changes nothing the second time', async () => {
    const before = await allAreas(database);
    await seedAreas(database);
    expect(await allAreas(database)).toEqual(before);
  });

  it('corrects what an older pack said and takes out codes it no longer has', async () => {
    await database.updateTable('area').set({ name: 'Barnsleigh' }).where('area_id', '=', 370).execute();
    await database.insertInto('area_code').values({ area_id: 370, scheme: 'gss', code: 'E08999999' }).execute();
    await seedAreas(database);
    expect((await areaById(database, 370))?.name).toBe('Barnsley');
    expect(await areaByCode(database, 'E08999999')).toBeUndefined();
  });
});

describe('areaByCode', () => {
  it.each([
    ['E08000038', 370, 'current'],
    ['E08000016', 370, 'past'],
    ['370', 370, 'current'],
    ['e08000019', 373, 'past'],
    ['E92000001', 1, 'current'],
    ['988', 22, 'current'],
    ['E10000006', 909, 'current'],
    ['W92000004', 2, 'current'],
    ['E06000048', 929, 'past'],
  ])('finds %s', async (code, areaId, standing) => {
    expect(await areaByCode(database, code)).toMatchObject({ area: { areaId }, standing });
  });

  it('stands an area by its GSS code of today', async () => {
    expect((await areaByCode(database, '370'))?.area.code).toBe('E08000038');
    expect((await areaByCode(database, '929'))?.area.code).toBe('E06000057');
    expect((await areaByCode(database, '702'))?.area.code).toBe('702');
  });

  it.each(['', 'z', 'E00000000', "'; DROP TABLE area; --", '9999', '%', '\u0000', '123456'])(
    'finds nothing for “%s”',
    async (code) => {
      expect(await areaByCode(database, code)).toBeUndefined();
    },
  );
});

describe('areasByCode', () => {
  it('answers each code as it was asked for, past and present ones, and leaves out what nobody has', async () => {
    const found = await areasByCode(database, [' 370 ', 'e08000016', 'E08000038', '999', '__proto__', '']);
    expect([...found].map(([code, { area, standing }]) => [code, area.name, standing])).toEqual([
      [' 370 ', 'Barnsley', 'current'],
      ['e08000016', 'Barnsley', 'past'],
      ['E08000038', 'Barnsley', 'current'],
    ]);
  });

  it('answers nothing when nothing is asked', async () => {
    expect(await areasByCode(database, [])).toEqual(new Map());
  });
});

describe('the tree', () => {
  it('gives England nine regions, and London two parts', async () => {
    expect(await childrenOf(database, 1)).toHaveLength(9);
    expect((await childrenOf(database, 17)).map((area) => area.name)).toEqual(['Inner London', 'Outer London']);
  });

  it('finds the 153 authorities of England there are now, 33 of them in London', async () => {
    const live = (await localAuthoritiesOf(database, 1)).filter((area) => area.to === undefined);
    expect(live).toHaveLength(153);
    expect(await localAuthoritiesOf(database, 17)).toHaveLength(33);
  });

  it('goes up nearest first', async () => {
    expect((await ancestorsOf(database, 202)).map((area) => area.name)).toEqual(['Inner London', 'London', 'England']);
    expect(await ancestorsOf(database, 1)).toEqual([]);
    expect(await ancestorsOf(database, 987_654)).toEqual([]);
  });
});

describe('areaHistory', () => {
  it('says what became of Cumbria, and where Cumberland came from', async () => {
    const cumbria = await areaHistory(database, 909);
    expect(cumbria.predecessors).toEqual([]);
    expect(cumbria.successors.map(({ area, on }) => [area.name, on])).toEqual([
      ['Cumberland', '2023-04-01'],
      ['Westmorland and Furness', '2023-04-01'],
    ]);
    expect((await areaHistory(database, 942)).predecessors.map(({ area }) => area.areaId)).toEqual([909]);
    expect(await areaHistory(database, 383)).toEqual({ predecessors: [], successors: [] });
  });

  it('puts it in a sentence', async () => {
    const cumbria = await areaById(database, 909);
    const { successors } = await areaHistory(database, 909);
    expect(
      cumbria &&
        lifeInWords(
          cumbria,
          successors.map(({ area }) => area.name),
        ),
    ).toBe('until 31 March 2023, now Cumberland and Westmorland and Furness');
  });
});

describe('searching areas', () => {
  it.each([
    ['hull', 'Kingston upon Hull, City of'],
    ['HULL', 'Kingston upon Hull, City of'],
    ['st helens', 'St. Helens'],
    ['Saint Helens', 'St. Helens'],
    ['St.Helens', 'St. Helens'],
    ['bcp', 'Bournemouth, Christchurch and Poole'],
    ['370', 'Barnsley'],
    ['E08000038', 'Barnsley'],
    ['e08000016', 'Barnsley'],
    ['bristol', 'Bristol, City of'],
    ['Brighton & Hove', 'Brighton and Hove'],
    ['stoke on trent', 'Stoke-on-Trent'],
    ['durham', 'County Durham'],
    ['yorkshire and the humber', 'Yorkshire and The Humber'],
    ['york', 'York'],
    ['london', 'London'],
    ['bedford borough', 'Bedford'],
    ['Lëeds', 'Leeds'],
    ['wight', 'Isle of Wight'],
    ['furness', 'Westmorland and Furness'],
    ['wales', 'Wales'],
    ['scilly', 'Isles of Scilly'],
  ])('puts the right area first for “%s”', async (text, name) => {
    expect((await namesFound(text))[0]).toBe(name);
  });

  it('shows past areas too, after those still there', async () => {
    const dorset = rankAreas(await allAreas(database), 'dorset');
    expect(dorset.slice(0, 2).map((area) => area.areaId)).toEqual([838, 835]);
    expect(await namesFound('cumbria')).toEqual(['Cumbria']);
  });

  it.each(['', '   ', '!!!', 'zzzz', '%', '_'])('finds nothing for “%s”', async (text) => {
    expect(await namesFound(text)).toEqual([]);
  });
});

describe('made-up areas', () => {
  it('are left out of real ones, whose numbers go on as before', async () => {
    const own = await freshDatabase();
    await seedAreas(own);
    const [regions, authorities] = [await childrenOf(own, 1), await localAuthoritiesOf(own, 1)];
    const rest = { source: 'Made up', verified: false };
    await own
      .insertInto('area')
      .values([
        { area_id: 900_001, kind: 'region', name: 'Example region', parent_id: 1, ...rest },
        { area_id: 900_002, kind: 'local-authority', name: 'Exampleshire', parent_id: 900_001, ...rest },
      ])
      .execute();
    expect(await childrenOf(own, 1)).toEqual(regions);
    expect(await localAuthoritiesOf(own, 1)).toEqual(authorities);
    expect((await childrenOf(own, 900_001)).map(({ name }) => name)).toEqual(['Exampleshire']);
    expect((await localAuthoritiesOf(own, 900_001)).map(({ name }) => name)).toEqual(['Exampleshire']);
    const unknown = { kind: 'local-authority', name: 'Newshire', source: 'a.csv' } as const;
    const { areaId } = await inTransaction(own, (transaction) => registerUnknownArea(transaction, unknown));
    expect(areaId).toBe(100_000);
  });
});

describe('registerUnknownArea', () => {
  it('gives a new area an id of its own, once, and marks it unverified', async () => {
    const unknown = {
      kind: 'local-authority',
      name: 'Newshire',
      gss: 'E06000099',
      dfe: '999',
      source: 'a.csv',
    } as const;
    const [first, second] = await Promise.all(
      [1, 2].map(() => inTransaction(database, (transaction) => registerUnknownArea(transaction, unknown))),
    );
    expect(first).toEqual(second);
    expect(first).toMatchObject({ areaId: 100_000, code: 'E06000099', name: 'Newshire', verified: false });
    const index = await areaCodeIndex(database);
    expect(index.resolve({ dfe: '999', level: 'local-authority' })).toBe(100_000);
    const next = await inTransaction(database, (transaction) =>
      registerUnknownArea(transaction, { kind: 'region', name: 'Nowhere', gss: 'z', source: 'b.csv' }),
    );
    expect(next).toMatchObject({ areaId: 100_001, code: '100001', codes: [] });
    expect(await areaByCode(database, '100001')).toEqual({ area: next, standing: 'current' });
    await seedAreas(database);
    expect(await areaByCode(database, 'E06000099')).toMatchObject({ area: { areaId: 100_000 } });
  });
});

describe('areaCodeIndex', () => {
  it('keeps Dorset before and after 1 April 2019 apart', async () => {
    const index = await areaCodeIndex(database);
    const dorset = (on?: string) =>
      index.resolve({ name: 'Dorset', level: 'local-authority', ...(on ? { on: plainDate(on) } : {}) });
    expect(dorset('2019-03-31')).toBe(835);
    expect(dorset('2019-04-01')).toBe(838);
    expect(dorset()).toBe(838);
    expect(index.resolve({ name: 'Dorset (Pre LG)', level: 'local-authority' })).toBe(835);
  });
});
