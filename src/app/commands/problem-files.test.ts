import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testClock } from '../../../test/app-parts.ts';
import { oneProblemFile, problemFilesIn } from './problem-files.ts';

const problem = (line: number) => ({ file: 'a.csv', line, column: 'x', value: '=1', reason: 'It is no number.' });

describe('problems files', () => {
  it('are one for each imported file, and never replace one another', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'headwater-problems-'));
    const files = problemFilesIn(path.join(folder, 'new'), testClock);
    const first = await files.write('week 3/a.csv', [problem(2)]);
    const second = await files.write('week 3/a.csv', [problem(3)]);
    expect(path.basename(first)).toBe('week-3-a.csv-2026-01-15T10-00-00.csv');
    expect(second).not.toBe(first);
    expect(await readFile(first, 'utf8')).toContain('It is no number.');
  });

  it('can be gathered in one file with one heading', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'headwater-problems-'));
    const files = oneProblemFile(path.join(folder, 'all.csv'));
    await files.write('a', [problem(2), problem(3)]);
    const file = await files.write('b', [problem(4)]);
    const lines = (await readFile(file, 'utf8')).trimEnd().split(/\r?\n/);
    expect(lines).toHaveLength(4);
    expect(lines.filter((line) => line.includes('reason'))).toHaveLength(1);
  });
});
