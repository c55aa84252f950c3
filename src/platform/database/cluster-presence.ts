import pg from 'pg';
import { errorCode } from './connection-problem.ts';

/**
 * How the processes that share one server know of each other. Each holds one connection with a shared advisory lock
 * for as long as it uses the server; the one that can take the lock alone is the last and may stop the server. The
 * server drops the lock of a process that is killed, so nothing has to be cleaned up.
 */
export interface Presence {
  readonly client: pg.Client;
}

export type PresenceAttempt =
  | { readonly kind: 'present'; readonly presence: Presence }
  /** Nothing listens. */
  | { readonly kind: 'nobody' }
  /** It listens but is starting, recovering or about to stop: try again. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'refused'; readonly reason: unknown };

const presenceLock = 4_837_101;
const setupLock = 4_837_102;
const transient = new Set(['57P03', '57P01', '57P02', '53300', 'ECONNRESET', 'EPIPE']);

/** Tries to join the server. `connection` names the superuser and the maintenance database. */
export async function joinServer(connection: pg.ClientConfig): Promise<PresenceAttempt> {
  const client = new pg.Client({
    ...connection,
    application_name: 'headwater presence',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const answer = await client.query<{ joined: boolean }>('SELECT pg_try_advisory_lock_shared($1) AS joined', [
      presenceLock,
    ]);
    if (answer.rows[0]?.joined) return { kind: 'present', presence: { client } };
    await client.end();
    return { kind: 'wait' };
  } catch (reason) {
    await client.end().catch(() => undefined);
    return attemptAfter(reason);
  }
}

/**
 * Gives up this process's place. `last` is called, with the door locked to newcomers, when nobody else is there: no
 * other process of ours, and no connection of anybody else's.
 */
export async function leaveServer({ client }: Presence, last: () => Promise<void>): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_unlock_shared($1)', [presenceLock]);
    const answer = await client.query<{ alone: boolean }>({
      text: `SELECT pg_try_advisory_lock($1) AND NOT EXISTS (
               SELECT 1 FROM pg_stat_activity
                WHERE backend_type = 'client backend' AND application_name NOT LIKE 'headwater%') AS alone`,
      values: [presenceLock],
    });
    if (answer.rows[0]?.alone) await last();
  } catch {
    // The server is gone already, which is what leaving is for.
  }
  await client.end().catch(() => undefined);
}

/**
 * Makes the role and the database that the application uses, unless they are there. The role owns its database and may
 * make roles and databases, but is no superuser: row-level security binds it.
 */
export async function ensureDatabase({ client }: Presence, password: string): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [setupLock]);
  const found = await client.query<{ role: boolean; database: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'headwater') AS role,
            EXISTS (SELECT 1 FROM pg_database WHERE datname = 'headwater') AS database`,
  );
  if (!found.rows[0]?.role) {
    await client.query(`CREATE ROLE headwater LOGIN CREATEDB CREATEROLE PASSWORD ${pg.escapeLiteral(password)}`);
  }
  if (!found.rows[0]?.database) await client.query('CREATE DATABASE headwater OWNER headwater');
  await client.query('SELECT pg_advisory_unlock($1)', [setupLock]);
}

function attemptAfter(reason: unknown): PresenceAttempt {
  const code = errorCode(reason);
  if (code === 'ECONNREFUSED' || code === 'ENOENT') return { kind: 'nobody' };
  const cut = reason instanceof Error && /terminated|timeout/i.test(reason.message);
  return transient.has(code) || cut ? { kind: 'wait' } : { kind: 'refused', reason };
}
