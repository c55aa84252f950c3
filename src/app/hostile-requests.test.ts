import { beforeAll, describe, expect, it } from 'vitest';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../../test/app-parts.ts';
import { demonstrationDatabase } from '../../test/made-up-database.ts';
import { createHealth } from './health.ts';
import { pageServer } from './main.ts';

let app: RouteServer;
const log = keptLog();

beforeAll(async () => {
  const health = createHealth();
  health.move({ kind: 'ready' });
  const database = await demonstrationDatabase();
  app = pageServer({ config: testConfig(), clock: testClock, log }, smallAssets, health, database).app;
  await app.ready();
}, 120_000);

/** What is put where a person would put a code, a name, a number or a day. Percent signs are sent as they are. */
const hostileTexts = [
  '%00',
  '%C3%28',
  '%0D%0AX-Injected:%201',
  ...[
    '__proto__',
    'constructor',
    'toString',
    "' OR 1=1 --",
    '<script>alert(1)</script>',
    '../../../etc/passwd',
    '😀',
    'a'.repeat(5000),
    '('.repeat(5000),
    '-1e308',
    '0000-01-01',
    '9999-12-31',
  ].map(encodeURIComponent),
];

const figuresOf = '/api/v1/figures?area=E92000001&measure=absence-rate';

/** `HERE` is where the hostile text goes. */
const addresses = [
  ...['phase', 'measure', 'asPublished', 'HERE'].map((name) => `/?${name}=HERE`),
  ...['phase', 'measure', 'asPublished'].map((name) => `/map?${name}=HERE`),
  '/areas?q=HERE',
  '/areas/HERE',
  '/areas/E92000001?phase=HERE',
  '/areas/HERE/settings',
  '/areas/E92000001/settings?q=HERE',
  '/areas/E92000001/settings?page=HERE',
  '/areas/HERE/weeks.csv',
  '/areas/E92000001/HERE.csv',
  '/areas/E92000001/weeks.csv?phase=HERE',
  '/map.csv?phase=HERE',
  '/settings/HERE',
  '/releases/HERE',
  '/assets/HERE',
  '/HERE',
  ...['q', 'parent', 'on', 'kind', 'format', 'HERE'].map((name) => `/api/v1/areas?${name}=HERE`),
  '/api/v1/measures?group=HERE',
  '/api/v1/releases?format=HERE',
  '/api/v1/HERE',
  '/api/v1/figures?area=HERE&measure=absence-rate',
  '/api/v1/figures?area=E92000001&measure=HERE',
  ...['phase', 'breakdown', 'from', 'to', 'grain', 'asPublished', 'dataset', 'vintages', 'format', 'HERE'].map(
    (name) => `${figuresOf}&${name}=HERE`,
  ),
];

describe('a hostile request', () => {
  it.each(addresses)('%s is answered calmly, whatever stands there', async (pattern) => {
    for (const text of hostileTexts) {
      const url = pattern.replace('HERE', text);
      const { statusCode, body, headers } = await app.inject({ url });
      expect(statusCode, url).toBeLessThan(500);
      expect(headers, url).toHaveProperty('content-security-policy');
      expect(headers, url).not.toHaveProperty('x-injected');
      if (String(headers['content-type']).startsWith('text/html')) expect(body, url).not.toContain('<script>alert');
    }
  });

  it.each([
    ['/api/v1/%C3%28', 400, 'application/problem+json'],
    ['/areas/%C3%28', 400, 'text/html'],
    [`/areas/${'a'.repeat(5000)}`, 414, 'text/html'],
  ] as const)(
    'an address that cannot be taken apart (%s) gets status %i in the usual form',
    async (url, status, type) => {
      const { statusCode, headers } = await app.inject({ url });
      expect(statusCode).toBe(status);
      expect(String(headers['content-type'])).toContain(type);
    },
  );

  it.each([
    ['area', '/api/v1/figures?area=,&measure=absence-rate'],
    ['area', '/api/v1/figures?area=E92000001&area=E12000007&measure=absence-rate'],
    ['measure', '/api/v1/figures?area=E92000001&measure=,'],
    ['phase', `${figuresOf}&phase=,`],
    ['phase', `${figuresOf}&phase=primary,nonsense`],
  ])('that names no %s (%s) is told so', async (parameter, url) => {
    const { statusCode, body } = await app.inject({ url });
    expect(statusCode).toBe(400);
    expect(JSON.parse(body).errors).toMatchObject([{ parameter }]);
  });

  it('for an address of another host is not answered with a link to it', async () => {
    const { body } = await app.inject({ url: '//elsewhere.example/%C3%28' });
    expect(body).not.toContain('href="//elsewhere.example');
  });

  it('is logged without its query', () => {
    expect(log.lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(log.lines)).not.toContain('OR 1=1');
    expect(JSON.stringify(log.lines)).not.toContain('?');
  });
});
