import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { daysBetween, plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { migrate } from '#platform/database/migrate.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import { freshDatabaseUrl } from '../../../test/database/fresh-database.ts';
import { scratchFolder } from '../../../test/database/scratch-folder.ts';
import { spellsOf } from '../../../test/registers/drawn-registers.ts';
import { makeUpRoll, makeUpSetting } from '../../../test/registers/made-up-setting.ts';
import { codesOfMorning, morningDay, morningPlaces } from '../../../test/registers/morning-marks.ts';
import { naiveTotals } from '../../../test/registers/naive-totals.ts';
import { storedTotals } from '../../../test/registers/stored-totals.ts';

vi.setConfig({ testTimeout: 120_000 });

const settings = 400;
const year = AcademicYear.parse(2026);
const groups = {
  'year-group': '4',
  sex: 'F',
  sen: 'N',
  fsm: 'N',
  ethnicity: 'WBRI',
  'looked-after': 'N',
  'social-worker': 'N',
};
const enrolments = Array.from({ length: morningPlaces }, (_, place) => ({
  place,
  from: 0,
  to: 364,
  status: 'single' as const,
  known: [{ from: 0, groups }],
}));

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function open(where: { readonly dataFolder: string; readonly databaseUrl?: string }): Promise<Database> {
  const opened = await openDatabase({ ...where, notify: () => undefined });
  if (!opened.ok) throw new Error(opened.failure.message);
  closing.push(() => opened.value.close());
  return opened.value;
}

async function fill(database: Database): Promise<void> {
  for (let settingId = 1; settingId <= settings; settingId += 1) {
    await makeUpSetting(database, { settingId });
    await makeUpRoll(database, { settingId }, { year, size: morningPlaces, spells: spellsOf(enrolments) });
  }
}

/** A process that records the morning; `acknowledged` grows with what it says. */
function recorder(acknowledged: Set<number>, parameters: readonly string[]): ChildProcess {
  const script = path.join(projectRoot(), 'test/registers/record-morning.ts');
  const child = spawn(process.execPath, [script, String(settings), ...parameters], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let rest = '';
  child.stdout?.on('data', (said: Buffer) => {
    const lines = (rest + said.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) acknowledged.add(Number(line));
  });
  return child;
}

/** Waits until so many are acknowledged, or the process is done. */
async function until(acknowledged: Set<number>, enough: number, child: ChildProcess): Promise<void> {
  while (acknowledged.size < enough && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'close');
  child.kill('SIGKILL');
  await gone;
}

/** Each acknowledged register is there, and every setting's totals are those of one register, or of none. */
async function allAreThereOnce(database: Database, acknowledged: ReadonlySet<number>): Promise<number> {
  const rows = await inScope(database, steward('verify'), async ({ client }) => {
    const found = await client.query<{ setting_id: number }>('SELECT setting_id FROM register');
    return found.rows.map((row) => row.setting_id);
  });
  expect([...acknowledged].filter((settingId) => !rows.includes(settingId))).toEqual([]);
  const day = daysBetween(plainDate('2026-09-01'), plainDate(morningDay));
  for (let settingId = 1; settingId <= settings; settingId += 1) {
    const registers = rows.includes(settingId) ? [{ day, session: 1, codes: codesOfMorning(settingId) }] : [];
    expect(await storedTotals(database, settingId)).toEqual(naiveTotals(enrolments, registers, -1));
  }
  return rows.length;
}

describe('a morning during which', () => {
  it('the process is killed at any moment loses no register it acknowledged, and doubles none', async () => {
    const databaseUrl = await freshDatabaseUrl();
    const database = await open({ dataFolder: tmpdir(), databaseUrl });
    await fill(database);
    const acknowledged = new Set<number>();
    for (const enough of [1, 60, 170, 290]) {
      const child = recorder(acknowledged, [tmpdir(), databaseUrl]);
      // What it sends first is there already: everything is sent again after a kill.
      await until(acknowledged, enough + Math.floor(Math.random() * 40), child);
      await kill(child);
      expect(await allAreThereOnce(database, acknowledged)).toBeGreaterThanOrEqual(acknowledged.size);
    }
    const child = recorder(acknowledged, [tmpdir(), databaseUrl]);
    await once(child, 'close');
    expect(await allAreThereOnce(database, acknowledged)).toBe(settings);
  });

  it('PostgreSQL itself is killed loses none either', async () => {
    const dataFolder = path.join(await scratchFolder(), 'data');
    const before = await open({ dataFolder });
    const migrated = await migrate(before);
    expect(migrated.ok).toBe(true);
    await fill(before);
    const acknowledged = new Set<number>();
    const child = recorder(acknowledged, [dataFolder]);
    await until(acknowledged, 150, child);
    const pidFile = path.join(dataFolder, 'database', 'cluster', 'postmaster.pid');
    process.kill(Number((await readFile(pidFile, 'utf8')).split('\n')[0]), 'SIGKILL');
    await kill(child);
    await closing.pop()?.();
    expect(acknowledged.size).toBeGreaterThanOrEqual(150);
    const after = await open({ dataFolder });
    await allAreThereOnce(after, acknowledged);
  });
});
