import type { SettingWay } from '#domain/area/model.ts';
import { livePath } from '#domain/attendance/paths.ts';
import { registersPath } from '#domain/register/paths.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import { calendarPath, rollPath } from '#domain/roll/paths.ts';
import type { Queries } from '#platform/database/pool.ts';

/** The pages about a setting's registers, where they are kept here; none for any other setting. */
export async function settingWays(queries: Queries, urn: number): Promise<readonly SettingWay[]> {
  const [keeper] = await keepers(queries, { urn });
  if (!keeper) return [];
  const roll = { text: 'Roll', href: rollPath(urn) };
  const live = { text: 'Live attendance', href: livePath({ kind: 'setting', urn }) };
  if (keeper.unit === 'none') return [live, roll];
  const registers = { text: 'Registers', href: registersPath(urn) };
  return [live, registers, roll, { text: 'Terms, holidays and closures', href: calendarPath(urn) }];
}
