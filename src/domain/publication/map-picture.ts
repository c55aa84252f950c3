import { z } from 'zod';
import type { Area } from '#domain/area/model.ts';
import { askedText } from '#foundation/kernel/asked-text.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { PlainDate as PlainDateSchema } from '#foundation/kernel/plain-date.ts';
import { ParameterError } from '#foundation/kernel/problem.ts';
import { england } from '#foundation/nations/england-areas.ts';
import type { Database } from '#platform/database/pool.ts';
import { liveAuthoritiesIn } from './authorities.ts';
import { declaredMeasure } from './figures.ts';
import type { PictureTable } from './picture.ts';
import type { AreaSpread } from './spread.ts';
import { readSpread, spreadTable, withCodes } from './spread.ts';
import { readPublicationDays } from './store.ts';

/** What the address of the map may say. An empty value is the same as none. */
export const MapQuery = z.object({
  measure: askedText(80).optional(),
  phase: askedText(80).optional(),
  asPublished: z.union([z.literal(''), PlainDateSchema]).optional(),
});
export type MapQuery = z.infer<typeof MapQuery>;

/** Measures that are published for every local authority, and so can colour the map. */
export const mapMeasureIds: readonly string[] = [
  'absence-rate',
  'attendance-rate',
  'authorised-absence-rate',
  'unauthorised-absence-rate',
  'persistent-absence-rate',
  'suspension-rate',
  'pupils-suspended-rate',
  'permanent-exclusion-rate',
];

/** Phases that releases publish for local authorities. `all` has suspensions and exclusions only. */
export const mapPhases: readonly string[] = ['primary', 'secondary', 'special', 'all'];

export interface MapPicture {
  readonly spread: AreaSpread;
  readonly authorities: readonly Area[];
  readonly phase: string;
  readonly asPublished?: PlainDate | undefined;
  readonly publicationDays: readonly PlainDate[];
  readonly table: PictureTable;
}

/** Reads the map of local authorities for one measure and phase. Throws `ParameterError` for a measure it cannot show. */
export async function readMapPicture(database: Database, query: MapQuery): Promise<MapPicture> {
  const measureId = query.measure || 'absence-rate';
  if (!mapMeasureIds.includes(measureId)) {
    throw new ParameterError('measure', {
      code: 'measure-not-mapped',
      message: `“${measureId}” is not published for every local authority, so the map cannot show it.`,
      nextStep: `The map can show ${mapMeasureIds.join(', ')}.`,
    });
  }
  const phase = query.phase || 'primary';
  const asPublished = query.asPublished || undefined;
  const [authorities, publicationDays] = await Promise.all([
    liveAuthoritiesIn(database, england.areaId),
    readPublicationDays(database),
  ]);
  const spread = await readSpread(database, {
    areas: authorities,
    measure: declaredMeasure(measureId),
    phase,
    asPublished,
  });
  return {
    spread,
    authorities,
    phase,
    asPublished,
    publicationDays,
    table: withCodes(spreadTable(spread, authorities), authorities),
  };
}
