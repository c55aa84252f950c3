import type { z } from 'zod';
import type { Area } from '#domain/area/model.ts';
import { areasByCode } from '#domain/area/store.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { printedCount } from '#foundation/kernel/count-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { ParameterError } from '#foundation/kernel/problem.ts';
import type { Database } from '#platform/database/pool.ts';
import { isDeclaredPhase } from './aliases-phases.ts';
import type { CellDocument, FigureDocument, FiguresQuery } from './api-model.ts';
import { datasetById, datasets } from './datasets.ts';
import type { Figure } from './figures.ts';
import { carriesMeasure, coverageMeasures, figureOf, isProvisional } from './figures.ts';
import { readLaitRows } from './lait-rows.ts';
import type { Measure } from './measures.ts';
import { measureById, measures } from './measures.ts';
import type { PublishedRow } from './model.ts';
import { grains } from './model.ts';
import { periodInWords } from './period-words.ts';
import type { RowQuery } from './store.ts';
import { readEveryVintage, readRows, readStoredPhases, readUndeclaredHeadings } from './store.ts';

/** How many figures one answer may hold, and rows it may be drawn from; more, and the caller is asked to narrow it. */
export const mostFigures = 50_000;

/** Answers a figures query. Throws `ParameterError` naming what cannot be found, or what asks for too much. */
export async function findFigures(database: Database, query: FiguresQuery): Promise<readonly FigureDocument[]> {
  if (query.from && query.to && query.from > query.to) throw backwards(query.from, query.to);
  const areas = await areasNamed(database, namedIn(query.area, 'area'));
  const wanted = await measuresNamed(database, namedIn(query.measure, 'measure'));
  const rowQuery: RowQuery = {
    areaIds: areas.map((area) => area.areaId),
    datasets: datasetsNamed(query.dataset),
    grains: query.grain ? [query.grain] : grains,
    phases: query.phase === undefined ? undefined : await phasesNamed(database, query.phase),
    breakdowns: [query.breakdown ?? ''],
    from: query.from,
    to: query.to,
    asPublished: query.asPublished,
    cells: cellsFor(wanted),
    mostRows: mostFigures + 1,
  };
  const [printed, lait] = await Promise.all([
    query.vintages === 'all' ? readEveryVintage(database, rowQuery) : readRows(database, rowQuery),
    rowQuery.datasets.includes('lait') ? readLaitFigures(database, query, rowQuery, wanted) : [],
  ]);
  const rows = [...printed, ...lait];
  if (rows.length > mostFigures) throw tooMany();
  const areasById = new Map(areas.map((area) => [area.areaId, area]));
  const figures = rows.flatMap((row) => {
    const area = areasById.get(row.areaId);
    const carried = wanted.filter((measure) => carriesMeasure(row, measure));
    return area ? carried.map((measure) => figureDocument(area, figureOf(row, measure))) : [];
  });
  if (figures.length > mostFigures) throw tooMany();
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

/** Each area once, however many of its codes are asked for. */
async function areasNamed(database: Database, codes: readonly string[]): Promise<readonly Area[]> {
  const found = await areasByCode(database, codes);
  const unknown = codes.find((code) => !found.has(code));
  if (unknown === undefined) {
    return [...new Map([...found.values()].map(({ area }) => [area.areaId, area])).values()];
  }
  throw new ParameterError('area', {
    code: 'area-unknown',
    message: `No area has the code “${unknown.slice(0, 40)}”.`,
    nextStep: 'Look it up at /api/v1/areas.',
  });
}

/** What a figure of these measures is made of; a row holds some sixty cells that nobody asked for. */
function cellsFor(wanted: readonly Measure[]): ReadonlySet<string> {
  const parts = wanted.flatMap(({ id, numerator, denominator }) => [id, numerator, denominator]);
  return new Set([...parts, ...coverageMeasures].filter((id) => id !== undefined));
}

/** Items of a list that must name something: commas alone do not. */
function namedIn(text: string, parameter: 'area' | 'measure'): readonly string[] {
  const items = splitList(text);
  if (items.length > 0) return items;
  throw new ParameterError(parameter, {
    code: `${parameter}-missing`,
    message: `“${parameter}” names nothing.`,
    nextStep: `What it can name is at /api/v1/${parameter}s.`,
  });
}

/** Phases are few, but a release may bring a new one: what no table declares must at least be stored. */
async function phasesNamed(database: Database, text: string): Promise<readonly string[]> {
  const phases = splitList(text);
  const undeclared = phases.filter((phase) => !isDeclaredPhase(phase));
  const stored = undeclared.length === 0 ? [] : await readStoredPhases(database, undeclared);
  const unknown = undeclared.find((phase) => !stored.includes(phase));
  if (phases.length > 0 && unknown === undefined) return phases;
  throw new ParameterError('phase', {
    code: 'phase-unknown',
    message: unknown === undefined ? '“phase” names nothing.' : `No phase is called “${unknown.slice(0, 80)}”.`,
    nextStep: 'It can be all, primary, secondary, special, pupil-referral-unit or another that a release has printed.',
  });
}

/** Declared measures by their ids; a column that nobody declared by the heading it has in the release. */
async function measuresNamed(database: Database, ids: readonly string[]): Promise<readonly Measure[]> {
  const undeclared = ids.filter((id) => !measureById(id));
  const headings = undeclared.length === 0 ? [] : await readUndeclaredHeadings(database, undeclared);
  return ids.map((id) => {
    const measure = measureById(id) ?? (headings.includes(id) ? undeclaredMeasure(id) : undefined);
    if (measure) return measure;
    throw unknownMeasure(id);
  });
}

function undeclaredMeasure(heading: string): Measure {
  const definition = 'A column that this version of Headwater does not know; given as the release prints it.';
  return {
    id: heading,
    label: heading,
    unit: 'as-printed',
    group: 'undeclared',
    definition,
    source: `Heading ${heading}`,
  };
}

function unknownMeasure(id: string): ParameterError {
  const first = measures.slice(0, 6).map((known) => known.id);
  return new ParameterError('measure', {
    code: 'measure-unknown',
    message: `No measure is called “${id.slice(0, 80)}”.`,
    nextStep: `The first of them are ${first.join(', ')}; all are at /api/v1/measures.`,
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

function backwards(from: PlainDate, to: PlainDate): ParameterError {
  return new ParameterError('from', {
    code: 'from-after-to',
    message: `“from” (${from}) is after “to” (${to}), so no period can lie between them.`,
    nextStep: 'Exchange the two days.',
  });
}

function tooMany(): ParameterError {
  return new ParameterError('area', {
    code: 'too-many-figures',
    message: `The answer would hold or be drawn from more than ${printedCount(mostFigures)} figures.`,
    nextStep: 'Ask for fewer areas, a grain, or a shorter time with from and to.',
  });
}
