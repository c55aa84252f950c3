import type { VNode } from 'preact';
import type { Cell, MissingKind } from '#foundation/kernel/cell.ts';
import { missingCell } from '#foundation/kernel/cell.ts';
import { formatNumber, missingReason } from '../charts/number-text.ts';

export interface CellValueProps {
  readonly cell: Cell;
  /** Digits after the point: none unless given. */
  readonly decimals?: number | undefined;
  /** What follows the number, with its own space if it has one: `%`, ` days`. */
  readonly unit?: string | undefined;
}

/** The symbol that was printed instead of a number; where the publication left a blank, the standard one. */
export function printedSymbol(cell: { readonly kind: MissingKind; readonly symbol: string }): string {
  if (cell.symbol.trim() !== '') return cell.symbol;
  const standard = missingCell(cell.kind);
  return standard.kind === 'number' ? '' : standard.symbol;
}

/**
 * A published number in British digits, or the symbol that stands in its place, with its meaning as the symbol's title
 * (a table also has its `SymbolKey`). Short, because a page can hold hundreds. A missing number is never shown as 0.
 */
export function CellValue({ cell, decimals = 0, unit = '' }: CellValueProps): VNode {
  if (cell.kind === 'number') {
    return <span class="hw-number">{formatNumber(cell.value, { decimals, suffix: unit })}</span>;
  }
  return <abbr title={missingReason(cell.kind)}>{printedSymbol(cell)}</abbr>;
}
