import type { Area } from '#domain/area/model.ts';
import { byName } from '#domain/area/rules.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Figure } from './figures.ts';
import { carriesMeasure, figureOf, formatOf, headingOf, isComparable, newest } from './figures.ts';
import { readKnownLaitRows } from './lait-rows.ts';
import type { Measure } from './measures.ts';
import type { Grain, Period, PublishedRow } from './model.ts';
import { periodInWords } from './period-words.ts';
import type { PictureTable } from './picture.ts';
import {
  censusAbsenceDatasets,
  exclusionRateDatasets,
  laitDataset,
  liveDataset,
  persistentAbsenceDatasets,
} from './picture.ts';
import { readLatestPeriod, readRows } from './store.ts';

/** One measure for many areas in one period: the stuff of the tile map and of the list of areas below. */
export interface AreaSpread {
  readonly measure: Measure;
  /** Left out when nothing is known. */
  readonly period?: Period;
  readonly figures: ReadonlyMap<number, Figure>;
}

export interface SpreadQuery {
  readonly areas: readonly Area[];
  readonly measure: Measure;
  readonly phase: string;
  readonly asPublished?: PlainDate | undefined;
}

/**
 * Reads the newest period that carries the measure for these areas: the year so far or a term for attendance, the last
 * year for exclusions. Newest is by the last day covered, so a term of this year comes before the whole of the last.
 * Only where a phase has no live figure at all is it the newest year of the school census: the two are never mixed.
 */
export async function readSpread(database: Database, query: SpreadQuery): Promise<AreaSpread> {
  const found = await readCarrying(database, query, sourcesOf(query.measure));
  const carrying = found.length > 0 ? found : await readCarrying(database, query, censusSources);
  const latest = newest(carrying);
  if (!latest) return { measure: query.measure, figures: new Map() };
  const same = carrying.filter((row) => isComparable(row, latest));
  return {
    measure: query.measure,
    period: latest.period,
    figures: new Map(same.map((row) => [row.areaId, figureOf(row, query.measure)])),
  };
}

/** The areas and their figures as rows, in the order of their names: never of their figures. */
export function spreadTable(spread: AreaSpread, areas: readonly Area[]): PictureTable {
  return {
    caption: spread.period ? `${spread.measure.label}, ${periodInWords(spread.period)}` : spread.measure.label,
    columns: [
      { label: 'Area', kind: 'text' },
      { label: spread.measure.label, kind: 'number', ...formatOf(spread.measure) },
      { label: 'Schools reporting', kind: 'number', decimals: 0 },
      { label: 'Schools expected', kind: 'number', decimals: 0 },
    ],
    rows: areas.toSorted(byName).map((area) => {
      const figure = spread.figures.get(area.areaId);
      return [area.name, figure?.cell ?? '', figure?.coverage?.reporting ?? '', figure?.coverage?.expected ?? ''];
    }),
  };
}

/** The measure alone, for the table on a page: coverage is in the CSV. */
export function spreadPageTable(spread: AreaSpread, areas: readonly Area[]): PictureTable {
  const { caption, columns, rows } = spreadTable(spread, areas);
  return { caption, columns: columns.slice(0, 2), rows: rows.map((row) => row.slice(0, 2)) };
}

/** Several measures for the same areas in one table, by name. */
export function areasTable(areas: readonly Area[], spreads: readonly AreaSpread[]): PictureTable {
  return {
    caption: 'Newest figures for each area',
    columns: [
      { label: 'Area', kind: 'text' },
      ...spreads.map(({ measure, period }) => ({
        label: period ? `${headingOf(measure)}, ${periodInWords(period)}` : headingOf(measure),
        kind: 'number' as const,
        ...formatOf(measure),
      })),
    ],
    rows: areas
      .toSorted(byName)
      .map((area) => [area.name, ...spreads.map((spread) => spread.figures.get(area.areaId)?.cell ?? '')]),
  };
}

/** A table of areas by name with their codes in front, for a file that will be joined to others. */
export function withCodes(table: PictureTable, areas: readonly Area[]): PictureTable {
  const codes = new Map(areas.map((area) => [area.name, area.code]));
  return {
    ...table,
    columns: [{ label: 'Code', kind: 'text' }, ...table.columns],
    rows: table.rows.map((row) => [typeof row[0] === 'string' ? (codes.get(row[0]) ?? '') : '', ...row]),
  };
}

interface SpreadSource {
  readonly datasets: readonly string[];
  readonly grain: Grain;
}

function sourcesOf(measure: Measure): readonly SpreadSource[] {
  if (measure.group === 'suspension' || measure.group === 'exclusion') {
    return [
      { datasets: exclusionRateDatasets, grain: 'year' },
      { datasets: [laitDataset], grain: 'year' },
    ];
  }
  const datasets = measure.id === 'persistent-absence-rate' ? persistentAbsenceDatasets : [liveDataset];
  return [
    { datasets, grain: 'year-to-date' },
    { datasets, grain: 'term' },
  ];
}

const censusSources: readonly SpreadSource[] = [{ datasets: censusAbsenceDatasets, grain: 'year' }];

async function readCarrying(
  database: Database,
  query: SpreadQuery,
  sources: readonly SpreadSource[],
): Promise<readonly PublishedRow[]> {
  const found = await Promise.all(sources.map((source) => readSource(database, query, source)));
  return found.flat().filter((row) => carriesMeasure(row, query.measure));
}

/** The newest period alone where it carries the measure, which it nearly always does; otherwise every period. */
async function readSource(
  database: Database,
  query: SpreadQuery,
  source: SpreadSource,
): Promise<readonly PublishedRow[]> {
  const { asPublished, measure } = query;
  const areaIds = query.areas.map((area) => area.areaId);
  const phases = [query.phase];
  if (source.datasets.includes(laitDataset)) {
    return readKnownLaitRows(database, { areaIds, phases, measureIds: [measure.id], asPublished });
  }
  const rowQuery = {
    areaIds,
    datasets: source.datasets,
    grains: [source.grain],
    phases,
    breakdowns: [''],
    asPublished,
  };
  const latest = await readLatestPeriod(database, rowQuery);
  if (latest === undefined) return [];
  const rows = await readRows(database, { ...rowQuery, from: latest, to: latest });
  return rows.some((row) => carriesMeasure(row, measure)) ? rows : readRows(database, rowQuery);
}
