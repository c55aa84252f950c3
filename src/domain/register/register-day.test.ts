import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { weekOfYear } from './load-year.ts';
import { registerDay } from './register-day.ts';

describe('the place of a day in its year', () => {
  it.each([
    ['2026-08-31', 2025, 364, 53],
    ['2026-09-01', 2026, 0, 1],
    ['2026-09-06', 2026, 5, 1],
    ['2026-09-07', 2026, 6, 2],
    ['2027-08-31', 2026, 364, 53],
    ['2025-09-01', 2025, 0, 1],
    ['2025-09-08', 2025, 7, 2],
    ['2024-02-29', 2023, 181, 27],
  ])('%s is in %i, day %i, week %i', (day, year, ofYear, week) => {
    expect(registerDay(plainDate(day))).toEqual({ year, day: ofYear, week });
  });

  it('is the one that registers loaded in bulk have', () => {
    const first = plainDate('2023-09-01');
    const days = Array.from({ length: 1_500 }, (_, later) => registerDay(addDays(first, later)));
    expect(days.map(({ year, day }) => weekOfYear(year, day))).toEqual(days.map(({ week }) => week));
  });
});
