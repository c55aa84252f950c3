import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { countYear } from './count-year.ts';
import { lockYear, readYear, writeYear } from './rebuild-store.ts';

/**
 * Counts a setting's year again from its registers and its roll as it is now, and stores every total, in the transaction
 * it is given: what changes a roll calls it there, after it has stored the roll. It holds the lock of the setting's
 * registers until then. A year without a roll is left alone.
 */
export async function rebuildSettingYear(scoped: Scoped, settingId: number, year: AcademicYear): Promise<void> {
  const lock = await lockYear(scoped, settingId, year);
  if (!lock) return;
  const { roll, registers } = await readYear(scoped, settingId, year);
  await writeYear(scoped, lock, countYear(roll, registers));
}
