import type { VNode } from 'preact';
import type { Tile, TileMapProps } from './model.ts';
import { drawableValue, formatCell, missingCounts } from './number-text.ts';
import { textWidth } from './text-layout.ts';
import type { TileScale } from './tile-classes.ts';
import { classRange, tileScale } from './tile-classes.ts';

const side = 34;
const pitch = 36;
const fontSize = 11.5;

/**
 * A map of equal squares, one for each area, so that a county does not shout down a borough. It is a group of links,
 * each named by its area and figure; an area without a figure is hatched and its name says why. Drawn once: where it is
 * too narrow for readable squares the map scrolls inside its own box.
 */
export function TileMap(props: TileMapProps): VNode {
  const values = props.tiles.flatMap((tile) => drawableValue(tile.cell) ?? []);
  const scale = tileScale(values, props.format, props.classes ?? 5, props.grouping ?? 'equal-steps');
  const left = Math.min(...props.tiles.map((tile) => tile.column));
  const top = Math.min(...props.tiles.map((tile) => tile.row));
  const columns = Math.max(1, ...props.tiles.map((tile) => tile.column - left + 1));
  const rows = Math.max(1, ...props.tiles.map((tile) => tile.row - top + 1));
  const after = `${props.id}-after`;
  const ordered = props.tiles.toSorted((a, b) => a.row - b.row || a.column - b.column);
  return (
    <div class="hw-chart hw-tilemap">
      <a class="govuk-link hw-tilemap__skip" href={`#${after}`}>
        Skip the map’s {props.tiles.length} areas
      </a>
      <TileLegend {...props} scale={scale} />
      <p class="hw-tilemap__hint">Scroll sideways to see all of the map.</p>
      <div class="hw-tilemap__scroll" tabIndex={props.tiles.some((tile) => tile.href) ? undefined : 0}>
        {/* biome-ignore lint/a11y/useSemanticElements: there is no fieldset inside a drawing */}
        <svg
          width={columns * pitch}
          viewBox={`-1 -1 ${columns * pitch} ${rows * pitch}`}
          role="group"
          aria-labelledby={`${props.id}-title`}
          aria-describedby={`${props.id}-description`}
          font-size={fontSize}
          text-anchor="middle"
        >
          <title id={`${props.id}-title`}>{props.title}</title>
          <desc id={`${props.id}-description`}>{props.description}</desc>
          <Hatch id={`${props.id}-h`} />
          {ordered.map((tile) => (
            <TileMark
              tile={tile}
              x={(tile.column - left) * pitch}
              y={(tile.row - top) * pitch}
              map={props}
              scale={scale}
            />
          ))}
        </svg>
      </div>
      <span id={after} tabIndex={-1} />
    </div>
  );
}

interface TileMarkProps {
  readonly tile: Tile;
  readonly x: number;
  readonly y: number;
  readonly map: TileMapProps;
  readonly scale: TileScale;
}

function TileMark({ tile, x, y, map, scale }: TileMarkProps): VNode {
  const value = drawableValue(tile.cell);
  const room = tile.emphasis === 'current' ? side - 9 : side - 3;
  const tooWide = textWidth(tile.shortName, fontSize, tile.emphasis === 'current' ? 'bold' : 'regular') > room;
  const shape = (
    <>
      <title>{`${tile.name}${value === undefined ? ', ' : ' '}${formatCell(tile.cell, map.format)}`}</title>
      <path d={`M${x} ${y}h${side}v${side}h-${side}z`} fill={value === undefined ? `url(#${map.id}-h)` : undefined} />
      {tile.emphasis === 'current' ? <CurrentInside x={x} y={y} /> : null}
      <text
        x={x + side / 2}
        y={y + 21}
        textLength={tooWide ? room : undefined}
        lengthAdjust={tooWide ? 'spacingAndGlyphs' : undefined}
      >
        {tile.shortName}
      </text>
    </>
  );
  const shade = value === undefined ? 'hw-missing' : `hw-seq-${scale.shadeOf(value)}`;
  const classes = tile.emphasis === 'current' ? `${shade} hw-current` : shade;
  const current = tile.emphasis === 'current' ? 'true' : undefined;
  if (tile.href === undefined) {
    return (
      // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a drawn group is not interactive
      <g class={classes} role="img" aria-current={current}>
        {shape}
      </g>
    );
  }
  return (
    <a href={tile.href} class={classes} aria-current={current}>
      {shape}
    </a>
  );
}

function CurrentInside({ x, y }: { readonly x: number; readonly y: number }): VNode {
  const inside = side - 4;
  return <path class="hw-current__inside" d={`M${x + 2} ${y + 2}h${inside}v${inside}h-${inside}z`} />;
}

function Hatch({ id }: { readonly id: string }): VNode {
  return (
    <pattern id={id} class="hw-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" />
      <path d="M0 0V6" />
    </pattern>
  );
}

function TileLegend({ id, tiles, format, legendTitle, scale }: TileMapProps & { readonly scale: TileScale }): VNode {
  const missing = missingCounts(tiles.map((tile) => tile.cell));
  const current = tiles.filter((tile) => tile.emphasis === 'current');
  const reasons = missing.map(({ reason, count }) => `${reason} (${count})`).join('; ');
  return (
    <div class="hw-legend">
      <p>
        <b>{legendTitle}</b> {scale.sentence}
      </p>
      <ul>
        {scale.classes.map((tileClass) => (
          <li>
            <Swatch class={`hw-seq-${tileClass.shade}`} />
            {classRange(tileClass, format)}
          </li>
        ))}
        {current.length === 0 ? null : (
          <li>
            <Swatch class="hw-current" fill="none" />
            {current.length === 1
              ? current.map((tile) => `${tile.name}: ${formatCell(tile.cell, format)}`)
              : `The ${current.length} areas this page is about`}
          </li>
        )}
        {missing.length === 0 ? null : (
          <li>
            <Swatch class="hw-missing" fill={`url(#${id}-h)`} />
            No figure: {reasons}
          </li>
        )}
      </ul>
    </div>
  );
}

function Swatch({ class: className, fill }: { readonly class: string; readonly fill?: string }): VNode {
  return (
    <svg class={className} width="24" height="16" aria-hidden="true">
      <path d="M0 0h24v16h-24z" fill={fill} />
    </svg>
  );
}
