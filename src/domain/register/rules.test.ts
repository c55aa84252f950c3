import { describe, expect, it } from 'vitest';
import type { Calendar } from '#domain/roll/model.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { checkUnit, mayTake } from './rules.ts';

const calendar: Calendar = {
  terms: [{ startsOn: plainDate('2026-09-02'), endsOn: plainDate('2026-12-18'), name: 'Autumn 2026' }],
  closures: [
    { day: plainDate('2026-10-26'), session: 0, kind: 'holiday', reason: 'Half term' },
    { day: plainDate('2026-11-19'), session: 2, kind: 'unplanned', reason: 'The boiler failed' },
  ],
};
/** Ten to midnight in London on Friday 20 November 2026. */
const now = new Date('2026-11-20T23:50:00Z');
const refusal = (day: string, session = 1) => mayTake(calendar, { day: plainDate(day), session }, now)?.code;

describe('a register', () => {
  it('may be taken in term, today and before, whatever the time of day', () => {
    expect(refusal('2026-11-20', 1)).toBeUndefined();
    expect(refusal('2026-11-20', 2)).toBeUndefined();
    expect(refusal('2026-11-19', 1)).toBeUndefined();
    expect(refusal('2026-09-02', 3)).toBeUndefined();
  });

  it('may not be taken of a day to come, by the clock of London', () => {
    expect(refusal('2026-11-23')).toBe('register-in-the-future');
    const summer = new Date('2026-06-30T23:30:00Z');
    const open = {
      ...calendar,
      terms: [{ startsOn: plainDate('2026-06-01'), endsOn: plainDate('2026-07-17'), name: 'Summer' }],
    };
    expect(mayTake(open, { day: plainDate('2026-07-01'), session: 1 }, summer)).toBeUndefined();
  });

  it.each([
    ['2026-11-14', 1, 'register-on-a-weekend'],
    ['2026-09-01', 1, 'register-outside-term'],
    ['2026-10-26', 1, 'register-while-closed'],
    ['2026-10-26', 3, 'register-while-closed'],
    ['2026-11-19', 2, 'register-while-closed'],
  ])('of %s, session %i, is refused: %s', (day, session, code) => {
    expect(refusal(day, session)).toBe(code);
  });

  it('says the reason of a closure', () => {
    const refused = mayTake(calendar, { day: plainDate('2026-11-19'), session: 2 }, now);
    expect(refused?.reason).toContain('The boiler failed');
  });
});

describe('the unit of a setting’s registers', () => {
  it('is half days or events, never both', () => {
    expect(() => checkUnit('session', 2, false)).not.toThrow();
    expect(() => checkUnit('event', 3, true)).not.toThrow();
    expect(() => checkUnit('session', 3, true)).toThrow('half a day');
    expect(() => checkUnit('event', 1, false)).toThrow('an event');
    expect(() => checkUnit('event', 3, false)).toThrow('no event 3');
    expect(() => checkUnit('none', 1, false)).toThrow('no registers');
  });
});
