import type { Area } from '#domain/area/model.ts';
import { cellValue } from '#foundation/kernel/cell.ts';
import type { DotRow } from '#foundation/ui/charts/model.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Figure } from './figures.ts';
import { formatOf } from './figures.ts';
import type { Measure } from './measures.ts';
import { periodInWords } from './period-words.ts';
import type { Choice, PictureTable, PlacedFigure } from './picture.ts';
import { comparedAreas } from './picture.ts';
import type { AreaSpread } from './spread.ts';
import { readSpread } from './spread.ts';

/** One measure and period for an area and those around it: above it, or for the nation its regions. */
export interface Comparison {
  readonly measure: Measure;
  readonly own?: PlacedFigure;
  readonly others: readonly PlacedFigure[];
}

/** Reads the newest figure of the chosen measure that the area has, and the others' for the same period. */
export async function readComparison(
  database: Database,
  choice: Choice,
  regions: readonly Area[],
): Promise<Comparison> {
  const around = choice.above.length > 0 ? choice.above : regions;
  const spread = await readSpread(database, {
    areas: [...comparedAreas(choice), ...(choice.above.length > 0 ? [] : regions)],
    measure: choice.measure,
    phase: choice.phase,
    asPublished: choice.asPublished,
  });
  const own = placed(spread, choice.area);
  return { measure: choice.measure, ...(own && { own }), others: around.flatMap((area) => placed(spread, area) ?? []) };
}

/** One dot an area, in the order nation, region, area; regions by name. */
export function comparisonRows({ own, others }: Comparison): readonly DotRow[] {
  const rows = others.map(({ area, figure }) => ({
    label: area.name,
    cell: figure.cell,
    emphasis: 'context' as const,
  }));
  return own ? [{ label: own.area.name, cell: own.figure.cell, emphasis: 'main' as const }, ...rows] : rows;
}

/** How far the area is from the nation, in words that claim nothing about why. */
export function comparisonSentence({ own, others, measure }: Comparison, choice: Choice): string {
  if (!own) return `No ${measure.label.toLowerCase()} is known for ${choice.area.name} in this phase.`;
  const { suffix } = formatOf(measure);
  const period = periodInWords(own.figure.period);
  const nation = choice.above.length > 0 ? others.at(-1) : undefined;
  const mine = cellValue(own.figure.cell);
  const theirs = nation && cellValue(nation.figure.cell);
  if (mine === undefined) return `${period}: the figure for ${own.area.name} is hidden or not available.`;
  if (theirs === undefined || !nation) return `${period}: ${mine.toFixed(1)}${suffix} in ${own.area.name}.`;
  return `${period}: ${mine.toFixed(1)}${suffix} in ${own.area.name}, ${gap(mine - theirs)} ${nation.area.name} (${theirs.toFixed(1)}${suffix}). Every school that reported is counted, so this is no sample; it can still move as registers are corrected.`;
}

/** The comparison as rows. */
export function comparisonTable(comparison: Comparison): PictureTable {
  const { own, others, measure } = comparison;
  return {
    caption: measure.label,
    columns: [
      { label: 'Area', kind: 'text' },
      { label: 'Period', kind: 'text' },
      { label: measure.label, kind: 'number', ...formatOf(measure) },
      { label: 'Published on', kind: 'text' },
    ],
    rows: [...(own ? [own] : []), ...others].map(({ area, figure }) => [
      area.name,
      periodInWords(figure.period),
      figure.cell,
      figure.publishedOn,
    ]),
  };
}

function gap(difference: number): string {
  const size = Math.abs(difference).toFixed(1);
  if (size === '0.0') return 'about the same as';
  return `${size} points ${difference > 0 ? 'above' : 'below'}`;
}

function placed(spread: AreaSpread, area: Area): PlacedFigure | undefined {
  const figure: Figure | undefined = spread.figures.get(area.areaId);
  return figure && { area, figure };
}
