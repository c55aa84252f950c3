import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf } from '#domain/roll/groups.ts';
import type { Roll, Spell } from '#domain/roll/packed-roll.ts';
import { columnsOf, dayOfYear, spellStatuses } from '#domain/roll/packed-roll.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { bandsOf } from './bands.ts';
import { countLearners, countRegister } from './count-register.ts';
import { emptyCounts } from './learner-counts.ts';
import type { LoadedRegister } from './load-year.ts';
import { countLoad, weekOfYear } from './load-year.ts';
import { addTally, emptyTally, packTally } from './tally.ts';

const firstDay = plainDate('2025-09-01');
const year = academicYearOf(firstDay);
const book = bookOf('england');
const size = 12;
const bytes = fc.constantFrom(0, ...book.bytes.values());

/** At most two spells a place, one after the other. */
const spells = fc
  .array(
    fc.record({
      place: fc.integer({ min: 0, max: size - 1 }),
      bounds: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 4, maxLength: 4 }),
      status: fc.constantFrom(...spellStatuses),
      groups: fc.tuple(
        ...(['year-group', 'sex', 'sen', 'fsm', 'ethnicity', 'looked-after', 'social-worker'] as const).map(
          (dimension) => fc.constantFrom(...groupsOf(dimension).map(({ place }) => place)),
        ),
      ),
      twice: fc.boolean(),
    }),
    { maxLength: size },
  )
  .map((drawn) => {
    const byPlace = new Map(drawn.map((one) => [one.place, one]));
    return [...byPlace.values()].flatMap(({ place, bounds, status, groups, twice }): Spell[] => {
      const [first = 0, second = 0, third = 0, fourth = 0] = bounds.toSorted((left, right) => left - right);
      const spell = { place, status, compulsory: true, groups };
      return twice
        ? [
            { ...spell, from: first, to: second },
            { ...spell, from: third, to: fourth },
          ]
        : [{ ...spell, from: first, to: fourth }];
    });
  });

const rolls = spells.map(
  (drawn): Roll => ({
    settingId: 1,
    year,
    version: 1,
    base: 1,
    size,
    spells: columnsOf(drawn),
    identifiers: new Float64Array(size),
  }),
);

const registers = fc.uniqueArray(
  fc.record({
    day: fc.integer({ min: 0, max: 40 }),
    session: fc.integer({ min: 1, max: 4 }),
    marks: fc.array(bytes, { maxLength: size }).map((marks) => Uint8Array.from(marks)),
    minutes: fc.integer({ min: 1, max: 200 }),
    roster: fc.uint8Array({ minLength: 2, maxLength: 2 }),
    later: fc.integer({ min: 0, max: 2 }),
  }),
  { maxLength: 12, selector: ({ day, session }) => `${day} ${session}` },
);

function loaded(drawn: typeof registers extends fc.Arbitrary<infer Drawn> ? Drawn : never): LoadedRegister[] {
  return drawn.map(({ day, session, marks, minutes, roster, later }) => ({
    day: addDays(firstDay, day),
    session,
    marks,
    actor: 'A teacher',
    takenAt: new Date(Date.UTC(2025, 8, 1 + day, 8, session)),
    event: session > 2 ? { minutes, roster } : undefined,
    changes: Array.from({ length: later }, (_, index) => ({
      at: new Date(Date.UTC(2025, 8, 2 + day + index, 8)),
      actor: 'The office',
      reason: 'Sent again',
      marks: [],
    })),
  }));
}

describe('counting a year of registers at once', () => {
  it('comes to what counting them one by one comes to, in all at once or in two parts', () => {
    fc.assert(
      fc.property(rolls, registers, fc.nat(12), (roll, drawn, first) => {
        const sent = loaded(drawn);
        const counts = emptyCounts(size);
        const all = emptyTally();
        const packed = sent.map(({ day, marks, event }) => {
          const register = { day: dayOfYear(year, day), marks, event };
          const tally = emptyTally();
          countRegister(tally, roll, register);
          countLearners(counts, roll, register, book);
          addTally(all, tally);
          return packTally(tally);
        });
        const counted = countLoad(roll, book, sent);
        expect(counted.registers).toEqual(packed);
        expect(counted.counts).toEqual(counts);
        expect(counted.year).toEqual(all);
        expect(counted.bands).toEqual(bandsOf(roll, counts));
        const inOrder = sent.toSorted((left, right) => left.takenAt.getTime() - right.takenAt.getTime());
        const begun = countLoad(roll, book, inOrder.slice(0, first));
        const ended = countLoad(roll, book, inOrder.slice(first), begun);
        expect({ ...ended, registers: [], weeks: tallies(ended) }).toEqual({
          ...counted,
          registers: [],
          weeks: tallies(counted),
        });
      }),
    );
  });

  it('numbers changes in order of time, and a week has the number of the last that touched it', () => {
    const roll: Roll = {
      settingId: 1,
      year,
      version: 1,
      base: 1,
      size: 0,
      spells: columnsOf([]),
      identifiers: new Float64Array(),
    };
    const base = { session: 1, marks: new Uint8Array(), actor: 'A teacher' };
    const monday = { ...base, day: addDays(firstDay, 7), takenAt: new Date('2025-09-08T08:00:00Z') };
    const corrected = {
      ...base,
      day: firstDay,
      takenAt: new Date('2025-09-01T08:00:00Z'),
      changes: [{ at: new Date('2025-09-08T09:00:00Z'), actor: 'The office', reason: 'A note came', marks: [] }],
    };
    const { version, weeks } = countLoad(roll, book, [monday, corrected]);
    expect(version).toBe(3);
    expect([...weeks].map(([week, one]) => [week, one.version])).toEqual([
      [2, 2],
      [1, 3],
    ]);
  });

  it('knows weeks by their Mondays', () => {
    const wednesday = academicYearOf(plainDate('2027-09-01'));
    expect([0, 4, 5, 11, 12].map((day) => weekOfYear(wednesday, day))).toEqual([1, 1, 2, 2, 3]);
  });
});

function tallies({ weeks }: ReturnType<typeof countLoad>) {
  return new Map([...weeks].map(([week, { tally }]) => [week, tally]));
}
