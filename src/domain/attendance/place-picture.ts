import type { RegisterUnit } from '#domain/register/rates.ts';
import { countsOf } from '#domain/register/rates.ts';
import type { Tally } from '#domain/register/tally.ts';
import { groupIndex } from '#domain/register/tally.ts';
import { groupCount } from '#domain/roll/groups.ts';
import { londonInstant } from '#foundation/kernel/london-clock.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { KindSum, TakenTimes } from './cube.ts';
import type { PictureState } from './feed-batches.ts';
import type { PictureVector, TodayPart } from './picture-vector.ts';
import { addVector, emptyVector, missingIn, tallyIn, todayIndex, vectorLayout, weeksInYear } from './picture-vector.ts';
import type { LivePlace, Reach } from './places.ts';
import { dayOf, protectedVector, toTen } from './protection.ts';
import type { DayPlace } from './weeks.ts';

/** Everything the picture of a place is drawn from, at one instant. */
export interface PlacePicture {
  readonly place: LivePlace;
  readonly reach: Reach;
  readonly at: DayPlace;
  /** `live` is today, kept up to date; `past` is one day read again, with nothing of its week or year. */
  readonly tense: 'live' | 'past';
  /**
   * Whether there is anything to tell of the day: a register of it is in, or the first is due. Not before that, and not
   * on a day without school: nobody is unmeasured whom nobody has been asked about.
   */
  readonly begun: boolean;
  /** Local time by which the first of the day’s half-day registers is due, `09:45`; `undefined` when none is expected. */
  readonly firstDue: string | undefined;
  readonly kinds: readonly KindSum[];
  readonly session: PictureVector;
  readonly event: PictureVector;
  /** Enrolments on rolls that keep no registers: educated otherwise. */
  readonly elsewhere: number;
  readonly taken: TakenTimes | undefined;
  readonly book: CodeBook;
  /** Settings whose rolls, calendars and weeks have been read, of all. */
  readonly complete: { readonly known: number; readonly of: number };
}

/** Sums what is held of a place at an instant. */
export function pictureOf(state: PictureState, place: LivePlace, reach: Reach, now: Date): PlacePicture {
  const { cube, complete, keepers } = state;
  const { laIds, settingIds } = place;
  const sums = sumsOf(laIds ? cube.sumOfAuthorities(laIds) : cube.sumOfSettings(settingIds));
  const isWhole = complete.size === keepers.size;
  return protectedPicture({
    place,
    reach,
    at: state.place,
    tense: 'live',
    ...sums,
    ...beginningOf(state, place, { ...sums, now }),
    taken: laIds ? cube.takenInAuthorities(laIds) : cube.takenInSettings(settingIds),
    book: bookOf(place.keepers[0]?.nation ?? 'england'),
    complete: {
      known: isWhole ? settingIds.length : settingIds.filter((settingId) => complete.has(settingId)).length,
      of: settingIds.length,
    },
  });
}

/** A picture as its reach sees it: the one place in which what is not for a reader is taken out of everything. */
export function protectedPicture(picture: PlacePicture): PlacePicture {
  const { reach, begun, place, at } = picture;
  if (reach === 'full') return picture;
  const shown = (vector: PictureVector, day: 'shown' | 'withheld'): PictureVector =>
    protectedVector(vector, { day, begun, week: at.week });
  const isOne = (settings: number): boolean => reach === 'protected' && place.keepers.length > 0 && settings < 3;
  return {
    ...picture,
    session: shown(picture.session, dayOf(picture, 'session')),
    event: shown(picture.event, dayOf(picture, 'event')),
    kinds: picture.kinds.map((kind) => ({
      ...kind,
      vector: shown(kind.vector, isOne(kind.vector[vectorLayout.settings] as number) ? 'withheld' : 'shown'),
    })),
    elsewhere: toTen(picture.elsewhere),
  };
}

const nothing = emptyVector();

/** Sessions apart from events, because no definition joins them; and who is on a roll that keeps neither. */
export function sumsOf(kinds: readonly KindSum[]): Pick<PlacePicture, 'kinds' | 'session' | 'event' | 'elsewhere'> {
  const sum = (wanted: KindSum['unit']): PictureVector => {
    const parts = kinds.filter(({ unit }) => unit === wanted);
    // Pictures are read and never written to: of one part, or of none, there need be no copy.
    if (parts.length < 2) return parts[0]?.vector ?? nothing;
    const vector = emptyVector();
    for (const part of parts) addVector(vector, part.vector);
    return vector;
  };
  return { kinds, session: sum('session'), event: sum('event'), elsewhere: sum('none')[vectorLayout.onRoll] as number };
}

interface DaySoFar extends Pick<PlacePicture, 'session' | 'event'> {
  readonly now: Date;
}

function beginningOf(
  state: PictureState,
  place: LivePlace,
  { session, event, now }: DaySoFar,
): Pick<PlacePicture, 'begun' | 'firstDue'> {
  const [sessions, events] = [coverageOfDay(session), coverageOfDay(event)];
  const isMorning = coverageToday(session, 'morning').expected > 0;
  const due = isMorning ? place.firstDue.morning : place.firstDue.afternoon;
  const firstDue = sessions.expected > 0 ? due : undefined;
  const expected = sessions.expected + events.expected;
  // An event says only when it begins; until the hour at which half days are usually due, no college is waited for.
  const isDue = expected > 0 && now >= londonInstant(state.place.day, firstDue ?? usuallyDue);
  return { begun: sessions.isIn + events.isIn > 0 || isDue, firstDue };
}

const usuallyDue = '09:45';

/** Registers that are in, of those expected. */
export interface Coverage {
  readonly isIn: number;
  readonly expected: number;
}

/** Of today's session. */
export function coverageToday(vector: PictureVector, part: TodayPart): Coverage {
  const at = todayIndex(part);
  return { isIn: vector[at] as number, expected: vector[at + 1] as number };
}

/** Of all sessions of the day, or of all its events. */
export function coverageOfDay(vector: PictureVector): Coverage {
  const parts = (['morning', 'afternoon', 'event'] as const).map((part) => coverageToday(vector, part));
  return {
    isIn: parts.reduce((sum, { isIn }) => sum + isIn, 0),
    expected: parts.reduce((sum, { expected }) => sum + expected, 0),
  };
}

/** Of one week of the year, or of all weeks: without today’s as long as the day has not begun. */
export function coverageSoFar(picture: PlacePicture, vector: PictureVector, week?: number): Coverage {
  const { isIn, expected } = coverageOfWeeks(vector, week);
  const hasToday = week === undefined || week === picture.at.week;
  if (picture.begun || !hasToday) return { isIn, expected };
  return { isIn, expected: Math.max(isIn, expected - coverageOfDay(vector).expected) };
}

/** Of one week of the year; of all weeks, with today's, when none is named. */
function coverageOfWeeks(vector: PictureVector, week?: number): Coverage {
  const sum = (from: number): number =>
    week === undefined
      ? vector.subarray(from, from + weeksInYear).reduce((total, count) => total + count, 0)
      : (vector[from + week - 1] as number);
  return { isIn: sum(vectorLayout.inByWeek), expected: sum(vectorLayout.expectedByWeek) };
}

/**
 * Whom registers that are not in expected in one week of the year: unmeasured, as everybody expected of whom
 * nothing is known. Without today's as long as the day has not begun.
 */
export function missingSoFar(picture: PlacePicture, vector: PictureVector, week: number): number {
  const missing = vector[vectorLayout.missingByWeek + week - 1] as number;
  if (picture.begun || week !== picture.at.week) return missing;
  const ofToday = (['morning', 'afternoon', 'event'] as const).map((part) => countsOf(tallyIn(vector, part)).expected);
  return Math.max(0, missing - ofToday.reduce((sum, count) => sum + count, 0));
}

/**
 * The tally of this week or of the year, with everyone whom registers that are not in expected among the unmeasured, in each
 * of their groups: so that whatever it is broken down by, as many are expected. Without today’s as long as the day has not
 * begun.
 */
export function tallySoFar(
  { begun }: Pick<PlacePicture, 'begun'>,
  vector: PictureVector,
  part: 'week' | 'year',
): Tally {
  const tally = tallyIn(vector, part).slice();
  const missing = missingIn(vector, part);
  const today = begun ? [] : (['morning', 'afternoon', 'event'] as const).map((one) => tallyIn(vector, one));
  for (let group = 0; group < groupCount; group += 1) {
    const notYet = today.reduce((sum, one) => sum + countsOf(one, group).expected, 0);
    const unmeasured = groupIndex(group, 'unmeasured');
    tally[unmeasured] = (tally[unmeasured] as number) + Math.max(0, (missing[group] as number) - notYet);
  }
  return tally;
}

/** The vector of a unit. */
export function vectorOf(picture: PlacePicture, unit: RegisterUnit): PictureVector {
  return unit === 'session' ? picture.session : picture.event;
}

/** The session that the page speaks of first: the afternoon as soon as a register of it is in; events of a college. */
export function currentPart({ session, event }: PlacePicture): TodayPart {
  if (coverageToday(session, 'afternoon').isIn > 0) return 'afternoon';
  const ofSessions = coverageToday(session, 'morning').expected + coverageToday(session, 'afternoon').expected;
  return ofSessions === 0 && coverageToday(event, 'event').expected > 0 ? 'event' : 'morning';
}
