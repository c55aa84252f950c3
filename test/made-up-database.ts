import { loadDemonstration } from '#demo/load-demonstration.ts';
import { seedAreas } from '#domain/area/store.ts';
import type { Database } from '#platform/database/pool.ts';
import { testClock } from './app-parts.ts';
import { freshDatabase } from './database/fresh-database.ts';

/** A database that holds England's areas and the made-up release, as on the day of `testClock`. */
export async function demonstrationDatabase(): Promise<Database> {
  const database = await freshDatabase();
  await seedAreas(database);
  await loadDemonstration(database, testClock);
  return database;
}
