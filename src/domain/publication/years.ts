import type { Area } from '#domain/area/model.ts';
import type { TimeSeries } from '#foundation/ui/charts/model.ts';
import type { Database } from '#platform/database/pool.ts';
import { carriesMeasure, figureOf, formatOf } from './figures.ts';
import { readKnownLaitRows } from './lait-rows.ts';
import type { Measure } from './measures.ts';
import type { PublishedRow } from './model.ts';
import { periodInWords } from './period-words.ts';
import type { Choice, PictureTable, PictureValue } from './picture.ts';
import { comparedAreas } from './picture.ts';
import { readRows } from './store.ts';

/** Census figures year by year, of an area and those above it. Live figures are never among them. */
export interface YearHistory {
  readonly lines: readonly YearLine[];
}

export interface YearLine {
  readonly area: Area;
  /** Oldest first; one row a year and source. */
  readonly rows: readonly PublishedRow[];
}

export interface YearQuery {
  readonly datasets: readonly string[];
  readonly measures: readonly Measure[];
}

/**
 * Reads every year known on the chosen day. A year that the Department's own tables hold is taken from them; the local
 * authority interactive tool fills the others.
 */
export async function readYears(database: Database, choice: Choice, query: YearQuery): Promise<YearHistory> {
  const areas = comparedAreas(choice);
  const shared = {
    areaIds: areas.map((area) => area.areaId),
    phases: [choice.phase],
    asPublished: choice.asPublished,
  };
  const [printed, filling] = await Promise.all([
    readRows(database, { ...shared, datasets: query.datasets, grains: ['year'], breakdowns: [''] }),
    readKnownLaitRows(database, { ...shared, measureIds: query.measures.map((measure) => measure.id) }),
  ]);
  const rows = onePerYear([...inDatasetOrder(printed, query.datasets), ...mergedMeasures(filling)]);
  const lines = areas.map((area) => ({
    area,
    rows: rows
      .filter((row) => row.areaId === area.areaId)
      .toSorted((left, right) => left.period.start.localeCompare(right.period.start)),
  }));
  return { lines: lines.filter((line) => line.rows.length > 0) };
}

/** One measure as lines. */
export function yearSeries(history: YearHistory, choice: Choice, measure: Measure): readonly TimeSeries[] {
  return history.lines
    .map(({ area, rows }) => ({
      id: `${measure.id}-${area.areaId}`,
      label: area.name,
      emphasis: area.areaId === choice.area.areaId ? ('main' as const) : ('context' as const),
      points: rows
        .filter((row) => carriesMeasure(row, measure))
        .map((row) => ({ at: row.period.start, label: periodInWords(row.period), cell: figureOf(row, measure).cell })),
    }))
    .filter((line) => line.points.length > 0);
}

/** Several measures as rows, one row a year, area and source. */
export function yearTable(
  history: YearHistory,
  caption: string,
  shown: readonly { readonly measure: Measure; readonly decimals: number }[],
): PictureTable {
  return {
    caption,
    columns: [
      { label: 'Year', kind: 'text' },
      { label: 'Area', kind: 'text' },
      ...shown.map(({ measure, decimals }) => ({ label: measure.label, kind: 'number' as const, decimals })),
      { label: 'Dataset', kind: 'text' },
      { label: 'Published on', kind: 'text' },
    ],
    rows: history.lines.flatMap(({ area, rows }) =>
      rows.map((row) => [
        periodInWords(row.period),
        area.name,
        ...shown.map(({ measure }) => (carriesMeasure(row, measure) ? figureOf(row, measure).cell : '')),
        row.dataset,
        row.publishedOn,
      ]),
    ),
  };
}

/** One measure with a column for each area, newest year first, and the area's own counts: for reading on the page. */
export function yearPageTable(
  history: YearHistory,
  choice: Choice,
  measure: Measure,
  counts: readonly Measure[],
): PictureTable {
  const own = history.lines.find(({ area }) => area.areaId === choice.area.areaId)?.rows ?? [];
  const others = history.lines.filter(({ area }) => area.areaId !== choice.area.areaId);
  const format = formatOf(measure);
  const cellOf = (line: YearLine, start: string): PictureValue => {
    const row = line.rows.find((candidate) => candidate.period.start === start && carriesMeasure(candidate, measure));
    return row ? figureOf(row, measure).cell : '';
  };
  return {
    caption: `${measure.label} by year, newest first`,
    columns: [
      { label: 'Year', kind: 'text' },
      { label: choice.area.name, kind: 'number', ...format },
      ...others.map(({ area }) => ({ label: area.name, kind: 'number' as const, ...format })),
      ...counts.map((count) => ({
        label: `${count.label}, ${choice.area.name}`,
        kind: 'number' as const,
        decimals: 0,
      })),
    ],
    rows: own
      .filter((row) => carriesMeasure(row, measure))
      .toReversed()
      .map((row) => [
        periodInWords(row.period),
        figureOf(row, measure).cell,
        ...others.map((line) => cellOf(line, row.period.start)),
        ...counts.map((count) => row.cells.get(count.id) ?? ''),
      ]),
  };
}

/** The interactive tool prints one measure a row; here a year of an area is one row with all of them. */
function mergedMeasures(rows: readonly PublishedRow[]): readonly PublishedRow[] {
  const years = Map.groupBy(rows, (row) => `${yearKey(row)} ${row.publishedOn}`);
  return [...years.values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, cells: new Map([first, ...others].flatMap((row) => [...row.cells])) }] : [],
  );
}

function inDatasetOrder(rows: readonly PublishedRow[], datasets: readonly string[]): readonly PublishedRow[] {
  return rows.toSorted((left, right) => datasets.indexOf(left.dataset) - datasets.indexOf(right.dataset));
}

/** One source a year and area, the first. */
function onePerYear(rows: readonly PublishedRow[]): readonly PublishedRow[] {
  const sources = new Map<string, string>();
  return rows.filter((row) => {
    const source = sources.get(yearKey(row)) ?? row.dataset;
    sources.set(yearKey(row), source);
    return source === row.dataset;
  });
}

function yearKey(row: PublishedRow): string {
  return `${row.areaId} ${row.period.start}`;
}
