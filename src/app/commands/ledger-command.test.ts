import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#platform/database/pool.ts';
import { openLedger } from '#platform/ledger/ledger.ts';
import { testClock } from '../../../test/app-parts.ts';
import { freshDatabaseUrl } from '../../../test/database/fresh-database.ts';
import { transcript } from '../../../test/recorded-terminal.ts';

let environment: Readonly<Record<string, string>>;
let folder: string;

/** As somebody does who has the owner’s password. */
async function onDatabase(statement: string): Promise<void> {
  const opened = await openDatabase({
    databaseUrl: environment['DATABASE_URL'],
    dataFolder: '/',
    notify: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  const force = (which: string) => `ALTER TABLE ledger_entry ${which} ROW LEVEL SECURITY`;
  await opened.value.pool.query([force('NO FORCE'), statement, force('FORCE')].join(';'));
  await opened.value.close();
}

beforeAll(async () => {
  environment = { DATABASE_URL: await freshDatabaseUrl() };
  folder = await mkdtemp(path.join(tmpdir(), 'headwater-heads-'));
  const opened = await openDatabase({
    databaseUrl: environment['DATABASE_URL'],
    dataFolder: '/',
    notify: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  const ledger = openLedger(opened.value, { clock: testClock });
  for (let at = 0; at < 3; at += 1) {
    ledger.note({
      actor: 'A teacher',
      scopeKind: 'setting',
      purpose: 'Taking registers',
      action: 'list',
      route: 'GET /settings/:urn/roll',
      status: 200,
      reads: ['identity'],
      changes: [],
      subjects: 'settings',
      learners: [],
      settings: [7],
    });
  }
  await ledger.close();
  await opened.value.close();
  return () => rm(folder, { recursive: true });
});

describe('headwater ledger', () => {
  it('finds nothing where nothing was done, and what was done to a row, with what to type', async () => {
    const verified = await transcript(['ledger', 'verify'], environment);
    expect(verified).toContain('Computed 3 entries of 1 day again.\nNothing was altered');
    expect(verified).toContain('[exit 0]');
    await onDatabase(`UPDATE ledger_entry SET actor = 'x' WHERE seq = 2`);
    expect(await transcript(['ledger', 'verify', '--from', '2026-01-15'], environment)).toContain(
      '1 thing not as written:\n  2026-01-15, entry 2: altered, or put where another stood\n[exit 1]',
    );
    expect(await transcript(['ledger', 'verify', '--json'], environment)).toContain(
      '"findings":[{"kind":"altered","day":"2026-01-15","seq":2}]',
    );
    await onDatabase(`UPDATE ledger_entry SET actor = 'A teacher'`);
  });

  it('prints heads that it can be given again, and refuses a file that holds none', async () => {
    const heads = await transcript(['ledger', 'heads'], environment);
    const lines = heads.split('\n').filter((line) => /^2026-01-15 3 [0-9a-f]{64}$/.test(line));
    expect(lines).toHaveLength(1);
    const file = path.join(folder, 'heads.txt');
    await writeFile(file, `# kept on 15 January\n${lines[0]}\n2026-01-16 1 ${'0'.repeat(64)}\n`);
    expect(await transcript(['ledger', 'verify', '--heads', file], environment)).toContain(
      '2026-01-16: the head that was published after entry 1 is not in the chain',
    );
    await writeFile(file, 'nonsense\n');
    expect(await transcript(['ledger', 'verify', '--heads', file], environment)).toContain(
      'Line 1 of the heads is not',
    );
    expect(await transcript(['ledger', 'verify', '--heads', '/nowhere'], environment)).toContain('cannot be read');
  });
});
