import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { stoppedClock, systemClock } from '#foundation/kernel/effects.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { freshDatabase, freshDatabaseUrl } from '../../../test/database/fresh-database.ts';
import type { Noted } from './ledger.ts';
import { openLedger } from './ledger.ts';
import { verifyLedger } from './verify.ts';

const noted: Noted = {
  actor: 'A teacher',
  scopeKind: 'setting',
  purpose: 'Taking registers',
  action: 'read',
  route: 'GET /settings/:urn/roll',
  status: 200,
  reads: ['identity', 'attendance'],
  changes: [],
  subjects: 'settings',
  learners: [],
  settings: [7],
};

let database: Database;
let folder: string;
beforeEach(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'headwater-spool-'));
  folders.push(folder);
});
const folders: string[] = [];
afterAll(async () => {
  for (const one of folders) await rm(one, { recursive: true, force: true });
});

async function entries(): Promise<readonly { readonly day: string; readonly seq: number; readonly route: string }[]> {
  return await inGate(database, 'ledger', (gate) =>
    gate.selectFrom('ledger_entry').select(['day', 'seq', 'route']).orderBy('day').orderBy('seq').execute(),
  );
}

describe('the ledger', () => {
  it('writes what is noted without being asked to, in order, and the chain holds', async () => {
    const ledger = openLedger(database, { clock: systemClock });
    for (let at = 0; at < 250; at += 1) ledger.note({ ...noted, route: `GET /${at}` });
    await expect.poll(async () => (await entries()).length, { timeout: 10_000 }).toBe(250);
    const written = await entries();
    expect(written.map(({ route }) => route)).toEqual(Array.from({ length: 250 }, (_, at) => `GET /${at}`));
    expect(written.map(({ seq }) => seq)).toEqual(Array.from({ length: 250 }, (_, at) => at + 1));
    await ledger.close();
    expect(await verifyLedger(database)).toMatchObject({ findings: [], entries: 250, days: 1 });
  });

  it('stores every column as it was noted, whatever is in it', async () => {
    const ledger = openLedger(database, { clock: stoppedClock(new Date('2026-01-15T10:00:00.123Z')) });
    ledger.note({
      ...noted,
      actor: 'Ó Súilleabháin 👩‍🏫 "quoted", \0 and {braces}',
      personId: 2 ** 40,
      organisationId: 3,
      membershipId: 4,
      agreementId: 5,
      breakGlassId: 6,
      subjects: 'learners',
      learners: [1, 2 ** 40, 3],
      settings: [],
      laId: 8,
      trustId: 9,
    });
    await ledger.close();
    const [entry] = await inGate(database, 'ledger', (gate) => gate.selectFrom('ledger_entry').selectAll().execute());
    expect(entry).toMatchObject({
      day: '2026-01-15',
      at: new Date('2026-01-15T10:00:00.123Z'),
      actor: 'Ó Súilleabháin 👩‍🏫 "quoted",  and {braces}',
      person_id: 2 ** 40,
      learners: [1, 2 ** 40, 3],
      settings: [],
      reads: ['identity', 'attendance'],
      la_id: 8,
      trust_id: 9,
    });
    expect((await verifyLedger(database)).findings).toEqual([]);
  });

  it('goes on from one day to the next, and never back to one that is over', async () => {
    for (const now of ['2026-01-15T10:00:00Z', '2026-01-16T10:00:00Z', '2026-01-15T23:00:00Z']) {
      const ledger = openLedger(database, { clock: stoppedClock(new Date(now)) });
      ledger.note(noted);
      await ledger.close();
    }
    expect((await entries()).map(({ day, seq }) => [day, seq])).toEqual([
      ['2026-01-15', 1],
      ['2026-01-16', 1],
      ['2026-01-16', 2],
    ]);
    expect(await verifyLedger(database)).toMatchObject({ findings: [], days: 2 });
  });

  it('keeps one chain when two processes append at once', async () => {
    const url = await freshDatabaseUrl();
    const both = [0, 1].map((which) => append(url, 400, `GET /${which}/`));
    await Promise.all(both.map((child) => once(child, 'exit')));
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    database = await openAt(url);
    const written = await entries();
    expect(written).toHaveLength(800);
    for (const which of [0, 1]) {
      const own = written.filter(({ route }) => route.startsWith(`GET /${which}/`));
      expect(own.map(({ route }) => route)).toEqual(Array.from({ length: 400 }, (_, at) => `GET /${which}/${at}`));
    }
    expect(await verifyLedger(database)).toMatchObject({ findings: [], entries: 800 });
    await database.close();
  });

  it('loses nothing when the process is killed between batches', async () => {
    const url = await freshDatabaseUrl();
    const child = append(url, 400, 'GET /', folder, 'and wait');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    expect(String(line)).toContain('noted');
    child.kill('SIGKILL');
    await once(child, 'exit');
    database = await openAt(url);
    const before = (await entries()).length;
    expect(before).toBeLessThan(400);
    const ledger = openLedger(database, { clock: systemClock, spoolFolder: folder });
    await ledger.close();
    expect((await entries()).map(({ route }) => route)).toEqual(Array.from({ length: 400 }, (_, at) => `GET /${at}`));
    expect(existsSync(folder)).toBe(false);
    expect((await verifyLedger(database)).findings).toEqual([]);
    await database.close();
  });

  it('writes once what was committed before the process could forget it, and passes over a line cut off', async () => {
    const ledger = openLedger(database, { clock: systemClock, spoolFolder: folder });
    ledger.note(noted);
    const [file = ''] = await readdir(folder);
    const text = await readFile(path.join(folder, file), 'utf8');
    await ledger.close();
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, `${2 ** 22 + 1}-gone.spool`), `${text}{"at":"2026-`);
    await openLedger(database, { clock: systemClock, spoolFolder: folder }).close();
    expect(await entries()).toHaveLength(1);
    expect(existsSync(folder)).toBe(false);
  });

  it('refuses reads when it cannot be written for seconds or too much waits, and takes them again when it can', async () => {
    const failures: unknown[] = [];
    const options = { clock: systemClock, onFailure: (reason: unknown) => failures.push(reason), mostWaiting: 3 };
    await database.pool.query('REVOKE INSERT ON ledger_entry FROM headwater_gate');
    const ledger = openLedger(database, { ...options, mostWaiting: undefined });
    ledger.note(noted);
    ledger.mayTouch();
    await expect.poll(() => failures.length, { timeout: 5_000 }).toBeGreaterThan(1);
    await expect.poll(() => refusal(ledger), { timeout: 8_000 }).toContain('cannot be written down');
    await database.pool.query('GRANT INSERT ON ledger_entry TO headwater_gate');
    await expect.poll(() => refusal(ledger), { timeout: 8_000 }).toBe('');
    expect(await entries()).toHaveLength(1);
    await ledger.close();
    const small = openLedger(database, options);
    for (let at = 0; at < 3; at += 1) small.note(noted);
    expect(refusal(small)).toContain('cannot be written down');
    await small.flush();
    expect(refusal(small)).toBe('');
    await small.close();
  }, 30_000);

  it('may not be changed by any role that Headwater logs in with', async () => {
    const ledger = openLedger(database, { clock: systemClock });
    ledger.note(noted);
    await ledger.close();
    for (const statement of [
      'UPDATE ledger_entry SET actor = actor',
      'DELETE FROM ledger_entry',
      'TRUNCATE ledger_entry',
    ]) {
      const tried = inGate(database, 'ledger', ({ client }) => client.query(statement));
      await expect(tried, statement).rejects.toThrow('permission denied');
    }
  });
});

function refusal(ledger: { mayTouch(): void }): string {
  try {
    ledger.mayTouch();
    return '';
  } catch (reason) {
    return String(reason);
  }
}

async function openAt(databaseUrl: string): Promise<Database> {
  const opened = await openDatabase({ databaseUrl, dataFolder: tmpdir(), notify: () => undefined });
  if (!opened.ok) throw new Error(opened.failure.message);
  return opened.value;
}

function append(url: string, count: number, route: string, spool = '', then = '') {
  const program = path.join(import.meta.dirname, '..', '..', '..', 'test', 'ledger', 'append-notes.ts');
  return spawn(process.execPath, [program, url, String(count), route, spool, then], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
