import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { academicYearDays, academicYearOf, formatAcademicYear, parseAcademicYear } from './academic-year.ts';
import {
  addDays,
  daysBetween,
  easterSunday,
  isoWeekday,
  isoWeekOf,
  londonDay,
  mondayOfIsoWeek,
  PlainDate,
  plainDate,
} from './plain-date.ts';

const anyDay = fc
  .integer({ min: -20_000, max: 60_000 })
  .map((days) => plainDate(new Date(days * 86_400_000).toISOString().slice(0, 10)));

describe('plain days', () => {
  it('refuse a day that is in no calendar', () => {
    expect(PlainDate.safeParse('2023-02-29').success).toBe(false);
    expect(PlainDate.safeParse('0000-01-01').success).toBe(false);
    expect(PlainDate.safeParse('2024-02-29').success).toBe(true);
  });

  it('come back after going away', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, days) => {
        expect(daysBetween(day, addDays(day, days))).toBe(days);
      }),
    );
  });

  it('know their weekday', () => {
    expect(isoWeekday(plainDate('2024-08-19'))).toBe(1);
    expect(isoWeekday(plainDate('2026-11-22'))).toBe(7);
  });
});

describe('ISO weeks', () => {
  it('start on the Monday the releases say', () => {
    expect(mondayOfIsoWeek(2023, 37)).toBe('2023-09-11');
    expect(mondayOfIsoWeek(2022, 37)).toBe('2022-09-12');
    expect(mondayOfIsoWeek(2026, 53)).toBe('2026-12-28');
  });

  it('refuse a week that the year does not have', () => {
    expect(() => mondayOfIsoWeek(2023, 53)).toThrow(RangeError);
    expect(() => mondayOfIsoWeek(2023, 0)).toThrow(RangeError);
  });

  it('hold each of their seven days', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const { year, week } = isoWeekOf(day);
        const monday = mondayOfIsoWeek(year, week);
        expect(daysBetween(monday, day)).toBe(isoWeekday(day) - 1);
      }),
    );
  });
});

describe('Easter', () => {
  it.each([
    [2023, '2023-04-09'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2038, '2038-04-25'],
  ])('%d is on %s', (year, day) => {
    expect(easterSunday(year)).toBe(day);
  });

  it('is always a Sunday between 22 March and 25 April', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2200 }), (year) => {
        const day = easterSunday(year);
        expect(isoWeekday(day)).toBe(7);
        expect(day.slice(5) >= '03-22' && day.slice(5) <= '04-25').toBe(true);
      }),
    );
  });
});

describe('the day in London', () => {
  it('is a day later than in UTC late on a summer evening', () => {
    expect(londonDay(new Date('2024-07-01T23:30:00Z'))).toBe('2024-07-02');
    expect(londonDay(new Date('2024-01-01T23:30:00Z'))).toBe('2024-01-01');
  });
});

describe('academic years', () => {
  it('are read from six digits whose halves follow one another', () => {
    expect(parseAcademicYear('202324')).toBe(2023);
    expect(parseAcademicYear('2023/24')).toBe(2023);
    expect(parseAcademicYear('199900')).toBe(1999);
    expect(parseAcademicYear('202325')).toBeUndefined();
    expect(parseAcademicYear('2023')).toBeUndefined();
  });

  it('start on 1 September', () => {
    expect(academicYearOf(plainDate('2024-08-31'))).toBe(2023);
    expect(academicYearOf(plainDate('2024-09-01'))).toBe(2024);
  });

  it('hold every day between their first and their last', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const { start, end } = academicYearDays(academicYearOf(day));
        expect(start <= day && day <= end).toBe(true);
      }),
    );
  });

  it('are printed as the Department prints them', () => {
    expect(formatAcademicYear(academicYearOf(plainDate('1999-10-01')))).toBe('1999/00');
  });
});
