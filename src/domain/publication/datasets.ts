import type { MissingKind } from '#foundation/kernel/cell.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { HeadingAlias } from './aliases.ts';
import { absenceDatasets } from './datasets-absence.ts';
import { attendanceDatasets } from './datasets-attendance.ts';
import { exclusionDatasets } from './datasets-exclusions.ts';
import type { Series } from './model.ts';

/** Whether the Department publishes the table as statistics, or it is material behind them. */
export type Standing = 'official' | 'supplementary';

/** A pair of columns (or one) whose labels say which pupils or events a row is about. */
export interface FilterColumns {
  /** Column that names the characteristic; without it the heading of `label` does. */
  readonly group?: string;
  readonly label: string;
}

/** Recognised when every one of `all` is there, one of each list of `some`, and none of `none`. */
export interface Recognition {
  readonly all?: readonly string[];
  readonly some?: readonly (readonly string[])[];
  readonly none?: readonly string[];
  /** Every row of the first batch is of this phase: for tables told apart only by what is in them. */
  readonly onlyPhase?: string;
}

/** How a table of rows by area and period is read. Headings are given as aliases.ts `headingKey` makes them. */
export interface DatasetDefinition {
  readonly id: string;
  /** As a heading: no full stop. */
  readonly title: string;
  readonly series: Series;
  readonly standing: Standing;
  readonly recognisedBy: Recognition;
  /** Another form in which the same table is published. */
  readonly alsoRecognisedBy?: Recognition;
  /** First of these that the table has says the phase. */
  readonly phaseColumns: readonly string[];
  readonly filters: readonly FilterColumns[];
  /** First of these that the table has gives the day, in a table with a row per day. */
  readonly dayColumns: readonly string[];
  /** First of these that the table has narrows the year, or says what a week's row covers. */
  readonly partColumns: readonly string[];
  /** What a row labelled `Academic year` covers. */
  readonly academicYear: 'year' | 'year-to-date';
  readonly aliases: readonly HeadingAlias[];
  /** What a heading in no alias means when its words leave no doubt: the measure, or `undefined`. */
  readonly measureInWords?: (heading: string) => string | undefined;
  /** Symbols that meant something else in their day than they do now, until `symbolMeaningsUntil` (measures.md §5). */
  readonly symbolMeanings?: Readonly<Record<string, MissingKind>>;
  /** Last day of a period whose symbols have those meanings; for ever when absent. */
  readonly symbolMeaningsUntil?: PlainDate;
  /** Hide every figure of a row with a single school, by the Department's own rule (measures.md §5). */
  readonly hidesSingleSchools?: true;
  readonly source: string;
}

const lait: DatasetDefinition = {
  id: 'lait',
  title: 'Local authority interactive tool',
  series: 'census',
  standing: 'official',
  recognisedBy: { all: ['short_desc', 'years', 'la_number', 'values'] },
  phaseColumns: [],
  filters: [],
  dayColumns: [],
  partColumns: [],
  academicYear: 'year',
  aliases: [],
  source: 'dfe-analytical-services/local-authority-interactive-tool, bds_long_0.parquet',
};

/** Every declared dataset, in the order they are tried: the more particular first. */
export const datasets: readonly DatasetDefinition[] = [
  ...attendanceDatasets,
  ...exclusionDatasets,
  ...absenceDatasets,
  lait,
];

const otherPrefix = 'other:';

/** A table in the format of Explore Education Statistics that no definition matches, kept under its file's name. */
export function otherDataset(fileStem: string): DatasetDefinition {
  return {
    id: `${otherPrefix}${fileStem}`,
    title: `Other table: ${fileStem}`,
    series: 'census',
    standing: 'supplementary',
    recognisedBy: {},
    phaseColumns: ['education_phase', 'school_type', 'phase', 'phase_type_grouping'],
    filters: [
      { group: 'characteristic_group', label: 'characteristic' },
      { group: 'breakdown_topic', label: 'breakdown' },
    ],
    dayColumns: ['attendance_date', 'reference_date'],
    partColumns: ['term', 'time_frame'],
    academicYear: 'year',
    aliases: [],
    source: 'the file itself',
  };
}

const byId = new Map(datasets.map((dataset) => [dataset.id, dataset]));

/** A dataset by its id, also of the `other:` kind; `undefined` for a name that none has. */
export function datasetById(id: string): DatasetDefinition | undefined {
  return byId.get(id) ?? (id.startsWith(otherPrefix) ? otherDataset(id.slice(otherPrefix.length)) : undefined);
}

/** What a dataset's symbols meant in a period that ended on a day; for unpackCell (packing.ts). */
export function symbolMeaningsOn(id: string, periodEnd: PlainDate): Readonly<Record<string, MissingKind>> {
  const dataset = datasetById(id);
  const until = dataset?.symbolMeaningsUntil;
  return until !== undefined && periodEnd > until ? {} : (dataset?.symbolMeanings ?? {});
}
