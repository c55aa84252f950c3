import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupIndex, tallyLayout } from '#domain/register/tally.ts';
import { emptyVector, tallyIn, vectorLayout } from './picture-vector.ts';
import { protectedVector, toTen } from './protection.ts';

/** Every whole number that a printed count may stand for. */
function meant(printed: number): readonly number[] {
  return Array.from({ length: 400 }, (_, count) => count).filter((count) => toTen(count) === printed);
}

describe('protection from subtraction', () => {
  const counts = fc.array(fc.nat(300), { minLength: 2, maxLength: 8 });

  it('leaves no count from 1 to 9 to be told', () => {
    for (let count = 1; count < 10; count += 1) expect(meant(toTen(count)).length).toBeGreaterThan(4);
  });

  it('leaves no difference of any two answers, nor of a total and its parts, to be told', () => {
    fc.assert(
      fc.property(counts, (parts) => {
        const total = parts.reduce((sum, part) => sum + part, 0);
        // What is left of the total when all other parts are taken away, and any two answers' difference.
        for (const part of parts) {
          const others = parts.filter((_, at) => at !== parts.indexOf(part));
          const known = [toTen(total), ...others.map(toTen)];
          const low = Math.max(0, least(known[0] ?? 0) - known.slice(1).reduce((sum, one) => sum + most(one), 0));
          const high = most(known[0] ?? 0) - known.slice(1).reduce((sum, one) => sum + least(one), 0);
          expect(Math.min(high, most(toTen(part))) - Math.max(low, least(toTen(part)))).toBeGreaterThan(0);
          for (const other of parts)
            expect(most(toTen(part)) - least(toTen(other))).not.toBe(least(toTen(part)) - most(toTen(other)));
        }
      }),
    );
  });

  it('is of every number of a picture that counts children, and leaves those of registers', () => {
    const vector = emptyVector().fill(13);
    const shown = protectedVector(vector, { day: 'shown', begun: true, week: 20 });
    const counted = [
      ...shown.subarray(0, vectorLayout.inByWeek),
      ...shown.subarray(vectorLayout.missingByWeek, vectorLayout.today),
    ];
    expect(counted.filter((count) => count % 10 !== 0)).toEqual([]);
    expect([...shown.subarray(vectorLayout.today, vectorLayout.onRoll)]).toEqual([13, 13, 13, 13, 13, 13]);
    expect([shown[vectorLayout.onRoll], shown[vectorLayout.settings]]).toEqual([10, 13]);
    expect(vector.every((count) => count === 13)).toBe(true);
  });

  it('withholds a day whole, and whoever of it is not yet waited for', () => {
    const vector = emptyVector();
    for (const part of ['morning', 'afternoon'] as const) tallyIn(vector, part)[groupIndex(0, 'unmeasured')] = 330;
    vector[vectorLayout.missingInYear] = 1_000;
    vector[vectorLayout.missingByWeek + 19] = 660;
    const shown = protectedVector(vector, { day: 'withheld', begun: false, week: 20 });
    expect(shown.subarray(0, 3 * tallyLayout.size).every((count) => count === 0)).toBe(true);
    expect([shown[vectorLayout.missingInYear], shown[vectorLayout.missingByWeek + 19]]).toEqual([340, 0]);
  });
});

function least(printed: number): number {
  return meant(printed)[0] ?? 0;
}

function most(printed: number): number {
  return meant(printed).at(-1) ?? printed + 4;
}
