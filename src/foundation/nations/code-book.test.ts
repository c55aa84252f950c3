import { describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { CodeBook } from './code-book.ts';
import { categoryOf, codeBook, factOn, factsOn, readCode, stateOf, unmeasured } from './code-book.ts';
import { bookById, bookOf, codeBooks } from './code-books.ts';

const england = bookOf('england');

function read(book: CodeBook, code: string, day: string, compulsorySchoolAge?: boolean): number | string {
  const result = readCode(book, code, { day: plainDate(day), compulsorySchoolAge });
  return result.ok ? result.value : result.failure.reason;
}

/**
 * Every byte that stored registers may hold, as `byte code`. A line here never changes: a new code is added at the end of
 * its book, and one that must move makes a new book.
 */
const frozen: Readonly<Record<number, string>> = {
  1: '65 /|66 \\|67 L|68 K|69 V|70 P|71 W|72 B|73 J|10 D|139 C1|140 M|141 J1|142 S|15 X|144 C2|145 C|146 T|147 R|148 I|149 E|214 G|215 N|216 O|217 U|26 Q|27 Y1|28 Y2|29 Y3|30 Y4|31 Y5|32 Y6|33 Y7|34 Y|35 Z|36 #|165 H|166 F',
  2: '65 /|66 \\|67 L|68 B|5 D|70 J|71 P|72 V|73 W|138 C|139 E|140 F|141 H|142 I|143 M|144 R|145 S|146 T|211 G|212 N|213 O|214 U|23 X|24 Y|25 Z|26 #',
  3: '65 10|66 11|67 12|68 sickness-with-provision|133 sickness-no-provision|134 very-late|135 holiday-authorised|136 domestic-authorised|137 other-authorised|202 holiday-unauthorised|203 unexplained|204 domestic-unauthorised|205 other-unauthorised|142 temporary-exclusion|15 02',
  4: '65 /|66 \\|67 L|68 P|69 V|70 W|71 1|72 2|73 3|74 4|75 5|76 6|77 7|78 8|79 9|144 A|145 B|146 C|147 F|148 I|149 M|150 O|151 R|152 S|217 G|218 H|219 N|220 U|29 J|30 #|31 X|32 Y|33 Z|34 !',
};

describe('the bytes of a code book', () => {
  it.each(codeBooks.map((book) => [book.nation, book] as const))('of %s have not moved', (_nation, book) => {
    const bytes = [...book.bytes].map(([code, byte]) => `${byte} ${code}`);
    expect(bytes.join('|')).toBe(frozen[book.bookId]);
  });

  it('lead back to their codes, and none is the byte of no mark', () => {
    for (const book of codeBooks) {
      for (const [code, byte] of book.bytes) {
        expect(book.codes[byte]).toBe(code);
        expect(byte).not.toBe(unmeasured);
      }
      expect(book.codes.filter((code) => code !== '')).toHaveLength(book.bytes.size);
    }
  });

  it('have a category and, from it, one of the four states', () => {
    const states = ['/', 'C2', 'U', 'D'].map((code) => stateOf(england.bytes.get(code) ?? 0));
    expect(states).toEqual(['present', 'absent', 'absent', 'not-required']);
    expect(stateOf(unmeasured)).toBe('unmeasured');
    expect(categoryOf(england.bytes.get('U') ?? 0)).toBe('unauthorised');
  });

  it('cannot be made where a code would change its category, or there are too many', () => {
    const [present] = england.facts;
    if (!present) throw new Error('England’s book has no code');
    expect(() => codeBook(9, 'england', [present, { ...present, category: 'authorised' }])).toThrow('/ changes');
    const many = Array.from({ length: 64 }, (_, index) => ({ ...present, code: `${index}` }));
    expect(() => codeBook(9, 'england', many)).toThrow('more than 63 codes');
  });

  it('are found by the number that a register stores', () => {
    expect(codeBooks.map(({ bookId }) => bookById(bookId).nation)).toEqual(codeBooks.map(({ nation }) => nation));
    expect(() => bookById(99)).toThrow('no code book 99');
  });
});

describe('a code is refused with the reason', () => {
  it.each([
    [
      'J',
      '2024-09-02',
      '“J” (At an interview with an employer or another place of education) was in use until 2024-08-18',
    ],
    [
      'J1',
      '2024-08-18',
      '“J1” (Leave for an interview for employment or for a place in education) is in use from 2024-08-19',
    ],
    ['H', '2025-05-01', 'was in use until 2024-08-18, and this is 2025-05-01'],
    ['F', '2013-09-01', 'was in use until 2013-08-31'],
    ['D', '2011-08-31', '“D” (Dual registered, at another place of education) is in use from 2011-09-01'],
    ['I07', '2025-01-06', 'was in use until 2022-08-31'],
    ['A', '2025-01-06', '“A” is no code of the registers of England'],
    ['p', '2025-01-06', '“p” is no code'],
    ['constructor', '2025-01-06', '“constructor” is no code'],
    ['', '2025-01-06', '“” is no code'],
    ['!', '2025-01-06', '“!” is no attendance mark: A supplier’s “no attendance required”'],
    ['@', '2025-01-06', '“@” is no attendance mark'],
  ])('%j on %s', (code, day, reason) => {
    expect(read(england, code, day)).toContain(reason);
  });

  it('for the age: X is not for compulsory school age, C2 only for it, and an unknown age is not held against anyone', () => {
    expect(read(england, 'X', '2025-01-06', true)).toContain('is not for a child of compulsory school age');
    expect(read(england, 'C2', '2025-01-06', false)).toContain('is only for a child of compulsory school age');
    expect(read(england, 'X', '2019-01-07', true)).toContain('is not for a child');
    const codes = [
      ['X', false],
      ['X', undefined],
      ['C2', true],
      ['C2', undefined],
    ] as const;
    for (const [code, age] of codes) expect(read(england, code, '2025-01-06', age)).toBe(england.bytes.get(code));
  });

  it('for the nation: the same letter is another mark, or none', () => {
    expect(read(bookOf('wales'), 'K', '2025-01-06')).toContain('no code of the registers of Wales');
    expect(read(bookOf('scotland'), '/', '2025-01-06')).toContain('no code of the registers of Scotland');
    expect(read(england, 'C', '2025-01-06')).toBe(england.bytes.get('C'));
    expect(categoryOf(Number(read(bookOf('northern-ireland'), 'B', '2025-01-06')))).toBe('authorised');
    expect(categoryOf(Number(read(england, 'B', '2025-01-06')))).toBe('attending');
  });
});

describe('a code is read', () => {
  it('on the days it is in force, both included', () => {
    expect(read(england, 'J', '2024-08-18')).toBe(england.bytes.get('J'));
    expect(read(england, 'J1', '2024-08-19')).toBe(england.bytes.get('J1'));
    expect(read(england, 'L', '1999-09-06')).toBe(england.bytes.get('L'));
  });

  it('from what suppliers write instead', () => {
    expect(read(england, '-', '2025-01-06')).toBe(unmeasured);
    for (const mark of ['I01', 'I02', 'I35']) expect(read(england, mark, '2021-01-05')).toBe(england.bytes.get('I'));
    // In those years X was also for children of compulsory school age.
    expect(read(england, 'X07', '2021-01-05', true)).toBe(england.bytes.get('X'));
  });

  it('with the meaning it had on the day', () => {
    const labels = ['2024-08-18', '2024-08-19'].map((day) => factOn(england, 'C', plainDate(day))?.label);
    expect(labels).toEqual([
      'Authorised for a reason that has no other code',
      'Leave for another exceptional circumstance',
    ]);
  });

  it('with one meaning a day, whatever the day', () => {
    const days = codeBooks.flatMap(({ facts }) => facts.flatMap(({ from, to }) => [from, to]));
    for (const book of codeBooks) {
      for (const day of days.filter((one) => one !== undefined)) {
        const codes = factsOn(book, day).map(({ code }) => code);
        expect(new Set(codes).size, `${book.nation} ${day}`).toBe(codes.length);
      }
    }
  });
});
