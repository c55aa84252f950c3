import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifierNumber, identifierOf, isTemporaryUpn, makeUln, makeUpn, Uln, Upn } from './pupil-identifiers.ts';

const letters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

function messageOf(schema: typeof Upn | typeof Uln, text: string): string | undefined {
  return schema.safeParse(text).error?.issues[0]?.message;
}

/** Any valid UPN: the twelve characters drawn, the check letter found by trying all 23. */
const anyUpn = fc
  .tuple(fc.integer({ min: 0, max: 99_999_999_999 }), fc.constantFrom(...'0123456789', ...letters))
  .map(([number, last]) => {
    const rest = String(number).padStart(11, '0') + last;
    return Upn.parse([...letters].map((letter) => letter + rest).find((upn) => Upn.safeParse(upn).success));
  });
const anyUln = fc
  .integer({ min: 0, max: 999_999_999 })
  .map((nine) => [...'0123456789'].map((check) => `${String(nine).padStart(9, '0')}${check}`))
  .map((ulns) => ulns.find((uln) => Uln.safeParse(uln).success))
  .filter((uln) => uln !== undefined)
  .map((uln) => Uln.parse(uln));
const anyIdentifier = fc.oneof(anyUpn, anyUln);

describe('a UPN', () => {
  it.each(['A950000178301', 'H243278544154', 'X845212818005'])('%s is one', (upn) => {
    expect(Upn.parse(upn)).toBe(upn);
    expect(isTemporaryUpn(Upn.parse(upn))).toBe(false);
  });

  it.each([
    ['R247962919251', 'Character 1 of this UPN would be Q'],
    ['X428558133462', 'Character 1 of this UPN would be W'],
    ['A95000017830', 'A UPN has 13 characters, and this has 12'],
    ['I950000178301', 'Character 1 of a UPN is a capital letter other than I, O or S'],
    ['a950000178301', 'Character 1 of a UPN is a capital letter'],
    ['A95000O178301', 'Character 7 of a UPN is a digit'],
    ['A9500001783٠1', 'Character 12 of a UPN is a digit'],
    ['A95000017830S', 'Character 13 of a UPN is a digit or, in a temporary one, a capital letter'],
    ['', 'A UPN has 13 characters, and this has 0'],
  ])('%j is none, and the message names the character', (text, message) => {
    expect(messageOf(Upn, text)).toContain(message);
  });

  it('is temporary when it ends in a letter, which counts as its place among the letters', () => {
    // 2·9 + 3·5 + 13·0 = 33, and 33 modulo 23 is 10: the letter L. With B at the end, 13 more: the letter A.
    expect([Upn.parse('L95000000000A'), Upn.parse('A95000000000B')].every(isTemporaryUpn)).toBe(true);
    expect(messageOf(Upn, 'L95000000000B')).toContain('would be A');
  });

  it('never has two check letters, nor one digit changed', () => {
    fc.assert(
      fc.property(anyUpn, fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 9 }), (upn, at, shift) => {
        const digit = (Number(upn[at]) + shift) % 10;
        expect(Upn.safeParse(upn.slice(0, at) + digit + upn.slice(at + 1)).success).toBe(false);
        expect([...letters].filter((letter) => Upn.safeParse(letter + upn.slice(1)).success)).toEqual([upn[0]]);
      }),
    );
  });
});

describe('a ULN', () => {
  it('has the check digit of the published example', () => {
    expect(Uln.parse('1000000019')).toBe('1000000019');
  });

  it.each([
    ['9999999999', 'Character 10 of this ULN would be 8'],
    ['1234567890', 'Character 10 of this ULN would be 9'],
    // Nine noughts leave a remainder of 0, for which there is no check digit.
    ['0000000000', 'No ULN begins with these nine digits'],
    ['00000000010', 'A ULN has ten digits, and this has 11 characters'],
    ['10000O0019', 'Character 6 of a ULN is a digit'],
  ])('is not %s', (text, message) => {
    expect(messageOf(Uln, text)).toContain(message);
  });
});

describe('an identifier as a number', () => {
  it('goes there and back, exactly, and is never 0', () => {
    fc.assert(
      fc.property(anyIdentifier, (identifier) => {
        const number = identifierNumber(identifier);
        expect(Number.isSafeInteger(number)).toBe(true);
        expect(number).toBeGreaterThan(0);
        expect(identifierOf(number)).toEqual({ ok: true, value: identifier });
      }),
      { numRuns: 1000 },
    );
  });

  it('is one identifier’s only', () => {
    fc.assert(
      fc.property(anyIdentifier, anyIdentifier, (left, right) => {
        expect(identifierNumber(left) === identifierNumber(right)).toBe(left === right);
      }),
      { numRuns: 1000 },
    );
    const edges = ['A000000000000', 'A00000000000A', 'Z999999999999', '0000000019'];
    const numbers = edges.map((text) => identifierNumber(text as Upn));
    expect(new Set(numbers).size).toBe(edges.length);
  });

  it('keeps a temporary UPN apart from every permanent one', () => {
    expect(identifierNumber('A99999999999Z' as Upn)).toBeLessThan(identifierNumber('0000000019' as Uln));
    expect(identifierNumber('A00000000000A' as Upn)).toBeGreaterThan(identifierNumber('A999999999999' as Upn));
  });

  it.each([0, -1, 0.5, Number.NaN, 999_999_999_999, 4.5e12, 5e12, 5.1e12, 2 ** 53])(
    'says of %d that it is none',
    (number) => {
      expect(identifierOf(number)).toEqual({ ok: false, failure: `${number} stands for no UPN or ULN` });
    },
  );
});

describe('made-up identifiers', () => {
  const pair = fc.uniqueArray(fc.integer({ min: 0, max: 89_999_999 }), { minLength: 2, maxLength: 2 });

  it('are valid, and another serial gives another', () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const upns = [makeUpn('990', one as number), makeUpn('990', other as number)];
        const ulns = [makeUln(one as number), makeUln(other as number)];
        expect(new Set(upns).size + new Set(ulns).size).toBe(4);
        expect(upns.every((upn) => upn.slice(1, 4) === '990' && !isTemporaryUpn(upn))).toBe(true);
      }),
    );
    expect(makeUpn('990', 999_999_999)).toMatch(/^[A-Z]990999999999$/);
  });

  it('are refused beyond what the digits hold', () => {
    expect(() => makeUpn('990', 1_000_000_000)).toThrow('from 0 to 999999999');
    expect(() => makeUpn('99', 1)).toThrow('13 characters');
    expect(() => makeUln(90_000_000)).toThrow('from 0 to 89999999');
    expect(() => makeUln(-1)).toThrow(RangeError);
  });
});
