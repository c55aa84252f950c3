import { syntheticSettings } from '#demo/synthetic-england.ts';
import { recordRegister } from '#domain/register/actions.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { machineLoad, numberOption, spread, timeEach } from './measuring/durations.ts';
import { rebuildSample } from './measuring/rebuild-sample.ts';
import {
  loadSettings,
  onScratchDatabase,
  registerKeepers,
  registersOf,
  systemScope,
} from './measuring/synthetic-database.ts';

/**
 * A national morning: every setting of synthetic England sends its register, each its own durable commit with all
 * totals. `npm run bench -- morning [--settings 24500] [--at-once 12]`. Budget: 30 s and p99 50 ms on 2 cores
 * (`taskset -c 0,1`), issue 3, How good.
 */
const wanted = numberOption('settings', syntheticSettings);
const atOnce = numberOption('at-once', 12);
const today = plainDate('2026-11-27');
const before = [addDays(today, -4), addDays(today, -3)];

const settings = registerKeepers(wanted, today);

async function morning(database: Database): Promise<void> {
  const registers = settings.flatMap((setting) => registersOf(setting, today).slice(0, 1));
  const marks = registers.reduce((sum, register) => sum + register.marks.length, 0);
  console.log(`${registers.length} registers, ${marks} marks; ${machineLoad()}`);
  const at = new Date(`${today}T09:30:00Z`);
  const { each, seconds } = await timeEach(registers, atOnce, async ({ setting, day, session, marks: sent }) => {
    const { settingId } = setting.keeper;
    const outcome = await recordRegister(
      database,
      systemScope(setting),
      { settingId, day, session, version: 1, marks: sent },
      at,
    );
    if (outcome.kind !== 'recorded') throw new Error(`A register was not recorded: ${outcome.kind}`);
  });
  console.log(
    `${seconds.toFixed(1)} s = ${Math.round(registers.length / seconds)} registers/s, ${Math.round(marks / seconds)} marks/s; ${spread(each)}; ${machineLoad()}`,
  );
  await rebuildSample(database, settings);
}

await onScratchDatabase(
  (database) => loadSettings(database, settings, { registers: before, timetable: [...before, today] }),
  morning,
);
