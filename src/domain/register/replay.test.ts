import { describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { StoredRegister } from './model.ts';
import { replay } from './replay.ts';

const at = (time: string) => new Date(`2026-11-20T${time}:00Z`);
const current: StoredRegister = {
  settingId: 1,
  day: plainDate('2026-11-20'),
  session: 1,
  version: 4,
  takenAt: at('09:00'),
  actor: 'A teacher',
  bookId: 1,
  marks: Uint8Array.of(65, 216, 65),
};
const by = { actor: 'A teacher', reason: 'Corrected' };
const history = {
  amendments: [
    { place: 1, version: 2, original: 65, amended: 138, amendedAt: at('10:00'), ...by },
    { place: 1, version: 4, original: 138, amended: 216, amendedAt: at('12:00'), ...by },
  ],
  entries: [{ version: 3, enteredAt: at('11:00'), places: [2] }],
};
const standing = (time: string, past = history) => {
  const register = replay(current, past, at(time));
  return register && [register.version, ...register.marks];
};

describe('a register', () => {
  it('stands as its latest version by then', () => {
    expect(standing('08:59')).toBeUndefined();
    expect(standing('09:30')).toEqual([1, 65, 65]);
    expect(standing('10:00')).toEqual([2, 65, 138]);
    expect(standing('11:30')).toEqual([3, 65, 138, 65]);
    expect(standing('12:00')).toEqual([4, 65, 216, 65]);
  });

  it('stands as it once was even where two machines’ clocks disagree', () => {
    const [first, second] = history.amendments;
    const skewed = {
      ...history,
      amendments: [first, { ...second, amendedAt: at('09:58') }] as typeof history.amendments,
    };
    expect(standing('09:59', skewed)).toEqual([4, 65, 216, 65]);
    expect(standing('09:57', skewed)).toEqual([1, 65, 65]);
  });

  it('that was first sent as a later version has that one from the start', () => {
    const sent = { amendments: [], entries: [{ version: 4, enteredAt: at('09:00'), places: [] }] };
    expect(standing('09:00', sent)).toEqual([4, 65, 216, 65]);
  });
});
