import { beforeAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { missingCell, numberCell } from '#foundation/kernel/cell.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { declaredMeasure } from './figures.ts';
import { barnsley, choiceOf, england, keepRows, rowOf } from './fixtures/published-rows.ts';
import { readLaitRows } from './lait-rows.ts';
import { readYears, yearPageTable, yearSeries, yearTable } from './years.ts';

let database: Database;
const suspensionRate = declaredMeasure('suspension-rate');
const suspensions = declaredMeasure('suspensions');

function year(start: number, given: { readonly cells: Readonly<Record<string, Cell>>; readonly areaId?: number }) {
  return rowOf({
    dataset: 'exclusions-geography',
    phase: 'secondary',
    period: { grain: 'year', start: plainDate(`${start}-09-01`), end: plainDate(`${start + 1}-08-31`) },
    publishedOn: plainDate('2024-07-18'),
    ...given,
  });
}

function lait(start: number, code: string, cell: Cell, publishedOn = '2025-07-10') {
  return {
    ...year(start, { cells: { value: cell } }),
    dataset: 'lait',
    phase: 'all',
    breakdown: code,
    publishedOn: plainDate(publishedOn),
  };
}

beforeAll(async () => {
  database = await freshDatabase();
  await seedAreas(database);
  await keepRows(database, [
    year(2021, { cells: { 'suspension-rate': numberCell(14), suspensions: numberCell(1400) } }),
    year(2022, { cells: { 'suspension-rate': numberCell(16), suspensions: missingCell('suppressed') } }),
    year(2022, { areaId: england.areaId, cells: { 'suspension-rate': numberCell(17) } }),
    lait(2022, 'SecFixedEx', numberCell(99)),
    lait(2023, 'SecFixedEx', numberCell(18)),
    lait(2023, 'PriFixedEx', numberCell(2)),
    lait(2023, 'LAC_Fixed_ Ex', numberCell(40)),
    lait(2024, 'SecFixedEx', missingCell('suppressed'), '2025-12-11'),
  ]);
});

const choice = choiceOf({ phase: 'secondary' });
const query = { datasets: ['exclusions-geography'], measures: [suspensionRate, suspensions] };

describe('figures of the interactive tool', () => {
  const all = { areaIds: [barnsley.areaId], measureIds: ['suspension-rate'] };

  it('become rows like any other: phase and measure in the place of a short code', async () => {
    const rows = await readLaitRows(database, { ...all, phases: ['primary'] });
    expect(rows.map(({ phase, breakdown, cells }) => ({ phase, breakdown, cells: [...cells] }))).toEqual([
      { phase: 'primary', breakdown: '', cells: [['suspension-rate', numberCell(2)]] },
    ]);
  });

  it('are of all pupils only: those looked after are other children', async () => {
    const rows = await readLaitRows(database, { ...all, measureIds: ['suspension-rate', 'pupils-suspended-rate'] });
    expect(rows.map((row) => row.phase).toSorted()).toEqual(['primary', 'secondary', 'secondary', 'secondary']);
  });

  it('are none for a measure or phase that the tool does not hold', async () => {
    expect(await readLaitRows(database, { ...all, measureIds: ['attendance-rate'] })).toEqual([]);
    expect(await readLaitRows(database, { ...all, phases: ['nursery'] })).toEqual([]);
  });

  it('keep to the days that are asked for', async () => {
    const days = { from: plainDate('2023-09-01'), to: plainDate('2024-08-31'), asPublished: plainDate('2025-08-01') };
    expect(await readLaitRows(database, { ...all, phases: ['secondary'], ...days })).toHaveLength(1);
  });
});

describe('years of a census figure', () => {
  it('are taken from the Department’s own tables, and from the tool only where those have none', async () => {
    const history = await readYears(database, choice, query);
    const [own] = yearSeries(history, choice, suspensionRate);
    expect(own?.points.map(({ label, cell }) => [label, cell.kind === 'number' ? cell.value : cell.kind])).toEqual([
      ['2021/22', 14],
      ['2022/23', 16],
      ['2023/24', 18],
      ['2024/25', 'suppressed'],
    ]);
  });

  it('are those known on the chosen day', async () => {
    const known = await readYears(database, { ...choice, asPublished: plainDate('2024-12-31') }, query);
    expect(known.lines[0]?.rows.map((row) => row.period.start)).toEqual(['2021-09-01', '2022-09-01']);
  });

  it('are a row each in the file, and newest first on the page with the area’s own counts', async () => {
    const history = await readYears(database, choice, query);
    const file = yearTable(history, 'Suspensions', [{ measure: suspensionRate, decimals: 2 }]);
    expect(file.rows).toHaveLength(5);
    const page = yearPageTable(history, choice, suspensionRate, [suspensions]);
    expect(page.rows.map((row) => row[0])).toEqual(['2024/25', '2023/24', '2022/23', '2021/22']);
    expect(page.rows[2]).toEqual(['2022/23', numberCell(16), numberCell(17), missingCell('suppressed')]);
    expect(page.rows[1]).toEqual(['2023/24', numberCell(18), '', '']);
  });

  it('leave an area without any out', async () => {
    const history = await readYears(database, choice, query);
    expect(history.lines.map(({ area }) => area.name)).toEqual(['Barnsley', 'England']);
  });
});
