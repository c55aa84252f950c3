import { afterAll } from 'vitest';
import { createHealth } from '#app/health.ts';
import { pageServer } from '#app/main.ts';
import type { ListedRoute } from '#app/server.ts';
import { loadExampleshire } from '#demo/exampleshire.ts';
import type { PeopleLoaded } from '#demo/exampleshire-people.ts';
import { loadExamplePeople } from '#demo/exampleshire-people.ts';
import { exampleSettings } from '#demo/exampleshire-settings.ts';
import { seedAreas } from '#domain/area/store.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keptLog, smallAssets, testConfig } from '../app-parts.ts';
import { freshDatabase } from '../database/fresh-database.ts';

// Registered here, once for each test file that imports this, and run before the databases are dropped: what a server
// still has connected would keep them.
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

/** Has a server closed when the test file is done. */
export function closedAfterwards(app: RouteServer): void {
  closing.push(() => app.close());
}

/** A clock that a test moves on. */
export interface MovingClock extends Clock {
  forward(milliseconds: number): void;
}

export function movingClock(start: Date): MovingClock {
  let instant = start.getTime();
  return {
    now: () => new Date(instant),
    today: () => londonDay(new Date(instant)),
    forward: (milliseconds) => {
      instant += milliseconds;
    },
  };
}

/** A server over a small Exampleshire, with its eight people. */
export interface SignedInServer {
  readonly app: RouteServer;
  readonly routes: readonly ListedRoute[];
  readonly database: Database;
  readonly clock: MovingClock;
  readonly people: PeopleLoaded;
  readonly log: ReturnType<typeof keptLog>;
}

/** The database of such a server: one primary school with a year of registers. */
export async function smallExampleshire(
  clock: Clock,
): Promise<{ readonly database: Database; readonly people: PeopleLoaded }> {
  const database = await freshDatabase();
  await seedAreas(database);
  return { database, people: await fillExampleshire(database, clock) };
}

/** Puts that school and the eight people into a database that has England’s areas. */
export async function fillExampleshire(database: Database, clock: Clock): Promise<PeopleLoaded> {
  const settings = exampleSettings.filter(({ keeper }) => keeper.urn === 990_003);
  await loadExampleshire(database, clock, { settings, years: 1 });
  const people = await loadExamplePeople(database, clock);
  if (!people) throw new Error('Exampleshire has nobody');
  return people;
}

export async function signedInServer(environment: Readonly<Record<string, string>> = {}): Promise<SignedInServer> {
  const clock = movingClock(new Date('2026-01-15T10:00:00Z'));
  const { database, people } = await smallExampleshire(clock);
  return { ...(await serverOver(database, clock, environment)), database, clock, people };
}

/** Another server over the same database. */
export async function serverOver(
  database: Database,
  clock: Clock,
  environment: Readonly<Record<string, string>> = {},
): Promise<Pick<SignedInServer, 'app' | 'routes' | 'log'>> {
  const health = createHealth();
  health.move({ kind: 'ready' });
  const log = keptLog();
  const { app, routes } = pageServer({ config: testConfig(environment), clock, log }, smallAssets, health, database);
  await app.ready();
  closedAfterwards(app);
  return { app, routes, log };
}
