import { addDays, isoWeekday, plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { numberOption } from './measuring/durations.ts';
import { loadDay, loadSettings, onScratchDatabase, registerKeepers } from './measuring/synthetic-database.ts';

/**
 * What registers and their totals weigh on disk, in bytes a mark, heap, index and out-of-line storage together: first
 * those of half days alone, then with the events of colleges, whose rows hold a byte for everybody on roll though few are
 * expected; each loaded setting by setting, and day by day as they come in, which leaves room free in the index.
 * `npm run bench -- storage [--settings 2450] [--days 20]`. Budget: 1.3 bytes a mark for `register`.
 */
const settings = registerKeepers(numberOption('settings', 2_450), plainDate('2026-11-02'));
const days = Array.from({ length: 2 * numberOption('days', 20) }, (_, later) => addDays(plainDate('2026-11-02'), later))
  .filter((day) => isoWeekday(day) < 6)
  .slice(0, numberOption('days', 20));
const tables = ['register', 'register_total', 'period_total', 'learner_total', 'setting_roll', 'amendment'];

interface Marked {
  readonly registers: number;
  readonly bytes: number;
  readonly marks: number;
}

async function weigh(database: Database): Promise<void> {
  // A mark is a byte that is not zero: what is unmeasured, or not expected at an event, takes room and is no mark.
  const count = (from: number, before: number): Promise<Marked> =>
    inScope(database, steward('verify'), async ({ client }) => {
      const { rows } = await client.query<{ marks: Buffer }>({
        text: 'SELECT marks FROM register WHERE session >= $1 AND session < $2',
        values: [from, before],
      });
      const all = rows.map(({ marks }) => marks);
      const bytes = all.reduce((sum, marks) => sum + marks.length, 0);
      const marks = all.reduce((sum, one) => sum + one.reduce((held, byte) => held + Number(byte !== 0), 0), 0);
      return { registers: all.length, bytes, marks };
    });
  const [halfDays, events] = [await count(1, 3), await count(3, 32_767)];
  const marks = halfDays.marks + events.marks;
  for (const [name, one] of [
    ['half days', halfDays],
    ['events', events],
  ] as const) {
    console.log(`${name}: ${one.registers} registers, ${one.marks} marks in ${one.bytes} bytes`);
  }
  for (const table of tables) {
    const { rows } = await database.pool.query<{ heap: number; whole: number }>({
      text: 'SELECT pg_relation_size($1::regclass) AS heap, pg_total_relation_size($1::regclass) AS whole',
      values: [table],
    });
    const { heap = 0, whole = 0 } = rows[0] ?? {};
    console.log(`${table}: ${whole} bytes (${heap} in its heap) = ${(whole / marks).toFixed(3)} a mark`);
  }
}

const halfDays = settings.filter(({ shape }) => shape.unit === 'session');
for (const [name, weighed, perLoad] of [
  ['Half days alone', halfDays, days.length],
  ['Half days alone, coming in day by day', halfDays, 1],
  ['With events', settings, days.length],
  ['With events, coming in day by day', settings, 1],
] as const) {
  console.log(`${name}: ${weighed.length} settings, ${days.length} days`);
  await onScratchDatabase(async (database) => {
    await loadSettings(database, weighed, { registers: days.slice(0, perLoad), timetable: days });
    for (const day of days.slice(perLoad)) await loadDay(database, weighed, day);
  }, weigh);
}
