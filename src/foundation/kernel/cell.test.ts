import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, MissingKind } from './cell.ts';
import {
  addCells,
  cellValue,
  missingCell,
  missingKindOf,
  numberCell,
  parseCell,
  percentCell,
  subtractCells,
  sumCells,
} from './cell.ts';

const kinds: readonly MissingKind[] = [
  'suppressed',
  'not-applicable',
  'not-available',
  'rounds-to-zero',
  'low-reliability',
];
const anyCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map(numberCell),
  fc.constantFrom(...kinds).map((kind) => missingCell(kind)),
);

describe('reading a printed cell', () => {
  it.each(['c', 'z', 'x', 'low', 'k', 'u', ':', '.', '..', '*', '~', '-', '', '  ', 'NA', 'NaN', 'SUPP'])(
    'takes %j for a symbol and never for a number',
    (symbol) => {
      const read = parseCell(symbol);
      expect(read.ok && read.value.kind !== 'number').toBe(true);
    },
  );

  it.each([
    ['0', 0],
    ['-1.5', -1.5],
    ['7.619853e-24', 7.619853e-24],
    ['.5', 0.5],
    [' 12 ', 12],
  ])('reads %j as %d', (text, value) => {
    expect(parseCell(text)).toEqual({ ok: true, value: { kind: 'number', value } });
  });

  it.each(['twelve', '1,234', '5%', '0x10', 'Infinity', '1e999', '--1'])('refuses %j with its reason', (text) => {
    const read = parseCell(text);
    expect(!read.ok && read.failure).toContain(text);
  });

  it('gives back the number that was printed', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const read = parseCell(String(value));
        expect(read.ok && read.value).toEqual({ kind: 'number', value: Number(String(value)) });
      }),
    );
  });

  it('knows no symbol outside the list', () => {
    expect(missingKindOf('q')).toBeUndefined();
  });
});

describe('arithmetic on cells', () => {
  it('adds commutatively', () => {
    fc.assert(
      fc.property(anyCell, anyCell, (left, right) => {
        expect(addCells(left, right)).toEqual(addCells(right, left));
      }),
    );
  });

  it('adds associatively', () => {
    fc.assert(
      fc.property(anyCell, anyCell, anyCell, (a, b, c) => {
        expect(addCells(addCells(a, b), c)).toEqual(addCells(a, addCells(b, c)));
      }),
    );
  });

  it('never gives a number for a sum with a missing part', () => {
    fc.assert(
      fc.property(fc.array(anyCell, { minLength: 1 }), (cells) => {
        const everyNumber = cells.every((cell) => cell.kind === 'number');
        expect(sumCells(cells).kind === 'number').toBe(everyNumber);
      }),
    );
  });

  it('lets a suppressed part hide the whole, whatever else is in it', () => {
    fc.assert(
      fc.property(fc.array(anyCell), (cells) => {
        expect(sumCells([...cells, missingCell('suppressed')]).kind).toBe('suppressed');
      }),
    );
  });

  it('says that nothing at all is not available, and not zero', () => {
    expect(sumCells([]).kind).toBe('not-available');
  });

  it('gives no rate over nobody', () => {
    expect(percentCell(numberCell(0), numberCell(0)).kind).toBe('not-applicable');
    expect(percentCell(numberCell(1), missingCell('suppressed')).kind).toBe('suppressed');
  });

  it('takes away what it has added', () => {
    const whole = fc.integer({ min: -1_000_000, max: 1_000_000 }).map(numberCell);
    fc.assert(
      fc.property(whole, whole, (left, right) => {
        expect(subtractCells(addCells(left, right), right)).toEqual(left);
      }),
    );
    expect(subtractCells(numberCell(1), missingCell('suppressed')).kind).toBe('suppressed');
  });

  it('has no figure, and no failure, where numbers grow beyond what a number can hold', () => {
    const huge = numberCell(1e308);
    expect(addCells(huge, huge).kind).toBe('not-available');
    expect(subtractCells(numberCell(-1e308), huge).kind).toBe('not-available');
    expect(percentCell(huge, numberCell(1e-9)).kind).toBe('not-available');
    expect(sumCells([huge, huge, missingCell('suppressed')]).kind).toBe('suppressed');
  });

  it('gives a value for drawing only where there is a number', () => {
    expect([numberCell(0), missingCell('rounds-to-zero')].map(cellValue)).toEqual([0, undefined]);
  });

  it('refuses to make a number of what is none', () => {
    expect(() => numberCell(Number.NaN)).toThrow(RangeError);
  });
});
