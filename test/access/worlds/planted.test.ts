import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/database/pool.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { freshDatabase } from '../../database/fresh-database.ts';
import type { Ask } from './ask-pages.ts';
import { answerCheck, askingOf } from './ask-pages.ts';
import type { Compared } from './compare.ts';
import { compiled } from './compare.ts';
import { believingServer } from './faulty-server.ts';
import type { Planted } from './planted.ts';
import { believing, planted, rewriting } from './planted.ts';
import type { SetClock } from './run-worlds.ts';
import { programOver, runWorlds, serverAt, setClock } from './run-worlds.ts';

/** Fixed, so that a fault that is found is found again. */
const seed = 20_261_124;
const most = { seed, worlds: 1_200, together: 40 } as const;
let before = 0;
const servers: RouteServer[] = [];
afterAll(async () => {
  for (const app of servers) await app.close();
});

/** Worlds of their own for every fault. */
function another(): typeof most & { readonly from: number } {
  before += most.worlds;
  return { ...most, from: before };
}

let database: Database;
let clock: SetClock;

beforeAll(async () => {
  database = await freshDatabase();
  clock = setClock();
});

/** The program with one fault in it, and whether the fault was ever reached. */
async function withFault(fault: Planted): Promise<Compared & { readonly reached: () => boolean }> {
  const always = () => true;
  if (fault.sql) {
    const scratch = await freshDatabase();
    for (const statement of fault.sql) await scratch.pool.query(statement);
    return { ...(await programOver(scratch)), reached: always };
  }
  const program = await programOver(database);
  const { statement, believes } = fault;
  if (statement) {
    const changed = rewriting(database, statement);
    const compile: Compared['compile'] = (engagement, now) => compiled(changed.database, engagement, now);
    return { ...program, compile, reached: () => changed.planted() > 0 };
  }
  if (believes) {
    const compile: Compared['compile'] = (engagement, now) =>
      believing(believes, (one) => compiled(database, one, now), engagement);
    return { ...program, compile, reached: always };
  }
  return { ...program, answers: answerCheck(database, await faultyAsk(fault)), reached: always };
}

async function faultyAsk({ answer }: Planted): Promise<Ask> {
  const app = await (answer === 'every-category' ? believingServer : serverAt)(database, clock);
  servers.push(app);
  const ask = askingOf(app);
  if (answer === 'every-category') return ask;
  return async (url, token) => {
    const { status, body } = await ask(url, token);
    return { status, body: `${body}Qsaaaaaa` };
  };
}

describe('the comparison', () => {
  it('finds nothing where nothing is planted', { timeout: 120_000 }, async () => {
    expect((await runWorlds(await programOver(database), clock, { ...another(), worlds: 80 })).found).toEqual([]);
  });

  it.each(planted)('finds $name', { timeout: 240_000 }, async (fault) => {
    const { reached, ...compared } = await withFault(fault);
    const { found, tally } = await runWorlds(compared, clock, another());
    expect({ reached: reached(), found: found.length > 0, worlds: tally.worlds }).toMatchObject({
      reached: true,
      found: true,
    });
  });
});
