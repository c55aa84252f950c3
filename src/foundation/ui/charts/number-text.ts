import type { Cell, MissingKind } from '#foundation/kernel/cell.ts';
import type { NumberFormat } from './model.ts';

const reasons: Readonly<Record<MissingKind, string>> = {
  suppressed: 'withheld so that nobody can be identified',
  'not-applicable': 'not applicable',
  'not-available': 'not available',
  'rounds-to-zero': 'too small to print, it rounds to zero',
  'low-reliability': 'too uncertain to print',
};

/**
 * The number that is printed: `value` rounded to the format's decimals, never minus zero. Halves go away from zero as
 * people round on paper: `toFixed` would print 5.05 as 5.0, because the nearest double is a little less.
 */
export function printedValue(value: number, format: NumberFormat): number {
  const digits = String(Math.abs(value));
  const rounded =
    digits.includes('e') || Math.abs(value) >= 1e15
      ? Number(Math.abs(value).toFixed(format.decimals))
      : Number(`${Math.round(Number(`${digits}e${format.decimals}`))}e-${format.decimals}`);
  return (value < 0 ? -rounded : rounded) || 0;
}

/** One for each number of decimals: making one takes longer than using it a hundred times, and a page prints thousands. */
const digitFormats = new Map<number, Intl.NumberFormat>();

function digitFormat(decimals: number): Intl.NumberFormat {
  const known = digitFormats.get(decimals);
  if (known) return known;
  const made = new Intl.NumberFormat('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  digitFormats.set(decimals, made);
  return made;
}

/** `7.2%`, `1,234 pupils`, `−0.4%`: thousands separated, a true minus sign, the format's suffix. */
export function formatNumber(value: number, format: NumberFormat): string {
  const printed = printedValue(value, format);
  return `${printed < 0 ? '−' : ''}${digitFormat(format.decimals).format(Math.abs(printed))}${format.suffix}`;
}

/** Why there is no number, in the middle of a sentence. */
export function missingReason(kind: MissingKind): string {
  return reasons[kind];
}

/** The number as printed, or `no figure` and the reason. */
export function formatCell(cell: Cell, format: NumberFormat): string {
  return cell.kind === 'number' ? formatNumber(cell.value, format) : `no figure: ${missingReason(cell.kind)}`;
}

/** Each reason that occurs among the cells, once, with how many times. */
export function missingCounts(cells: readonly Cell[]): readonly { readonly reason: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    if (cell.kind !== 'number') counts.set(missingReason(cell.kind), (counts.get(missingReason(cell.kind)) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count }));
}

/** The finite number to draw. Beyond a thousand million million the picture stops growing; the label never does. */
export function drawableValue(cell: Cell): number | undefined {
  return cell.kind === 'number' ? Math.max(-1e15, Math.min(1e15, cell.value)) : undefined;
}

/** The same words, begun with a capital. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How far apart two figures are, in words: a difference of percentages is in percentage points. Never negative. */
export function formatDifference(difference: number, format: NumberFormat): string {
  const suffix = format.suffix.trim() === '%' ? ' percentage points' : format.suffix;
  return formatNumber(Math.abs(difference), { decimals: format.decimals, suffix });
}
