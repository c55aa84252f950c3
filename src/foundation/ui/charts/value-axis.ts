import { tickStep } from 'd3-array';
import type { NumberFormat } from './model.ts';
import { formatNumber } from './number-text.ts';

/** A value axis before it has a place: where it starts and ends, and what is printed along it. */
export interface ValueAxis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
  /** What the numbers count, when it is too long to repeat at every tick. */
  readonly unit: string;
  /** How the ticks are printed: fewer decimals than the figures when the steps are whole. */
  readonly tickFormat: NumberFormat;
}

export interface ValueAxisInput {
  readonly values: readonly number[];
  readonly baseline: 'zero' | 'fitted';
  readonly format: NumberFormat;
  /** About how many ticks. */
  readonly count: number;
}

/** An axis that holds every value, with round ticks that the format can print; `undefined` when there is nothing to hold. */
export function valueAxis(input: ValueAxisInput): ValueAxis | undefined {
  const { values, format, count } = input;
  if (values.length === 0) return undefined;
  const [low, high] = extent(input);
  // A finer step would print the same number twice; one finer than a double can hold would never end.
  const finest = Math.max(10 ** -format.decimals, Math.max(Math.abs(low), Math.abs(high)) * 1e-9);
  const step = Math.max(tickStep(low, high, count), finest);
  const first = Math.floor(low / step + 1e-6);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-6));
  const shortUnit = format.suffix.length <= 1;
  const tickFormat = { decimals: tickDecimals(step, format.decimals), suffix: shortUnit ? format.suffix : '' };
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => {
    const value = (first + index) * step;
    return { value, label: formatNumber(value, tickFormat) };
  });
  return { low: first * step, high: last * step, ticks, unit: shortUnit ? '' : format.suffix.trim(), tickFormat };
}

function extent({ values, baseline, format }: ValueAxisInput): readonly [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const least = Math.max(10 ** -format.decimals, Math.max(Math.abs(low), Math.abs(high)) * 1e-9);
  // An axis that would start a little above zero starts at zero: the eye takes it for zero anyway.
  const fromZero = baseline === 'zero' || (low >= 0 && low <= high / 4);
  const [from, to] = fromZero ? [Math.min(0, low), Math.max(0, high)] : [low, high];
  if (to - from >= least) return [from, to];
  return fromZero ? [from, from + least] : [from - least, to + least];
}

function tickDecimals(step: number, decimals: number): number {
  return Math.min(decimals, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}
