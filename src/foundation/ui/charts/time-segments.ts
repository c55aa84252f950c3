import type { Cell } from '#foundation/kernel/cell.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { daysBetween } from '#foundation/kernel/plain-date.ts';
import type { DefinitionBreak, TimePoint, TimeSeries } from './model.ts';
import { drawableValue } from './number-text.ts';
import type { NamedDay } from './time-axis.ts';

/** A point that has a number. */
export interface NumberPoint {
  readonly at: PlainDate;
  readonly value: number;
  readonly cell: Cell;
  readonly standing: 'firm' | 'provisional';
}

/** Points to be joined: `dashed` when either end of every step is provisional. A lone point is a stretch of one. */
export interface Stretch {
  readonly points: readonly NumberPoint[];
  readonly stroke: 'solid' | 'dashed';
}

/** A series taken apart into what may be joined and what is missing. */
export interface LineState {
  readonly series: TimeSeries;
  readonly stretches: readonly Stretch[];
  readonly numbers: readonly NumberPoint[];
  readonly missing: readonly TimePoint[];
}

export interface JoinRules {
  readonly breaks: readonly DefinitionBreak[];
  readonly gapAfterDays: number | undefined;
}

/** Takes a series apart. A missing cell, a definition break and a long gap each end a stretch: none is bridged. */
export function lineState(series: TimeSeries, rules: JoinRules): LineState {
  const ordered = series.points.toSorted((a, b) => daysBetween(b.at, a.at));
  const numbers: NumberPoint[] = [];
  const missing: TimePoint[] = [];
  const runs: NumberPoint[][] = [];
  let run: NumberPoint[] = [];
  for (const point of ordered) {
    const value = drawableValue(point.cell);
    const before = run.at(-1);
    if (run.length > 0 && (value === undefined || (before && !joined(before.at, point.at, rules)))) {
      runs.push(run);
      run = [];
    }
    if (value === undefined) missing.push(point);
    else {
      const number = { at: point.at, value, cell: point.cell, standing: point.provisional ?? 'firm' } as const;
      numbers.push(number);
      run.push(number);
    }
  }
  if (run.length > 0) runs.push(run);
  return { series, stretches: runs.flatMap(stretchesOf), numbers, missing };
}

/** A stretch of time in which no series has a point, figure or none. */
export interface LongGap {
  readonly before: NamedDay;
  readonly after: NamedDay;
}

/** Gaps too long to be a holiday, where points are known to come more often than that. `days` in order. */
export function longGaps(days: readonly NamedDay[], gapAfterDays: number | undefined): readonly LongGap[] {
  if (gapAfterDays === undefined || gapAfterDays >= longestHoliday) return [];
  return days.flatMap((after, index) => {
    const before = days[index - 1];
    return before && daysBetween(before.at, after.at) > longestHoliday ? [{ before, after }] : [];
  });
}

/** Days from the last week of one school year to the first of the next, with room to spare. */
const longestHoliday = 70;

function joined(from: PlainDate, to: PlainDate, rules: JoinRules): boolean {
  if (rules.gapAfterDays !== undefined && daysBetween(from, to) > rules.gapAfterDays) return false;
  return !rules.breaks.some((rule) => daysBetween(from, rule.at) > 0 && daysBetween(rule.at, to) >= 0);
}

function stretchesOf(run: readonly NumberPoint[]): readonly Stretch[] {
  const [first, ...rest] = run;
  if (!first) return [];
  if (rest.length === 0) return [{ points: [first], stroke: first.standing === 'firm' ? 'solid' : 'dashed' }];
  const stretches: { points: NumberPoint[]; stroke: Stretch['stroke'] }[] = [];
  let before = first;
  for (const point of rest) {
    const stroke = before.standing === 'firm' && point.standing === 'firm' ? 'solid' : 'dashed';
    const current = stretches.at(-1);
    if (current?.stroke === stroke) current.points.push(point);
    else stretches.push({ points: [before, point], stroke });
    before = point;
  }
  return stretches;
}
