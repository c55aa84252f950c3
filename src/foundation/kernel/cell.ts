import type { Result } from './result.ts';
import { failure, success } from './result.ts';

/**
 * A published number, or the reason there is none. `null` never stands for these; neither does 0.
 * Symbols follow the Department for Education's data symbols (measures.md §5): `c` confidential, `z` not applicable,
 * `x` not available, `low` rounds to zero, `u` low reliability. `symbol` keeps what was printed.
 */
export type Cell =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: MissingKind; readonly symbol: string };

export type MissingKind = 'suppressed' | 'not-applicable' | 'not-available' | 'rounds-to-zero' | 'low-reliability';

/** When cells meet in a sum the reason nearest the front wins, so a hidden part always hides the whole. */
const precedence: readonly MissingKind[] = [
  'suppressed',
  'not-available',
  'low-reliability',
  'not-applicable',
  'rounds-to-zero',
];

const standardSymbols: Readonly<Record<MissingKind, string>> = {
  suppressed: 'c',
  'not-applicable': 'z',
  'not-available': 'x',
  'rounds-to-zero': 'low',
  'low-reliability': 'u',
};

const publishedSymbols: ReadonlyMap<string, MissingKind> = new Map([
  ['c', 'suppressed'],
  ['*', 'suppressed'],
  ['SUPP', 'suppressed'],
  ['z', 'not-applicable'],
  ['.', 'not-applicable'],
  ['x', 'not-available'],
  [':', 'not-available'],
  ['..', 'not-available'],
  ['-', 'not-available'],
  ['', 'not-available'],
  ['NA', 'not-available'],
  ['N/A', 'not-available'],
  ['NaN', 'not-available'],
  ['NULL', 'not-available'],
  ['low', 'rounds-to-zero'],
  ['k', 'rounds-to-zero'],
  ['~', 'rounds-to-zero'],
  ['u', 'low-reliability'],
]);

const decimalNumber = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number as a cell. `value` must be finite: anything else is a bug in the caller. */
export function numberCell(value: number): Cell {
  if (!Number.isFinite(value)) throw new RangeError(`A published number must be finite, not ${value}`);
  return { kind: 'number', value };
}

/** A reason for having no number; `symbol` is the standard one unless the publication printed another. */
export function missingCell(kind: MissingKind, symbol: string = standardSymbols[kind]): Cell {
  return { kind, symbol };
}

/** Which reason a printed symbol gives, or `undefined` when it is no known symbol. */
export function missingKindOf(symbol: string): MissingKind | undefined {
  return publishedSymbols.get(symbol);
}

/** Reads what a publication printed in a numeric column. Fails, and never guesses, on any other text. */
export function parseCell(text: string): Result<Cell, string> {
  const trimmed = text.trim();
  if (decimalNumber.test(trimmed)) {
    const value = Number(trimmed);
    return Number.isFinite(value) ? success(numberCell(value)) : failure(`“${trimmed}” is too large to be a figure`);
  }
  const kind = publishedSymbols.get(trimmed);
  return kind ? success(missingCell(kind, trimmed)) : failure(`“${trimmed}” is neither a number nor a known symbol`);
}

/** Adds two cells. Commutative and associative up to rounding; a missing part makes the whole missing. */
export function addCells(left: Cell, right: Cell): Cell {
  return combined(left, right, (first, second) => first + second);
}

/** `left` less `right`; a missing part makes the whole missing. */
export function subtractCells(left: Cell, right: Cell): Cell {
  return combined(left, right, (first, second) => first - second);
}

/** The sum of cells; no cells at all is not a zero, it is not available. */
export function sumCells(cells: readonly Cell[]): Cell {
  const [first, ...rest] = cells;
  return first ? rest.reduce(addCells, first) : missingCell('not-available');
}

/**
 * `100 × numerator ÷ denominator`, as a rate is defined throughout measures.md §2. Unit: per cent.
 * A zero denominator is not applicable: a rate over nobody is undefined, not 0 %.
 */
export function percentCell(numerator: Cell, denominator: Cell): Cell {
  if (numerator.kind === 'number' && denominator.kind === 'number' && denominator.value === 0) {
    return missingCell('not-applicable');
  }
  return combined(numerator, denominator, (part, whole) => (100 * part) / whole);
}

/** The value when there is one; for drawing, never for arithmetic. */
export function cellValue(cell: Cell): number | undefined {
  return cell.kind === 'number' ? cell.value : undefined;
}

/** Two finite numbers can be combined into one that is not: a file may print 1e308 twice. There is then no figure. */
function combined(left: Cell, right: Cell, work: (left: number, right: number) => number): Cell {
  if (left.kind !== 'number' || right.kind !== 'number') return missingCell(strongestReason([left, right]));
  const value = work(left.value, right.value);
  return Number.isFinite(value) ? numberCell(value) : missingCell('not-available');
}

function strongestReason(cells: readonly Cell[]): MissingKind {
  const kinds = new Set(cells.map((cell) => cell.kind));
  return precedence.find((kind) => kinds.has(kind)) ?? 'not-available';
}
