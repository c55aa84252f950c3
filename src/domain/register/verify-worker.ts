import { parentPort, workerData } from 'node:worker_threads';
import { openRoleLogin } from '#platform/database/role-login.ts';
import type { ThreadWork } from './verify-batch.ts';
import { verifyInTurn } from './verify-batch.ts';

/**
 * A thread that verifies batches on a connection of its own, in turn with other threads, says what it found in each, and
 * ends. What fails is thrown, and reaches whoever started the thread.
 */
const work = workerData as ThreadWork;
const database = openRoleLogin(work.login);
try {
  await verifyInTurn(database, work, (found) => parentPort?.postMessage(found));
} finally {
  await database.close();
}
