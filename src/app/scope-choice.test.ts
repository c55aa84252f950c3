import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formFields } from './form-body.ts';
import type { ScopeChoice } from './scope-choice.ts';
import { choiceKinds, chosenInCookie, readChoice, rememberingCookie, writtenChoice } from './scope-choice.ts';

const anyChoice: fc.Arbitrary<ScopeChoice> = fc.oneof(
  fc.constant({ kind: 'nobody' } as const),
  fc.record({ kind: fc.constantFrom(...choiceKinds), key: fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/) }),
);

describe('a choice', () => {
  it('is read as it was written, and as the cookie keeps it', () => {
    fc.assert(
      fc.property(anyChoice, (choice) => {
        expect(readChoice(writtenChoice(choice))).toEqual(choice);
        const [pair = ''] = rememberingCookie(choice, undefined).split(';');
        expect(readChoice(chosenInCookie(`a=b; ${pair}; c=d`) ?? '')).toEqual(choice);
      }),
    );
  });

  it('is made of nothing that could end a header or a statement', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const choice = readChoice(text);
        if (choice) expect(writtenChoice(choice)).toMatch(/^(?:nobody|[a-z]+:[A-Za-z0-9-]{1,20})$/);
      }),
    );
  });
});

describe('a form', () => {
  it('gives a field that stands more than once as a list, and one called __proto__ as a field', () => {
    expect(formFields('a=1&b=x+y&a=2&c=')).toEqual({ a: ['1', '2'], b: 'x y', c: '' });
    const fields = formFields('__proto__=polluted&constructor=1');
    expect(Object.keys(fields ?? {})).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  });

  it('may have 2,000 fields and not one more', () => {
    expect(formFields('a=1&'.repeat(2_000))).toBeDefined();
    expect(formFields('a=1&'.repeat(2_001))).toBeUndefined();
  });
});
