import type { VNode } from 'preact';
import type { Drawing, PictureSize } from './picture.tsx';
import { coordinate, TextBlock } from './picture.tsx';
import type { PlacedLine, PlacedTimePlot } from './time-plot.ts';

/** Turns a placed picture over time into marks; it decides nothing. */
export function drawTimePlot(placed: PlacedTimePlot, size: PictureSize): Drawing {
  const lines = placed.lines.toSorted((a, b) => Number(a.emphasis === 'main') - Number(b.emphasis === 'main'));
  return {
    height: placed.height,
    marks: (
      <>
        <Axes placed={placed} size={size} />
        <Gaps placed={placed} size={size} />
        {placed.breaks.map((rule) => (
          <g class="hw-break">
            <path
              d={`M${coordinate(rule.ruleX)} ${coordinate(rule.y - size.fontSize)}V${coordinate(placed.plot.bottom)}`}
            />
            <TextBlock
              lines={rule.lines}
              x={rule.x}
              y={rule.y}
              lineHeight={size.lineHeight}
              anchor={rule.anchor === 'end' ? 'end' : undefined}
            />
          </g>
        ))}
        <MissingMarks placed={placed} />
        {lines.map((line) => (
          <SeriesLine line={line} size={size} />
        ))}
        {placed.lines.every((line) => line.solid + line.dashed === '' && line.dots.length === 0) ? (
          <text
            class="hw-empty"
            x={coordinate((placed.plot.left + placed.plot.right) / 2)}
            y={coordinate((placed.plot.top + placed.plot.bottom) / 2)}
            text-anchor="middle"
          >
            No figures to draw
          </text>
        ) : null}
      </>
    ),
  };
}

interface AxesProps {
  readonly placed: PlacedTimePlot;
  readonly size: PictureSize;
}

function Gaps({ placed, size }: AxesProps): VNode {
  const { top, bottom } = placed.plot;
  return (
    <>
      {placed.gaps.map((gap) => (
        <g class="hw-gap">
          <rect
            x={coordinate(gap.x)}
            y={coordinate(top - 1)}
            width={coordinate(gap.width)}
            height={coordinate(bottom - top)}
          />
          {gap.words.length === 0 ? null : (
            <TextBlock
              lines={gap.words}
              x={gap.x + gap.width / 2}
              y={(top + bottom) / 2 - ((gap.words.length - 1) * size.lineHeight) / 2}
              lineHeight={size.lineHeight}
              anchor="middle"
            />
          )}
        </g>
      ))}
    </>
  );
}

function Axes({ placed, size }: AxesProps): VNode {
  const { plot } = placed;
  const rules = placed.valueTicks.map(
    (tick) => `M${coordinate(plot.left)} ${coordinate(tick.y)}H${coordinate(plot.right)}`,
  );
  const zero = placed.valueTicks.find((tick) => tick.value === 0);
  const base = `M${coordinate(plot.left)} ${coordinate(zero?.y ?? plot.bottom)}H${coordinate(plot.right)}`;
  const ticks = placed.timeTicks.map((tick) => `M${coordinate(tick.x)} ${coordinate(plot.bottom)}v5`);
  return (
    <g class="hw-axis-label">
      <path class="hw-grid" d={rules.join('')} />
      <path class="hw-axis" d={base + ticks.join('')} />
      {placed.unit === '' ? null : <text y={size.fontSize}>{placed.unit}</text>}
      <g text-anchor="end">
        {placed.valueTicks.map((tick) => (
          <text x={coordinate(plot.left - 8)} y={coordinate(tick.y + size.fontSize * 0.35)}>
            {tick.label}
          </text>
        ))}
      </g>
      {placed.timeTicks.map((tick) => (
        <TextBlock
          lines={tick.lines}
          x={tick.x}
          y={plot.bottom + 8 + size.fontSize}
          lineHeight={size.lineHeight}
          anchor="middle"
        />
      ))}
    </g>
  );
}

function MissingMarks({ placed }: { readonly placed: PlacedTimePlot }): VNode | null {
  if (placed.missing.length === 0) return null;
  const colours = [...new Set(placed.missing.map((mark) => mark.colour))];
  const y = coordinate(placed.plot.bottom - 3);
  const cross = (x: number) => `M${coordinate(x - 3)} ${y}l6 6m0-6l-6 6`;
  return (
    <g class="hw-missing">
      {colours.map((colour) => (
        <path
          class={`hw-cross ${colour}`}
          d={apart(placed.missing.filter((mark) => mark.colour === colour).map((mark) => mark.x))
            .map(cross)
            .join('')}
        />
      ))}
    </g>
  );
}

/** Places without those so near the one before that two crosses would lie on each other. */
function apart(places: readonly number[]): readonly number[] {
  const kept: number[] = [];
  for (const x of places.toSorted((left, right) => left - right)) {
    if (x - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) >= crossWidth) kept.push(x);
  }
  return kept;
}

const crossWidth = 6;

function SeriesLine({ line, size }: { readonly line: PlacedLine; readonly size: PictureSize }): VNode {
  return (
    <g class={line.colour}>
      {line.solid === '' ? null : <path class="hw-line" d={line.solid} />}
      {line.dashed === '' ? null : <path class="hw-line hw-provisional" d={line.dashed} />}
      {line.dots.map((dot) => (
        <circle
          class={dot.fill === 'hollow' ? 'hw-hollow' : undefined}
          cx={coordinate(dot.x)}
          cy={coordinate(dot.y)}
          r="3.5"
        />
      ))}
      {line.leader === '' ? null : <path class="hw-leader" d={line.leader} />}
      <TextBlock class="hw-name" {...line.label} lineHeight={size.lineHeight} />
    </g>
  );
}
