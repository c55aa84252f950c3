import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { isoWeekday } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { KeeperKind } from '#platform/database/register-schema.ts';
import type { ExampleLearner } from './exampleshire-learners.ts';
import { mixed, numberedRandom } from './random.ts';

/**
 * How much is missed in Exampleshire, and for what. Shares of possible sessions by reason are the national ones of
 * 2023/24 by phase (Pupil attendance in schools, year to date, released 8 August 2024) and, for pupil referral units and
 * other alternative provision, of 2013/14 (absence in pupil referral units). Holidays granted (H, until August 2024) are
 * under C. What a college's learners miss is an assumption. `spread` says how unevenly absence falls on children: it is
 * fitted so that persistent absence comes near the published share (15 %, 27 %, 38 % and 70 %); `scale` makes up for
 * what days off and caps take away.
 */
interface AbsenceShape {
  readonly scale: number;
  readonly spread: number;
  readonly shares: Readonly<Record<string, number>>;
  /** Late before registers close, share of mornings. */
  readonly late: number;
  /** Monday to Friday beside the mean: the first five weeks of 2022/23. */
  readonly weekdays: readonly number[];
}

const gentleWeek = [1.02, 0.99, 0.925, 0.93, 1.135] as const;
const secondaryWeek = [0.955, 0.975, 0.96, 0.975, 1.135] as const;

const primary: AbsenceShape = {
  scale: 0.935,
  spread: 0.9,
  shares: { I: 3.122, M: 0.253, R: 0.044, T: 0.015, C: 0.43, E: 0.031, G: 0.632, U: 0.152, O: 0.79, N: 0.059 },
  late: 0.019,
  weekdays: gentleWeek,
};
const secondary: AbsenceShape = {
  scale: 0.95,
  spread: 1.05,
  shares: {
    I: 3.882,
    M: 0.36,
    R: 0.039,
    T: 0.005,
    C: 0.743,
    E: 0.344,
    G: 0.372,
    U: 0.233,
    O: 2.842,
    N: 0.119,
    S: 0.12,
  },
  late: 0.052,
  weekdays: secondaryWeek,
};
const special: AbsenceShape = {
  scale: 1.04,
  spread: 1.15,
  shares: { I: 5.379, M: 0.989, R: 0.031, C: 3.128, E: 0.175, G: 0.371, U: 0.215, O: 2.592, N: 0.084 },
  late: 0.013,
  weekdays: secondaryWeek,
};
const unit: AbsenceShape = {
  scale: 1.2,
  spread: 1.2,
  shares: { I: 4, M: 0.73, C: 11.4, E: 1.06, G: 0.11, U: 0.6, O: 12.6, N: 0.37, S: 0.23 },
  late: 0.06,
  weekdays: secondaryWeek,
};
const college: AbsenceShape = {
  scale: 1,
  spread: 1,
  shares: { I: 4.5, M: 0.5, C: 1, O: 5 },
  late: 0.06,
  weekdays: secondaryWeek,
};

/** How absence falls in a kind of setting. */
export function absenceShapeOf(kind: KeeperKind): AbsenceShape {
  if (kind === 'primary' || kind === 'all-through') return primary;
  if (kind === 'special' || kind === 'hospital-school') return special;
  if (kind === 'pupil-referral-unit' || kind === 'alternative-provision') return unit;
  return kind === 'secondary' ? secondary : college;
}

/** Lengths of a time away in sessions, with weights. A time away begins in the morning but for single sessions. */
const lengths: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  I: [
    [2, 45],
    [4, 25],
    [6, 14],
    [10, 12],
    [20, 4],
  ],
  M: [
    [1, 7],
    [2, 3],
  ],
  R: [
    [2, 3],
    [4, 1],
  ],
  T: [[10, 1]],
  C: [
    [1, 2],
    [2, 6],
    [4, 2],
  ],
  E: [
    [2, 2],
    [4, 3],
    [6, 3],
    [10, 2],
  ],
  G: [
    [4, 2],
    [10, 6],
    [20, 2],
  ],
  U: [[1, 1]],
  O: [
    [1, 3],
    [2, 6],
    [4, 2],
    [10, 1],
  ],
  N: [
    [1, 1],
    [2, 1],
  ],
  S: [[6, 1]],
};

const book = bookOf('england');

/** The byte of a code of England’s book. */
export function byteOf(code: string): number {
  const byte = book.bytes.get(code);
  if (byte === undefined) throw new RangeError(`The book of England has no ${code}`);
  return byte;
}

/** One reason as a learner’s year draws it. */
export interface Reason {
  readonly code: string;
  readonly byte: number;
  /** Beginnings a day for somebody average. */
  readonly begins: number;
  readonly lengths: readonly (readonly [number, number])[];
}

const reasonsByShape = new Map<AbsenceShape, readonly Reason[]>();

/** The reasons of a kind of setting, with how often they begin. */
export function reasonsOf(shape: AbsenceShape): readonly Reason[] {
  const known = reasonsByShape.get(shape) ?? makeReasons(shape);
  reasonsByShape.set(shape, known);
  return known;
}

function makeReasons(shape: AbsenceShape): readonly Reason[] {
  return Object.entries(shape.shares).map(([code, share]) => {
    const drawnFrom = lengths[code] ?? [[2, 1] as const];
    const weight = drawnFrom.reduce((sum, [, each]) => sum + each, 0);
    const mean = drawnFrom.reduce((sum, [length, each]) => sum + length * each, 0) / weight;
    return { code, byte: byteOf(code), begins: (2 * share * shape.scale) / 100 / mean, lengths: drawnFrom };
  });
}

/**
 * How much somebody misses beside the average of their kind. Those with few means, special needs or a social worker miss
 * more: by about the published ratios (free school meals 1.8, SEN support 1.5, plan 1.9, social worker 2.2; the last
 * from Outcomes for children in need 2024/25, the others from background knowledge, unverified), brought down to what is
 * left of each when the others are taken into account.
 */
export function tendency(learner: ExampleLearner, shape: AbsenceShape, isSpecial: 'special' | 'mainstream'): number {
  const { leaning, fsm, sen, socialWorker } = learner;
  const spread = shape.spread;
  const uneven = Math.exp(spread * leaning - (spread * spread) / 2);
  const poor = fsm === 'Y' ? 1.48 : 0.84;
  const needs = isSpecial === 'special' ? 1 : { N: 0.93, K: 1.3, E: 1.55 }[sen as 'N' | 'K' | 'E'];
  return uneven * poor * needs * (socialWorker === 'Y' ? 1.7 : 0.97);
}

/** Year groups beside the mean of secondary schools: they miss more each year until they leave. */
const ofYearGroup = [1.08, 1.02, 0.98, 0.97, 0.98, 0.98, 1.01, 0.8, 0.96, 1.08, 1.1, 1.08, 0.9, 0.9] as const;

/** How a year group stands beside the others of its phase. */
export function yearGroupFactor(yearGroup: number): number {
  return ofYearGroup[yearGroup] ?? 1;
}

/**
 * How a day stands beside the mean: low in September, rising to Christmas, highest at the end of the summer term (term
 * means of 2023/24, primary 0.95, 1.02, 1.04; secondary 0.91, 1.01, 1.09), with the pattern of the week and a little
 * weather that is the same for everybody. `share` is how far into the year the day is, 0 to 1.
 */
export function dayFactor(shape: AbsenceShape, day: PlainDate, share: number): number {
  const summer = shape === secondary ? 1.1 : 1.04;
  const season =
    share < 0.37 ? 0.8 + 0.34 * (share / 0.37) ** 1.2 : share < 0.66 ? 1.03 : summer - 0.06 + 0.25 * (share - 0.66);
  const weekday = shape.weekdays[isoWeekday(day) - 1] ?? 1;
  const weather = numberedRandom(mixed(77, Number(day.replaceAll('-', ''))))();
  return season * weekday * (0.94 + 0.12 * weather);
}

/** The highest that `dayFactor` becomes. */
export const mostOfDayFactor = 1.5;
