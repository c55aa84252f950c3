import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from './plain-date.ts';
import { readTypedDay, TypedDay, typedDay } from './typed-day.ts';

describe('a day that is typed', () => {
  it.each(['27/3/2026', ' 27.03.2026 ', '27 3 2026', '2026-03-27'])('is read from “%s”', (text) => {
    expect(readTypedDay(text)).toBe('2026-03-27');
  });

  it.each(['', '31/2/2026', '3/27/2026', '27/3/26', 'tomorrow'])('is none in “%s”', (text) => {
    expect(readTypedDay(text)).toBeUndefined();
  });

  it('is read as it is shown in a field', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 40_000 }), (days) => {
        const day = addDays(plainDate('2026-03-27'), days);
        expect(readTypedDay(typedDay(day))).toBe(day);
      }),
    );
  });
});

describe('a day in an address', () => {
  it('is as typed or as linked, nothing where nothing is typed, and refused where it is no day', () => {
    const asked = ['27/3/2026', '2026-03-27', '', ' '].map((text) => TypedDay.parse(text));
    expect(asked).toEqual(['2026-03-27', '2026-03-27', undefined, undefined]);
    for (const text of ['31/2/2026', 'soon', '2026-02-31']) expect(TypedDay.safeParse(text).success).toBe(false);
  });
});
