import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listInWords } from '#foundation/kernel/list-words.ts';
import { unitedKingdomAreas } from '#foundation/nations/united-kingdom-areas.ts';
import { indexOfAreas } from './code-index.ts';
import { comparableName, searchRank } from './place-names.ts';
import { currentCode, lifeInWords } from './rules.ts';

const areas = unitedKingdomAreas.map((fact) => ({ ...fact, code: currentCode(fact.areaId, fact.codes) }));
const anyArea = fc.constantFrom(...areas);
const index = indexOfAreas(areas);

describe('comparableName', () => {
  it('is the same of itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(comparableName(comparableName(text))).toBe(comparableName(text));
      }),
    );
  });

  it.each([
    ['Kingston upon Hull, City of', 'KINGSTON UPON HULL CITY OF'],
    ['St. Helens', 'Saint Helens'],
    ['Bath and North East Somerset', 'Bath & North East Somerset'],
    ['Stockton-on-Tees', 'Stockton on Tees'],
    ['King’s Lynn', "Kings' Lynn"],
  ])('makes %s and %s one', (left, right) => {
    expect(comparableName(left)).toBe(comparableName(right));
  });
});

describe('searchRank', () => {
  it('finds every area by each of its codes and names, in any letter case', () => {
    fc.assert(
      fc.property(anyArea, fc.constantFrom('upper', 'lower'), (area, letters) => {
        for (const text of [area.name, ...area.alsoKnownAs, ...area.codes.map(({ code }) => code)]) {
          expect(searchRank(area, letters === 'upper' ? text.toUpperCase() : text.toLowerCase())).toBeLessThanOrEqual(
            1,
          );
        }
      }),
    );
  });

  it('finds an area by the beginning of any word of its name', () => {
    fc.assert(
      fc.property(anyArea, fc.nat(), fc.integer({ min: 2, max: 5 }), (area, at, letters) => {
        const words = comparableName(area.name).split(' ');
        const word = words[at % words.length] ?? '';
        expect(searchRank(area, word.slice(0, letters))).toBeDefined();
      }),
    );
  });
});

describe('indexOfAreas', () => {
  it('resolves each area by each code, whatever blanks and symbols stand beside it', () => {
    const symbol = fc.constantFrom('', 'z', 'x', 'NA', '.', ':', ' ', undefined);
    fc.assert(
      fc.property(anyArea, symbol, symbol, (area, blank, name) => {
        for (const { scheme, code } of area.codes) {
          const printed = scheme === 'gss' ? { gss: code, dfe: blank } : { gss: blank, dfe: code };
          expect(index.resolve({ ...printed, name, level: area.kind })).toBe(area.areaId);
        }
      }),
    );
  });

  it('resolves nothing from blanks, joint rows and names nobody has', () => {
    const level = 'local-authority';
    expect(index.resolve({ gss: 'z', dfe: 'z', name: '', level })).toBeUndefined();
    expect(
      index.resolve({
        gss: 'E06000061 / E06000062',
        dfe: '940 / 941',
        name: 'North Northamptonshire / West Northamptonshire',
        level,
      }),
    ).toBeUndefined();
    expect(index.resolve({ name: 'Unknown', level })).toBeUndefined();
  });

  it('does not believe a code of another level', () => {
    expect(index.resolve({ gss: 'E12000001', level: 'local-authority' })).toBeUndefined();
    expect(index.resolve({ gss: 'E13000001', name: 'Inner London', level: 'region' })).toBe(21);
    expect(index.resolve({ dfe: '987', level: 'region' })).toBe(21);
  });
});

describe('words', () => {
  it('part names that hold commas with semicolons', () => {
    expect(listInWords(['Bournemouth, Christchurch and Poole', 'Dorset'])).toBe(
      'Bournemouth, Christchurch and Poole; and Dorset',
    );
    expect(listInWords(['a', 'b', 'c'])).toBe('a, b and c');
    expect(listInWords([])).toBe('');
  });

  it('say nothing of an area that has always been there', () => {
    expect(lifeInWords({})).toBe('');
  });
});
