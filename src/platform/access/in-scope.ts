import { errorCode } from '#platform/database/connection-problem.ts';
import type { Database, Transaction } from '#platform/database/pool.ts';
import { transactionOn } from '#platform/database/pool.ts';
import type { Scope } from './scope.ts';
import { scopeSettings } from './scope.ts';
import { forgetStandings, standingsOf } from './standings.ts';
import { touchedBy } from './touched-categories.ts';
import type { Trail } from './trail.ts';

declare const scoped: unique symbol;

/**
 * A transaction in which a scope is in force: what every store of tables about children takes. Only `inScope` makes
 * one, so a store cannot be reached without.
 */
export type Scoped<Kind extends Scope = Scope> = Transaction & { readonly scope: Kind; readonly [scoped]: true };

/**
 * Runs `work` in one transaction under a scope: committed when it returns, rolled back when it throws. The connection is
 * logged in as the scope's own role, so row-level security binds everything the work asks. Where the scope has a trail,
 * every statement is noted on it by the tables it names, and none is sent while the ledger cannot be written.
 */
export async function inScope<Kind extends Scope, Outcome>(
  database: Pick<Database, 'poolOf'>,
  scope: Kind,
  work: (scoped: Scoped<Kind>) => Promise<Outcome>,
): Promise<Outcome> {
  scope.trail?.mayTouch();
  const standings = scope.kind === 'setting' ? await standingsOf(database, scope.settings) : [];
  try {
    return await transactionOn(
      database.poolOf(scope.kind),
      (transaction) => work(Object.assign(transaction, { scope }) as Scoped<Kind>),
      scopeSettings(scope, standings),
      scope.trail && noting(scope.trail),
    );
  } catch (reason) {
    // Refused by a policy: the setting may have moved since its standing was read.
    if (scope.kind === 'setting' && errorCode(reason) === '42501') forgetStandings(database);
    throw reason;
  }
}

function noting(trail: Trail): (statement: string) => void {
  return (statement) => {
    const touched = touchedBy(statement);
    if (touched.read.length > 0 || touched.changed.length > 0) trail.touched(touched);
  };
}
