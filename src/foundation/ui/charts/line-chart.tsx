import type { VNode } from 'preact';
import { midSentence } from './describe-trend.ts';
import type { LineChartProps } from './model.ts';
import { formatNumber, missingCounts } from './number-text.ts';
import { PictureFrame } from './picture.tsx';
import type { TimePlotState } from './time-plot.ts';
import { placeTimePlot, timePlotAxis, timePlotState } from './time-plot.ts';
import { drawTimePlot } from './time-plot-view.tsx';
import type { ValueAxis } from './value-axis.ts';

/**
 * Lines over time, named where they end. A missing figure is a gap and a cross on the axis; a provisional stretch is
 * dashed with hollow marks; a change of definition ends the line and starts another.
 */
export function LineChart(props: LineChartProps): VNode {
  const state = lineChartState(props);
  return (
    <PictureFrame
      picture={props}
      role="img"
      note={caption(state)}
      draw={(size) => drawTimePlot(placeTimePlot(state, size), size)}
    />
  );
}

function lineChartState(props: LineChartProps): TimePlotState {
  return timePlotState({
    series: props.series,
    breaks: (props.breaks ?? []).toSorted((a, b) => a.at.localeCompare(b.at)),
    gapAfterDays: props.gapAfterDays,
    baseline: props.baseline,
    format: props.format,
    curve: 'straight',
  });
}

function caption(state: TimePlotState): string {
  const provisional = state.lines.some((line) => line.numbers.some((point) => point.standing === 'provisional'));
  return [
    axisSentence(timePlotAxis(state)),
    provisional ? 'Dashed line and hollow marks: figures that are provisional, or that few schools reported for.' : '',
    missingSentence(state),
    gapSentence(state),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function gapSentence({ gaps }: TimePlotState): string {
  if (gaps.length === 0) return '';
  const between = gaps.map(({ before, after }) => `${midSentence(before.label)} and ${midSentence(after.label)}`);
  return `Shaded: no figures are known between ${between.join(', nor between ')}.`;
}

/** Says where an axis starts when that is not zero; otherwise empty. */
export function axisSentence(axis: ValueAxis | undefined): string {
  if (!axis || (axis.low <= 0 && axis.high >= 0)) return '';
  return `The axis starts at ${formatNumber(axis.low, axis.tickFormat)}, not at zero.`;
}

/** Says what the crosses are and why there is no figure; otherwise empty. */
export function missingSentence(state: TimePlotState): string {
  const counts = missingCounts(state.lines.flatMap((line) => line.missing.map((point) => point.cell)));
  if (counts.length === 0) return '';
  return `Cross on the axis: no figure (${counts.map(({ reason, count }) => `${count} ${reason}`).join('; ')}).`;
}
