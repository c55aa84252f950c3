import { beforeAll, expect, it } from 'vitest';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../database/fresh-database.ts';
import { askingOf } from './ask-pages.ts';
import { inWords, lineOf, programOver, runWorlds, serverAt, setClock, smallest } from './run-worlds.ts';

const worlds = Number(process.env['HEADWATER_WORLDS'] ?? 200);
const seed = Number(process.env['HEADWATER_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));

const said = (line: string) => void process.stdout.write(`${line}\n`);

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});

it(`agrees with the model in ${worlds} worlds (seed ${seed}): SQL, API and pages`, { timeout: 7_200_000 }, async () => {
  const clock = setClock();
  const app = await serverAt(database, clock);
  const started = performance.now();
  const program = await programOver(database, askingOf(app));
  const { tally, found, lot } = await runWorlds(program, clock, {
    seed,
    worlds,
    together: 100,
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  said(`seed ${seed}: ${inWords(tally)}, in ${seconds} s`);
  said(
    [...tally.ways]
      .map(([way, times]) => `${way} ${times}`)
      .toSorted()
      .join(', '),
  );
  if (lot) said(`The smallest world that disagrees:\n${await smallest(program, lot)}`);
  await app.close();
  expect(found.map(lineOf).slice(0, 30)).toEqual([]);
  expect(tally.worlds).toBe(worlds);
});
