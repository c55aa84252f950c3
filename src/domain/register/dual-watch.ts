import type { Clock } from '#foundation/kernel/effects.ts';
import type { RegisterChange } from '#platform/database/changes.ts';
import { listenForChanges } from '#platform/database/changes.ts';
import type { Database } from '#platform/database/pool.ts';
import { joinChanged, joinLately } from './dual-join.ts';

export interface DualWatchOptions {
  readonly database: Pick<Database, 'pool' | 'poolOf'>;
  readonly clock: Clock;
  /** Told what went wrong; the watch goes on, and looks again at its next round. No name is in it. */
  readonly onFailure: (reason: unknown) => void;
}

export interface DualWatch {
  /** Resolves when the first round, over the last days, is done. */
  readonly begun: Promise<void>;
  /** Resolves when what is under way is written. */
  close(): Promise<void>;
}

/**
 * Every ten minutes from five past the hour, 09:45 and 13:45 among them, when registers are due: time alone may have made
 * a gap, and a process that ends at once may have taken its last notices with it.
 */
const minutesOfRound = 10;
const firstRound = 5;
const days = { atStart: 14, inRound: 5 } as const;
const mostAtOnce = 2_000;
const minute = 60_000;

/**
 * Keeps the tasks of dual registration up to date: after every register that changed, every ten minutes, and
 * from the start, for whatever was missed. Several processes may do so at once: what they write is the same.
 */
export function watchDualRegistration({ database, clock, onFailure }: DualWatchOptions): DualWatch {
  const waiting = new Map<string, RegisterChange>();
  let wanted: number | undefined = days.atStart;
  const closing = new AbortController();
  let work: Promise<void> | undefined;

  const step = async (): Promise<void> => {
    if (wanted !== undefined) {
      const span = wanted;
      wanted = undefined;
      await joinLately(database, clock.now(), span, closing.signal);
      return;
    }
    const changed = [...waiting.values()].slice(0, mostAtOnce);
    for (const change of changed) waiting.delete(nameOf(change));
    await joinChanged(database, changed, clock.now());
  };
  const run = async (): Promise<void> => {
    while (!closing.signal.aborted && (wanted !== undefined || waiting.size > 0)) await step().catch(onFailure);
    work = undefined;
  };
  const start = (): Promise<void> => (work ??= run());

  const listener = listenForChanges(database, (notice) => {
    if (notice.kind === 'anything') wanted = Math.max(wanted ?? 0, days.inRound);
    else for (const change of notice.changes) waiting.set(nameOf(change), change);
    void start();
  });
  // What is committed after this is heard; what was before is looked at now.
  const begun = listener.listening.then(start);
  let last = roundAt(clock.now());
  const timer = setInterval(() => {
    const round = roundAt(clock.now());
    if (round !== last) wanted = Math.max(wanted ?? 0, days.inRound);
    last = round;
    void start();
  }, minute);
  timer.unref();
  return {
    begun,
    close: async () => {
      closing.abort();
      clearInterval(timer);
      await listener.close();
      await work;
    },
  };
}

/** Which round it is, counted from the beginning of 1970: the clocks of the United Kingdom differ by whole hours only. */
function roundAt(now: Date): number {
  return Math.floor((now.getTime() / minute - firstRound) / minutesOfRound);
}

function nameOf({ settingId, day, session }: RegisterChange): string {
  return `${settingId} ${day} ${session}`;
}
