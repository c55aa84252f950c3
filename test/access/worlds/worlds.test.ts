import { beforeAll, expect, it } from 'vitest';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../database/fresh-database.ts';
import { askingOf } from './ask-pages.ts';
import { inWords, programOver, runWorlds, serverAt, setClock } from './run-worlds.ts';

const worlds = Number(process.env['HEADWATER_WORLDS'] ?? 200);
const seed = Number(process.env['HEADWATER_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});

it(`agrees with the model in ${worlds} worlds (seed ${seed}): SQL, API and pages`, { timeout: 7_200_000 }, async () => {
  const clock = setClock();
  const app = await serverAt(database, clock);
  const started = performance.now();
  const { tally, found } = await runWorlds(await programOver(database, askingOf(app)), clock, {
    seed,
    worlds,
    together: 100,
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`seed ${seed}: ${inWords(tally)}, in ${seconds} s`);
  console.log(
    [...tally.ways]
      .map(([way, times]) => `${way} ${times}`)
      .toSorted()
      .join(', '),
  );
  await app.close();
  const lines = found.map(
    ({ layer, world, asked, what, leak }) => `${leak ? 'LEAK ' : ''}${layer}, world ${world}, ${asked}: ${what}`,
  );
  expect(lines.slice(0, 30)).toEqual([]);
  expect(tally.worlds).toBe(worlds);
});
