import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/database/pool.ts';
import { enterRow } from '../../../test/access/any-row.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import type { Category } from './categories.ts';
import { keepingRegisters } from './categories.ts';
import { inScope } from './in-scope.ts';
import type { Scope, SettingScope } from './scope.ts';
import { scopeSettings, steward } from './scope.ts';

const asker = { actor: 'a test', purpose: 'to test', ...keepingRegisters } as const;

/** A setting of a made-up world: where it stands, and how many are on its roll. */
interface Place {
  readonly settingId: number;
  readonly laId: number;
  readonly trustId: number;
  readonly nationId: number;
  readonly onRoll: number;
}

const anyPlace = fc.record({
  laId: fc.integer({ min: 1, max: 3 }),
  trustId: fc.integer({ min: 0, max: 2 }),
  nationId: fc.integer({ min: 1, max: 2 }),
  onRoll: fc.integer({ min: 0, max: 3 }),
});
const anyWorld = fc.array(anyPlace, { minLength: 1, maxLength: 6 });

/** Ids of settings are positions in the world until it is entered; some name no setting. */
const anyScope = fc.oneof(
  fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 5 }).map((settings) => ({ kind: 'setting', settings })),
  fc.integer({ min: 1, max: 4 }).map((laId) => ({ kind: 'area', laId })),
  fc.integer({ min: 1, max: 3 }).map((trustId) => ({ kind: 'trust', trustId })),
  fc.integer({ min: 1, max: 3 }).map((nationId) => ({ kind: 'nation', nationId })),
  fc
    .record({
      settings: fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 4 }),
      learners: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 8 }),
    })
    .map((reached) => ({ kind: 'children', places: [], ...reached })),
  fc.constant(steward('verify')),
) as fc.Arbitrary<Scope>;
/** What is read: each category of the two tables or not, and one that is of neither. */
const anyReads = fc.subarray<Category>(['totals', 'identity', 'attendance']);

/** What a scope reaches, said once more without a database. */
function reaches(scope: Scope, place: Place): boolean {
  switch (scope.kind) {
    case 'setting':
      return scope.settings.includes(place.settingId);
    case 'area':
      return scope.laId === place.laId;
    case 'trust':
      return scope.trustId === place.trustId;
    case 'nation':
      return scope.nationId === place.nationId;
    case 'children':
      return scope.settings.includes(place.settingId);
    case 'steward':
      return true;
  }
}

function readsOf(scope: Scope, category: Category): boolean {
  return scope.kind === 'steward' || scope.categories.includes(category);
}

let database: Database;
let worlds = 0;

beforeAll(async () => {
  database = await freshDatabase();
});

/** Enters a world alone in the database, under ids that no world had before. */
async function enterWorld(world: readonly Omit<Place, 'settingId'>[]): Promise<readonly Place[]> {
  worlds += 1;
  const places = world.map((place, index) => ({ ...place, settingId: worlds * 10 + index }));
  for (const { settingId, laId, trustId, nationId } of places) {
    await database.insertInto('setting').values({ setting_id: settingId, urn: settingId, source: 'a test' }).execute();
    await database
      .insertInto('register_keeper')
      .values({
        setting_id: settingId,
        la_id: laId,
        trust_id: trustId,
        nation_id: nationId,
        kind: 'primary',
        unit: 'session',
        nation: 'england',
        am_due: '09:45',
        pm_due: '13:45',
        demonstration: true,
      })
      .execute();
  }
  await inScope(database, steward('load'), async ({ client }) => {
    await client.query('DELETE FROM enrolment; DELETE FROM register_total');
    for (const place of places) {
      const row = rowOf(place);
      await enterRow(client, 'register_total', row);
      for (const learner_id of learnersAt(place)) {
        await enterRow(client, 'enrolment', { ...row, learner_id, slot: learner_id });
      }
    }
  });
  return places;
}

/** Who is on a place’s roll: numbers from 1, some of them at another place too. */
function learnersAt({ settingId, onRoll }: Place): readonly number[] {
  return Array.from({ length: onRoll }, (_, index) => 1 + ((settingId * 3 + index) % 10));
}

/** How many of those on a place’s roll a scope reaches: with some children alone, those it names. */
function childrenReached(scope: Scope, place: Place): number {
  if (!reaches(scope, place)) return 0;
  const there = learnersAt(place);
  return scope.kind === 'children' ? there.filter((one) => scope.learners.includes(one)).length : there.length;
}

function rowOf({ settingId, laId, trustId, nationId }: Omit<Place, 'onRoll'>) {
  return { setting_id: settingId, la_id: laId, trust_id: trustId, nation_id: nationId };
}

function inWorld(scope: Scope): Scope {
  const placed = 'settings' in scope ? { ...scope, settings: scope.settings.map((id) => worlds * 10 + id) } : scope;
  return { ...asker, ...placed } as Scope;
}

async function seenUnder(scope: Scope, table: 'enrolment' | 'register_total'): Promise<readonly number[]> {
  return await inScope(database, scope, async (scoped) => {
    const rows = await scoped.selectFrom(table).select('setting_id').orderBy('setting_id').execute();
    return rows.map(({ setting_id }) => setting_id);
  });
}

describe('in any world, a scope', () => {
  it('shows exactly the rows that it reaches, of the categories it reads', async () => {
    const anyScopes = fc.array(fc.tuple(anyScope, anyReads), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(anyWorld, anyScopes, async (world, asked) => {
        const places = await enterWorld(world);
        for (const [unplaced, reads] of asked) {
          const placed = inWorld(unplaced);
          const scope: Scope = placed.kind === 'steward' ? placed : { ...placed, categories: reads, changes: [] };
          const reached = places.filter((place) => reaches(scope, place) && readsOf(scope, 'totals'));
          expect(await seenUnder(scope, 'register_total')).toEqual(reached.map(({ settingId }) => settingId));
          if (scope.kind === 'nation') continue;
          const children = places
            .filter(() => readsOf(scope, 'identity'))
            .flatMap((place) => Array.from({ length: childrenReached(scope, place) }, () => place.settingId));
          expect(await seenUnder(scope, 'enrolment')).toEqual(children);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('takes a row exactly when it is of its own setting and says where that stands', async () => {
    const anyRow = fc.record({
      at: fc.integer({ min: 0, max: 6 }),
      laId: fc.integer({ min: 1, max: 3 }),
      trustId: fc.integer({ min: 0, max: 2 }),
      nationId: fc.integer({ min: 1, max: 2 }),
      honest: fc.boolean(),
    });
    const anySettings = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anyWorld, anySettings, anyRow, async (world, settings, { at, honest, ...said }) => {
        const places = await enterWorld(world);
        const scope = inWorld({ kind: 'setting', settings, ...asker }) as SettingScope;
        const settingId = worlds * 10 + at;
        const place = places.find((one) => one.settingId === settingId);
        const row = { ...(honest && place ? place : said), settingId };
        const fits =
          place !== undefined &&
          scope.settings.includes(settingId) &&
          (['laId', 'trustId', 'nationId'] as const).every((column) => row[column] === place[column]);
        const outcome = await inScope(database, scope, ({ client }) =>
          enterRow(client, 'period_total', { ...rowOf(row), year: worlds }),
        ).then(
          () => true,
          (reason: { readonly code?: string }) => (reason.code === '42501' ? false : Promise.reject(reason)),
        );
        expect(outcome).toBe(fits);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the statements of a scope', () => {
  it('hold numbers and fixed words, whatever is put in its place', () => {
    fc.assert(
      fc.property(fc.anything(), (odd) => {
        const id = odd as number;
        for (const scope of [
          { kind: 'setting', settings: [id], ...asker },
          { kind: 'area', laId: id, ...asker },
          { kind: 'trust', trustId: id, ...asker },
          { kind: 'nation', nationId: id, ...asker },
          { kind: 'children', learners: [id], settings: [id], places: [id], ...asker },
          { kind: 'area', laId: 1, ...asker, categories: [odd as Category], changes: [odd as Category] },
        ] as const) {
          let said: string;
          try {
            said = scopeSettings(scope);
          } catch {
            continue;
          }
          expect(said).toMatch(/^(?:SET LOCAL headwater\.[a-z]+ = '(?:\{(?:\d+|NULL|,)*\}|\d+|[a-z,]*)';?)+$/);
        }
      }),
    );
  });

  it('are never those of all settings without a trust', () => {
    expect(() => scopeSettings({ kind: 'trust', trustId: 0, ...asker })).toThrow(RangeError);
  });
});
