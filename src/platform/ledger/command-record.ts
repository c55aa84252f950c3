import type { Clock } from '#foundation/kernel/effects.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Noted } from './ledger.ts';
import { openLedger } from './ledger.ts';
import { ScopeTrail } from './scope-trail.ts';

/** What one command reads and changes about children, on its way into the ledger. */
export interface CommandRecord {
  /** The same scope, with a trail. */
  withTrail<Kind extends Scope>(scope: Kind): Kind;
  /** Says what a duty of Headwater’s own handed to a person: an export of one child’s record. */
  handedOver(what: Pick<Noted, 'actor' | 'purpose' | 'reads' | 'learners'>): void;
  /** Writes it down. */
  close(): Promise<void>;
}

/** A record for a command typed at the machine, by its words without their values: `headwater registers import`. */
export function commandRecord(database: Database, clock: Clock, command: string): CommandRecord {
  const ledger = openLedger(database, { clock });
  const trails: ScopeTrail[] = [];
  return {
    withTrail: (scope) => {
      const trail = new ScopeTrail(ledger, scope, () => ({ route: command, status: 0, begun: false }));
      trails.push(trail);
      return { ...scope, trail };
    },
    handedOver: (what) =>
      ledger.note({
        ...what,
        scopeKind: 'steward',
        action: 'export',
        route: command,
        status: 0,
        changes: [],
        subjects: 'learners',
        settings: [],
      }),
    close: async () => {
      for (const trail of trails) trail.say();
      await ledger.close();
    },
  };
}
