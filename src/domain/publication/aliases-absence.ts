import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { HeadingAlias } from './aliases.ts';

const source =
  'absence_by_term, absence_in_prus and absence_number_missing_at_least_one_session_by_reason, published 2019';
const laterSource = 'headings of the pupil absence tables for 2018/19 to 2024/25';
const since = { validFrom: plainDate('2024-08-19'), source: laterSource };

const totals: readonly HeadingAlias[] = [
  { heading: 'num_schools', measure: 'settings-reporting', source },
  { heading: 'enrolments', measure: 'enrolments', source },
  { heading: 'sess_possible', measure: 'possible-sessions', source },
  { heading: 'sess_overall', measure: 'absence-sessions', source },
  { heading: 'sess_authorised', measure: 'authorised-sessions', source },
  { heading: 'sess_unauthorised', measure: 'unauthorised-sessions', source },
  { heading: 'sess_overall_percent', measure: 'absence-rate', source },
  { heading: 'sess_authorised_percent', measure: 'authorised-absence-rate', source },
  { heading: 'sess_unauthorised_percent', measure: 'unauthorised-absence-rate', source },
  { heading: 'enrolments_pa_10_exact', measure: 'persistently-absent-enrolments', source },
  { heading: 'enrolments_pa_10_exact_percent', measure: 'persistent-absence-rate', source },
  { heading: 'enrolments_pa_50_exact', measure: 'severely-absent-enrolments', source: laterSource },
  { heading: 'enrolments_pa_50_exact_percent', measure: 'severe-absence-rate', source: laterSource },
  // Sums of the listed reasons: a little under the totals above, which include sessions without one (measures.md §3).
  { heading: 'sess_auth_totalreasons', measure: null, source },
  { heading: 'sess_unauth_totalreasons', measure: null, source },
  { heading: 'sess_overall_totalreasons', measure: null, source },
  { heading: 'sess_auth_totalreasons_rate', measure: null, source: laterSource },
  { heading: 'sess_unauth_totalreasons_rate', measure: null, source: laterSource },
  { heading: 'sess_overall_totalreasons_rate', measure: null, source: laterSource },
  // Absence of persistent absentees only: never to be read as everybody's.
  ...[
    'sess_possible',
    'sess_overall',
    'sess_authorised',
    'sess_unauthorised',
    'sess_overall_percent',
    'sess_authorised_percent',
    'sess_unauthorised_percent',
  ].map((heading) => ({ heading: `${heading}_pa_10_exact`, measure: null, source: laterSource })),
];

/** Printed after `sess_`, by attendance code (attendance-codes-england.csv). */
const stems: readonly (readonly [stem: string, code: string, dates?: Partial<HeadingAlias>])[] = [
  ['auth_illness', 'i'],
  ['auth_appointments', 'm'],
  ['auth_religious', 'r'],
  ['auth_study', 's'],
  ['auth_traveller', 't'],
  ['auth_mobile', 't', since],
  ['auth_mobile_child', 't', since],
  ['auth_holiday', 'h'],
  ['auth_ext_holiday', 'f'],
  ['auth_excluded', 'e'],
  ['auth_other', 'c'],
  ['auth_reg_performance', 'c1', since],
  ['auth_temp_reduced_timetable', 'c2', since],
  ['auth_interview', 'j1', since],
  ['unauth_holiday', 'g'],
  ['unauth_late', 'u'],
  ['unauth_other', 'o'],
  ['unauth_noyet', 'n'],
  ['x_covid', 'x', { source: laterSource }],
];

const reasons: readonly HeadingAlias[] = stems.flatMap(([stem, code, dates]) => [
  { heading: `sess_${stem}`, measure: `reason-${code}-sessions`, source, ...dates },
  { heading: `sess_${stem}_rate`, measure: `reason-${code}-rate`, source: laterSource, ...dates },
  { heading: `sess_${stem}_percent`, measure: `reason-${code}-rate`, source: laterSource, ...dates },
  // Enrolments with at least one session for the reason: a count of enrolments, with no measure of its own.
  { heading: `enrol_${stem}`, measure: null, source },
]);

const enrolmentTotals: readonly HeadingAlias[] = ['enrol_overall', 'enrol_authorised', 'enrol_unauthorised'].map(
  (heading) => ({ heading, measure: null, source }),
);

const outsideBothSides: readonly HeadingAlias[] = ['sess_y_exceptional', 'sess_q_la_arrangements'].flatMap(
  (heading) => [
    { heading, measure: null, source: laterSource },
    { heading: `${heading}_rate`, measure: null, source: laterSource },
  ],
);

/** Headings of the census absence tables. */
export const absenceAliases: readonly HeadingAlias[] = [...totals, ...reasons, ...enrolmentTotals, ...outsideBothSides];
