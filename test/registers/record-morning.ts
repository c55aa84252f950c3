import { recordRegister } from '#domain/register/actions.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { settingScope } from './made-up-setting.ts';
import { marksOfMorning, morningDay } from './morning-marks.ts';

/**
 * A process of its own that records the morning of settings 1 to `count`, eight at a time, and says the number of each
 * on a line once it is acknowledged. For tests that kill it: `record-morning.ts <count> <data folder> [database URL]`.
 */
const [count = '0', dataFolder = '', databaseUrl] = process.argv.slice(2);
const opened = await openDatabase({ dataFolder, databaseUrl, notify: () => undefined });
if (!opened.ok) throw new Error(opened.failure.message);
const database = opened.value;
let next = 1;
async function work(): Promise<void> {
  while (next <= Number(count)) {
    const settingId = next;
    next += 1;
    const sent = { settingId, day: plainDate(morningDay), session: 1, version: 1, marks: marksOfMorning(settingId) };
    await recordRegister(database, settingScope(settingId), sent, new Date('2026-11-20T09:00:00Z'));
    process.stdout.write(`${settingId}\n`);
  }
}
await Promise.all(Array.from({ length: 8 }, work));
await database.close();
