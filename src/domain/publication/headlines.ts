import { cellValue } from '#foundation/kernel/cell.ts';
import { printedCount } from '#foundation/kernel/count-words.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Figure } from './figures.ts';
import { carriesMeasure, declaredMeasure, figureOf, isComparable, newest } from './figures.ts';
import { readKnownLaitRows } from './lait-rows.ts';
import type { Measure } from './measures.ts';
import type { Grain, PublishedRow } from './model.ts';
import { periodInWords } from './period-words.ts';
import type { Choice, PictureTable, PlacedFigure } from './picture.ts';
import {
  censusAbsenceDatasets,
  comparedAreas,
  exclusionRateDatasets,
  laitDataset,
  liveDataset,
  persistentAbsenceDatasets,
} from './picture.ts';
import { readRows } from './store.ts';

/** One headline: the area's newest figure for a measure, and the same measure and period for the areas above it. */
export interface Headline {
  readonly measure: Measure;
  /** Left out when nothing has been published for this area, phase and day. */
  readonly figure?: Figure;
  readonly comparisons: readonly PlacedFigure[];
}

const headlineMeasures: readonly {
  readonly id: string;
  readonly grains: readonly Grain[];
  readonly datasets: readonly string[];
}[] = [
  { id: 'attendance-rate', grains: ['year-to-date'], datasets: [liveDataset] },
  { id: 'absence-rate', grains: ['year-to-date'], datasets: [liveDataset] },
  { id: 'persistent-absence-rate', grains: ['year-to-date', 'term'], datasets: persistentAbsenceDatasets },
  { id: 'suspension-rate', grains: ['year'], datasets: [...exclusionRateDatasets, laitDataset] },
  { id: 'permanent-exclusion-rate', grains: ['year'], datasets: [...exclusionRateDatasets, laitDataset] },
];

/**
 * The headline figures of an area in one phase, each with the same figure for the areas above it. Where a phase has no
 * live figure of a measure at all, as pupil referral units, the newest year of the school census stands in its place.
 */
export async function readHeadlines(database: Database, choice: Choice): Promise<readonly Headline[]> {
  const [rows, census] = await Promise.all([
    readHeadlineRows(database, choice, [choice.phase]),
    readRows(database, {
      areaIds: comparedAreas(choice).map((area) => area.areaId),
      datasets: censusAbsenceDatasets,
      grains: ['year'],
      phases: [choice.phase],
      breakdowns: [''],
      asPublished: choice.asPublished,
    }),
  ]);
  return headlineMeasures.map(({ id, grains, datasets }) => {
    const usable = rows.filter((row) => grains.includes(row.period.grain) && datasets.includes(row.dataset));
    const first = headlineOf(choice, declaredMeasure(id), usable);
    return first.figure ? first : headlineOf(choice, first.measure, census);
  });
}

/** Headline rows of the area and those above it, all grains at once. */
export async function readHeadlineRows(
  database: Database,
  choice: Choice,
  phases: readonly string[] | undefined,
): Promise<readonly PublishedRow[]> {
  const areaIds = comparedAreas(choice).map((area) => area.areaId);
  const { asPublished } = choice;
  const grains: readonly Grain[] = ['year-to-date', 'term', 'year'];
  const measureIds = ['suspension-rate', 'permanent-exclusion-rate'];
  const found = await Promise.all([
    readKnownLaitRows(database, { areaIds, phases, measureIds, asPublished }),
    ...grains.map((grain) =>
      readRows(database, {
        areaIds,
        datasets: grain === 'year' ? exclusionRateDatasets : persistentAbsenceDatasets,
        grains: [grain],
        phases,
        breakdowns: [''],
        asPublished,
      }),
    ),
  ]);
  return found.flat();
}

function headlineOf(choice: Choice, measure: Measure, rows: readonly PublishedRow[]): Headline {
  const carrying = rows.filter((row) => carriesMeasure(row, measure));
  const own = newest(carrying.filter((row) => row.areaId === choice.area.areaId));
  if (!own) return { measure, comparisons: [] };
  return { measure, figure: figureOf(own, measure), comparisons: comparisonsOf(choice, measure, own, carrying) };
}

/** Figures of the areas above for the same period and phase. */
function comparisonsOf(
  choice: Choice,
  measure: Measure,
  own: PublishedRow,
  rows: readonly PublishedRow[],
): readonly PlacedFigure[] {
  return choice.above.flatMap((area) => {
    const row = rows.find((candidate) => candidate.areaId === area.areaId && isComparable(candidate, own));
    return row ? [{ area, figure: figureOf(row, measure) }] : [];
  });
}

/** `reporting of expected schools`, when both are numbers. Means over days are rounded for reading. */
export function coverageInWords(figure: Figure): string | undefined {
  const reporting = figure.coverage && cellValue(figure.coverage.reporting);
  const expected = figure.coverage && cellValue(figure.coverage.expected);
  if (reporting === undefined || expected === undefined) return undefined;
  return `${printedCount(reporting)} of ${printedCount(expected)} schools reporting`;
}

/** The headlines as rows. */
export function headlineTable(choice: Choice, headlines: readonly Headline[]): PictureTable {
  return {
    caption: `Headline figures, ${choice.area.name}`,
    columns: [
      { label: 'Measure', kind: 'text' },
      { label: 'Area', kind: 'text' },
      { label: 'Period', kind: 'text' },
      { label: 'Figure', kind: 'number', decimals: 2 },
      { label: 'Published on', kind: 'text' },
    ],
    rows: headlines.flatMap(({ measure, figure, comparisons }) => {
      const placed = figure ? [{ area: choice.area, figure }, ...comparisons] : [];
      return placed.map((one) => [
        measure.label,
        one.area.name,
        periodInWords(one.figure.period),
        one.figure.cell,
        one.figure.publishedOn,
      ]);
    }),
  };
}
