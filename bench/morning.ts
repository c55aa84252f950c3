import { availableParallelism } from 'node:os';
import { numberedRandom } from '#demo/random.ts';
import { syntheticSettings } from '#demo/synthetic-england.ts';
import { recordRegister } from '#domain/register/actions.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { machineLoad, numberOption, spread, timeEach } from './measuring/durations.ts';
import { rebuildSample } from './measuring/rebuild-sample.ts';
import { makeRowPerMark, recordAsRows } from './measuring/row-per-mark.ts';
import type { SyntheticRegister } from './measuring/synthetic-database.ts';
import {
  loadSettings,
  onScratchDatabase,
  registerKeepers,
  registersOf,
  systemScope,
} from './measuring/synthetic-database.ts';

/**
 * A national morning: every setting of synthetic England sends its register, each its own durable commit with all
 * totals. Then a sample of the same registers as a row a mark, and how much longer that takes a mark.
 * `npm run bench -- morning [--settings 24500] [--at-once 6] [--rows 200]`. Budget: 30 s and p99 50 ms on 2 cores
 * (`taskset -c 0,1`).
 */
const wanted = numberOption('settings', syntheticSettings);
const atOnce = numberOption('at-once', 3 * availableParallelism());
const sampled = numberOption('rows', 200);
const today = plainDate('2026-11-27');
const before = [addDays(today, -4), addDays(today, -3)];
const at = new Date(`${today}T09:30:00Z`);

const settings = registerKeepers(wanted, today);
const halfDays = settings.filter(({ shape }) => shape.unit === 'session');
const sample = halfDays.filter((_, index) => index % Math.max(1, Math.floor(halfDays.length / sampled)) === 0);

/** Registers in no order of size or place, as they come in. */
function shuffled(registers: readonly SyntheticRegister[]): readonly SyntheticRegister[] {
  const random = numberedRandom(1);
  return registers
    .map((register) => ({ register, order: random() }))
    .toSorted((left, right) => left.order - right.order)
    .map(({ register }) => register);
}

/** Seconds a million marks, having said how it went. */
async function measure(
  name: string,
  registers: readonly SyntheticRegister[],
  record: (register: SyntheticRegister) => Promise<void>,
): Promise<number> {
  const marks = registers.reduce((sum, one) => sum + one.marks.reduce((held, byte) => held + Number(byte !== 0), 0), 0);
  const { each, seconds } = await timeEach(shuffled(registers), atOnce, record);
  const rates = `${Math.round(registers.length / seconds)} registers/s, ${Math.round(marks / seconds)} marks/s`;
  console.log(`${name}: ${registers.length} registers, ${marks} marks in ${seconds.toFixed(1)} s = ${rates}`);
  console.log(`  ${atOnce} at once, ${spread(each)}; ${machineLoad()}`);
  return (seconds * 1e6) / marks;
}

async function morning(database: Database): Promise<void> {
  const first = (setting: (typeof settings)[number]) => registersOf(setting, today).slice(0, 1);
  const core = await measure(
    'one row a register',
    settings.flatMap(first),
    async ({ setting, day, session, marks }) => {
      const sent = { settingId: setting.keeper.settingId, day, session, version: 1, marks };
      const outcome = await recordRegister(database, systemScope(setting), sent, at);
      if (outcome.kind !== 'recorded') throw new Error(`A register was not recorded: ${outcome.kind}`);
    },
  );
  const rows = await measure('one row a mark', sample.flatMap(first), (one) => recordAsRows(database, one));
  console.log(`A row a mark takes ${(rows / core).toFixed(1)} times as long a mark`);
  await rebuildSample(database, settings);
}

await onScratchDatabase(async (database) => {
  await loadSettings(database, settings, { registers: before, timetable: [...before, today] });
  await makeRowPerMark(database, sample);
}, morning);
