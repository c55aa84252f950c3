import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { beforeAll, describe, expect, it } from 'vitest';
import { areaRoutes } from '#domain/area/routes.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { needScope } from '#platform/access/ask-scope.ts';
import { keepingRegisters } from '#platform/access/categories.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../../test/app-parts.ts';
import { freshDatabase } from '../../test/database/fresh-database.ts';
import { createScopeAsking } from './scope-asking.ts';
import { scopeRoutes } from './scope-routes.ts';
import { createServer } from './server.ts';
import { createShell } from './shell.tsx';
import { siteRoutes } from './site-routes.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await enterKeepers(database);
});

/** Two made-up schools of a made-up authority and trust, and a real one of a real authority and the same trust. */
async function enterKeepers(queries: Database): Promise<void> {
  const place = { parent_id: null, source: 'a test', verified: true };
  await queries
    .insertInto('area')
    .values([
      { area_id: 1, kind: 'nation', name: 'England', ...place },
      { area_id: 900_001, kind: 'local-authority', name: 'Exampleshire', ...place },
      { area_id: 5, kind: 'local-authority', name: 'Realshire', ...place },
    ])
    .execute();
  await queries.insertInto('area_code').values({ area_id: 5, scheme: 'gss', code: 'E06000099' }).execute();
  await queries
    .insertInto('trust')
    .values([
      { trust_id: 1, name: 'Brook Trust', demonstration: true },
      { trust_id: 2, name: 'Mixed Trust', demonstration: true },
    ])
    .execute();
  await enterKeeper(queries, { urn: 990_001, name: 'Brook School', laId: 900_001, trustId: 1, demonstration: true });
  await enterKeeper(queries, { urn: 990_002, name: 'Mill <School>', laId: 900_001, trustId: 2, demonstration: true });
  await enterKeeper(queries, { urn: 100_001, name: 'Real School', laId: 5, trustId: 2, demonstration: false });
}

async function enterKeeper(
  queries: Database,
  keeper: {
    readonly urn: number;
    readonly name: string;
    readonly laId: number;
    readonly trustId: number;
    readonly demonstration: boolean;
  },
): Promise<void> {
  const { urn, name, laId, trustId, demonstration } = keeper;
  await queries.insertInto('setting').values({ setting_id: urn, urn, name, source: 'a test' }).execute();
  await queries
    .insertInto('register_keeper')
    .values({
      setting_id: urn,
      kind: 'primary',
      unit: 'session',
      nation: 'england',
      nation_id: 1,
      la_id: laId,
      trust_id: trustId,
      am_due: '09:45',
      pm_due: '13:45',
      demonstration,
    })
    .execute();
}

/** The server with one route of a room that asks for a scope, and says which it was given. */
async function serverWith(environment: Readonly<Record<string, string>> = {}): Promise<RouteServer> {
  const config = testConfig(environment);
  const scopes = createScopeAsking({ database, clock: testClock, mode: config.demonstrationScopes });
  const shell = createShell({ assets: smallAssets.urls, showsDemonstration: () => Promise.resolve(false), scopes });
  const { app } = createServer({ version: '1', config, log: keptLog(), shell, assets: smallAssets, scopes });
  const { askScope, mode } = scopes;
  const { publicUrl } = config;
  const context = { database, shell, clock: testClock, publicUrl };
  app.register((inner: RouteServer, _options, done) => {
    for (const enter of [areaRoutes, siteRoutes]) enter(inner, context);
    done();
  });
  app.register(scopeRoutes, { database, shell, mode, publicUrl });
  app.register((inner: RouteServer, _options, done) => {
    inner.get('/api/v1/who', async (request) => await needScope(askScope, request, ['totals']));
    inner.get('/page', async (request) => await needScope(askScope, request, ['totals']));
    inner.get('/asked', async (request, reply) => {
      await askScope(request);
      return reply.type('text/html').send('<p>Figures</p>');
    });
    inner.get('/api/v1/conflict', () => {
      throw new ProblemError({ code: 'register-conflict', message: 'It changed.', nextStep: 'Look again.' });
    });
    inner.post('/change', () => ({ changed: true }));
    done();
  });
  await app.ready();
  return app;
}

async function scopeOf(app: RouteServer, headers: Readonly<Record<string, string>>) {
  const answer = await app.inject({ url: '/api/v1/who', headers });
  return answer.statusCode === 200 ? answer.json() : answer.statusCode;
}

describe('a scope', () => {
  it.each([
    [
      'setting 990001',
      { kind: 'setting', settings: [990_001], ...keepingRegisters, actor: 'teacher, Brook School (demonstration)' },
    ],
    [
      'head 990001',
      {
        kind: 'setting',
        settings: [990_001],
        ...keepingRegisters,
        actor: 'head teacher, Brook School (demonstration)',
      },
    ],
    ['la 900001', { kind: 'area', laId: 900_001 }],
    ['trust 1', { kind: 'trust', trustId: 1 }],
  ])('is what a program’s header asks for: %s', async (header, scope) => {
    const app = await serverWith();
    expect(await scopeOf(app, { 'headwater-scope': header })).toMatchObject(scope);
  });

  it('is what the cookie says, unless a header says otherwise', async () => {
    const app = await serverWith();
    const cookie = 'other=1; headwater-scope=setting:990002';
    expect(await scopeOf(app, { cookie })).toMatchObject({ settings: [990_002] });
    expect(await scopeOf(app, { cookie, 'headwater-scope': 'trust 1' })).toMatchObject({ trustId: 1 });
  });

  it('is the one made-up authority’s for who has chosen none', async () => {
    expect(await scopeOf(await serverWith(), {})).toMatchObject({ kind: 'area', laId: 900_001 });
  });

  it.each([
    'nobody',
    'setting 1',
    'setting 990001; DROP',
    'la 4711',
    'wizard 1',
    'trust -1',
    `setting ${'9'.repeat(400)}`,
  ])('is none for %s', async (header) => {
    expect(await scopeOf(await serverWith(), { 'headwater-scope': header })).toBe(403);
  });

  it('never reaches a place that keeps a register that is not made up, unless this is a trial', async () => {
    const [careful, trial, off] = await Promise.all([
      serverWith(),
      serverWith({ HEADWATER_DEMONSTRATION_SCOPES: 'any' }),
      serverWith({ HEADWATER_DEMONSTRATION_SCOPES: 'none' }),
    ]);
    for (const header of ['setting 100001', 'la E06000099', 'trust 2', 'nation 1']) {
      expect(await scopeOf(careful, { 'headwater-scope': header }), header).toBe(403);
      expect(await scopeOf(trial, { 'headwater-scope': header }), header).toMatchObject({ purpose: expect.anything() });
    }
    expect(await scopeOf(off, { 'headwater-scope': 'setting 990001' })).toBe(403);
    expect(await scopeOf(off, {})).toBe(403);
  });
});

const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };

describe('choosing', () => {
  it('sets a cookie that scripts and other sites never see, and goes back', async () => {
    const app = await serverWith({ HEADWATER_PUBLIC_URL: 'https://headwater.example.org' });
    const payload = 'choice=setting%3A990001&from=%2Fareas%3Fq%3Dbarn';
    const answer = await app.inject({ method: 'POST', url: '/scope', headers: form, payload });
    expect(answer.statusCode).toBe(303);
    expect(answer.headers['location']).toBe('/areas?q=barn');
    expect(answer.headers['set-cookie']).toBe(
      'headwater-scope=setting:990001; Path=/; HttpOnly; SameSite=Strict; Secure',
    );
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('is not Secure where people use http, and can be forgotten', async () => {
    const app = await serverWith();
    const answer = await app.inject({ method: 'POST', url: '/scope', headers: form, payload: 'choice=' });
    expect(answer.headers['set-cookie']).toBe('headwater-scope=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict');
    expect(answer.headers['location']).toBe('/');
  });

  it('refuses who is not known, and says where to choose', async () => {
    const app = await serverWith();
    for (const choice of ['setting:100001', 'setting:1', 'la:900001%0d%0aX-Injected:1']) {
      const answer = await app.inject({ method: 'POST', url: '/scope', headers: form, payload: `choice=${choice}` });
      expect(answer.statusCode, choice).toBe(400);
      expect(answer.headers, choice).not.toHaveProperty('set-cookie');
      expect(answer.body).toContain('/scope');
    }
  });
});

describe('a page that the role does not reach', () => {
  it('says so with 403, and leads to the roles and back', async () => {
    const app = await serverWith();
    const { statusCode, body, headers } = await app.inject({
      url: '/page',
      headers: { cookie: 'headwater-scope=nobody' },
    });
    expect(statusCode).toBe(403);
    expect(headers['cache-control']).toBe('private, no-store');
    expect(body).toContain('<h1 class="govuk-heading-l">This needs another role</h1>');
    expect(body).toContain('href="/scope?from=%2Fpage"');
  });

  it('says 409 when something changed in the meantime', async () => {
    const answer = await (await serverWith()).inject({ url: '/api/v1/conflict' });
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ type: '/api#conflict', status: 409 });
  });
});

describe('the page of roles', () => {
  it('lists whom a reader can be here as, and only those', async () => {
    const { body } = await (await serverWith()).inject({ url: '/scope?from=/areas' });
    for (const choice of ['la:900001', 'trust:1', 'setting:990001', 'head:990002']) {
      expect(body).toContain(`value="${choice}"`);
    }
    for (const choice of ['E06000099', 'trust:2', 'setting:100001', 'nation:']) expect(body).not.toContain(choice);
    expect(body).toContain('<input type="hidden" name="from" value="/areas"');
  });

  it('finds places by part of a name or a URN', async () => {
    const app = await serverWith();
    const found = async (words: string) => (await app.inject({ url: `/scope?q=${words}` })).body;
    expect(await found('BROOK')).toContain('value="setting:990001"');
    expect(await found('BROOK')).not.toContain('value="setting:990002"');
    expect(await found('990002')).toContain('value="setting:990002"');
    expect(await found('%25')).toContain('No place that can be chosen has “%” in its name.');
  });

  it('is valid HTML, and never leads to another site', async () => {
    const validator = new HtmlValidate(new FileSystemConfigLoader());
    const app = await serverWith({ HEADWATER_DEMONSTRATION_SCOPES: 'any' });
    const { body } = await app.inject({ url: '/scope?from=//evil.example&q=%3Cscript%3E' });
    const { results } = await validator.validateString((await app.inject({ url: '/scope' })).body, 'scope.html');
    expect(results.flatMap(({ messages }) => messages)).toEqual([]);
    expect(body).not.toContain('evil.example');
    expect(body).not.toContain('<script>');
  });
});

describe('the banner', () => {
  it('says on every page who the reader is here as and why, and where to change it', async () => {
    const app = await serverWith();
    const { body } = await app.inject({ url: '/areas?q=barn', headers: { cookie: 'headwater-scope=setting:990002' } });
    expect(body).toContain('teacher, Mill &lt;School> (demonstration)');
    expect(body).toContain('to take and correct registers of this setting');
    expect(body).toContain('href="/scope?from=');
    expect(body).not.toContain('Nobody signs in here yet');
  });

  it('says so when the role that was chosen is gone', async () => {
    const { body } = await (await serverWith()).inject({
      url: '/about',
      headers: { cookie: 'headwater-scope=la:4711' },
    });
    expect(body).toContain('not known here, or no longer');
  });

  it('stands on a page of an error, and of a form that could not be read', async () => {
    const app = await serverWith();
    const headers = { cookie: 'headwater-scope=trust:1' };
    expect((await app.inject({ url: '/nowhere', headers })).body).toContain('Brook Trust');
    const long = {
      method: 'POST',
      url: '/scope',
      headers: { ...form, ...headers },
      payload: 'a='.repeat(2_001),
    } as const;
    expect((await app.inject({ ...long, payload: `from=${'a'.repeat(70_000)}` })).body).toContain('Brook Trust');
  });

  it('says loudly in a trial that nobody signs in', async () => {
    const { body } = await (await serverWith({ HEADWATER_DEMONSTRATION_SCOPES: 'any' })).inject({ url: '/about' });
    expect(body).toContain('Nobody signs in here yet');
  });

  it('is not there when roles are switched off', async () => {
    const { body } = await (await serverWith({ HEADWATER_DEMONSTRATION_SCOPES: 'none' })).inject({ url: '/about' });
    expect(body).not.toContain('You are here as');
  });
});

describe('an answer', () => {
  it('that depends on who asks is kept by nobody', async () => {
    const answer = await (await serverWith()).inject({ url: '/api/v1/who', headers: { 'if-none-match': '*' } });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    expect(answer.headers['vary']).toContain('Cookie, Headwater-Scope');
    expect(answer.headers).not.toHaveProperty('etag');
  });

  it('that only says in its banner who asks is checked each time, and is another for each', async () => {
    const app = await serverWith();
    const asked = async (scope: string, tag = '') =>
      app.inject({ url: '/about', headers: { cookie: `headwater-scope=${scope}`, 'if-none-match': tag } });
    const first = await asked('trust:1');
    expect(first.headers['cache-control']).toBe('private, no-cache');
    expect(first.headers['vary']).toContain('Cookie');
    const tag = String(first.headers['etag']);
    expect((await asked('trust:1', tag)).statusCode).toBe(304);
    expect((await asked('la:900001', tag)).statusCode).toBe(200);
  });

  it('that a route asked a scope for may be kept as before where roles are switched off', async () => {
    const app = await serverWith({ HEADWATER_DEMONSTRATION_SCOPES: 'none' });
    const { headers } = await app.inject({ url: '/asked' });
    expect(headers['cache-control']).toBe('private, no-cache');
    expect((await (await serverWith()).inject({ url: '/asked' })).headers['cache-control']).toBe('private, no-store');
  });

  it('of published figures to programs may be kept as before', async () => {
    const { headers } = await (await serverWith()).inject({ url: '/api/v1/areas' });
    expect(headers['cache-control']).toBe('no-cache');
    expect(String(headers['vary'])).not.toContain('Cookie');
  });
});

describe('a change', () => {
  const own = { host: 'headwater.example.org' };
  const cookie = 'headwater-scope=setting:990001';
  it.each([
    ['a page of ours', { 'sec-fetch-site': 'same-origin', cookie }, 200],
    ['an older browser on a page of ours', { ...own, origin: 'http://headwater.example.org', cookie }, 200],
    ['a program without a cookie', {}, 200],
    ['a program with the header', { 'headwater-scope': 'setting 990001', cookie }, 200],
    ['another site', { 'sec-fetch-site': 'cross-site', cookie }, 403],
    ['a neighbouring site', { 'sec-fetch-site': 'same-site', cookie }, 403],
    ['no page at all', { 'sec-fetch-site': 'none', cookie }, 403],
    ['another site in an older browser', { ...own, origin: 'http://evil.example', cookie }, 403],
    ['a page without an origin', { ...own, origin: 'null', cookie }, 403],
    ['another site that adds the header', { 'sec-fetch-site': 'cross-site', 'headwater-scope': 'setting 990001' }, 403],
    ['a program with a browser’s cookie', { cookie }, 403],
  ])('asked for by %s', async (_who, headers, status) => {
    const answer = await (await serverWith()).inject({ method: 'POST', url: '/change', headers });
    expect(answer.statusCode).toBe(status);
  });

  it('may come from the public address of the server in front', async () => {
    const app = await serverWith({ HEADWATER_PUBLIC_URL: 'https://headwater.example.org/' });
    const asked = (origin: string) =>
      app.inject({ method: 'POST', url: '/change', headers: { host: '127.0.0.1:3000', origin } });
    expect((await asked('https://headwater.example.org')).statusCode).toBe(200);
    expect((await asked('http://127.0.0.1:3000')).statusCode).toBe(403);
  });

  it('that is asked for across sites changes nothing even to read', async () => {
    const app = await serverWith();
    const answer = await app.inject({ url: '/about', headers: { 'sec-fetch-site': 'cross-site', cookie } });
    expect(answer.statusCode).toBe(200);
  });
});

describe('with no scope', () => {
  it('the database shows no child even to the owner', async () => {
    const scope = {
      kind: 'setting',
      settings: [990_001],
      ...keepingRegisters,
      actor: 'a test',
      purpose: 'to test',
    } as const;
    const rows = await inScope(database, scope, (scoped) => scoped.selectFrom('enrolment').selectAll().execute());
    expect(rows).toEqual([]);
  });
});
