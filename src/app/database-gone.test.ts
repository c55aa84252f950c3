import { beforeAll, describe, expect, it } from 'vitest';
import { seedAreas } from '#domain/area/store.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../../test/app-parts.ts';
import { freshDatabase } from '../../test/database/fresh-database.ts';
import { createHealth } from './health.ts';
import { pageServer } from './main.ts';

let app: RouteServer;

beforeAll(async () => {
  const database = await freshDatabase();
  await seedAreas(database);
  const health = createHealth();
  health.move({ kind: 'ready' });
  app = pageServer({ config: testConfig(), clock: testClock, log: keptLog() }, smallAssets, health, database).app;
  await app.ready();
  await database.close();
});

describe('while the database cannot be reached', () => {
  it.each([
    ['/', 500, 'text/html', 'This is a fault in Headwater'],
    ['/areas/E08000038', 500, 'text/html', 'This is a fault in Headwater'],
    ['/nothing-here', 404, 'text/html', 'Page not found'],
    ['/areas/%C3%28', 400, 'text/html', 'The address has a % in it'],
    ['/about', 200, 'text/html', 'Headwater'],
    ['/api/v1/areas', 500, 'application/problem+json', 'It has been written to the log'],
    ['/health', 503, 'application/json', 'database-unreachable'],
  ] as const)(
    '%s answers %i in its usual form, and says nothing about the inside',
    async (url, status, type, words) => {
      const { statusCode, headers, body } = await app.inject({ url });
      expect(statusCode).toBe(status);
      expect(String(headers['content-type'])).toContain(type);
      expect(body).toContain(words);
      expect(body).not.toMatch(/\bpool\b|SELECT|node_modules/);
    },
  );
});
