import { missingCell, missingKindOf, parseCell } from '#foundation/kernel/cell.ts';
import { packCells } from './packing.ts';

/** A row's indicators on their way to the database: an array literal, and one character per symbol (packing.ts). */
export interface CellsText {
  /** PostgreSQL array literal, `{1,NULL,3.5}`. */
  readonly numbers: string;
  /** Null when every cell is a number. */
  readonly symbols: string | null;
}

/** One printed cell, read: number text safe for PostgreSQL, or the character of a symbol, or neither. */
export type CellText =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'symbol'; readonly character: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

const plainNumber = /^-?\d{1,17}(?:\.\d{1,17})?$/;
const remembered = new Map<string, CellText>();
/** Symbols are few; a column of free text must not fill the memory. */
const mostRemembered = 1000;

/**
 * Reads one printed cell. A plain decimal is passed on as the text it is, so that a whole release crosses without a
 * number being made of it; everything else (exponents, symbols, rubbish) takes the kernel's careful way.
 */
export function readCellText(printed: string): CellText {
  if (plainNumber.test(printed)) return { kind: 'number', text: printed };
  const known = remembered.get(printed);
  if (known) return known;
  const read = readCarefully(printed);
  if (remembered.size < mostRemembered) remembered.set(printed, read);
  return read;
}

/** Whether a printed value could stand in a column of figures. */
export function isCellText(printed: string): boolean {
  return readCellText(printed).kind !== 'unreadable';
}

/** The character that packing.ts keeps for a printed symbol; blank for nothing printed. */
function symbolCharacter(symbol: string): string {
  return packCells([missingCell(missingKindOf(symbol) ?? 'not-available', symbol)]).symbols ?? ' ';
}

function readCarefully(printed: string): CellText {
  const symbol = knownSpelling(printed.trim());
  if (symbol !== undefined) return { kind: 'symbol', character: symbolCharacter(symbol) };
  const read = parseCell(withoutThousandsCommas(printed));
  if (!read.ok) return { kind: 'unreadable', reason: read.failure };
  // Number and back: PostgreSQL refuses an exponent too small for it where JavaScript gives 0.
  return read.value.kind === 'number'
    ? { kind: 'number', text: String(read.value.value) }
    : { kind: 'symbol', character: symbolCharacter(read.value.symbol) };
}

/** `null` and `[c]` are printed for `NULL` and `c` in some releases: the same symbol, spelt differently. */
function knownSpelling(printed: string): string | undefined {
  const bare = /^\[(.*)\]$/.exec(printed)?.[1] ?? printed;
  return [bare, bare.toUpperCase(), bare.toLowerCase()].find((spelling) => missingKindOf(spelling) !== undefined);
}

/** `1,234` is a number in a quoted cell; `1,2` is not. */
function withoutThousandsCommas(printed: string): string {
  return /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(printed.trim()) ? printed.replaceAll(',', '') : printed;
}
