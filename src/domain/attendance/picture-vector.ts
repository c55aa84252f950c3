import { bandsSize } from '#domain/register/bands.ts';
import { tallyLayout } from '#domain/register/tally.ts';
import { groupCount } from '#domain/roll/groups.ts';

/**
 * Everything the live picture shows of a setting, as whole numbers side by side: adding two adds what they count, so an
 * area's picture is the sum of its settings'. Tallies of this morning, this afternoon, today's timetabled events, this
 * week and the year; bands; everyone's five categories week by week; registers that are in and expected, and whom those not in
 * expected, week by week, and in each group this week and in the year; registers of today; and who is on roll.
 */
export type PictureVector = Float64Array;

/** The weeks of an academic year, the one that holds 1 September first. */
export const weeksInYear = 54;
/** Everyone's five categories: the first numbers of a tally. */
export const categoriesInTrend = 5;

const tally = tallyLayout.size;
const afterTallies = 5 * tally;
const trend = afterTallies + bandsSize;
const inByWeek = trend + weeksInYear * categoriesInTrend;
const expectedByWeek = inByWeek + weeksInYear;
const missingByWeek = expectedByWeek + weeksInYear;
const missingInWeek = missingByWeek + weeksInYear;
const missingInYear = missingInWeek + groupCount;
const today = missingInYear + groupCount;

/** Where each part begins. */
export const vectorLayout = {
  morning: 0,
  afternoon: tally,
  event: 2 * tally,
  week: 3 * tally,
  year: 4 * tally,
  bands: afterTallies,
  trend,
  /** Registers that are in, by week of the year; then how many were expected up to today. */
  inByWeek,
  expectedByWeek,
  /** Whom the registers that are not in expected, by week of the year up to today: unmeasured, each as often as that. */
  missingByWeek,
  /** The same by group: of this week, and of the year. */
  missingInWeek,
  missingInYear,
  /** Registers of today: in and expected, for the morning, the afternoon and events. */
  today,
  /** Enrolments on roll today, and those of them at places that keep no registers. */
  onRoll: today + 6,
  settings: today + 7,
  size: today + 8,
} as const;

export const talliedParts = ['morning', 'afternoon', 'event', 'week', 'year'] as const;
export type TalliedPart = (typeof talliedParts)[number];
export type TodayPart = 'morning' | 'afternoon' | 'event';
const todayParts: readonly TodayPart[] = ['morning', 'afternoon', 'event'];

/** A picture of nothing. */
export function emptyVector(): PictureVector {
  return new Float64Array(vectorLayout.size);
}

/** One tally within a picture: a window on it, not a copy. */
export function tallyIn(vector: PictureVector, part: TalliedPart): Float64Array {
  return vector.subarray(vectorLayout[part], vectorLayout[part] + tally);
}

/** The bands within a picture: a window on it. */
export function bandsIn(vector: PictureVector): Float64Array {
  return vector.subarray(vectorLayout.bands, vectorLayout.bands + bandsSize);
}

/** Everyone's five categories in one week of the year, from 1: a window on them. */
export function trendIn(vector: PictureVector, week: number): Float64Array {
  const from = vectorLayout.trend + (week - 1) * categoriesInTrend;
  return vector.subarray(from, from + categoriesInTrend);
}

/** Whom the registers that are not in expected this week or in the year, by group: a window on them. */
export function missingIn(vector: PictureVector, part: 'week' | 'year'): Float64Array {
  const from = part === 'week' ? vectorLayout.missingInWeek : vectorLayout.missingInYear;
  return vector.subarray(from, from + groupCount);
}

/** Where today's registers of a session that are in are counted; how many are expected stands after it. */
export function todayIndex(part: TodayPart): number {
  return vectorLayout.today + 2 * todayParts.indexOf(part);
}

/** Adds `more` into `sum`, `times` times: -1 takes it away. */
export function addVector(sum: PictureVector, more: PictureVector, times: 1 | -1 = 1): void {
  for (let index = 0; index < vectorLayout.size; index += 1) {
    sum[index] = (sum[index] as number) + times * (more[index] as number);
  }
}
