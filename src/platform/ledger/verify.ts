import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { chainedHash, firstOpening } from './chain.ts';
import type { LedgerDay } from './ledger-store.ts';
import type { StoredEntry } from './verify-store.ts';
import { readDays, readEntries } from './verify-store.ts';

/** What is not as it was written. */
export type LedgerFinding =
  /** A row's hash does not fit its columns: it was altered, or put where another stood. */
  | { readonly kind: 'altered'; readonly day: PlainDate; readonly seq: number }
  /** Rows that were there, and are not. */
  | { readonly kind: 'deleted'; readonly day: PlainDate; readonly from: number; readonly to: number }
  /** A row beyond those that were counted, or of a day that has no chain. */
  | { readonly kind: 'inserted'; readonly day: PlainDate; readonly seq: number }
  /** The day's count or head is not that of its rows. */
  | { readonly kind: 'day-altered'; readonly day: PlainDate }
  /** Days between these, or before or after, that were there and are not. */
  | { readonly kind: 'day-deleted'; readonly after: PlainDate | undefined; readonly before: PlainDate | undefined }
  /** A published head that the day does not have any more. */
  | { readonly kind: 'head-differs'; readonly day: PlainDate; readonly count: number };

/** A head as it was published: after `count` entries of a day. */
export interface PublishedHead {
  readonly day: PlainDate;
  readonly count: number;
  /** 64 hexadecimal digits. */
  readonly head: string;
}

export interface LedgerVerified {
  readonly days: number;
  readonly entries: number;
  /** How much is not as it was; the first of it is in `findings`. */
  readonly found: number;
  readonly findings: readonly LedgerFinding[];
  /** Published heads that were compared. */
  readonly heads: number;
}

export interface VerifyWanted {
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
  readonly heads?: readonly PublishedHead[] | undefined;
}

const mostFindings = 1_000;
const [firstDay, lastDay] = [plainDate('0001-01-01'), plainDate('9999-12-31')];

/**
 * Computes the chain again from the rows as the database holds them, and says what differs. Rows are read as they are
 * sent in binary, so no column and no byte of one is left out. What comes in meanwhile is not looked at.
 */
export async function verifyLedger(database: Database, wanted: VerifyWanted = {}): Promise<LedgerVerified> {
  const { from = firstDay, to = lastDay, heads = [] } = wanted;
  return await inScope(database, steward('verify'), async (scoped) => {
    await scoped.client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    const all = await readDays(scoped);
    const within = ({ day }: { readonly day: PlainDate }) => from <= day && day <= to;
    const published = heads.filter(within);
    const reading = new Reading(all.filter(within), published);
    reading.days(all);
    await readEntries(scoped, { from, to }, (entry) => reading.entry(entry));
    return { ...reading.end(), heads: published.length };
  });
}

interface Chain {
  readonly of: LedgerDay;
  seq: number;
  /** The hash on which the next row stands, as stored. */
  stored: Buffer;
  /** What it should be, where it is stored otherwise: then one hash was altered, and not the row after it too. */
  computed: Buffer | undefined;
}

/** Follows rows in their order; memory does not grow with them. */
class Reading {
  #entries = 0;
  #found = 0;
  readonly #findings: LedgerFinding[] = [];
  readonly #days: readonly LedgerDay[];
  readonly #published: Map<string, PublishedHead>;
  /** Place in `#days` of the next day to come. */
  #next = 0;
  #chain: Chain | undefined;

  constructor(days: readonly LedgerDay[], published: readonly PublishedHead[]) {
    this.#days = days;
    this.#published = new Map(published.map((head) => [`${head.day} ${head.count}`, head]));
  }

  /** Whether each day stands on the one before, and none is missing. The day before the first wanted is needed too. */
  days(all: readonly LedgerDay[]): void {
    for (const [at, day] of all.entries()) {
      if (!this.#days.includes(day)) continue;
      const before = all[at - 1];
      if (day.number !== (before?.number ?? 0) + 1) {
        this.#tell({ kind: 'day-deleted', after: before?.day, before: day.day });
      } else if (!day.opening.equals(before?.head ?? firstOpening)) this.#tell({ kind: 'day-altered', day: day.day });
    }
  }

  entry({ day, seq, row, hash }: StoredEntry): void {
    this.#entries += 1;
    while (this.#chain?.of.day !== day) if (!this.#enter(day)) break;
    const chain = this.#chain;
    if (chain?.of.day !== day || seq > chain.of.count) {
      this.#tell({ kind: 'inserted', day, seq });
      return;
    }
    if (seq === chain.seq + 1) this.#follow(chain, seq, row, hash);
    else {
      this.#tell({ kind: 'deleted', day, from: chain.seq + 1, to: seq - 1 });
      chain.computed = undefined;
    }
    chain.seq = seq;
    chain.stored = hash;
    this.#compare(day, seq, hash);
  }

  end(): Omit<LedgerVerified, 'heads'> {
    while (this.#next < this.#days.length) this.#begin();
    this.#close();
    for (const { day, count } of this.#published.values()) this.#tell({ kind: 'head-differs', day, count });
    return { days: this.#days.length, entries: this.#entries, found: this.#found, findings: this.#findings };
  }

  /** Goes on to the next day that has a chain; answers false when that lies beyond the row's. */
  #enter(day: PlainDate): boolean {
    const next = this.#days[this.#next];
    if (next === undefined || next.day > day) return false;
    this.#begin();
    return true;
  }

  #begin(): void {
    this.#close();
    const of = this.#days[this.#next] as LedgerDay;
    this.#next += 1;
    this.#chain = { of, seq: 0, stored: of.opening, computed: undefined };
  }

  #follow(chain: Chain, seq: number, row: Buffer, hash: Buffer): void {
    const expected = chainedHash(chain.stored, row);
    const { computed } = chain;
    chain.computed = undefined;
    if (hash.equals(expected)) return;
    const mended = computed && chainedHash(computed, row);
    if (mended && hash.equals(mended)) return;
    chain.computed = mended ?? expected;
    this.#tell({ kind: 'altered', day: chain.of.day, seq });
  }

  #close(): void {
    const chain = this.#chain;
    this.#chain = undefined;
    if (!chain) return;
    const { day, count, head } = chain.of;
    if (chain.seq < count) this.#tell({ kind: 'deleted', day, from: chain.seq + 1, to: count });
    else if (!head.equals(chain.stored) && !(chain.computed && head.equals(chain.computed))) {
      this.#tell({ kind: 'day-altered', day });
    }
  }

  #compare(day: PlainDate, count: number, hash: Buffer): void {
    if (this.#published.size === 0) return;
    const name = `${day} ${count}`;
    if (this.#published.get(name)?.head === hash.toString('hex')) this.#published.delete(name);
  }

  #tell(finding: LedgerFinding): void {
    this.#found += 1;
    if (this.#findings.length < mostFindings) this.#findings.push(finding);
  }
}
