import { describe, expect, it } from 'vitest';
import { readingRegisters } from './categories.ts';
import type { ChildrenScope } from './scope.ts';
import { whyWords } from './why.ts';

const teacher: ChildrenScope = {
  kind: 'children',
  learners: [1, 2, 3],
  settings: [1],
  places: [],
  onRoll: 412,
  ...readingRegisters,
  actor: 'Priya Nair, class teacher, Brook School',
  purpose: 'to teach, and to take registers',
  grounds: { personId: 1, by: 'as class teacher of Brook School', until: new Date('2026-12-19T00:00:00Z') },
};

describe('why somebody may see a page', () => {
  it('is the role, the purpose, until when, and of how many', () => {
    expect(whyWords(teacher)).toBe(
      'You see this as class teacher of Brook School, to teach, and to take registers, until the end of 18 December 2026. It shows 3 of the 412 children on roll: those of your class or year group.',
    );
    expect(whyWords(teacher, 'one-child')).toMatch(/ This is one of the 3 you work with\.$/);
    expect(whyWords(teacher, 'no-child')).toMatch(/18 December 2026\.$/);
  });

  it('says the hour where it ends within a day, in London', () => {
    const until = new Date('2026-06-03T12:30:00Z');
    const by = 'as social worker, having opened a record';
    expect(whyWords({ ...teacher, onRoll: undefined, grounds: { personId: 1, by, until } })).toBe(
      'You see this as social worker, having opened a record, to teach, and to take registers, until 13:30 on 3 June 2026. It shows only those you work with: 3 children in all.',
    );
  });

  it('is said to a family without a purpose or a number', () => {
    const grounds = { personId: 1, by: 'because it is your own record', family: 'child' } as const;
    expect(whyWords({ ...teacher, learners: [1], grounds })).toBe('You see this because it is your own record.');
  });

  it('is who one is here as, where no stored fact stands behind it', () => {
    expect(whyWords({ ...teacher, kind: 'area', laId: 1, grounds: undefined } as never)).toBe(
      'You see this as Priya Nair, class teacher, Brook School, to teach, and to take registers.',
    );
  });
});
