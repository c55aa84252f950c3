import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingCell, numberCell } from '#foundation/kernel/cell.ts';
import { comparisonRows, comparisonSentence, comparisonTable } from './comparison.ts';
import { declaredMeasure, figureOf } from './figures.ts';
import { barnsley, choiceOf, england, rowOf, yorkshire } from './fixtures/published-rows.ts';
import type { PlacedFigure } from './picture.ts';

const measure = declaredMeasure('absence-rate');

function placed(area: PlacedFigure['area'], rate: number | 'hidden'): PlacedFigure {
  const cell = rate === 'hidden' ? missingCell('suppressed') : numberCell(rate);
  return { area, figure: figureOf(rowOf({ areaId: area.areaId, cells: { 'absence-rate': cell } }), measure) };
}

function sentence(mine: number | 'hidden', theirs: number | 'hidden'): string {
  const others = [placed(yorkshire, 6), placed(england, theirs)];
  return comparisonSentence({ measure, own: placed(barnsley, mine), others }, choiceOf());
}

describe('the sentence of a comparison', () => {
  it.each([
    [6.4, 5.9, '6.4% in Barnsley, 0.5 percentage points above England (5.9%)'],
    [5.1, 5.9, '5.1% in Barnsley, 0.8 percentage points below England (5.9%)'],
    [5.94, 5.86, '5.9% in Barnsley, about the same as England (5.9%)'],
    [5.05, 5.04, '5.1% in Barnsley, 0.1 percentage points above England (5.0%)'],
    [0, 'hidden', '0.0% in Barnsley.'],
    ['hidden', 5.9, 'the figure for Barnsley is hidden or not available.'],
  ] as const)('for %s and %s says “%s”', (mine, theirs, words) => {
    expect(sentence(mine, theirs)).toContain(`Week of 11 September 2023: ${words}`);
  });

  it('says so when nothing is known', () => {
    expect(comparisonSentence({ measure, others: [] }, choiceOf())).toBe(
      'No absence rate is known for Barnsley in this phase.',
    );
  });

  it('never takes the region for the nation', () => {
    const others = [placed(yorkshire, 6)];
    const words = comparisonSentence({ measure, own: placed(barnsley, 6.4), others }, choiceOf());
    expect(words).not.toContain('Yorkshire');
  });

  it('compares the nation with nobody', () => {
    const words = comparisonSentence(
      { measure, own: placed(england, 5.9), others: [placed(yorkshire, 6)] },
      choiceOf({ area: england, above: [] }),
    );
    expect(words).toBe('Week of 11 September 2023: 5.9% in England.');
  });

  it('always gives the distance that a reader finds between the two numbers it prints', () => {
    const rate = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(rate, rate, (mine, theirs) => {
        const [, first, distance, side, second] =
          /: ([\d.]+)% in Barnsley, (?:([\d.]+) percentage points (above|below)|about the same as) England \(([\d.]+)%\)/.exec(
            sentence(mine, theirs),
          ) ?? [];
        const signed = Number(distance ?? 0) * (side === 'below' ? -1 : 1);
        expect(Number(first) - Number(second)).toBeCloseTo(signed, 9);
      }),
    );
  });
});

describe('a comparison’s rows', () => {
  const comparison = { measure, own: placed(barnsley, 6.4), others: [placed(yorkshire, 6), placed(england, 'hidden')] };

  it('begin with the area itself, and keep a hidden figure hidden', () => {
    expect(comparisonRows(comparison).map((row) => [row.label, row.emphasis, row.cell.kind])).toEqual([
      ['Barnsley', 'main', 'number'],
      ['Yorkshire and The Humber', 'context', 'number'],
      ['England', 'context', 'suppressed'],
    ]);
  });

  it('are the same in the table, with their period and day of publication', () => {
    const { rows, columns } = comparisonTable(comparison);
    expect(rows.map((row) => row[0])).toEqual(['Barnsley', 'Yorkshire and The Humber', 'England']);
    expect(rows.every((row) => row.length === columns.length && row[3] === '2024-01-11')).toBe(true);
  });
});
