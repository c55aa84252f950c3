import { scaleLinear } from 'd3-scale';
import { curveLinear, curveStepAfter, line } from 'd3-shape';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { daysBetween } from '#foundation/kernel/plain-date.ts';
import type { DefinitionBreak, NumberFormat, TimeSeries } from './model.ts';
import { formatNumber } from './number-text.ts';
import type { PictureSize } from './picture.tsx';
import { spreadLabels, textWidth, widestLine, wrapText } from './text-layout.ts';
import type { NamedDay } from './time-axis.ts';
import { timeTicks } from './time-axis.ts';
import type { LineState, LongGap, NumberPoint } from './time-segments.ts';
import { lineState, longGaps } from './time-segments.ts';
import type { ValueAxis } from './value-axis.ts';
import { valueAxis } from './value-axis.ts';

/** What a picture over time is made from, before it has a size. */
export interface TimePlotState {
  readonly lines: readonly LineState[];
  readonly breaks: readonly DefinitionBreak[];
  readonly days: readonly NamedDay[];
  /** Stretches to be shaded: nothing is known of them. */
  readonly gaps: readonly LongGap[];
  readonly baseline: 'zero' | 'fitted';
  readonly format: NumberFormat;
  readonly curve: 'straight' | 'steps';
}

export interface TimePlotInput {
  readonly series: readonly TimeSeries[];
  readonly breaks: readonly DefinitionBreak[];
  readonly gapAfterDays: number | undefined;
  readonly baseline: 'zero' | 'fitted';
  readonly format: NumberFormat;
  readonly curve: 'straight' | 'steps';
}

export interface PlacedLabel {
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
}

export interface PlacedLine {
  readonly colour: string;
  readonly emphasis: 'main' | 'context';
  readonly solid: string;
  readonly dashed: string;
  readonly dots: readonly { readonly x: number; readonly y: number; readonly fill: 'full' | 'hollow' }[];
  readonly label: PlacedLabel;
  /** From the end of the line to its label, where the label had to move. */
  readonly leader: string;
}

/** A picture over time with every coordinate decided, in units of its size. */
export interface PlacedTimePlot {
  readonly height: number;
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly unit: string;
  readonly valueTicks: readonly { readonly y: number; readonly label: string; readonly value: number }[];
  readonly timeTicks: readonly { readonly x: number; readonly lines: readonly string[] }[];
  readonly lines: readonly PlacedLine[];
  readonly breaks: readonly (PlacedLabel & { readonly ruleX: number; readonly anchor: 'start' | 'end' })[];
  readonly missing: readonly { readonly x: number; readonly colour: string }[];
  readonly gaps: readonly { readonly x: number; readonly width: number; readonly words: readonly string[] }[];
}

/** Takes the series apart; nothing here knows a size. */
export function timePlotState(input: TimePlotInput): TimePlotState {
  const lines = input.series.map((series) => lineState(series, input));
  const days = new Map<PlainDate, string>();
  for (const series of input.series) for (const point of series.points) days.set(point.at, point.label);
  const ordered = [...days].map(([at, label]) => ({ at, label })).sort((a, b) => daysBetween(b.at, a.at));
  return { ...input, lines, days: ordered, gaps: longGaps(ordered, input.gapAfterDays) };
}

/** The value axis of a picture over time: shared by every size, so that both drawings say the same. */
export function timePlotAxis(state: TimePlotState): ValueAxis | undefined {
  const values = state.lines.flatMap((line) => line.numbers.map((point) => point.value));
  return valueAxis({ values, baseline: state.baseline, format: state.format, count: 5 });
}

/** From the plot to its end labels: room for leaders where labels crowd. */
const endGap = { alone: 10, crowded: 26 };

interface LabelRules {
  readonly format: NumberFormat;
  readonly size: PictureSize;
  /** Whether the line stops so long before the others that its label must say so. */
  readonly early: 'early' | undefined;
}

/** A line that stops before the last tenth of the time shown: no leader could join it to its label across the others. */
function endsEarly(state: TimePlotState, line: LineState): 'early' | undefined {
  const first = state.days[0]?.at;
  const last = state.days.at(-1)?.at;
  const end = line.numbers.at(-1)?.at;
  if (!first || !last || !end) return undefined;
  return daysBetween(end, last) > daysBetween(first, last) / 10 ? 'early' : undefined;
}

interface EndLabel {
  readonly lines: readonly string[];
  readonly end: NumberPoint | undefined;
}

/** Decides every coordinate for one size. */
export function placeTimePlot(state: TimePlotState, size: PictureSize): PlacedTimePlot {
  const axis = timePlotAxis(state);
  const unitFormat = axis?.unit ? { ...state.format, suffix: '' } : state.format;
  const labels = state.lines.map((line) => endLabel(line, { format: unitFormat, size, early: endsEarly(state, line) }));
  const gap = labels.length > 3 ? endGap.crowded : endGap.alone;
  const left = Math.max(0, ...(axis?.ticks ?? []).map((tick) => textWidth(tick.label, size.fontSize))) + 8;
  const right =
    size.width - Math.max(0, ...labels.map((label) => widestLine(label.lines, size.fontSize, 'bold'))) - gap;
  const breakRows = state.breaks.map((rule) =>
    wrapText(rule.label, size.variant === 'wide' ? 190 : 120, size.fontSize),
  );
  const breakHeights = breakRows.map((lines) => lines.length * size.lineHeight + 4);
  const breakRoom = breakHeights.reduce((sum, height) => sum + height, 0);
  const top = (axis?.unit ? size.lineHeight : 0) + breakRoom + size.lineHeight * 0.75;
  const wantedHeight = axis ? (size.variant === 'wide' ? 250 : 210) : 80;
  const labelRoom = labels.reduce((sum, label) => sum + label.lines.length * size.lineHeight + 4, 0);
  const plot = { left, right, top, bottom: top + Math.max(wantedHeight, labelRoom) };
  const frame = { state, size, plot, gap, x: dayScale(state, plot), y: axisScale(axis, plot) };
  const ticks = timeTicks(state.days, Math.floor((right - left) / (size.variant === 'wide' ? 66 : 54)));
  const tickLines = Math.max(1, ...ticks.map((tick) => tick.lines.length));
  return {
    height: plot.bottom + 12 + tickLines * size.lineHeight,
    plot,
    unit: axis?.unit ?? '',
    valueTicks: (axis?.ticks ?? []).map((tick) => ({ ...tick, y: frame.y(tick.value) })),
    timeTicks: ticks.map((tick) => ({ x: frame.x(tick.at), lines: tick.lines })),
    lines: placeLines(frame, labels),
    breaks: placeBreaks(frame, breakRows, breakHeights),
    missing: placeMissing(frame),
    gaps: placeGaps(frame),
  };
}

interface Frame {
  readonly state: TimePlotState;
  readonly size: PictureSize;
  readonly plot: PlacedTimePlot['plot'];
  readonly gap: number;
  readonly x: (day: PlainDate) => number;
  readonly y: (value: number) => number;
}

function dayScale(state: TimePlotState, plot: PlacedTimePlot['plot']): Frame['x'] {
  const first = state.days[0]?.at;
  const last = state.days.at(-1)?.at;
  if (!first || !last || first === last) return () => (plot.left + plot.right) / 2;
  const scale = scaleLinear()
    .domain([0, daysBetween(first, last)])
    .range([plot.left + 4, plot.right]);
  return (day) => scale(daysBetween(first, day));
}

function axisScale(axis: ValueAxis | undefined, plot: PlacedTimePlot['plot']): Frame['y'] {
  if (!axis) return () => plot.bottom;
  const scale = scaleLinear().domain([axis.low, axis.high]).range([plot.bottom, plot.top]);
  return (value) => scale(value);
}

function lastValue(value: string, early: 'early' | undefined): string {
  return early ? `last ${value}` : value;
}

function endLabel(line: LineState, { format, size, early }: LabelRules): EndLabel {
  const end = line.numbers.at(-1);
  const value = end?.cell.kind === 'number' ? lastValue(formatNumber(end.cell.value, format), early) : 'no figures';
  const room = size.variant === 'wide' ? 150 : 88;
  const lines = wrapText(line.series.label, room, size.fontSize, 'bold');
  const last = `${lines.at(-1)} ${value}`.trim();
  const together = textWidth(last, size.fontSize, 'bold') <= room;
  return { end, lines: together ? [...lines.slice(0, -1), last] : [...lines, value] };
}

function colourClasses(lines: readonly LineState[]): readonly string[] {
  const main = lines.filter((line) => line.series.emphasis === 'main');
  return lines.map((line) => {
    return line.series.emphasis === 'context' ? 'hw-context' : seriesClass(main.indexOf(line));
  });
}

/** Four colours; a fifth line takes the first colour again, broken. */
function seriesClass(index: number): string {
  return `hw-series-${(index % 4) + 1}${index >= 4 ? ' hw-again' : ''}`;
}

function placeLines(frame: Frame, labels: readonly EndLabel[]): readonly PlacedLine[] {
  const { plot, size } = frame;
  const wishes = labels.map((label) => ({
    wanted: label.end ? frame.y(label.end.value) : plot.bottom,
    height: label.lines.length * size.lineHeight + 4,
  }));
  const centres = spreadLabels(wishes, plot.top - size.lineHeight / 2, plot.bottom + size.lineHeight / 2);
  const colours = colourClasses(frame.state.lines);
  return frame.state.lines.map((line, index) => {
    const label = labels[index] ?? { lines: [], end: undefined };
    const centre = centres[index] ?? plot.bottom;
    const first = centre - ((label.lines.length - 1) * size.lineHeight) / 2 + size.fontSize * 0.35;
    return {
      colour: colours[index] ?? '',
      emphasis: line.series.emphasis,
      ...placeStretches(frame, line),
      label: { lines: label.lines, x: plot.right + frame.gap, y: first },
      leader: label.end && !endsEarly(frame.state, line) ? leader(frame, label.end, centre) : '',
    };
  });
}

function leader(frame: Frame, end: NumberPoint, centre: number): string {
  const from = { x: frame.x(end.at) + 5, y: frame.y(end.value) };
  const to = { x: frame.plot.right + frame.gap - 2, y: centre };
  const near = Math.abs(to.y - from.y) < 6 && to.x - from.x < 12;
  return near
    ? ''
    : (line<{ x: number; y: number }>(
        (point) => point.x,
        (point) => point.y,
      ).digits(1)([from, to]) ?? '');
}

function placeStretches(frame: Frame, state: LineState): Pick<PlacedLine, 'solid' | 'dashed' | 'dots'> {
  const draw = line<NumberPoint>(
    (point) => frame.x(point.at),
    (point) => frame.y(point.value),
  )
    .curve(frame.state.curve === 'steps' ? curveStepAfter : curveLinear)
    .digits(1);
  const paths = (stroke: 'solid' | 'dashed') =>
    state.stretches
      .filter((stretch) => stretch.stroke === stroke && stretch.points.length > 1)
      .map((stretch) => draw(stretch.points) ?? '')
      .join('');
  return { solid: paths('solid'), dashed: paths('dashed'), dots: dotsOf(frame, state) };
}

/** A dot marks what a line alone would not show: a lone point, a provisional one, the latest, each release of a revision. */
function dotsOf(frame: Frame, state: LineState): PlacedLine['dots'] {
  const lone = new Set(state.stretches.filter((stretch) => stretch.points.length === 1).map((each) => each.points[0]));
  const end = state.numbers.at(-1);
  return state.numbers
    .filter((point) => {
      const shown = frame.state.curve === 'steps' || point.standing === 'provisional' || point === end;
      return shown || lone.has(point);
    })
    .map((point) => ({
      x: frame.x(point.at),
      y: frame.y(point.value),
      fill: point.standing === 'provisional' ? 'hollow' : 'full',
    }));
}

function placeBreaks(
  frame: Frame,
  rows: readonly (readonly string[])[],
  heights: readonly number[],
): PlacedTimePlot['breaks'] {
  const { plot, size, state } = frame;
  let y = plot.top - heights.reduce((sum, height) => sum + height, 0) - size.lineHeight * 0.75 + size.fontSize;
  return state.breaks.map((rule, index) => {
    const lines = rows[index] ?? [];
    const ruleX = Math.max(plot.left, Math.min(plot.right, frame.x(rule.at)));
    const anchor = ruleX + widestLine(lines, size.fontSize) + 6 > size.width ? 'end' : 'start';
    const placed = { lines, y, ruleX, anchor, x: ruleX + (anchor === 'start' ? 5 : -5) } as const;
    y += heights[index] ?? 0;
    return placed;
  });
}

/** Shading that keeps clear of the points on either side, with words in it where there is room. */
function placeGaps({ state, x, size }: Frame): PlacedTimePlot['gaps'] {
  return state.gaps.map(({ before, after }) => {
    const left = x(before.at) + 6;
    const width = Math.max(0, x(after.at) - 6 - left);
    const words = wrapText('no figures', width - 8, size.fontSize);
    return { x: left, width, words: words.length <= 2 && widestLine(words, size.fontSize) <= width - 8 ? words : [] };
  });
}

/** One mark for each day without a figure; a main line's mark hides a context line's. */
function placeMissing(frame: Frame): PlacedTimePlot['missing'] {
  const colours = colourClasses(frame.state.lines);
  const marks = new Map<PlainDate, string>();
  for (const [index, line] of frame.state.lines.entries()) {
    for (const point of line.missing) {
      const held = marks.get(point.at);
      if (held === undefined || held === 'hw-context') marks.set(point.at, colours[index] ?? '');
    }
  }
  return [...marks].map(([at, colour]) => ({ x: frame.x(at), colour }));
}
