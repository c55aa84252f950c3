import type { VNode } from 'preact';
import { axisSentence, missingSentence } from './line-chart.tsx';
import type { RevisionsChartProps } from './model.ts';
import { PictureFrame } from './picture.tsx';
import { placeTimePlot, timePlotAxis, timePlotState } from './time-plot.ts';
import { drawTimePlot } from './time-plot-view.tsx';

/**
 * How a figure for one period moved over successive releases: each step lasts until the next release said otherwise,
 * each dot is a release. The axis is fitted, since revisions are small; the note says where it starts.
 */
export function RevisionsChart(props: RevisionsChartProps): VNode {
  const series = props.lines.map((line, index) => ({
    id: String(index),
    label: line.label,
    emphasis: line.emphasis ?? 'main',
    points: line.points.map((point) => ({ at: point.publishedOn, label: point.publishedOn, cell: point.cell })),
  }));
  const { format } = props;
  const state = timePlotState({
    series,
    breaks: [],
    gapAfterDays: undefined,
    baseline: 'fitted',
    format,
    curve: 'steps',
  });
  const note = ['Each dot is a release.', axisSentence(timePlotAxis(state)), missingSentence(state)];
  return (
    <PictureFrame
      picture={props}
      role="img"
      note={note.filter((sentence) => sentence !== '').join(' ')}
      draw={(size) => drawTimePlot(placeTimePlot(state, size), size)}
    />
  );
}
