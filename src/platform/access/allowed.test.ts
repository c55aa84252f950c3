import { describe, expect, it } from 'vitest';
import { isOfTheSetting } from './allowed.ts';
import { keepingRegisters } from './categories.ts';
import type { Grounds, Scope } from './scope.ts';

const setting: Scope = { kind: 'setting', settings: [1], actor: 'A head', purpose: 'a test', ...keepingRegisters };
const by = 'as head of a school';

describe('isOfTheSetting', () => {
  it.each<readonly [string, Grounds | undefined, boolean]>([
    ['a role there', { personId: 1, membershipId: 2, organisationId: 3, by }, true],
    ['a role chosen in a demonstration', undefined, true],
    ['a program’s key', { personId: 1, organisationId: 3, by }, false],
    [
      'an agreement, which lends it to another organisation',
      { personId: 1, membershipId: 2, agreementId: 4, by },
      false,
    ],
    ['a record opened for a reason', { personId: 1, membershipId: 2, breakGlassId: 5, by }, false],
  ])('by %s: %s', (_words, grounds, expected) => {
    expect(isOfTheSetting({ ...setting, grounds })).toBe(expected);
  });

  it('is nobody whose scope is of another kind, and nobody without one', () => {
    const area: Scope = { kind: 'area', laId: 1, actor: 'An officer', purpose: 'a test', ...keepingRegisters };
    expect(isOfTheSetting(area)).toBe(false);
    expect(isOfTheSetting(undefined)).toBe(false);
  });
});
