import type { SessionState } from '#foundation/nations/code-book.ts';
import { stateOf } from '#foundation/nations/code-book.ts';

/** What one setting recorded of a child in one session in which it expected them. */
export interface MarkAt {
  readonly settingId: number;
  /** 0 when there is none. */
  readonly byte: number;
  /** Whether the mark says: expected at the other setting. */
  readonly isDual: boolean;
}

/** One child in one session: what each setting recorded, and what that comes to. */
export interface JoinedSession<Mark extends MarkAt = MarkAt> {
  readonly marks: readonly Mark[];
  readonly state: SessionState;
}

/**
 * One child, one session, every setting. Present anywhere is present; otherwise absent where they were expected is absent;
 * otherwise, if some setting has no mark, or says only that the child was with another, nobody knows: unmeasured. Not
 * required is what is left, when every setting that had to say something says so.
 */
export function joinSession<Mark extends MarkAt>(marks: readonly Mark[]): JoinedSession<Mark> {
  return { marks, state: joinStates(marks.map(joinedAs)) };
}

/** What one setting contributes to the whole: a state, or only that the child was expected at another. */
export type StateThere = SessionState | 'elsewhere';

/** What a mark contributes. */
export function joinedAs({ byte, isDual }: Pick<MarkAt, 'byte' | 'isDual'>): StateThere {
  return isDual ? 'elsewhere' : stateOf(byte);
}

/** The same rule where of some settings only the state is known. */
export function joinStates(states: readonly StateThere[]): SessionState {
  return (
    (['present', 'absent', 'unmeasured', 'not-required'] as const).find((one) => states.includes(one)) ?? 'unmeasured'
  );
}

/** Sessions possible and missed. Possible is attended and missed together: unmeasured and not required are neither. */
export interface SessionSums {
  readonly possible: number;
  readonly absence: number;
}

/** A child’s own absence: each session once, however many settings recorded it. */
export function childAbsence(sessions: readonly JoinedSession[]): SessionSums {
  return sums(sessions.map(({ state }) => state));
}

/**
 * The Department’s measure of the same sessions (measures.md §3): each enrolment’s own, added. A session that two settings
 * both counted is in it twice, which is why it is labelled apart.
 */
export function enrolmentAbsence(sessions: readonly JoinedSession[]): SessionSums {
  return sums(sessions.flatMap(({ marks }) => marks.map(({ byte }) => stateOf(byte))));
}

function sums(states: readonly SessionState[]): SessionSums {
  const absence = states.filter((state) => state === 'absent').length;
  return { absence, possible: absence + states.filter((state) => state === 'present').length };
}
