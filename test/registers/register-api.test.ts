import { beforeAll, describe, expect, it } from 'vitest';
import { createHealth } from '#app/health.ts';
import { pageServer } from '#app/main.ts';
import type { ServerWithTable } from '#app/server.ts';
import { sentIdentifier } from '#domain/register/sent-marks-identifiers.ts';
import { packIdentifiers } from '#domain/roll/packed-roll.ts';
import { makeUln } from '#foundation/kernel/pupil-identifiers.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../app-parts.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { makeUpRoll, makeUpSetting } from './made-up-setting.ts';
import type { SmallSchool } from './small-school.ts';
import { makeUpArea, makeUpSchool } from './small-school.ts';

// 15 January 2026, a Thursday, 10:00: what `testClock` says.
const today = '2026-01-15';
let database: Database;
let app: ServerWithTable['app'];
let school: SmallSchool;
const log = keptLog();

beforeAll(async () => {
  database = await freshDatabase();
  await makeUpArea(database);
  school = await makeUpSchool(database, 1, 12);
  await makeUpSchool(database, 2, 3);
  const health = createHealth();
  health.move({ kind: 'ready' });
  ({ app } = pageServer({ config: testConfig(), clock: testClock, log }, smallAssets, health, database));
  await app.ready();
});

interface Asked {
  readonly method?: 'GET' | 'PUT' | 'POST';
  readonly url: string;
  readonly as?: string;
  readonly body?: unknown;
  readonly type?: string;
}

async function ask({ method = 'GET', url, as = 'setting 990001', body, type = 'application/json' }: Asked) {
  const headers = { 'headwater-scope': as, ...(body !== undefined && { 'content-type': type }) };
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await app.inject({ method, url, headers, ...(body !== undefined && { payload }) });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, json: parsed(answer.body) };
}

// biome-ignore lint/suspicious/noExplicitAny: an answer is whatever the test expects it to be.
function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const at = (day: string, session = 'am', urn = 990_001) => `/api/v1/settings/${urn}/registers/${day}/${session}`;
const everyone = (code: string) => Object.fromEntries(school.upns.slice(0, -1).map((upn) => [upn, code]));

describe('a whole register', () => {
  it('is recorded once however often it comes', async () => {
    const url = at('2026-01-12');
    const body = { version: 1, sentBy: 'A system', marks: everyone('/') };
    const first = await ask({ method: 'PUT', url, body });
    expect(first.status).toBe(201);
    expect(first.json).toMatchObject({ outcome: 'recorded', version: 1, expected: 14, recorded: 11, unmeasured: 3 });
    const again = await ask({ method: 'PUT', url, body });
    expect(again.status).toBe(200);
    expect(again.json).toMatchObject({ outcome: 'unchanged', version: 1, amended: 0 });
    const read = await ask({ url });
    expect(read.json).toMatchObject({
      version: 1,
      takenBy: expect.stringContaining('A system'),
      expected: 14,
      counts: { present: 11, absent: 0, 'not-required': 0, unmeasured: 3 },
    });
  });

  it('keeps what can be kept, and says of each mark refused why', async () => {
    const [one, two, ...rest] = school.upns;
    const left = school.upns.at(-1);
    const marks = [
      { upn: one, code: '/' },
      { upn: one, code: 'L' },
      { upn: two, code: '?' },
      { upn: left, code: '/' },
      { upn: 'A000000000000', code: '/' },
      { slot: 3000, code: '/' },
      { upn: rest[1], code: 7 },
      { upn: rest[2], code: 'l' },
      7,
    ];
    const sent = await ask({ method: 'PUT', url: at('2026-01-13'), body: { version: 1, marks } });
    expect(sent.status).toBe(201);
    expect(sent.json.recorded).toBe(2);
    expect(sent.json.refused.map(({ reason }: { reason: string }) => reason)).toEqual([
      'There is another mark for this pupil before it',
      '“?” is no code of the registers of England',
      'This pupil is not expected at this register on 2026-01-13',
      'Nobody on this year’s roll has this UPN or ULN',
      'No slot of this year’s roll has this number',
      'A code is text, such as "/"',
      'This is neither a UPN nor a ULN',
    ]);
  });

  it('that is not later than what is there is answered with what is there', async () => {
    const url = at('2026-01-14');
    await ask({ method: 'PUT', url, body: { version: 3, marks: everyone('/') } });
    const stale = await ask({ method: 'PUT', url, body: { version: 2, marks: everyone('I') } });
    expect(stale.status).toBe(409);
    expect(stale.headers['content-type']).toContain('application/problem+json');
    expect(stale.json).toMatchObject({ status: 409, version: 3, current: { counts: { present: 11 } } });
    const later = await ask({ method: 'PUT', url, body: { version: 4, reason: 'Wrong day', marks: everyone('I') } });
    expect(later.json).toMatchObject({ outcome: 'recorded', version: 4, amended: 11 });
  });

  it.each([
    ['a day to come', at('2026-01-16'), { version: 1, marks: {} }, 400, 'still to come'],
    ['a day outside term', at('2025-12-30'), { version: 1, marks: {} }, 400, 'outside'],
    ['no such setting', at(today, 'am', 990_009), { version: 1, marks: {} }, 404, '990009'],
    ['no such session', at(today, 'noon'), { version: 1, marks: {} }, 400, 'noon'],
    ['an event where there are none', at(today, '3'), { version: 1, marks: {} }, 400, 'morning'],
    ['no version', at(today), { marks: {} }, 400, 'version'],
    ['no marks', at(today), { version: 1 }, 400, 'marks'],
    ['what is no JSON', at(today), '{', 400, 'not JSON'],
    ['a list for a body', at(today), [], 400, 'JSON object'],
    ['another setting', at(today, 'am', 990_002), { version: 1, marks: {} }, 403, 'Only somebody of the setting'],
  ])('is refused for %s', async (_why, url, body, status, words) => {
    const answer = await ask({ method: 'PUT', url, body });
    expect({ status: answer.status, type: String(answer.headers['content-type']).split(';')[0] }).toEqual({
      status,
      type: 'application/problem+json',
    });
    expect(answer.json.detail).toContain(words);
  });

  it('takes a key that names a prototype for a pupil like any other', async () => {
    const body = '{"version":1,"marks":{"__proto__":"/","constructor":"/"}}';
    const answer = await ask({ method: 'PUT', url: at('2026-01-05'), body });
    expect(answer.json.refused.map(({ pupil }: { pupil: string }) => pupil)).toEqual(['__proto__', 'constructor']);
  });

  it('leaves no name or number of a child in the log', () => {
    const written = JSON.stringify(log.lines);
    expect(written.length).toBeGreaterThan(1000);
    for (const upn of school.upns) expect(written).not.toContain(upn);
  });
});

describe('corrections', () => {
  it('need a reason, keep who and why, and can be replayed', async () => {
    const url = at('2026-01-08');
    const [one, two] = school.upns;
    await ask({ method: 'PUT', url, body: { version: 1, marks: everyone('N') } });
    const changes = [
      { upn: one, code: 'I', reason: 'The parent rang' },
      { upn: two, code: 'I' },
    ];
    const amended = await ask({ method: 'POST', url: `${url}/marks`, body: { version: 2, changes } });
    expect(amended.json).toMatchObject({ outcome: 'recorded', version: 2, amended: 1 });
    expect(amended.json.refused).toEqual([{ pupil: two, code: 'I', reason: 'A change needs its reason' }]);
    const again = await ask({ method: 'POST', url: `${url}/marks`, body: { version: 2, changes: [changes[0]] } });
    expect(again.json).toMatchObject({ outcome: 'unchanged', version: 2 });
    const stale = await ask({
      method: 'POST',
      url: `${url}/marks`,
      body: { version: 2, changes: [{ upn: one, code: 'M', reason: 'Dentist' }] },
    });
    expect(stale.status).toBe(409);
    const before = await ask({ url: `${url}?asAt=2026-01-15T09:59:59Z` });
    expect(before.json).toMatchObject({ version: 0, counts: { unmeasured: 14 } });
    const now = await ask({ url: `${url}?asAt=2026-01-15T10:00:00Z` });
    expect(now.json.marks[0]).toEqual({ slot: 1, identifier: one, code: 'I', state: 'absent' });
  });

  it('of a register that was not taken are refused', async () => {
    const changes = [{ upn: school.upns[0], code: 'I', reason: 'The parent rang' }];
    const answer = await ask({
      method: 'POST',
      url: `${at('2026-01-07')}/marks`,
      body: { version: 1, changes },
    });
    expect(answer.status).toBe(404);
  });
});

describe('reading', () => {
  it.each([
    ['setting 990001', 200],
    ['head 990001', 200],
    ['la 900002', 200],
    ['trust 900003', 200],
    ['setting 990002', 403],
    ['nation 900001', 403],
    ['nobody', 403],
  ])('as %s answers %i', async (as, status) => {
    expect((await ask({ url: at('2026-01-12'), as })).status).toBe(status);
  });

  it('tells a nation why', async () => {
    expect((await ask({ url: at('2026-01-12'), as: 'nation 900001' })).json.detail).toContain('totals');
  });

  it('is conditional, and has a form for spreadsheets', async () => {
    const read = await ask({ url: at('2026-01-12') });
    const etag = String(read.headers['etag']);
    const headers = { 'headwater-scope': 'setting 990001', 'if-none-match': etag };
    expect((await app.inject({ url: at('2026-01-12'), headers })).statusCode).toBe(304);
    const csv = await ask({ url: `${at('2026-01-12')}?format=csv` });
    expect(csv.text.split('\r\n')[0]).toBe('urn,date,session,version,taken_at,as_at,slot,identifier,code,state');
    expect(csv.text).toContain(',unmeasured\r\n');
  });
});

describe('many registers at once', () => {
  it('answers each line, and no broken line stops the rest', async () => {
    const line = (fields: object) => JSON.stringify({ urn: 990_001, session: 'pm', version: 1, ...fields });
    const body = [
      line({ date: '2026-01-06', marks: everyone('\\') }),
      '{"broken',
      '',
      line({ date: '2026-01-06', urn: 990_002, marks: {} }),
      line({ date: '2026-01-32', marks: {} }),
      `{"long":"${'x'.repeat(1024 * 1024)}"}`,
      line({ date: '2026-01-06', marks: everyone('\\') }),
      line({ date: '2026-01-07', marks: everyone('\\') }),
    ].join('\n');
    const answer = await ask({ method: 'POST', url: '/api/v1/registers', body, type: 'application/x-ndjson' });
    const lines = answer.text
      .trimEnd()
      .split('\n')
      .map(parsed)
      .sort((left, right) => left.line - right.line);
    expect(lines.map(({ line: number, status }) => [number, status])).toEqual([
      [1, expect.toBeOneOf([200, 201])],
      [2, 400],
      [4, 403],
      [5, 400],
      [6, 413],
      [7, expect.toBeOneOf([200, 201])],
      [8, 201],
    ]);
    expect((await ask({ url: at('2026-01-06', 'pm') })).json.counts.present).toBe(11);
  });
});

describe('a college', () => {
  const ulns = [0, 1, 2].map((serial) => makeUln(serial) as string);
  const day = '2026-01-14';
  const timetable = `/api/v1/settings/990003/timetable/${day}`;
  const as = 'setting 990003';
  const event = { number: 3, startsAt: '09:00', minutes: 90, title: 'Plumbing, level 2', roster: ulns.slice(0, 2) };

  beforeAll(async () => {
    await makeUpSetting(database, { settingId: 3, kind: 'fe-college', unit: 'event' });
    const spells = ulns.map((_uln, place) => ({
      place,
      from: 0,
      to: 364,
      status: 'fe' as const,
      compulsory: false,
      groups: [10, 19, 22, 26, 29, 49, 52],
    }));
    await makeUpRoll(database, { settingId: 3 }, { year: 2025, size: 3, spells });
    await inScope(database, steward('load'), ({ client }) =>
      client.query({
        text: 'UPDATE setting_roll SET identifiers = $1 WHERE setting_id = 3',
        values: [packIdentifiers(Float64Array.from(ulns, sentIdentifier))],
      }),
    );
  });

  it('takes registers by the events of its timetable, of whoever is on their roster', async () => {
    const url = at(day, '3', 990_003);
    const marks = Object.fromEntries(ulns.map((uln) => [uln, '/']));
    expect((await ask({ method: 'PUT', url, as, body: { version: 1, marks } })).status).toBe(404);
    const sent = { events: [{ ...event, roster: [...event.roster, '0000000000'] }] };
    const kept = await ask({ method: 'PUT', url: timetable, as, body: sent });
    expect(kept.json.events).toEqual([
      { number: 3, startsAt: '09:00', minutes: 90, title: 'Plumbing, level 2', expected: 2, taken: false },
    ]);
    expect(kept.json.refused).toHaveLength(1);
    const taken = await ask({ method: 'PUT', url, as, body: { version: 1, marks } });
    expect(taken.json).toMatchObject({ expected: 2, recorded: 2, refused: [{ pupil: ulns[2] }] });
    expect((await ask({ method: 'PUT', url: timetable, as, body: { events: [] } })).status).toBe(409);
    const wider = await ask({ method: 'PUT', url: timetable, as, body: { events: [{ ...event, roster: ulns }] } });
    expect(wider.json.events[0]).toMatchObject({ expected: 3, taken: true });
    expect((await ask({ url, as })).json.counts).toMatchObject({ present: 2, unmeasured: 1 });
  });
});

describe('missing registers', () => {
  it('are those that are due and not there, as far as a scope sees', async () => {
    const url = '/api/v1/registers/missing?day=2026-01-09';
    const own = await ask({ url });
    expect(own.json).toMatchObject({
      due: 2,
      missing: 2,
      settings: 1,
      registers: [{ state: 'missing', session: 'am' }, {}],
    });
    expect((await ask({ url, as: 'la 900002' })).json).toMatchObject({ due: 4, missing: 4, settings: 3, shut: 1 });
    expect((await ask({ url, as: 'nation 900001' })).json).toMatchObject({ due: 4, missing: 4 });
    expect((await ask({ url: `${url}&area=E08000038`, as: 'la 900002' })).status).toBe(400);
    const csv = await ask({ url: `${url}&format=csv` });
    expect(csv.text).toContain(',am,missing,2026-01-09T09:45:00.000Z,');
  });

  it('are not known before they are due', async () => {
    const { json } = await ask({ url: '/api/v1/registers/missing' });
    expect(json).toMatchObject({ day: today, due: 1, later: 1 });
  });

  it('of a register that is there in part say how many are unmeasured', async () => {
    const { json } = await ask({ url: '/api/v1/registers/missing?day=2026-01-12' });
    expect(json.registers[0]).toMatchObject({ state: 'partly', expected: 14, unmeasured: 3 });
    // Three of fourteen is a few children: not for who reads totals alone.
    const national = await ask({ url: '/api/v1/registers/missing?day=2026-01-12', as: 'nation 900001' });
    expect(national.json.registers[0]).toMatchObject({ state: 'partly', expected: null, unmeasured: null });
  });
});

describe('the description of the API', () => {
  it('says what a register is, though its body is read by hand', async () => {
    const { json } = await ask({ url: '/api/v1/openapi.json' });
    const put = json.paths['/api/v1/settings/{urn}/registers/{date}/{session}'].put;
    expect(JSON.stringify(put.requestBody)).toContain('RegisterSent');
    expect(json.components.schemas.RegisterSent.properties).toHaveProperty('version');
    expect(Object.keys(put.responses)).toEqual(expect.arrayContaining(['200', '201', '409', '4XX']));
    expect(Object.keys(json.paths['/api/v1/registers'].post.requestBody.content)).toEqual(['application/x-ndjson']);
  });
});
