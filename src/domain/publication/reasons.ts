import type { Bar } from '#foundation/ui/charts/model.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Figure } from './figures.ts';
import { carriesMeasure, declaredMeasure, figureOf, newest } from './figures.ts';
import type { Measure } from './measures.ts';
import { publishedReasons } from './measures.ts';
import type { PublishedRow } from './model.ts';
import type { Choice, PictureTable, PlacedFigure } from './picture.ts';
import { comparedAreas, liveDataset } from './picture.ts';
import { readRows } from './store.ts';

/** Absence by reason for the year so far: one figure a reason that the release carries, and the nation's beside it. */
export interface Reasons {
  readonly period: PublishedRow['period'];
  readonly figures: readonly { readonly figure: Figure; readonly comparison?: PlacedFigure }[];
  /** Codes that the release carries and no code list here declares yet: shown, and said to be new. */
  readonly undeclaredCodes: readonly string[];
}

/** Reads absence by reason for the newest year so far; `undefined` when nothing is known for the choice. */
export async function readReasons(database: Database, choice: Choice): Promise<Reasons | undefined> {
  const rows = await readRows(database, {
    areaIds: comparedAreas(choice).map((area) => area.areaId),
    datasets: [liveDataset],
    grains: ['year-to-date'],
    phases: [choice.phase],
    breakdowns: [''],
    asPublished: choice.asPublished,
  });
  const own = newest(rows.filter((row) => row.areaId === choice.area.areaId));
  if (!own) return undefined;
  const nation = choice.above.at(-1);
  const theirs = rows.find((row) => row.areaId === nation?.areaId && row.period.start === own.period.start);
  const undeclared = undeclaredReasons(own);
  const figures = [...absenceReasonMeasures(), ...undeclared.map((reason) => reason.measure)]
    .filter((measure) => carriesMeasure(own, measure))
    .map((measure) => ({
      figure: figureOf(own, measure),
      ...(nation && theirs && { comparison: { area: nation, figure: figureOf(theirs, measure) } }),
    }));
  return { period: own.period, figures, undeclaredCodes: undeclared.map((reason) => reason.code) };
}

/** One bar a reason, in the order of the code list and not of size, so that two areas can be laid side by side. */
export function reasonBars(reasons: Reasons): readonly Bar[] {
  return reasons.figures.map(({ figure, comparison }) => ({
    label: figure.measure.label,
    cell: figure.cell,
    comparison: comparison && { label: comparison.area.name, cell: comparison.figure.cell },
  }));
}

/** Absence by reason as rows. */
export function reasonTable(reasons: Reasons, choice: Choice): PictureTable {
  return {
    caption: `Absence by reason, ${choice.area.name}`,
    columns: [
      { label: 'Reason', kind: 'text' },
      { label: 'Counts as', kind: 'text' },
      { label: 'Sessions', kind: 'number', decimals: 0 },
      { label: choice.area.name, kind: 'number', decimals: 2, suffix: '%' },
      { label: choice.above.at(-1)?.name ?? 'Comparison', kind: 'number', decimals: 2, suffix: '%' },
    ],
    rows: reasons.figures.map(({ figure, comparison }) => [
      figure.measure.label,
      kindOf(figure.measure.id),
      figure.numerator ?? '',
      figure.cell,
      comparison?.figure.cell ?? '',
    ]),
  };
}

function absenceReasonMeasures() {
  return publishedReasons
    .filter((reason) => reason.kind === 'authorised' || reason.kind === 'unauthorised')
    .map((reason) => declaredMeasure(`reason-${reason.code}-rate`));
}

function kindOf(measureId: string): string {
  const reason = publishedReasons.find((candidate) => `reason-${candidate.code}-rate` === measureId);
  const unauthorised = reason ? reason.kind === 'unauthorised' : measureId.includes('_unauthorised_');
  return unauthorised ? 'Unauthorised absence' : 'Authorised absence';
}

/** A heading such as `reason_q_authorised_something`: a code newer than the code list, counted in sessions. */
const undeclaredHeading = /^reason_([a-z]\d?)_(?:authorised|unauthorised)_(\w+)$/;

function undeclaredReasons(row: PublishedRow): readonly { readonly code: string; readonly measure: Measure }[] {
  return [...row.cells.keys()].flatMap((heading) => {
    const [, code, words] = undeclaredHeading.exec(heading) ?? [];
    if (code === undefined || words === undefined) return [];
    const label = `${code.toUpperCase()}: ${words.replaceAll('_', ' ')} (new code)`;
    return [{ code: code.toUpperCase(), measure: undeclaredReason(heading, label) }];
  });
}

function undeclaredReason(heading: string, label: string): Measure {
  return {
    id: `${heading} rate`,
    label,
    unit: 'percent',
    group: 'absence-reason',
    definition: 'A code that this version of Headwater does not know; shown as the release prints it.',
    numerator: heading,
    denominator: 'possible-sessions',
    source: `Heading ${heading} of the release`,
  };
}
