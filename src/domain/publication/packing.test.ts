import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '#foundation/kernel/cell.ts';
import { numberCell, parseCell } from '#foundation/kernel/cell.ts';
import { packCells, unpackCell } from './packing.ts';

const symbols = ['c', '*', 'SUPP', 'z', '.', 'x', ':', '..', '-', '', 'NA', 'N/A', 'NaN', 'NULL', 'low', 'k', '~', 'u'];

const printedCell = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(numberCell),
  fc.constantFrom(...symbols).map((symbol): Cell => {
    const read = parseCell(symbol);
    if (!read.ok) throw new Error(read.failure);
    return read.value;
  }),
);

describe('packing a row of cells', () => {
  it('gives every cell back with the symbol it was printed with', () => {
    fc.assert(
      fc.property(fc.array(printedCell), (cells) => {
        const packed = packCells(cells);
        expect(cells.map((_, position) => unpackCell(packed, position))).toEqual(cells);
      }),
    );
  });

  it('keeps no symbols at all for a row of numbers', () => {
    expect(packCells([numberCell(0), numberCell(1)]).symbols).toBeNull();
  });

  it('gives a symbol the meaning it had in its day', () => {
    const packed = packCells([{ kind: 'not-available', symbol: 'x' }]);
    expect(unpackCell(packed, 0, { x: 'suppressed' })).toEqual({ kind: 'suppressed', symbol: 'x' });
  });

  it('says not available, and never 0, for a position the row does not have', () => {
    expect(unpackCell({ numbers: [], symbols: null }, 3).kind).toBe('not-available');
  });
});
