import { describe, expect, it } from 'vitest';
import { progressLine, progressText } from './progress-line.ts';

const progress = { file: 'attendance-2025-10.csv', rows: 412_000, bytes: 41, totalBytes: 100 };

describe('progressText', () => {
  it('says file, rows, share, rate and time to go', () => {
    expect(progressText(progress, 5, 100)).toBe('attendance-2025-10.csv  412,000 rows  41 %  82,400 rows/s  ETA 0:08');
  });

  it('claims no rate in the first second', () => {
    expect(progressText(progress, 0.2, 100)).toBe('attendance-2025-10.csv  412,000 rows  41 %');
  });

  it('keeps the end of a long name, and stays on its line', () => {
    const text = progressText({ ...progress, file: `${'very-'.repeat(30)}long.csv` }, 5, 80);
    expect(text).toContain('long.csv  412,000 rows');
    expect(text.length).toBeLessThan(80);
    expect(progressText(progress, 5, 30).length).toBeLessThan(30);
  });
});

describe('progressLine', () => {
  function drawing(columns: number | undefined) {
    const written: string[] = [];
    let now = 0;
    const clock = { now: () => new Date(now), today: () => '2026-01-15' as never };
    const line = progressLine({ columns, narrate: (text) => written.push(text), clock });
    return { line, written, wait: (milliseconds: number) => (now += milliseconds) };
  }

  it('is redrawn at most ten times a second, and taken away at the end', () => {
    const { line, written, wait } = drawing(100);
    line.show(progress);
    line.show(progress);
    wait(100);
    line.show(progress);
    line.clear();
    expect(written).toHaveLength(3);
    expect(written.at(-1)).toBe('\r\u001B[2K');
  });

  it('is one plain line for each file where nothing can be redrawn', () => {
    const { line, written } = drawing(undefined);
    for (const file of ['a.csv', 'a.csv', 'b.csv']) line.show({ ...progress, file });
    line.clear();
    expect(written).toEqual(['Reading a.csv\n', 'Reading b.csv\n']);
  });
});
