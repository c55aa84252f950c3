import type { Clock } from '#foundation/kernel/effects.ts';
import type { RegisterChange } from '#platform/database/changes.ts';
import { listenForChanges } from '#platform/database/changes.ts';
import type { Database } from '#platform/database/pool.ts';
import { joinChanged, joinLately } from './dual-join.ts';
import { localTime } from './page-clock.ts';

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

/** Local times at which time alone may have made a gap: registers of morning and afternoon are due. */
const rounds = ['09:45', '13:45'];
const days = { atStart: 14, inRound: 5 } as const;
const mostAtOnce = 2_000;
const minute = 60_000;

/**
 * Keeps the tasks of dual registration up to date: after every register that changed, at the times registers are due, and
 * from the start, for whatever was missed. Several processes may do so at once: what they write is the same.
 */
export function watchDualRegistration({ database, clock, onFailure }: DualWatchOptions): DualWatch {
  const waiting = new Map<string, RegisterChange>();
  let wanted: number | undefined = days.atStart;
  let closed = false;
  let work: Promise<void> | undefined;

  const step = async (): Promise<void> => {
    if (wanted !== undefined) {
      const span = wanted;
      wanted = undefined;
      await joinLately(database, clock.now(), span);
      return;
    }
    const changed = [...waiting.values()].slice(0, mostAtOnce);
    for (const change of changed) waiting.delete(nameOf(change));
    await joinChanged(database, changed, clock.now());
  };
  const run = async (): Promise<void> => {
    while (!closed && (wanted !== undefined || waiting.size > 0)) await step().catch(onFailure);
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
  let last = localTime(clock.now());
  const timer = setInterval(() => {
    const time = localTime(clock.now());
    if (rounds.some((round) => last < round && round <= time)) wanted = Math.max(wanted ?? 0, days.inRound);
    last = time;
    void start();
  }, minute);
  timer.unref();
  return {
    begun,
    close: async () => {
      closed = true;
      clearInterval(timer);
      await listener.close();
      await work;
    },
  };
}

function nameOf({ settingId, day, session }: RegisterChange): string {
  return `${settingId} ${day} ${session}`;
}
