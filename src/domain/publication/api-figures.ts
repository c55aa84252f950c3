import type { z } from 'zod';
import type { Area } from '#domain/area/model.ts';
import { areaByCode } from '#domain/area/store.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { ParameterError } from '#foundation/kernel/problem.ts';
import type { Database } from '#platform/database/pool.ts';
import type { CellDocument, FigureDocument, FiguresQuery } from './api-model.ts';
import { datasetById, datasets } from './datasets.ts';
import type { Figure } from './figures.ts';
import { carriesMeasure, figureOf, isProvisional } from './figures.ts';
import { readLaitRows } from './lait-rows.ts';
import type { Measure } from './measures.ts';
import { measureById, measures } from './measures.ts';
import type { PublishedRow } from './model.ts';
import { grains } from './model.ts';
import { periodInWords } from './period-words.ts';
import type { RowQuery } from './store.ts';
import { readEveryVintage, readRows } from './store.ts';

/** How many figures one answer may hold; more, and the caller is asked to narrow the question. */
export const mostFigures = 50_000;

/** Answers a figures query. Throws `ParameterError` naming what cannot be found. */
export async function findFigures(database: Database, query: FiguresQuery): Promise<readonly FigureDocument[]> {
  const areas = await Promise.all(splitList(query.area).map((code) => areaNamed(database, code)));
  const wanted = splitList(query.measure).map(measureNamed);
  const rowQuery: RowQuery = {
    areaIds: areas.map((area) => area.areaId),
    datasets: datasetsNamed(query.dataset),
    grains: query.grain ? [query.grain] : grains,
    phases: query.phase === undefined ? undefined : splitList(query.phase),
    breakdowns: [query.breakdown ?? ''],
    from: query.from,
    to: query.to,
    asPublished: query.asPublished,
  };
  const [printed, lait] = await Promise.all([
    query.vintages === 'all' ? readEveryVintage(database, rowQuery) : readRows(database, rowQuery),
    rowQuery.datasets.includes('lait') ? readLaitFigures(database, query, rowQuery, wanted) : [],
  ]);
  const rows = [...printed, ...lait];
  const areasById = new Map(areas.map((area) => [area.areaId, area]));
  const figures = rows.flatMap((row) => {
    const area = areasById.get(row.areaId);
    const carried = wanted.filter((measure) => carriesMeasure(row, measure));
    return area ? carried.map((measure) => figureDocument(area, figureOf(row, measure))) : [];
  });
  if (figures.length > mostFigures) throw tooMany(figures.length);
  return figures;
}

/** The interactive tool's rows are kept under short codes, so they are found by measure and not by breakdown. */
function readLaitFigures(
  database: Database,
  query: FiguresQuery,
  { areaIds, phases, from, to, asPublished }: RowQuery,
  wanted: readonly Measure[],
): Promise<readonly PublishedRow[]> {
  if (query.breakdown || (query.grain && query.grain !== 'year')) return Promise.resolve([]);
  const measureIds = wanted.map((measure) => measure.id);
  return readLaitRows(database, { areaIds, phases, from, to, asPublished, measureIds });
}

function figureDocument(area: Area, figure: Figure): FigureDocument {
  const series = datasetById(figure.dataset)?.series ?? 'census';
  return {
    area: { code: area.code, name: area.name },
    measure: figure.measure.id,
    phase: figure.phase,
    breakdown: figure.breakdown,
    grain: figure.period.grain,
    from: figure.period.start,
    to: figure.period.end,
    period: periodInWords(figure.period),
    cell: cellDocument(figure.cell),
    numerator: figure.numerator ? cellDocument(figure.numerator) : null,
    denominator: figure.denominator ? cellDocument(figure.denominator) : null,
    coverage: figure.coverage
      ? { reporting: cellDocument(figure.coverage.reporting), expected: cellDocument(figure.coverage.expected) }
      : null,
    origin: figure.origin,
    provisional: isProvisional(figure, series),
    series,
    dataset: figure.dataset,
    vintage: { id: figure.vintageId, publishedOn: figure.publishedOn, line: figure.line },
  };
}

function cellDocument(cell: Cell): z.infer<typeof CellDocument> {
  return cell.kind === 'number'
    ? { state: 'number', value: cell.value, symbol: null }
    : { state: cell.kind, value: null, symbol: cell.symbol };
}

/** Items of a comma-separated list, without blanks and repeats. */
export function splitList(text: string): readonly string[] {
  return [...new Set(text.split(',').map((item) => item.trim()))].filter((item) => item !== '');
}

async function areaNamed(database: Database, code: string): Promise<Area> {
  const found = await areaByCode(database, code);
  if (found) return found.area;
  throw new ParameterError('area', {
    code: 'area-unknown',
    message: `No area has the code “${code.slice(0, 40)}”.`,
    nextStep: 'Look it up at /api/v1/areas.',
  });
}

function measureNamed(id: string): Measure {
  const measure = measureById(id);
  if (measure) return measure;
  throw new ParameterError('measure', {
    code: 'measure-unknown',
    message: `No measure is called “${id.slice(0, 80)}”.`,
    nextStep: `The first of them are ${measures
      .slice(0, 6)
      .map((known) => known.id)
      .join(', ')}; all are at /api/v1/measures.`,
  });
}

function datasetsNamed(names: string | undefined): readonly string[] {
  if (names === undefined)
    return datasets.filter((dataset) => dataset.standing === 'official').map((dataset) => dataset.id);
  return splitList(names).map((name) => {
    if (datasetById(name) || name.startsWith('other:')) return name;
    throw new ParameterError('dataset', {
      code: 'dataset-unknown',
      message: `No dataset is called “${name.slice(0, 80)}”.`,
      nextStep: `The datasets are ${datasets.map((dataset) => dataset.id).join(', ')}.`,
    });
  });
}

function tooMany(count: number): ParameterError {
  return new ParameterError('area', {
    code: 'too-many-figures',
    message: `The answer would hold ${count.toLocaleString('en-GB')} figures, and the most is ${mostFigures.toLocaleString('en-GB')}.`,
    nextStep: 'Ask for fewer areas, a grain, or a shorter time with from and to.',
  });
}
