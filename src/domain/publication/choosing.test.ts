import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { areaByCode, seedAreas } from '#domain/area/store.ts';
import { numberCell } from '#foundation/kernel/cell.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { ParameterError } from '#foundation/kernel/problem.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { ChoiceQuery, choiceFor, choiceSearch, phasesFor } from './choosing.ts';
import { keepRows, rowOf } from './fixtures/published-rows.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await seedAreas(database);
});

async function choose(code: string, query: ChoiceQuery = {}) {
  const found = await areaByCode(database, code);
  if (!found) throw new RangeError(code);
  return choiceFor(database, found.area, query);
}

describe('a choice without words', () => {
  it.each([
    ['E92000001', 'all', []],
    ['E12000003', 'all', ['England']],
    ['E08000038', 'primary', ['Yorkshire and The Humber', 'England']],
    ['E09000007', 'primary', ['Inner London', 'London', 'England']],
  ])('for %s is of %s, with those above it from the nearest', async (code, phase, above) => {
    const choice = await choose(code);
    expect(choice).toMatchObject({ phase, measure: { id: 'absence-rate' } });
    expect(choice.above.map((area) => area.name)).toEqual(above);
    expect(choice).not.toHaveProperty('asPublished');
  });

  it('is the same as one whose words are empty, as a form sends them', async () => {
    expect(await choose('E08000038', { phase: '', measure: '', asPublished: '' })).toEqual(await choose('E08000038'));
  });
});

describe('the phases to choose from', () => {
  it('hold those that only the yearly census tables have: pupil referral units', async () => {
    const period = { grain: 'year' as const, start: plainDate('2016-09-01'), end: plainDate('2017-08-31') };
    await keepRows(database, [
      rowOf({ areaId: 1, phase: 'primary', cells: { 'absence-rate': numberCell(5) } }),
      rowOf({
        areaId: 1,
        dataset: 'absence-pru',
        phase: 'pupil-referral-unit',
        period,
        cells: { 'absence-rate': numberCell(34) },
      }),
    ]);
    const england = await areaByCode(database, 'E92000001');
    expect(england && (await phasesFor(database, england.area))).toEqual(['primary', 'pupil-referral-unit']);
  });
});

describe('a choice in words', () => {
  it('is taken at its word', async () => {
    const query = ChoiceQuery.parse({ phase: 'special', measure: 'reason-i-rate', asPublished: '2024-01-11' });
    expect(await choose('E08000038', query)).toMatchObject({
      phase: 'special',
      measure: { id: 'reason-i-rate' },
      asPublished: '2024-01-11',
    });
  });

  it.each(['suspension-rate', 'absence-sessions', 'absense-rate', '__proto__'])(
    'cannot be of %s, which no week has',
    async (measure) => {
      const refused = await choose('E08000038', { measure }).catch((reason: unknown) => reason);
      expect(refused).toBeInstanceOf(ParameterError);
      expect(refused).toMatchObject({ parameter: 'measure', problem: { code: 'measure-not-weekly' } });
    },
  );

  it('comes back from its address as it was', () => {
    const word = fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), { nil: undefined });
    fc.assert(
      fc.property(word, word, (phase, measure) => {
        const search = new URLSearchParams(choiceSearch({ phase, measure }));
        expect([search.get('phase') ?? undefined, search.get('measure') ?? undefined]).toEqual([phase, measure]);
      }),
    );
  });

  it('leaves the address alone when nothing is chosen', () => {
    expect(choiceSearch({ phase: undefined, measure: undefined })).toBe('');
  });
});
