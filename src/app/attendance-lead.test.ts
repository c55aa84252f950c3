import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newestOfMany } from '#domain/attendance/lead-day.ts';
import { recordRegister } from '#domain/register/actions.ts';
import { londonInstant } from '#foundation/kernel/london-clock.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { Database } from '#platform/database/pool.ts';
import { keptLog, smallAssets, testConfig } from '../../test/app-parts.ts';
import { freshDatabase } from '../../test/database/fresh-database.ts';
import { madeUpPlaces, settingScope } from '../../test/registers/made-up-setting.ts';
import { makeUpArea, makeUpSchool } from '../../test/registers/small-school.ts';
import { createHealth } from './health.ts';
import { pageServer } from './main.ts';

const { laId } = madeUpPlaces;
const authority = `la ${laId}`;
const area = `/attendance/${laId}`;
const api = `/api/v1/attendance/areas/${laId}`;
const thursday = plainDate('2026-01-15');
const friday = plainDate('2026-01-16');
const saturday = plainDate('2026-01-17');

let database: Database;
let server: ReturnType<typeof pageServer> | undefined;
let version = 0;

beforeAll(async () => {
  database = await freshDatabase();
  await makeUpArea(database);
  await makeUpSchool(database, 1);
  await makeUpSchool(database, 2, 4);
  await record(thursday, 1, ['/', '/', 'I', 'I']);
  await record(thursday, 2, ['/', '/', '/', 'O']);
}, 120_000);
afterEach(async () => {
  await server?.app.close();
  server = undefined;
});

async function record(day: PlainDate, session: number, codes: readonly string[]): Promise<void> {
  version += 1;
  const marks = Uint8Array.from(codes, (code) => bookOf('england').bytes.get(code) ?? 0);
  await recordRegister(database, settingScope(1), { settingId: 1, day, session, version, marks }, new Date(0));
}

/** Headwater with its clock at a local time of a day. */
async function at(day: PlainDate, time: string) {
  const health = createHealth();
  health.move({ kind: 'ready' });
  const clock = { now: () => londonInstant(day, time), today: () => day };
  const opened = pageServer({ config: testConfig(), clock, log: keptLog() }, smallAssets, health, database);
  server = opened;
  await opened.app.ready();
  await opened.live.settle();
  return async (url: string, who = authority) => {
    const { body, statusCode } = await opened.app.inject({ url, headers: { 'headwater-scope': who } });
    expect(statusCode, url).toBe(200);
    return body;
  };
}

describe('before the first register of today is due', () => {
  it('the page leads with the last school day, and says when today’s are due', async () => {
    const get = await at(friday, '07:30');
    const body = await get(area);
    expect(body).toContain('Thursday 15 January 2026, the last school day');
    expect(body).toContain('Today’s first registers are due by 09:45.');
    // Five of the eight marks of Thursday’s two sessions.
    expect(body).toMatch(/Attendance that day.*?62\.5%/s);
    expect(body).not.toContain('No register yet');
    // An open page is told of today, and does not put it in place of Thursday.
    expect(body).toContain('data-live="tile.registers-morning.value"');
    expect(body).not.toContain('data-live="today.');
  });

  it('nothing of today counts as expected of the week', async () => {
    const get = await at(friday, '07:30');
    const picture = JSON.parse(await get(api));
    expect(picture).toMatchObject({ day: friday, begun: false, newestDay: thursday, tense: 'live' });
    const early = picture.tables.periods[0].registers;
    await server?.app.close();
    const later = JSON.parse(await (await at(friday, '09:45'))(api));
    expect(later).toMatchObject({ day: friday, begun: true, newestDay: null });
    // Both schools’ Friday mornings: the afternoon is snowed off.
    const [, before] = / of (\d+)/.exec(early) ?? [];
    expect(later.tables.periods[0].registers).toBe(early.replace(/\d+$/, String(Number(before) + 2)));
  });

  it('a day that is asked for is shown, today too', async () => {
    const get = await at(friday, '07:30');
    expect(await get(`${area}?day=2026-01-14`)).not.toContain('the last school day');
    const today = await get(`${area}?day=2026-01-16`);
    expect(today).not.toContain('the last school day');
    expect(today).toContain('data-live="today.morning.possible"');
  });
});

describe('as soon as one is due', () => {
  it('the page leads with today, though none is in', async () => {
    const get = await at(friday, '09:45');
    const body = await get(area);
    expect(body).not.toContain('the last school day');
    expect(body).toContain('Registers in this morning');
  });
});

describe('on a day without school', () => {
  it('the page leads with the last school day, all day', async () => {
    const get = await at(saturday, '11:00');
    const body = await get('/attendance/settings/990001', 'setting 990001');
    expect(body).toContain('No register is expected today.');
    expect(body).toContain('Thursday 15 January 2026, the last school day');
  });
});

describe('the newest school day of many settings', () => {
  it('is of a tenth of them at least', () => {
    const days = [...Array.from({ length: 20 }, () => friday), saturday];
    expect(newestOfMany(days)).toBe(friday);
    expect(newestOfMany([thursday, saturday])).toBe(saturday);
    expect(newestOfMany([])).toBeUndefined();
  });
});
