import { scaleLinear } from 'd3-scale';
import type { Bar, NumberFormat } from './model.ts';
import { drawableValue, formatCell, formatNumber, sentenceCase } from './number-text.ts';
import type { PictureSize } from './picture.tsx';
import { textWidth, widestLine, wrapText } from './text-layout.ts';

/** Text placed by its first baseline. */
export interface PlacedText {
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'end' | undefined;
}

export interface PlacedBar {
  readonly label: PlacedText;
  readonly href: string | undefined;
  /** Absent when there is no figure: `text` then says why, at the zero line, and nothing is drawn. */
  readonly bar: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | undefined;
  readonly text: PlacedText;
  readonly mark: { readonly x: number; readonly top: number; readonly bottom: number } | undefined;
}

/** Bars with every coordinate decided, in units of their size. */
export interface PlacedBars {
  readonly height: number;
  /** The line bars start from: whole, or beside each bar where labels stand between them. */
  readonly zero: { readonly x: number; readonly pieces: readonly { readonly top: number; readonly bottom: number }[] };
  readonly rows: readonly PlacedBar[];
}

const barHeight = 22;
const textGap = 6;

interface Columns {
  readonly size: PictureSize;
  readonly format: NumberFormat;
  readonly labelRoom: number;
  readonly x: (value: number) => number;
}

/** Places horizontal bars: labels beside them where it is wide, above them where it is narrow. */
export function placeBars(bars: readonly Bar[], format: NumberFormat, size: PictureSize): PlacedBars {
  const columns = columnsFor(bars, format, size);
  const rows: PlacedBar[] = [];
  const pieces: { readonly top: number; readonly bottom: number }[] = [];
  let top = 2;
  for (const bar of bars) {
    const placed = placeBar(bar, top, columns);
    rows.push(placed.row);
    pieces.push({ top: placed.drawnTop - 3, bottom: placed.bottom + 3 });
    top = placed.bottom + (size.variant === 'wide' ? 12 : 14);
  }
  const bottom = Math.max(top - 6, 8);
  return {
    height: bottom,
    zero: { x: columns.x(0), pieces: size.variant === 'wide' ? [{ top: 0, bottom }] : pieces },
    rows,
  };
}

function columnsFor(bars: readonly Bar[], format: NumberFormat, size: PictureSize): Columns {
  const beside = size.variant === 'wide';
  const wrapped = bars.flatMap((bar) => wrapText(bar.label, 250, size.fontSize));
  const labelRoom = beside ? widestLine(wrapped, size.fontSize) + 12 : 0;
  const values = bars.flatMap((bar) => {
    const own = drawableValue(bar.cell);
    const other = bar.comparison ? drawableValue(bar.comparison.cell) : undefined;
    return [own, other].filter((value) => value !== undefined);
  });
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const room = (sign: 'negative' | 'positive') =>
    Math.max(0, ...bars.map((bar) => valueRoom(bar, format, size, sign))) + (sign === 'positive' ? textGap : 0);
  const scale = scaleLinear()
    .domain([low, high > low ? high : low + 1])
    .range([labelRoom + room('negative') + 1, size.width - room('positive') - 1]);
  return { size, format, labelRoom, x: (value) => scale(value) };
}

/** Room for the value at the end of a bar, with a comparison mark in its way at worst. */
function valueRoom(bar: Bar, format: NumberFormat, size: PictureSize, sign: 'negative' | 'positive'): number {
  if (bar.cell.kind !== 'number' || bar.cell.value < 0 !== (sign === 'negative')) return 0;
  return textWidth(formatNumber(bar.cell.value, format), size.fontSize, 'bold') + textGap + 4;
}

interface BarPlace {
  readonly row: PlacedBar;
  readonly drawnTop: number;
  readonly bottom: number;
}

function placeBar(bar: Bar, top: number, columns: Columns): BarPlace {
  const { size, labelRoom } = columns;
  const beside = size.variant === 'wide';
  const labelLines = wrapText(bar.label, beside ? 250 : size.width - 4, size.fontSize);
  const labelHeight = labelLines.length * size.lineHeight;
  const value = drawableValue(bar.cell);
  const room = missingRoom(bar, columns);
  const missingLines =
    value === undefined ? wrapText(sentenceCase(formatCell(bar.cell, columns.format)), room.width, size.fontSize) : [];
  const drawnHeight = Math.max(barHeight, missingLines.length * size.lineHeight);
  const rowHeight = beside ? Math.max(drawnHeight, labelHeight) : drawnHeight;
  const drawnTop = beside ? top : top + labelHeight + 3;
  const centre = drawnTop + rowHeight / 2;
  const labelTop = beside ? centre - labelHeight / 2 : top;
  const label = {
    lines: labelLines,
    x: beside ? labelRoom - 12 : 0,
    y: labelTop + size.fontSize,
    anchor: beside ? ('end' as const) : undefined,
  };
  const row = {
    label,
    href: bar.href,
    mark: markFor(bar, centre, columns),
    ...(value === undefined
      ? { bar: undefined, text: missingText(missingLines, room.x, centre, columns) }
      : drawn(bar, value, centre, columns)),
  };
  return { row, drawnTop, bottom: drawnTop + rowHeight };
}

/** Where a reason can stand instead of a bar: on the roomier side of the comparison mark, when there is one. */
function missingRoom(bar: Bar, { size, x }: Columns): { readonly x: number; readonly width: number } {
  const other = bar.comparison ? drawableValue(bar.comparison.cell) : undefined;
  const from = x(0) + textGap;
  const mark = other === undefined || other < 0 ? from : x(other);
  const after = { x: mark + textGap + 2, width: size.width - mark - textGap - 2 };
  if (mark === from) return { x: from, width: size.width - from };
  return mark - from > after.width ? { x: from, width: mark - from - textGap } : after;
}

function missingText(lines: readonly string[], x: number, centre: number, { size }: Columns): PlacedText {
  return { lines, x, y: centre - (lines.length * size.lineHeight) / 2 + size.fontSize };
}

function markFor(bar: Bar, centre: number, { x }: Columns): PlacedBar['mark'] {
  const value = bar.comparison ? drawableValue(bar.comparison.cell) : undefined;
  if (value === undefined) return undefined;
  return { x: x(value), top: centre - barHeight / 2 - 3, bottom: centre + barHeight / 2 + 3 };
}

function drawn(bar: Bar, value: number, centre: number, columns: Columns): Pick<PlacedBar, 'bar' | 'text'> {
  const { x, size, format } = columns;
  const text = formatNumber(bar.cell.kind === 'number' ? bar.cell.value : value, format);
  const outward = value < 0 ? -1 : 1;
  const other = bar.comparison ? drawableValue(bar.comparison.cell) : undefined;
  const reach = textWidth(text, size.fontSize, 'bold') + textGap + 4;
  const past = other === undefined ? -1 : (x(other) - x(value)) * outward;
  const start = past > -4 && past < reach ? x(other ?? value) : x(value);
  return {
    bar: {
      x: Math.min(x(0), x(value)),
      y: centre - barHeight / 2,
      width: Math.abs(x(value) - x(0)),
      height: barHeight,
    },
    text: {
      lines: [text],
      x: start + outward * textGap,
      y: centre + size.fontSize * 0.35,
      anchor: value < 0 ? 'end' : undefined,
    },
  };
}
