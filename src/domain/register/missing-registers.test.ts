import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '#domain/roll/model.ts';
import { londonInstant, londonTime } from '#foundation/kernel/london-clock.ts';
import { addDays, londonDay, plainDate } from '#foundation/kernel/plain-date.ts';
import { dueRegisters, overdueWords, standingsAt } from './missing-registers.ts';
import { countsOf } from './missing-store.ts';
import { emptyTally, groupIndex, packTally } from './tally.ts';

const school = { unit: 'session', amDue: '09:45', pmDue: '13:45' } as const;
const monday = plainDate('2026-01-12');
const open: Calendar = {
  terms: [{ startsOn: plainDate('2025-09-01'), endsOn: plainDate('2026-07-20'), name: 'Year' }],
  closures: [{ day: plainDate('2026-01-13'), session: 2, kind: 'unplanned', reason: 'Snow' }],
};
const dueTimes = (day: string, keeper: Parameters<typeof dueRegisters>[0] = school) =>
  dueRegisters(keeper, open, plainDate(day)).map(({ session, due }) => [session, due.toISOString()]);

describe('registers that are due', () => {
  it('are those of open half days, at the times the setting has said', () => {
    expect(dueTimes('2026-01-12')).toEqual([
      [1, '2026-01-12T09:45:00.000Z'],
      [2, '2026-01-12T13:45:00.000Z'],
    ]);
    expect(dueTimes('2026-01-13')).toEqual([[1, '2026-01-13T09:45:00.000Z']]);
  });

  it.each(['2026-01-17', '2026-08-03'])('are none on %s', (day) => {
    expect(dueTimes(day)).toEqual([]);
  });

  it('are none where only a roll is kept', () => {
    expect(dueTimes('2026-01-12', { ...school, unit: 'none' })).toEqual([]);
  });

  it('go by the clocks of the United Kingdom: an hour earlier in UTC once summer time has begun', () => {
    expect(dueTimes('2026-03-27')[0]?.[1]).toBe('2026-03-27T09:45:00.000Z');
    expect(dueTimes('2026-03-30')[0]?.[1]).toBe('2026-03-30T08:45:00.000Z');
  });

  it('of timetabled events are due half an hour after their start', () => {
    const events = [{ session: 3, startsAt: '09:00' }];
    expect(dueRegisters({ ...school, unit: 'event' }, open, monday, events)).toEqual([
      { session: 3, due: new Date('2026-01-12T09:30:00Z') },
    ]);
  });
});

describe('how a due register stands', () => {
  const due = [{ session: 1, due: new Date('2026-01-12T09:45:00Z') }];
  const kindAt = (time: string, taken: Parameters<typeof standingsAt>[1]) =>
    standingsAt(due, taken, new Date(`2026-01-12T${time}:00Z`)).map(({ kind }) => kind);

  it('is not known before its time, missing at it, and partly there while somebody has no mark', () => {
    expect(kindAt('09:44', [])).toEqual(['not-due']);
    expect(kindAt('09:45', [])).toEqual(['missing']);
    expect(kindAt('09:45', [{ session: 2, expected: 30, unmeasured: 0 }])).toEqual(['missing']);
    expect(kindAt('09:45', [{ session: 1, expected: 30, unmeasured: 3 }])).toEqual(['partly']);
    expect(kindAt('09:45', [{ session: 1, expected: 30, unmeasured: 0 }])).toEqual(['taken']);
  });

  it.each([
    ['09:45', '0 minutes'],
    ['09:46', '1 minute'],
    ['11:15', '2 hours'],
  ])('at %s is overdue by %s', (time, words) => {
    expect(overdueWords(due[0]?.due ?? new Date(0), new Date(`2026-01-12T${time}:00Z`))).toBe(words);
  });
});

describe('local times', () => {
  it('are where clocks say they are, on every day of the year but in the hour that is skipped', () => {
    const days = fc.integer({ min: 0, max: 3000 }).map((after) => addDays(plainDate('2022-01-01'), after));
    const times = fc
      .tuple(fc.integer({ min: 2, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    fc.assert(
      fc.property(days, times, (day, time) => {
        const instant = londonInstant(day, time);
        expect([londonDay(instant), londonTime(instant)]).toEqual([day, time]);
      }),
    );
  });
});

describe('everyone’s counts', () => {
  it('can be read from the beginning of any packed tally', () => {
    const count = fc.integer({ min: 0, max: 3000 });
    fc.assert(
      fc.property(fc.tuple(count, count, count, count, count), fc.array(count, { maxLength: 20 }), (first, rest) => {
        const tally = emptyTally();
        for (const [index, value] of [...first, ...rest].entries()) tally[index] = value;
        const found = countsOf(packTally(tally).subarray(0, 24));
        expect(found).toEqual({
          expected: first.reduce((left, right) => left + right, 0),
          unmeasured: tally[groupIndex(0, 'unmeasured')],
        });
      }),
    );
  });
});
