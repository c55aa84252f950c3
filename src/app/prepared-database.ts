import path from 'node:path';
import { seedAreas } from '#domain/area/store.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure } from '#foundation/kernel/result.ts';
import { migrate } from '#platform/database/migrate.ts';
import type { Database, DatabaseConfig } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { protectionFaults, protectionMissing } from '#platform/database/protection.ts';
import type { Config } from './config.ts';

/** How the configuration names the database. A relative data folder is under the folder the command was typed in. */
export function databaseConfig(config: Config, notify: (line: string) => void): DatabaseConfig {
  return { databaseUrl: config.databaseUrl, dataFolder: path.resolve(config.dataDirectory), notify };
}

/** How to get a database that is ready for use. */
export interface Preparation {
  readonly database: DatabaseConfig;
  /** Told before each step, in words a person can read. */
  readonly begin: (step: string) => void;
  readonly interrupted?: AbortSignal | undefined;
}

/** Opens the database, brings it up to date and enters the areas. Closed again when any of these fails. */
export async function openPreparedDatabase(preparation: Preparation): Promise<Result<Database, Problem>> {
  preparation.begin('Opening the database');
  const opened = await openDatabase(preparation.database);
  if (!opened.ok) return opened;
  const problem = await prepare(opened.value, preparation);
  if (problem === undefined) return opened;
  await opened.value.close();
  return failure(problem);
}

async function prepare(database: Database, { begin, interrupted }: Preparation): Promise<Problem | undefined> {
  begin('Bringing the database up to date');
  const migrated = await migrate(database);
  if (!migrated.ok) return migrated.failure;
  const faults = await protectionFaults(database.pool);
  if (faults.length > 0) return protectionMissing(faults);
  if (interrupted?.aborted) return stoppedEarly;
  await seedAreas(database);
  return interrupted?.aborted ? stoppedEarly : undefined;
}

const stoppedEarly: Problem = {
  code: 'stopped',
  message: 'Stopped before it was ready.',
  nextStep: 'Nothing is half done: type the same command to go on.',
};
