import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { settingsOf } from './shared-store.ts';

/**
 * Where a child stands, by `setting_id`: what an agreement’s givers must stand over before it reaches the child. Found as a
 * scope is compiled, under Headwater’s own duty, and for a child whom the asker’s own scope has shown already; what the
 * asker is told of it is only what an agreement with them lets out.
 */
export async function settingsOfChild(
  database: Database,
  learnerId: number,
  today: PlainDate,
): Promise<readonly number[]> {
  const settings = await inScope(database, steward('compile'), (scoped) => settingsOf(scoped, [learnerId], today));
  return settings.get(learnerId) ?? [];
}
