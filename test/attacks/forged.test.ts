import { beforeAll, describe, expect, it } from 'vitest';
import type { ListedRoute } from '#app/server.ts';
import { serverOver } from '../sign-in/signed-in-server.ts';
import { addressOf, ask, attackedRoutes, bodyFor, fieldsOf } from './asking.ts';
import type { AttackedWorld } from './attacked-world.ts';
import { attackedWorld } from './attacked-world.ts';

let world: AttackedWorld;
let changing: readonly ListedRoute[];
beforeAll(async () => {
  world = await attackedWorld();
  changing = attackedRoutes(world.routes).filter(({ method }) => !['GET', 'OPTIONS'].includes(method));
}, 120_000);

/** Everything a change could be made to, as one text: who people are, what is agreed, who is on roll. */
async function everythingKept(tables: readonly string[]): Promise<string> {
  const client = await world.database.poolOf('steward').connect();
  await client.query("BEGIN; SET LOCAL headwater.duty = 'verify'");
  const said: string[] = [];
  for (const table of tables) {
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${table} AS t`);
    said.push(table, ...rows.map(({ row }) => row).toSorted());
  }
  await client.query('ROLLBACK');
  client.release();
  return said.join('\n');
}

const kept = [
  'person',
  'membership',
  'agreement',
  'agreement_event',
  'api_key',
  'team_member',
  'enrolment',
  'legal_hold',
  'subject_access',
  'rectification',
  'break_glass',
  'ledger_delay',
];

function staysSignedIn({ url }: ListedRoute): boolean {
  return !/^\/(?:sign-|account\/end|demonstration)/.test(url);
}

describe('a change that another site asks for', () => {
  const forgeries: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['a form of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a page of a neighbouring site', { 'sec-fetch-site': 'same-site' }],
    ['an older browser at another site', { origin: 'https://evil.example' }],
    ['a page in a frame without an origin', { origin: 'null' }],
    ['a cookie that says nothing of where it comes from', {}],
    ['a link typed by nobody', { 'sec-fetch-site': 'none' }],
  ];

  it.each(forgeries)('%s is refused at every address that changes something', async (_name, headers) => {
    const { cookie = '' } = world.headersOf.head;
    const before = await everythingKept(kept);
    const found: string[] = [];
    for (const route of changing) {
      const url = addressOf(route, world.targets.own);
      const fields = Object.fromEntries(fieldsOf(route.schema?.body).map((name) => [name, '1']));
      const answer = await ask({ ...world, headersOf: { ...world.headersOf, nobody: { cookie } } }, 'nobody', {
        method: route.method,
        url,
        headers,
        ...bodyFor(route, fields),
      });
      if (answer.status !== 403) found.push(`${route.method} ${url}: ${answer.status}`);
    }
    expect(found).toEqual([]);
    expect(await everythingKept(kept)).toBe(before);
  });

  it('would be made by a page of this Headwater: something else than 403 is answered there', async () => {
    const own = await Promise.all(
      changing
        .filter(staysSignedIn)
        .map((route) =>
          ask(world, 'head', { method: route.method, url: addressOf(route, world.targets.own), ...bodyFor(route, {}) }),
        ),
    );
    expect(own.filter(({ status }) => status !== 403).length).toBeGreaterThan(changing.length / 2);
  });
});

describe('fields that nobody offered', () => {
  const extra = {
    role: 'headteacher',
    roles: 'administrator',
    person_id: '1',
    personId: '1',
    learner_id: '1',
    learnerId: '1',
    organisation_id: '1',
    organisationId: '1',
    setting_id: '990004',
    settingId: '990004',
    la_id: '1',
    trust_id: '1',
    categories: 'safeguarding',
    changes: 'safeguarding',
    demonstration: 'true',
    isAdmin: 'true',
    __proto__x: '1',
    'constructor[prototype][admin]': '1',
  };

  it('change nothing, whoever sends them', async () => {
    // A parent may ask for a copy of their own child’s record, and to talk: that is what the forms are for.
    const otherwise = kept.filter((table) => !['subject_access', 'rectification'].includes(table));
    const before = await everythingKept(otherwise);
    const found: string[] = [];
    for (const who of ['classTeacher', 'parent', 'nationalAnalyst'] as const) {
      for (const route of changing.filter(staysSignedIn)) {
        const answer = await ask(world, who, {
          method: route.method,
          url: addressOf(route, world.targets.own),
          ...bodyFor(route, extra),
        });
        // A search is asked by POST so that no name stands in an address: it answers with a page, and changes nothing.
        const asked = route.url.endsWith('/search') && answer.status === 200;
        if (!asked && (answer.status >= 500 || answer.status === 200 || answer.status === 201))
          found.push(`${who} ${route.method} ${route.url}: ${answer.status}`);
      }
    }
    expect(found).toEqual([]);
    expect(await everythingKept(otherwise)).toBe(before);
  });

  it('beside a good form leave a child where the child is, with the name that was typed', async () => {
    const { urn, slot } = world.targets.own;
    const page = await ask(world, 'head', { url: `/settings/${urn}/roll/${slot}` });
    expect(page.status).toBe(200);
    const fields = formOf(page.body);
    const sent = await ask(world, 'head', {
      method: 'POST',
      url: `/settings/${urn}/roll/${slot}`,
      form: { ...fields, ...extra },
    });
    expect(sent.status).toBeLessThan(500);
    const rows = await everythingKept(['enrolment']);
    expect(rows).not.toMatch(/\(990003,[^)]*,990004,/);
    const again = await ask(world, 'head', { url: `/settings/${urn}/roll/${slot}` });
    expect(formOf(again.body)['surname']).toBe(fields['surname']);
  });
});

/** The fields of the first form of a page that is about a person, as they stand. */
function formOf(body: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined && !/type="(?:radio|checkbox|search)"/.test(tag))
      fields[name] = /value="([^"]*)"/.exec(tag)?.[1] ?? '';
  }
  return fields;
}

describe('another method than the route’s', () => {
  it('is not answered, and a header or a field that names one changes nothing', async () => {
    const found: string[] = [];
    const urls = [...new Set(world.routes.map(({ url }) => url))].filter((url) => !url.includes('*'));
    for (const url of urls) {
      const there = new Set(world.routes.filter((route) => route.url === url).map(({ method }) => method));
      for (const method of ['PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS', 'TRACE'].filter((one) => !there.has(one))) {
        const address = addressOf({ method, url }, world.targets.own);
        const { status } = await ask(world, 'head', { method, url: address });
        if (status !== 404 && status !== 405) found.push(`${method} ${url}: ${status}`);
      }
    }
    expect(found).toEqual([]);
    const before = await everythingKept(kept);
    for (const { url } of changing) {
      const address = addressOf({ method: 'GET', url }, world.targets.own);
      const headers = { 'x-http-method-override': 'POST', 'x-method-override': 'DELETE' };
      await ask(world, 'head', { url: `${address}?_method=DELETE`, headers });
    }
    expect(await everythingKept(kept)).toBe(before);
  });
});

describe('another host than this one', () => {
  it('appears in no answer of a Headwater that knows its address', async () => {
    const server = await serverOver(world.database, world.clock, {
      HEADWATER_PUBLIC_URL: 'https://headwater.example.org',
      HEADWATER_REQUESTS_PER_MINUTE: '1000000',
    });
    const found: string[] = [];
    for (const route of attackedRoutes(server.routes).filter(({ method }) => method === 'GET')) {
      const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
      const { body, headers: answered } = await ask({ app: server.app, headersOf: world.headersOf }, 'nobody', {
        url: addressOf(route, world.targets.own),
        headers,
      });
      if (body.includes('evil.example') || JSON.stringify(answered).includes('evil.example')) found.push(route.url);
    }
    expect(found).toEqual([]);
    await server.app.close();
  });
});
