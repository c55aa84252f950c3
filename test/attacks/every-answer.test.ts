import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteServer } from '#platform/web/route-server.ts';
import { serverOver } from '../sign-in/signed-in-server.ts';
import type { Answer } from './asking.ts';
import { addressOf, ask, attackedRoutes, bodyFor } from './asking.ts';
import type { AttackedWorld, Attacker } from './attacked-world.ts';
import { attackedWorld } from './attacked-world.ts';

interface Seen extends Answer {
  readonly who: Attacker;
  readonly where: string;
}

let world: AttackedWorld;
let secure: RouteServer;
const seen: Seen[] = [];
const readers: readonly Attacker[] = [
  'head',
  'safeguardingLead',
  'inclusionOfficer',
  'nationalAnalyst',
  'child',
  'parent',
  'nobody',
  'demonstrationRole',
];

/** Every address that answers, asked once by each reader; every change asked for once with a form that is not filled in. */
beforeAll(async () => {
  world = await attackedWorld();
  for (const who of readers) {
    for (const route of attackedRoutes(world.routes)) {
      const url = addressOf(route, world.targets.own);
      if (/^\/(?:sign-out|account\/end)$/.test(url)) continue;
      seen.push({
        who,
        where: `${route.method} ${route.url}`,
        ...(await ask(world, who, { method: route.method, url, ...bodyFor(route, {}) })),
      });
    }
  }
  const environment = {
    HEADWATER_PUBLIC_URL: 'https://headwater.example.org',
    HEADWATER_REQUESTS_PER_MINUTE: '1000000',
  };
  secure = (await serverOver(world.database, world.clock, environment)).app;
}, 120_000);
afterAll(() => secure.close());

const pages = (): readonly Seen[] =>
  seen.filter(({ headers }) => String(headers['content-type']).startsWith('text/html'));

describe('every answer', () => {
  it('carries a content security policy that lets nothing inline run, and the other headers', () => {
    expect(seen.length).toBeGreaterThan(600);
    const policies = new Set(
      seen.filter(({ body }) => body !== 'goes on').map(({ headers }) => String(headers['content-security-policy'])),
    );
    expect(policies.size).toBe(1);
    const [policy = ''] = policies;
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
    for (const directive of ["base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'"])
      expect(policy).toContain(directive);
    for (const { where, headers, body } of seen.filter(({ body: text }) => text !== 'goes on')) {
      expect({ where, type: headers['x-content-type-options'] }).toEqual({ where, type: 'nosniff' });
      expect({ where, referrer: headers['referrer-policy'] }).toEqual({ where, referrer: 'same-origin' });
      expect({ where, body: headers['server'] ?? headers['x-powered-by'] ?? '' }, body.slice(0, 0)).toEqual({
        where,
        body: '',
      });
    }
  });

  it('about a child, or made for who asks, is kept by no cache', () => {
    const kept = seen.filter(({ who, headers, status }) => {
      const cache = String(headers['cache-control'] ?? '');
      return who !== 'nobody' && status === 200 && !/no-store|private/.test(cache);
    });
    // What is the same for everybody may be kept: figures that are published, and the files that browsers ask for.
    const open =
      /^GET (?:\/api\/v1\/(?:areas|figures|measures|releases|attendance-codes|openapi\.json|agreements\/(?:schema|lawful-bases)|ledger\/heads)|\/(?:map|areas\/:code\/:picture)\.csv|\/favicon|\/robots|\/\.well-known|\/ledger\/heads\.txt|.*\/events)/;
    expect(
      [...new Set(kept.filter(({ body }) => body !== 'goes on').map(({ where }) => where))].filter(
        (where) => !open.test(where),
      ),
    ).toEqual([]);
    const children = seen.filter(
      ({ where, status }) =>
        status === 200 && /:slot|:learner|who-has-looked|my-record|\/roll|\/children|requests/.test(where),
    );
    expect(children.length).toBeGreaterThan(10);
    for (const { who, where, headers } of children)
      expect({ who, where, cache: headers['cache-control'] }).toEqual({ who, where, cache: 'private, no-store' });
  });
});

describe('every page', () => {
  it('has nothing inline for the policy to refuse', () => {
    expect(pages().length).toBeGreaterThan(300);
    const inline = pages().filter(({ body }) =>
      / style="|<style|<script(?![^>]* src=)| on[a-z]+="|javascript:|srcdoc=/i.test(body),
    );
    expect(inline.map(({ where }) => where)).toEqual([]);
  });

  it('loads nothing from elsewhere, and sends its forms nowhere else', () => {
    const elsewhere = pages().flatMap(({ where, body }) =>
      [
        ...body.matchAll(
          /<(?:script|img|iframe|audio|video|source|embed|object|form|use|image|link)\b[^>]*?\s(?:src|srcset|action|data|href|poster|xlink:href)="([^"]*)"/gi,
        ),
      ]
        .map(([, address = '']) => address)
        .filter((address) => !/^(?:\/(?!\/)|#|\?|$)/.test(address))
        .map((address) => `${where}: ${address}`),
    );
    expect([...new Set(elsewhere)]).toEqual([]);
  });
});

describe('every cookie', () => {
  /** The cookies there are, and how long browsers keep them. A new one is entered here with its reason. */
  const known = [
    'headwater-session',
    'headwater-signing-in',
    'headwater-held',
    'headwater-leaving',
    'headwater-scope',
    'headwater-demonstration-identity',
  ];

  it('is one we know, not to be read by scripts, not sent by other sites, and of this host alone', async () => {
    const set = [
      ...seen.flatMap(({ headers }) => [headers['set-cookie'] ?? []].flat().map(String)),
      ...(await signInAndOut(world.app)),
    ];
    expect(set.length).toBeGreaterThan(5);
    for (const cookie of new Set(set)) {
      const [name = ''] = cookie.split('=');
      expect(
        known.some((one) => name === one || name.startsWith('_') || name.startsWith(one)),
        cookie,
      ).toBe(true);
      expect(cookie, name).toMatch(/;\s*HttpOnly/i);
      expect(cookie, name).toMatch(/;\s*SameSite=(?:Lax|Strict)/i);
      expect(cookie, name).not.toMatch(/;\s*Domain=/i);
    }
  });

  it('is Secure and bound to the host where people come by https', async () => {
    const set = await signInAndOut(secure);
    expect(set.length).toBeGreaterThan(0);
    // Those of the demonstration’s own provider begin with _; in production there is none.
    for (const cookie of set.filter((one) => !one.startsWith('_'))) {
      expect(cookie).toMatch(/;\s*Secure/i);
      if (/^(?:__Host-)?headwater-(?:session|signing-in|held|leaving)/.test(cookie)) expect(cookie).toMatch(/^__Host-/);
    }
  });
});

/** The Set-Cookie headers of a role chosen, a sign-in and a sign-out. */
async function signInAndOut(app: RouteServer): Promise<readonly string[]> {
  const set: string[] = [];
  const jar = new Map<string, string>();
  const step = async (method: 'GET' | 'POST', url: string, payload?: string) => {
    const answer = await app.inject({
      method,
      url,
      headers: {
        host: app === secure ? 'headwater.example.org' : 'localhost:80',
        'sec-fetch-site': method === 'POST' ? 'same-origin' : 'none',
        ...(jar.size > 0 && { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(payload !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(payload !== undefined && { payload }),
    });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      set.push(line);
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      jar.set(name, value);
    }
    return answer;
  };
  await step('POST', '/scope', 'choice=nobody&from=/');
  let answer = await step('GET', '/sign-in/with/demonstration');
  for (let hop = 0; hop < 4 && answer.statusCode >= 300 && answer.statusCode < 400; hop += 1)
    answer = await step(
      'GET',
      new URL(String(answer.headers.location), 'http://localhost').pathname +
        new URL(String(answer.headers.location), 'http://localhost').search,
    );
  const action = /<form method="post" action="([^"]*)"/.exec(answer.body)?.[1];
  const person =
    /name="person" value="(\d+)"/.exec(answer.body)?.[1] ?? /value="(\d+)"[^>]*name="person"/.exec(answer.body)?.[1];
  if (action?.startsWith('/demonstration') && person) {
    answer = await step('POST', action, `person=${person}`);
    for (let hop = 0; hop < 6 && answer.statusCode >= 300 && answer.statusCode < 400; hop += 1) {
      const to = new URL(String(answer.headers.location), 'http://localhost');
      answer = await step('GET', to.pathname + to.search);
    }
    await step('POST', '/sign-out', '');
  }
  return set;
}
