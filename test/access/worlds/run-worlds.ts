import fc from 'fast-check';
import { createHealth } from '#app/health.ts';
import { pageServer } from '#app/main.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { smallAssets, testConfig } from '../../app-parts.ts';
import type { Ask } from './ask-pages.ts';
import { answerCheck } from './ask-pages.ts';
import { readCatalogue } from './asked-tables.ts';
import type { Compared, Disagreement, Tally } from './compare.ts';
import { compareCatalogue, compareWorlds, compiled, noTally } from './compare.ts';
import { removeWorlds } from './enter-worlds.ts';
import { drawnWorld } from './settle-world.ts';

/** In order, as a clock goes: winter, a new day in London while it is still yesterday in Greenwich, the last of a day. */
export const moments = [
  '2025-11-03T10:00:00Z',
  '2026-01-15T23:59:59.999Z',
  '2026-06-29T23:00:00Z',
  '2026-07-01T22:30:00Z',
];

export interface Run {
  readonly seed: number;
  readonly worlds: number;
  /** Number of the first, where a database has had worlds before: what remembers ids must not take them for those. */
  readonly from?: number;
  /** Worlds entered side by side. */
  readonly together: number;
}

export interface Outcome {
  readonly tally: Tally;
  readonly found: readonly Disagreement[];
  /** The lot of worlds in which something disagreed. */
  readonly lot?: Lot | undefined;
}

interface Lot {
  readonly seed: number;
  readonly moment: Date;
  readonly count: number;
  readonly from: number;
}

/** A clock that a run sets. */
export interface SetClock extends Clock {
  set(to: Date): void;
}

export function setClock(): SetClock {
  let instant = new Date(moments[0] ?? 0);
  return {
    now: () => instant,
    today: () => londonDay(instant),
    set: (to) => {
      instant = to;
    },
  };
}

/** A log of which only faults are shown: a page that fails is a disagreement, and this says why. */
export function faultLog() {
  return { write: (line: string) => void (/"level":(50|"error")/.test(line) && process.stderr.write(line)) };
}

/** The whole program over a database, at a clock of ours. */
export async function serverAt(database: Database, clock: Clock): Promise<RouteServer> {
  const health = createHealth();
  health.move({ kind: 'ready' });
  const { app } = pageServer({ config: testConfig(), clock, log: faultLog() }, smallAssets, health, database);
  await app.ready();
  return app;
}

/** The program as it is, page and API included. */
export async function programOver(database: Database, ask?: Ask): Promise<Compared> {
  return {
    database,
    catalogue: await readCatalogue(database),
    compile: (engagement, now) => compiled(database, engagement, now),
    answers: ask && answerCheck(database, ask),
    atOnce: 4,
  };
}

/** Draws worlds from a seed and compares them, some at a time; stops at the first lot in which something disagrees. */
export async function runWorlds(compared: Compared, clock: SetClock, run: Run): Promise<Outcome> {
  const tally = noTally();
  const found: Disagreement[] = [...compareCatalogue(compared.catalogue)];
  let lot: Lot | undefined;
  for (let first = 0; first < run.worlds && found.length === 0; first += run.together) {
    const moment = new Date(moments[Math.floor((first * moments.length) / run.worlds)] ?? 0);
    clock.set(moment);
    const count = Math.min(run.together, run.worlds - first);
    lot = { seed: run.seed + first, moment, count, from: (run.from ?? 0) + first };
    const drawn = fc.sample(drawnWorld(moment), { seed: lot.seed, numRuns: count });
    const worlds = drawn.map((world, index) => ({ number: (run.from ?? 0) + first + index, world }));
    await removeWorlds(compared.database, compared.catalogue.tables);
    found.push(...(await compareWorlds(compared, worlds, tally)));
  }
  return { tally, found, lot: found.length > 0 ? lot : undefined };
}

/** The smallest world that fast-check makes of one that disagrees, drawn again from its lot’s seed; each entered alone. */
export async function smallest(compared: Compared, { seed, moment, count, from }: Lot): Promise<string> {
  let number = from + count;
  const agrees = fc.asyncProperty(drawnWorld(moment), async (world) => {
    number += 1;
    await removeWorlds(compared.database, compared.catalogue.tables);
    const found = await compareWorlds(compared, [{ number, world }], noTally());
    if (found.length > 0) throw new Error(found.map(lineOf).join('\n'));
  });
  const checked = await fc.check(agrees, { seed, numRuns: count, interruptAfterTimeLimit: 120_000 });
  const cause = checked.errorInstance instanceof Error ? checked.errorInstance.message : '';
  return `${cause}\n${fc.stringify(checked.counterexample)}`;
}

/** A disagreement in a line. */
export function lineOf({ layer, world, asked, what, leak }: Disagreement): string {
  return `${leak ? 'LEAK ' : ''}${layer}, world ${world}, ${asked}: ${what}`;
}

export function inWords({
  worlds,
  persons,
  decisions,
  scopes,
  tables,
  comparisons,
  requests,
  refused,
  leaks,
}: Tally): string {
  return `${worlds} worlds, ${persons} persons, ${decisions} decisions (${scopes} with a scope), ${tables} tables asked, ${requests} pages and answers of the API (${refused} refused), ${comparisons} comparisons, ${leaks} leaks`;
}
