import { describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { gapsByChild } from './dual-children.ts';
import type { ListedGap } from './dual-store.ts';

const gap = (given: Partial<ListedGap>): ListedGap => ({
  learnerId: 1,
  settingId: 10,
  otherSettingId: 20,
  side: 'marked',
  slot: 1,
  day: plainDate('2026-01-14'),
  session: 1,
  found: 'unmeasured',
  raisedAt: new Date(0),
  closedAt: null,
  closedBy: null,
  outcome: null,
  surname: 'Abara',
  givenName: 'Amina',
  class: '4B',
  ...given,
});
const otherSide = { side: 'partner', settingId: 20, otherSettingId: 10, class: 'Forge' } as const;

describe('tasks gathered by child', () => {
  it('are one half day for both sides, leading to the register that should have the mark', () => {
    const [child, ...others] = gapsByChild([gap({}), gap(otherSide)]);
    expect(others).toEqual([]);
    expect(child).toMatchObject({ name: 'Amina Abara', class: '4B', markedId: 10, expectedId: 20 });
    expect(child?.halves).toEqual([{ day: '2026-01-14', session: 1, settingId: 20 }]);
  });

  it('name both settings the same way whichever side is seen', () => {
    const [child] = gapsByChild([gap(otherSide)]);
    expect(child).toMatchObject({ markedId: 10, expectedId: 20 });
  });

  it('are apart for children, and for findings', () => {
    const gaps = [gap({}), gap({ learnerId: 2 }), gap({ found: 'absent', session: 2 })];
    expect(gapsByChild(gaps)).toHaveLength(3);
  });

  it('come the newest first, children and half days', () => {
    const newer = plainDate('2026-01-15');
    const found = gapsByChild([gap({}), gap({ learnerId: 2 }), gap({ learnerId: 2, day: newer, session: 2 })]);
    expect(found.map(({ halves }) => halves.map(({ day, session }) => `${day} ${session}`))).toEqual([
      ['2026-01-15 2', '2026-01-14 1'],
      ['2026-01-14 1'],
    ]);
  });
});
