import { scaleLinear } from 'd3-scale';
import type { PlacedText } from './bar-layout.ts';
import type { DotRow, NumberFormat } from './model.ts';
import { drawableValue, formatCell, formatNumber, sentenceCase } from './number-text.ts';
import type { PictureSize } from './picture.tsx';
import { textWidth, widestLine, wrapText } from './text-layout.ts';
import type { ValueAxis } from './value-axis.ts';
import { valueAxis } from './value-axis.ts';

export interface PlacedDot {
  readonly label: PlacedText;
  readonly value: PlacedText;
  readonly y: number;
  readonly emphasis: DotRow['emphasis'];
  /** Absent when there is no figure. */
  readonly x: number | undefined;
  readonly interval: { readonly from: number; readonly to: number } | undefined;
}

/** Dots with every coordinate decided, in units of their size. */
export interface PlacedDots {
  readonly height: number;
  readonly plot: { readonly left: number; readonly right: number; readonly bottom: number };
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly unit: string;
  readonly rows: readonly PlacedDot[];
}

interface Columns {
  readonly size: PictureSize;
  readonly format: NumberFormat;
  readonly left: number;
  readonly right: number;
  readonly x: (value: number) => number;
}

/** The axis that holds every figure and interval. Dots need not start at zero; the picture's note says where they do. */
export function dotAxis(rows: readonly DotRow[], format: NumberFormat): ValueAxis | undefined {
  const values = rows.flatMap((row) => {
    const value = drawableValue(row.cell);
    return value === undefined ? [] : [value, ...intervalEnds(row)];
  });
  return valueAxis({ values, baseline: 'fitted', format, count: 4 });
}

function intervalEnds({ interval }: DotRow): readonly number[] {
  if (!interval || !Number.isFinite(interval.low) || !Number.isFinite(interval.high)) return [];
  return [interval.low, interval.high].map((end) => Math.max(-1e15, Math.min(1e15, end)));
}

/** Places one row per dot: names and values beside it where it is wide, above it where it is narrow. */
export function placeDots(rows: readonly DotRow[], format: NumberFormat, size: PictureSize): PlacedDots {
  const axis = dotAxis(rows, format);
  const columns = columnsFor(rows, format, size, axis);
  const placed: PlacedDot[] = [];
  let top = 4;
  for (const row of rows) {
    const { dot, bottom } = size.variant === 'wide' ? placeBeside(row, top, columns) : placeAbove(row, top, columns);
    placed.push(dot);
    top = bottom;
  }
  const { left, right, x } = columns;
  return {
    height: top + 12 + size.lineHeight * (axis ? 1 : 0),
    plot: { left, right, bottom: top },
    ticks: spacedTicks(axis, columns).map((tick) => ({ x: x(tick.value), label: tick.label })),
    unit: axis?.unit ?? '',
    rows: placed,
  };
}

/** Every tick, or every second, third … so that their labels keep apart. */
function spacedTicks(axis: ValueAxis | undefined, { size, left, right }: Columns): ValueAxis['ticks'] {
  const ticks = axis?.ticks ?? [];
  const widest = widestLine(
    ticks.map((tick) => tick.label),
    size.fontSize,
  );
  const fit = Math.max(1, Math.floor((right - left) / (widest + 12)));
  const every = Math.ceil((ticks.length - 1) / fit);
  return ticks.filter((_, index) => every <= 1 || index % every === 0);
}

function columnsFor(
  rows: readonly DotRow[],
  format: NumberFormat,
  size: PictureSize,
  axis: ValueAxis | undefined,
): Columns {
  const half = Math.max(8, widestLine(axis?.ticks.map((tick) => tick.label) ?? [], size.fontSize) / 2);
  const beside = size.variant === 'wide';
  const labels = rows.flatMap((row) => wrapText(row.label, 210, size.fontSize, 'bold'));
  const values = rows.flatMap((row) => valueLines(row, format, size));
  const left = beside ? widestLine(labels, size.fontSize, 'bold') + 12 + half : half;
  const right = beside ? size.width - widestLine(values, size.fontSize, 'bold') - 12 - half : size.width - half;
  const scale = scaleLinear()
    .domain([axis?.low ?? 0, axis?.high ?? 1])
    .range([left, right]);
  return { size, format, left, right, x: (value) => scale(value) };
}

/** `7.2% (6.9% to 7.5%)`, or why there is no figure. */
function valueLines(row: DotRow, format: NumberFormat, size: PictureSize): readonly string[] {
  const text = sentenceCase(formatCell(row.cell, format));
  const interval =
    row.cell.kind === 'number' && row.interval && intervalEnds(row).length > 0
      ? ` (${formatNumber(row.interval.low, format)} to ${formatNumber(row.interval.high, format)})`
      : '';
  return wrapText(text + interval, size.variant === 'wide' ? 190 : size.width, size.fontSize, 'bold');
}

function placeBeside(row: DotRow, top: number, columns: Columns): { readonly dot: PlacedDot; readonly bottom: number } {
  const { size } = columns;
  const label = wrapText(row.label, 210, size.fontSize, 'bold');
  const value = valueLines(row, columns.format, size);
  const height = Math.max(28, Math.max(label.length, value.length) * size.lineHeight + 8);
  const centre = top + height / 2;
  const baseline = (lines: readonly string[]) => centre - (lines.length * size.lineHeight) / 2 + size.fontSize;
  return {
    dot: {
      label: { lines: label, x: widthBefore(columns), y: baseline(label), anchor: 'end' },
      value: { lines: value, x: size.width, y: baseline(value), anchor: 'end' },
      ...placeMark(row, centre, columns),
    },
    bottom: top + height,
  };
}

function widthBefore({ left, size }: Columns): number {
  return left - size.fontSize * 1.5;
}

function placeAbove(row: DotRow, top: number, columns: Columns): { readonly dot: PlacedDot; readonly bottom: number } {
  const { size } = columns;
  const value = valueLines(row, columns.format, size);
  const valueWidth = widestLine(value, size.fontSize, 'bold');
  const sameLine = value.length === 1 && valueWidth + textWidth(row.label, size.fontSize, 'bold') + 12 <= size.width;
  const label = wrapText(row.label, size.width, size.fontSize, 'bold');
  const valueTop = top + (sameLine ? 0 : label.length * size.lineHeight);
  const textBottom = valueTop + value.length * size.lineHeight;
  return {
    dot: {
      label: { lines: label, x: 0, y: top + size.fontSize },
      value: sameLine
        ? { lines: value, x: size.width, y: top + size.fontSize, anchor: 'end' }
        : { lines: value, x: 0, y: valueTop + size.fontSize },
      ...placeMark(row, textBottom + 12, columns),
    },
    bottom: textBottom + 26,
  };
}

function placeMark(row: DotRow, y: number, columns: Columns): Pick<PlacedDot, 'x' | 'y' | 'interval' | 'emphasis'> {
  const value = drawableValue(row.cell);
  const [low, high] = value === undefined ? [] : intervalEnds(row);
  return {
    y,
    emphasis: row.emphasis,
    x: value === undefined ? undefined : columns.x(value),
    interval: low === undefined || high === undefined ? undefined : { from: columns.x(low), to: columns.x(high) },
  };
}
