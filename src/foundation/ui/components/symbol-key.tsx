import type { VNode } from 'preact';
import type { Cell, MissingKind } from '#foundation/kernel/cell.ts';
import { missingReason } from '../charts/number-text.ts';
import { printedSymbol } from './cell-value.tsx';

export interface SymbolKeyProps {
  /** The cells of the table it explains: only the symbols among them are listed. */
  readonly cells: readonly Cell[];
}

interface SymbolMeaning {
  readonly symbol: string;
  readonly kind: MissingKind;
}

function symbolsAmong(cells: readonly Cell[]): readonly SymbolMeaning[] {
  const found = new Map<string, SymbolMeaning>();
  for (const cell of cells) {
    if (cell.kind === 'number') continue;
    const symbol = printedSymbol(cell);
    found.set(`${symbol} ${cell.kind}`, { symbol, kind: cell.kind });
  }
  return [...found.values()].sort((a, b) => a.symbol.localeCompare(b.symbol));
}

/** What the symbols in a table mean; nothing at all when every cell is a number. */
export function SymbolKey({ cells }: SymbolKeyProps): VNode | null {
  const symbols = symbolsAmong(cells);
  if (symbols.length === 0) return null;
  return (
    <dl class="hw-symbol-key">
      {symbols.map(({ symbol, kind }) => (
        <div class="hw-symbol-key__entry">
          <dt>{symbol}</dt>
          <dd>{missingReason(kind)}</dd>
        </div>
      ))}
    </dl>
  );
}
