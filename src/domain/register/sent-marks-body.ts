import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { SentMark } from './sent-marks.ts';
import { sentIdentifier } from './sent-marks-identifiers.ts';

/**
 * Bodies of the register API, read by hand: their schemas, which the description of the API is written from, would cost
 * a national morning as much time as everything else together, and would refuse a register for one mark.
 */
export interface SentRegister {
  readonly version: number;
  readonly sentBy: string | undefined;
  readonly reason: string | undefined;
  /** In the order they were sent; read only once. */
  readonly marks: Iterable<SentMark>;
}

/** One change, with its reason. */
export interface SentChange extends SentMark {
  readonly reason: unknown;
}

export interface SentChanges {
  readonly version: number;
  readonly sentBy: string | undefined;
  readonly changes: readonly SentChange[];
}

/** What is wrong with a whole body: nothing of it can be used. */
export interface BodyProblem {
  readonly parameter: string;
  readonly message: string;
}

type Fields = Readonly<Record<string, unknown>>;

const longestReason = 500;
/** The greatest version a sender may count to; corrections go on beyond it, as far as the database counts. */
const greatestVersion = { sent: 2_000_000_000, corrected: 2_147_483_647 } as const;
export const mostMarks = 20_000;

/** The body of `PUT …/registers/{date}/{session}`: marks as a map by UPN or ULN, or as a list. */
export function readRegisterBody(body: unknown): Result<SentRegister, BodyProblem> {
  if (!isFields(body)) return wrong('body', 'The body is a JSON object: {"version": 1, "marks": {…}}.');
  const common = readCommon(body, greatestVersion.sent);
  if (!common.ok) return common;
  const reason = readText(body, 'reason', longestReason);
  if (!reason.ok) return reason;
  const { marks } = body;
  if (!isFields(marks) && !Array.isArray(marks)) {
    return wrong('marks', '“marks” is a map from UPN or ULN to code, or a list of {"upn", "uln" or "slot", "code"}.');
  }
  if (Array.isArray(marks) && marks.length > mostMarks) return wrong('marks', `At most ${mostMarks} marks at once.`);
  const read = Array.isArray(marks) ? listedMarks(marks) : mappedMarks(marks);
  return success({ ...common.value, reason: reason.value, marks: read });
}

/** The body of `POST …/marks`. */
export function readChangesBody(body: unknown): Result<SentChanges, BodyProblem> {
  if (!isFields(body)) return wrong('body', 'The body is a JSON object: {"version": 2, "changes": […]}.');
  const common = readCommon(body, greatestVersion.corrected);
  if (!common.ok) return common;
  const { changes } = body;
  if (!Array.isArray(changes) || changes.length === 0) {
    return wrong('changes', '“changes” is a list of {"upn", "uln" or "slot", "code", "reason"}, with at least one.');
  }
  if (changes.length > mostMarks) return wrong('changes', `At most ${mostMarks} changes at once.`);
  return success({ ...common.value, changes: changes.map((change: unknown, index) => listedChange(change, index)) });
}

function readCommon(
  body: Fields,
  greatest: number,
): Result<{ version: number; sentBy: string | undefined }, BodyProblem> {
  const { version } = body;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1 || version > greatest) {
    return wrong(
      'version',
      `“version” is a whole number from 1 to ${greatest}: your own count of what you have sent for this register.`,
    );
  }
  const sentBy = readText(body, 'sentBy', 80);
  return sentBy.ok ? success({ version, sentBy: sentBy.value }) : sentBy;
}

/** Text of a person's: no control characters, which logs and terminals would obey. */
export function readText(fields: Fields, name: string, longest: number): Result<string | undefined, BodyProblem> {
  const text = fields[name];
  if (text === undefined || text === null) return success(undefined);
  if (typeof text !== 'string' || text.length > longest || /\p{Cc}/u.test(text)) {
    return wrong(name, `“${name}” is text of at most ${longest} characters on one line.`);
  }
  return success(text.trim() === '' ? undefined : text.trim());
}

function* mappedMarks(marks: Fields): Generator<SentMark> {
  for (const pupil in marks) {
    if (Object.hasOwn(marks, pupil)) yield { pupil, identifier: sentIdentifier(pupil), code: marks[pupil] };
  }
}

function* listedMarks(marks: readonly unknown[]): Generator<SentMark> {
  for (const [index, mark] of marks.entries()) yield listedMark(mark, index);
}

function listedMark(mark: unknown, index: number): SentMark {
  const row = `row ${index + 1}`;
  if (!isFields(mark)) return { pupil: row, code: undefined };
  const { upn, uln, slot, code } = mark;
  if (typeof slot === 'number') return { pupil: row, slot, code };
  const identifier = typeof upn === 'string' ? upn : uln;
  return typeof identifier === 'string'
    ? { pupil: identifier, identifier: sentIdentifier(identifier), code }
    : { pupil: row, code };
}

function listedChange(change: unknown, index: number): SentChange {
  return { ...listedMark(change, index), reason: isFields(change) ? change['reason'] : undefined };
}

/** Whether something parsed from JSON is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(parameter: string, message: string): Result<never, BodyProblem> {
  return failure({ parameter, message });
}
