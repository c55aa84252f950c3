import { beforeAll, describe, expect, it } from 'vitest';
import type { ListedRoute } from '#app/server.ts';
import type { Answer } from './asking.ts';
import { addressOf, ask, attackedRoutes, bodyFor, fieldsOf, parametersOf } from './asking.ts';
import type { AttackedWorld, Attacker } from './attacked-world.ts';
import { attackedWorld, markers } from './attacked-world.ts';

let world: AttackedWorld;
let routes: readonly ListedRoute[];
beforeAll(async () => {
  world = await attackedWorld();
  routes = attackedRoutes(world.routes);
}, 120_000);

/** What ends a text, a statement or a comment, in every way that a statement put together by hand would be ended. */
const statements = [
  "' OR '1'='1",
  '1); DELETE FROM enrolment; --',
  "\\'; SELECT pg_sleep(3600); --",
  '$1 UNION SELECT surname, surname FROM enrolment /*',
  "{1,2}'::int[]",
];
const paths = [
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '/etc/passwd',
  'file:///etc/passwd',
  'x\u0000.csv',
];
/** For whom most statements are reached. */
const attackers: readonly Attacker[] = ['head', 'inclusionOfficer'];

interface Attempt {
  readonly where: string;
  readonly answer: Answer;
}

/** Puts a text into every place of a route, one after the other: path, query, body. */
async function* attempts(route: ListedRoute, who: Attacker, text: string): AsyncGenerator<Attempt> {
  const own = world.targets.own;
  const queries = fieldsOf(route.schema?.querystring);
  const bodies = route.method === 'GET' ? [] : [...fieldsOf(route.schema?.body), 'nonsense'];
  for (const name of parametersOf(route)) {
    const url = addressOf(route, { ...own, [name]: encodeURIComponent(text) });
    yield {
      where: `path ${name}`,
      answer: await ask(world, who, { method: route.method, url, ...bodyFor(route, {}) }),
    };
  }
  for (const name of queries) {
    const url = `${addressOf(route, own)}?${new URLSearchParams({ [name]: text })}`;
    yield {
      where: `query ${name}`,
      answer: await ask(world, who, { method: route.method, url, ...bodyFor(route, {}) }),
    };
  }
  for (const name of bodies) {
    const body = bodyFor(route, { [name]: text });
    yield {
      where: `body ${name}`,
      answer: await ask(world, who, { method: route.method, url: addressOf(route, own), ...body }),
    };
  }
  if (bodies.length > 2) {
    const body = bodyFor(route, Object.fromEntries(bodies.map((name) => [name, text])));
    yield {
      where: 'every field',
      answer: await ask(world, who, { method: route.method, url: addressOf(route, own), ...body }),
    };
  }
}

async function childrenKept(): Promise<number> {
  const client = await world.database.poolOf('steward').connect();
  await client.query("BEGIN; SET LOCAL headwater.duty = 'verify'");
  const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM enrolment');
  await client.query('ROLLBACK');
  client.release();
  return rows[0]?.n ?? 0;
}

/** An error of ours, or a child that nobody of this school should be shown. */
function isHit(who: Attacker, { status, body }: Answer): boolean {
  return status >= 500 || body.includes(markers.foreign) || (who === 'head' && body.includes(markers.sibling));
}

describe('SQL in every parameter, query and field', () => {
  it.each(statements)(
    '%s is a text, or an error that says so',
    async (text) => {
      const found: string[] = [];
      const before = await childrenKept();
      for (const route of routes) {
        for (const who of attackers) {
          for await (const { where, answer } of attempts(route, who, text))
            if (isHit(who, answer)) found.push(`${who} ${route.method} ${route.url}, ${where}: ${answer.status}`);
        }
      }
      expect(found).toEqual([]);
      expect(await childrenKept()).toBe(before);
    },
    60_000,
  );
});

describe('paths in every parameter, query and field', () => {
  it.each(paths)(
    '%j leads to no file',
    async (text) => {
      const found: string[] = [];
      for (const route of routes) {
        for await (const { where, answer } of attempts(route, 'head', text)) {
          if (answer.status >= 500 || /root:.*:0:0:|\[fonts\]/.test(answer.body))
            found.push(`${route.method} ${route.url}, ${where}: ${answer.status}`);
          if (/passwd|win\.ini/.test(String(answer.headers['content-disposition'])))
            found.push(`${route.url}, ${where}: named a file`);
        }
      }
      expect(found).toEqual([]);
    },
    60_000,
  );
});

describe('the attack itself', () => {
  it('finds fields to attack', () => {
    const fields = routes.flatMap(({ schema, method }) => [
      ...fieldsOf(schema?.querystring),
      ...(method === 'GET' ? [] : fieldsOf(schema?.body)),
    ]);
    expect(fields.length).toBeGreaterThan(100);
    const blind = routes.filter(
      ({ method, schema }) => method !== 'GET' && schema?.body !== undefined && fieldsOf(schema.body).length === 0,
    );
    // These read a document of their own kind; test/registers, test/agreement and the draft form’s own test send them
    // hostile ones.
    expect(blind.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /agreements/draft',
      'POST /api/v1/agreements',
      'POST /api/v1/registers',
    ]);
  });
});
