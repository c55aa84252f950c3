import type { Area } from '#domain/area/model.ts';
import { cellValue } from '#foundation/kernel/cell.ts';
import type { DotRow, NumberFormat } from '#foundation/ui/charts/model.ts';
import { formatDifference, formatNumber, printedValue } from '#foundation/ui/charts/number-text.ts';
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

/** One dot an area: itself first, then those above it, nearest first; for the nation its regions, by name. */
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
  const format = formatOf(measure);
  const period = periodInWords(own.figure.period);
  const mine = cellValue(own.figure.cell);
  if (mine === undefined) return `${period}: the figure for ${own.area.name} is hidden or not available.`;
  const here = `${period}: ${formatNumber(mine, format)} in ${own.area.name}`;
  const nation = others.find(({ area }) => area.areaId === choice.above.at(-1)?.areaId);
  const theirs = nation && cellValue(nation.figure.cell);
  if (!nation || theirs === undefined) return `${here}.`;
  const there = `${distance(mine, theirs, format)} ${nation.area.name} (${formatNumber(theirs, format)})`;
  const settled = own.figure.period.grain === 'year' ? '' : ' It can still move as registers are corrected.';
  return `${here}, ${there}. Every school that reported is counted: this is no sample.${settled}`;
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

/** The distance of the two printed numbers, so that a reader who takes one from the other finds the same. */
function distance(mine: number, theirs: number, format: NumberFormat): string {
  const apart = printedValue(printedValue(mine, format) - printedValue(theirs, format), format);
  if (apart === 0) return 'about the same as';
  return `${formatDifference(apart, format)} ${apart > 0 ? 'above' : 'below'}`;
}

function placed(spread: AreaSpread, area: Area): PlacedFigure | undefined {
  const figure: Figure | undefined = spread.figures.get(area.areaId);
  return figure && { area, figure };
}
