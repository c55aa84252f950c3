import type { AddressInfo } from 'node:net';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { recordRegister } from '#domain/register/actions.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { Database } from '#platform/database/pool.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../../test/app-parts.ts';
import { demonstrationDatabase } from '../../test/made-up-database.ts';
import { madeUpPlaces, settingScope } from '../../test/registers/made-up-setting.ts';
import { makeUpArea, makeUpSchool } from '../../test/registers/small-school.ts';
import { createHealth } from './health.ts';
import { pageServer } from './main.ts';

const today = plainDate('2026-01-15');
const { nationId, laId, trustId } = madeUpPlaces;
const as = {
  nation: `nation ${nationId}`,
  authority: `la ${laId}`,
  trust: `trust ${trustId}`,
  teacher: 'setting 990001',
};
const area = `/attendance/${laId}`;
const school = '/attendance/settings/990001';
const validator = new HtmlValidate(new FileSystemConfigLoader());

let database: Database;
let server: ReturnType<typeof pageServer>;
let version = 0;

beforeAll(async () => {
  database = await demonstrationDatabase();
  await makeUpArea(database);
  await makeUpSchool(database, 1);
  await makeUpSchool(database, 2, 4);
  await record(plainDate('2026-01-14'), ['/', '/', 'I', 'I']);
  await record(today, ['/', '/', '/', 'O']);
  const health = createHealth();
  health.move({ kind: 'ready' });
  server = pageServer({ config: testConfig(), clock: testClock, log: keptLog() }, smallAssets, health, database);
  await server.app.ready();
  await server.live.settle();
}, 120_000);
afterAll(() => server.app.close());

async function record(day: PlainDate, codes: readonly string[]): Promise<void> {
  version += 1;
  const marks = Uint8Array.from(codes, (code) => bookOf('england').bytes.get(code) ?? 0);
  const sent = { settingId: 1, day, session: 1, version, marks };
  await recordRegister(database, settingScope(1), sent, new Date(`${day}T09:05:00Z`));
}

function get(url: string, who?: string) {
  return server.app.inject({
    url,
    headers: who === undefined ? { 'headwater-scope': 'nobody' } : { 'headwater-scope': who },
  });
}

describe('who sees which picture', () => {
  it.each([
    [area, undefined, 403],
    [area, as.authority, 200],
    [area, as.teacher, 200],
    [school, as.teacher, 200],
    [school, as.authority, 200],
    [school, as.trust, 200],
    [school, as.nation, 200],
    ['/attendance/settings/990002', as.teacher, 403],
    [`/attendance/trusts/${trustId}`, as.trust, 200],
    [`/attendance/trusts/${trustId}`, as.teacher, 403],
    ['/attendance/settings/123456', as.nation, 404],
    ['/attendance/E99999999', as.nation, 404],
  ])('%s as %s answers %d, its API and its events too', async (url, who, status) => {
    expect((await get(url, who)).statusCode).toBe(status);
    const api = url
      .replace(/^\/attendance\/(?!trusts|settings)/, '/attendance/areas/')
      .replace('/attendance', '/api/v1/attendance');
    expect((await get(api, who)).statusCode).toBe(status);
    if (status !== 200) expect((await get(`${api}/events`, who)).statusCode).toBe(status);
  });

  it('leads everybody to their own place', async () => {
    for (const [who, place] of [
      [as.nation, `/attendance/${nationId}`],
      [as.authority, area],
      [as.trust, `/attendance/trusts/${trustId}`],
      [as.teacher, school],
    ] as const) {
      expect((await get('/attendance', who)).headers.location).toBe(place);
      expect((await get('/', who)).body, who).toContain('Live attendance');
    }
    expect((await get('/areas/E92000001')).statusCode).toBe(200);
  });

  it('breaks one setting down only for who may see its children', async () => {
    expect((await get(school, as.teacher)).body).toContain('data-live="groups.');
    const national = (await get(school, as.nation)).body;
    expect(national).not.toContain('data-live="groups.');
    expect(national).not.toContain('data-live="reasons.');
    expect(national).not.toContain('/registers/2026');
  });
});

describe('what a reader of totals alone is told', () => {
  const api = '/api/v1/attendance';
  const readers = [
    [`${api}/settings/990001`, as.nation],
    [`${api}/areas/${laId}`, as.nation],
    [`${api}/areas/${laId}`, as.teacher],
  ] as const;

  it.each(readers)('of few settings is no day, no session, no code and no group (%s as %s)', async (url, who) => {
    const { tables, reach } = (await get(url, who)).json();
    expect([reach, tables.today, tables.reasons, tables.groups]).toEqual(['protected', [], [], []]);
  });

  it('is no count of children that is not to the nearest ten, and no rate of one', async () => {
    for (const [url, who] of [...readers, [`${api}/areas/${nationId}`, as.nation]] as const) {
      const { tables, byChild } = (await get(`${url}?period=year`, who)).json();
      const counted = ['possible', 'notRequired', 'unmeasured', 'enrolments', 'sessions'];
      const rows = Object.values(tables)
        .flat()
        .filter((row) => row !== null) as Record<string, unknown>[];
      const numbers = rows.flatMap((row) => counted.map((name) => row[name])).filter((one) => typeof one === 'number');
      expect(numbers.filter((count) => count % 10 !== 0 || count === 0)).toEqual([]);
      expect(byChild).toBeNull();
    }
  });

  it('is no past day of few settings, in no form', async () => {
    for (const end of ['', '/today.csv', '/reasons.csv', '/groups.csv']) {
      for (const path of [school, area]) {
        expect((await get(`${path}${end}?day=2026-01-14`, as.nation)).statusCode, path + end).toBe(403);
      }
    }
    expect((await get(`${school}/today.csv`, as.nation)).body.trim().split('\r\n')).toHaveLength(1);
    const page = (await get(school, as.nation)).body;
    expect(page).toContain('are not shown to you here');
    // Nor does a picture say that a rate is nought which is hidden.
    expect(page).not.toContain('0.0%');
    expect((await get(`${area}/groups.csv`, as.nation)).body).toContain('about few children');
  });
});

describe('the figures', () => {
  it('are present, absent and unmeasured, with what is in of what is expected', async () => {
    const picture = (await get(`/api/v1/attendance/areas/${laId}`, as.authority)).json();
    expect(picture).toMatchObject({
      place: { kind: 'area', id: String(laId), name: 'Exampleshire' },
      day: '2026-01-15',
      tense: 'live',
      newest: '09:05',
      reach: 'full',
      registers: { morning: { in: 1, expected: 2 }, afternoon: { in: 0, expected: 2 } },
    });
    const [morning] = picture.tables.today;
    // 32 and 6 on roll; four have a mark.
    expect(morning).toMatchObject({ absence: 25, possible: 4, unmeasured: 34, registers: '1 of 2' });
    expect(picture.tables.periods[1]).toMatchObject({ id: 'year-session', possible: 8, absence: 37.5 });
    expect(picture.byChild).toMatchObject({ children: 4, persistent: 2, severe: 2 });
  });

  it.each([
    ['', 'today'],
    ['period=year', 'periods'],
    ['period=week', 'periods'],
    ['day=2026-01-14', 'today'],
  ])('count as many of everybody in groups as at the top of the page (%s)', async (asked, headline) => {
    const { tables } = (await get(`/api/v1/attendance/areas/${laId}?by=sex&${asked}`, as.authority)).json();
    const rows = tables[headline].filter(
      ({ id }: { id: string }) => headline === 'today' || asked.includes(id.split('-')[0] ?? ''),
    );
    const sum = (all: readonly Record<string, number>[], column: string) =>
      all.reduce((more, row) => more + (row[column] ?? 0), 0);
    expect(rows.length).toBeGreaterThan(0);
    expect(sum(rows, 'unmeasured')).toBeGreaterThan(30);
    for (const column of ['possible', 'unmeasured'])
      expect([column, sum(tables.groups, column)]).toEqual([column, sum(rows, column)]);
  });

  it('of a past day are read under the scope of who asks, and refused to others', async () => {
    const past = (await get(`/api/v1/attendance/areas/${laId}?day=2026-01-14`, as.authority)).json();
    expect(past.tense).toBe('past');
    expect(past.tables.today[0]).toMatchObject({ id: 'morning', absence: 50, possible: 4, registers: '1 of 2' });
    // To a national reader an authority of two settings tells no day.
    expect((await get(`/api/v1/attendance/areas/${laId}?day=2026-01-14`, as.nation)).statusCode).toBe(403);
    expect((await get(`${area}?day=2026-01-14`, as.teacher)).statusCode).toBe(403);
    expect((await get(`${area}?day=2026-02-01`, as.authority)).statusCode).toBe(404);
  });

  it('can be kept as CSV, table by table', async () => {
    for (const table of ['today', 'periods', 'weeks', 'reasons', 'groups', 'below']) {
      const { statusCode, headers, body } = await get(`${area}/${table}.csv`, as.authority);
      expect({ table, statusCode, type: headers['content-type'] }).toEqual({
        table,
        statusCode: 200,
        type: 'text/csv; charset=utf-8',
      });
      expect(body.split('\r\n')[0]).toMatch(/^Place,Day,As at,/);
    }
  });

  it.each([['reasons'], ['groups']])(
    'of %s are offered and sent only to whoever the page shows them to',
    async (table) => {
      for (const [who, status] of [
        [as.teacher, 200],
        [as.nation, 403],
      ] as const) {
        const page = (await get(school, who)).body;
        expect([who, page.includes(`${school}/${table}.csv`)]).toEqual([who, status === 200]);
        expect([who, (await get(`${school}/${table}.csv`, who)).statusCode]).toEqual([who, status]);
      }
      expect((await get(`${school}/${table}.csv`, as.nation)).body).toContain('about few children');
    },
  );

  it('refuse a parameter that nobody declared', async () => {
    expect((await get(`/api/v1/attendance/areas/${laId}?fase=primary`, as.authority)).statusCode).toBe(400);
    expect((await get(`/api/v1/attendance/areas/${laId}?period=decade`, as.authority)).statusCode).toBe(400);
  });

  it('are drawn in valid HTML, for every kind of place', async () => {
    for (const url of [
      `/attendance/${nationId}`,
      area,
      `/attendance/trusts/${trustId}`,
      school,
      `${area}?by=ethnicity&period=year`,
    ]) {
      const who = url.includes('trusts') ? as.trust : as.authority;
      const { body } = await get(url, who);
      const { results } = await validator.validateString(body, 'live.html');
      const messages = results.flatMap((result) =>
        result.messages.map(({ ruleId, message }) => `${ruleId} ${message}`),
      );
      expect(messages, url).toEqual([]);
      expect(body.match(/<h1[ >]/g)).toHaveLength(1);
    }
  });
});

describe('the events of a place', () => {
  it('tell all at first, then what changed, and nothing twice to who comes back', async () => {
    const address = await server.app.listen({ port: 0, host: '127.0.0.1' });
    const events = `${address}/api/v1/attendance/areas/${laId}/events`;
    const first = await fetch(events, { headers: { 'headwater-scope': as.authority } });
    expect(first.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
    const reader = eventsOf(first);
    const all = await reader.next();
    expect(all.figures['today.morning.possible']).toBe('4');
    await record(today, ['/', '/', '/', 'O', '/']);
    const changed = await reader.next();
    expect(changed.figures['today.morning.possible']).toBe('5');
    expect(changed.figures['today.afternoon.possible']).toBeUndefined();
    const back = await fetch(events, { headers: { 'headwater-scope': as.authority, 'last-event-id': changed.id } });
    const again = eventsOf(back);
    await record(today, ['/', '/', '/', 'O', '/', '/']);
    expect((await again.next()).figures['today.morning.possible']).toBe('6');
    await Promise.all([reader.end(), again.end()]);
  }, 30_000);

  it('are streamed to five hundred, and the next is told when to come back', async () => {
    const opened = await streams(500);
    expect(opened.map(({ status }) => status)).toEqual(opened.map(() => 200));
    const [refused] = await streams(1);
    expect([refused?.status, refused?.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused?.json()).toMatchObject({ type: '/api#busy', status: 503 });
    await Promise.all(opened.map(({ body }) => body?.cancel()));
    const [again] = await vi.waitFor(async () => {
      const answers = await streams(1);
      expect(answers[0]?.status).toBe(200);
      return answers;
    });
    await again?.body?.cancel();
  }, 60_000);
});

async function streams(count: number): Promise<readonly Response[]> {
  const { port } = server.app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/api/v1/attendance/areas/${laId}/events`;
  return await Promise.all(
    Array.from({ length: count }, () => fetch(url, { headers: { 'headwater-scope': as.authority } })),
  );
}

interface LiveEvent {
  readonly id: string;
  readonly figures: Readonly<Record<string, string>>;
}

function eventsOf(answer: Response) {
  const reader = (answer.body as ReadableStream<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new TextDecoderStream())
    .getReader();
  let text = '';
  const next = async (): Promise<LiveEvent> => {
    for (;;) {
      const [whole, id = '', data = ''] = /id: (.*)\nevent: figures\ndata: (.*)\n\n/.exec(text) ?? [];
      if (whole !== undefined) {
        text = text.slice(text.indexOf(whole) + whole.length);
        return { id, figures: JSON.parse(data).figures };
      }
      const { value = '' } = await reader.read();
      text += value;
    }
  };
  return { next, end: () => reader.cancel() };
}
