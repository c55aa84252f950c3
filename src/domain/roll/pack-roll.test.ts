import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { identifierNumber, makeUpn } from '#foundation/kernel/pupil-identifiers.ts';
import { groups } from './groups.ts';
import type { Characteristic, Enrolment } from './model.ts';
import { packRoll } from './pack-roll.ts';
import type { Roll } from './packed-roll.ts';
import { dayOfYear, packSpells, spellHolds, unpackSpells } from './packed-roll.ts';

const keeper = { settingId: 7, nation: 'england' } as const;
const firstDay = plainDate('2026-09-01');
const year = academicYearOf(firstDay);

function enrolment(slot: number, more: Partial<Enrolment> = {}): Enrolment {
  return {
    settingId: 7,
    slot,
    learnerId: slot,
    surname: 'S',
    givenName: 'G',
    bornOn: plainDate('2014-03-27'),
    yearGroup: 7,
    class: '7A',
    status: 'single',
    enteredOn: firstDay,
    ...more,
  };
}

function known(slot: number, validFrom: string, sen: string): Characteristic {
  return {
    slot,
    validFrom: plainDate(validFrom),
    sex: 'F',
    sen,
    fsm: 'N',
    ethnicity: 'WBRI',
    lookedAfter: 'N',
    socialWorker: 'N',
  };
}

/** What a roll says of a place on a day: nothing, or its SEN group. */
function senOn({ spells }: Roll, place: number, day: number): string[] {
  return [...Array(spells.count).keys()]
    .filter((spell) => spells.place[spell] === place && spellHolds(spells, spell, day))
    .map((spell) => groups[spells.groups[spell * 7 + 2] as number]?.code ?? '');
}

describe('packRoll', () => {
  it('splits an enrolment where something about it changes, and clips it to the year', () => {
    const roll = packRoll({
      keeper,
      year,
      enrolments: [
        enrolment(11, { enteredOn: plainDate('2024-09-01'), leftOn: plainDate('2027-01-15') }),
        enrolment(12, { enteredOn: plainDate('2020-09-01'), leftOn: plainDate('2026-08-31') }),
      ],
      characteristics: [known(11, '2024-09-01', 'N'), known(11, '2026-11-02', 'K'), known(11, '2027-03-01', 'E')],
    });
    expect(roll).toMatchObject({ base: 11, size: 1, version: 1 });
    expect([...roll.spells.from]).toEqual([0, 62]);
    expect([...roll.spells.to]).toEqual([61, 136]);
    expect(senOn(roll, 0, 61)).toEqual(['N']);
    expect(senOn(roll, 0, 62)).toEqual(['K']);
  });

  it('splits where compulsory school age begins and ends, where the nation says when', () => {
    const five = enrolment(1, { bornOn: plainDate('2021-11-15') });
    const roll = packRoll({ keeper, year, enrolments: [five], characteristics: [] });
    expect([...roll.spells.from]).toEqual([0, dayOfYear(year, plainDate('2026-12-31'))]);
    expect([...roll.spells.compulsory]).toEqual([0, 1]);
    const elsewhere = packRoll({
      keeper: { settingId: 7, nation: 'scotland' },
      year,
      enrolments: [five],
      characteristics: [],
    });
    expect([...elsewhere.spells.compulsory]).toEqual([2]);
  });

  it('keeps a base and a size that were given, and knows each place by its number', () => {
    const upn = makeUpn('941', 5);
    const roll = packRoll({
      keeper,
      year,
      enrolments: [enrolment(12, { upn })],
      characteristics: [],
      packed: { base: 10, size: 9, version: 3 },
    });
    expect(roll).toMatchObject({ base: 10, size: 9, version: 4 });
    expect(roll.identifiers[2]).toBe(identifierNumber(upn));
    expect(() => packRoll({ keeper, year, enrolments: [enrolment(9)], characteristics: [], packed: roll })).toThrow(
      RangeError,
    );
  });

  it('has each enrolment exactly once on each of its days, with what was known then', () => {
    const day = fc.integer({ min: -400, max: 700 }).map((days) => addDays(firstDay, days));
    const drawn = fc.uniqueArray(
      fc.record({
        slot: fc.integer({ min: 1, max: 30 }),
        enteredOn: day,
        stays: fc.option(fc.integer({ min: 0, max: 500 }), { nil: undefined }),
        changes: fc.uniqueArray(fc.record({ on: day, sen: fc.constantFrom('N', 'K', 'E') }), {
          maxLength: 4,
          selector: ({ on }) => on,
        }),
      }),
      { selector: ({ slot }) => slot, minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(drawn, fc.integer({ min: 0, max: 364 }), (people, asked) => {
        const enrolments = people.map(({ slot, enteredOn, stays }) =>
          enrolment(slot, { enteredOn, leftOn: stays === undefined ? undefined : addDays(enteredOn, stays) }),
        );
        const characteristics = people.flatMap(({ slot, changes }) =>
          changes.map(({ on, sen }) => known(slot, on, sen)),
        );
        const packed = packRoll({ keeper, year, enrolments, characteristics });
        const roll = { ...packed, spells: unpackSpells(packSpells(packed.spells)) };
        const on = addDays(firstDay, asked);
        for (const { slot, enteredOn, leftOn } of enrolments) {
          const here = enteredOn <= on && (leftOn === undefined || on <= leftOn);
          const theirs = characteristics
            .filter((one) => one.slot === slot)
            .toSorted((left, right) => (left.validFrom < right.validFrom ? -1 : 1));
          const then = theirs.findLast(({ validFrom }) => validFrom <= on) ?? theirs[0];
          const found = senOn(roll, slot - roll.base, dayOfYear(year, on));
          expect(found).toEqual(here ? [then?.sen ?? 'U'] : []);
        }
      }),
    );
  });
});
