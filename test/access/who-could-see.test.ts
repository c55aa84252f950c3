import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { answered, beginWorld, goOn, lookAround } from './lived-world.ts';
import type { Deed } from './living.ts';
import { deeds, live } from './living.ts';

let database: Database;
let worlds = 0;
let reached = 0;

beforeAll(async () => {
  database = await freshDatabase();
});

const kinds = Object.keys(deeds) as readonly Deed['what'][];
const small = fc.nat({ max: 999 });
/** Begins with some people, so that most worlds have somebody to see and somebody to be seen. */
const lives = fc.tuple(
  fc.array(deedOf(['entersMember', 'entersLate', 'opensTeam', 'bringsUp']), { minLength: 4, maxLength: 6 }),
  fc.array(deedOf(kinds.filter((kind) => kind !== 'agrees')), { minLength: 4, maxLength: 8 }),
);

function deedOf(of: readonly Deed['what'][]): fc.Arbitrary<Deed> {
  const hours = fc.nat({ max: 30 });
  return fc.record({ what: fc.constantFrom(...of), one: small, other: small, bits: fc.nat({ max: 2047 }), hours });
}

/** Lives a world through, and asks of each day of it, when it is over, who could see whom. */
async function agreesOverall(life: readonly Deed[]): Promise<void> {
  worlds += 1;
  const world = await beginWorld(database, worlds);
  await lookAround(world);
  for (const deed of life) {
    await goOn(world, deed.hours);
    await live(world, deed);
    await lookAround(world);
  }
  for (const [day, seen] of world.seen) {
    expect([day, ...sorted(await answered(world, day))]).toEqual([day, ...sorted(seen)]);
    reached += seen.size;
  }
}

function sorted(lines: ReadonlySet<string>): readonly (string | PlainDate)[] {
  return [...lines].toSorted();
}

describe('who could see a child on a day', () => {
  it('is, days later, whom compileScope let see the child on that day: roles, teams, families and openings', async () => {
    await fc.assert(
      fc.asyncProperty(lives, async ([first, then]) => {
        await agreesOverall([...first.map((deed) => ({ ...deed, hours: 0 })), ...then]);
      }),
      { numRuns: 260, endOnFailure: true },
    );
    expect(reached).toBeGreaterThan(10_000);
  }, 240_000);

  it('is the same under agreements, as they were signed, suspended, resumed, revoked and given children', async () => {
    const agreeing = fc.tuple(
      fc.array(deedOf(['entersMember', 'entersLate']), { minLength: 5, maxLength: 7 }),
      deedOf(['agrees']),
      fc.array(deedOf(['names', 'names', 'endsAgreement', 'agrees', 'endsMember', 'moves']), {
        minLength: 3,
        maxLength: 6,
      }),
    );
    await fc.assert(
      fc.asyncProperty(agreeing, async ([first, agreed, then]) => {
        await agreesOverall([...first.map((deed) => ({ ...deed, hours: 0 })), agreed, ...then]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  }, 240_000);
});
