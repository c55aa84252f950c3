import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { startHeadwater as start } from '#app/main.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import { buildAssets } from '../../scripts/build.ts';
import { keptLog, testClock, testConfig } from '../app-parts.ts';
import { freshDatabaseUrl } from '../database/fresh-database.ts';

// Registered here, once for each test file that imports this: a hook registered from within a hook would never run, and
// what stays connected under the role of a scope keeps its database from being dropped.
const stopping: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stopping) await stop();
});

interface Wanted {
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
}

/** A Headwater of the test's own on a free port, with the real stylesheet; stopped when the test file is done. */
export async function startHeadwater({ environment = {}, clock = testClock }: Wanted = {}): Promise<{
  readonly address: string;
  readonly databaseUrl: string;
}> {
  const assetsDirectory = await mkdtemp(path.join(tmpdir(), 'headwater-assets-'));
  const [databaseUrl] = await Promise.all([freshDatabaseUrl(), buildAssets(assetsDirectory)]);
  const started = await start({
    config: testConfig({ DATABASE_URL: databaseUrl, ...environment }),
    clock,
    log: keptLog(),
    narrate: () => undefined,
    assetsDirectory,
  });
  await rm(assetsDirectory, { recursive: true });
  if (!started.ok) throw new Error(`${started.failure.message} ${started.failure.nextStep}`);
  stopping.push(() => started.value.stop());
  return { address: started.value.address, databaseUrl };
}
