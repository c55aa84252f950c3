import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepers } from '#domain/roll/keeper-store.ts';
import { putRoll } from '#domain/roll/put-roll.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import type { RowProblem } from '#foundation/formats/problems-file.ts';
import { problemsCsv } from '#foundation/formats/problems-file.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { makeUln } from '#foundation/kernel/pupil-identifiers.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { makeUpSetting, settingScope } from '../../../test/registers/made-up-setting.ts';
import type { SmallSchool } from '../../../test/registers/small-school.ts';
import { makeUpArea, makeUpSchool } from '../../../test/registers/small-school.ts';
import { recordRegister } from './actions.ts';
import { importFiles } from './files-import.ts';
import { supplierMapping } from './files-mapping-store.ts';
import type { FileCounts, FilesAsked, FilesReport } from './files-model.ts';
import { noMapping } from './files-model.ts';
import { importRegisterFile } from './files-registers.ts';
import { rebuildSettingYear } from './rebuild.ts';
import { readYear } from './rebuild-store.ts';
import { registerAt } from './register-store.ts';
import { replaceEvents } from './timetable-store.ts';

let database: Database;
let folder: string;
let schools: readonly SmallSchool[];
let kept: readonly RowProblem[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'headwater-registers-'));
  database = await freshDatabase();
  await makeUpArea(database);
  const made: SmallSchool[] = [];
  for (let settingId = 1; settingId <= 9; settingId += 1) made.push(await makeUpSchool(database, settingId, 6));
  schools = made;
});
afterAll(() => rm(folder, { recursive: true }));

function school(settingId: number): SmallSchool {
  return schools[settingId - 1] as SmallSchool;
}

const clock = stoppedClock(new Date('2026-01-20T16:00:00Z'));

async function importing(
  settingId: number,
  content: string | Buffer,
  more: Partial<FilesAsked> & { readonly name?: string } = {},
): Promise<FilesReport> {
  const { name = 'registers.csv', ...asked } = more;
  const file = path.join(folder, name);
  await writeFile(file, content);
  kept = [];
  const write = (_stem: string, found: Iterable<RowProblem>): Promise<string> => {
    kept = [...found];
    return Promise.resolve('problems.csv');
  };
  const { urn } = school(settingId);
  const report = await importFiles(
    { paths: [file], urn, mapping: noMapping, dryRun: false, ...asked },
    'registers',
    importRegisterFile,
    { database, clock, files: nodeFiles, problems: { write } },
  );
  for (const { counts } of report.files) expect(balance(counts)).toBe(0);
  return report;
}

function balance({ read, loaded, known, held, rejected }: FileCounts): number {
  return read - loaded - known - held - rejected;
}

async function codesAt(settingId: number, day: string, session: number): Promise<string> {
  const key = { settingId, day: plainDate(day), session };
  const register = await inScope(database, settingScope(settingId), (scoped) => registerAt(scoped, key));
  const { codes } = bookOf('england');
  return [...(register?.marks ?? [])].map((byte) => codes[byte] || '-').join('');
}

const heading = 'UPN,Date,Session,Code\n';

describe('a file with a row a mark', () => {
  it('is loaded by register, and changes nothing the second time', async () => {
    const rows = school(1)
      .upns.slice(0, 4)
      .flatMap((upn) => [`${upn},2026-01-12,AM,/`, `${upn},12/01/2026,pm,\\`]);
    const first = await importing(1, heading + rows.join('\n'));
    expect(first.files[0]).toMatchObject({ changed: 2, counts: { read: 8, loaded: 8 } });
    expect(await codesAt(1, '2026-01-12', 1)).toBe('////');
    expect(await codesAt(1, '2026-01-12', 2)).toBe('\\\\\\\\');
    const second = await importing(1, heading + rows.join('\n'));
    expect(second.files[0]).toMatchObject({ changed: 0, counts: { read: 8, loaded: 0, known: 8 } });
  });

  it('refuses mark by mark, with reasons, and keeps the rest of each register', async () => {
    const [one, two, three] = school(2).upns;
    const leaver = school(2).upns[5];
    const rows = [
      `${one},2026-01-13,AM,/`,
      `${two},2026-01-13,AM,QQ`,
      `${leaver},2026-01-13,AM,/`,
      'Z999999999999,2026-01-13,AM,/',
      `${school(3).upns[0]},2026-01-13,AM,/`,
      `${one},2026-01-16,PM,/`,
      `${one},2026-02-30,AM,/`,
      `${one},2026-01-17,AM,/`,
      `${one},2025-12-22,AM,/`,
      `${one},2026-01-21,AM,/`,
      `${one},2026-01-13,noon,/`,
      `${one},2026-01-13,3,/`,
      `${three},2026-01-13,AM,/`,
      `${three},2026-01-13,AM,/`,
      `${two},2026-01-13,PM,/`,
      `${two},2026-01-13,PM,I`,
      `${one},2024-06-03,AM,/`,
      `${two},2026-01-13`,
      `${one},2026-01-14,AM,=HYPERLINK(A1)`,
    ];
    const report = await importing(2, heading + rows.join('\n'));
    expect(report.totals).toEqual({ read: 19, loaded: 2, known: 1, held: 2, rejected: 14 });
    expect(await codesAt(2, '2026-01-13', 1)).toBe('/-/');
    let text = '';
    for await (const piece of problemsCsv(kept)) text += piece;
    const printed = text.replaceAll(folder, '/home/ann');
    await expect(printed).toMatchFileSnapshot('golden/files/problems.csv');
    expect(printed).toContain("'=HYPERLINK");
  });

  it('lays marks over those that are there, and says who changed them', async () => {
    const [one, two] = school(3).upns;
    await importing(3, `${heading}${one},2026-01-12,AM,/\n${two},2026-01-12,AM,/\n`);
    const report = await importing(3, `${heading}${two},2026-01-12,AM,I\n`);
    expect(report.totals.loaded).toBe(1);
    expect(await codesAt(3, '2026-01-12', 1)).toBe('/I');
    const empty = await importing(3, `${heading}${one},2026-01-12,AM,-\n`);
    expect(empty.totals).toMatchObject({ loaded: 0 });
    expect(await codesAt(3, '2026-01-12', 1)).toBe('/I');
  });

  it('takes a version for a whole register, and refuses an older one', async () => {
    const [one, two] = school(4).upns;
    const versioned = 'UPN,Date,Session,Code,Version\n';
    await importing(4, `${versioned}${one},2026-01-12,AM,/,3\n${two},2026-01-12,AM,/,3\n`);
    const older = await importing(4, `${versioned}${one},2026-01-12,AM,I,2\n`);
    expect(older.totals).toEqual({ read: 1, loaded: 0, known: 0, held: 0, rejected: 1 });
    expect(kept[0]?.reason).toContain('as version 3');
    await importing(4, `${versioned}${one},2026-01-12,AM,I,4\n`);
    expect(await codesAt(4, '2026-01-12', 1)).toBe('I');
  });

  it('keeps nothing in a dry run', async () => {
    const report = await importing(5, `${heading}${school(5).upns[0]},2026-01-12,AM,/\n`, { dryRun: true });
    expect(report).toMatchObject({ dryRun: true, totals: { read: 1, loaded: 1 } });
    expect(await codesAt(5, '2026-01-12', 1)).toBe('');
  });

  it('gives totals that a rebuild finds again', async () => {
    await inScope(database, steward('verify'), async (scoped) => {
      const { registers } = await readYear(scoped, 1, 2025 as never);
      expect(registers.length).toBe(2);
    });
  });
});

describe('other layouts', () => {
  it('are read: a column a session, a row a day, ten marks a week', async () => {
    const [one, two] = school(6).upns;
    const wide = `UPN,Surname,2026-01-12 AM,2026-01-12 PM,13/01/2026 AM\n${one},x,/,\\,I\n${two},y,L,,/\n`;
    expect((await importing(6, wide)).files[0]).toMatchObject({
      layout: 'registers, a row a pupil and a column a session',
      counts: { read: 5, loaded: 5 },
    });
    expect(await codesAt(6, '2026-01-12', 1)).toBe('/L');
    const daily = `Pupil,Date,AM,PM\n${one},2026-01-14,/,\\\n${two},2026-01-14,I,I\n`;
    expect((await importing(6, daily)).totals.loaded).toBe(4);
    const weekly = `UPN,Week commencing,Marks\n${one},05/01/2026,/\\/\\I-/\\/\\\n${two},2026-01-06,/\\\n`;
    expect((await importing(6, weekly)).totals).toMatchObject({ read: 11, loaded: 9, rejected: 2 });
    expect(await codesAt(6, '2026-01-07', 1)).toBe('I');
    expect(await codesAt(6, '2026-01-07', 2)).toBe('');
  });

  it('of a supplier are said once, and remembered', async () => {
    const [one] = school(7).upns;
    const theirs = `Learner;When;Half;Value\n${one};2026-01-12;AM;Here\n`;
    const refused = await importing(7, theirs);
    expect(refused.files[0]?.problem?.code).toBe('no-pupil-column');
    const mapping = {
      headings: { Learner: 'pupil', When: 'date', Half: 'session', Value: 'code' },
      codes: { Here: '/' },
    };
    expect((await importing(7, theirs, { supplier: 'Slate', mapping })).totals.loaded).toBe(1);
    expect(await supplierMapping(database, 'Slate', 'registers')).toEqual(mapping);
    expect((await importing(7, theirs, { supplier: 'Slate' })).totals.known).toBe(1);
    expect((await importing(8, theirs, { supplier: 'Other' })).files[0]?.problem?.code).toBe('no-pupil-column');
  });
});

describe('a hostile file', () => {
  it('with a byte order mark, quotes and CRLF is read as what it says', async () => {
    const text = `\uFEFF"UPN","Date","Session","Code"\r\n"${school(8).upns[0]}","2026-01-12","AM","/"\r\n`;
    expect((await importing(8, text)).totals.loaded).toBe(1);
  });

  it('of an older Windows program is read when that is said', async () => {
    const latin = Buffer.from(`UPN,Date,Session,Code,Höhe\n${school(8).upns[1]},2026-01-12,AM,/,ä\n`, 'latin1');
    expect((await importing(8, latin)).files[0]?.problem?.code).toBe('wrong-encoding');
    expect((await importing(8, latin, { encoding: 'windows-1252' })).totals.loaded).toBe(1);
  });

  it('with ten thousand columns is read, or refused with a reason', async () => {
    const columns = Array.from({ length: 10_000 }, (_, at) => `x${at}`).join(',');
    const row = Array.from({ length: 10_000 }, () => '1').join(',');
    const wide = await importing(8, `UPN,${columns}\n${school(8).upns[0]},${row}\n`);
    expect(wide.files[0]?.problem?.code).toBe('no-marks-column');
    expect(wide.files[0]?.problem?.message.length).toBeLessThan(500);
  });

  it('that is cut short keeps nothing, and one in a zip or gzip is read', async () => {
    const rows = school(9)
      .upns.slice(0, 5)
      .map((upn) => `${upn},2026-01-12,AM,/`);
    const whole = gzipSync(heading + rows.join('\n'));
    const cut = await importing(9, whole.subarray(0, whole.length - 12), { name: 'cut.csv.gz' });
    expect(cut.files[0]?.problem).toBeDefined();
    expect(await codesAt(9, '2026-01-12', 1)).toBe('');
    expect((await importing(9, whole, { name: 'whole.csv.gz' })).totals.loaded).toBe(5);
  });

  it('of any kind is accounted for to the last mark, or refused whole', async () => {
    const someone = fc.constantFrom(...school(9).upns, 'Z1', '', '__proto__');
    const day = fc.constantFrom('2026-01-14', '14/01/2026', '0001-01-01', '9999-12-31', '2026-01-17', 'x', '');
    const cell = fc.oneof(
      someone,
      day,
      fc.constantFrom('AM', 'pm', '3', '/', 'I', '?', '1'),
      fc.string({ maxLength: 5 }),
    );
    const headings = fc.uniqueArray(
      fc.constantFrom('UPN', 'Date', 'Session', 'Code', 'AM', 'PM', 'Week', 'Marks', 'Version', '2026-01-14 PM', 'x'),
      { minLength: 1, maxLength: 8 },
    );
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(headings, fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 6 }), async (header, rows) => {
        const lines = [header, ...rows].map((row) => row.map(quoted).join(','));
        const { files } = await importing(9, lines.join('\n'));
        expect(files).toHaveLength(1);
      }),
      { numRuns: 80 },
    );
  });

  it('with words of JavaScript for headings and codes is refused like any other', async () => {
    const [one] = school(9).upns;
    expect((await importing(9, 'constructor,__proto__,toString\n1,2,3\n')).files[0]?.problem?.code).toBe(
      'no-pupil-column',
    );
    const report = await importing(9, `${heading}${one},2026-01-13,constructor,/\n${one},2026-01-13,AM,__proto__\n`);
    expect(report.totals).toMatchObject({ read: 2, rejected: 2 });
  });
});

describe('a register that somebody else has changed meanwhile', () => {
  it('keeps their marks beside the file’s', async () => {
    const [one] = school(5).upns;
    const marks = Uint8Array.of(0, bookOf('england').bytes.get('I') ?? 0);
    const key = { settingId: 5, day: plainDate('2026-01-19'), session: 1 };
    await recordRegister(database, settingScope(5), { ...key, version: 1, marks }, clock.now());
    await importing(5, `${heading}${one},2026-01-19,AM,/\n`);
    expect(await codesAt(5, '2026-01-19', 1)).toBe('/I');
  });
});

describe('a college', () => {
  it('sends marks of learners by ULN and of timetabled events by number, and no half days', async () => {
    const settingId = 20;
    await makeUpSetting(database, { settingId, kind: 'fe-college', unit: 'event' });
    const ulns = [makeUln(1), makeUln(2), makeUln(3)];
    const scope = settingScope(settingId);
    const writer = { database, scope, today: plainDate('2026-01-12'), onRollChanged: rebuildSettingYear };
    const learner = { surname: 'S', givenName: 'G', bornOn: plainDate('2008-03-27'), yearGroup: 12, class: 'Brick' };
    const enteredOn = plainDate('2025-09-01');
    await putRoll(
      writer,
      settingId,
      ulns.map((uln) => ({ ...learner, uln, status: 'fe', enteredOn })),
    );
    const day = plainDate('2026-01-12');
    const lesson = { session: 3, startsAt: '09:30', minutes: 90, title: 'Bricklaying', roster: Uint8Array.of(0b011) };
    await inScope(database, scope, async (scoped) => {
      const [keeper] = await keepers(scoped, { settingIds: [settingId] });
      if (keeper) await replaceEvents(scoped, keeper, day, [lesson]);
    });
    const rows = [`${ulns[0]},${day},3,/`, `${ulns[1]},${day},3,N`, `${ulns[2]},${day},3,/`, `${ulns[0]},${day},AM,/`];
    schools = [...schools, { settingId, urn: 990_000 + settingId, upns: [] }];
    const report = await importing(schools.length, `ULN,Date,Event,Mark\n${rows.join('\n')}\n`);
    expect(report.totals).toEqual({ read: 4, loaded: 2, known: 0, held: 0, rejected: 2 });
    expect(kept.map(({ reason }) => reason)).toEqual([
      'This pupil is not expected at this register on 2026-01-12',
      'This setting takes registers by timetabled event, numbered from 3',
    ]);
    expect(await codesAt(settingId, day, 3)).toBe('/N');
  });
});
