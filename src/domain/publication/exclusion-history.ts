import type { Database } from '#platform/database/pool.ts';
import type { Figure } from './figures.ts';
import { carriesMeasure, declaredMeasure, figureOf, newest } from './figures.ts';
import { publishedExclusionReasons } from './measures.ts';
import type { PublishedRow } from './model.ts';
import { periodInWords } from './period-words.ts';
import type { Choice, PictureTable } from './picture.ts';
import { exclusionRateDatasets } from './picture.ts';
import { readRows } from './store.ts';
import type { YearHistory } from './years.ts';
import { readYears, yearTable } from './years.ts';

const shownMeasures = [
  { measure: declaredMeasure('headcount'), decimals: 0 },
  { measure: declaredMeasure('suspensions'), decimals: 0 },
  { measure: declaredMeasure('suspension-rate'), decimals: 2 },
  { measure: declaredMeasure('pupils-suspended-rate'), decimals: 2 },
  { measure: declaredMeasure('permanent-exclusions'), decimals: 0 },
  { measure: declaredMeasure('permanent-exclusion-rate'), decimals: 2 },
];

/** Reads suspensions and permanent exclusions of every year known on the chosen day. */
export function readExclusionHistory(database: Database, choice: Choice): Promise<YearHistory> {
  return readYears(database, choice, {
    datasets: exclusionRateDatasets,
    measures: shownMeasures.map(({ measure }) => measure),
  });
}

/** Rates and counts as rows. */
export function exclusionTable(history: YearHistory, choice: Choice): PictureTable {
  return yearTable(history, `Suspensions and permanent exclusions by year, ${choice.area.name}`, shownMeasures);
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
