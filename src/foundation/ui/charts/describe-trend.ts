import { addDays, daysBetween } from '#foundation/kernel/plain-date.ts';
import type { DefinitionBreak, NumberFormat, TimePoint, TimeSeries } from './model.ts';
import { formatDifference, formatNumber, missingReason, printedValue } from './number-text.ts';

interface Figure {
  readonly point: TimePoint;
  readonly value: number;
}

/**
 * What a line shows, in plain sentences: the latest figure, how it stands to a year earlier and to the start, and the
 * highest and lowest. It compares printed figures, so the subtraction can be checked by eye; it never says why, and
 * never compares across a change of definition.
 */
export function describeTrend(
  series: TimeSeries,
  format: NumberFormat,
  breaks: readonly DefinitionBreak[] = [],
): string {
  const ordered = series.points.toSorted((a, b) => daysBetween(b.at, a.at));
  const last = ordered.at(-1);
  if (!last) return `${series.label}: no figures.`;
  const figures = figuresSince(ordered, breaks, format);
  const latest = figures.at(-1);
  if (!latest) return `${series.label}: no figures that can be shown.`;
  return [
    missingLatest(last, latest),
    latestSentence(series, latest, format),
    changeSentence(figures, latest, format),
    rangeSentence(figures, format),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Printed figures under the latest definition, in order. */
function figuresSince(
  ordered: readonly TimePoint[],
  breaks: readonly DefinitionBreak[],
  format: NumberFormat,
): readonly Figure[] {
  const figures = ordered.flatMap((point) =>
    point.cell.kind === 'number' ? [{ point, value: printedValue(point.cell.value, format) }] : [],
  );
  const latest = figures.at(-1);
  if (!latest) return [];
  const before = breaks.filter((rule) => daysBetween(rule.at, latest.point.at) >= 0);
  return figures.filter((figure) => before.every((rule) => daysBetween(rule.at, figure.point.at) >= 0));
}

function missingLatest(last: TimePoint, latest: Figure): string {
  if (last === latest.point || last.cell.kind === 'number') return '';
  return `There is no figure for ${midSentence(last.label)} (${missingReason(last.cell.kind)}).`;
}

function latestSentence(series: TimeSeries, latest: Figure, format: NumberFormat): string {
  const provisional = latest.point.provisional ? ', provisionally' : '';
  return `${series.label}: ${formatNumber(latest.value, format)} in ${midSentence(latest.point.label)}${provisional}.`;
}

function changeSentence(figures: readonly Figure[], latest: Figure, format: NumberFormat): string {
  const [first] = figures;
  if (!first || first === latest) return '';
  const earlier = sameTimeEarlier(figures, latest);
  const sinceStart = `${difference(latest.value - first.value, format)} ${midSentence(first.point.label)} (${formatNumber(first.value, format)})`;
  if (!earlier || earlier === first) return `That is ${sinceStart}, where this line starts.`;
  const sinceEarlier = `${difference(latest.value - earlier.value, format)} ${midSentence(earlier.point.label)} (${formatNumber(earlier.value, format)})`;
  return `That is ${sinceEarlier}, about a year earlier. It is ${sinceStart}, where this line starts.`;
}

/** The figure nearest to 52 weeks before, if there is one within ten days: weeks keep their weekday, years do not. */
function sameTimeEarlier(figures: readonly Figure[], latest: Figure): Figure | undefined {
  const day = addDays(latest.point.at, -364);
  const distance = (figure: Figure) => Math.abs(daysBetween(day, figure.point.at));
  const nearest = figures.toSorted((a, b) => distance(a) - distance(b))[0];
  return nearest && nearest !== latest && distance(nearest) <= 10 ? nearest : undefined;
}

function difference(change: number, format: NumberFormat): string {
  const printed = printedValue(change, format);
  if (printed === 0) return 'the same as in';
  return `${formatDifference(printed, format)} ${printed > 0 ? 'higher' : 'lower'} than in`;
}

function rangeSentence(figures: readonly Figure[], format: NumberFormat): string {
  if (figures.length < 3) return '';
  const [first] = figures;
  if (!first) return '';
  const highest = figures.reduce((best, figure) => (figure.value > best.value ? figure : best), first);
  const lowest = figures.reduce((best, figure) => (figure.value < best.value ? figure : best), first);
  if (highest.value === lowest.value) return 'It was the same throughout.';
  const named = (figure: Figure) => `${formatNumber(figure.value, format)} (${midSentence(figure.point.label)})`;
  return `Highest: ${named(highest)}; lowest: ${named(lowest)}.`;
}

/** `Week of 8 January` inside a sentence is `the week of 8 January`; `2016/17` and names of months stay as they are. */
export function midSentence(label: string): string {
  return /^week\b/i.test(label) ? `the ${label.charAt(0).toLowerCase()}${label.slice(1)}` : label;
}
