import path from 'node:path';
import { build } from 'esbuild';
import { loadExampleshire } from '#demo/exampleshire.ts';
import { loadExamplePeople } from '#demo/exampleshire-people.ts';
import { exampleSettings } from '#demo/exampleshire-settings.ts';
import { systemClock } from '#foundation/kernel/effects.ts';
import { machineLoad, numberOption } from './measuring/durations.ts';
import type * as SignedInPages from './measuring/signed-in-pages.ts';
import { onScratchDatabase } from './measuring/synthetic-database.ts';

/**
 * What a request of somebody signed in costs beside one with a demonstration’s chosen role: the same pages of the same
 * server, one request after another, in turns that change their order. `npm run bench -- signed-in [--rounds 20] [--pages 60]`.
 */
const rounds = numberOption('rounds', 20);
const pages = numberOption('pages', 60);
const urn = 990_003;

/** Pages are TSX, which Node does not read: what serves them is bundled first, as the program is. */
async function bundledPages(): Promise<typeof SignedInPages> {
  const outfile = path.join(import.meta.dirname, '..', 'dist', 'bench', 'signed-in-pages.js');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'measuring', 'signed-in-pages.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  return await import(outfile);
}

await onScratchDatabase(
  async (database) => {
    const settings = exampleSettings.filter(({ keeper }) => keeper.urn === urn);
    await loadExampleshire(database, systemClock, { settings, years: 1 });
    await loadExamplePeople(database, systemClock);
  },
  async (database) => {
    const { timeSignedIn } = await bundledPages();
    for (const line of await timeSignedIn(database, { urn, rounds, pages })) console.log(line);
    console.log(machineLoad());
  },
);
