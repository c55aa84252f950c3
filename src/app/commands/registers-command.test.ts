import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { makeUpn } from '#foundation/kernel/pupil-identifiers.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { freshDatabaseUrl } from '../../../test/database/fresh-database.ts';
import { recordedTerminal, transcript } from '../../../test/recorded-terminal.ts';
import type { SmallSchool } from '../../../test/registers/small-school.ts';
import { makeUpArea, makeUpSchool } from '../../../test/registers/small-school.ts';
import { runCommandLine } from './cli.ts';

let folder: string;
let environment: Record<string, string>;
let school: SmallSchool;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'headwater-files-'));
  const databaseUrl = await freshDatabaseUrl();
  environment = { DATABASE_URL: databaseUrl, HEADWATER_DATA_DIR: path.join(folder, 'data') };
  const opened = await openDatabase({ databaseUrl, dataFolder: folder, notify: () => undefined });
  if (!opened.ok) throw new ProblemError(opened.failure);
  await makeUpArea(opened.value);
  school = await makeUpSchool(opened.value, 1, 6);
  await opened.value.close();
});
afterAll(() => rm(folder, { recursive: true }));

/** A transcript without what differs each time: the folder and the seconds. */
async function typing(...words: readonly string[]): Promise<string> {
  const text = await transcript(words, environment, { [folder]: '/home/ann' });
  return text.replaceAll(/ in \d+\.\d s/g, ' in 0.0 s').replaceAll(/(-2026-01-15T[\d-]+)\.csv/g, '-TIME.csv');
}

async function written(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

const urn = ['--urn', '990001'] as const;

describe('headwater registers import', () => {
  it('tries, loads, and recognises what it has loaded', async () => {
    const rows = school.upns.slice(0, 3).map((upn) => `${upn},2026-01-12,AM,/`);
    const file = await written('monday.csv', `UPN,Date,Session,Code\n${rows.join('\n')}\n`);
    const tried = await typing('registers', 'import', file, ...urn, '--dry-run');
    const loaded = await typing('registers', 'import', file, ...urn);
    const again = await typing('registers', 'import', file, ...urn);
    await expect(tried + loaded + again).toMatchFileSnapshot('golden/cli/registers-import.txt');
  });

  it('rejects mark by mark, remembers a supplier, and says what is missing', async () => {
    const file = await written(
      'slate.csv',
      `Learner,When,Half,Value\n${school.upns[0]},2026-01-13,AM,Here\nnobody,2026-01-13,AM,/\n`,
    );
    const refused = await typing('registers', 'import', file, ...urn);
    const maps = ['Learner=pupil', 'When=date', 'Half=session', 'Value=code'].flatMap((one) => ['--map', one]);
    const said = await typing('registers', 'import', file, ...urn, '--supplier', 'Slate', ...maps, '--code', 'Here=/');
    const problems = path.join(folder, 'problems.csv');
    const remembered = await typing('registers', 'import', file, ...urn, '--supplier', 'Slate', '--problems', problems);
    await expect(refused + said + remembered).toMatchFileSnapshot('golden/cli/registers-import-problems.txt');
    expect(await readFile(problems, 'utf8')).toContain('nobody');
  });

  it.each([
    ['registers-import-no-urn', ['registers', 'import', 'x.csv']],
    ['registers-import-bad-urn', ['registers', 'import', 'x.csv', '--urn', 'soon']],
    ['registers-import-unknown-setting', ['registers', 'import', 'x.csv', '--urn', '123456']],
    ['registers-import-bad-map', ['registers', 'import', 'x.csv', '--urn', '990001', '--map', 'Date']],
  ])('%s', async (name, words) => {
    await expect(await typing(...words)).toMatchFileSnapshot(`golden/cli/${name}.txt`);
  });

  it('prints its report as JSON and nothing beside it', async () => {
    const file = await written('json.csv', `UPN,Date,Session,Code\n${school.upns[1]},2026-01-14,AM,/\n`);
    const terminal = recordedTerminal({ environment });
    expect(await runCommandLine(['registers', 'import', file, ...urn, '--json'], terminal)).toBe(0);
    expect(JSON.parse(terminal.written())).toMatchObject({ ok: true, totals: { read: 1, loaded: 1 } });
  });

  it('stops between registers, and goes on when typed again', async () => {
    const rows = school.upns.slice(0, 3).flatMap((upn) => [`${upn},2026-01-08,AM,/`, `${upn},2026-01-08,PM,/`]);
    const file = await written('stopped.csv', `UPN,Date,Session,Code\n${rows.join('\n')}\n`);
    const stopping = new AbortController();
    const terminal = recordedTerminal({ environment, interrupted: stopping.signal });
    const narrate = (text: string): void => {
      stopping.abort();
      terminal.narrate(text);
    };
    expect(await runCommandLine(['registers', 'import', file, ...urn], { ...terminal, narrate })).toBe(130);
    const after = recordedTerminal({ environment });
    expect(await runCommandLine(['registers', 'import', file, ...urn, '--json'], after)).toBe(0);
    const { read, loaded, known } = JSON.parse(after.written()).totals;
    expect([read, loaded + known]).toEqual([6, 6]);
  });
});

describe('headwater registers begin', () => {
  it('keeps a setting that is known, once, and changes only its trust and when registers are due', async () => {
    const databaseUrl = environment['DATABASE_URL'] ?? '';
    const opened = await openDatabase({ databaseUrl, dataFolder: folder, notify: () => undefined });
    if (!opened.ok) throw new ProblemError(opened.failure);
    const { pool } = opened.value;
    await pool.query(`INSERT INTO area (area_id, kind, name, parent_id, source, verified) OVERRIDING SYSTEM VALUE
      VALUES (900011, 'nation', 'Made-up England', NULL, 'a test', true), (900012, 'local-authority', 'Made-upshire', 900011, 'a test', true)`);
    await pool.query(`INSERT INTO area_code (area_id, scheme, code)
      VALUES (900011, 'gss', 'E99000011'), (900012, 'gss', 'E99000012')`);
    await pool.query(
      `INSERT INTO setting (setting_id, urn, name, area_id, source) VALUES (5001, 123450, 'Ash School', 900012, 'a test')`,
    );
    await pool.query(
      `INSERT INTO setting (setting_id, urn, name, source) VALUES (5002, 123451, 'Nowhere School', 'a test')`,
    );
    await opened.value.close();
    const begin = (...words: readonly string[]) => typing('registers', 'begin', ...words);
    const entered = await begin('--urn', '123450', '--kind', 'secondary');
    const later = await begin('--urn', '123450', '--kind', 'secondary', '--am-due', '09:30');
    const noTrust = await begin('--urn', '123450', '--kind', 'secondary', '--trust', '2044');
    const trust = await begin('--urn', '123450', '--kind', 'secondary', '--trust', '2044', '--trust-name', 'Elm Trust');
    const kept = await begin('--urn', '123450', '--kind', 'secondary', '--json');
    const other = await begin('--urn', '123450', '--kind', 'fe-college');
    const nowhere = await begin('--urn', '123451', '--kind', 'primary');
    const unknown = await begin('--urn', '123452', '--kind', 'primary');
    const wrong = await begin('--urn', '123450', '--kind', 'castle');
    const all = entered + later + noTrust + trust + kept + other + nowhere + unknown + wrong;
    await expect(all).toMatchFileSnapshot('golden/cli/registers-begin.txt');
  });
});

describe('headwater roll import', () => {
  it('enrols, changes, refuses row by row, and says so', async () => {
    const heading = 'UPN,Surname,Forename,DOB,Year,Reg,Entry date,Leaving date,SEN status\n';
    const one = `${makeUpn('999', 50)},Ash,Kit,27/03/2016,4,4B,05/01/2026,,K\n`;
    const two = 'A999000000051,Birch,Lee,27/03/2016,4,4B,05/01/2026,,N\n';
    const three = `${makeUpn('999', 52)},Cedar,Max,27/03/2016,4,4B,05/01/2026,01/01/2026,N\n`;
    const file = await written('roll.csv', heading + one + two + three);
    const tried = await typing('roll', 'import', file, ...urn, '--dry-run');
    const loaded = await typing('roll', 'import', file, ...urn);
    await writeFile(file, heading + one.replace('4B', '5K') + two + three);
    const changed = await typing('roll', 'import', file, ...urn);
    const names = await written('names.csv', 'UPN,Surname\nA,B\n');
    const refused = await typing('roll', 'import', names, ...urn);
    await expect(tried + loaded + changed + refused).toMatchFileSnapshot('golden/cli/roll-import.txt');
  });
});

describe('headwater census check', () => {
  it('says what could be accepted, and why not', async () => {
    const pupils =
      'pupilonrolltableid,NativeId,dob,upn,entrydate,termlysessionspossible\na,SCH1,2012-Mar-27 00:00:00,x,2020-Sep-01 00:00:00,10\n';
    const reasons = 'pupilonrolltableid,NativeId,sessions,attendancereason\na,SCH1,12.0,I\n';
    await written('2024_autumn_pupilonroll.csv', pupils);
    await written('2024_autumn_termlysessiondetailsonroll.csv', reasons);
    const files = ['pupilonroll', 'termlysessiondetailsonroll'].map((table) =>
      path.join(folder, `2024_autumn_${table}.csv`),
    );
    const checked = await typing('census', 'check', ...files);
    const nothing = await typing('census', 'check', path.join(folder, 'roll.csv'));
    await expect(checked + nothing).toMatchFileSnapshot('golden/cli/census-check.txt');
  });
});
