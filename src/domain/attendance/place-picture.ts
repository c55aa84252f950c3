import type { RegisterUnit } from '#domain/register/rates.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { KindSum, TakenTimes } from './cube.ts';
import type { PictureState } from './feed-batches.ts';
import type { PictureVector, TodayPart } from './picture-vector.ts';
import { addVector, emptyVector, todayIndex, vectorLayout, weeksInYear } from './picture-vector.ts';
import type { LivePlace, Reach } from './places.ts';
import type { DayPlace } from './weeks.ts';

/** Everything the picture of a place is drawn from, at one instant. */
export interface PlacePicture {
  readonly place: LivePlace;
  readonly reach: Reach;
  readonly at: DayPlace;
  /** `live` is today, kept up to date; `past` is one day read again, with nothing of its week or year. */
  readonly tense: 'live' | 'past';
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

/** Sums what is held of a place now. */
export function pictureOf(state: PictureState, place: LivePlace, reach: Reach): PlacePicture {
  const { cube } = state;
  const ids = place.keepers.map(({ settingId }) => settingId);
  const among = new Set(ids);
  const { laIds } = place;
  return {
    place,
    reach,
    at: state.place,
    tense: 'live',
    ...sumsOf(laIds ? cube.sumOfAuthorities(laIds) : cube.sumOfSettings(ids)),
    taken: cube.takenAmong(laIds ? ({ laId }) => laIds.has(laId) : ({ settingId }) => among.has(settingId)),
    book: bookOf(place.keepers[0]?.nation ?? 'england'),
    complete: { known: ids.filter((settingId) => state.complete.has(settingId)).length, of: ids.length },
  };
}

/** Sessions apart from events, because no definition joins them; and who is on a roll that keeps neither. */
export function sumsOf(kinds: readonly KindSum[]): Pick<PlacePicture, 'kinds' | 'session' | 'event' | 'elsewhere'> {
  const sum = (wanted: KindSum['unit']): PictureVector => {
    const vector = emptyVector();
    for (const kind of kinds) if (kind.unit === wanted) addVector(vector, kind.vector);
    return vector;
  };
  return { kinds, session: sum('session'), event: sum('event'), elsewhere: sum('none')[vectorLayout.onRoll] as number };
}

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

/** Of one week of the year; of all weeks, with today's, when none is named. */
export function coverageOfWeeks(vector: PictureVector, week?: number): Coverage {
  const sum = (from: number): number =>
    week === undefined
      ? vector.subarray(from, from + weeksInYear).reduce((total, count) => total + count, 0)
      : (vector[from + week - 1] as number);
  return { isIn: sum(vectorLayout.inByWeek), expected: sum(vectorLayout.expectedByWeek) };
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
