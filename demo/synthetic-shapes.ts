import type { KeeperKind } from '#platform/database/register-schema.ts';

/**
 * The kinds of settings of synthetic England: how many there are, how large, and how much is missed. Numbers of schools
 * and enrolments are rounded from the Department's counts for attendance data in 2023/24 (16,666 primary, 3,473
 * secondary and 1,093 special schools; 8.3 million enrolments); the settings those figures leave out (alternative
 * provision, hospitals, colleges, children educated otherwise) are filled up to 24,500 settings and 9.1 million learners
 * by assumption. Absence: national year to date of 2023/24 for primary (5.5 %), secondary (9.1 %) and special (13.0 %),
 * pupil referral units of 2013/14 (31.9 %), both as published; the rest are assumptions of the same order.
 */
export interface SyntheticShape {
  readonly kind: KeeperKind;
  readonly unit: 'session' | 'event' | 'none';
  readonly settings: number;
  /** Learners of a setting, on average; sizes spread around it. */
  readonly learners: number;
  readonly yearGroups: readonly [number, number];
  /** Share of learners who miss a great deal, and the share of sessions that they and the others miss. */
  readonly heavy: number;
  readonly missedByHeavy: number;
  readonly missedByOthers: number;
}

export const syntheticShapes: readonly SyntheticShape[] = [
  shape('primary', 17_900, 262, [0, 6], [0.13, 0.15, 0.0412]),
  shape('secondary', 3_700, 900, [7, 11], [0.21, 0.24, 0.051]),
  shape('all-through', 250, 1_250, [0, 11], [0.17, 0.2, 0.045]),
  shape('special', 1_400, 150, [0, 13], [0.33, 0.25, 0.071]),
  shape('pupil-referral-unit', 340, 45, [7, 11], [0.68, 0.42, 0.107]),
  shape('alternative-provision', 492, 30, [7, 11], [0.6, 0.4, 0.12]),
  shape('hospital-school', 60, 60, [0, 11], [0.3, 0.25, 0.07]),
  shape('sixth-form-college', 45, 1_700, [12, 13], [0.2, 0.2, 0.06]),
  shape('fe-college', 160, 2_250, [12, 14], [0.3, 0.25, 0.08]),
  shape('local-authority', 153, 720, [1, 11], [0, 0, 0]),
];

function shape(
  kind: KeeperKind,
  settings: number,
  learners: number,
  yearGroups: readonly [number, number],
  [heavy, missedByHeavy, missedByOthers]: readonly [number, number, number],
): SyntheticShape {
  return { kind, unit: unitOf(kind), settings, learners, yearGroups, heavy, missedByHeavy, missedByOthers };
}

/** What a register of a kind of setting is of. */
export function unitOf(kind: KeeperKind): SyntheticShape['unit'] {
  if (kind === 'local-authority') return 'none';
  return kind === 'sixth-form-college' || kind === 'fe-college' ? 'event' : 'session';
}

/**
 * Shares of the groups of pupils in England: sex about even; SEN support 14 % and plans 5 %, free school meals 25 %, in
 * order of the January 2024 census; ethnicity in the order of the same census with small groups rounded up; looked after
 * 1 % and a social worker 4 % of those of school age. From background knowledge, unverified: marginals for a benchmark.
 */
export const groupShares = {
  sex: { F: 49, M: 51 },
  sen: { N: 81, K: 14, E: 5 },
  fsm: { Y: 25, N: 75 },
  ethnicity: {
    WBRI: 61,
    WIRI: 0.3,
    WIRT: 0.1,
    WROM: 0.3,
    WOTH: 7,
    MWBC: 1.6,
    MWBA: 1,
    MWAS: 1.8,
    MOTH: 2.7,
    AIND: 4.2,
    APKN: 4.7,
    ABAN: 1.9,
    AOTH: 2.4,
    CHNE: 1,
    BCRB: 0.9,
    BAFR: 4.6,
    BOTH: 0.8,
    OOTH: 2.5,
    REFU: 0.7,
    NOBT: 0.5,
  },
  lookedAfter: { Y: 1, N: 99 },
  socialWorker: { Y: 4, N: 96 },
} as const;

/** What absences are for, as shares of all absence in England in 2023/24, by code. */
export const absenceShares = {
  I: 48.6,
  M: 4.4,
  C: 8.1,
  E: 2.3,
  R: 0.6,
  T: 0.2,
  S: 0.7,
  O: 23.7,
  G: 7.2,
  U: 2.6,
  N: 1.6,
} as const;
