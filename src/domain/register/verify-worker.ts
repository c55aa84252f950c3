import { parentPort, workerData } from 'node:worker_threads';
import type { RoleLogin } from '#platform/database/role-login.ts';
import { openRoleLogin } from '#platform/database/role-login.ts';
import { openMarkScan } from './mark-scan.ts';
import { verifyBatch } from './verify-batch.ts';
import type { VerifyBatch } from './verify-model.ts';

/**
 * A thread that rebuilds one batch after another on a connection of its own. Sent a batch, it answers what it found; sent
 * nothing more, it ends.
 */
const database = openRoleLogin(workerData as RoleLogin);
const scan = openMarkScan();
parentPort?.on('message', (batch: VerifyBatch | 'end') => {
  if (batch === 'end') {
    parentPort?.close();
    void database.close();
    return;
  }
  verifyBatch(database, scan, batch).then(
    (verified) => parentPort?.postMessage({ verified }),
    (reason: unknown) =>
      parentPort?.postMessage({ failure: reason instanceof Error ? reason.message : String(reason) }),
  );
});
