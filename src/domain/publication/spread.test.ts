import { beforeAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import { numberCell } from '#foundation/kernel/cell.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { declaredMeasure } from './figures.ts';
import { barnsley, england, keepRows, rowOf, yorkshire } from './fixtures/published-rows.ts';
import type { Grain, PublishedRow } from './model.ts';
import { periodInWords } from './period-words.ts';
import { areasTable, readSpread, spreadTable } from './spread.ts';

const areas = [yorkshire, england, barnsley];
let database: Database;

interface Printed {
  readonly area?: { readonly areaId: number };
  readonly grain: Grain;
  readonly start: string;
  readonly end: string;
  readonly publishedOn?: string;
  readonly dataset?: string;
  readonly cells: Readonly<Record<string, number>>;
}

function printed({ area = barnsley, grain, start, end, publishedOn = end, dataset, cells }: Printed): PublishedRow {
  return rowOf({
    areaId: area.areaId,
    period: { grain, start: plainDate(start), end: plainDate(end) },
    publishedOn: plainDate(publishedOn),
    ...(dataset && { dataset }),
    cells: Object.fromEntries(Object.entries(cells).map(([name, value]) => [name, numberCell(value)])),
  });
}

const lastYear = { grain: 'year-to-date', start: '2024-09-01', end: '2025-07-25' } as const;
const thisYear = { grain: 'year-to-date', start: '2025-09-01', end: '2025-11-14' } as const;

beforeAll(async () => {
  database = await freshDatabase();
  await seedAreas(database);
  await keepRows(database, [
    printed({ ...lastYear, cells: { 'absence-rate': 7, 'severe-absence-rate': 2 } }),
    printed({ ...lastYear, area: england, cells: { 'absence-rate': 6.5, 'severe-absence-rate': 1.5 } }),
    printed({ ...thisYear, cells: { 'absence-sessions': 6, 'possible-sessions': 100 } }),
    printed({ ...thisYear, area: yorkshire, cells: { 'absence-rate': 5.5 } }),
    printed({ grain: 'term', start: '2025-09-01', end: '2025-12-31', cells: { 'persistent-absence-rate': 19 } }),
    printed({ ...lastYear, dataset: 'persistent-absence', cells: { 'persistent-absence-rate': 21 } }),
    printed({
      ...lastYear,
      area: yorkshire,
      dataset: 'persistent-absence',
      cells: { 'persistent-absence-rate': 20 },
    }),
    printed({
      ...thisYear,
      end: '2025-12-31',
      dataset: 'absence-term',
      cells: { 'absence-rate': 99 },
    }),
  ]);
});

function spread(id: string, asPublished?: string) {
  const measure = declaredMeasure(id);
  const known = asPublished === undefined ? {} : { asPublished: plainDate(asPublished) };
  return readSpread(database, { areas, measure, phase: 'primary', ...known });
}

describe('one measure for many areas', () => {
  it('is of the newest period that any of them has, printed or worked out, and of no other', async () => {
    const { period, figures } = await spread('absence-rate');
    expect(period?.start).toBe('2025-09-01');
    expect(figures.get(barnsley.areaId)).toMatchObject({ cell: numberCell(6), origin: 'computed' });
    expect(figures.get(yorkshire.areaId)).toMatchObject({ cell: numberCell(5.5), origin: 'printed' });
    expect(figures.has(england.areaId)).toBe(false);
  });

  it('falls back on an older period when the newest does not carry it', async () => {
    const { period, figures } = await spread('severe-absence-rate');
    expect(period?.start).toBe('2024-09-01');
    expect(figures.get(barnsley.areaId)?.cell).toEqual(numberCell(2));
  });

  it('takes a term of this year before the whole of the last', async () => {
    const { period, figures } = await spread('persistent-absence-rate');
    expect(period?.grain).toBe('term');
    expect([...figures.values()].map((figure) => figure.cell)).toEqual([numberCell(19)]);
  });

  it('is what was known on a day', async () => {
    expect((await spread('absence-rate', '2025-08-01')).figures.get(barnsley.areaId)?.cell).toEqual(numberCell(7));
    expect((await spread('absence-rate', '2024-01-01')).figures.size).toBe(0);
  });

  it('never holds census figures beside live ones', async () => {
    const { figures } = await spread('absence-rate');
    expect([...figures.values()].map((figure) => figure.dataset)).toEqual(['attendance', 'attendance']);
  });

  it('is a table of every area by name, blank where nothing is known', async () => {
    const found = await spread('absence-rate');
    expect(spreadTable(found, areas).rows.map(([name, cell]) => [name, cell])).toEqual([
      ['Barnsley', numberCell(6)],
      ['England', ''],
      ['Yorkshire and The Humber', numberCell(5.5)],
    ]);
    const several = areasTable(areas, [found, await spread('suspension-rate')]);
    expect(several.columns.map(({ label }) => label)).toEqual([
      'Area',
      `Absence rate, ${found.period && periodInWords(found.period)}`,
      'Suspension rate (per 100 pupils)',
    ]);
  });
});
