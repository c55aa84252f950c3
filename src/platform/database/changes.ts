import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { PlainDate as plainDateSchema } from '#foundation/kernel/plain-date.ts';
import type { Database } from './pool.ts';

/** A register that was recorded or corrected, or a calendar that changed. It says where to look, not what is there: the tables are the truth. */
export interface RegisterChange {
  readonly settingId: number;
  readonly day: PlainDate;
  /** 1 morning, 2 afternoon, from 3 a timetabled event; `calendarChanged` when it is the setting’s calendar that changed. */
  readonly session: number;
}

/** In the place of a session: no register changed, but when the setting is open. */
export const calendarChanged = 0;

/** What a listener hears: registers that changed, or that notices may have been lost and anything may have changed. */
export type ChangeNotice =
  | { readonly kind: 'changed'; readonly changes: readonly RegisterChange[] }
  | { readonly kind: 'anything' };

/** A listener at work. */
export interface ChangeListener {
  /** Resolves when it listens for the first time; what is committed after that is heard, or `anything` is. */
  readonly listening: Promise<void>;
  /** Ends the connection. */
  close(): Promise<void>;
}

const channel = 'headwater_change';
/** A notice holds fewer than 8,000 bytes (PostgreSQL, NOTIFY). */
const mostBytes = 7_900;
const milliseconds = { between: 50, retry: 250, longestRetry: 5_000 };

interface Outbox {
  readonly waiting: Map<string, RegisterChange>;
  sending: boolean;
}

const outboxes = new WeakMap<object, Outbox>();

/**
 * Tells every process that a register has changed; call it after the commit. Changes are gathered and sent at most every
 * 50 ms, never inside a register's own transaction, because a commit that notifies waits for every other that does.
 * A notice that cannot be sent is dropped: who listens compares versions now and then.
 */
export function announceChange(database: Pick<Database, 'pool'>, change: RegisterChange): void {
  const outbox = outboxes.get(database.pool) ?? { waiting: new Map(), sending: false };
  outboxes.set(database.pool, outbox);
  outbox.waiting.set(changeText(change), change);
  if (outbox.sending) return;
  outbox.sending = true;
  void sendAll(database, outbox);
}

/** Sends what waits, at once and then every 50 ms until nothing does: one statement however many notices. */
async function sendAll({ pool }: Pick<Database, 'pool'>, outbox: Outbox): Promise<void> {
  // What is announced in the same turn of the event loop goes along.
  await wait(0);
  while (outbox.waiting.size > 0) {
    const payloads = payloadsOf(outbox.waiting.keys());
    outbox.waiting.clear();
    const text = 'SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload';
    await pool.query({ text, values: [channel, payloads] }).catch(() => undefined);
    await wait(milliseconds.between, undefined, { ref: false });
  }
  outbox.sending = false;
}

function payloadsOf(texts: Iterable<string>): readonly string[] {
  const payloads: string[] = [];
  let current = '';
  for (const text of texts) {
    if (current.length + text.length + 1 > mostBytes) {
      payloads.push(current);
      current = '';
    }
    current = current === '' ? text : `${current};${text}`;
  }
  return current === '' ? payloads : [...payloads, current];
}

function changeText({ settingId, day, session }: RegisterChange): string {
  return `${settingId},${day},${session}`;
}

/** Reads a notice; whatever in it is no change (another program may use the channel) is left out. */
function readPayload(payload: string): readonly RegisterChange[] {
  return payload.split(';').flatMap((text) => {
    const [settingId = '', day = '', session = ''] = text.split(',');
    const read = plainDateSchema.safeParse(day);
    if (!read.success || !/^\d+$/.test(settingId) || !/^\d+$/.test(session)) return [];
    return [{ settingId: Number(settingId), day: read.data, session: Number(session) }];
  });
}

/**
 * Listens on a connection of its own until it is closed. When that connection is lost it makes another, and then says
 * `anything`, because what was sent in between is gone.
 */
export function listenForChanges(
  { pool }: Pick<Database, 'pool'>,
  onNotice: (notice: ChangeNotice) => void,
): ChangeListener {
  const closing = new AbortController();
  let current: pg.Client | undefined;
  const first = Promise.withResolvers<void>();
  const work = async (): Promise<void> => {
    let [pause, before]: [number, boolean] = [milliseconds.retry, false];
    while (!closing.signal.aborted) {
      // The pool hides its password from whoever copies its options.
      const { password } = pool.options;
      const client = new pg.Client({ ...pool.options, password, application_name: 'headwater changes' });
      current = client;
      const ended = new Promise<void>((resolve) => void client.once('end', resolve).on('error', () => resolve()));
      const connected = await listenOn(client, onNotice);
      if (connected) {
        if (before) onNotice({ kind: 'anything' });
        before = true;
        pause = milliseconds.retry;
        first.resolve();
        await ended;
      }
      await client.end().catch(() => undefined);
      await wait(pause, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      pause = Math.min(2 * pause, milliseconds.longestRetry);
    }
    first.resolve();
  };
  const done = work();
  return {
    listening: first.promise,
    close: async () => {
      closing.abort();
      await current?.end().catch(() => undefined);
      await done;
    },
  };
}

async function listenOn(client: pg.Client, onNotice: (notice: ChangeNotice) => void): Promise<boolean> {
  client.on('notification', ({ payload }) => {
    const changes = readPayload(payload ?? '');
    if (changes.length > 0) onNotice({ kind: 'changed', changes });
  });
  try {
    await client.connect();
    await client.query(`LISTEN ${channel}`);
    return true;
  } catch {
    return false;
  }
}
