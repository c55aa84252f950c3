import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '#foundation/kernel/cell.ts';
import { missingCell, numberCell } from '#foundation/kernel/cell.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { describeTrend } from './describe-trend.ts';
import type { TimeSeries } from './model.ts';

const percent = { decimals: 1, suffix: '%' };
const start = plainDate('2023-01-09');

function series(cells: readonly (number | Cell)[], daysApart = 7): TimeSeries {
  return {
    id: 'a',
    label: 'Barnsley',
    emphasis: 'main',
    points: cells.map((cell, index) => ({
      at: addDays(start, daysApart * index),
      label: `Week ${index + 1}`,
      cell: typeof cell === 'number' ? numberCell(cell) : cell,
    })),
  };
}

describe('describeTrend', () => {
  it('gives the latest figure, the change since the start, and the range', () => {
    expect(describeTrend(series([7.74, 9.1, 7.24]), percent)).toBe(
      'Barnsley: 7.2% in the week 3. That is 0.5 percentage points lower than in the week 1 (7.7%), where this line starts. Highest: 9.1% (the week 2); lowest: 7.2% (the week 3).',
    );
  });

  it('compares with about a year earlier when there is such a figure', () => {
    const text = describeTrend(series([7, 7.5, 8, 7.3, 7.9], 91), percent);
    expect(text).toContain('0.9 percentage points higher than in the week 1 (7.0%)');
    const longer = describeTrend(series([6, 7, 7.5, 8, 7.3, 7.9], 91), percent);
    expect(longer).toContain('0.9 percentage points higher than in the week 2 (7.0%), about a year earlier. It is 1.9');
  });

  it('says that the latest period has no figure, and why', () => {
    const text = describeTrend(series([7, 8, missingCell('suppressed')]), percent);
    expect(text).toMatch(
      /^There is no figure for the week 3 \(withheld so that nobody can be identified\)\. Barnsley: 8\.0%/,
    );
  });

  it('never compares across a change of definition', () => {
    const rule = { at: addDays(start, 14), label: 'New codes' };
    expect(describeTrend(series([1, 2, 8, 8.5]), percent, [rule])).toBe(
      'Barnsley: 8.5% in the week 4. That is 0.5 percentage points higher than in the week 3 (8.0%), where this line starts.',
    );
  });

  it('says when nothing changed, when there is one figure, and when there is none', () => {
    expect(describeTrend(series([5, 5, 5]), percent)).toContain('the same as in the week 1 (5.0%)');
    expect(describeTrend(series([5]), percent)).toBe('Barnsley: 5.0% in the week 1.');
    expect(describeTrend(series([missingCell('not-available')]), percent)).toBe(
      'Barnsley: no figures that can be shown.',
    );
    expect(describeTrend(series([]), percent)).toBe('Barnsley: no figures.');
  });

  it('offers no cause and no verdict, whatever the figures', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 120 }), (values) => {
        const text = describeTrend(series(values), percent);
        expect(text).not.toMatch(/because|due to|caused|thanks to|improv|worse|better|NaN|undefined/i);
      }),
    );
  });
});
