import { z } from 'zod';
import type { Area } from '#domain/area/model.ts';
import { ancestorsOf } from '#domain/area/store.ts';
import { askedText } from '#foundation/kernel/asked-text.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { PlainDate as PlainDateSchema } from '#foundation/kernel/plain-date.ts';
import { ParameterError } from '#foundation/kernel/problem.ts';
import type { Database } from '#platform/database/pool.ts';
import { measureById } from './measures.ts';
import { inPhaseOrder } from './period-words.ts';
import type { Choice } from './picture.ts';
import { censusAbsenceDatasets, exclusionRateDatasets, liveDataset } from './picture.ts';
import { readPhases } from './store.ts';
import { isWeeklyMeasure } from './trend.ts';

/**
 * What the address of an area's page may say. An empty value, as a form sends it, is the same as none; what else a link
 * carries (newsletters add to addresses) is ignored, where the API would refuse it.
 */
export const ChoiceQuery = z.object({
  phase: askedText(80).optional(),
  measure: askedText(80).optional(),
  asPublished: z.union([z.literal(''), PlainDateSchema]).optional(),
});
export type ChoiceQuery = z.infer<typeof ChoiceQuery>;

export const defaultMeasureId = 'absence-rate';

/** The phases to choose from for an area, in a reader's order. */
export async function phasesFor(database: Database, area: Area): Promise<readonly string[]> {
  const phases = await readPhases(database, {
    areaIds: [area.areaId],
    datasets: [liveDataset, ...exclusionRateDatasets, ...censusAbsenceDatasets],
    grains: ['year-to-date', 'week', 'year'],
  });
  return inPhaseOrder(phases);
}

/**
 * The choice that an address makes for an area. Without a phase: all schools for England and its regions; primary for a
 * local authority, for which most releases give no live total (measures.md §4).
 * Throws `ParameterError`, naming the parameter, when it asks for what cannot be.
 */
export async function choiceFor(database: Database, area: Area, query: ChoiceQuery): Promise<Choice> {
  const measure = measureById(query.measure || defaultMeasureId);
  if (!measure || !isWeeklyMeasure(measure)) {
    throw new ParameterError('measure', {
      code: 'measure-not-weekly',
      message: `“${query.measure}” is not a measure with weekly figures.`,
      nextStep: 'Choose one from the list on the page, or see /measures.',
    });
  }
  const above = await ancestorsOf(database, area.areaId);
  const phase = query.phase || (area.kind === 'local-authority' ? 'primary' : 'all');
  const asPublished = query.asPublished || undefined;
  return { area, above, phase, measure, ...(asPublished && { asPublished }) };
}

/** The query string that makes a choice again, without what is the default; `''` when nothing is chosen. */
export function choiceSearch(choice: {
  readonly phase?: string | undefined;
  readonly measure?: string | undefined;
  readonly asPublished?: PlainDate | undefined;
}): string {
  const parts = Object.entries(choice).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return parts.length === 0 ? '' : `?${new URLSearchParams(parts)}`;
}
