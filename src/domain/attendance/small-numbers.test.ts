import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenCounts } from './small-numbers.ts';

describe('small numbers', () => {
  it('are hidden, with another so that no total gives them away', () => {
    expect(hiddenCounts([[3, 40, 12]])).toEqual([[true, false, true]]);
    expect(hiddenCounts([[0, 40, 12]])).toEqual([[false, false, false]]);
  });

  it('are hidden in a second place too, or the other places and their total would give them away', () => {
    expect(
      hiddenCounts([
        [3, 40, 12],
        [9, 50, 20],
      ]),
    ).toEqual([
      [true, false, true],
      [true, false, true],
    ]);
  });

  const tables = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.array(fc.array(fc.nat(30), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
    );

  it('leave no row or column with one unknown, however the counts lie', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const hidden = hiddenCounts(rows);
        const lines = rows.map((row, index) => row.map((count, column) => said(count, hidden[index]?.[column])));
        const width = rows.length > 1 ? (rows[0]?.length ?? 0) : 0;
        const columns = Array.from({ length: width }, (_, column) => lines.flatMap((line) => line[column] ?? []));
        expect([...lines, ...columns].filter(isGivenAway)).toEqual([]);
        expect(lines.flat().filter(({ count, isHidden }) => count > 0 && count < 5 && !isHidden)).toEqual([]);
      }),
    );
  });
});

interface Said {
  readonly count: number;
  readonly isHidden: boolean;
}

function said(count: number, isHidden = false): Said {
  return { count, isHidden };
}

function isGivenAway(line: readonly Said[]): boolean {
  return (
    line.filter(({ isHidden }) => isHidden).length === 1 && line.some(({ count, isHidden }) => count > 0 && !isHidden)
  );
}
