import { describe, expect, it } from 'vitest';
import type { Cell } from '#foundation/kernel/cell.ts';
import { missingCell, numberCell } from '#foundation/kernel/cell.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { carriesMeasure, declaredMeasure, figureOf, isProvisional, movement } from './figures.ts';
import { measures } from './measures.ts';
import type { PublishedRow } from './model.ts';
import { inPhaseOrder, periodInWords, phaseInWords } from './period-words.ts';

function rowOf(cells: Readonly<Record<string, Cell>>): PublishedRow {
  return {
    areaId: 370,
    dataset: 'attendance',
    phase: 'primary',
    breakdown: '',
    period: { grain: 'week', start: plainDate('2023-09-11'), end: plainDate('2023-09-15') },
    publishedOn: plainDate('2023-09-28'),
    vintageId: 1,
    line: 2,
    cells: new Map(Object.entries(cells)),
  };
}

describe('a figure from a published row', () => {
  const absence = declaredMeasure('absence-rate');

  it('is what was printed, with its counts', () => {
    const row = rowOf({
      'absence-rate': numberCell(5.9),
      'absence-sessions': numberCell(59),
      'possible-sessions': numberCell(1000),
    });
    const figure = figureOf(row, absence);
    expect(figure).toMatchObject({ cell: numberCell(5.9), origin: 'printed', numerator: numberCell(59) });
  });

  it('is worked out from the counts when the rate was not printed', () => {
    const row = rowOf({ 'absence-sessions': numberCell(59), 'possible-sessions': numberCell(1000) });
    expect(figureOf(row, absence)).toMatchObject({ cell: numberCell(5.9), origin: 'computed' });
  });

  it('stays hidden when it was printed as hidden, even where counts would give it away', () => {
    const row = rowOf({
      'absence-rate': missingCell('suppressed'),
      'absence-sessions': numberCell(59),
      'possible-sessions': numberCell(1000),
    });
    expect(figureOf(row, absence).cell.kind).toBe('suppressed');
  });

  it('shows no denominator without its numerator: enrolments reporting are not those persistent absence is a share of', () => {
    const row = rowOf({ 'persistent-absence-rate': numberCell(20), enrolments: numberCell(500) });
    expect(figureOf(row, declaredMeasure('persistent-absence-rate'))).not.toHaveProperty('denominator');
  });

  it('is not carried by a row with neither the rate nor both counts', () => {
    expect(carriesMeasure(rowOf({ 'absence-sessions': numberCell(1) }), absence)).toBe(false);
  });

  it('is provisional for a fortnight after its week, in live series only', () => {
    const figure = figureOf(rowOf({}), absence);
    expect(isProvisional(figure, 'live')).toBe(true);
    expect(isProvisional({ ...figure, publishedOn: plainDate('2023-09-29') }, 'live')).toBe(false);
    expect(isProvisional(figure, 'census')).toBe(false);
  });

  it('has moved by the difference of its two ends, unless one is hidden', () => {
    expect(movement(numberCell(7), numberCell(6.5))).toBe(-0.5);
    expect(movement(numberCell(7), missingCell('suppressed'))).toBeUndefined();
  });
});

describe('the list of measures', () => {
  it('has no name twice', () => {
    expect(new Set(measures.map((measure) => measure.id)).size).toBe(measures.length);
  });

  it('names only declared counts as numerator and denominator', () => {
    const ids = new Set(measures.map((measure) => measure.id));
    const named = measures.flatMap(({ numerator, denominator }) => [numerator, denominator]);
    expect(named.filter((id) => id !== undefined && !ids.has(id))).toEqual([]);
  });
});

describe('periods and phases in words', () => {
  it.each([
    ['week', '2023-09-11', '2023-09-15', 'Week of 11 September 2023'],
    ['term', '2023-08-01', '2023-12-31', 'Autumn term 2023/24'],
    ['term', '2023-01-01', '2023-04-09', 'Spring term 2022/23'],
    ['term', '2023-04-10', '2023-07-31', 'Summer term 2022/23'],
    ['year', '2016-09-01', '2017-08-31', '2016/17'],
    ['year-to-date', '2023-09-01', '2024-01-05', '2023/24 so far'],
    ['year-to-date', '2023-09-01', '2024-08-08', '2023/24, whole year'],
    ['day', '2023-09-11', '2023-09-11', '11 September 2023'],
  ] as const)('a %s from %s to %s is %s', (grain, start, end, words) => {
    expect(periodInWords({ grain, start: plainDate(start), end: plainDate(end) })).toBe(words);
  });

  it('puts phases in the order of schooling and unknown ones last', () => {
    expect(inPhaseOrder(['studio-school', 'special', 'all', 'primary'])).toEqual([
      'all',
      'primary',
      'special',
      'studio-school',
    ]);
    expect(phaseInWords('studio-school')).toBe('Studio school');
  });
});
