import fc from 'fast-check';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { beforeAll, describe, expect, it } from 'vitest';
import { createHealth } from '#app/health.ts';
import { pageServer } from '#app/main.ts';
import type { ServerWithTable } from '#app/server.ts';
import { openSessions } from '#domain/roll/calendar.ts';
import { calendarOf } from '#domain/roll/calendar-store.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { makeUpn } from '#foundation/kernel/pupil-identifiers.ts';
import type { Database } from '#platform/database/pool.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../app-parts.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { madeUpPlaces } from './made-up-setting.ts';
import type { SmallSchool } from './small-school.ts';
import { makeUpArea, makeUpSchool } from './small-school.ts';

let database: Database;
let app: ServerWithTable['app'];
let school: SmallSchool;
const log = keptLog();
const validator = new HtmlValidate(new FileSystemConfigLoader());

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

const asSetting = 'setting 990001';

async function see(url: string, as = asSetting) {
  const { statusCode, body } = await app.inject({ url, headers: { 'headwater-scope': as, accept: 'text/html' } });
  return { status: statusCode, body };
}

async function post(url: string, form: Readonly<Record<string, string>> | URLSearchParams, as = asSetting) {
  const answer = await app.inject({
    method: 'POST',
    url,
    headers: {
      'headwater-scope': as,
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams(form as Record<string, string>).toString(),
  });
  return { status: answer.statusCode, body: answer.body, location: String(answer.headers.location ?? '') };
}

async function api(method: 'GET' | 'PUT', body?: unknown, as = asSetting) {
  const answer = await app.inject({
    method,
    url: '/api/v1/settings/990001/roll',
    headers: { 'headwater-scope': as, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, json: JSON.parse(answer.body) };
}

const pages = [
  '/settings/990001/roll',
  '/settings/990001/roll/1',
  '/settings/990001/roll/11',
  '/settings/990001/calendar',
];
const somebody = {
  surname: 'Ōkafor',
  givenName: 'Zoë',
  bornOn: '27/3/2016',
  upn: makeUpn('999', 77),
  yearGroup: '4',
  class: '4B',
  status: 'single',
  enteredOn: '12/1/2026',
};

describe('pages about a roll', () => {
  it.each(pages)('%s is valid, small, and has one heading', async (url) => {
    const { status, body } = await see(url);
    expect(status).toBe(200);
    expect(body.match(/<h1/g)).toHaveLength(1);
    expect(Buffer.byteLength(body)).toBeLessThan(150 * 1024);
    expect(body).toContain('You see this as');
    const report = await validator.validateString(body);
    expect(
      report.results.flatMap(({ messages }) => messages.map(({ message, ruleId }) => `${ruleId}: ${message}`)),
    ).toEqual([]);
  });

  it('are for the setting to change, for its trust to read, and for nobody else', async () => {
    const { trustId, nationId } = madeUpPlaces;
    for (const url of pages) {
      expect((await see(url)).body).toContain('method="post"');
      const trust = await see(url, `trust ${trustId}`);
      expect(trust.status).toBe(200);
      const changing = trust.body.split('<main')[1]?.replaceAll(/method="post" action="[^"]*\/search"/g, '');
      expect(changing).not.toContain('method="post"');
      expect((await see(url, 'setting 990002')).status).toBe(403);
      expect((await see(url, `nation ${nationId}`)).status).toBe(403);
    }
    expect((await post('/settings/990001/roll', somebody, 'setting 990002')).status).toBe(403);
    expect((await see('/settings/123456/roll')).status).toBe(404);
    expect((await see('/settings/990001/roll/999')).status).toBe(404);
  });

  it('show a class, or whoever is looked for', async () => {
    const { body } = await see('/settings/990001/roll?class=5K');
    expect(body.match(/\/settings\/990001\/roll\/\d+/g)?.length).toBeLessThan(8);
    const find = (q: string, as = asSetting) => post('/settings/990001/roll/search', { class: '', q }, as);
    const found = await find(school.upns[3] ?? '');
    expect(found.body).toContain('/settings/990001/roll/4"');
    const spaced = await find(`${school.upns[3]?.toLowerCase().slice(0, 7)} ${school.upns[3]?.slice(7)}`);
    expect(spaced.body).toContain('/settings/990001/roll/4"');
    expect((await find('<script>')).body).toContain('Nobody on this roll matches');
    expect((await find('a', 'setting 990002')).status).toBe(403);
  });

  it('never puts what was looked for into an address', async () => {
    const { body } = await post('/settings/990001/roll/search', { class: '', q: 'Abara' });
    expect(body).toContain('value="Abara"');
    expect(body).not.toMatch(/(?:href|action)="[^"]*abara/i);
    expect((await see('/settings/990001/roll')).body).toMatch(
      /<form[^>]*method="post"[^>]*action="\/settings\/990001\/roll\/search"/,
    );
  });
});

describe('the form that puts somebody on roll', () => {
  it('says what is wrong beside each field, and loses nothing', async () => {
    const { status, body } = await post('/settings/990001/roll', {
      ...somebody,
      upn: 'A1',
      bornOn: 'soon',
      surname: '',
    });
    expect(status).toBe(422);
    for (const id of ['add-upn', 'add-bornOn', 'add-surname']) expect(body).toContain(`id="${id}-error"`);
    expect(body).toContain('value="soon"');
    expect(body).toContain('value="Zoë"');
    expect(body).toContain('<title>Error: ');
  });

  it('puts them on roll, with what may then be changed about them', async () => {
    const { status, location } = await post('/settings/990001/roll', somebody);
    expect(status).toBe(303);
    expect(location).toMatch(/^\/settings\/990001\/roll\/\d+$/);
    expect((await see(location)).body).toContain('Zoë Ōkafor');
    expect((await post('/settings/990001/roll', somebody)).body).toContain('is on this roll already');
    const details = { form: 'details', surname: 'Okafor', givenName: 'Zoë', class: '5K', yearGroup: '5' };
    expect((await post(location, details)).status).toBe(303);
    expect((await post(location, { form: 'known', validFrom: '14/1/2026', sen: 'K' })).status).toBe(303);
    const changed = (await see(location)).body;
    expect(changed).toContain('Zoë Okafor');
    expect(changed).toContain('SEN support');
    expect((await post(location, { form: 'end', leftOn: '1/1/2026' })).body).toContain('id="end-leftOn-error"');
    expect((await post(location, { form: 'end', leftOn: '16/1/2026' })).status).toBe(303);
    expect((await see(location)).body).toContain('until 16 January 2026');
  });

  it('says that another setting has the child too, and not which', async () => {
    const child = { ...somebody, upn: makeUpn('999', 78) };
    await post('/settings/990002/roll', child, 'setting 990002');
    const { location } = await post('/settings/990001/roll', child);
    const { body } = await see(location);
    expect(body).toContain('Another setting has this child on roll');
    expect(body).not.toContain('Setting 2');
    expect((await see('/settings/990001/roll/1?notice=anything')).body).not.toContain('Another setting');
  });

  it('sets a part-time timetable that always ends, and keeps what was ticked when it cannot', async () => {
    const plan = { form: 'plan', startsOn: '19/1/2026', endsOn: '', reviewOn: '2/2/2026', reason: 'Illness' };
    const ticked = new URLSearchParams({ ...plan });
    for (const bit of ['8', '9']) ticked.append('sessionsOff', bit);
    const refused = await app.inject({
      method: 'POST',
      url: '/settings/990001/roll/2',
      headers: { 'headwater-scope': asSetting, 'content-type': 'application/x-www-form-urlencoded' },
      payload: ticked.toString(),
    });
    expect(refused.statusCode).toBe(422);
    expect(refused.body.match(/checked/g)).toHaveLength(2);
    ticked.set('endsOn', '13/2/2026');
    const set = await app.inject({
      method: 'POST',
      url: '/settings/990001/roll/2',
      headers: { 'headwater-scope': asSetting, 'content-type': 'application/x-www-form-urlencoded' },
      payload: ticked.toString(),
    });
    expect(set.statusCode).toBe(303);
    expect((await see('/settings/990001/roll/2')).body).toContain('Friday morning, Friday afternoon');
  });
});

describe('whatever is posted', () => {
  const odd = fc.oneof(fc.string(), fc.constantFrom('0001-01-01', '9999-12-31', '1/1/1', '\0', '=1+1', '2026-09-01'));
  const names = ['surname', 'givenName', 'bornOn', 'upn', 'yearGroup', 'class', 'status', 'enteredOn', 'leftOn'];
  const more = [
    'form',
    'day',
    'session',
    'kind',
    'reason',
    'name-0',
    'startsOn-0',
    'endsOn-0',
    'sessionsOff',
    'validFrom',
  ];
  const forms = fc.dictionary(fc.constantFrom(...names, ...more), odd);
  const kinds = fc.constantFrom('details', 'known', 'plan', 'end', 'closure', 'withdraw', 'constructor');

  it('is taken or refused, and never a fault', async () => {
    await fc.assert(
      fc.asyncProperty(forms, kinds, fc.constantFrom('roll', 'roll/3', 'calendar'), async (form, kind, place) => {
        const { status } = await post(`/settings/990002/${place}`, { ...form, form: kind }, 'setting 990002');
        // A NUL is refused before a route sees it.
        const isNul = Object.values({ ...form, form: kind }).some((value) => value.includes('\0'));
        expect(isNul ? [400] : [303, 422]).toContain(status);
      }),
      { numRuns: 60 },
    );
  });

  it('as a roll of the API neither', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.constantFrom(...names), odd), { maxLength: 3 }),
        async (enrolments) => {
          const { status, json } = await api('PUT', { enrolments });
          expect(status).toBe(200);
          const { enrolled, changed, unchanged, refused } = json;
          const rows = new Set(refused.map(({ row }: { row: number }) => row)).size;
          expect(enrolled + changed + unchanged + rows).toBe(enrolments.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the calendar', () => {
  it('records a closure of half a day, and takes it back', async () => {
    const closure = { form: 'closure', day: '20/1/2026', session: '2', kind: 'unplanned', reason: 'No water' };
    expect((await post('/settings/990001/calendar', closure)).status).toBe(303);
    expect(openSessions(await calendarOf(database, school.settingId), plainDate('2026-01-20'))).toEqual([1]);
    expect((await see('/settings/990001/calendar')).body).toContain('No water');
    const weekend = await post('/settings/990001/calendar', { ...closure, day: '24/1/2026' });
    expect(weekend.body).toContain('id="closure-day-error"');
    expect(weekend.body).toContain('value="No water"');
    const back = { form: 'withdraw', day: '2026-01-20', session: '2' };
    expect((await post('/settings/990001/calendar', back)).status).toBe(303);
    expect(openSessions(await calendarOf(database, school.settingId), plainDate('2026-01-20'))).toEqual([1, 2]);
  });

  it('changes terms, and refuses those that overlap', async () => {
    const terms = {
      form: 'terms',
      'name-0': 'Autumn 2025',
      'startsOn-0': '1/9/2025',
      'endsOn-0': '19/12/2025',
      'name-1': 'Spring 2026',
      'startsOn-1': '5/1/2026',
      'endsOn-1': '27/3/2026',
      'name-2': 'Summer 2026',
      'startsOn-2': '20/3/2026',
      'endsOn-2': '21/7/2026',
    };
    const refused = await post('/settings/990001/calendar', terms);
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('begins before Spring 2026 ends');
    expect((await post('/settings/990001/calendar', { ...terms, 'startsOn-2': '13/4/2026' })).status).toBe(303);
    expect((await calendarOf(database, school.settingId)).terms).toHaveLength(3);
  });
});

describe('the roll for programs', () => {
  it('is given whole, and taken row by row with reasons', async () => {
    const whole = await api('GET');
    expect(whole.status).toBe(200);
    expect(whole.json.enrolments.length).toBeGreaterThanOrEqual(15);
    const again = await api('PUT', { enrolments: whole.json.enrolments });
    expect(again.json).toMatchObject({ enrolled: 0, changed: 0, unchanged: whole.json.enrolments.length, refused: [] });
    const row = {
      upn: makeUpn('999', 88),
      surname: 'A',
      givenName: 'B',
      bornOn: '2016-01-01',
      enteredOn: '2026-01-12',
    };
    const rows = [row, { ...row, upn: 'nonsense' }, 7, { ...row, upn: null, leftOn: '2026-01-01' }];
    const put = await api('PUT', { enrolments: rows });
    expect(put.json).toMatchObject({ enrolled: 1, changed: 0, unchanged: 0 });
    expect(put.json.refused.map((one: { row: number; field: string }) => [one.row, one.field])).toEqual([
      [2, 'upn'],
      [3, ''],
      [4, 'leftOn'],
    ]);
    expect((await api('PUT', { enrolments: [] }, 'setting 990002')).status).toBe(403);
    expect((await api('GET', undefined, `nation ${madeUpPlaces.nationId}`)).status).toBe(403);
  });

  it('leaves no name or number in the log', () => {
    const text = JSON.stringify(log.lines);
    expect(text).not.toContain('kafor');
    expect(text).not.toContain(school.upns[0]);
  });
});
