import type { Bar } from '#foundation/ui/charts/model.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Figure } from './figures.ts';
import { carriesMeasure, declaredMeasure, figureOf, formatOf, headingOf, isComparable, newest } from './figures.ts';
import { readHeadlineRows } from './headlines.ts';
import type { PublishedRow } from './model.ts';
import { inPhaseOrder, phaseInWords } from './period-words.ts';
import type { Choice, PictureTable, PlacedFigure } from './picture.ts';

/** The same measures side by side for every phase that is published for the area. */
export interface Phases {
  readonly rows: readonly PhaseRow[];
}

export interface PhaseRow {
  readonly phase: string;
  readonly figures: ReadonlyMap<string, Figure>;
  /** The nation's figure for the chosen measure, when there is one for the same phase and period. */
  readonly comparison?: PlacedFigure;
}

const shownMeasures = ['absence-rate', 'persistent-absence-rate', 'suspension-rate', 'permanent-exclusion-rate'];

/** Reads every phase's newest figures for an area. */
export async function readPhaseFigures(database: Database, choice: Choice): Promise<Phases> {
  const rows = await readHeadlineRows(database, choice, undefined);
  const own = rows.filter((row) => row.areaId === choice.area.areaId);
  const phases = inPhaseOrder([...new Set(own.map((row) => row.phase))]);
  return { rows: phases.map((phase) => phaseRow(choice, phase, own, rows)) };
}

/** One bar a phase of the absence rate, with the nation's mark. */
export function phaseBars(phases: Phases): readonly Bar[] {
  return phases.rows.flatMap((row) => {
    const figure = row.figures.get('absence-rate');
    if (!figure) return [];
    const comparison = row.comparison && { label: row.comparison.area.name, cell: row.comparison.figure.cell };
    return [{ label: phaseInWords(row.phase), cell: figure.cell, comparison }];
  });
}

/** Phases as rows. */
export function phaseTable(phases: Phases, choice: Choice): PictureTable {
  const measures = shownMeasures.map(declaredMeasure);
  return {
    caption: `By phase, ${choice.area.name}`,
    columns: [
      { label: 'Phase', kind: 'text' },
      ...measures.map((measure) => ({ label: headingOf(measure), kind: 'number' as const, ...formatOf(measure) })),
    ],
    rows: phases.rows.map((row) => [
      phaseInWords(row.phase),
      ...measures.map((measure) => row.figures.get(measure.id)?.cell ?? ''),
    ]),
  };
}

function phaseRow(
  choice: Choice,
  phase: string,
  own: readonly PublishedRow[],
  rows: readonly PublishedRow[],
): PhaseRow {
  const found = shownMeasures.flatMap((id) => {
    const measure = declaredMeasure(id);
    const row = newest(own.filter((candidate) => candidate.phase === phase && carriesMeasure(candidate, measure)));
    return row ? [[id, figureOf(row, measure)] as const] : [];
  });
  const figures = new Map(found);
  const comparison = nationalAbsence(choice, figures.get('absence-rate'), rows);
  return { phase, figures, ...(comparison && { comparison }) };
}

function nationalAbsence(
  choice: Choice,
  own: Figure | undefined,
  rows: readonly PublishedRow[],
): PlacedFigure | undefined {
  const area = choice.above.at(-1);
  if (!own || !area) return undefined;
  const row = rows.find((candidate) => candidate.areaId === area.areaId && isComparable(candidate, own));
  return row && { area, figure: figureOf(row, declaredMeasure('absence-rate')) };
}
