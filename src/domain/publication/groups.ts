import type { Bar } from '#foundation/ui/charts/model.ts';
import type { Database } from '#platform/database/pool.ts';
import { carriesMeasure, declaredMeasure, figureOf, formatOf } from './figures.ts';
import { breakdownInWords, dimensionInWords, inBreakdownOrder } from './group-words.ts';
import type { Measure } from './measures.ts';
import type { Grain, Period, PublishedRow } from './model.ts';
import { periodInWords } from './period-words.ts';
import type { Choice, PictureTable } from './picture.ts';
import { readLatestPeriod, readRows } from './store.ts';

/** Published figures of groups of pupils: by sex, ethnicity, special educational need and so on, one table each. */
export interface GroupTables {
  readonly dataset: string;
  readonly period: Period;
  readonly measures: readonly Measure[];
  /** All pupils, to compare with. */
  readonly everybody?: PublishedRow;
  readonly dimensions: readonly { readonly dimension: string; readonly rows: readonly PublishedRow[] }[];
}

const sources: readonly { readonly dataset: string; readonly grain: Grain; readonly measures: readonly string[] }[] = [
  {
    dataset: 'exclusions-characteristic',
    grain: 'year',
    measures: ['suspension-rate', 'pupils-suspended-rate', 'permanent-exclusion-rate', 'headcount'],
  },
  {
    dataset: 'absence-characteristics',
    grain: 'year',
    measures: ['absence-rate', 'persistent-absence-rate', 'severe-absence-rate', 'enrolments'],
  },
  {
    dataset: 'attendance-characteristics',
    grain: 'year-to-date',
    measures: ['absence-rate', 'persistent-absence-rate', 'enrolments'],
  },
];

/** Reads the newest period of each publication by characteristic that has the area and phase. */
export async function readGroups(database: Database, choice: Choice): Promise<readonly GroupTables[]> {
  const found = await Promise.all(
    sources.map(async ({ dataset, grain, measures }) => {
      const query = {
        areaIds: [choice.area.areaId],
        datasets: [dataset],
        grains: [grain],
        phases: [choice.phase],
        asPublished: choice.asPublished,
      };
      const latest = await readLatestPeriod(database, query);
      const rows = latest ? await readRows(database, { ...query, from: latest, to: latest }) : [];
      return tablesOf(dataset, measures.map(declaredMeasure), rows);
    }),
  );
  return found.flat();
}

/** One bar a group of the first measure, all pupils marked on each. */
export function groupBars(tables: GroupTables, rows: readonly PublishedRow[]): readonly Bar[] {
  const [measure] = tables.measures;
  if (!measure) return [];
  const everybody = tables.everybody && figureOf(tables.everybody, measure).cell;
  return rows.map((row) => ({
    label: breakdownInWords(row.breakdown),
    cell: figureOf(row, measure).cell,
    comparison: everybody && { label: 'All pupils', cell: everybody },
  }));
}

/** The groups of one dimension as rows. */
export function groupTable(tables: GroupTables, dimension: string, rows: readonly PublishedRow[]): PictureTable {
  return {
    caption: `${dimensionInWords(dimension)}, ${periodInWords(tables.period)}`,
    columns: [
      { label: dimensionInWords(dimension), kind: 'text' },
      ...tables.measures.map((measure) => ({ label: measure.label, kind: 'number' as const, ...formatOf(measure) })),
    ],
    rows: [...rows, ...(tables.everybody ? [tables.everybody] : [])].map((row) => [
      row.breakdown === '' ? 'All pupils' : breakdownInWords(row.breakdown),
      ...tables.measures.map((measure) => figureOf(row, measure).cell),
    ]),
  };
}

/** Every group of every publication as rows of one table: a figure a row. */
export function groupsTable(found: readonly GroupTables[], choice: Choice): PictureTable {
  return {
    caption: `Groups of pupils, ${choice.area.name}`,
    columns: [
      { label: 'Dataset', kind: 'text' },
      { label: 'Period', kind: 'text' },
      { label: 'Breakdown', kind: 'text' },
      { label: 'Group', kind: 'text' },
      { label: 'Measure', kind: 'text' },
      { label: 'Figure', kind: 'number' },
      { label: 'Published on', kind: 'text' },
    ],
    rows: found.flatMap((tables) =>
      [...(tables.everybody ? [tables.everybody] : []), ...tables.dimensions.flatMap(({ rows }) => rows)].flatMap(
        (row) =>
          tables.measures.map((measure) => [
            row.dataset,
            periodInWords(row.period),
            row.breakdown,
            row.breakdown === '' ? 'All pupils' : breakdownInWords(row.breakdown),
            measure.id,
            figureOf(row, measure).cell,
            row.publishedOn,
          ]),
      ),
    ),
  };
}

/** Groups of one characteristic only: combinations are in the API. */
function tablesOf(dataset: string, wanted: readonly Measure[], rows: readonly PublishedRow[]): readonly GroupTables[] {
  const measures = wanted.filter((measure) => rows.some((row) => carriesMeasure(row, measure)));
  const [first] = rows;
  if (!first || measures.length === 0) return [];
  const single = rows.filter((row) => row.breakdown !== '' && !row.breakdown.includes('+'));
  const byDimension = Map.groupBy(single, (row) => row.breakdown.split('=', 1)[0] ?? '');
  const everybody = rows.find((row) => row.breakdown === '');
  return [
    {
      dataset,
      period: first.period,
      measures,
      ...(everybody && { everybody }),
      dimensions: [...byDimension].map(([dimension, members]) => ({
        dimension,
        rows: inBreakdownOrder(members),
      })),
    },
  ];
}
