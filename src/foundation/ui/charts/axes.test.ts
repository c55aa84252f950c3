import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { formatNumber } from './number-text.ts';
import { timeTicks } from './time-axis.ts';
import { valueAxis } from './value-axis.ts';

const percent = { decimals: 1, suffix: '%' };

describe('valueAxis', () => {
  it('holds every value between its first and last tick, and prints no tick twice', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        values,
        fc.constantFrom('zero' as const, 'fitted' as const),
        fc.integer({ min: 0, max: 3 }),
        (all, baseline, decimals) => {
          const axis = valueAxis({ values: all, baseline, format: { decimals, suffix: '%' }, count: 5 });
          // A millionth of a step is not seen, and would cost a whole step more of empty axis.
          const slack = ((axis?.high ?? 0) - (axis?.low ?? 0)) * 1e-6;
          expect(axis?.low).toBeLessThanOrEqual(Math.min(...all) + slack);
          expect(axis?.high).toBeGreaterThanOrEqual(Math.max(...all) - slack);
          const labels = axis?.ticks.map((tick) => tick.label) ?? [];
          expect(new Set(labels).size).toBe(labels.length);
          if (baseline === 'zero') expect(axis?.ticks.some((tick) => tick.value === 0)).toBe(true);
        },
      ),
    );
  });

  it('has no ticks to invent when there is no value', () => {
    expect(valueAxis({ values: [], baseline: 'zero', format: percent, count: 5 })).toBeUndefined();
  });

  it('starts at zero when it would start a little above it', () => {
    expect(valueAxis({ values: [0.9, 8], baseline: 'fitted', format: percent, count: 5 })?.low).toBe(0);
    expect(valueAxis({ values: [4.9, 8], baseline: 'fitted', format: percent, count: 5 })?.low).toBeGreaterThan(0);
  });
});

describe('timeTicks', () => {
  const weeks = (count: number) =>
    Array.from({ length: count }, (_, week) => ({
      at: addDays(plainDate('2023-09-11'), 7 * week),
      label: `Week ${week}`,
    }));

  it('names the days of a few weeks, the months of a year, the years of a decade', () => {
    expect(timeTicks(weeks(3), 6).map((tick) => tick.lines)).toEqual([['11 Sep'], ['18 Sep'], ['25 Sep']]);
    expect(timeTicks(weeks(20), 6).map((tick) => tick.lines)).toEqual([
      ['Oct', '2023'],
      ['Nov'],
      ['Dec'],
      ['Jan', '2024'],
    ]);
    expect(timeTicks(weeks(520), 4).map((tick) => tick.lines)).toEqual([['2025'], ['2030']]);
  });

  it('names yearly figures as they name themselves, always with the last', () => {
    const years = [2016, 2017, 2018].map((year) => ({
      at: plainDate(`${year}-09-01`),
      label: `${year}/${year - 1999}`,
    }));
    expect(timeTicks(years, 2).map((tick) => tick.lines)).toEqual([['2016/17'], ['2018/19']]);
  });

  it('never has more ticks than there is room for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 12 }), (count, most) => {
        expect(timeTicks(weeks(count), most).length).toBeLessThanOrEqual(most);
      }),
      { numRuns: 50 },
    );
  });
});

describe('formatNumber', () => {
  it('separates thousands, uses a true minus sign, and never prints minus zero', () => {
    expect(formatNumber(1234.5, { decimals: 0, suffix: ' pupils' })).toBe('1,235 pupils');
    expect(formatNumber(-0.42, percent)).toBe('−0.4%');
    expect(formatNumber(-0.04, percent)).toBe('0.0%');
  });

  it('rounds halves as people do on paper', () => {
    expect([5.05, 1.15, -5.05, 0.25].map((value) => formatNumber(value, percent))).toEqual([
      '5.1%',
      '1.2%',
      '−5.1%',
      '0.3%',
    ]);
    expect(formatNumber(1.005, { decimals: 2, suffix: '' })).toBe('1.01');
  });
});
