import { describe, expect, it } from 'vitest';
import { openSessions } from '#domain/roll/calendar.ts';
import { spellHolds } from '#domain/roll/packed-roll.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { identifierOf } from '#foundation/kernel/pupil-identifiers.ts';
import { englandAuthorities } from '#foundation/nations/england-areas.ts';
import { schoolYear } from './synthetic-calendar.ts';
import { eventMarksOf, eventsOf, marksOf, syntheticEngland, syntheticSettings } from './synthetic-england.ts';
import { syntheticDays } from './synthetic-year.ts';

const year = academicYearOf(plainDate('2025-09-01'));
const day = plainDate('2025-11-18');
const slice = [...syntheticEngland({ seed: 'test', settings: 245, year })];

describe('synthetic England', () => {
  it('has 24,500 settings, of which a slice holds each kind in proportion', () => {
    expect(syntheticSettings).toBe(24_500);
    expect(slice).toHaveLength(245);
    const kinds = Map.groupBy(slice, ({ keeper }) => keeper.kind);
    expect(kinds.get('primary')?.length).toBe(179);
    expect(kinds.get('secondary')?.length).toBe(37);
    const learners = slice.reduce((sum, { roll }) => sum + roll.size, 0);
    expect(learners).toBeGreaterThan(80_000);
    expect(learners).toBeLessThan(100_000);
  });

  it('stands in today’s local authorities, all of them when it is whole', () => {
    const today = new Set(englandAuthorities.filter(({ to }) => to === undefined).map(({ areaId }) => areaId));
    const used = new Set(
      [...syntheticEngland({ seed: 'test', settings: 2_450, year })].map(({ keeper }) => keeper.laId),
    );
    expect(today.size).toBe(153);
    expect([...used].filter((laId) => !today.has(laId))).toEqual([]);
    expect(used.size).toBe(153);
  });

  it('is the same for the same seed, and a setting the same in any slice', () => {
    const [first] = slice;
    const again = [...syntheticEngland({ seed: 'test', settings: 490, year })].find(
      ({ keeper }) => keeper.urn === first?.keeper.urn,
    );
    expect(again).toEqual(first);
    const other = [...syntheticEngland({ seed: 'other', settings: 245, year })][0];
    expect(other?.roll.size === first?.roll.size && other?.heavy.length === first?.heavy.length).toBe(false);
  });

  it('marks everybody, each session by itself, and absence is near England’s', () => {
    let [absent, marks] = [0, 0];
    for (const setting of slice.filter(({ keeper }) => keeper.unit === 'session')) {
      const made = marksOf(setting, day, 1);
      expect(made).toHaveLength(setting.roll.size);
      expect(made.includes(0)).toBe(false);
      expect(marksOf(setting, day, 1)).toEqual(made);
      absent += made.filter((byte) => byte >= 128).length;
      marks += made.length;
    }
    expect(absent / marks).toBeGreaterThan(0.06);
    expect(absent / marks).toBeLessThan(0.085);
  });

  it('gives colleges events, whose marks are of those expected', () => {
    const college = slice.find(({ keeper }) => keeper.unit === 'event');
    if (!college) throw new Error('No college is in the slice');
    const events = eventsOf(college, day);
    expect(events.length).toBeGreaterThan(3);
    const [event] = events;
    if (!event) throw new Error('There is no event');
    const marked = eventMarksOf(college, day, event).filter((byte) => byte !== 0).length;
    const expected = event.roster.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
    expect(marked).toBe(expected);
  });

  it('gives everybody a valid number, none twice', () => {
    const numbers = slice.flatMap(({ roll }) => [...roll.identifiers]);
    expect(new Set(numbers).size).toBe(numbers.length);
    const some = numbers.filter((_, index) => index % 997 === 0);
    expect(some.map((number) => identifierOf(number).ok)).toEqual(some.map(() => true));
    expect(slice.every(({ roll }) => spellHolds(roll.spells, 0, 364) || spellHolds(roll.spells, 0, 0))).toBe(true);
  });
});

describe('the made-up school year', () => {
  it.each([2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028, 2029, 2030])(
    'of %i has about 190 days, and none at Christmas or on a bank holiday',
    (start) => {
      const made = academicYearOf(plainDate(`${start}-09-01`));
      const days = syntheticDays(made);
      expect(days.length).toBeGreaterThanOrEqual(185);
      expect(days.length).toBeLessThanOrEqual(197);
      const calendar = schoolYear(made);
      const shut = [`${start}-12-24`, `${start}-12-25`, `${start + 1}-01-01`, `${start + 1}-08-03`].map(plainDate);
      for (const one of shut) expect(openSessions(calendar, one)).toEqual([]);
      expect(calendar.terms.every(({ startsOn, endsOn }) => addDays(startsOn, 40) < endsOn)).toBe(true);
    },
  );
});
