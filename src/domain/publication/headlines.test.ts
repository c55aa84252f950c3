import { beforeAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { missingCell, numberCell } from '#foundation/kernel/cell.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { barnsley, choiceOf, england, keepRows, rowOf } from './fixtures/published-rows.ts';
import { readHeadlines } from './headlines.ts';

function yearOf(start: number) {
  return { grain: 'year' as const, start: plainDate(`${start}-09-01`), end: plainDate(`${start + 1}-08-31`) };
}

function inTool(areaId: number, start: number, code: string, cell: Cell) {
  return rowOf({
    areaId,
    dataset: 'lait',
    phase: 'all',
    breakdown: code,
    period: yearOf(start),
    cells: { Values: cell },
  });
}

function inTable(areaId: number, start: number, suspension: number, permanent: number) {
  return rowOf({
    areaId,
    dataset: 'exclusions-geography',
    period: yearOf(start),
    cells: {
      suspensions: numberCell(suspension),
      headcount: numberCell(1000),
      'suspension-rate': numberCell(suspension / 10),
      'permanent-exclusion-rate': numberCell(permanent),
    },
  });
}

describe('headline figures', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
    await seedAreas(database);
    await keepRows(database, [
      inTable(barnsley.areaId, 2016, 20, 0.01),
      inTable(england.areaId, 2016, 14, 0.03),
      inTool(barnsley.areaId, 2016, 'PriFixedEx', numberCell(99)),
      inTool(barnsley.areaId, 2023, 'PriFixedEx', numberCell(2.4)),
      inTool(england.areaId, 2023, 'PriFixedEx', numberCell(2.3)),
      inTool(barnsley.areaId, 2023, 'PriPermEx', numberCell(0.09)),
      inTool(england.areaId, 2023, 'PriPermEx', numberCell(0.04)),
      inTool(barnsley.areaId, 2024, 'PriFixedEx', missingCell('not-available', '-')),
    ]);
  });

  async function headline(id: string, given: Parameters<typeof choiceOf>[0] = {}) {
    const headlines = await readHeadlines(database, choiceOf(given));
    return headlines.find(({ measure }) => measure.id === id);
  }

  it('of absence are of the school census where a phase has no live figure, and only there', async () => {
    const pru = { dataset: 'absence-pru', phase: 'pupil-referral-unit', period: yearOf(2016) };
    await keepRows(database, [
      rowOf({ ...pru, cells: { 'absence-rate': numberCell(32.2) } }),
      rowOf({ ...pru, areaId: england.areaId, cells: { 'absence-rate': numberCell(33.9) } }),
    ]);
    const found = await headline('absence-rate', { phase: 'pupil-referral-unit' });
    expect(found?.figure).toMatchObject({ cell: numberCell(32.2), dataset: 'absence-pru', period: { grain: 'year' } });
    expect(found?.comparisons.map(({ figure }) => figure.cell)).toEqual([numberCell(33.9)]);
    expect((await headline('absence-rate'))?.figure).toBeUndefined();
  });

  it('are of the newest year that either source knows; a dash is no year', async () => {
    expect((await headline('suspension-rate'))?.figure).toMatchObject({
      cell: numberCell(2.4),
      dataset: 'lait',
      period: { start: '2023-09-01' },
    });
  });

  it('are compared with the same measure elsewhere, though the tool prints each measure in a row of its own', async () => {
    const [theirs] = (await headline('permanent-exclusion-rate'))?.comparisons ?? [];
    expect(theirs).toMatchObject({ area: { name: 'England' }, figure: { cell: numberCell(0.04) } });
  });

  it('are from the Department’s own table where both have the year', async () => {
    await database.deleteFrom('area_figure').where('period_start', '>', plainDate('2017-01-01')).execute();
    const found = await headline('suspension-rate');
    expect(found?.figure).toMatchObject({ dataset: 'exclusions-geography', numerator: numberCell(20) });
    expect(found?.comparisons.map(({ figure }) => figure.cell)).toEqual([numberCell(1.4)]);
  });
});
