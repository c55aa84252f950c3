import { plainDate } from '#foundation/kernel/plain-date.ts';
import { headingKey } from './aliases.ts';
import { exclusionAliases, exclusionReasonInWords, isExclusionReasonHeading } from './aliases-exclusions.ts';
import type { DatasetDefinition } from './datasets.ts';
import { characteristicColumns, characteristicFilters } from './datasets-attendance.ts';

const reasonColumns = [
  ...new Set(exclusionAliases.map((alias) => headingKey(alias.heading)).filter(isExclusionReasonHeading)),
];

/** A table may have a row for each reason instead of a column. */
const longReasonColumns: readonly string[] = [
  'reason',
  'exclusion_reason',
  'suspension_reason',
  'reason_for_exclusion',
];

const eventColumns: readonly string[] = [
  'perm_excl',
  'perm_excl_rate',
  'suspension',
  'suspensions',
  'susp',
  'susp_rate',
  'fixed_excl',
  'fixed_excl_rate',
];

const census = {
  series: 'census',
  standing: 'official',
  phaseColumns: ['education_phase', 'school_type', 'phase'],
  dayColumns: [],
  partColumns: ['term'],
  academicYear: 'year',
  aliases: exclusionAliases,
  // Counts of one and two were hidden as x, which has said not available since (measures.md §5).
  symbolMeanings: { x: 'suppressed' },
  symbolMeaningsUntil: plainDate('2017-08-31'),
} as const;

/** Suspensions and permanent exclusions from the school census. */
export const exclusionDatasets: readonly DatasetDefinition[] = [
  {
    ...census,
    id: 'exclusions-reason',
    title: 'Suspensions and permanent exclusions by reason',
    recognisedBy: { some: [reasonColumns] },
    alsoRecognisedBy: { some: [eventColumns, longReasonColumns] },
    filters: [...characteristicFilters, ...longReasonColumns.map((label) => ({ group: 'reason', label }))],
    measureInWords: exclusionReasonInWords,
    source: 'exclusions_by_reason.csv, 2006/07 to 2016/17; exc_reason tables since',
  },
  {
    ...census,
    id: 'exclusions-characteristic',
    title: 'Suspensions and permanent exclusions by characteristic',
    recognisedBy: { some: [eventColumns, characteristicColumns] },
    filters: [...characteristicFilters],
    source: 'exclusions_by_characteristic.csv, 2011/12 to 2016/17; exc_characteristics tables since',
  },
  {
    ...census,
    id: 'exclusions-geography',
    title: 'Suspensions and permanent exclusions by area',
    recognisedBy: { some: [eventColumns] },
    filters: [],
    source: 'exclusions_by_geographic_level.csv, 2006/07 to 2016/17; exc_nat_region_la and exc_school tables since',
  },
];
