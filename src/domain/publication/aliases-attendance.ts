import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import type { HeadingAlias } from './aliases.ts';

const source =
  'attendance releases 30 September 2022 to 8 August 2024, and the 2024/25 and 2025/26 vintages of EES_ytd_data.csv';

/** First day of the codes of SI 2024/208, with which headings changed. */
const august2024 = plainDate('2024-08-19');
const until: { readonly validTo: PlainDate } = { validTo: addDays(august2024, -1) };
const since: { readonly validFrom: PlainDate } = { validFrom: august2024 };

type Row = readonly [
  heading: string,
  measure: string | null,
  dates?: Partial<Pick<HeadingAlias, 'validFrom' | 'validTo'>>,
];

const rows: readonly Row[] = [
  ['num_schools', 'settings-reporting'],
  ['enrolments', 'enrolments'],
  ['total_num_schools', 'settings-expected'],
  ['total_enrolments', 'enrolments-expected'],
  ['present_sessions', 'present-sessions'],
  ['overall_attendance', 'attendance-sessions'],
  ['approved_educational_activity', 'approved-activity-sessions'],
  ['overall_absence', 'absence-sessions'],
  ['authorised_absence', 'authorised-sessions'],
  ['unauthorised_absence', 'unauthorised-sessions'],
  ['late_sessions', 'late-sessions'],
  ['possible_sessions', 'possible-sessions'],
  ['attendance_perc', 'attendance-rate'],
  ['overall_absence_perc', 'absence-rate'],
  ['authorised_absence_perc', 'authorised-absence-rate'],
  ['unauthorised_absence_perc', 'unauthorised-absence-rate'],
  ['pa_perc', 'persistent-absence-rate'],
  ['persistent_absence_percent', 'persistent-absence-rate'],
  ['persistent_absence_perc', 'persistent-absence-rate'],
  ['severe_absence_percent', 'severe-absence-rate'],
  ['sa_perc', 'severe-absence-rate'],
  // Parts of present_sessions: kept, but no measure of their own.
  ['reason_present_am', null],
  ['reason_present_pm', null],
  ['reason_present', null],
  ['reason_l_present_late_before_registers_closed', 'reason-l-sessions'],
  ['reason_i_authorised_illness', 'reason-i-sessions'],
  ['reason_m_authorised_medical_dental', 'reason-m-sessions'],
  ['reason_r_authorised_religious_observance', 'reason-r-sessions'],
  ['reason_s_authorised_study_leave', 'reason-s-sessions'],
  ['reason_t_authorised_grt_absence', 'reason-t-sessions', until],
  ['reason_t_authorised_mobile_child', 'reason-t-sessions', since],
  ['reason_h_authorised_holiday', 'reason-h-sessions'],
  ['reason_f_legacy_family_holiday', 'reason-f-sessions'],
  ['reason_e_authorised_excluded', 'reason-e-sessions'],
  ['reason_c_authorised_other', 'reason-c-sessions'],
  ['reason_c1_authorised_regulated_performance', 'reason-c1-sessions', since],
  ['reason_c2_authorised_temp_reduced_timetable', 'reason-c2-sessions', since],
  ['reason_j1_authorised_interview', 'reason-j1-sessions', since],
  ['reason_b_aea_education_off_site', 'reason-b-sessions'],
  ['reason_d_aea_dual_registration', 'reason-d-sessions', until],
  ['reason_d_dual_registration', 'reason-d-sessions', since],
  ['reason_j_aea_interview', 'reason-j-sessions'],
  ['reason_k_aea_education_arranged_by_la', 'reason-k-sessions', since],
  ['reason_p_aea_approved_sporting_activity', 'reason-p-sessions'],
  ['reason_v_aea_educational_visit_trip', 'reason-v-sessions'],
  ['reason_w_aea_work_experience', 'reason-w-sessions'],
  ['reason_g_unauthorised_holiday', 'reason-g-sessions'],
  ['reason_u_unauthorised_late_after_registers_closed', 'reason-u-sessions'],
  ['reason_o_other_unauthorised', 'reason-o-sessions'],
  ['reason_n_no_reason_yet', 'reason-n-sessions'],
  ['reason_x_not_attending_covid_non_compulsory', 'reason-x-sessions', until],
  ['reason_y_not_attending_enforced_closure', 'reason-y-sessions'],
  ['reason_z_not_attending_not_on_roll', 'reason-z-sessions'],
  ['reason_not_attending_planned_closed', null],
  ['illness_perc', 'reason-i-rate'],
  ['appointments_perc', 'reason-m-rate'],
  ['auth_religious_perc', 'reason-r-rate'],
  ['auth_study_perc', 'reason-s-rate'],
  ['auth_grt_perc', 'reason-t-rate', until],
  ['auth_mob_perc', 'reason-t-rate', since],
  ['auth_holiday_perc', 'reason-h-rate'],
  ['auth_excluded_perc', 'reason-e-rate'],
  ['excluded_perc', 'reason-e-rate'],
  ['auth_other_perc', 'reason-c-rate'],
  ['auth_performance_perc', 'reason-c1-rate', since],
  ['auth_part_time_perc', 'reason-c2-rate', since],
  ['auth_interview_perc', 'reason-j1-rate', since],
  ['unauth_hol_perc', 'reason-g-rate'],
  ['unauth_late_registers_closed_perc', 'reason-u-rate'],
  ['unauth_oth_perc', 'reason-o-rate'],
  ['unauth_not_yet_perc', 'reason-n-rate'],
  ['covid_non_compulsory_perc', 'reason-x-rate', until],
  // Codes of August 2024 that are outside both sides of every rate, printed by the dashboard's table since then.
  ['reason_q_la_arrangements', 'reason-q-sessions', since],
  ['reason_y1_transport_not_provided', 'reason-y1-sessions', since],
  ['reason_y2_travel_disruption', 'reason-y2-sessions', since],
  ['reason_y3_premises_out_of_use', 'reason-y3-sessions', since],
  ['reason_y4_closed_session_cancelled', 'reason-y4-sessions', since],
  ['reason_y5_detention_sentence', 'reason-y5-sessions', since],
  ['reason_y6_prohibited_infection_disease', 'reason-y6-sessions', since],
  ['reason_y7_unavoidable_cause', 'reason-y7-sessions', since],
];

/** Headings of the attendance releases. `*_scaled` headings, counts scaled up for missing schools, are known by pattern. */
export const attendanceAliases: readonly HeadingAlias[] = rows.map(([heading, measure, dates]) => ({
  heading,
  measure,
  ...dates,
  source,
}));

/** The dashboard's estimates for schools that did not share data: kept under their heading, never a measure. */
export function isScaledHeading(heading: string): boolean {
  return heading.toLowerCase().endsWith('_scaled');
}

/** The attendance code that a heading such as `reason_y8_something` counts, in lower case. */
export function attendanceCodeOf(heading: string): string | undefined {
  return /^reason_([a-z]\d?)_/.exec(heading.toLowerCase())?.[1];
}
