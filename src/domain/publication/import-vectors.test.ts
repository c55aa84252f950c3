import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import { findSources } from '#foundation/formats/source-files.ts';
import { openSourceRecords } from '#foundation/formats/source-records.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { cellValue, numberCell, parseCell, sumCells } from '#foundation/kernel/cell.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { aliasIndex } from './aliases.ts';
import { datasetById } from './datasets.ts';
import { declaredMeasure, figureOf } from './figures.ts';
import { publishedReasons } from './measures.ts';
import type { PublishedRow } from './model.ts';

const shared = fileURLToPath(new URL('../../../../shared/', import.meta.url));
const present = existsSync(`${shared}reference/golden-vectors.csv`) && existsSync(`${shared}data/ees_published`);

type Vector = Readonly<Record<'id' | 'inputs' | 'expected', string>>;

/** The file quotes fields that hold commas and nothing more difficult. */
function vectors(): ReadonlyMap<string, Vector> {
  const [, ...lines] = readFileSync(`${shared}reference/golden-vectors.csv`, 'utf8').trim().split(/\r?\n/);
  const fields = (line: string) =>
    [...line.matchAll(/("([^"]*)"|[^,]*)(?:,|$)/g)].map(([, plain, quoted]) => quoted ?? plain ?? '');
  return new Map(lines.map(fields).map(([id = '', , inputs = '', expected = '']) => [id, { id, inputs, expected }]));
}

/** The numbers after the equals signs, or all of them where there are none. */
function numbersIn({ inputs }: Vector): readonly Cell[] {
  const text = inputs.includes('=')
    ? [...inputs.matchAll(/=([\d.]+)/g)].map(([, number]) => number)
    : inputs.match(/[\d.]+/g);
  return (text ?? []).map((number) => numberCell(Number(number)));
}

/** A published row that holds these counts, so that rates are worked out by the program's own definition of each. */
function rowOf(cells: Readonly<Record<string, Cell>>): PublishedRow {
  const day = plainDate('2025-09-01');
  return {
    areaId: 1,
    dataset: 'attendance',
    phase: 'all',
    breakdown: '',
    period: { grain: 'year', start: day, end: day },
    publishedOn: day,
    vintageId: 1,
    line: 2,
    cells: new Map(Object.entries(cells)),
  };
}

function rateOf(measureId: string, numerator: Cell | undefined, denominator: Cell | undefined): number {
  const measure = declaredMeasure(measureId);
  if (!numerator || !denominator || !measure.numerator || !measure.denominator)
    throw new Error(`${measureId} needs two counts`);
  const { cell, origin } = figureOf(
    rowOf({ [measure.numerator]: numerator, [measure.denominator]: denominator }),
    measure,
  );
  expect(origin).toBe('computed');
  return cellValue(cell) ?? Number.NaN;
}

/** Rows of a real file as measures, through the dataset's own aliases, with the level and phase they print. */
async function measuredRows(path: string, dataset: string) {
  const find = aliasIndex(datasetById(dataset)?.aliases ?? []);
  const rows: { readonly values: readonly string[]; readonly cells: ReadonlyMap<string, Cell> }[] = [];
  for await (const source of findSources([`${shared}data/${path}`], { files: nodeFiles })) {
    if (source.kind !== 'csv') continue;
    const table = await openSourceRecords(source);
    if (!table.ok) throw new Error(table.failure.message);
    const measures = table.value.header.map((heading) => find(heading, plainDate('2025-01-01'))?.measure ?? undefined);
    for await (const { records } of table.value.batches) {
      for (const { values } of records) {
        const cells = measures.flatMap((measure, at) => {
          const cell = parseCell(values[at] ?? '');
          return measure !== undefined && cell.ok ? [[measure, cell.value] as const] : [];
        });
        rows.push({ values, cells: new Map(cells) });
      }
    }
  }
  return rows;
}

describe.skipIf(!present)(`golden vectors (skipped where ${shared} is absent)`, () => {
  const vector = (id: string): Vector => {
    const found = present ? vectors().get(id) : undefined;
    if (!found) throw new Error(`There is no vector ${id}`);
    return found;
  };

  it.each(['G01', 'G02', 'G03', 'G04', 'G05', 'G06', 'G07', 'G10'])('%s: sums of sessions', (id) => {
    expect(sumCells(numbersIn(vector(id)))).toEqual(numberCell(Number(vector(id).expected)));
  });

  it.each([
    ['G08', 'absence-rate', 1e-12],
    ['G09', 'attendance-rate', 1e-12],
    ['G11', 'absence-rate', 1e-12],
    ['G12', 'absence-rate', 1e-12],
    ['G15', 'absence-rate', 5e-6],
    ['G16', 'persistent-absence-rate', 5e-6],
    ['G17', 'severe-absence-rate', 5e-5],
    ['G19', 'permanent-exclusion-rate', 0.005],
    ['G20', 'suspension-rate', 0.005],
    ['G21', 'pupils-suspended-rate', 0.005],
    ['G22', 'suspension-rate', 0.005],
  ])('%s: %s', (id, measure, tolerance) => {
    const [numerator, denominator] = numbersIn(vector(id));
    const rate = rateOf(measure, numerator, denominator);
    expect(Math.abs(rate - Number.parseFloat(vector(id).expected))).toBeLessThanOrEqual(tolerance);
  });

  it('G13: authorised absence is never less than its listed reasons', async () => {
    const rows = await measuredRows('attendance_releases/2024-08-08/EES_ytd_data.csv', 'attendance');
    const listed = publishedReasons
      .filter((reason) => reason.kind === 'authorised')
      .map(({ code }) => `reason-${code}-sessions`);
    const shown = rows.filter(({ cells }) => cells.get('authorised-sessions')?.kind === 'number');
    const excess = shown.map(({ cells }) => {
      const reasons = listed.flatMap((id) => cells.get(id) ?? []);
      return (cellValue(cells.get('authorised-sessions') ?? numberCell(0)) ?? 0) - (cellValue(sumCells(reasons)) ?? 0);
    });
    expect(shown.length).toBe(490);
    expect(Math.min(...excess)).toBe(0);
    // In this release the two are equal in 355 rows; an unpublished older code makes up the difference in the rest.
    expect(excess.filter((difference) => difference === 0).length).toBe(355);
  });

  it('G14: a row with a single school is hidden whole', async () => {
    const rows = await measuredRows('attendance_releases/2024-08-08/EES_ytd_data.csv', 'attendance');
    const single = rows.filter(({ cells }) => cellValue(cells.get('settings-reporting') ?? numberCell(0)) === 1);
    expect(single.length).toBeGreaterThan(0);
    for (const { cells } of single) {
      const kinds = [...cells].filter(([id]) => id !== 'settings-reporting').map(([, cell]) => cell.kind);
      expect(new Set(kinds)).toEqual(new Set(['suppressed']));
    }
  });

  it('G18: every row about pupil referral units recomputes at the places it is printed with', async () => {
    const rows = await measuredRows('ees_published/absence_in_prus.zip', 'absence-pru');
    expect(rows.length).toBe(612);
    for (const { values, cells } of rows) {
      for (const id of ['absence-rate', 'persistent-absence-rate']) {
        const { numerator = '', denominator = '' } = declaredMeasure(id);
        const [counted, among] = [cells.get(numerator), cells.get(denominator)];
        const printed = cellValue(cells.get(id) ?? numberCell(0)) ?? 0;
        // Rates are printed to one place; enrolments of England and its regions are rounded to 5, which moves a rate.
        const rounded = denominator === 'enrolments' && !values.includes('Local authority');
        const tolerance = 0.0500001 + (rounded && among ? 500 / (cellValue(among) ?? 1) : 0);
        expect(Math.abs(rateOf(id, counted, among) - printed)).toBeLessThanOrEqual(tolerance);
      }
    }
  });

  it('G23: suspension measures of one group', () => {
    const [headcount, permanent, suspensions, suspended] = numbersIn(vector('G23'));
    const expected = vector('G23').expected.split(';').map(Number);
    const rates = [
      rateOf('permanent-exclusion-rate', permanent, headcount),
      rateOf('suspension-rate', suspensions, headcount),
      rateOf('pupils-suspended-rate', suspended, headcount),
    ];
    for (const [at, rate] of rates.entries()) expect(Math.abs(rate - (expected[at] ?? 0))).toBeLessThanOrEqual(1e-9);
  });
});
