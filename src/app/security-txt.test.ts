import { describe, expect, it } from 'vitest';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../../test/app-parts.ts';
import { createServer } from './server.ts';
import { createShell } from './shell.tsx';
import { siteRoutes } from './site-routes.ts';

/** The fields of the file, by name, as they are answered under a configuration. */
async function fields(environment: Readonly<Record<string, string>> = {}): Promise<ReadonlyMap<string, string>> {
  const shell = createShell({ assets: smallAssets.urls, showsDemonstration: () => Promise.resolve(false) });
  const config = testConfig(environment);
  const { app } = createServer({ version: '1', config, log: keptLog(), shell, assets: smallAssets });
  app.register((inner: RouteServer, _options, done) => {
    siteRoutes(inner, { shell, clock: testClock, publicUrl: config.publicUrl, security: config.hardening });
    done();
  });
  const answer = await app.inject({ url: '/.well-known/security.txt', headers: { host: 'here.example' } });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
  return new Map(answer.body.split('\n').flatMap((line) => (line === '' ? [] : [split(line)])));
}

function split(line: string): [string, string] {
  const at = line.indexOf(': ');
  return [line.slice(0, at), line.slice(at + 2)];
}

describe('/.well-known/security.txt', () => {
  it('names the contact and the policy that are configured', async () => {
    const told = await fields({
      HEADWATER_SECURITY_CONTACT: 'mailto:security@example.org',
      HEADWATER_SECURITY_POLICY: 'https://example.org/security',
      HEADWATER_PUBLIC_URL: 'https://headwater.example.org',
    });
    expect(told.get('Contact')).toBe('mailto:security@example.org');
    expect(told.get('Policy')).toBe('https://example.org/security');
    expect(told.get('Canonical')).toBe('https://headwater.example.org/.well-known/security.txt');
  });

  it('leads to the page about this Headwater where none is, and names no policy', async () => {
    const told = await fields();
    expect(told.get('Contact')).toBe('http://here.example/about#security');
    expect(told.has('Policy')).toBe(false);
  });

  it('ends in the future, and in less than a year as RFC 9116 advises', async () => {
    const ends = new Date((await fields()).get('Expires') ?? '');
    const day = 86_400_000;
    const days = (ends.getTime() - testClock.now().getTime()) / day;
    // It may be kept by a cache for a day.
    expect(days).toBeGreaterThan(1);
    expect(days).toBeLessThan(365);
  });
});
