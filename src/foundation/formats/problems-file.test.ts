import { expect, it } from 'vitest';
import { problemsCsv } from './problems-file.ts';

it('writes held and rejected rows that are safe to open', async () => {
  const problems = [
    { file: 'a.csv', line: 12, column: 'enrolments', value: '12,5', reason: 'is neither a number nor a known symbol' },
    { file: 'a.csv', line: 13, column: '=cmd', value: '=HYPERLINK("http://x")', reason: 'no' },
    {
      file: 'b.zip!c.csv',
      line: 14,
      column: '',
      value: `two\r\nlines\u0007 ${'x'.repeat(300)}`,
      reason: 'The row has 3 values',
    },
    { file: 'b.csv', line: 15, column: 'name', value: `${'y'.repeat(198)}😀😀`, reason: 'too long' },
  ];
  let text = '';
  for await (const piece of problemsCsv(problems)) text += piece;
  expect(text.startsWith('\uFEFFfile,line,column,value,reason\r\n')).toBe(true);
  expect(text.isWellFormed()).toBe(true);
  await expect(text).toMatchFileSnapshot('golden/problems.csv');
});
