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
  const { bar, mark } = row;
  return (
    <>
      {row.href === undefined ? (
        label
      ) : (
        <a class="hw-link" href={row.href}>
          {label}
        </a>
      )}
      {bar ? (
        <rect
          class="hw-series-1"
          x={coordinate(bar.x)}
          y={coordinate(bar.y)}
          width={coordinate(bar.width)}
          height={bar.height}
        />
      ) : null}
      {mark ? <MarkPaths d={`M${coordinate(mark.x)} ${coordinate(mark.top)}V${coordinate(mark.bottom)}`} /> : null}
      <TextBlock {...row.text} class={bar ? 'hw-value' : 'hw-empty'} lineHeight={size.lineHeight} />
    </>
  );
}

function MarkPaths({ d }: { readonly d: string }): VNode {
  return (
    <>
      <path class="hw-mark-ground" d={d} />
      <path class="hw-mark" d={d} />
    </>
  );
}
