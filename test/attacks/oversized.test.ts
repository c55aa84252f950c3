import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ListedRoute } from '#app/server.ts';
import { addressOf, ask, attackedRoutes, bodyFor, fieldsOf, parametersOf } from './asking.ts';
import type { AttackedWorld } from './attacked-world.ts';
import { attackedWorld } from './attacked-world.ts';

let world: AttackedWorld;
let routes: readonly ListedRoute[];
let changing: readonly ListedRoute[];
beforeAll(async () => {
  world = await attackedWorld();
  routes = attackedRoutes(world.routes);
  changing = routes.filter(({ method }) => method !== 'GET');
}, 120_000);

const megabyte = 1_048_576;
const takesMuch = 64 * megabyte;
/** Any number of registers, one a line: each is read, and limited, by itself (test/registers). */
const readsLines = '/api/v1/registers';

describe('a body', () => {
  it('has a limit at every address that takes one', () => {
    const limits = changing
      .filter(({ url }) => url !== readsLines)
      .map(({ url, bodyLimit }) => ({ url, bodyLimit: bodyLimit ?? 65_536 }));
    expect(limits.filter(({ bodyLimit }) => !(bodyLimit > 0 && bodyLimit <= takesMuch))).toEqual([]);
    // Whatever may be larger than the server’s own limit is named here, so that nobody raises it in passing.
    const raised = limits.filter(({ bodyLimit }) => bodyLimit > 65_536).map(({ url }) => url);
    expect(
      raised.filter((url) => !/register|roll|timetable|agreement|sharing|requests|^\/people\/list$/.test(url)),
    ).toEqual([]);
  });

  it('of more than its limit is refused', async () => {
    const found: string[] = [];
    for (const route of changing) {
      const limit = route.bodyLimit ?? 65_536;
      if (limit > 4 * megabyte) continue;
      const raw = Buffer.alloc(limit + 1, 'a');
      const url = addressOf(route, world.targets.own);
      for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
        const { status } = await ask(world, 'head', {
          method: route.method,
          url,
          raw,
          headers: { 'content-type': type },
        });
        if (status < 400 || status >= 500) found.push(`${route.method} ${url} ${type}: ${status}`);
      }
    }
    expect(found).toEqual([]);
  });

  it('that is packed is not unpacked without end', async () => {
    const bomb = gzipSync(Buffer.alloc(32 * megabyte, 'a'), { level: 9 });
    const twice = gzipSync(bomb);
    const before = process.memoryUsage().arrayBuffers;
    const found: string[] = [];
    for (const route of changing) {
      const url = addressOf(route, world.targets.own);
      for (const [raw, encoding] of [
        [bomb, 'gzip'],
        [twice, 'gzip, gzip'],
        [bomb, 'br'],
        [bomb, 'deflate'],
        [bomb, 'nonsense'],
      ] as const) {
        const headers = { 'content-encoding': encoding };
        const { status } = await ask(world, 'head', { method: route.method, url, raw, headers });
        if (status < 400 || status >= 500) found.push(`${route.method} ${url} ${encoding}: ${status}`);
      }
    }
    expect(found).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(256 * megabyte);
  }, 60_000);

  it('nested without end, or no JSON at all, is refused', async () => {
    const found: string[] = [];
    const bodies = [
      '['.repeat(30_000),
      `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
      '{"__proto__":{"admin":true}}',
      '\u0000',
      '"',
      'null',
      '[]',
      '1e999',
    ];
    for (const route of changing.filter(({ url }) => url.startsWith('/api/'))) {
      for (const body of bodies) {
        const url = addressOf(route, world.targets.own);
        const { status } = await ask(world, 'head', { method: route.method, url, raw: Buffer.from(body) });
        if (status >= 500 || (status < 300 && body !== '[]'))
          found.push(`${route.method} ${url} ${body.slice(0, 10)}: ${status}`);
      }
    }
    expect(found).toEqual([]);
  });
});

describe('texts that make a pattern go back and forth', () => {
  const long = [
    'a'.repeat(12_000),
    ' '.repeat(12_000),
    '('.repeat(12_000),
    `${'1'.repeat(12_000)}!`,
    '“'.repeat(4_000),
    `${'a@'.repeat(6_000)}`,
    '/../'.repeat(3_000),
    `${'\t\n'.repeat(6_000)}x`,
  ];

  it.each(long.map((text) => [`${JSON.stringify(text.slice(0, 4))} × ${text.length}`, text]))(
    '%s is answered at every address',
    async (_name, text) => {
      const found: string[] = [];
      for (const route of routes) {
        const own = world.targets.own;
        const queries = fieldsOf(route.schema?.querystring);
        const bodies = route.method === 'GET' ? [] : fieldsOf(route.schema?.body);
        const query = new URLSearchParams(queries.slice(0, 4).map((name) => [name, text]));
        const asked = [
          ...parametersOf(route).map((name) =>
            addressOf(route, { ...own, [name]: encodeURIComponent(text.slice(0, 190)) }),
          ),
          ...(queries.length > 0 ? [`${addressOf(route, own)}?${query}`] : []),
        ];
        const fields = Object.fromEntries(bodies.slice(0, 4).map((name) => [name, text]));
        for (const url of [...asked, addressOf(route, own)]) {
          const { status } = await ask(world, 'head', { method: route.method, url, ...bodyFor(route, fields) });
          if (status >= 500) found.push(`${route.method} ${route.url}: ${status}`);
        }
      }
      expect(found).toEqual([]);
    },
    60_000,
  );
});

describe('headers and cookies', () => {
  it('that are too large or make no sense are refused or passed over, and the next request is answered', async () => {
    await world.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = world.app.server.address() as AddressInfo;
    const statusOf = async (headers: http.OutgoingHttpHeaders): Promise<number> => {
      const request = http.request({ port, host: '127.0.0.1', path: '/about', headers });
      request.end();
      const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
      answer.resume();
      return answer.statusCode ?? 0;
    };
    expect(await statusOf({ cookie: 'a'.repeat(20_000) })).toBe(431);
    expect(await statusOf({ 'x-many': 'b'.repeat(200_000) })).toBe(431);
    const calm = [
      { cookie: 'headwater-session='.repeat(500) },
      { cookie: `headwater-scope=${'%00'.repeat(2_000)}` },
      { cookie: ';'.repeat(15_000) },
      { cookie: '='.repeat(15_000) },
      { accept: `text/csv;${' '.repeat(14_000)}q=.` },
      { 'accept-language': ','.repeat(15_000) },
      { 'if-none-match': ','.repeat(15_000) },
      { authorization: `Bearer ${'hwk_'.repeat(3_000)}` },
      { authorization: `${' '.repeat(14_000)}Bearer` },
      { 'headwater-scope': `setting ${' '.repeat(14_000)}x` },
      { 'headwater-scope': `setting ${'9'.repeat(14_000)}` },
      { 'x-forwarded-for': '1.1.1.1,'.repeat(1_500) },
      { range: 'bytes=0-,'.repeat(1_000) },
    ];
    for (const headers of calm)
      expect({ headers: JSON.stringify(headers).slice(0, 60), status: await statusOf(headers) }).toMatchObject({
        status: 200,
      });
    expect(await statusOf({})).toBe(200);
  });
});
