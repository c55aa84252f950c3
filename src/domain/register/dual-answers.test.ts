import { describe, expect, it } from 'vitest';
import { bookOf } from '#foundation/nations/code-books.ts';
import { answersOf } from './dual-answers.ts';

const book = bookOf('england');
const roll = (settingId: number, code: string) => ({
  settingId,
  slot: settingId * 10,
  byte: book.bytes.get(code) ?? 0,
  isDual: code === 'D',
});
const told = (...rolls: readonly ReturnType<typeof roll>[]) =>
  answersOf(rolls).map(({ settingId, otherSettingId, says }) => `${settingId} ${otherSettingId} ${says}`);

describe('what settings are told of each other', () => {
  it.each([
    ['the child was there', ['D', '/'], ['1 2 attended', '2 1 elsewhere']],
    ['the child was there late', ['D', 'L'], ['1 2 attended', '2 1 elsewhere']],
    ['an absence, and not why', ['D', 'I'], ['1 2 not-attended', '2 1 elsewhere']],
    ['not expected there either', ['D', '#'], ['1 2 not-attended', '2 1 elsewhere']],
    ['no mark yet', ['D', ''], ['1 2 no-mark', '2 1 elsewhere']],
    ['both say the other', ['D', 'D'], ['1 2 elsewhere', '2 1 elsewhere']],
  ])('%s', (_, codes, expected) => {
    expect(told(...codes.map((code, index) => roll(index + 1, code)))).toEqual(expected);
  });

  it('is nothing where nobody wrote D, whatever else they wrote', () => {
    expect(told(roll(1, 'I'), roll(2, '/'))).toEqual([]);
    expect(told(roll(1, 'D'))).toEqual([]);
  });

  it('of several is the one that knows most, and those who wrote no D hear only of a D', () => {
    expect(told(roll(1, 'D'), roll(2, ''), roll(3, '/'))).toEqual(['1 3 attended', '2 1 elsewhere', '3 1 elsewhere']);
    expect(told(roll(1, 'D'), roll(2, 'C'), roll(3, 'I')).filter((one) => !one.startsWith('1'))).toEqual([
      '2 1 elsewhere',
      '3 1 elsewhere',
    ]);
  });
});
