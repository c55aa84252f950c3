import type { Database, Transaction } from '#platform/database/pool.ts';
import { transactionOn } from '#platform/database/pool.ts';

declare const gated: unique symbol;

/** A transaction of the gate: who people are, their memberships, teams, families and sessions. No table of a record. */
export type Gated = Transaction & { readonly [gated]: true };

/** For what the gate is asked. */
export type GateDuty = 'sign-in' | 'compile' | 'administer' | 'ledger';

/**
 * Runs `work` in one transaction as the gate, which reads who people are before there is a scope. It reaches no table of a
 * child’s record; whoever asks must have checked that the request may.
 */
export async function inGate<Outcome>(
  database: Pick<Database, 'poolOf'>,
  duty: GateDuty,
  work: (gate: Gated) => Promise<Outcome>,
): Promise<Outcome> {
  return await transactionOn(
    database.poolOf('gate'),
    (transaction) => work(transaction as Gated),
    `SET LOCAL headwater.gate = '${duty}'`,
  );
}
