import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Spell } from '#domain/roll/packed-roll.ts';
import { columnsOf } from '#domain/roll/packed-roll.ts';
import { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { identifierNumber, makeUln, makeUpn } from '#foundation/kernel/pupil-identifiers.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { codeReader, readSentMarks } from './sent-marks.ts';
import { readChangesBody, readRegisterBody } from './sent-marks-body.ts';
import { identifierBySchema, sentIdentifier } from './sent-marks-identifiers.ts';
import { rollOnDay } from './sent-marks-roll.ts';

const day = plainDate('2025-11-03');
const book = bookOf('england');
const groups = [10, 19, 22, 26, 29, 49, 52];

/** Place 0 left in October and came back as place 1; place 2 is under compulsory school age; place 3 has a ULN. */
const upn = makeUpn('999', 1);
const young = makeUpn('999', 2);
const uln = makeUln(3);
const spell = (place: number, from: number, to: number, compulsory = true): Spell => ({
  place,
  from,
  to,
  status: 'single',
  compulsory,
  groups,
});
const roll = {
  settingId: 1,
  year: AcademicYear.parse(2025),
  version: 1,
  base: 10,
  size: 4,
  spells: columnsOf([spell(0, 0, 40), spell(1, 50, 364), spell(2, 0, 364, false), spell(3, 0, 364)]),
  identifiers: Float64Array.from([upn, upn, young, uln].map(identifierNumber)),
};
const read = (marks: object) => {
  const body = readRegisterBody({ version: 1, marks });
  if (!body.ok) throw new Error(body.failure.message);
  return readSentMarks(body.value.marks, rollOnDay(roll, day), codeReader(book, day));
};

describe('marks that were sent', () => {
  it('go to the place that holds the pupil that day', () => {
    const { marks, refused } = read({ [upn]: '/', [young]: 'X', [uln]: 'I' });
    expect([...marks]).toEqual([0, book.bytes.get('/'), book.bytes.get('X'), book.bytes.get('I')]);
    expect(refused).toEqual([]);
  });

  it('are refused by age and day, with the reason, and never become anything else', () => {
    const { marks, refused } = read([
      { slot: 10, code: '/' },
      { uln, code: 'X' },
      { upn: young, code: 'J1x' },
    ]);
    expect([...marks]).toEqual([0, 0, 0, 0]);
    expect(refused.map(({ pupil }) => pupil)).toEqual(['row 1', uln, young]);
    expect(refused[1]?.reason).toContain('compulsory school age');
  });

  it('leave whoever was not sent unmeasured', () => {
    expect([...read({}).marks]).toEqual([0, 0, 0, 0]);
    expect([...read({ [upn]: '' }).marks]).toEqual([0, 0, 0, 0]);
  });
});

describe('a body', () => {
  it('of any shape is understood or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        for (const understood of [readRegisterBody(body), readChangesBody(body)]) {
          if (!understood.ok) expect(understood.failure.message).not.toBe('');
        }
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.anything()), fc.dictionary(fc.string(), fc.anything())), (marks) => {
        const { refused } = read(marks);
        expect(refused.length).toBe(Array.isArray(marks) ? marks.length : Object.keys(marks).length);
      }),
    );
  });

  it.each([0, -1, 1.5, '1', 3e9, null])('has no version %s', (version) => {
    expect(readRegisterBody({ version, marks: {} }).ok).toBe(false);
  });

  it.each(['two\nlines', 'x'.repeat(501), 7])('has no reason %j', (reason) => {
    expect(readRegisterBody({ version: 1, reason, marks: {} }).ok).toBe(false);
  });
});

describe('identifiers', () => {
  it('are known with spaces and small letters, as people and other programs write them', () => {
    const number = identifierNumber(upn);
    for (const text of [upn.toLowerCase(), ` ${upn} `, `${upn.slice(0, 1)} ${upn.slice(1, 7)} ${upn.slice(7)}`]) {
      expect(sentIdentifier(text), text).toBe(number);
    }
    expect(sentIdentifier(`${uln.slice(0, 5)} ${uln.slice(5)}`)).toBe(identifierNumber(uln));
    expect(sentIdentifier(upn.replace('9', '8').toLowerCase())).toBe(0);
  });

  it('read quickly are the same as read by their schemas', () => {
    const valid = fc.integer({ min: 0, max: 999_999_999 }).map((serial) => makeUpn('999', serial) as string);
    const spoilt = fc
      .tuple(valid, fc.integer({ min: 0, max: 12 }), fc.string({ minLength: 1, maxLength: 1 }))
      .map(([text, at, character]) => text.slice(0, at) + character + text.slice(at + 1));
    const anything = fc.oneof(valid, spoilt, fc.integer({ min: 0, max: 1000 }).map(makeUln), fc.string());
    fc.assert(
      fc.property(anything, (text) => {
        expect(sentIdentifier(text)).toBe(identifierBySchema(text));
      }),
      { numRuns: 2000 },
    );
  });
});
