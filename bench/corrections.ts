import { availableParallelism } from 'node:os';
import { numberedRandom } from '#demo/random.ts';
import type { SyntheticSetting } from '#demo/synthetic-england.ts';
import { syntheticSettings } from '#demo/synthetic-england.ts';
import { amendManyRegisters } from '#domain/register/amend-many.ts';
import type { MarksSent } from '#domain/register/model.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
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
 * One mark in a hundred of a national week is corrected, in the way suppliers send it: each setting's corrections of
 * the week at once, some in every register. Exact in every total, checked by rebuilding a sample of settings.
 * `npm run bench -- corrections [--settings 24500] [--at-once 6]`. Budget: 60 s on 2 cores.
 */
const wanted = numberOption('settings', syntheticSettings);
const atOnce = numberOption('at-once', 3 * availableParallelism());
const monday = plainDate('2026-11-23');
const week = [0, 1, 2, 3, 4].map((later) => addDays(monday, later));
const share = 0.01;
const reasons = ['Parent rang', 'Arrived late and signed in', 'Wrong child marked', 'Evidence of appointment seen'];

const settings = registerKeepers(wanted, monday);
const bytes = [...bookOf('england').bytes.values()];

/** The corrections of a setting's week: every register has its hundredth of the marks, to any other code. */
function correctionsOf(setting: SyntheticSetting): readonly MarksSent[] {
  const random = numberedRandom(setting.seed);
  const any = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  return week.flatMap((day) =>
    registersOf(setting, day).flatMap(({ session, marks }): MarksSent[] => {
      const marked = [...marks.keys()].filter((place) => marks[place] !== 0);
      const places = new Set(
        Array.from({ length: Math.floor(marked.length * share + random()) }, () => any(marked)).filter(
          (place) => place !== undefined,
        ),
      );
      const changes = [...places].map((place) => {
        const others = bytes.filter((byte) => byte !== marks[place]);
        return { place, byte: any(others), reason: any(reasons) };
      });
      return changes.length === 0 ? [] : [{ settingId: setting.keeper.settingId, day, session, version: 2, changes }];
    }),
  );
}

async function corrections(database: Database): Promise<void> {
  const batches = settings
    .map((setting) => ({ setting, sent: correctionsOf(setting) }))
    .filter(({ sent }) => sent.length > 0);
  const count = batches.flatMap(({ sent }) => sent).reduce((sum, { changes }) => sum + changes.length, 0);
  const registers = batches.reduce((sum, { sent }) => sum + sent.length, 0);
  console.log(`${count} corrections in ${registers} registers of ${batches.length} settings; ${machineLoad()}`);
  const at = new Date('2026-11-28T12:00:00Z');
  const { each, seconds } = await timeEach(batches, atOnce, async ({ setting, sent }) => {
    const outcomes = await amendManyRegisters(database, systemScope(setting), sent, at);
    if (outcomes.some(({ kind }) => kind !== 'recorded')) throw new Error('A correction was not recorded');
  });
  console.log(
    `${seconds.toFixed(1)} s = ${Math.round(count / seconds)} corrections/s; a setting's week ${spread(each)}; ${machineLoad()}`,
  );
  await rebuildSample(database, settings);
}

await onScratchDatabase(
  (database) => loadSettings(database, settings, { registers: week, timetable: week }),
  corrections,
);
