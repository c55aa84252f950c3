import type { VNode } from 'preact';
import type { PlacedBar, PlacedBars } from './bar-layout.ts';
import { placeBars } from './bar-layout.ts';
import type { BarChartProps } from './model.ts';
import type { Drawing, PictureSize } from './picture.tsx';
import { coordinate, PictureFrame, TextBlock } from './picture.tsx';

/**
 * Horizontal bars from zero, each with its value at its end. A comparison is an upright mark across the bar; the note
 * under the picture names it. A bar without a figure is a sentence, never a bar of no length.
 */
export function BarChart(props: BarChartProps): VNode {
  return (
    <PictureFrame
      picture={props}
      role={props.bars.some((bar) => bar.href !== undefined) ? 'group' : 'img'}
      note={comparisonSentence(props)}
      draw={(size) => drawBars(placeBars(props.bars, props.format, size), size)}
    />
  );
}

function comparisonSentence({ bars }: BarChartProps): string {
  const compared = bars.flatMap((bar) => bar.comparison ?? []);
  if (compared.length === 0) return '';
  const names = [...new Set(compared.map((comparison) => comparison.label))].join('; ');
  const without = compared.filter((comparison) => comparison.cell.kind !== 'number').length;
  return `Upright mark: ${names}.${without === 0 ? '' : ` No mark where it has no figure (${without}).`}`;
}

function drawBars(placed: PlacedBars, size: PictureSize): Drawing {
  return {
    height: placed.height,
    marks: (
      <>
        <Bars rows={placed.rows} />
        {placed.rows.map((row) => (
          <BarRow row={row} size={size} />
        ))}
        <path
          class="hw-axis"
          d={placed.zero.pieces
            .map((piece) => `M${coordinate(placed.zero.x)} ${coordinate(piece.top)}V${coordinate(piece.bottom)}`)
            .join('')}
        />
      </>
    ),
  };
}

function BarRow({ row, size }: { readonly row: PlacedBar; readonly size: PictureSize }): VNode {
  const label = <TextBlock {...row.label} class="hw-label" lineHeight={size.lineHeight} />;
  const { bar } = row;
  return (
    <>
      {row.href === undefined ? (
        label
      ) : (
        <a class="hw-link" href={row.href}>
          {label}
        </a>
      )}
      <TextBlock {...row.text} class={bar ? 'hw-value' : 'hw-empty'} lineHeight={size.lineHeight} />
    </>
  );
}

/** All bars are one path and all marks another: a page has some forty bars, each drawn twice. */
function Bars({ rows }: { readonly rows: readonly PlacedBar[] }): VNode {
  const bars = rows.flatMap(({ bar }) =>
    bar
      ? `M${coordinate(bar.x)} ${coordinate(bar.y)}h${coordinate(bar.width)}v${bar.height}h-${coordinate(bar.width)}z`
      : [],
  );
  const marks = rows.flatMap(({ mark }) =>
    mark ? `M${coordinate(mark.x)} ${coordinate(mark.top)}V${coordinate(mark.bottom)}` : [],
  );
  return (
    <>
      {bars.length === 0 ? null : <path class="hw-series-1" d={bars.join('')} />}
      {marks.length === 0 ? null : (
        <>
          <path class="hw-mark-ground" d={marks.join('')} />
          <path class="hw-mark" d={marks.join('')} />
        </>
      )}
    </>
  );
}
