import type { Assets } from '#app/assets.ts';
import { readConfig } from '#app/config.ts';
import { createHealth } from '#app/health.ts';
import { pageServer } from '#app/main.ts';
import { examplePeople } from '#demo/exampleshire-people.ts';
import { systemClock } from '#foundation/kernel/effects.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Database } from '#platform/database/pool.ts';
import { choicesOf } from '#platform/sign-in/engagements.ts';
import { openSession } from '#platform/sign-in/sessions.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { quantile } from './running-headwater.ts';

/** How often the pages are asked for. */
export interface SignedInAsked {
  readonly urn: number;
  readonly rounds: number;
  /** Requests a turn of each side. */
  readonly pages: number;
}

const assets: Assets = { urls: { stylesheet: '/a.css', font: '/a.woff2' }, files: new Map() };
const limits = { idle: 3_600_000, absolute: 12 * 3_600_000 };

/** Who asks, and with what. */
interface Side {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function serve(database: Database): Promise<RouteServer> {
  const config = readConfig({ LOG_LEVEL: 'fatal', PORT: '0', HEADWATER_REQUESTS_PER_MINUTE: '1000000' });
  if (!config.ok) throw new Error(config.failure.map(({ message }) => message).join(' '));
  const health = createHealth();
  health.move({ kind: 'ready' });
  const log = { write: () => undefined };
  const { app } = pageServer({ config: config.value, clock: systemClock, log }, assets, health, database);
  await app.ready();
  return app;
}

/** The cookie of somebody who is signed in, as their first role. */
async function cookieOf(database: Database, email: string): Promise<string> {
  const now = systemClock.now();
  const token = await inGate(database, 'sign-in', async (gate) => {
    const { person_id: personId } = await gate
      .selectFrom('person')
      .select('person_id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    const [first] = await choicesOf(gate, personId, [], now);
    const arrival = { personId, via: 'demonstration', organisationClaims: [], device: 'a benchmark' };
    const rules = { limits, people: 'everybody' } as const;
    return await openSession(gate, { ...arrival, engagement: first?.engagement }, rules, now);
  });
  return `headwater-session=${token}`;
}

async function timeTurn(app: RouteServer, url: string, { name, headers }: Side, pages: number): Promise<number[]> {
  const each: number[] = [];
  for (let page = 0; page < pages; page += 1) {
    const started = performance.now();
    const { statusCode } = await app.inject({ url, headers: { ...headers } });
    each.push(performance.now() - started);
    if (statusCode !== 200) throw new Error(`${url} answered ${statusCode} to ${name}`);
  }
  return each;
}

/** Two pages for each side, in words: one that asks nothing but who is here, and a setting’s registers. */
export async function timeSignedIn(
  database: Database,
  { urn, rounds, pages }: SignedInAsked,
): Promise<readonly string[]> {
  const app = await serve(database);
  const sides: readonly Side[] = [
    { name: 'a chosen role', headers: { 'headwater-scope': `head ${urn}` } },
    { name: 'a head signed in', headers: { cookie: await cookieOf(database, examplePeople.head) } },
    { name: 'a class teacher signed in', headers: { cookie: await cookieOf(database, examplePeople.classTeacher) } },
  ];
  const lines: string[] = [];
  for (const url of ['/accessibility', `/settings/${urn}/registers`]) {
    const all = sides.map((): number[] => []);
    for (const side of sides) await timeTurn(app, url, side, pages);
    for (let round = 0; round < rounds; round += 1) {
      for (let turn = 0; turn < sides.length; turn += 1) {
        const at = (round + turn) % sides.length;
        const side = sides[at];
        if (side) all[at]?.push(...(await timeTurn(app, url, side, pages)));
      }
    }
    for (const [at, each] of all.entries()) {
      const [half, high] = [quantile(each, 0.5), quantile(each, 0.95)];
      lines.push(`${url}, ${sides[at]?.name}: p50 ${half.toFixed(2)} ms, p95 ${high.toFixed(2)} ms (${each.length})`);
    }
  }
  await app.close();
  return lines;
}
