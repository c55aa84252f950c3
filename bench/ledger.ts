import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { build } from 'esbuild';
import { loadExampleshire } from '#demo/exampleshire.ts';
import { exampleSettings } from '#demo/exampleshire-settings.ts';
import { systemClock } from '#foundation/kernel/effects.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Database } from '#platform/database/pool.ts';
import { appendNotes } from '#platform/ledger/ledger-store.ts';
import type { LedgerNote } from '#platform/ledger/model.ts';
import { verifyLedger } from '#platform/ledger/verify.ts';
import type * as ChildPages from './measuring/child-pages.ts';
import { machineLoad, numberOption } from './measuring/durations.ts';
import { onScratchDatabase } from './measuring/synthetic-database.ts';

/**
 * The ledger of who has looked: how long a million entries take to verify, and what noting adds to a child's page, the same
 * server with and without, in turns. `npm run bench -- ledger [--entries 1000000] [--rounds 20] [--pages 150]`.
 * Budgets: verify ≤ 10 s, p95 of a child's page at most 3 % longer.
 */
const entries = numberOption('entries', 1_000_000);
const rounds = numberOption('rounds', 20);
const pages = numberOption('pages', 150);
const atOnce = 5_000;
const days = 30;
const urn = 990_003;

function note(at: number): LedgerNote {
  return {
    at: new Date(),
    mark: randomUUID(),
    personId: at % 500,
    organisationId: at % 40,
    membershipId: at % 600,
    actor: 'Ruth Ellison, designated safeguarding lead, Brook School',
    scopeKind: 'setting',
    purpose: 'to keep children safe',
    action: at % 10 === 0 ? 'list' : 'read',
    route: 'GET /settings/:urn/roll/:slot',
    status: 200,
    reads: ['identity', 'characteristics', 'attendance'],
    changes: [],
    subjects: at % 10 === 0 ? 'settings' : 'learners',
    learners: at % 10 === 0 ? [] : [at % 20_000],
    settings: at % 10 === 0 ? [at % 40] : [],
  };
}

async function fillLedger(database: Database): Promise<void> {
  const started = performance.now();
  const first = addDays(systemClock.today(), -days);
  for (let from = 0; from < entries; from += atOnce) {
    const notes = Array.from({ length: Math.min(atOnce, entries - from) }, (_, at) => note(from + at));
    const day = addDays(first, Math.floor((from * days) / entries));
    await inGate(database, 'ledger', (gate) => appendNotes(gate, notes, day));
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(`${entries} entries appended in ${seconds.toFixed(0)} s, ${(entries / seconds).toFixed(0)} a second`);
}

async function timeVerify(database: Database): Promise<void> {
  for (let run = 1; run <= 3; run += 1) {
    const started = performance.now();
    const { entries: read, found } = await verifyLedger(database);
    const seconds = (performance.now() - started) / 1000;
    console.log(`verify, run ${run}: ${read} entries in ${seconds.toFixed(1)} s, ${found} findings`);
  }
}

/** Pages are TSX, which Node does not read: what serves them is bundled first, as the program is. */
async function bundledPages(): Promise<typeof ChildPages> {
  const outfile = path.join(import.meta.dirname, '..', 'dist', 'bench', 'child-pages.js');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'measuring', 'child-pages.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  return await import(outfile);
}

await onScratchDatabase(
  async (database) => {
    const settings = exampleSettings.filter(({ keeper }) => keeper.urn === urn);
    await loadExampleshire(database, systemClock, { settings, years: 1 });
    await fillLedger(database);
  },
  async (database) => {
    await timeVerify(database);
    const { timeOverhead } = await bundledPages();
    for (const line of await timeOverhead(database, { urn, rounds, pages })) console.log(line);
    console.log(machineLoad());
  },
);
