import { beforeAll, describe, expect, it } from 'vitest';
import { createHealth } from '#app/health.ts';
import { pageServer } from '#app/main.ts';
import type { ServerWithTable } from '#app/server.ts';
import { rebuildSettingYear } from '#domain/register/rebuild.ts';
import { lockYear } from '#domain/register/rebuild-store.ts';
import { sentIdentifier } from '#domain/register/sent-marks-identifiers.ts';
import { replaceEvents } from '#domain/register/timetable-store.ts';
import { packIdentifiers } from '#domain/roll/packed-roll.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { makeUln } from '#foundation/kernel/pupil-identifiers.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../app-parts.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { madeUpPlaces, makeUpRoll, makeUpSetting, settingScope } from './made-up-setting.ts';
import type { SmallSchool } from './small-school.ts';
import { closeOn, makeUpArea, makeUpSchool } from './small-school.ts';
import { storedTotals } from './stored-totals.ts';

// 15 January 2026, a Thursday, 10:00: what `testClock` says.
const in2025 = 2025 as AcademicYear;
const log = keptLog();
const ulns = [0, 1, 2].map((serial) => makeUln(serial) as string);
const event = { number: 3, startsAt: '09:00', minutes: 90, title: 'Plumbing, level 2', roster: ulns.slice(0, 1) };
let database: Database;
let app: ServerWithTable['app'];
let school: SmallSchool;

beforeAll(async () => {
  database = await freshDatabase();
  await makeUpArea(database);
  school = await makeUpSchool(database, 1, 6);
  await makeUpCollege();
  const health = createHealth();
  health.move({ kind: 'ready' });
  ({ app } = pageServer({ config: testConfig(), clock: testClock, log }, smallAssets, health, database));
  await app.ready();
});

async function makeUpCollege(): Promise<void> {
  await makeUpSetting(database, { settingId: 3, kind: 'fe-college', unit: 'event' });
  const spells = ulns.map((_uln, place) => ({
    place,
    from: 0,
    to: 364,
    status: 'fe' as const,
    compulsory: false,
    groups: [10, 19, 22, 26, 29, 49, 52],
  }));
  await makeUpRoll(database, { settingId: 3 }, { year: in2025, size: 3, spells });
  await inScope(database, steward('load'), ({ client }) =>
    client.query({
      text: 'UPDATE setting_roll SET identifiers = $1 WHERE setting_id = 3',
      values: [packIdentifiers(Float64Array.from(ulns, sentIdentifier))],
    }),
  );
}

async function ask(method: 'GET' | 'PUT' | 'POST', url: string, body?: unknown) {
  const college = url.includes('990003');
  const headers = {
    'headwater-scope': college ? 'setting 990003' : 'setting 990001',
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await app.inject({ method, url, headers, ...(body !== undefined && { payload }) });
  return { status: answer.statusCode, text: answer.body };
}

const at = (day: string, session = 'am', urn = 990_001) => `/api/v1/settings/${urn}/registers/${day}/${session}`;
const timetable = (day: string) => `/api/v1/settings/990003/timetable/${day}`;
const pupil = (): string => school.upns[0] as string;

describe('a day of no academic year', () => {
  it.each(['0001-01-01', '1900-01-01', '9999-12-31'])('is refused in a sentence: %s', async (day) => {
    const put = await ask('PUT', at(day), { version: 1, marks: {} });
    const asked = [
      put,
      await ask('GET', at(day)),
      await ask('GET', timetable(day)),
      await ask('PUT', timetable(day), { events: [] }),
      await ask('GET', `/settings/990001/registers/${day}/am`),
      await ask('GET', `/settings/990001/registers/${day}/am/history`),
      await ask('GET', `/registers/missing?day=${day}`),
      await ask('GET', `/api/v1/registers/missing?day=${day}`),
      await ask('GET', `/settings/990001/registers?week=${day}`),
      await ask('GET', `/attendance/settings/990001?day=${day}`),
    ];
    for (const { status, text } of asked) expect(status, text).toBeLessThan(500);
    expect(put.status).toBe(400);
    expect(put.text).toContain(day);
  });
});

describe('a year that is far away', () => {
  it('moves nobody up a year group, whoever looks at a day in it', async () => {
    const before = (await ask('GET', '/api/v1/settings/990001/roll')).text;
    expect(before).toContain('"yearGroup":4');
    expect((await ask('GET', '/settings/990001/registers/2031-01-15/am')).status).toBe(404);
    expect((await ask('GET', '/api/v1/settings/990001/roll')).text).toBe(before);
  });

  it('gets no timetable', async () => {
    const { status, text } = await ask('PUT', timetable('2031-01-15'), { events: [event] });
    expect([status, text]).toEqual([404, expect.stringContaining('from June')]);
  });
});

describe('a correction', () => {
  it('with control characters in its reason is kept with spaces in their place', async () => {
    await ask('PUT', at('2026-01-12'), { version: 1, marks: { [pupil()]: '/' } });
    const changes = [{ upn: pupil(), code: 'I', reason: 'Rang\u0000 in\u001b[31m' }];
    expect((await ask('POST', `${at('2026-01-12')}/marks`, { version: 2, changes })).status).toBe(200);
    expect((await ask('GET', '/settings/990001/registers/2026-01-12/am/history')).text).toContain('Rang  in [31m');
  });

  it('follows upon the greatest version a sender may count to', async () => {
    const marks = { [pupil()]: '/' };
    const beyond = await ask('PUT', at('2026-01-13'), { version: 2_000_000_001, marks });
    expect([beyond.status, beyond.text]).toEqual([400, expect.stringContaining('from 1 to 2000000000')]);
    await ask('PUT', at('2026-01-13'), { version: 2_000_000_000, marks });
    const changes = [{ upn: pupil(), code: 'I', reason: 'Rang in' }];
    const { status } = await ask('POST', `${at('2026-01-13')}/marks`, { version: 2_000_000_001, changes });
    expect(status).toBe(200);
  });

  it('withdraws marks of a day that turns out to have been closed, and makes no others', async () => {
    const url = at('2026-01-14');
    await ask('PUT', url, { version: 1, marks: { [pupil()]: '/' } });
    await closeOn(database, 1, { day: plainDate('2026-01-14'), session: 1, reason: 'A flood' });
    const change = (code: string | null) => [{ upn: pupil(), code, reason: 'Nobody was there' }];
    const other = await ask('POST', `${url}/marks`, { version: 2, changes: change('I') });
    expect([other.status, other.text]).toEqual([400, expect.stringContaining('A flood')]);
    const page = (await ask('GET', '/settings/990001/registers/2026-01-14/am')).text;
    expect(page).toContain('go on counting');
    expect(page).not.toContain('This register is not taken');
    expect((await ask('POST', `${url}/marks`, { version: 2, changes: change(null) })).status).toBe(200);
    expect(JSON.parse((await ask('GET', url)).text).counts).toMatchObject({ present: 0 });
  });
});

describe('a body that cannot be used', () => {
  it('is told what to do next', async () => {
    const broken = await ask('PUT', at('2026-01-12'), '{"version": 1');
    expect([broken.status, broken.text]).toEqual([400, expect.stringContaining('openapi.json')]);
    const long = await ask('PUT', at('2026-01-12'), `"${'a'.repeat(2_000_000)}"`);
    expect([long.status, long.text]).toEqual([413, expect.stringContaining('one a line')]);
  });

  it('is told which of its fields is wrong', async () => {
    const { status, text } = await ask('PUT', timetable('2026-01-14'), { events: [{ ...event, startsAt: '25:00' }] });
    expect([status, text]).toEqual([400, expect.stringContaining('events/0/startsAt')]);
    expect(text).not.toContain('25:00');
  });
});

describe('a timetable that changes while its register is taken', () => {
  const day = plainDate('2026-01-13');
  const marks = Object.fromEntries(ulns.map((uln) => [uln, '/']));

  it('has the register counted by those who are expected then', async () => {
    await ask('PUT', timetable(day), { events: [event] });
    const everybody = { session: 3, startsAt: '09:00', minutes: 60, title: 'Plumbing', roster: Uint8Array.of(7) };
    let taking: ReturnType<typeof ask> | undefined;
    await inScope(database, settingScope(3), async (scoped) => {
      await lockYear(scoped, 3, in2025);
      taking = ask('PUT', at(day, '3', 990_003), { version: 1, marks });
      await waiters(1);
      await replaceEvents(scoped, { settingId: 3, ...madeUpPlaces }, day, [everybody]);
    });
    expect(await taking).toMatchObject({ status: 201 });
    await expectExactTotals(1);
  });

  it('never takes the event from under a register', async () => {
    await ask('PUT', timetable(day), { events: [event, { ...event, number: 4 }] });
    let asked: readonly ReturnType<typeof ask>[] = [];
    await inScope(database, steward('verify'), async ({ client }) => {
      // What a register writes last: it has read its event, and nobody else sees yet that it was taken.
      await client.query('SELECT FROM period_total WHERE setting_id = 3 FOR UPDATE');
      const taking = ask('PUT', at(day, '4', 990_003), { version: 1, marks });
      await waiters(1);
      const changing = ask('PUT', timetable(day), { events: [event] });
      asked = [taking, changing];
      await Promise.race([changing, waiters(2)]);
    });
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([201, 409]);
    await expectExactTotals(2);
  });

  /** Until so many wait for a lock. */
  async function waiters(many: number): Promise<void> {
    const asked = `SELECT count(DISTINCT pid)::integer AS waiting FROM pg_locks JOIN pg_stat_activity AS a USING (pid)
                    WHERE NOT granted AND a.datname = current_database()`;
    for (let tries = 0; tries < 2_000; tries += 1) {
      const { rows } = await database.pool.query<{ waiting: number }>(asked);
      if ((rows[0]?.waiting ?? 0) >= many) return;
    }
    throw new Error(`Fewer than ${many} wait for a lock`);
  }

  async function expectExactTotals(registers: number): Promise<void> {
    const stored = await storedTotals(database, 3);
    expect(Object.keys(stored.registers)).toHaveLength(registers);
    await inScope(database, settingScope(3), (scoped) => rebuildSettingYear(scoped, 3, in2025));
    expect(await storedTotals(database, 3)).toEqual(stored);
  }
});

describe('a database that goes away in the middle', () => {
  it('is said to be away, keeps what it had answered, and takes the same again once', async () => {
    const url = at('2026-01-09', 'pm');
    const sent = { version: 1, marks: { [pupil()]: '/' } };
    let sending: ReturnType<typeof ask> | undefined;
    await inScope(database, settingScope(1), async (scoped) => {
      await lockYear(scoped, 1, in2025);
      sending = ask('PUT', url, sent);
      await endWhoeverWaits();
    });
    expect(await sending).toMatchObject({ status: 503, text: expect.stringContaining('Send it again') });
    expect((await ask('PUT', url, sent)).status).toBe(201);
    expect((await ask('PUT', url, sent)).status).toBe(200);
  });

  async function endWhoeverWaits(): Promise<void> {
    const end = `SELECT pg_terminate_backend(pid) FROM (SELECT DISTINCT pid FROM pg_locks WHERE NOT granted) AS l
                   JOIN pg_stat_activity AS a USING (pid) WHERE a.datname = current_database()`;
    for (let tries = 0; tries < 2_000; tries += 1) {
      const { rowCount } = await inScope(database, settingScope(1), ({ client }) => client.query(end));
      if (rowCount) return;
    }
    throw new Error('Nobody waits for the lock of the year');
  }
});
