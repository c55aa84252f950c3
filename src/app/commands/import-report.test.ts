import { describe, expect, it } from 'vitest';
import type { FileReport, ImportReport } from '#domain/publication/import-model.ts';
import { addCounts, noRows } from '#domain/publication/import-model.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { importStatus, reportText } from './import-report.ts';

const weekly: FileReport = {
  file: 'attendance.csv',
  outcome: 'imported',
  dataset: 'attendance-weekly',
  title: 'Pupil attendance by week',
  publishedOn: plainDate('2025-10-16'),
  publishedOnBasis: 'path',
  counts: { read: 1234, loaded: 1000, known: 200, held: 30, rejected: 4 },
  undeclaredColumns: ['reason_q_new', 'note'],
  newCodes: ['Q'],
  undeclaredLabels: [],
  newAreas: [],
  problemsFile: '/data/problems/attendance.csv',
};
const bare = { counts: noRows, undeclaredColumns: [], newCodes: [], undeclaredLabels: [], newAreas: [] };
const known: FileReport = {
  ...weekly,
  ...bare,
  file: 'again.csv',
  outcome: 'already-known',
  counts: { ...noRows, read: 5, known: 5 },
};
const refused: FileReport = {
  ...bare,
  file: 'cut.csv.gz',
  outcome: 'failed',
  problem: { code: 'truncated', message: 'cut.csv.gz ends too early.', nextStep: 'Download it again.' },
};

function reportOf(...files: readonly FileReport[]): ImportReport {
  const totals = files.map(({ counts }) => counts).reduce(addCounts, noRows);
  return { dryRun: false, files, leftAlone: [{ path: 'pictures', summary: '12 pictures' }], totals, seconds: 1 };
}

describe('reportText', () => {
  it('says what became of each file, and accounts for every row', async () => {
    await expect(reportText(reportOf(weekly, known, refused))).toMatchFileSnapshot('golden/cli/import-report.txt');
  });
});

describe('importStatus', () => {
  it.each([
    ['all loaded', [{ ...weekly, counts: { ...noRows, read: 1, loaded: 1 } }], 0],
    ['all known', [known], 0],
    ['some held', [weekly], 1],
    ['one of two refused', [known, refused], 1],
    ['all refused', [refused], 3],
    ['nothing found', [], 3],
  ] as const)('%s', (_case, files, status) => {
    expect(importStatus(reportOf(...files))).toBe(status);
  });
});
