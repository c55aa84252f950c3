import type { VNode } from 'preact';
import type { Area } from '#domain/area/model.ts';
import { areaPath } from '#domain/area/paths.ts';
import { cellValue, missingCell } from '#foundation/kernel/cell.ts';
import { tileFor } from '#foundation/nations/england-tile-layout.ts';
import { ChartFigure } from '#foundation/ui/charts/chart-figure.tsx';
import type { Tile } from '#foundation/ui/charts/model.ts';
import { TileMap } from '#foundation/ui/charts/tile-map.tsx';
import { formatOf } from '../figures.ts';
import { periodInWords, phaseInWords, unitInWords } from '../period-words.ts';
import type { AreaSpread } from '../spread.ts';
import { spreadPageTable } from '../spread.ts';
import { PictureTableView, pictureDescription } from './picture-table.tsx';

export interface MapSectionProps {
  readonly spread: AreaSpread;
  /** Live local authorities; each has a tile. */
  readonly authorities: readonly Area[];
  readonly phase: string;
  /** Areas to outline: those of the region the page is about. */
  readonly current?: ReadonlySet<number>;
  readonly headingLevel: 2 | 3;
  readonly csvHref: string;
  /** Carried to the pages the tiles lead to. */
  readonly search: string;
}

/** The tile map: every local authority the same size, so that a small city is seen as well as a large county. */
export function MapSection(props: MapSectionProps): VNode {
  const { spread, phase } = props;
  const { measure, period } = spread;
  const unit = unitInWords(measure);
  const title = `${measure.label}, ${phaseInWords(phase).toLowerCase()}${period ? `, ${periodInWords(period)}` : ''}`;
  return (
    <ChartFigure
      id="map"
      heading="Local authorities on a tile map"
      headingLevel={props.headingLevel}
      sentence={mapSentence(spread, title, props.authorities.length)}
      table={<PictureTableView table={spreadPageTable(spread, shownInTable(props))} />}
      csvHref={props.csvHref}
      source="One tile is one local authority, placed roughly where it lies. The more a tile stands out from the page, the higher its figure. Higher is not worse by itself: places differ in who they serve."
    >
      <TileMap
        id="map-chart"
        title={title}
        description={pictureDescription}
        tiles={tilesOf(props)}
        format={formatOf(measure)}
        legendTitle={unit === '' ? measure.label : `${measure.label},${unit}`}
        classes={7}
        grouping={groupingFor(spread)}
      />
    </ChartFigure>
  );
}

/** Equal steps, unless a few high figures would leave most authorities in one colour: then equal groups. */
function groupingFor(spread: AreaSpread): 'equal-steps' | 'equal-groups' {
  const values = measuredValues(spread).toSorted((left, right) => left - right);
  const [low = 0] = values;
  const high = values.at(-1) ?? low;
  const middle = values[Math.floor(values.length / 2)] ?? low;
  return middle - low < (high - low) / 5 ? 'equal-groups' : 'equal-steps';
}

function measuredValues({ figures }: AreaSpread): readonly number[] {
  return [...figures.values()].map((figure) => cellValue(figure.cell)).filter((value) => value !== undefined);
}

/** On a region's page its own authorities; every one is on the map page and in the CSV. */
function shownInTable({ authorities, current }: MapSectionProps): readonly Area[] {
  return current ? authorities.filter((area) => current.has(area.areaId)) : authorities;
}

function tilesOf({ spread, authorities, current, search }: MapSectionProps): readonly Tile[] {
  return authorities.flatMap((area) => {
    const tile = tileFor(area.areaId);
    if (!tile) return [];
    return [
      {
        key: area.code,
        name: area.name,
        shortName: tile.shortName,
        column: tile.column,
        row: tile.row,
        cell: spread.figures.get(area.areaId)?.cell ?? missingCell('not-available'),
        href: `${areaPath(area.code)}${search}`,
        emphasis: current?.has(area.areaId) ? 'current' : undefined,
      },
    ];
  });
}

function mapSentence(spread: AreaSpread, title: string, tiles: number): string {
  const values = measuredValues(spread);
  if (values.length === 0) return `${title}: nothing is published for local authorities. Try another phase or measure.`;
  const { decimals, suffix } = formatOf(spread.measure);
  const low = `${Math.min(...values).toFixed(decimals)}${suffix}`;
  const high = `${Math.max(...values).toFixed(decimals)}${suffix}`;
  const hidden = tiles - values.length;
  const hiddenWords = hidden > 0 ? ` ${hidden === 1 ? 'One is' : `${hidden} are`} hidden or not available.` : '';
  return `${title}: from ${low} to ${high}${unitInWords(spread.measure)} across ${values.length} local authorities.${hiddenWords}`;
}
