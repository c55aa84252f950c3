import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { PeriodRules, PeriodText } from './periods.ts';
import { readPeriod, readPrintedDay } from './periods.ts';

const census: PeriodRules = { academicYear: 'year', knownOn: plainDate('2023-10-12') };
const live: PeriodRules = { academicYear: 'year-to-date', knownOn: plainDate('2023-10-12') };

function read(text: Partial<PeriodText>, rules = census) {
  const reading = readPeriod({ timePeriod: '', timeIdentifier: '', day: '', part: '', ...text }, rules);
  return reading.ok
    ? `${reading.value.grain} ${reading.value.start} ${reading.value.end}`
    : `${reading.failure.verdict}: ${reading.failure.reason}`;
}

describe('periods', () => {
  it.each([
    ['202324', 'Academic year', '', 'year 2023-09-01 2024-08-31'],
    ['2023/24', 'Academic year', 'Total', 'year 2023-09-01 2024-08-31'],
    ['2023/2024', 'Academic year', '', 'year 2023-09-01 2024-08-31'],
    ['202324', 'Academic year', 'Autumn term', 'term 2023-09-01 2023-12-31'],
    ['202324', 'Spring term', '', 'term 2024-01-01 2024-03-31'],
    ['202324', 'Summer term', '', 'term 2024-04-01 2024-07-31'],
    ['202324', 'Autumn and spring term', '', 'year-to-date 2023-09-01 2024-03-31'],
    ['2023', 'June', '', 'month 2023-06-01 2023-06-30'],
    ['2024', 'February', '', 'month 2024-02-01 2024-02-29'],
    ['2023', 'December', '', 'month 2023-12-01 2023-12-31'],
    ['2023', 'Week 37', '', 'week 2023-09-11 2023-09-15'],
    ['2024', 'Week 1', '', 'week 2024-01-01 2024-01-05'],
    ['202324', 'Week 37', '', 'week 2023-09-11 2023-09-15'],
    ['202324', 'Week 2', '', 'week 2024-01-08 2024-01-12'],
    ['2023', '37', 'Weekly', 'week 2023-09-11 2023-09-15'],
    ['2025', 'Week 30', 'Year to date', 'year-to-date 2025-07-21 2025-07-25'],
    ['2025', 'Week 30', 'Wednesday', 'day 2025-07-23 2025-07-23'],
    ['2023', 'Calendar year', '', 'year 2023-01-01 2023-12-31'],
    ['202324', 'Financial year', '', 'year 2023-04-01 2024-03-31'],
    ['202324', 'Tax year', '', 'year 2023-04-06 2024-04-05'],
  ])('reads %s %s %s', (timePeriod, timeIdentifier, part, expected) => {
    expect(read({ timePeriod, timeIdentifier, part })).toBe(expected);
  });

  it('ends a live academic year on the day it was known, and on its last day when that is past', () => {
    expect(read({ timePeriod: '202324', timeIdentifier: 'Academic year' }, live)).toBe(
      'year-to-date 2023-09-01 2023-10-12',
    );
    expect(read({ timePeriod: '202223', timeIdentifier: 'Academic year' }, live)).toBe(
      'year-to-date 2022-09-01 2023-08-31',
    );
  });

  it('holds a kind of period it does not know, and rejects one that cannot be', () => {
    expect(read({ timePeriod: '202324', timeIdentifier: 'Lunar cycle' })).toMatch(
      /^held: “Lunar cycle” is a kind of period/,
    );
    expect(read({ timePeriod: '606669', timeIdentifier: 'Academic year' })).toMatch(
      /^rejected: “606669” is not an academic year/,
    );
    expect(read({ timePeriod: '000001', timeIdentifier: 'Academic year' })).toMatch(/^rejected/);
    expect(read({ timePeriod: '2023', timeIdentifier: 'Week 53' })).toBe('rejected: 2023 has no week 53');
    expect(read({ timePeriod: '2026', timeIdentifier: 'Week 53' })).toBe('week 2026-12-28 2027-01-01');
    expect(read({ timePeriod: '2023', timeIdentifier: 'Week 0' })).toBe('rejected: 2023 has no week 0');
    expect(read({ day: '2023-02-30' })).toBe('rejected: “2023-02-30” is not a day in the calendar');
  });

  it('reads days as releases print them', () => {
    expect(readPrintedDay('2023-09-11')).toBe('2023-09-11');
    expect(readPrintedDay('11/09/2023')).toBe('2023-09-11');
    expect(readPrintedDay('2023-09-11T00:00:00Z')).toBe('2023-09-11');
    expect(readPrintedDay('31/02/2023')).toBeUndefined();
  });

  it('never throws, and never ends before it starts', () => {
    const printed = fc.oneof(
      fc.string(),
      fc.constantFrom('202324', '2023', 'Week 53', 'Academic year', 'June', 'Year to date', '2024-02-30'),
    );
    fc.assert(
      fc.property(printed, printed, printed, printed, (timePeriod, timeIdentifier, day, part) => {
        const reading = readPeriod({ timePeriod, timeIdentifier, day, part }, live);
        if (reading.ok) expect(reading.value.start <= reading.value.end).toBe(true);
      }),
    );
  });
});
