import { isOpen } from '#domain/roll/calendar.ts';
import { calendarsOf } from '#domain/roll/calendar-store.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import type { Calendar, Enrolment, Keeper } from '#domain/roll/model.ts';
import { session as sessions } from '#domain/roll/model.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { AttendanceCodeFact } from '#foundation/nations/attendance-code.ts';
import type { SessionState } from '#foundation/nations/code-book.ts';
import { factOn } from '#foundation/nations/code-book.ts';
import { bookById } from '#foundation/nations/code-books.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { GapOfDay } from './dual-answer-store.ts';
import { answersOn, gapsOn, placesInReach } from './dual-answer-store.ts';
import type { DualAnswer, DualSays } from './dual-answers.ts';
import type { JoinedSession, MarkAt, StateThere } from './dual-day.ts';
import { joinedAs, joinSession, joinStates } from './dual-day.ts';
import { duesOf, markOf } from './dual-marks.ts';
import type { PlaceOfLearner } from './dual-store.ts';
import { marksOfHalf } from './dual-store.ts';

/** What one setting says of the child in one half of the day, as far as the reader may know. */
export type SettingSays =
  /** Its register, in the reader’s reach. */
  | {
      readonly kind: 'register';
      readonly settingId: number;
      readonly code: string;
      readonly meaning: AttendanceCodeFact['label'] | undefined;
      readonly isDual: boolean;
      readonly taken: boolean;
      readonly byte: number;
    }
  /** It is in reach, was closed, and has no register. */
  | { readonly kind: 'closed'; readonly settingId: number; readonly why: string }
  /** Out of reach: what the dual rule told, and when. */
  | { readonly kind: 'told'; readonly settingId: number; readonly says: DualSays; readonly comparedAt: Date }
  /** Out of reach, and nothing was told: `compared` when neither side wrote D, so that there was nothing to tell. */
  | { readonly kind: 'untold'; readonly settingId: number; readonly why: 'no-dual-mark' | 'not-compared' };

/** One half of a child’s day. */
export interface LearnerHalf {
  readonly session: number;
  readonly says: readonly SettingSays[];
  /** What it counts as for the child; `undefined` when no setting known here was open. */
  readonly state: SessionState | undefined;
  readonly gaps: readonly GapOfDay[];
  /** By when the setting where the child was expected must have a mark, where one wrote D and no task is there. */
  readonly partnerDue: Date | undefined;
}

/** One child’s day across settings, as one reader may see it. */
export interface LearnerDay {
  readonly day: PlainDate;
  readonly halves: readonly LearnerHalf[];
  /** Settings named in it, by `setting_id`; 0 is none. */
  readonly keepers: ReadonlyMap<number, Keeper>;
  /** Whether every setting that is known of is in reach. */
  readonly isWhole: boolean;
  /** Half days in which somebody in reach was open, for the sums. */
  readonly joined: readonly JoinedSession[];
}

/** What every setting in the reader's scope recorded of one child on one day, by half day, joined. */
export async function dayOfLearner(
  scoped: Scoped,
  places: readonly Pick<PlaceOfLearner, 'settingId' | 'slot'>[],
  day: PlainDate,
): Promise<readonly JoinedSession<RecordedMark>[]> {
  const settingIds = places.map(({ settingId }) => settingId);
  const joined: JoinedSession<RecordedMark>[] = [];
  for (const session of [sessions.morning, sessions.afternoon]) {
    const marks = Map.groupBy(await marksOfHalf(scoped, settingIds, { day, session }), ({ settingId }) => settingId);
    joined.push(
      joinSession(
        places.map(({ settingId, slot }) => ({ settingId, ...markOf({ slot }, marks.get(settingId) ?? []) })),
      ),
    );
  }
  return joined;
}

/** A mark with the book that it is read with. */
export type RecordedMark = MarkAt & ReturnType<typeof markOf>;

/**
 * Reads one child’s day. The registers of settings in reach are read mark by mark; of any other setting only what the
 * comparison of registers has told the reader’s own: row-level security answers nothing else.
 */
export async function readLearnerDay(
  scoped: Scoped,
  person: Pick<Enrolment, 'learnerId' | 'partnerSettingId'>,
  day: PlainDate,
): Promise<LearnerDay> {
  scoped.scope.trail?.about({ kind: 'learners', learners: [person.learnerId] });
  const places = await placesInReach(scoped, person.learnerId, day);
  const recorded = await dayOfLearner(scoped, places, day);
  const answers = await answersOn(scoped, person.learnerId, day);
  const gaps = await gapsOn(scoped, person.learnerId, day);
  const own = places.map(({ settingId }) => settingId);
  const others = [person.partnerSettingId ?? 0, ...[...answers, ...gaps].map(({ otherSettingId }) => otherSettingId)];
  const outside = [...new Set(others)].filter((settingId) => settingId !== 0 && !own.includes(settingId));
  const known = await keepers(scoped, { settingIds: [...own, ...outside] });
  const calendars = await calendarsOf(scoped, own);
  const halves: LearnerHalf[] = [];
  for (const [index, session] of [sessions.morning, sessions.afternoon].entries()) {
    const ofHalf = <Row extends { readonly session: number }>(rows: readonly Row[]) =>
      rows.filter((row) => row.session === session);
    const half = { day, session, marks: recorded[index]?.marks ?? [], calendars, outside };
    const said = { answers: ofHalf(answers), gaps: ofHalf(gaps) };
    const dues = await duesOf(scoped, [...own, ...outside], half);
    halves.push(halfOf(half, said, dues));
  }
  return {
    day,
    halves,
    keepers: new Map(known.map((one) => [one.settingId, one])),
    isWhole: outside.length === 0,
    joined: recorded.filter((_, index) => halves[index]?.state !== undefined),
  };
}

interface HalfRead {
  readonly day: PlainDate;
  readonly session: number;
  readonly marks: readonly RecordedMark[];
  readonly calendars: ReadonlyMap<number, Calendar>;
  readonly outside: readonly number[];
}

interface HalfSaid {
  readonly answers: readonly (DualAnswer & { readonly comparedAt: Date })[];
  readonly gaps: readonly GapOfDay[];
}

function halfOf(
  half: HalfRead,
  { answers, gaps }: HalfSaid,
  dues: ReadonlyMap<number, { readonly nextDue: Date | undefined }>,
): LearnerHalf {
  const says = [
    ...half.marks.map((mark) => registerSays(mark, half)),
    ...half.outside.map((settingId) => toldOf(settingId, half, answers)),
  ];
  const states = says.flatMap((one) => stateThere(one, gaps));
  const wroteD = half.marks.some(({ isDual }) => isDual);
  const state = states.length === 0 ? undefined : joinStates(states);
  const waits = wroteD && state === 'unmeasured' && gaps.length === 0;
  const expecting = says.filter((one) => one.kind !== 'register' || !one.isDual).map(({ settingId }) => settingId);
  const times = expecting.flatMap((settingId) => dues.get(settingId)?.nextDue ?? []);
  const last = times.toSorted((left, right) => left.getTime() - right.getTime()).at(-1);
  return { session: half.session, says, state, gaps, partnerDue: waits ? last : undefined };
}

function registerSays(mark: RecordedMark, { day, session, calendars }: HalfRead): SettingSays {
  const { settingId, byte, isDual, taken, bookId } = mark;
  const calendar = calendars.get(settingId);
  if (!taken && calendar && calendar.terms.length > 0 && !isOpen(calendar, { day, session })) {
    const closure = calendar.closures.find((one) => one.day === day && (one.session === 0 || one.session === session));
    return { kind: 'closed', settingId, why: closure?.reason ?? 'no school day' };
  }
  const book = bookId === undefined || byte === 0 ? undefined : bookById(bookId);
  const code = book?.codes[byte] ?? '';
  return { kind: 'register', settingId, byte, isDual, taken, code, meaning: book && factOn(book, code, day)?.label };
}

function toldOf(settingId: number, { marks }: HalfRead, answers: HalfSaid['answers']): SettingSays {
  const told = answers.find(({ otherSettingId }) => otherSettingId === settingId);
  if (told) return { kind: 'told', settingId, says: told.says, comparedAt: told.comparedAt };
  const wroteD = marks.some(({ isDual }) => isDual);
  return { kind: 'untold', settingId, why: wroteD ? 'not-compared' : 'no-dual-mark' };
}

/** What a setting contributes to the child’s half day; nothing when it was closed or nothing is known of it. */
function stateThere(says: SettingSays, gaps: readonly GapOfDay[]): readonly StateThere[] {
  if (says.kind === 'register') return [joinedAs(says)];
  if (says.kind !== 'told') return [];
  if (says.says === 'attended') return ['present'];
  if (says.says === 'no-mark') return ['unmeasured'];
  if (says.says === 'elsewhere') return ['elsewhere'];
  // The task of a D says which of the two it was; without one, the cautious answer is that a session was missed.
  return [gaps.some(({ found }) => found === 'not-required') ? 'not-required' : 'absent'];
}
