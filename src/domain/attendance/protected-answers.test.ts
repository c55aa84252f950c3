import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Area } from '#domain/area/model.ts';
import { bandColumns, bandIndex } from '#domain/register/bands.ts';
import { groupIndex, tallyCategories } from '#domain/register/tally.ts';
import { groupCount } from '#domain/roll/groups.ts';
import type { Keeper } from '#domain/roll/model.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { Category } from '#platform/access/categories.ts';
import { readingRegisters, readingTotals } from '#platform/access/categories.ts';
import type { Scope } from '#platform/access/scope.ts';
import { everyTile, headlineTiles } from './headline.ts';
import { bandsIn, emptyVector, tallyIn, todayIndex, trendIn, vectorLayout } from './picture-vector.ts';
import type { PlacePicture } from './place-picture.ts';
import { protectedPicture, sumsOf } from './place-picture.ts';
import type { LivePlace, Reach } from './places.ts';
import { reachOf } from './places.ts';
import { toTen } from './protection.ts';
import { belowTable, groupsTable, kindsTable, reasonsTable } from './tables-breakdown.ts';
import { periodsTable, todayTable, weeksTable } from './tables-time.ts';
import { placeOfDay } from './weeks.ts';

const keeper: Keeper = {
  settingId: 1,
  urn: 990_001,
  name: 'Brook School',
  kind: 'primary',
  unit: 'session',
  nation: 'england',
  nationId: 1,
  laId: 2,
  trustId: 3,
  amDue: '09:45',
  pmDue: '13:45',
  demonstration: true,
};

const area: Area = {
  areaId: 2,
  kind: 'local-authority',
  name: 'Somewhere',
  code: 'E06999998',
  codes: [],
  parentId: 1,
  source: 'made up',
  verified: true,
};

function placeOf(settings: number, kind: 'setting' | 'area'): LivePlace {
  const keepers = Array.from({ length: settings }, (_, at) => ({ ...keeper, settingId: at + 1 }));
  return {
    address: kind === 'area' ? { kind, code: 'E06999998' } : { kind, urn: keeper.urn },
    name: 'Somewhere',
    kindWords: 'Local authority',
    keepers,
    settingIds: keepers.map(({ settingId }) => settingId),
    firstDue: {},
    laIds: undefined,
    above: [],
    area: kind === 'area' ? area : undefined,
  };
}

const at = placeOfDay(plainDate('2026-01-15'));

/** A picture of some settings with counts from a list, over and over. */
function pictureFrom(counts: readonly number[], reach: Reach, settings: number): PlacePicture {
  const vector = emptyVector();
  let next = 0;
  const put = (into: Float64Array, index: number): void => {
    into[index] = counts[next % counts.length] as number;
    next += 1;
  };
  for (const part of ['morning', 'afternoon', 'week', 'year'] as const) {
    for (let group = 0; group < groupCount; group += 1) {
      for (const category of tallyCategories) put(tallyIn(vector, part), groupIndex(group, category));
    }
  }
  for (let group = 0; group < groupCount; group += 1) {
    for (const column of bandColumns) put(bandsIn(vector), bandIndex(group, column));
  }
  for (let category = 0; category < 5; category += 1) put(trendIn(vector, at.week), category);
  vector.set([1, 2], todayIndex('morning'));
  put(vector, vectorLayout.onRoll);
  vector[vectorLayout.settings] = settings;
  const kinds = [{ kind: 'primary', unit: 'session', vector } as const];
  const place = placeOf(settings, settings === 1 ? 'setting' : 'area');
  const rest = { taken: undefined, firstDue: undefined, complete: { known: settings, of: settings } };
  const day = { at, tense: 'live', begun: true, book: bookOf('england') } as const;
  return protectedPicture({ place, reach, ...day, ...rest, ...sumsOf(kinds) });
}

/** All that a reader can be told of a picture, as text. */
function everything(picture: PlacePicture): string {
  const choices = (['today', 'week', 'year'] as const).map(
    (period) => ({ period, by: 'sex', unit: 'session' }) as const,
  );
  return JSON.stringify([
    headlineTiles(picture),
    everyTile(picture),
    todayTable(picture),
    periodsTable(picture),
    weeksTable(picture, 'session'),
    kindsTable(picture),
    belowTable(picture, [{ place: picture.place, picture, href: undefined }]),
    choices.map((choice) => [reasonsTable(picture, choice), groupsTable(picture, choice, [])]),
  ]);
}

describe('what a reader of counts is told', () => {
  const counts = fc.array(fc.nat(400), { minLength: 7, maxLength: 40 });
  const cases = fc.constantFrom(
    ['protected', 1] as const,
    ['governed', 1] as const,
    ['protected', 2] as const,
    ['protected', 5] as const,
  );

  it('is the same whichever counts within ten it comes from: no answer, and no difference of any, tells them apart', () => {
    fc.assert(
      fc.property(counts, cases, fc.nat(9), (exact, [reach, settings], shift) => {
        // Each count is another one that is shown alike: 0 to 4, 5 to 14, 15 to 24, …
        const others = exact.map((count) => (toTen(count) === 0 ? shift % 5 : toTen(count) - 5 + shift));
        expect(everything(pictureFrom(others, reach, settings))).toBe(everything(pictureFrom(exact, reach, settings)));
      }),
      { numRuns: 60 },
    );
  });

  it('is another for whoever reads the registers', () => {
    expect(everything(pictureFrom([1, 330], 'full', 1))).not.toBe(everything(pictureFrom([2, 330], 'full', 1)));
  });

  it('is the same whatever happened on the day, of one setting or two', () => {
    for (const settings of [1, 2]) {
      const one = pictureFrom([30, 300, 40, 50, 60, 70, 80], 'protected', settings);
      expect(todayTable(one).rows).toEqual([]);
      expect(tallyIn(one.session, 'morning').every((count) => count === 0)).toBe(true);
    }
  });
});

describe('how much of a place a reader sees', () => {
  const who = { actor: 'somebody', purpose: 'to see' };
  const setting = placeOf(1, 'setting');
  const some = { kind: 'children', learners: [7], settings: [1], places: [1] } as const;
  const pastoral = { categories: ['totals', 'identity', 'attendance'] as readonly Category[], changes: [] };
  it.each([
    ['head', { kind: 'setting', settings: [1], ...readingRegisters }, 'full'],
    ['governor', { kind: 'setting', settings: [1], ...readingTotals }, 'governed'],
    ['attendance officer of the authority', { kind: 'area', laId: 2, ...readingRegisters }, 'full'],
    ['prevention analyst', { kind: 'area', laId: 2, ...readingTotals }, 'protected'],
    ['national analyst', { kind: 'nation', nationId: 1, ...readingTotals }, 'protected'],
    ['class teacher', { ...some, ...pastoral, onRoll: 30 }, 'full'],
    ['social worker of one child there', { ...some, ...pastoral }, 'governed'],
  ] as const)('%s', (_, scope, reach) => {
    expect(reachOf({ ...who, ...scope } as Scope, setting)).toBe(reach);
  });
});
