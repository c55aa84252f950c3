import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildAssets } from '../../scripts/build.ts';
import { keptLog, testClock, testConfig } from '../../test/app-parts.ts';
import { freshDatabaseUrl } from '../../test/database/fresh-database.ts';
import type { HeadwaterOptions } from './main.ts';
import { startHeadwater } from './main.ts';

let assetsDirectory: string;
beforeAll(async () => {
  assetsDirectory = await mkdtemp(path.join(tmpdir(), 'headwater-assets-'));
  await buildAssets(assetsDirectory);
});

function options(
  environment: Readonly<Record<string, string>>,
  narrate: (line: string) => void = () => undefined,
): HeadwaterOptions {
  return { config: testConfig(environment), clock: testClock, log: keptLog(), narrate, assetsDirectory };
}

describe('startHeadwater', () => {
  it('turns an empty database into a first page, and says where', async () => {
    const steps: string[] = [];
    const started = await startHeadwater(
      options({ DATABASE_URL: await freshDatabaseUrl({ contents: 'empty' }) }, (line) => steps.push(line)),
    );
    if (!started.ok) throw new Error(started.failure.message);
    const { address, stop } = started.value;
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const health = await fetch(`${address}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ name: 'headwater', status: 'ok', migrations: 'done' });
    const page = await fetch(`${address}/about`);
    const html = await page.text();
    expect(page.status).toBe(200);
    const stylesheet = /href="(\/assets\/headwater-\w+\.css)"/.exec(html)?.[1] ?? '';
    const css = await fetch(address + stylesheet);
    expect(css.status).toBe(200);
    expect(css.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    await stop();
    await expect(fetch(`${address}/health`)).rejects.toThrow();
    expect(steps[0]).toBe('Opening the database …');
  });

  it('answers 503 while it starts, to monitors, programs and browsers alike', async () => {
    const seen: Promise<{ readonly status: number; readonly body: string; readonly type: string | null }[]>[] = [];
    const port = await freePort();
    const look = async () =>
      await Promise.all(
        ['/health', '/', '/api/v1/areas'].map(async (url) => {
          const answer = await fetch(`http://127.0.0.1:${port}${url}`);
          return { status: answer.status, body: await answer.text(), type: answer.headers.get('content-type') };
        }),
      );
    const narrate = (line: string) => {
      if (line.startsWith('Opening')) seen.push(look());
    };
    const url = 'postgres://127.0.0.1:1/nothing';
    const started = await startHeadwater({
      ...options({ DATABASE_URL: url, PORT: String(port) }, narrate),
      patience: 1_000,
    });
    const [answers] = await Promise.all(seen);
    expect(answers?.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(JSON.parse(answers?.[0]?.body ?? '')).toMatchObject({ status: 'starting', migrations: 'pending' });
    expect(answers?.[1]?.body).toContain('Headwater is starting');
    expect(answers?.[2]?.type).toContain('application/problem+json');
    expect(started).toMatchObject({ ok: false, failure: { code: 'database-unreachable' } });
  });

  it('names PORT when another program has it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const started = await startHeadwater(options({ PORT: String(port) }));
    expect(started).toMatchObject({ ok: false, failure: { code: 'port-in-use' } });
    expect(started.ok ? '' : started.failure.message).toContain(`PORT ${port}`);
    other.close();
  });

  it('says what to run when nothing has been built', async () => {
    const started = await startHeadwater({ ...options({}), assetsDirectory: path.join(assetsDirectory, 'none') });
    expect(started).toMatchObject({ ok: false, failure: { nextStep: 'Run: npm run build' } });
  });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
