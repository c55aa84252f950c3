import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '#foundation/kernel/effects.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { openLedger } from '#platform/ledger/ledger.ts';

/** A process that notes reads, for tests of several and of killed ones: `append-notes.ts URL COUNT ROUTE [SPOOL] [and wait]`. */
const [databaseUrl = '', count = '', route = '', spool = '', then = ''] = process.argv.slice(2);
const opened = await openDatabase({ databaseUrl, dataFolder: tmpdir(), notify: () => undefined });
if (!opened.ok) throw new Error(opened.failure.message);
const ledger = openLedger(opened.value, { clock: systemClock, ...(spool !== '' && { spoolFolder: spool }) });
for (let at = 0; at < Number(count); at += 1) {
  ledger.note({
    actor: 'A teacher',
    scopeKind: 'setting',
    purpose: 'Taking registers',
    action: 'read',
    route: `${route}${at}`,
    status: 200,
    reads: ['identity'],
    changes: [],
    subjects: 'settings',
    learners: [],
    settings: [7],
  });
  // Over several batches, unless it is to be killed in the middle of one.
  if (then === '' && at % 50 === 0) await wait(40);
  if (then !== '' && at === 100) await wait(260);
}
if (then !== '') {
  process.stdout.write('noted\n');
  await wait(60_000);
}
await ledger.close();
await opened.value.close();
