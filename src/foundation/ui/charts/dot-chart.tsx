import type { VNode } from 'preact';
import type { PlacedDot, PlacedDots } from './dot-layout.ts';
import { dotAxis, placeDots } from './dot-layout.ts';
import { axisSentence } from './line-chart.tsx';
import type { DotChartProps } from './model.ts';
import type { Drawing, PictureSize } from './picture.tsx';
import { coordinate, PictureFrame, TextBlock } from './picture.tsx';

/** One dot per row on a shared axis, with its interval where there is one; context rows are hollow. */
export function DotChart(props: DotChartProps): VNode {
  const note = [
    props.rows.some((row) => row.interval && row.cell.kind === 'number')
      ? 'Bar through a dot: the interval, also in brackets.'
      : '',
    axisSentence(dotAxis(props.rows, props.format)),
  ];
  return (
    <PictureFrame
      picture={props}
      role="img"
      note={note.filter((sentence) => sentence !== '').join(' ')}
      draw={(size) => drawDots(placeDots(props.rows, props.format, size), size)}
    />
  );
}

function drawDots(placed: PlacedDots, size: PictureSize): Drawing {
  const { plot } = placed;
  // Where names stand between the rows the grid is drawn beside each dot only, so that it crosses no words.
  const pieces =
    size.variant === 'wide'
      ? [{ top: 0, bottom: plot.bottom }]
      : placed.rows.map((row) => ({ top: row.y - 7, bottom: row.y + 7 }));
  const rules = placed.ticks.flatMap((tick) =>
    pieces.map((piece) => `M${coordinate(tick.x)} ${coordinate(piece.top)}V${coordinate(piece.bottom)}`),
  );
  return {
    height: placed.height,
    marks: (
      <>
        <path class="hw-grid" d={rules.join('')} />
        {placed.rows.map((row) => (
          <Dot row={row} plot={plot} size={size} />
        ))}
        <g class="hw-axis-label" text-anchor="middle">
          {placed.ticks.map((tick) => (
            <text x={coordinate(tick.x)} y={coordinate(plot.bottom + 6 + size.fontSize)}>
              {tick.label}
            </text>
          ))}
        </g>
        {placed.unit === '' || size.variant === 'narrow' ? null : (
          <text class="hw-label" y={coordinate(plot.bottom + 6 + size.fontSize)}>
            {placed.unit}
          </text>
        )}
      </>
    ),
  };
}

interface DotProps {
  readonly row: PlacedDot;
  readonly plot: PlacedDots['plot'];
  readonly size: PictureSize;
}

function Dot({ row, plot, size }: DotProps): VNode {
  const y = coordinate(row.y);
  const { interval } = row;
  return (
    <g class={row.emphasis === 'main' ? 'hw-series-1' : 'hw-context'}>
      <path class="hw-guide" d={`M${coordinate(plot.left)} ${y}H${coordinate(plot.right)}`} />
      {interval ? (
        <path class="hw-interval" d={`M${coordinate(interval.from)} ${y}H${coordinate(interval.to)}`} />
      ) : null}
      {row.x === undefined ? null : (
        <circle class={row.emphasis === 'main' ? undefined : 'hw-hollow'} cx={coordinate(row.x)} cy={y} r="6" />
      )}
      <TextBlock {...row.label} class="hw-name" lineHeight={size.lineHeight} />
      <TextBlock {...row.value} class={row.x === undefined ? 'hw-empty' : 'hw-name'} lineHeight={size.lineHeight} />
    </g>
  );
}
