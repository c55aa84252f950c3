import pg from 'pg';
import { ProblemError } from '#foundation/kernel/problem.ts';

type Taken = (reason: Error | undefined, client: pg.PoolClient | undefined, done: (release?: Error) => void) => void;

/** How many may wait for each connection: at some ten milliseconds a question, about as long as anybody waits. */
const waitingEach = 100;

/**
 * A pool with a bounded queue: whoever comes when a hundred already wait for each connection, and whoever has waited as
 * long as the pool lets them, is refused with a `ProblemError` whose code is `connections-busy`, which is answered with
 * 503 and a time to come back. Without a bound a burst fills the memory, and all of it fails together when it is over.
 */
export class BoundedPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Taken): void;
  override connect(callback?: Taken): Promise<pg.PoolClient> | undefined {
    if (!callback) {
      if (this.#isFull()) return Promise.reject(busy());
      return super.connect().catch((reason: unknown) => Promise.reject(told(reason)));
    }
    if (this.#isFull()) callback(busy(), undefined, () => undefined);
    else super.connect((reason, client, done) => callback(reason && told(reason), client, done));
    return undefined;
  }

  #isFull(): boolean {
    return this.waitingCount >= waitingEach * (this.options.max ?? 10);
  }
}

/** What pg says of a wait that was too long; a server that does not answer is told of in other words. */
function told(reason: unknown): Error {
  const text = reason instanceof Error ? reason.message : '';
  if (/timeout exceeded when trying to connect/.test(text)) return busy();
  return reason instanceof Error ? reason : new Error(String(reason));
}

function busy(): ProblemError {
  return new ProblemError({
    code: 'connections-busy',
    message: 'More is being asked at once than can be answered just now.',
    nextStep: 'Send it again in a few seconds: nothing of it was kept.',
  });
}
