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
  for (let first = 0; first < run.worlds && found.length === 0; first += run.together) {
    const moment = new Date(moments[Math.floor((first * moments.length) / run.worlds)] ?? 0);
    clock.set(moment);
    const count = Math.min(run.together, run.worlds - first);
    const drawn = fc.sample(drawnWorld(moment), { seed: run.seed + first, numRuns: count });
    const worlds = drawn.map((world, index) => ({ number: (run.from ?? 0) + first + index, world }));
    await removeWorlds(compared.database, compared.catalogue.tables);
    found.push(...(await compareWorlds(compared, worlds, tally)));
  }
  return { tally, found };
}

export function inWords({ worlds, persons, decisions, scopes, tables, comparisons, requests, leaks }: Tally): string {
  return `${worlds} worlds, ${persons} persons, ${decisions} decisions (${scopes} with a scope), ${tables} tables asked, ${requests} pages and answers of the API, ${comparisons} comparisons, ${leaks} leaks`;
}
