import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { daysBetween } from '#foundation/kernel/plain-date.ts';
import { seededRandom, wobble } from './random.ts';

/**
 * Made-up attendance counts in the Department's own columns, so that the demonstration walks the same road as a real
 * release. Levels of absence are of the order of the published national ones; every area's difference is invented.
 */
export const madeUpPhases = ['Primary', 'Secondary', 'Special'] as const;
export type MadeUpPhase = (typeof madeUpPhases)[number];

/** Counts by heading. Sums of these over areas and phases are again valid counts. */
export type Counts = Readonly<Record<string, number>>;

interface PhaseShape {
  readonly absence: number;
  readonly authorisedShare: number;
  readonly schools: number;
  readonly pupilsEach: number;
  readonly activity: number;
}

const shapes: Readonly<Record<MadeUpPhase, PhaseShape>> = {
  Primary: { absence: 0.053, authorisedShare: 0.72, schools: 100, pupilsEach: 270, activity: 0.008 },
  Secondary: { absence: 0.085, authorisedShare: 0.6, schools: 21, pupilsEach: 1000, activity: 0.012 },
  Special: { absence: 0.128, authorisedShare: 0.74, schools: 7, pupilsEach: 140, activity: 0.015 },
};

const authorisedReasons: Readonly<Record<string, number>> = {
  reason_i_authorised_illness: 0.74,
  reason_m_authorised_medical_dental: 0.07,
  reason_e_authorised_excluded: 0.05,
  reason_c2_authorised_temp_reduced_timetable: 0.03,
  reason_r_authorised_religious_observance: 0.02,
  reason_t_authorised_mobile_child: 0.01,
  reason_c1_authorised_regulated_performance: 0.005,
  reason_j1_authorised_interview: 0.005,
  reason_s_authorised_study_leave: 0.01,
};

const unauthorisedReasons: Readonly<Record<string, number>> = {
  reason_g_unauthorised_holiday: 0.22,
  reason_u_unauthorised_late_after_registers_closed: 0.05,
  reason_n_no_reason_yet: 0.1,
};

const activityReasons: Readonly<Record<string, number>> = {
  reason_b_aea_education_off_site: 0.4,
  reason_k_aea_education_arranged_by_la: 0.15,
  reason_p_aea_approved_sporting_activity: 0.05,
};

export interface MadeUpPlace {
  readonly code: string;
  readonly size: number;
}

/** How many settings and pupils a made-up place has in a phase. */
export function madeUpRoll(
  place: MadeUpPlace,
  phase: MadeUpPhase,
): { readonly schools: number; readonly pupils: number } {
  const shape = shapes[phase];
  const schools = Math.max(1, Math.round(shape.schools * place.size));
  return { schools, pupils: schools * shape.pupilsEach };
}

/** One place's counts for one phase and week, as known on a day: the fresher the week, the higher absence still stands. */
export function madeUpWeek(place: MadeUpPlace, phase: MadeUpPhase, monday: PlainDate, knownOn: PlainDate): Counts {
  const shape = shapes[phase];
  const roll = madeUpRoll(place, phase);
  const random = seededRandom(`${place.code} ${phase} ${monday}`);
  const reporting = Math.max(1, Math.round(roll.schools * (0.93 + 0.06 * random())));
  const possible = Math.round((roll.pupils * reporting) / roll.schools) * 10;
  const absent = Math.round(possible * absenceShare(place, phase, monday, knownOn, random));
  const authorised = Math.round(absent * shape.authorisedShare);
  const activity = Math.round(possible * shape.activity * (0.7 + 0.6 * random()));
  return {
    num_schools: reporting,
    enrolments: possible / 10,
    total_num_schools: roll.schools,
    total_enrolments: roll.pupils,
    possible_sessions: possible,
    overall_absence: absent,
    authorised_absence: authorised,
    unauthorised_absence: absent - authorised,
    overall_attendance: possible - absent,
    approved_educational_activity: activity,
    present_sessions: possible - absent - activity,
    reason_l_present_late_before_registers_closed: Math.round(possible * 0.016),
    ...split(authorised, authorisedReasons, 'reason_c_authorised_other'),
    ...split(absent - authorised, unauthorisedReasons, 'reason_o_other_unauthorised'),
    ...split(activity, activityReasons, 'reason_v_aea_educational_visit_trip'),
  };
}

/** Adds counts heading by heading. */
export function addCounts(parts: readonly Counts[]): Counts {
  const total: Record<string, number> = {};
  for (const part of parts) {
    for (const [heading, count] of Object.entries(part)) total[heading] = (total[heading] ?? 0) + count;
  }
  return total;
}

function absenceShare(
  place: MadeUpPlace,
  phase: MadeUpPhase,
  monday: PlainDate,
  knownOn: PlainDate,
  random: () => number,
): number {
  const local = 1 + 0.09 * wobble(seededRandom(`${place.code} ${phase}`));
  const season = seasonOf(monday) * (1 + 0.015 * wobble(seededRandom(`everywhere ${monday}`)));
  const age = daysBetween(monday, knownOn);
  const notYetCorrected = 1 + 0.12 * Math.max(0, 1 - age / 30);
  return shapes[phase].absence * local * season * notYetCorrected * (1 + 0.03 * wobble(random));
}

/**
 * How absence moves through a year everywhere at once: it climbs to each half term, falls back after it, and is highest
 * before Christmas. Shape only, after the published autumns of 2022 and 2023.
 */
function seasonOf(monday: PlainDate): number {
  const month = Number(monday.slice(5, 7));
  const day = Number(monday.slice(8, 10));
  if (month === 9) return 0.8 + 0.045 * Math.floor(day / 7);
  if (month === 10) return 1 + 0.02 * Math.floor(day / 7);
  if (month === 11) return 0.95 + 0.05 * Math.floor(day / 7);
  if (month === 12) return 1.22;
  return month <= 2 ? 1.1 : 1.02;
}

function split(total: number, shares: Readonly<Record<string, number>>, rest: string): Counts {
  const parts = Object.fromEntries(
    Object.entries(shares).map(([heading, share]) => [heading, Math.round(total * share)]),
  );
  const used = Object.values(parts).reduce((sum, count) => sum + count, 0);
  return { ...parts, [rest]: Math.max(0, total - used) };
}
