import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, expect, it } from 'vitest';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { freshDatabaseUrl } from '../../../test/database/fresh-database.ts';
import { scratchFolder } from '../../../test/database/scratch-folder.ts';
import { makeUpFamily, takeRegisters } from '../../../test/families/small-family.ts';
import { recordedTerminal } from '../../../test/recorded-terminal.ts';
import { makeUpArea, makeUpSchool } from '../../../test/registers/small-school.ts';
import { runCommandLine } from './cli.ts';

let databaseUrl: string;
let upn: string;

beforeAll(async () => {
  databaseUrl = await freshDatabaseUrl();
  const opened = await openDatabase({ databaseUrl, dataFolder: '/', notify: () => undefined });
  if (!opened.ok) throw new Error(opened.failure.message);
  await makeUpArea(opened.value);
  const school = await makeUpSchool(opened.value, 1, 30);
  await takeRegisters(opened.value, await makeUpFamily(opened.value, school));
  upn = school.upns[0] as string;
  await opened.value.close();
});

async function run(...words: readonly string[]) {
  const terminal = recordedTerminal({ environment: { DATABASE_URL: databaseUrl } });
  const status = await runCommandLine(['subject-access', ...words, '--json'], terminal);
  return { status, answer: JSON.parse(terminal.written()) };
}

it('gathers, waits for every decision, and gives a copy that only its owner may read', async () => {
  const out = path.join(await scratchFolder(), 'pack');
  expect(await run(upn, '--out', out)).toMatchObject({ status: 0, answer: { ok: true } });
  expect(await readdir(out)).toEqual(['review.csv']);
  const review = await readFile(path.join(out, 'review.csv'), 'utf8');
  expect(await run(upn, '--out', out)).toMatchObject({ status: 1, answer: { problems: [{ code: 'review-open' }] } });
  expect(await readdir(out)).toEqual(['review.csv']);
  await writeFile(path.join(out, 'review.csv'), review.replaceAll(/,,\r\n/g, ',black-out,Not theirs\r\n'));
  expect(await run(upn, '--out', out)).toMatchObject({ status: 0, answer: { ok: true } });
  const copy = path.join(out, 'record.zip');
  expect((await stat(copy)).mode & 0o077).toBe(0);
  const record = strFromU8(unzipSync(await readFile(copy))['record.json'] as Uint8Array);
  expect(record).toContain('Amina');
  expect(record).not.toMatch(/Quillfeather|Marlowe|Billy/);
  const opened = await openDatabase({ databaseUrl, dataFolder: '/', notify: () => undefined });
  if (!opened.ok) throw new Error(opened.failure.message);
  const noted = await inScope(opened.value, steward('verify'), ({ client }) =>
    client.query('SELECT action, learners FROM ledger_entry WHERE route = $1', ['headwater subject-access']),
  );
  await opened.value.close();
  expect(noted.rows.map(({ action }) => action)).toEqual(['export', 'export', 'export']);
});

it('says that it knows nobody so', async () => {
  expect(await run('X999999999999', '--out', '/nowhere')).toMatchObject({
    status: 1,
    answer: { problems: [{ code: 'learner-not-found' }] },
  });
});
