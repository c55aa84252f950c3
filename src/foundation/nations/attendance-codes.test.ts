import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import type { AttendanceCodeFact, NationName } from './attendance-code.ts';
import { categoryOf } from './code-book.ts';
import { bookOf, codeBooks } from './code-books.ts';

const folder = new URL('../../../../shared/reference/', import.meta.url);
const absent = !existsSync(folder) && `${folder.pathname} is not there, so the code books are not held against it`;

type Row = Readonly<Record<string, string>>;

function rowsOf(nation: NationName): readonly Row[] {
  const text = readFileSync(new URL(`attendance-codes-${nation}.csv`, folder), 'utf8');
  const rows: Row[] = parse(text, { columns: true });
  // Rows in brackets are remarks on the list and no code: they are in code-book-remarks.ts.
  return rows.filter(({ code }) => code === '' || !code?.startsWith('('));
}

/** What a row’s code is called in the book: Scotland’s unnumbered categories, and ranges, by names of ours. */
const names: Readonly<Record<string, string>> = {
  'Sickness with educational provision': 'sickness-with-provision',
  'Sickness without educational provision': 'sickness-no-provision',
  'Very late (Late 2: arrives after 50% of opening)': 'very-late',
  'Authorised holidays': 'holiday-authorised',
  'Exceptional domestic circumstances (authorised)': 'domestic-authorised',
  'Other authorised': 'other-authorised',
  'Unauthorised holidays': 'holiday-unauthorised',
  'Truancy, including unexplained absence': 'unexplained',
  'Exceptional domestic circumstances (unauthorised)': 'domestic-unauthorised',
  'Other unauthorised': 'other-unauthorised',
  'Temporary exclusion': 'temporary-exclusion',
};

function codesOf(row: Row): readonly string[] {
  const code = row['code'] ?? '';
  if (code === '1..9') return ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
  if (code === 'X01..X09') return ['X00 to X99'];
  return [code === '' ? (names[row['label'] ?? ''] ?? `no name for ${row['label']}`) : code];
}

/** The meanings that together are one row: those of its code within its days. */
function factsOf(nation: NationName, code: string, row: Row): readonly AttendanceCodeFact[] {
  const { valid_from: from = '', valid_to: to = '' } = row;
  return bookOf(nation).facts.filter(
    (fact) => fact.code === code && (fact.from ?? '') >= from && (to === '' || (fact.to ?? '9999') <= to),
  );
}

function categoryIn(row: Row): string {
  if (row['counts_as_possible'] === 'n') return 'not-counted';
  if (row['counts_as_present'] === 'y') return 'attending';
  return { y: 'authorised', n: 'unauthorised' }[row['authorised'] ?? ''] ?? 'unsettled';
}

/** Unverified is what the row’s provenance says, or its note about how the code is counted. */
function isVerified(row: Row): boolean {
  return !/unverified/.test(row['provenance'] ?? '') && !/treatment of [^.]*unverified/.test(row['notes'] ?? '');
}

const nations = codeBooks.map(({ nation }) => nation);

describe.skipIf(absent)(absent || 'the code books and the reference lists', () => {
  const cases = absent
    ? []
    : nations.flatMap((nation) =>
        rowsOf(nation).flatMap((row) => codesOf(row).map((code) => [nation, code, row['valid_from'], row] as const)),
      );

  it.each(cases)('agree about %s %s from “%s”', (nation, code, _from, row) => {
    const facts = factsOf(nation, code, row);
    expect(facts[0]?.from ?? '').toBe(row['valid_from']);
    expect(facts.at(-1)?.to ?? '').toBe(row['valid_to']);
    for (const [index, fact] of facts.entries()) {
      const next = facts[index + 1];
      if (next) expect(next.from).toBe(addDays(fact.to ?? plainDate('9999-01-01'), 1));
      expect(fact.statisticalMeaning).toBe((row['statistical_meaning'] ?? '').replace(/ \(.*\)$/, ''));
      expect(fact.verified).toBe(isVerified(row));
      const category = categoryIn(row);
      if (category === 'unsettled' || row['counts_as_possible'] === '?') expect(fact.treatmentUnsettled).toBe(true);
      else expect(fact.category).toBe(category);
    }
  });

  it.each(nations)('have the same codes of %s, and neither has one more', (nation) => {
    const listed = new Set(rowsOf(nation).flatMap(codesOf));
    const ours = new Set(bookOf(nation).facts.map(({ code }) => code));
    // The list says that any I with two digits was in use, and names two.
    if (nation === 'england') listed.add('I00 to I99');
    expect([...ours].toSorted()).toEqual([...listed].toSorted());
  });
});

describe('the codes of England', () => {
  const sets: Readonly<Record<string, string>> = {
    attending: '/ \\ L B K P V W J',
    authorised: 'C C1 C2 E I J1 M R S T H F',
    unauthorised: 'G N O U',
    'not-counted': 'D Q X Y Y1 Y2 Y3 Y4 Y5 Y6 Y7 Z #',
  };

  it.each(Object.entries(sets))('counted as %s are those of measures.md §1', (category, codes) => {
    const found = [...bookOf('england').bytes].filter(([, byte]) => categoryOf(byte) === category);
    expect(found.map(([code]) => code).toSorted()).toEqual(codes.split(' ').toSorted());
  });

  it('that are present are apart from approved educational activity, and L and U are late', () => {
    const { facts } = bookOf('england');
    const classed = (name: string) => facts.filter((fact) => fact.statisticalMeaning === name).map(({ code }) => code);
    expect(classed('attending')).toEqual(['/', '\\', 'L']);
    expect([...new Set(classed('approved-educational-activity'))].toSorted()).toEqual(['B', 'J', 'K', 'P', 'V', 'W']);
    expect(facts.filter(({ late }) => late).map(({ code }) => code)).toEqual(['L', 'U']);
  });
});

describe('every code', () => {
  const facts = codeBooks.flatMap((book) => book.facts.map((fact) => [book.nation, fact.code, fact] as const));

  it.each(facts)('of %s has a source, and %s says what is not verified', (_nation, _code, fact) => {
    expect(fact.source.length).toBeGreaterThan(10);
    expect(fact.doubt !== undefined).toBe(!fact.verified);
    expect(fact.doubt ?? 'x').not.toBe('');
    if (fact.treatmentUnsettled) expect(fact.note.length).toBeGreaterThan(50);
    if (fact.from && fact.to) expect(fact.from < fact.to).toBe(true);
  });

  it('of which the treatment is unsettled is one of three', () => {
    const unsettled = facts
      .filter(([, , fact]) => fact.treatmentUnsettled)
      .map(([nation, code]) => `${nation} ${code}`);
    expect(unsettled).toEqual(['wales D', 'scotland very-late', 'scotland temporary-exclusion']);
  });
});
