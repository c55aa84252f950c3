import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateOf } from '#foundation/nations/code-book.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { childAbsence, enrolmentAbsence, joinSession } from './dual-day.ts';
import { dualBytes, gapsOf, reconcile } from './dual-gaps.ts';
import type { GapStored, GapWanted, RollThen } from './dual-model.ts';

const book = bookOf('england');
const byte = (code: string): number => book.bytes.get(code) ?? 0;
const now = new Date('2026-01-15T13:00:00Z');
const due = { passed: new Date('2026-01-15T12:59:00Z'), still: new Date('2026-01-15T13:01:00Z') };

function roll(settingId: number, code: string, given: Partial<RollThen> = {}): RollThen {
  const usual = { settingId, slot: settingId * 10, byte: byte(code), isDual: code === 'D', taken: code !== '' };
  return { ...usual, nextDue: due.still, partnerSettingId: undefined, ...given };
}

const found = (gaps: readonly GapWanted[]) =>
  gaps.map((gap) => `${gap.settingId} ${gap.side} ${gap.otherSettingId} ${gap.found}`);

describe('the code that says “at the other setting”', () => {
  it('is known for England and Wales, and for no nation that has none', () => {
    expect(dualBytes(book)).toEqual([byte('D')]);
    expect(dualBytes(bookOf('wales'))).toHaveLength(1);
    expect(dualBytes(bookOf('scotland'))).toEqual([]);
    expect(dualBytes(bookOf('northern-ireland'))).toEqual([]);
  });
});

describe('a mark D', () => {
  it.each<[string, readonly RollThen[], readonly string[]]>([
    ['is paired by a positive mark', [roll(1, 'D'), roll(2, '/')], []],
    ['is paired by lateness too', [roll(1, 'D'), roll(2, 'L')], []],
    ['waits while the partner has time', [roll(1, 'D'), roll(2, '')], []],
    [
      'is a gap when the next session is due and there is no register',
      [roll(1, 'D'), roll(2, '', { nextDue: due.passed })],
      ['1 marked 2 unmeasured', '2 partner 1 unmeasured'],
    ],
    [
      'is a gap when the register is taken without the child',
      [roll(1, 'D'), roll(2, '', { taken: true })],
      ['1 marked 2 unmeasured', '2 partner 1 unmeasured'],
    ],
    [
      'is a gap when the partner knows of an absence',
      [roll(1, 'D'), roll(2, 'I')],
      ['1 marked 2 absent', '2 partner 1 absent'],
    ],
    [
      'is a gap when both say the other',
      [roll(1, 'D'), roll(2, 'D')],
      ['1 marked 2 not-required', '2 marked 1 not-required'],
    ],
    [
      'is a gap when the partner is shut',
      [roll(1, 'D'), roll(2, '#')],
      ['1 marked 2 not-required', '2 partner 1 not-required'],
    ],
    ['is a gap when the child is on no other roll', [roll(1, 'D')], ['1 marked 0 not-on-roll']],
    ['names the partner that the roll names', [roll(1, 'D', { partnerSettingId: 7 })], ['1 marked 7 not-on-roll']],
    [
      'asks the partner that is named, of two',
      [roll(1, 'D', { partnerSettingId: 3 }), roll(2, ''), roll(3, 'N')],
      ['1 marked 3 absent', '3 partner 1 absent'],
    ],
    ['is paired by any other setting', [roll(1, 'D', { partnerSettingId: 3 }), roll(2, '/'), roll(3, 'N')], []],
    ['waits for the later of two unnamed', [roll(1, 'D'), roll(2, 'N'), roll(3, '')], []],
    ['without which nobody is asked', [roll(1, '/'), roll(2, '', { nextDue: due.passed })], []],
  ])('%s', (_what, rolls, expected) => {
    expect(found(gapsOf(rolls, now))).toEqual(expected);
  });
});

const stored = (gap: GapWanted, given: Partial<GapStored> = {}): GapStored => ({
  ...gap,
  learnerId: 1,
  closedAt: null,
  closedBy: null,
  outcome: null,
  ...given,
});

describe('tasks stored', () => {
  const open = [roll(1, 'D'), roll(2, '', { taken: true })];
  const [marked, partner] = gapsOf(open, now) as [GapWanted, GapWanted];
  const closed = { closedAt: now, outcome: 'x' };
  const words = { ...closed, closedBy: 'A head' };

  it('are raised once', () => {
    expect(reconcile([], [marked, partner], open).map(({ kind }) => kind)).toEqual(['raise', 'raise']);
    expect(reconcile([stored(marked), stored(partner)], [marked, partner], open)).toEqual([]);
  });

  it('close themselves, and say why', () => {
    const both = [stored(marked), stored(partner)];
    const outcomes = (rolls: readonly RollThen[]) =>
      reconcile(both, gapsOf(rolls, now), rolls).map((change) => change.kind === 'close' && change.outcome);
    expect(outcomes([roll(1, 'D'), roll(2, '/')])).toEqual([
      'The register of the other setting now has the child present.',
      'The register of this setting now has the child present.',
    ]);
    expect(outcomes([roll(1, 'N'), roll(2, '')])).toEqual(
      Array(2).fill('The mark that said the child was expected at the other setting was corrected.'),
    );
  });

  it('stay closed with somebody’s words until something else is found', () => {
    expect(reconcile([stored(marked, words), stored(partner, words)], [marked, partner], open)).toEqual([]);
    const absent = { ...marked, found: 'absent' as const };
    expect(reconcile([stored(marked, words)], [absent], open)).toEqual([{ kind: 'reopen', gap: absent }]);
  });

  it('are opened again when the registers that closed them change back', () => {
    expect(reconcile([stored(marked, closed)], [marked], open)).toEqual([{ kind: 'reopen', gap: marked }]);
  });
});

const marks = fc.array(
  fc.record({ settingId: fc.nat(), byte: fc.constantFrom(0, ...book.bytes.values()) }).map((mark) => ({
    ...mark,
    isDual: mark.byte === byte('D'),
  })),
  { minLength: 1, maxLength: 4 },
);

describe('a child’s day across settings', () => {
  it.each([
    [['D', '/'], 'present'],
    [['I', '/'], 'present'],
    [['D', 'I'], 'absent'],
    [['D', ''], 'unmeasured'],
    [['D', 'D'], 'unmeasured'],
    [['D'], 'unmeasured'],
    [['D', '#'], 'not-required'],
    [['#', ''], 'unmeasured'],
  ] as const)('%j is %s', (codes, state) => {
    const joined = joinSession(codes.map((code, at) => ({ settingId: at, byte: byte(code), isDual: code === 'D' })));
    expect(joined.state).toBe(state);
  });

  it('counts no session twice, and each setting’s own count is the sum over settings', () => {
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 12 }), (days) => {
        const sessions = days.map(joinSession);
        const child = childAbsence(sessions);
        const byEnrolment = enrolmentAbsence(sessions);
        const measured = days.flat().filter((mark) => mark.byte >= 64);
        expect(byEnrolment.possible).toBe(measured.length);
        expect(byEnrolment.absence).toBe(measured.filter((mark) => stateOf(mark.byte) === 'absent').length);
        expect(child.possible).toBeLessThanOrEqual(Math.min(sessions.length, byEnrolment.possible));
        expect(child.absence).toBeLessThanOrEqual(Math.min(child.possible, byEnrolment.absence));
        for (const { state, marks: recorded } of sessions) {
          if (state === 'present' || state === 'absent')
            expect(recorded.some((mark) => stateOf(mark.byte) === state)).toBe(true);
        }
      }),
    );
  });

  it('does not depend on the order in which settings are read', () => {
    fc.assert(
      fc.property(marks, (drawn) => {
        expect(joinSession(drawn.toReversed()).state).toBe(joinSession(drawn).state);
      }),
    );
  });
});
