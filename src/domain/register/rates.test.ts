import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupCount } from '#domain/roll/groups.ts';
import { cellValue } from '#foundation/kernel/cell.ts';
import { categoryOf } from '#foundation/nations/code-book.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { bandIndex, bandsSize } from './bands.ts';
import type { RegisterUnit, Share } from './rates.ts';
import {
  bandSharesOf,
  classCount,
  codeCount,
  codeShare,
  countsOf,
  coverageOf,
  lateOf,
  minuteRatesOf,
  ratesOf,
} from './rates.ts';
import type { Tally } from './tally.ts';
import { codeIndex, emptyTally, groupIndex, minutesIndex, tallyCategories } from './tally.ts';

const england = bookOf('england');
const categoryName = { 'not-counted': 'not-required' } as const;

/** A tally of everyone from counts by code, as registers with those marks would give. */
function tallyOf(marks: Readonly<Record<string, number>>, unmeasured = 0): Tally {
  const tally = emptyTally();
  for (const [code, count] of Object.entries(marks)) {
    const byte = england.bytes.get(code);
    if (byte === undefined) throw new Error(`England has no ${code}`);
    const category = categoryOf(byte);
    const index = groupIndex(0, category === 'not-counted' ? categoryName[category] : category);
    tally[index] = (tally[index] ?? 0) + count;
    tally[codeIndex(byte)] = (tally[codeIndex(byte)] ?? 0) + count;
  }
  tally[groupIndex(0, 'unmeasured')] = unmeasured;
  return tally;
}

function everyShare(tally: Tally, unit: RegisterUnit): readonly Share[] {
  const codes = [...england.bytes.keys()].map((code) => codeShare(tally, england, unit, code));
  return [...Object.values(ratesOf(tally, unit)), lateOf(tally, england, unit), ...codes];
}

const reference = new URL('../../../../shared/reference/golden-vectors.csv', import.meta.url);
const absent = !existsSync(reference) && `${reference.pathname} is not there, so rates are not held against it`;
const vectors = new Map(
  (absent ? [] : (parse(readFileSync(reference, 'utf8'), { columns: true }) as Record<string, string>[])).map((row) => [
    row['id'] ?? '',
    row,
  ]),
);

/** `L=124330; U=2339` as marks. */
function marksIn(id: string): Record<string, number> {
  const text = (vectors.get(id)?.['inputs'] ?? '').replace('reason_present', '/');
  return Object.fromEntries(
    [...text.matchAll(/([^\s;=]+)=(\d+)/g)].map(([, code = '', count]) => [code, Number(count)]),
  );
}

function expected(id: string): number {
  const text = vectors.get(id)?.['expected'];
  if (text === undefined) throw new Error(`There is no vector ${id}`);
  return Number.parseFloat(text);
}

/** The two numbers of `380295/6420254*100`. */
function fraction(id: string): readonly [number, number] {
  const [, over, under] = /^(\d+)\/(\d+)\*100$/.exec(vectors.get(id)?.['inputs'] ?? '') ?? [];
  return [Number(over), Number(under)];
}

describe.skipIf(absent)(absent || 'the golden vectors, through registers', () => {
  // Tower Hamlets, primary, 2025/26: the codes of five vectors together are one tally.
  const printed = absent ? {} : { ...marksIn('G01'), ...marksIn('G02'), ...marksIn('G04'), ...marksIn('G05') };
  const tally = tallyOf(printed);
  const counts = countsOf(tally);
  const rates = ratesOf(tally, 'session');

  it('G01: present sessions', () => {
    expect(classCount(tallyOf(marksIn('G01')), england, 'attending')).toBe(expected('G01'));
    expect(classCount(tally, england, 'attending')).toBe(expected('G01'));
  });

  it('G02: approved educational activity', () => {
    expect(classCount(tally, england, 'approved-educational-activity')).toBe(expected('G02'));
  });

  it('G03 to G07: attendance, authorised, unauthorised, absence, possible', () => {
    const { attendance, authorised, unauthorised, absence, possible } = counts;
    const wanted = ['G03', 'G04', 'G05', 'G06', 'G07'].map(expected);
    expect([attendance, authorised, unauthorised, absence, possible]).toEqual(wanted);
  });

  it('G08, G09: the rates', () => {
    expect(Math.abs((cellValue(rates.absence.cell) ?? 0) - expected('G08'))).toBeLessThanOrEqual(1e-12);
    expect(Math.abs((cellValue(rates.attendance.cell) ?? 0) - expected('G09'))).toBeLessThanOrEqual(1e-12);
    expect([rates.absence.numerator, rates.absence.denominator]).toEqual(fraction('G08'));
    expect([rates.attendance.numerator, rates.attendance.denominator]).toEqual(fraction('G09'));
  });

  it('G10: late sessions are L and U', () => {
    expect(lateOf(tally, england, 'session').numerator).toBe(expected('G10'));
    expect(lateOf(tallyOf(marksIn('G10')), england, 'session').numerator).toBe(expected('G10'));
  });

  it.each([
    ['G11', 1e-12],
    ['G12', 1e-12],
    ['G15', 5e-6],
  ])('%s: the absence rate of a nation’s sessions', (id, tolerance) => {
    const [absence, possible] = fraction(id);
    const { cell } = ratesOf(tallyOf({ I: absence, '/': possible - absence }), 'session').absence;
    expect(Math.abs((cellValue(cell) ?? 0) - expected(id))).toBeLessThanOrEqual(tolerance);
  });

  it('G13: what is authorised is never less than its listed reasons', () => {
    const listed = Object.keys(marksIn('G04'));
    const sum = listed.reduce((total, code) => total + codeCount(tally, england, code), 0);
    expect(sum).toBe(counts.authorised);
    // F is the legacy code that publications count and do not list.
    expect(countsOf(tallyOf({ ...printed, F: 106 })).authorised).toBe(sum + 106);
  });

  it('G16, G17: persistent and severe absence of pupil referral units', () => {
    const bands = new Float64Array(bandsSize);
    const [persistent, enrolments] = fraction('G16');
    bands.set([enrolments, persistent, fraction('G17')[0]], bandIndex(0, 'enrolments'));
    const shares = bandSharesOf(bands, 'session');
    expect(Math.abs((cellValue(shares.persistent.cell) ?? 0) - expected('G16'))).toBeLessThanOrEqual(5e-6);
    expect(Math.abs((cellValue(shares.severe.cell) ?? 0) - expected('G17'))).toBeLessThanOrEqual(5e-5);
  });
});

const anyMarks = fc.dictionary(fc.constantFrom(...england.bytes.keys()), fc.integer({ min: 0, max: 1e9 }), {
  noNullPrototype: true,
});

describe('rates of registers', () => {
  it('are the same whatever the number of unmeasured marks, and of those not required', () => {
    fc.assert(
      fc.property(anyMarks, fc.nat(), fc.nat(), fc.nat(), (marks, some, others, notRequired) => {
        const here = everyShare(tallyOf(marks, some), 'session');
        expect(everyShare(tallyOf(marks, others), 'session')).toEqual(here);
        const more = { ...marks, '#': (marks['#'] ?? 0) + notRequired };
        expect(ratesOf(tallyOf(more, some), 'session')).toEqual(ratesOf(tallyOf(marks, some), 'session'));
      }),
    );
  });

  it('say how many marks there are of those expected, which the unmeasured do change', () => {
    const { numerator, denominator, label } = coverageOf(tallyOf({ '/': 20, '#': 2 }, 8), 'session');
    expect([numerator, denominator, label]).toEqual([22, 30, 'Marked, of half-day sessions expected']);
    expect(countsOf(tallyOf({ '/': 20, '#': 2 }, 8))).toMatchObject({ possible: 20, notRequired: 2, unmeasured: 8 });
  });

  it('add up: attendance and absence to 100 %, authorised and unauthorised to absence', () => {
    fc.assert(
      fc.property(anyMarks, (marks) => {
        const { attendance, absence, authorised, unauthorised } = ratesOf(tallyOf(marks), 'session');
        fc.pre(attendance.denominator > 0);
        const [present, missed, with_, without] = [attendance, absence, authorised, unauthorised].map(
          ({ cell }) => cellValue(cell) ?? Number.NaN,
        ) as [number, number, number, number];
        expect(present + missed).toBeCloseTo(100, 9);
        expect(with_ + without).toBeCloseTo(missed, 9);
      }),
    );
  });

  it.each([
    ['no mark at all', {}, 0],
    ['nothing but unmeasured sessions', {}, 30],
    ['nothing but sessions not required', { '#': 30, D: 2 }, 0],
  ])('are not available, and not 0 %%, over %s', (_what, marks, unmeasured) => {
    const shares = everyShare(tallyOf(marks, unmeasured), 'session');
    expect(new Set(shares.map(({ cell }) => cell.kind))).toEqual(new Set(['not-available']));
    expect(bandSharesOf(new Float64Array(bandsSize), 'session').severe.cell.kind).toBe('not-available');
  });

  it('of a group are from its own counts', () => {
    const tally = tallyOf({ '/': 50, I: 50 });
    const group = groupCount - 1;
    tally[groupIndex(group, 'attending')] = 9;
    tally[groupIndex(group, 'unauthorised')] = 1;
    const { absence, authorised } = ratesOf(tally, 'session', group);
    expect([absence.cell, authorised.cell]).toEqual([
      { kind: 'number', value: 10 },
      { kind: 'number', value: 0 },
    ]);
  });

  it('of timetabled events say so, by number and by planned minutes', () => {
    const tally = tallyOf({ '/': 3, O: 1 });
    for (const [at, category] of tallyCategories.entries())
      tally[minutesIndex(category)] = [270, 0, 30, 0, 90][at] ?? 0;
    const [events, minutes] = [ratesOf(tally, 'event').absence, minuteRatesOf(tally).absence];
    expect([events.label, cellValue(events.cell)]).toEqual(['Absence, of timetabled events possible', 25]);
    expect([minutes.label, cellValue(minutes.cell)]).toEqual([
      'Absence, of planned minutes of timetabled events possible',
      10,
    ]);
    expect(minuteRatesOf(tallyOf({ '/': 3 })).absence.cell.kind).toBe('not-available');
  });

  it('of persistent absence say of what, and those of severe absence are among them', () => {
    const bands = new Float64Array(bandsSize);
    bands.set([40, 10, 2], bandIndex(3, 'enrolments'));
    const { persistent, severe } = bandSharesOf(bands, 'event', 3);
    expect([persistent, severe].map(({ numerator, cell }) => [numerator, cellValue(cell)])).toEqual([
      [10, 25],
      [2, 5],
    ]);
    expect(severe.label).toBe(
      'Severe absence: enrolments that missed 50 % or more of their timetabled events possible',
    );
  });
});
