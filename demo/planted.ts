import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { isoWeekday, isoWeekOf } from '#foundation/kernel/plain-date.ts';
import { byteOf } from './exampleshire-absence.ts';
import type { Stay } from './exampleshire-lives.ts';
import { mixed, numberedRandom } from './random.ts';

/**
 * What is hidden in Exampleshire for signals to find. The truth is here, for tests, and never in the database: there it
 * shows in marks alone.
 *
 * Two children whose anxiety about school grows from spring 2025 on (emotionally based school avoidance): first some
 * Monday mornings, then Mondays and the Wednesday afternoons with sport, then days, then weeks. Every third year another
 * pair begins. And sessions that a main setting marked D (at the other setting) of which the other has no mark at all.
 */
interface Planted {
  /** The primary school they come from, by its place among Exampleshire's settings. */
  readonly home: number;
  /** Their year group in the first year of it. */
  readonly yearGroup: number;
}

const children: readonly Planted[] = [
  { home: 0, yearGroup: 8 },
  { home: 5, yearGroup: 7 },
];
const firstYear = 2024;
const everyYears = 3;

/** The year in which it begins for whom a cohort's place holds; undefined for everybody else. */
export function plantedYear(home: number, reception: number): number | undefined {
  const child = children.find((one) => one.home === home);
  if (!child) return undefined;
  const begins = reception + child.yearGroup;
  return begins >= firstYear && (begins - firstYear) % everyYears === 0 ? begins : undefined;
}

/** Which half day of a planted child's year. */
export interface PlantedSession {
  /** Academic year. */
  readonly year: number;
  readonly day: PlainDate;
  /** 0 morning, 1 afternoon. */
  readonly half: number;
  /** How far into the year, 0 to 1. */
  readonly share: number;
}

const [ill, other] = [byteOf('I'), byteOf('O')];

/** The absence that anxiety makes of a session; undefined where it makes none, or nobody is planted. */
export function ebsaByte({ learner }: Stay, session: PlantedSession): number | undefined {
  const { year, day, half, share } = session;
  if (learner.anxiousFrom === undefined || year < learner.anxiousFrom) return undefined;
  // Spring of the first year is 0, and each term is one more.
  const term = 3 * (year - learner.anxiousFrom) + (share < 0.37 ? 0 : share < 0.66 ? 1 : 2) - 1;
  if (term < 0) return undefined;
  const ofDay = numberedRandom(mixed(learner.seed, Number(day.replaceAll('-', ''))));
  const { year: isoYear, week } = isoWeekOf(day);
  const ofWeek = numberedRandom(mixed(learner.seed, 100 * isoYear + week))();
  if (ofWeek < wholeWeeks(term)) return ofDay() < 0.6 ? ill : other;
  const weekday = isoWeekday(day);
  const monday = weekday === 1 && (half === 0 || term > 0) && ofDay() < Math.min(0.9, 0.35 + 0.15 * term);
  const sport = weekday === 3 && half === 1 && ofDay() < Math.min(0.9, 0.15 + 0.2 * term);
  if (monday || sport) return ill;
  return ofDay() < Math.min(0.3, 0.05 * (term - 1)) ? other : undefined;
}

function wholeWeeks(term: number): number {
  return term < 3 ? 0 : Math.min(0.75, 0.15 * (term - 2));
}

/** Whether the partner of a dual registration took no mark of a child who was to be there. */
export function isGap({ seed }: Stay['learner'], day: PlainDate, half: number): boolean {
  return mixed(mixed(seed, Number(day.replaceAll('-', ''))), half) % 60 === 0;
}

/** A session that the main setting marked D and of which the partner has no mark. */
export interface PlantedGap {
  readonly settingId: number;
  readonly slot: number;
  readonly partnerId: number;
  readonly partnerSlot: number;
  readonly learnerId: number;
  readonly day: PlainDate;
  readonly session: number;
}

/** What is planted among everybody's stays on these days, for tests: not every gap has been reported by now. */
export function plantedTruth(
  stays: readonly Stay[],
  days: readonly PlainDate[],
): { readonly anxious: readonly Stay[]; readonly gaps: readonly PlantedGap[] } {
  const [first, last] = [days[0], days.at(-1)];
  const anxious = stays.filter(
    ({ learner, setting }) => learner.anxiousFrom !== undefined && setting.keeper.kind === 'secondary',
  );
  const duals = new Set(stays.flatMap((stay) => stay.duals.filter(({ partner }) => partner.status === 'subsidiary')));
  const gaps = [...duals].flatMap(({ from, to, weekdays, main, partner }) =>
    first === undefined || last === undefined || to < first || from > last
      ? []
      : days
          .filter((day) => from <= day && day <= to && weekdays.includes(isoWeekday(day)))
          .flatMap((day) =>
            [0, 1]
              .filter((half) => isGap(main.learner, day, half))
              .map((half) => ({
                settingId: main.setting.keeper.settingId,
                slot: main.slot,
                partnerId: partner.setting.keeper.settingId,
                partnerSlot: partner.slot,
                learnerId: main.learner.learnerId,
                day,
                session: half + 1,
              })),
          ),
  );
  return { anxious, gaps };
}
