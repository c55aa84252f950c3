import type { TimeSeries } from '#foundation/ui/charts/model.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Area } from '../area/model.ts';
import type { Figure } from './figures.ts';
import { carriesMeasure, declaredMeasure, figureOf } from './figures.ts';
import { newest } from './headlines.ts';
import { publishedExclusionReasons } from './measures.ts';
import type { PublishedRow } from './model.ts';
import { periodInWords } from './period-words.ts';
import type { Choice, PictureTable } from './picture.ts';
import { comparedAreas, exclusionRateDatasets } from './picture.ts';
import { readRows } from './store.ts';

/** Suspensions and permanent exclusions year by year, of an area and those above it. */
export interface ExclusionHistory {
  readonly lines: readonly { readonly area: Area; readonly rows: readonly PublishedRow[] }[];
}

/** The two rates whose history is drawn. */
export type ExclusionMeasureId = 'suspension-rate' | 'permanent-exclusion-rate';

/** Reads every year known on the chosen day. */
export async function readExclusionHistory(database: Database, choice: Choice): Promise<ExclusionHistory> {
  const areas = comparedAreas(choice);
  const rows = await readRows(database, {
    areaIds: areas.map((area) => area.areaId),
    datasets: exclusionRateDatasets,
    grains: ['year'],
    phases: [choice.phase],
    breakdowns: [''],
    asPublished: choice.asPublished,
  });
  const lines = areas.map((area) => ({ area, rows: rows.filter((row) => row.areaId === area.areaId) }));
  return { lines: lines.filter((line) => line.rows.length > 0) };
}

/** One of the two rates as lines. */
export function exclusionSeries(
  history: ExclusionHistory,
  choice: Choice,
  measureId: ExclusionMeasureId,
): readonly TimeSeries[] {
  const measure = declaredMeasure(measureId);
  return history.lines.map(({ area, rows }) => ({
    id: `${measureId}-${area.areaId}`,
    label: area.name,
    emphasis: area.areaId === choice.area.areaId ? 'main' : 'context',
    points: rows
      .filter((row) => carriesMeasure(row, measure))
      .map((row) => ({ at: row.period.start, label: periodInWords(row.period), cell: figureOf(row, measure).cell })),
  }));
}

/** Both rates and their counts as rows. */
export function exclusionTable(history: ExclusionHistory, choice: Choice): PictureTable {
  const shown: readonly { readonly id: string; readonly decimals: number }[] = [
    { id: 'headcount', decimals: 0 },
    { id: 'suspensions', decimals: 0 },
    { id: 'suspension-rate', decimals: 2 },
    { id: 'pupils-suspended-rate', decimals: 2 },
    { id: 'permanent-exclusions', decimals: 0 },
    { id: 'permanent-exclusion-rate', decimals: 2 },
  ];
  return {
    caption: `Suspensions and permanent exclusions by year, ${choice.area.name}`,
    columns: [
      { label: 'Year', kind: 'text' },
      { label: 'Area', kind: 'text' },
      ...shown.map(({ id, decimals }) => ({ label: declaredMeasure(id).label, kind: 'number' as const, decimals })),
    ],
    rows: history.lines.flatMap(({ area, rows }) =>
      rows.map((row) => [
        periodInWords(row.period),
        area.name,
        ...shown.map(({ id }) => figureOf(row, declaredMeasure(id)).cell),
      ]),
    ),
  };
}

/** Why pupils were suspended and permanently excluded in the newest year published by reason. */
export interface ExclusionReasons {
  readonly period: PublishedRow['period'];
  readonly suspensions: readonly Figure[];
  readonly permanentExclusions: readonly Figure[];
}

/** Reads the newest year by reason; `undefined` when none is known. */
export async function readExclusionReasons(database: Database, choice: Choice): Promise<ExclusionReasons | undefined> {
  const rows = await readRows(database, {
    areaIds: [choice.area.areaId],
    datasets: ['exclusions-reason'],
    grains: ['year'],
    phases: [choice.phase],
    breakdowns: [''],
    asPublished: choice.asPublished,
  });
  const row = newest(rows);
  return (
    row && {
      period: row.period,
      suspensions: reasonFigures(row, 'suspension-reason'),
      permanentExclusions: reasonFigures(row, 'permanent-exclusion-reason'),
    }
  );
}

/** Reasons as rows: suspensions and permanent exclusions side by side. */
export function exclusionReasonTable(reasons: ExclusionReasons, choice: Choice): PictureTable {
  return {
    caption: `Reasons given, ${choice.area.name}, ${periodInWords(reasons.period)}`,
    columns: [
      { label: 'Reason', kind: 'text' },
      { label: 'Suspensions', kind: 'number', decimals: 0 },
      { label: 'Permanent exclusions', kind: 'number', decimals: 0 },
    ],
    rows: reasons.suspensions.map((figure) => [
      figure.measure.label,
      figure.cell,
      reasons.permanentExclusions.find((other) => other.measure.label === figure.measure.label)?.cell ?? '',
    ]),
  };
}

function reasonFigures(row: PublishedRow, prefix: string): readonly Figure[] {
  return publishedExclusionReasons
    .map((reason) => declaredMeasure(`${prefix}-${reason.id}`))
    .filter((measure) => carriesMeasure(row, measure))
    .map((measure) => figureOf(row, measure));
}
