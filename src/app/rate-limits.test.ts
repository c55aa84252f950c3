import { beforeEach, describe, expect, it } from 'vitest';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keptLog, smallAssets, testConfig } from '../../test/app-parts.ts';
import { createServer } from './server.ts';
import { createShell } from './shell.tsx';

let app: RouteServer;
let log: ReturnType<typeof keptLog>;

/** A hundred a minute: four searches, two exports of a person; of an address eight thousand, and ten sign-ins. */
async function server(environment: Readonly<Record<string, string>> = {}): Promise<void> {
  const shell = createShell({ assets: smallAssets.urls, showsDemonstration: () => Promise.resolve(false) });
  const config = testConfig({ HEADWATER_REQUESTS_PER_MINUTE: '100', ...environment });
  log = keptLog();
  ({ app } = createServer({ version: '1', config, log, shell, assets: smallAssets }));
  app.register((inner: RouteServer, _options, done) => {
    inner.get('/page', () => 'a page');
    inner.get('/list.csv', () => 'a,b');
    inner.get('/api/v1/list', () => ({ list: [] }));
    inner.post('/sign-in/passkey', () => 'no');
    inner.get('/api/v1/with-key', (request, reply) =>
      request.headers.authorization === 'Bearer good' ? { ok: true } : reply.code(403).send({ ok: false }),
    );
    inner.put('/api/v1/register', () => ({ kept: true }));
    done();
  });
  await app.ready();
}

beforeEach(() => server());

interface Asking {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly remoteAddress?: string;
}

/** How many of so many are answered before the first is told to wait. */
async function answered(times: number, asking: Asking): Promise<number> {
  for (let time = 0; time < times; time += 1) {
    const { statusCode } = await app.inject({ method: 'GET', ...asking });
    if (statusCode === 429) return time;
  }
  return times;
}

const person = (secret: string) => ({ cookie: `headwater-session=${secret}`, 'sec-fetch-site': 'same-origin' });

describe('a person who asks too much', () => {
  it('is told to wait, and how long, as a page and as a problem, while others are answered', async () => {
    expect(await answered(150, { url: '/page', headers: person('one') })).toBe(100);
    const page = await app.inject({ url: '/page', headers: person('one') });
    expect(page.headers['retry-after']).toMatch(/^[1-9]\d?$/);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.body).toContain('Too much was asked at once');
    expect(page.headers).toHaveProperty('content-security-policy');
    const problem = await app.inject({ url: '/api/v1/list', headers: person('one') });
    expect(problem.headers['content-type']).toContain('application/problem+json');
    expect(problem.json()).toMatchObject({ type: '/api#too-many', status: 429 });
    expect((await app.inject({ url: '/page', headers: person('two') })).statusCode).toBe(200);
  });

  it('searches and takes out files less often than they read', async () => {
    expect(await answered(20, { url: '/page?q=Nair', headers: person('one') })).toBe(4);
    expect(await answered(20, { url: '/list.csv', headers: person('one') })).toBe(2);
    expect(await answered(20, { url: '/api/v1/list?format=csv', headers: person('three') })).toBe(2);
    expect((await app.inject({ url: '/page', headers: person('one') })).statusCode).toBe(200);
  });

  it('gains no more by a session that is none: their address is counted too', async () => {
    let at = 0;
    while (at < 1_000) {
      const { statusCode } = await app.inject({ url: '/page?q=x', headers: person(`made-up-${at}`) });
      if (statusCode === 429) break;
      at += 1;
    }
    expect(at).toBe(200);
  });
});

describe('signing in', () => {
  it('is tried so often from one address, whichever cookie comes along, and no oftener', async () => {
    const asking = { method: 'POST', url: '/sign-in/passkey', headers: { 'sec-fetch-site': 'same-origin' } } as const;
    expect(await answered(50, asking)).toBe(10);
    expect(await answered(1, { ...asking, headers: person('one') })).toBe(0);
    expect(await answered(1, { ...asking, remoteAddress: '192.0.2.7' })).toBe(1);
  });

  it('counts a network of IPv6 as one address', async () => {
    const asking = { method: 'POST', url: '/sign-in/passkey', headers: { 'sec-fetch-site': 'same-origin' } } as const;
    for (let at = 0; at < 10; at += 1) await app.inject({ ...asking, remoteAddress: `2001:db8::${at + 1}` });
    expect(await answered(1, { ...asking, remoteAddress: '2001:db8::ffff' })).toBe(0);
    expect(await answered(1, { ...asking, remoteAddress: '2001:db8:0:1::1' })).toBe(1);
  });
});

describe('keys', () => {
  const withKey = (key: string) => ({ url: '/api/v1/with-key', headers: { authorization: `Bearer ${key}` } });

  it('that are not known are refused so often, and one that is goes on', async () => {
    expect((await app.inject(withKey('good'))).statusCode).toBe(200);
    const seen: number[] = [];
    for (let at = 0; at < 40; at += 1) seen.push((await app.inject(withKey(`guess-${at}`))).statusCode);
    expect(seen.filter((status) => status === 403)).toHaveLength(21);
    expect(seen.at(-1)).toBe(429);
    expect((await app.inject(withKey('good'))).statusCode).toBe(200);
  });

  it('and addresses may send a nation’s morning in a minute', async () => {
    await server({ HEADWATER_REQUESTS_PER_MINUTE: '320' });
    const register = { method: 'PUT', url: '/api/v1/register' } as const;
    // 24,500 registers where a person may ask 3,000 times are eight times as many; the test sends as many of 320.
    expect(await answered(2_614, { ...register, headers: { authorization: 'Bearer supplier' } })).toBe(2_614);
    expect(await answered(2_614, { ...register, headers: { 'headwater-scope': 'setting 990001' } })).toBe(2_614);
  }, 60_000);
});

describe('X-Forwarded-For', () => {
  const tried = (from: string, remoteAddress: string) =>
    ({
      method: 'POST',
      url: '/sign-in/passkey',
      headers: { 'sec-fetch-site': 'same-origin', 'x-forwarded-for': from },
      remoteAddress,
    }) as const;

  it('is believed of nobody unless the configuration names them', async () => {
    for (let at = 0; at < 10; at += 1) await app.inject(tried(`192.0.2.${at}`, '10.0.0.4'));
    expect(await answered(1, tried('192.0.2.99', '10.0.0.4'))).toBe(0);
  });

  it('is believed of the servers in front that it names, and of no other', async () => {
    await server({ HEADWATER_TRUSTED_PROXIES: '10.0.0.4, 10.1.0.0/16' });
    for (let at = 0; at < 10; at += 1) await app.inject(tried('192.0.2.1', '10.0.0.4'));
    expect(await answered(1, tried('192.0.2.1', '10.1.2.3'))).toBe(0);
    expect(await answered(1, tried('192.0.2.2', '10.0.0.4'))).toBe(1);
    for (let at = 0; at < 10; at += 1) await app.inject(tried(`192.0.2.${at + 10}`, '203.0.113.9'));
    expect(await answered(1, tried('192.0.2.50', '203.0.113.9'))).toBe(0);
  });
});

describe('what is logged of it', () => {
  it('is neither a session nor a key', async () => {
    await answered(150, { url: '/page', headers: person('s3cret-session') });
    await answered(50, { url: '/api/v1/with-key', headers: { authorization: 'Bearer s3cret-key' } });
    expect(log.lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(log.lines)).not.toContain('s3cret');
  });
});
