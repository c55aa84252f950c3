import type { Keeper } from '#domain/roll/model.ts';
import type { Roll } from '#domain/roll/packed-roll.ts';
import { csvDocument } from '#foundation/formats/csv-writer.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { identifierOf } from '#foundation/kernel/pupil-identifiers.ts';
import type { SessionState } from '#foundation/nations/code-book.ts';
import { stateOf } from '#foundation/nations/code-book.ts';
import { bookById } from '#foundation/nations/code-books.ts';
import type { RegisterDocument, StaleDocument } from './api-register-model.ts';
import type { StoredRegister } from './model.ts';
import { sessionAddress } from './page-sessions.ts';
import { offRoll, rollOnDay } from './sent-marks-roll.ts';

/** A register to be answered, whether it was taken or not. */
export interface AnsweredRegister {
  readonly keeper: Pick<Keeper, 'urn'>;
  readonly day: PlainDate;
  readonly session: number;
  readonly roll: Roll;
  readonly roster: Uint8Array | undefined;
  /** `undefined` when it was not taken, or not by then. */
  readonly register: StoredRegister | undefined;
  readonly asAt: Date | undefined;
  /** Why the reader may see it. */
  readonly why: string;
}

/** A register mark by mark, with the state of each: who was expected and has no mark is unmeasured. */
export function registerDocument(answered: AnsweredRegister): RegisterDocument {
  const { keeper, day, session, register, asAt, why } = answered;
  const marks = marksOf(answered);
  const counts = { present: 0, absent: 0, 'not-required': 0, unmeasured: 0 };
  for (const { state } of marks) counts[state] += 1;
  return {
    urn: keeper.urn,
    date: day,
    session: sessionAddress(session),
    version: register?.version ?? 0,
    takenAt: register?.takenAt.toISOString() ?? null,
    takenBy: register?.actor ?? null,
    asAt: asAt?.toISOString() ?? null,
    why,
    expected: marks.length,
    counts,
    marks,
  };
}

function marksOf({ roll, day, roster, register }: AnsweredRegister): RegisterDocument['marks'] {
  const { ages } = rollOnDay(roll, day, roster);
  const codes = register ? bookById(register.bookId).codes : [];
  const marks: RegisterDocument['marks'] = [];
  for (let place = 0; place < roll.size; place += 1) {
    if (ages[place] === offRoll) continue;
    const byte = register?.marks[place] ?? 0;
    const identifier = identifierOf(roll.identifiers[place] ?? 0);
    const state: SessionState = stateOf(byte);
    marks.push({
      slot: roll.base + place,
      identifier: identifier.ok ? identifier.value : null,
      code: byte === 0 ? null : (codes[byte] ?? null),
      state,
    });
  }
  return marks;
}

/** The same as rows. */
export function registerCsv(document: RegisterDocument): string {
  const { urn, date, session, version, takenAt, asAt } = document;
  return csvDocument({
    header: ['urn', 'date', 'session', 'version', 'taken_at', 'as_at', 'slot', 'identifier', 'code', 'state'],
    rows: document.marks.map(({ slot, identifier, code, state }) => [
      urn,
      date,
      session,
      version,
      takenAt,
      asAt,
      slot,
      identifier,
      code,
      state,
    ]),
  });
}

/** 409: what is there, so that whoever sent can compare and send again. */
export function staleDocument(path: string, current: RegisterDocument): StaleDocument {
  const { version } = current;
  return {
    type: '/api#conflict',
    title: 'Something changed in the meantime',
    status: 409,
    detail: `Version ${version} is there with other marks, and nothing was written. Compare, and send version ${version + 1} or later.`,
    instance: path,
    version,
    current,
  };
}
