import { describe, expect, it } from 'vitest';
import { counted, printedCount } from './count-words.ts';
import { dayInShort, dayInWords, monthInWords } from './day-words.ts';
import { plainDate } from './plain-date.ts';

describe('a day in words', () => {
  it.each([
    ['2024-01-15', '15 January 2024', '15 Jan 2024', 'January 2024'],
    ['2023-09-01', '1 September 2023', '1 Sept 2023', 'September 2023'],
    ['2024-03-31', '31 March 2024', '31 Mar 2024', 'March 2024'],
  ])('%s, on whatever side of midnight the machine is', (day, words, short, month) => {
    const date = plainDate(day);
    expect([dayInWords(date), dayInShort(date), monthInWords(date)]).toEqual([words, short, month]);
  });
});

describe('a count in words', () => {
  it('has its thousands apart, and means over days are rounded', () => {
    expect([0, 999, 1_234_567, 1_234.5].map(printedCount)).toEqual(['0', '999', '1,234,567', '1,235']);
  });

  it('is one or many', () => {
    expect([counted(0, 'row'), counted(1, 'row'), counted(2_000, 'row')]).toEqual(['0 rows', '1 row', '2,000 rows']);
    expect(counted(2, 'authority', 'authorities')).toBe('2 authorities');
  });
});
