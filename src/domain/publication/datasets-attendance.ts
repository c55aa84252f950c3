import { attendanceAliases } from './aliases-attendance.ts';
import type { DatasetDefinition } from './datasets.ts';

/** Columns by which a table divides pupils, in tables published since 2024/25. */
export const characteristicColumns: readonly string[] = [
  'characteristic',
  'breakdown_topic',
  'sex',
  'gender',
  'ethnicity',
  'ethnicity_major',
  'ethnicity_minor',
  'fsm',
  'fsm_status',
  'fsm_eligibility',
  'sen_status',
  'sen_provision',
  'sen_primary_need',
  'ncyear',
  'nc_year',
  'year_group',
  'first_language',
];

/** The columns of `characteristicColumns` as filters, each under its own heading. */
export const characteristicFilters: DatasetDefinition['filters'] = [
  { group: 'characteristic_group', label: 'characteristic' },
  { group: 'breakdown_topic', label: 'breakdown' },
  ...characteristicColumns.slice(2).map((label) => ({ label })),
];

const sessionsOrRates: readonly string[] = ['possible_sessions', 'attendance_perc', 'overall_absence_perc'];

const live = {
  series: 'live',
  phaseColumns: ['education_phase', 'school_type', 'phase'],
  academicYear: 'year-to-date',
  aliases: attendanceAliases,
} as const;

/** Datasets made from registers as schools share them daily (measures.md §4). */
export const attendanceDatasets: readonly DatasetDefinition[] = [
  {
    ...live,
    id: 'attendance-dashboard',
    title: 'Pupil attendance dashboard',
    standing: 'supplementary',
    recognisedBy: { all: ['breakdown', 'attendance_date'], some: [sessionsOrRates], none: ['breakdown_topic'] },
    filters: [],
    dayColumns: ['attendance_date'],
    partColumns: ['breakdown'],
    source: 'dfe-analytical-services/attendance-data-dashboard, attendance_data_dashboard.csv',
  },
  {
    ...live,
    id: 'attendance-extract',
    title: 'Pupil attendance extract by day, before disclosure control',
    standing: 'supplementary',
    recognisedBy: {
      all: ['week_commencing', 'attendance_date', 'possible_sessions'],
      none: ['breakdown', 'attendance_perc'],
    },
    filters: [],
    dayColumns: ['attendance_date'],
    partColumns: [],
    hidesSingleSchools: true,
    source: 'dfe-analytical-services/attendance-data-dashboard, sql_export_*_full.csv',
  },
  {
    ...live,
    id: 'attendance-characteristics',
    title: 'Pupil attendance by characteristic',
    standing: 'official',
    recognisedBy: { some: [sessionsOrRates, characteristicColumns] },
    filters: characteristicFilters,
    dayColumns: ['attendance_date', 'reference_date'],
    partColumns: ['time_frame'],
    source: 'Pupil attendance in schools, tables by characteristic',
  },
  {
    ...live,
    id: 'attendance',
    title: 'Pupil attendance in schools',
    standing: 'official',
    recognisedBy: { some: [sessionsOrRates] },
    filters: [],
    dayColumns: ['attendance_date', 'reference_date'],
    partColumns: ['time_frame'],
    source: 'dfe-analytical-services/attendance-data-dashboard, EES_daily, _weekly, _ytd, _aut, _spr and _sum_data.csv',
  },
  {
    ...live,
    id: 'attendance-denominator',
    title: 'Schools and enrolments expected',
    standing: 'supplementary',
    recognisedBy: { all: ['total_num_schools', 'total_enrolments'], none: sessionsOrRates },
    filters: [],
    dayColumns: [],
    partColumns: [],
    source: 'dfe-analytical-services/attendance-data-dashboard, enrolments_schools_denominator_310723split.csv',
  },
  {
    ...live,
    id: 'persistent-absence',
    title: 'Persistent absence in the year to date',
    standing: 'official',
    recognisedBy: {
      some: [['persistent_absence_percent', 'persistent_absence_perc', 'pa_perc']],
      none: sessionsOrRates,
    },
    filters: characteristicFilters,
    dayColumns: ['reference_date'],
    partColumns: ['time_frame'],
    source: 'hackathon-2025-persistent-absence-explorer, week_29_persistent_absence.csv',
  },
];
