import { chmod, mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';

/**
 * A new, empty folder that others may pass through, such as a HEADWATER_DATA_DIR for a program under test. It is removed
 * after the run, and any PostgreSQL in it ended, even when the run is killed.
 */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(inject('runFolder'), 'scratch-'));
  await chmod(folder, 0o755);
  return folder;
}
