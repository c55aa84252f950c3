import { describe, expect, it } from 'vitest';
import { stoppedClock, systemClock } from './effects.ts';
import { londonDay } from './plain-date.ts';

describe('a clock', () => {
  it('that stands still names one instant and its day in London, not in UTC', () => {
    const clock = stoppedClock(new Date('2026-06-30T23:30:00Z'));
    expect(clock.now()).toEqual(clock.now());
    expect(clock.today()).toBe('2026-07-01');
  });

  it('of the machine never goes back, and its day is that of its instant', () => {
    const before = systemClock.now();
    const days = [londonDay(before), systemClock.today(), londonDay(systemClock.now())];
    expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(days.toSorted()).toEqual(days);
  });
});
