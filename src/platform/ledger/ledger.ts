import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '#foundation/kernel/effects.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Database } from '#platform/database/pool.ts';
import { appendNotes } from './ledger-store.ts';
import type { LedgerNote } from './model.ts';
import { ledgerBusy } from './model.ts';
import type { Spool } from './spool.ts';
import { openSpool } from './spool.ts';

/** What a reader of a child's data has done, as whoever notes it knows it. */
export type Noted = Omit<LedgerNote, 'at' | 'mark'>;

/** Where it is written down who looks at children's data. */
export interface Ledger {
  /** Notes a read or write. It is in the chain within a quarter of a second. */
  note(what: Noted): void;
  /** Throws `ledger-busy` (503) while what is read cannot be written down. */
  mayTouch(): void;
  /** Resolves when everything noted until now is in the chain, or cannot be put there. */
  flush(): Promise<void>;
  /** Writes what is left, for a few seconds at most; what is spooled is taken up by the next start. */
  close(): Promise<void>;
}

export interface LedgerOptions {
  readonly clock: Clock;
  /** A folder for notes on their way, so that a killed process loses none; without one it loses what waits. */
  readonly spoolFolder?: string | undefined;
  /** Told of every batch that could not be written; it is tried again. */
  readonly onFailure?: ((reason: unknown) => void) | undefined;
  /** Most notes that may wait. */
  readonly mostWaiting?: number | undefined;
}

const milliseconds = { gather: 200, retry: 250, longestRetry: 2_000, patience: 3_000, goodbye: 4_000 };
/** When as many have come while a batch was on its way, the next is not waited for. */
const mostAtEase = 1_000;
const mostWaitingUnlessSaid = 20_000;

/** Opens the ledger of a database, and takes up what killed processes left in the spool. */
export function openLedger(database: Database, options: LedgerOptions): Ledger {
  const writer = new Writer(database, options);
  writer.recover();
  return writer;
}

class Writer implements Ledger {
  readonly #database: Database;
  readonly #options: LedgerOptions;
  readonly #spool: Spool | undefined;
  readonly #waiting: LedgerNote[] = [];
  #recovered: LedgerNote[] = [];
  #forgetLeft: () => void = () => undefined;
  #working: Promise<void> | undefined;
  /** Since when notes cannot be written (`performance.now`). */
  #failingSince: number | undefined;
  #closed = false;

  constructor(database: Database, options: LedgerOptions) {
    this.#database = database;
    this.#options = options;
    this.#spool = options.spoolFolder === undefined ? undefined : openSpool(options.spoolFolder);
  }

  recover(): void {
    const left = this.#spool?.leftBehind();
    if (!left) return;
    this.#recovered = [...left.notes];
    this.#forgetLeft = left.forget;
    if (left.notes.length > 0) this.#begin(0);
    else left.forget();
  }

  note(what: Noted): void {
    const note = { ...storable(what), at: this.#options.clock.now(), mark: randomUUID() };
    this.#keep(note);
    this.#waiting.push(note);
    this.#begin(milliseconds.gather);
  }

  mayTouch(): void {
    const most = this.#options.mostWaiting ?? mostWaitingUnlessSaid;
    const failing = this.#failingSince !== undefined && performance.now() - this.#failingSince > milliseconds.patience;
    if (failing || this.#left >= most) throw new ProblemError(ledgerBusy);
  }

  /** Notes that are not in the chain yet. */
  get #left(): number {
    return this.#waiting.length + this.#recovered.length;
  }

  async flush(): Promise<void> {
    while (this.#left > 0 && this.#failingSince === undefined && !this.#closed) {
      this.#begin(0);
      await this.#working;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const deadline = performance.now() + milliseconds.goodbye;
    await this.#working;
    while (this.#left > 0 && performance.now() < deadline) {
      await this.#writeBatch();
      if (this.#failingSince !== undefined) await wait(milliseconds.retry);
    }
    this.#spool?.close();
  }

  /** A spool that cannot be written is told of; the note still goes to the database. */
  #keep(note: LedgerNote): void {
    try {
      this.#spool?.keep(note);
    } catch (reason) {
      this.#options.onFailure?.(reason);
    }
  }

  #begin(after: number): void {
    if (this.#working || this.#closed) return;
    this.#working = this.#work(after).finally(() => {
      this.#working = undefined;
      // What was noted while the last batch was on its way.
      if (this.#waiting.length > 0) this.#begin(milliseconds.gather);
    });
  }

  async #work(after: number): Promise<void> {
    await wait(after);
    let pause = milliseconds.retry;
    while (this.#left > 0) {
      await this.#writeBatch();
      if (this.#failingSince === undefined) {
        pause = milliseconds.retry;
        if (this.#waiting.length < mostAtEase) return;
      } else {
        if (this.#closed) return;
        await wait(pause);
        pause = Math.min(2 * pause, milliseconds.longestRetry);
      }
    }
  }

  /** Everything that waits, in one transaction. */
  async #writeBatch(): Promise<void> {
    const forget = this.#spool?.turn();
    const [recovered, notes] = [this.#recovered, this.#waiting.splice(0)];
    this.#recovered = [];
    try {
      await inGate(this.#database, 'ledger', async (gate) => {
        const today = this.#options.clock.today();
        if (recovered.length > 0) await appendNotes(gate, recovered, today, 'recovered');
        if (notes.length > 0) await appendNotes(gate, notes, today);
      });
      this.#failingSince = undefined;
      this.#forgetLeft();
      this.#forgetLeft = () => undefined;
      forget?.();
    } catch (reason) {
      this.#failingSince ??= performance.now();
      // Whether it was committed is not known when the connection was lost: their marks will say.
      this.#recovered = [...recovered, ...notes];
      const before = this.#forgetLeft;
      this.#forgetLeft = () => {
        before();
        forget?.();
      };
      this.#options.onFailure?.(reason);
    }
  }
}

/** What PostgreSQL can keep: text without NUL and without halves of characters. */
function storable(what: Noted): Noted {
  return { ...what, actor: clean(what.actor), purpose: clean(what.purpose), route: clean(what.route) };
}

function clean(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
