import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingKindOf } from '#foundation/kernel/cell.ts';
import { readCellText } from './import-cells.ts';
import { unpackCell } from './packing.ts';

const symbols = [
  'c',
  'z',
  'x',
  'low',
  'u',
  ':',
  '..',
  '.',
  '*',
  '-',
  '',
  'NA',
  'N/A',
  'NaN',
  'NULL',
  'null',
  'SUPP',
  '~',
  'k',
  '[c]',
  '[low]',
  ' c ',
];

/** The cell a page would see after the text went through the database. */
function cellOf(printed: string) {
  const read = readCellText(printed);
  if (read.kind === 'unreadable') return undefined;
  const packed =
    read.kind === 'number'
      ? { numbers: [Number(read.text)], symbols: null }
      : { numbers: [null], symbols: read.character };
  return unpackCell(packed, 0);
}

describe('printed cells', () => {
  it.each(symbols)('keeps “%s” a symbol, and never makes it a number', (symbol) => {
    const cell = cellOf(symbol);
    expect(cell?.kind).toBeDefined();
    expect(cell?.kind).not.toBe('number');
  });

  it('gives a symbol the meaning the kernel gives it', () => {
    for (const symbol of ['c', 'z', 'x', 'low', 'u', ':', '..', 'NA'])
      expect(cellOf(symbol)?.kind).toBe(missingKindOf(symbol));
  });

  it('passes every number through unchanged', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const cell = cellOf(String(value));
        expect(cell?.kind === 'number' ? cell.value : undefined).toBe(value === 0 ? 0 : value);
      }),
    );
    expect(cellOf('7.96E-05')).toEqual({ kind: 'number', value: 7.96e-5 });
    expect(cellOf('1,025')).toEqual({ kind: 'number', value: 1025 });
    expect(cellOf('1e-400')).toEqual({ kind: 'number', value: 0 });
  });

  it('reads nothing else, and never as 0', () => {
    for (const rubbish of ['12abc', '1,2', 'O', '1.2.3', '--', '1e999', 'Infinity', '£5', '12%'])
      expect(cellOf(rubbish)).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), (text) => {
        const cell = cellOf(text);
        if (cell?.kind === 'number' && cell.value === 0) expect(text).toMatch(/0/);
      }),
    );
  });
});
