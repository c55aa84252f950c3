import type { PlainDate } from './plain-date.ts';
import { londonDay } from './plain-date.ts';

/** The clock, as an argument, so that a test can choose the day. */
export interface Clock {
  /** The instant it is. */
  now(): Date;
  /** The day it is in Europe/London. */
  today(): PlainDate;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  today: () => londonDay(new Date()),
};

/** A clock that stands still, for tests and for reproducible demonstrations. */
export function stoppedClock(instant: Date): Clock {
  return { now: () => instant, today: () => londonDay(instant) };
}
