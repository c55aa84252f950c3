import { setTimeout } from 'node:timers/promises';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import type { Presence } from './cluster-presence.ts';

/** How a server that went away is come back to. */
export interface ClusterWatchOptions {
  /** Joins the server, or starts it when nobody runs it. */
  readonly joinOrStart: () => Promise<Result<Presence, Problem>>;
  /** Receives one-line notices for a person. */
  readonly notify: (line: string) => void;
}

/** A watch over this process's place at its server. */
export interface ClusterWatch {
  /** Ends the watch, after whatever it is at, and answers the place that is held now. */
  end(): Promise<Presence>;
}

const pauseBetweenTries = 2_000;

/**
 * Watches the connection that holds this process's place: when it ends and nobody meant it to, the server was killed, or
 * stopped by hand. It is started again, or joined where another process was quicker, for as long as this process runs.
 * Meanwhile whoever asks is told that the database is away.
 */
export function watchCluster(first: Presence, { joinOrStart, notify }: ClusterWatchOptions): ClusterWatch {
  let current = first;
  let restoring: Promise<void> | undefined;
  const ending = new AbortController();

  const restore = async (): Promise<void> => {
    notify('The built-in database has stopped; it is being started again.');
    for (let told = false; !ending.signal.aborted; told = true) {
      const joined = await joinOrStart();
      if (joined.ok) {
        current = joined.value;
        restoring = undefined;
        watch(current);
        notify('The built-in database runs again.');
        return;
      }
      if (!told) notify(`${joined.failure.message} It is tried again every two seconds.`);
      await setTimeout(pauseBetweenTries, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };
  const watch = ({ client }: Presence): void => {
    client.once('end', () => {
      if (!ending.signal.aborted) restoring = restore();
    });
  };
  watch(first);
  return {
    end: async () => {
      ending.abort();
      await restoring;
      return current;
    },
  };
}
