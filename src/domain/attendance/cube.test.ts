import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CubeSetting, KindSum } from './cube.ts';
import { createCube } from './cube.ts';
import type { PictureVector } from './picture-vector.ts';
import { addVector, emptyVector, vectorLayout } from './picture-vector.ts';

const setting = (settingId: number): CubeSetting => ({
  settingId,
  laId: 1 + (settingId % 3),
  trustId: settingId % 2,
  kind: settingId % 4 === 0 ? 'secondary' : 'primary',
  unit: 'session',
  nationId: 1,
});

const vectors = fc
  .array(fc.tuple(fc.nat(vectorLayout.size - 1), fc.nat(1_000_000)), { maxLength: 20 })
  .map((entries): PictureVector => {
    const vector = emptyVector();
    for (const [index, count] of entries) vector[index] = count;
    return vector;
  });
const changes = fc.array(fc.record({ settingId: fc.integer({ min: 1, max: 8 }), vector: vectors }), { maxLength: 60 });

function total(sums: readonly KindSum[]): readonly number[] {
  const sum = emptyVector();
  for (const { vector } of sums) addVector(sum, vector);
  return [...sum];
}

const everywhere = new Set([1, 2, 3]);
const many = new Set([1, 2, 3, 4, 5, 6, 7, 8]);

describe('the cube', () => {
  it('equals the sum of what each setting said last, whatever was said before, in any order among settings, twice or more', () => {
    fc.assert(
      fc.property(changes, fc.infiniteStream(fc.nat(3)), (said, times) => {
        const cube = createCube();
        // As many as make a sum of their own, asked for before anything is said.
        const early = cube.sumOfAuthorities(many);
        const last = new Map<number, PictureVector>();
        for (const { settingId, vector } of said) {
          const again = times.next().value ?? 0;
          for (let time = 0; time <= again; time += 1) cube.put(setting(settingId), vector, undefined);
          last.set(settingId, vector);
        }
        const expected = emptyVector();
        // What was answered before stays as it was.
        expect(total(early)).toEqual([...emptyVector()]);
        for (const vector of last.values()) addVector(expected, vector);
        expect(total(cube.sumOfAuthorities(everywhere))).toEqual([...expected]);
        expect(total(cube.sumOfSettings([...last.keys()]))).toEqual([...expected]);
        expect(total(cube.sumOfAuthorities(many))).toEqual([...expected]);
        for (const [settingId, vector] of last) expect([...cube.contribution(settingId)]).toEqual([...vector]);
      }),
      { numRuns: 60 },
    );
  });

  it('counts a setting in its new authority, and no longer in the old one, when it moves', () => {
    const cube = createCube();
    const vector = emptyVector();
    vector[0] = 7;
    cube.put(setting(1), vector, undefined);
    cube.put({ ...setting(1), laId: 9 }, vector, undefined);
    expect(total(cube.sumOfAuthorities(everywhere))[0]).toBe(0);
    expect(total(cube.sumOfAuthorities(new Set([9])))[0]).toBe(7);
    cube.remove(1);
    expect(total(cube.sumOfAuthorities(new Set([9])))[0]).toBe(0);
    expect(cube.has(1)).toBe(false);
  });

  it('keeps kinds of place apart, and knows the first and the last register among some settings', () => {
    const cube = createCube();
    const vector = emptyVector();
    vector[3] = 1;
    cube.put(setting(3), vector, { first: 10, last: 40 });
    cube.put(setting(4), vector, { first: 5, last: 20 });
    cube.put(setting(5), vector, undefined);
    expect(cube.sumOfSettings([3, 4, 5]).map(({ kind, vector: sum }) => [kind, sum[3]])).toEqual([
      ['primary', 2],
      ['secondary', 1],
    ]);
    expect(cube.takenInSettings([3, 4, 5])).toEqual({ first: 5, last: 40 });
    expect(cube.takenInSettings([3])).toEqual({ first: 10, last: 40 });
    expect(cube.takenInSettings([5])).toBeUndefined();
  });

  const times = fc.option(fc.record({ first: fc.nat(20), last: fc.integer({ min: 20, max: 40 }) }), { nil: undefined });
  const takings = fc.array(
    fc.record({ settingId: fc.integer({ min: 1, max: 6 }), laId: fc.nat(2), taken: times, gone: fc.boolean() }),
  );

  it('knows them by authority too, whatever came, went and moved', () => {
    fc.assert(
      fc.property(takings, (steps) => {
        const cube = createCube();
        const last = new Map<
          number,
          { readonly laId: number; readonly taken: { first: number; last: number } | undefined }
        >();
        for (const { settingId, laId, taken, gone } of steps) {
          if (gone) cube.remove(settingId);
          else cube.put({ ...setting(settingId), laId }, emptyVector(), taken);
          if (gone) last.delete(settingId);
          else last.set(settingId, { laId, taken });
          const among = new Set([0, 1]);
          const wanted = [...last.values()].flatMap((one) => (among.has(one.laId) && one.taken ? [one.taken] : []));
          const span = {
            first: Math.min(...wanted.map((one) => one.first)),
            last: Math.max(...wanted.map((one) => one.last)),
          };
          expect(cube.takenInAuthorities(among)).toEqual(wanted.length === 0 ? undefined : span);
        }
      }),
    );
  });
});
