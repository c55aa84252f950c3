import { beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { makeUpSetting, settingScope } from '../../../test/registers/made-up-setting.ts';
import { enrol } from './actions.ts';
import { openSessions } from './calendar.ts';
import type { Closure } from './calendar-actions.ts';
import { recordClosure, setCalendar, withdrawClosure } from './calendar-actions.ts';
import { calendarOf } from './calendar-store.ts';
import type { PartTimePlan } from './part-time-plan.ts';
import { isPlannedOff, plannedCode, setPartTimePlan } from './part-time-plan.ts';

let database: Database;
const at = new Date('2026-11-23T08:00:00Z');
const day = plainDate('2026-11-23');
const autumn = { startsOn: plainDate('2026-09-02'), endsOn: plainDate('2026-12-18'), name: 'Autumn 2026' };
const snow: Closure = { day, session: 2, kind: 'unplanned', reason: 'Snow' };

beforeAll(async () => {
  database = await freshDatabase();
  for (const settingId of [1, 2]) await makeUpSetting(database, { settingId });
});

function writer(settingId = 1) {
  return { database, scope: settingScope(settingId), today: day, onRollChanged: async () => undefined };
}

describe('a calendar', () => {
  it('is set, closed for half a day, for all of it, and opened again', async () => {
    await setCalendar(writer(), 1, [autumn]);
    expect((await recordClosure(writer(), 1, snow, at)).ok).toBe(true);
    expect(openSessions(await calendarOf(database, 1), day)).toEqual([1]);
    expect((await recordClosure(writer(), 1, { ...snow, session: 0 }, at)).ok).toBe(true);
    expect(await calendarOf(database, 1)).toEqual({ terms: [autumn], closures: [{ ...snow, session: 0 }] });
    expect(await recordClosure(writer(), 1, { ...snow, session: 1 }, at)).toMatchObject({ failure: { field: 'day' } });
    expect((await withdrawClosure(writer(), 1, { day, session: 0 })).ok).toBe(true);
    expect(openSessions(await calendarOf(database, 1), day)).toEqual([1, 2]);
    expect(await withdrawClosure(writer(), 1, { day, session: 0 })).toMatchObject({ failure: { field: 'day' } });
  });

  it.each<[string, Partial<Closure>, string]>([
    ['on a Saturday', { day: plainDate('2026-11-21') }, 'day'],
    ['outside the terms', { day: plainDate('2026-12-21') }, 'day'],
    ['without a reason', { reason: ' ' }, 'reason'],
  ])('refuses a closure %s', async (_when, more, field) => {
    expect(await recordClosure(writer(), 1, { ...snow, ...more }, at)).toMatchObject({ ok: false, failure: { field } });
  });

  it.each([
    ['that overlap', [autumn, { ...autumn, startsOn: plainDate('2026-12-18'), name: 'Spring' }], 'startsOn'],
    ['that end before they begin', [{ ...autumn, endsOn: plainDate('2026-09-01') }], 'endsOn'],
    ['that last a year', [{ ...autumn, endsOn: plainDate('2027-08-31') }], 'endsOn'],
    ['without a name', [{ ...autumn, name: '' }], 'name'],
  ])('refuses terms %s, and keeps those it had', async (_how, terms, field) => {
    expect(await setCalendar(writer(), 1, terms)).toMatchObject({ ok: false, failure: { field } });
    expect((await calendarOf(database, 1)).terms).toEqual([autumn]);
  });

  it('is its own setting’s alone to write', async () => {
    await expect(setCalendar(writer(2), 1, [])).rejects.toThrow(RangeError);
    await expect(recordClosure(writer(2), 1, snow, at)).rejects.toThrow(RangeError);
  });
});

describe('a part-time plan', () => {
  const plan: PartTimePlan = {
    slot: 1,
    startsOn: plainDate('2026-11-02'),
    endsOn: plainDate('2026-12-11'),
    reviewOn: plainDate('2026-11-27'),
    sessionsOff: 0b10_00_10_00_00,
    reason: 'Coming back after an operation',
    agreedWithParent: true,
  };

  beforeAll(async () => {
    await enrol(writer(), 1, {
      surname: 'Ash',
      givenName: 'Kit',
      bornOn: plainDate('2014-03-27'),
      yearGroup: 7,
      class: '7A',
      status: 'single',
      enteredOn: plainDate('2026-09-02'),
    });
  });

  it('has somebody off on its half days, between its days', async () => {
    expect((await setPartTimePlan(writer(), 1, plan)).ok).toBe(true);
    expect(isPlannedOff(plan, plainDate('2026-11-25'), 2)).toBe(true);
    expect(isPlannedOff(plan, plainDate('2026-11-25'), 1)).toBe(false);
    expect(isPlannedOff(plan, plainDate('2026-11-27'), 2)).toBe(true);
    expect(isPlannedOff(plan, plainDate('2026-12-16'), 2)).toBe(false);
    expect(isPlannedOff(plan, plainDate('2026-11-28'), 1)).toBe(false);
  });

  it.each<[string, Partial<PartTimePlan>, string]>([
    ['that ends before it begins', { endsOn: plainDate('2026-11-01') }, 'endsOn'],
    ['reviewed after it ends', { reviewOn: plainDate('2026-12-12') }, 'reviewOn'],
    ['with nothing off', { sessionsOff: 0 }, 'sessionsOff'],
    ['with everything off', { sessionsOff: 1023 }, 'sessionsOff'],
    ['that begins before the enrolment', { startsOn: plainDate('2026-09-01') }, 'endsOn'],
    ['that overlaps another', { startsOn: plainDate('2026-11-09') }, 'startsOn'],
    ['of nobody', { slot: 9 }, 'slot'],
  ])('is refused when it is one %s', async (_how, more, field) => {
    expect(await setPartTimePlan(writer(), 1, { ...plan, ...more })).toMatchObject({ ok: false, failure: { field } });
  });

  it('suggests a code only where one is established', () => {
    expect(plannedCode('england', day, true)).toBe('C2');
    expect(plannedCode('england', day, false)).toBe('X');
    expect(plannedCode('england', plainDate('2024-06-03'), true)).toBe('C');
    expect(plannedCode('wales', day, true)).toBeUndefined();
  });
});
