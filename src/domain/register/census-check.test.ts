import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import type { RowProblem } from '#foundation/formats/problems-file.ts';
import { makeUpn } from '#foundation/kernel/pupil-identifiers.ts';
import { checkCensus } from './census-check.ts';
import type { CensusReport } from './census-model.ts';
import { censusDay, censusNumber } from './census-rows.ts';

const synthetic = fileURLToPath(new URL('../../../../shared/data/school_census_synthetic', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'headwater-census-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Checks paths, keeping the problems of each file. */
async function checking(...paths: readonly string[]) {
  const problems = new Map<string, readonly RowProblem[]>();
  const write = (stem: string, found: Iterable<RowProblem>): Promise<string> => {
    problems.set(stem, [...found]);
    return Promise.resolve(`${stem}.csv`);
  };
  const outcome = await checkCensus(paths, { files: nodeFiles, problems: { write } });
  return { outcome, problems };
}

function reportIn({ outcome }: Awaited<ReturnType<typeof checking>>): CensusReport {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

describe('the synthetic extract of a local authority', () => {
  let report: CensusReport;
  let problems: ReadonlyMap<string, readonly RowProblem[]>;

  beforeAll(async () => {
    const checked = await checking(synthetic);
    report = reportIn(checked);
    problems = checked.problems;
  });

  it('is of 9,088 pupils in 8 schools, of whom 8,528 missed more by reason than was possible', () => {
    expect(report).toMatchObject({ pupils: 9088, schools: 8, pupilsOverPossible: 8528 });
  });

  it('is refused row by row, with reasons, and every row is accounted for', async () => {
    expect(report).toMatchObject({ read: 91_595, acceptable: 0, refused: 91_595 });
    const counted = Object.fromEntries(report.files.map(({ table, read, reasons }) => [table, { read, ...reasons }]));
    await expect(`${JSON.stringify(counted, null, 2)}\n`).toMatchFileSnapshot('golden/census/synthetic-reasons.json');
  });

  it('lists each reason with its line, column and value', () => {
    const first = problems.get('2024_autumn_pupilonroll')?.filter(({ line }) => line === 2);
    expect(first).toContainEqual(
      expect.objectContaining({ column: 'upn', reason: 'No valid UPN: A UPN has 13 characters, and this has 12' }),
    );
    const codes = problems.get('2024_autumn_summerhalfterm2sessiondetailsoffroll') ?? [];
    expect(codes.filter(({ value, reason }) => value === 'J1' && reason.startsWith('A code')).length).toBe(120);
    expect(codes.find(({ value }) => value === 'J1')?.reason).toContain('in use from 2024-08-19');
  });

  it('leaves alone what is not about attendance', () => {
    expect(report.leftAlone.map((name) => path.basename(name)).toSorted()).toContain(
      '2024_autumn_fsmperiodsonroll.csv.gz',
    );
  });
});

describe('an extract with nothing wrong', () => {
  it('could be accepted', async () => {
    const heading = 'pupilonrolltableid,NativeId,dob,upn,sex,entrydate,enrolstatus,senprovision,ncyearactual';
    const totals = 'termlysessionspossible,termlysessionsauthorised,termlysessionsunauthorised';
    const pupil = `a1,SCH1,2012-Mar-27 00:00:00,${makeUpn('941', 1)},F,2020-Sep-01 00:00:00,C,K,7,120.0,6.0,0.0`;
    const [pupils, reasons] = ['pupilonroll', 'termlysessiondetailsonroll'].map((table) =>
      path.join(folder, `2024_autumn_${table}.csv`),
    ) as [string, string];
    await writeFile(pupils, `${heading},${totals}\n${pupil}\n`);
    await writeFile(reasons, 'pupilonrolltableid,NativeId,sessions,attendancereason\na1,SCH1,6.0,I\n');
    expect(reportIn(await checking(folder))).toMatchObject({
      read: 2,
      acceptable: 2,
      refused: 0,
      pupilsOverPossible: 0,
    });
    await writeFile(
      reasons,
      'pupilonrolltableid,NativeId,sessions,attendancereason\na1,SCH1,-1,I\na1,SCH1,1,I\nz,SCH1,1,I\n',
    );
    const report = reportIn(await checking(folder));
    expect(report).toMatchObject({ read: 4, acceptable: 1, refused: 3 });
    expect(report.files[1]?.reasons).toEqual({ 'sessions-impossible': 1, 'row-repeated': 1, 'pupil-unknown': 1 });
  });

  it('is not found where there is none', async () => {
    const empty = await mkdtemp(path.join(folder, 'none-'));
    await writeFile(path.join(empty, 'letters.csv'), 'a,b\n1,2\n');
    expect((await checking(empty)).outcome).toMatchObject({ ok: false, failure: { code: 'nothing-to-import' } });
  });
});

describe('values of an extract', () => {
  it('are read as its exporter writes them', () => {
    expect(censusDay('2024-Jul-03 00:00:00')).toBe('2024-07-03');
    expect(censusDay('2024-07-03')).toBe('2024-07-03');
    expect(censusDay('2024-Jux-03')).toBeUndefined();
    expect(censusDay('2024-Feb-30 00:00:00')).toBeUndefined();
    expect(censusNumber('133.0')).toBe(133);
    expect(censusNumber('')).toBeUndefined();
    expect(censusNumber('many')).toBeNaN();
  });

  it('never make a check throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        censusDay(text);
        censusNumber(text);
      }),
    );
  });
});
