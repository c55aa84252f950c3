import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import type { RevisionLine } from '#foundation/ui/charts/model.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Figure } from './figures.ts';
import { carriesMeasure, figureOf, formatOf, movement } from './figures.ts';
import { periodInWords } from './period-words.ts';
import type { Choice, PictureTable } from './picture.ts';
import { liveDataset } from './picture.ts';
import { readEveryVintage, readLatestPeriod } from './store.ts';

/** How each of the newest weeks' figures moved from release to release. */
export interface Revisions {
  readonly weeks: readonly RevisedWeek[];
}

export interface RevisedWeek {
  readonly start: PlainDate;
  /** Oldest publication first; at least one. */
  readonly figures: readonly Figure[];
  /** Latest minus first; left out when there is only one publication, or one of them is hidden. */
  readonly moved?: number;
}

const weeksShown = 6;

/** Reads the releases of the newest weeks known on the chosen day, and everything published about them up to it. */
export async function readRevisions(database: Database, choice: Choice): Promise<Revisions> {
  const query = {
    areaIds: [choice.area.areaId],
    datasets: [liveDataset],
    grains: ['week' as const],
    phases: [choice.phase],
    breakdowns: [''],
    asPublished: choice.asPublished,
  };
  const latest = await readLatestPeriod(database, query);
  if (!latest) return { weeks: [] };
  const rows = await readEveryVintage(database, { ...query, from: addDays(latest, -7 * (weeksShown - 1)) });
  const byWeek = Map.groupBy(
    rows.filter((row) => carriesMeasure(row, choice.measure)),
    (row) => row.period.start,
  );
  return {
    weeks: [...byWeek].map(([start, weekRows]) =>
      revisedWeek(
        start,
        weekRows.map((row) => figureOf(row, choice.measure)),
      ),
    ),
  };
}

/** One stepped line a week. */
export function revisionLines(revisions: Revisions): readonly RevisionLine[] {
  return revisions.weeks.map(({ figures }) => ({
    label: figures[0] ? periodInWords(figures[0].period) : '',
    points: figures.map((figure) => ({ publishedOn: figure.publishedOn, cell: figure.cell })),
  }));
}

/** Every publication of every week as rows. */
export function revisionTable(revisions: Revisions, choice: Choice): PictureTable {
  return {
    caption: `${choice.measure.label} as published, ${choice.area.name}`,
    columns: [
      { label: 'Week', kind: 'text' },
      { label: 'Published on', kind: 'text' },
      { label: choice.measure.label, kind: 'number', ...formatOf(choice.measure) },
    ],
    rows: revisions.weeks.flatMap(({ figures }) =>
      figures.map((figure) => [figure.period.start, figure.publishedOn, figure.cell]),
    ),
  };
}

/** The week whose figure moved furthest, whichever way. */
export function furthestMoved(revisions: Revisions): RevisedWeek | undefined {
  const distance = (week: RevisedWeek) => Math.abs(week.moved ?? 0);
  const [furthest] = revisions.weeks.toSorted((left, right) => distance(right) - distance(left));
  return furthest?.moved === undefined ? undefined : furthest;
}

function revisedWeek(start: PlainDate, figures: readonly Figure[]): RevisedWeek {
  const [first] = figures;
  const last = figures.at(-1);
  const moved = first && last && figures.length > 1 ? movement(first.cell, last.cell) : undefined;
  return { start, figures, ...(moved !== undefined && { moved }) };
}
