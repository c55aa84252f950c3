import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, isoWeekday, plainDate } from '#foundation/kernel/plain-date.ts';
import { isOpen, nextOpenSession, openSessions, previousOpenSession } from './calendar.ts';
import type { Calendar } from './model.ts';

const calendar: Calendar = {
  terms: [
    { startsOn: plainDate('2026-09-02'), endsOn: plainDate('2026-12-18'), name: 'Autumn 2026' },
    { startsOn: plainDate('2027-01-04'), endsOn: plainDate('2027-03-25'), name: 'Spring 2027' },
  ],
  closures: [
    { day: plainDate('2026-10-26'), session: 0, kind: 'holiday', reason: 'Half term' },
    { day: plainDate('2026-11-20'), session: 2, kind: 'unplanned', reason: 'No heating' },
    { day: plainDate('2026-11-23'), session: 1, kind: 'inset', reason: 'Training' },
    { day: plainDate('2026-11-23'), session: 2, kind: 'unplanned', reason: 'Snow' },
  ],
};

describe('openSessions', () => {
  it.each([
    ['2026-09-01', []],
    ['2026-09-02', [1, 2]],
    ['2026-09-05', []],
    ['2026-10-26', []],
    ['2026-11-20', [1]],
    ['2026-11-23', []],
    ['2026-12-18', [1, 2]],
    ['2026-12-21', []],
  ])('%s', (day, sessions) => {
    expect(openSessions(calendar, plainDate(day))).toEqual(sessions);
  });

  it('lets an event be held while half the day is open', () => {
    expect(isOpen(calendar, { day: plainDate('2026-11-20'), session: 7 })).toBe(true);
    expect(isOpen(calendar, { day: plainDate('2026-11-23'), session: 7 })).toBe(false);
    expect(isOpen(calendar, { day: plainDate('2026-11-20'), session: 2 })).toBe(false);
  });
});

describe('the sessions beside one', () => {
  it('are found across closures, weekends and holidays', () => {
    expect(nextOpenSession(calendar, { day: plainDate('2026-11-20'), session: 1 })).toEqual({
      day: '2026-11-24',
      session: 1,
    });
    expect(nextOpenSession(calendar, { day: plainDate('2026-12-18'), session: 2 })).toEqual({
      day: '2027-01-04',
      session: 1,
    });
    expect(nextOpenSession(calendar, { day: plainDate('2027-03-25'), session: 2 })).toBeUndefined();
    expect(previousOpenSession(calendar, { day: plainDate('2026-09-02'), session: 1 })).toBeUndefined();
  });

  it('lead there and back again, and only to open ones', () => {
    const days = fc.integer({ min: 0, max: 150 }).map((days) => addDays(plainDate('2026-09-02'), days));
    fc.assert(
      fc.property(days, fc.constantFrom(1, 2), (day, session) => {
        const next = nextOpenSession(calendar, { day, session });
        if (!next) return;
        expect(isOpen(calendar, next)).toBe(true);
        expect(isoWeekday(next.day)).toBeLessThan(6);
        const back = previousOpenSession(calendar, next);
        if (isOpen(calendar, { day, session })) expect(back).toEqual({ day, session });
      }),
    );
  });
});
