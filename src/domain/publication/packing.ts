import type { Cell, MissingKind } from '#foundation/kernel/cell.ts';
import { missingCell, missingKindOf, numberCell } from '#foundation/kernel/cell.ts';

/**
 * How a row of cells is kept in `numbers` and `symbols` (migrations/0002): numbers in an array with null where a symbol
 * stands, and one character per column saying which symbol. Characters are never reused, so old rows stay readable.
 */
const symbolCharacters: ReadonlyMap<string, string> = new Map([
  ['c', 'c'],
  ['*', '*'],
  ['SUPP', 'S'],
  ['z', 'z'],
  ['.', '.'],
  ['x', 'x'],
  [':', ':'],
  ['..', 'd'],
  ['-', '-'],
  ['', 'b'],
  ['NA', 'n'],
  ['N/A', 'a'],
  ['NaN', 'N'],
  ['NULL', 'L'],
  ['low', 'l'],
  ['k', 'k'],
  ['~', '~'],
  ['u', 'u'],
]);

const symbolsByCharacter = new Map([...symbolCharacters].map(([symbol, character]) => [character, symbol]));

export interface PackedCells {
  readonly numbers: readonly (number | null)[];
  /** Null when every cell is a number. */
  readonly symbols: string | null;
}

/** Packs cells in column order. */
export function packCells(cells: readonly Cell[]): PackedCells {
  const characters = cells.map((cell) => (cell.kind === 'number' ? ' ' : (symbolCharacters.get(cell.symbol) ?? 'x')));
  return {
    numbers: cells.map((cell) => (cell.kind === 'number' ? cell.value : null)),
    symbols: characters.every((character) => character === ' ') ? null : characters.join(''),
  };
}

/**
 * The cell in one position. `meaning` lets a dataset say what a symbol meant in its own day: `x` hid counts of one and
 * two in the exclusion tables up to 2016/17, where today it says not available (measures.md §5).
 */
export function unpackCell(
  packed: PackedCells,
  position: number,
  meaning: Readonly<Record<string, MissingKind>> = {},
): Cell {
  const value = packed.numbers[position];
  if (value !== null && value !== undefined) return numberCell(value);
  const symbol = symbolsByCharacter.get(packed.symbols?.[position] ?? 'b') ?? '';
  return missingCell(meaning[symbol] ?? missingKindOf(symbol) ?? 'not-available', symbol);
}
