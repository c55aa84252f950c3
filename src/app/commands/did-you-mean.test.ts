import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearestWord } from './did-you-mean.ts';

const parameters = ['area', 'measure', 'phase', 'from', 'to', 'grain', 'asPublished'];

describe('nearestWord', () => {
  it.each([
    ['fase', 'phase'],
    ['mesure', 'measure'],
    ['form', 'from'],
    ['aspublished', 'asPublished'],
    ['aera', 'area'],
  ])('takes %s for %s', (typed, meant) => {
    expect(nearestWord(typed, parameters)).toBe(meant);
  });

  it('says nothing when nothing is near', () => {
    expect(nearestWord('temperature', parameters)).toBeUndefined();
    expect(didYouMean('temperature', parameters)).toBe('');
  });

  it('always finds a word that is there', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, selector: (word) => word.toLowerCase() }),
        (words) => {
          expect(words.map((word) => nearestWord(word, words))).toEqual(words);
        },
      ),
    );
  });
});
