import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, isoWeekday, plainDate } from '#foundation/kernel/plain-date.ts';
import { compulsoryAgeRules, compulsoryBounds } from './compulsory-school-age.ts';

describe('compulsory school age', () => {
  it.each([
    // The two examples that IPSEA prints.
    ['2019-02-10', '2024-03-31', '2035-06-29'],
    ['2007-09-23', '2012-12-31', '2024-06-28'],
    // A fifth birthday on a prescribed day begins it; the day after waits for the next.
    ['2019-03-31', '2024-03-31', '2035-06-29'],
    ['2019-04-01', '2024-08-31', '2035-06-29'],
    ['2019-08-31', '2024-08-31', '2035-06-29'],
    ['2019-09-01', '2024-12-31', '2036-06-27'],
    ['2019-12-31', '2024-12-31', '2036-06-27'],
    ['2020-01-01', '2025-03-31', '2036-06-27'],
    // Born in a leap year's extra day; 30 June 2028 is itself a Friday.
    ['2012-02-29', '2017-03-31', '2028-06-30'],
  ])('of a child born on %s is from %s to %s', (bornOn, from, to) => {
    expect(compulsoryBounds('england', plainDate(bornOn))).toEqual({ from, to });
    expect(compulsoryBounds('wales', plainDate(bornOn))).toEqual({ from, to });
  });

  it('begins at five and a third at the latest, and ends on a Friday before the school year of 16 is out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
        const bornOn = addDays(plainDate('1990-01-01'), days);
        const bounds = compulsoryBounds('england', bornOn);
        if (!bounds) throw new Error('England’s rule is established');
        const untilFrom = daysBetween(bornOn, bounds.from);
        expect(untilFrom).toBeGreaterThanOrEqual(5 * 365);
        expect(untilFrom).toBeLessThanOrEqual(5 * 365 + 2 + 153);
        expect(['03-31', '08-31', '12-31']).toContain(bounds.from.slice(5));
        expect(isoWeekday(bounds.to)).toBe(5);
        expect(bounds.to.slice(5) >= '06-24' && bounds.to.slice(5) <= '06-30').toBe(true);
        const yearOfBirth = Number(bornOn.slice(0, 4)) + (bornOn.slice(5) >= '09-01' ? 1 : 0);
        expect(Number(bounds.to.slice(0, 4))).toBe(yearOfBirth + 16);
      }),
    );
  });

  it('is not made up where a nation’s rule is not established', () => {
    expect(compulsoryBounds('scotland', plainDate('2015-01-01'))).toBeUndefined();
    expect(compulsoryBounds('northern-ireland', plainDate('2015-01-01'))).toBeUndefined();
    for (const rule of Object.values(compulsoryAgeRules)) {
      expect(rule.source).not.toBe('');
      if (!rule.boundsOf) expect(rule.verified).toBe(false);
    }
  });
});
