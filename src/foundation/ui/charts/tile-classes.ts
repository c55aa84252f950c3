import { bisectRight, quantileSorted } from 'd3-array';
import type { NumberFormat, TileMapProps } from './model.ts';
import { formatDifference, formatNumber, printedValue } from './number-text.ts';

/** One class of colour: from and to are printed values, both included. `shade` is 1 (least) to 7 (most). */
export interface TileClass {
  readonly from: number;
  readonly to: number;
  readonly shade: number;
}

/** How values become colours. Classes are cut on printed values, so a tile never contradicts the legend. */
export interface TileScale {
  readonly classes: readonly TileClass[];
  readonly shadeOf: (value: number) => number;
  /** How the classes were cut, as a sentence. */
  readonly sentence: string;
}

interface Cuts {
  readonly from: number;
  readonly to: number;
  /** The least value of every class after the first. */
  readonly thresholds: readonly number[];
  readonly sentence: string;
}

/** Cuts a range of values into at most `wanted` classes. Shades never fall as values rise. */
export function tileScale(
  values: readonly number[],
  format: NumberFormat,
  wanted: number,
  grouping: NonNullable<TileMapProps['grouping']>,
): TileScale {
  const sorted = values.map((value) => printedValue(value, format)).sort((a, b) => a - b);
  const most = Math.min(7, Math.max(2, Math.round(wanted)));
  const cuts = grouping === 'equal-groups' ? equalGroups(sorted, format, most) : equalSteps(sorted, format, most);
  const unit = 10 ** -format.decimals;
  const starts = [cuts.from, ...cuts.thresholds];
  const shade = (index: number) => (starts.length === 1 ? 4 : Math.round(1 + (index * 6) / (starts.length - 1)));
  return {
    classes:
      sorted.length === 0
        ? []
        : starts.map((from, index) => {
            const next = cuts.thresholds[index];
            return { from, to: next === undefined ? cuts.to : Math.max(from, next - unit), shade: shade(index) };
          }),
    shadeOf: (value) => shade(bisectRight(cuts.thresholds, printedValue(value, format) + unit * 1e-6)),
    sentence: cuts.sentence,
  };
}

function equalSteps(sorted: readonly number[], format: NumberFormat, most: number): Cuts {
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? low;
  const step = roundStep(low, high, format, most);
  const first = Math.floor(low / step + 1e-6);
  const last = Math.max(first, Math.floor(high / step + 1e-6));
  const thresholds = Array.from({ length: last - first }, (_, index) =>
    printedValue((first + index + 1) * step, format),
  );
  return {
    from: printedValue(first * step, format),
    to: printedValue((last + 1) * step - 10 ** -format.decimals, format),
    thresholds,
    sentence: thresholds.length === 0 ? '' : `Each colour is an equal step of ${formatDifference(step, format)}.`,
  };
}

const roundMultiples = [1, 1.5, 2, 2.5, 3, 4, 5];

/** The least round, printable step that needs no more than `most` classes. */
function roundStep(low: number, high: number, format: NumberFormat, most: number): number {
  const finest = Math.max(10 ** -format.decimals, Math.max(Math.abs(low), Math.abs(high)) * 1e-9);
  let power = Math.max(finest, 10 ** Math.floor(Math.log10(Math.max(high - low, finest) / most)));
  while (Number.isFinite(power)) {
    for (const step of roundMultiples.map((multiple) => multiple * power)) {
      const printable = Math.abs(step - printedValue(step, format)) <= finest * 1e-6;
      if (printable && Math.floor(high / step + 1e-6) - Math.floor(low / step + 1e-6) < most) return step;
    }
    power *= 10;
  }
  return Number.MAX_VALUE;
}

function equalGroups(sorted: readonly number[], format: NumberFormat, most: number): Cuts {
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? low;
  const parts = Array.from({ length: most - 1 }, (_, index) => quantileSorted([...sorted], (index + 1) / most) ?? low);
  const thresholds = [...new Set(parts.map((part) => printedValue(part, format)))].filter((part) => part > low);
  return {
    from: low,
    to: high,
    thresholds,
    sentence: thresholds.length === 0 ? '' : 'Each colour holds about the same number of areas.',
  };
}

/** `5.0% to 5.9%`, or one number where a class holds only one. */
export function classRange(tileClass: TileClass, format: NumberFormat): string {
  const from = formatNumber(tileClass.from, format);
  const to = formatNumber(tileClass.to, format);
  return from === to ? from : `${from} to ${to}`;
}
