import type { Area } from '#domain/area/model.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Figure } from './figures.ts';
import type { Measure } from './measures.ts';

/** What a reader of an area's picture has chosen: all of it is in the address of the page. */
export interface Choice {
  readonly area: Area;
  /** The areas above it, nearest first: a local authority's region and nation. */
  readonly above: readonly Area[];
  readonly phase: string;
  readonly measure: Measure;
  /** Show what was known on this day; left out, what is known now. */
  readonly asPublished?: PlainDate | undefined;
}

/** The same facts as a picture's, in rows: shown under it, and sent as CSV. */
export interface PictureTable {
  readonly caption: string;
  readonly columns: readonly PictureColumn[];
  readonly rows: readonly (readonly PictureValue[])[];
}

export interface PictureColumn {
  readonly label: string;
  readonly kind: 'text' | 'number';
  readonly decimals?: number;
  readonly suffix?: string;
}

export type PictureValue = string | Cell;

/** A figure with the name of the area it is about. */
export interface PlacedFigure {
  readonly area: Area;
  readonly figure: Figure;
}

/** Absence of a whole year as the school census counts it, pupil referral units included; newest form of table first. */
export const censusAbsenceDatasets: readonly string[] = ['absence-geography', 'absence-term', 'absence-pru'];

/** The local authority interactive tool: a rate a row, for years that the Department's own tables at hand do not reach. */
export const laitDataset = 'lait';

/** The area and those above it, for reading all of them in one query. */
export function comparedAreas(choice: Choice): readonly Area[] {
  return [choice.area, ...choice.above];
}

/** Live attendance, as the fortnightly releases publish it. */
export const liveDataset = 'attendance';

/** Where persistent absence so far is published: in the fortnightly releases from January on, and in a table of its own. */
export const persistentAbsenceDatasets: readonly string[] = [liveDataset, 'persistent-absence'];

/** Suspensions and permanent exclusions of a whole year, newest source first. */
export const exclusionRateDatasets: readonly string[] = ['exclusions-geography'];
