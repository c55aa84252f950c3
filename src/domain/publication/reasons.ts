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

/** Reads absence by reason for the newest year so far that has it; `undefined` when nothing is known for the choice. */
export async function readReasons(database: Database, choice: Choice): Promise<Reasons | undefined> {
  const rows = await readRows(database, {
    areaIds: comparedAreas(choice).map((area) => area.areaId),
    datasets: [liveDataset],
    grains: ['year-to-date'],
    phases: [choice.phase],
    breakdowns: [''],
    asPublished: choice.asPublished,
  });
  const declared = absenceReasonMeasures();
  const own = newest(
    rows.filter((row) => row.areaId === choice.area.areaId && declared.some((measure) => carriesMeasure(row, measure))),
  );
  if (!own) return undefined;
  const nation = choice.above.at(-1);
  const theirs = rows.find((row) => row.areaId === nation?.areaId && row.period.start === own.period.start);
  const figures = [...declared, ...undeclaredReasons(own)]
    .filter((measure) => carriesMeasure(own, measure))
    .map((measure) => ({
      figure: figureOf(own, measure),
      ...(nation && theirs && { comparison: { area: nation, figure: figureOf(theirs, measure) } }),
    }));
  return { period: own.period, figures, undeclaredCodes: newCodes(own) };
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
  const unauthorised = reason ? reason.kind === 'unauthorised' : /_unauthorised/i.test(measureId);
  return unauthorised ? 'Unauthorised absence' : 'Authorised absence';
}

/** A heading such as `reason_c3_authorised_something` or `reason_o2_other_unauthorised`: a code and what it stands for. */
const codedHeading = /^reason_([a-z]\d{0,2})_(\w+)$/i;
const missedWord = /(?:^|_)(?:un)?authorised(?=_|$)/i;

interface CodedHeading {
  readonly code: string;
  readonly heading: string;
  readonly words: string;
}

/** Headings with a code that the row carries and no measure has. */
function codedHeadings(row: PublishedRow): readonly CodedHeading[] {
  return [...row.cells.keys()].flatMap((heading) => {
    const [, code, words] = codedHeading.exec(heading) ?? [];
    return code === undefined || words === undefined ? [] : [{ code: code.toUpperCase(), heading, words }];
  });
}

/** Codes in no code list here, also those that are no absence and so have no bar. */
function newCodes(row: PublishedRow): readonly string[] {
  const known = new Set(publishedReasons.map((reason) => reason.code.toUpperCase()));
  return [...new Set(codedHeadings(row).map(({ code }) => code))].filter((code) => !known.has(code)).sort();
}

function undeclaredReasons(row: PublishedRow): readonly Measure[] {
  return codedHeadings(row)
    .filter(({ words }) => missedWord.test(words))
    .map(({ code, heading, words }) => {
      const name = words.replace(missedWord, '').replaceAll('_', ' ').trim();
      return undeclaredReason(heading, `${code}: ${name === '' ? 'absence' : name} (new code)`);
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
