import { absenceAliases } from './aliases-absence.ts';
import type { DatasetDefinition } from './datasets.ts';
import { characteristicColumns, characteristicFilters } from './datasets-attendance.ts';

const absence: readonly string[] = ['sess_overall', 'sess_overall_percent', 'sess_possible'];

const census = {
  series: 'census',
  standing: 'official',
  phaseColumns: ['education_phase', 'school_type', 'phase'],
  dayColumns: [],
  partColumns: ['term'],
  academicYear: 'year',
  aliases: absenceAliases,
} as const;

/** Five half terms and six half terms are not the same year: six is the year itself, five is kept apart. */
const yearBreakdown = { label: 'year_breakdown' };

/** Pupil absence from the school census. */
export const absenceDatasets: readonly DatasetDefinition[] = [
  {
    ...census,
    id: 'absence-reasons-enrolments',
    title: 'Enrolments that missed at least one session, by reason',
    recognisedBy: { all: ['enrol_overall'], none: absence },
    filters: [yearBreakdown],
    // Small counts of enrolments were hidden as x in these tables too.
    symbolMeanings: { x: 'suppressed' },
    source: 'absence_number_missing_at_least_one_session_by_reason.csv, 2012/13 to 2016/17',
  },
  {
    ...census,
    id: 'absence-characteristics',
    title: 'Pupil absence by characteristic',
    recognisedBy: { some: [absence, characteristicColumns] },
    filters: [...characteristicFilters, yearBreakdown],
    source: 'absence by pupil characteristics tables since 2018/19',
  },
  {
    ...census,
    id: 'absence-pru',
    title: 'Pupil absence in pupil referral units',
    recognisedBy: { some: [absence], none: ['term'], onlyPhase: 'pupil-referral-unit' },
    filters: [yearBreakdown],
    source: 'absence_in_prus.csv, 2013/14 to 2016/17; 4_absence_*_pru tables since',
  },
  {
    ...census,
    id: 'absence-term',
    title: 'Pupil absence by term',
    recognisedBy: { all: ['term'], some: [absence] },
    filters: [yearBreakdown],
    source: 'absence_by_term.csv, 2012/13 to 2016/17',
  },
  {
    ...census,
    id: 'absence-geography',
    title: 'Pupil absence by area',
    recognisedBy: { some: [absence] },
    filters: [yearBreakdown],
    source: 'absence by geographic level tables since 2018/19',
  },
];
