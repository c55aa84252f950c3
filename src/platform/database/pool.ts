import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { Transaction as KyselyTransaction } from 'kysely';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { BoundedPool } from './bounded-pool.ts';
import { columnTypes } from './column-values.ts';
import { connectionProblem, serverTooOld } from './connection-problem.ts';
import { openEmbeddedCluster } from './embedded-cluster.ts';
import type { Schema } from './schema.ts';
import type { ScopeRole } from './scope-roles.ts';
import { ownerPassword, roleConnection } from './scope-roles.ts';

/** Where the database is to be found, and whom to tell about it. */
export interface DatabaseConfig {
  /** A PostgreSQL ≥ 15 of the operator's own; when absent Headwater runs one under `dataFolder`. */
  readonly databaseUrl?: string | undefined;
  /** Absolute path of the data folder; used only without `databaseUrl`. */
  readonly dataFolder: string;
  /** Receives one-line notices for a person, without a newline; the command line writes them to stderr. */
  readonly notify: (line: string) => void;
  /** How long to go on trying a server that does not answer yet, in milliseconds. None by default. */
  readonly patience?: number;
  /** Most connections at once. 10 by default. */
  readonly maxConnections?: number;
}

interface DatabaseParts {
  /** For COPY (pg-copy-streams), LISTEN and named statements. Every client taken must be released. */
  readonly pool: pg.Pool;
  /**
   * Connections logged in as a scope's role, opened when first asked for. Only platform/access takes them: everything
   * else asks it for a scope.
   */
  poolOf(role: ScopeRole): pg.Pool;
  /** The owner's password, from which those of the roles are made; `undefined` where the server asks for none. */
  readonly ownerPassword: string | undefined;
  /** `embedded` when Headwater runs the server itself. */
  readonly origin: 'embedded' | 'url';
  /** Server version as PostgreSQL counts it: 150004 for 15.4. */
  readonly serverVersion: number;
  /** Where it is, in words fit for a log: never a password. */
  readonly description: string;
  /** Ends every connection and, when this process is the last to leave an embedded server, stops the server. */
  close(): Promise<void>;
}

/** Typed queries (`database.selectFrom('area')`) with the pool beneath them. */
export type Database = Kysely<Schema> & DatabaseParts;

/** A unit of work: typed queries in one transaction, and the connection it runs on, for COPY. */
export type Transaction = KyselyTransaction<Schema> & {
  readonly client: pg.PoolClient;
  /**
   * Takes the answer of the last statement, already sent, for which COMMIT need not wait: both travel together, and when
   * the statement fails nothing is committed and the transaction throws its failure.
   */
  alongCommit(answer: Promise<unknown>): void;
};

/** What a store takes when it does not matter whether a transaction is open. */
export type Queries = Kysely<Schema>;

interface Server {
  readonly connection: pg.PoolConfig;
  readonly origin: DatabaseParts['origin'];
  readonly description: string;
  readonly leave: () => Promise<void>;
}

const oldestVersion = 150_000;
const retryAfter = 250;
const longestGoodbye = 5_000;
/**
 * Registers come in under setting scopes, all at once in the morning: three connections a core commit the most of them,
 * more only wait for each other (bench/morning.ts). The others read.
 */
const mostConnectionsOf: Readonly<Record<ScopeRole, number>> = {
  setting: Math.min(24, Math.max(6, 3 * availableParallelism())),
  area: 6,
  trust: 4,
  nation: 4,
  children: 6,
  gate: 6,
  steward: 6,
};

/** Opens the database and checks that it answers and is new enough. Close it before the process ends. */
export async function openDatabase(config: DatabaseConfig): Promise<Result<Database, Problem>> {
  const server = config.databaseUrl ? serverAtUrl(config.databaseUrl) : await embeddedServer(config);
  if (!server.ok) return server;
  const pool = poolAt(server.value.connection, config.maxConnections ?? 10);
  const version = await waitUntilReady(pool, { patience: config.patience ?? 0 });
  if (version.ok && version.value >= oldestVersion) {
    return success(databaseOn(pool, server.value, version.value));
  }
  await pool.end();
  await server.value.leave();
  return failure(version.ok ? serverTooOld(version.value) : version.failure);
}

function poolAt(connection: pg.PoolConfig, max: number): pg.Pool {
  const pool = new BoundedPool({
    ...connection,
    max,
    types: columnTypes,
    application_name: 'headwater',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // A connection that dies fails the next query on it, or is replaced; without listeners it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Asks the server for its version until it answers, for at most `patience` milliseconds.
 * A refusal that waiting cannot mend (a wrong password, a missing database) ends it at once.
 */
async function waitUntilReady(
  pool: pg.Pool,
  { patience }: { readonly patience: number },
): Promise<Result<number, Problem>> {
  const deadline = performance.now() + patience;
  for (;;) {
    const answer = await askVersion(pool);
    if (answer.ok) return answer;
    const { mayMend, problem } = answer.failure;
    if (!mayMend || performance.now() >= deadline) return failure(problem);
    await setTimeout(retryAfter);
  }
}

/**
 * Runs `work` in one transaction: committed when it returns, rolled back when it throws.
 * Everything the work does must go through the transaction it is given.
 */
export function inTransaction<Outcome>(
  database: Database,
  work: (transaction: Transaction) => Promise<Outcome>,
): Promise<Outcome> {
  return transactionOn(database.pool, work);
}

/**
 * The same on any pool, such as that of a scope's role; `opening` is sent first, inside the transaction. `hear` is told
 * the text of every statement that the work sends, COPY and cursors too, before it is sent.
 */
export async function transactionOn<Outcome>(
  pool: pg.Pool,
  work: (transaction: Transaction) => Promise<Outcome>,
  opening?: string,
  hear?: (statement: string) => void,
): Promise<Outcome> {
  const client = await pool.connect();
  let failed = true;
  try {
    const opened = client.query(opening ? `BEGIN; ${opening}` : 'BEGIN');
    if (hear) overhear(client, hear);
    // A pipelined connection sends what the work asks at once behind it; the answers still come in order.
    if (client.pipeline) opened.catch(() => undefined);
    else await opened;
    const outcome = await workAndCommit(client, work);
    await opened;
    failed = false;
    return outcome;
  } catch (reason) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw reason;
  } finally {
    if (hear) overhear(client, undefined);
    // After a failure the connection may be in the middle of a COPY or gone: it is thrown away, not reused.
    client.release(failed);
  }
}

const hearing = new WeakMap<pg.PoolClient, { hear: ((statement: string) => void) | undefined }>();

/**
 * Has a connection's statements heard, or, without `hear`, not any more. Its `query` is put in place once and stays: taking
 * a property off an object again makes every later use of it slow.
 */
function overhear(client: pg.PoolClient, hear: ((statement: string) => void) | undefined): void {
  const known = hearing.get(client);
  if (known) known.hear = hear;
  if (known || !hear) return;
  const heard = { hear: hear as typeof hear | undefined };
  hearing.set(client, heard);
  const send = client.query as (...parameters: unknown[]) => unknown;
  client.query = ((...parameters: unknown[]): unknown => {
    heard.hear?.(statementOf(parameters[0]));
    return send.apply(client, parameters);
  }) as typeof client.query;
}

/** A statement is a text, a configuration with one, or an object that sends itself: COPY, or a cursor. */
function statementOf(sent: unknown): string {
  if (typeof sent === 'string') return sent;
  const { text, cursor } = (sent ?? {}) as { readonly text?: unknown; readonly cursor?: { readonly text?: unknown } };
  return String(text ?? cursor?.text ?? '');
}

async function workAndCommit<Outcome>(
  client: pg.PoolClient,
  work: (transaction: Transaction) => Promise<Outcome>,
): Promise<Outcome> {
  const sent: Promise<unknown>[] = [];
  const alongCommit = (answer: Promise<unknown>): void => {
    // Its failure is thrown below; when the work itself throws first, that is the failure to tell of.
    answer.catch(() => undefined);
    sent.push(answer);
  };
  const outcome = await work(Object.assign(queriesOn(client), { client, alongCommit }) as unknown as Transaction);
  // When one of them fails PostgreSQL answers the COMMIT with a rollback, and the failure is thrown here.
  const answers = await Promise.all([...sent, client.query('COMMIT')]);
  if ((answers.at(-1) as pg.QueryResult).command !== 'COMMIT') throw new Error('The transaction was rolled back');
  return outcome;
}

function queriesOn(client: pg.PoolClient): Kysely<Schema> {
  const lent = { query: client.query.bind(client), release: () => undefined };
  const pool = { connect: async () => lent, end: async () => undefined };
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: pool as unknown as pg.Pool }) });
}

function databaseOn(pool: pg.Pool, server: Server, serverVersion: number): Database {
  const queries = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const lent = new Map<ScopeRole, pg.Pool>();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    // A connection still lent out would be waited for without end; the server ends it when it stops.
    const ended = Promise.all([pool, ...lent.values()].map((one) => one.end()));
    await Promise.race([ended, setTimeout(longestGoodbye, undefined, { ref: false })]);
    await server.leave();
  };
  const poolOf = (role: ScopeRole): pg.Pool => {
    const known = lent.get(role);
    if (known) return known;
    // Registers are recorded under setting scopes, and every request of somebody signed in asks the gate: in as few round
    // trips as there can be. COPY and cursors cannot be pipelined (pg), so the other roles' connections are not.
    const pipeline = role === 'setting' || role === 'gate';
    const connection = { ...roleConnection(server.connection, role), pipeline };
    const pooled = poolAt(connection, mostConnectionsOf[role]);
    lent.set(role, pooled);
    return pooled;
  };
  return Object.assign(queries, {
    pool,
    poolOf,
    ownerPassword: ownerPassword(server.connection),
    origin: server.origin,
    serverVersion,
    description: server.description,
    close: () => (closing ??= close()),
  });
}

function serverAtUrl(databaseUrl: string): Result<Server, Problem> {
  // A socket's address, postgresql://user@/database?host=/folder, has no host, which URL does not allow.
  const complete = databaseUrl.replace('@/', '@localhost/');
  const address = URL.canParse(complete) ? new URL(complete) : undefined;
  if (!address || !/^postgres(ql)?:$/.test(address.protocol)) {
    return failure({
      code: 'database-url-invalid',
      message: 'DATABASE_URL is not a PostgreSQL address.',
      nextStep: 'Give it as postgresql://user:password@host:5432/database, or unset it to use the built-in database.',
    });
  }
  const description = `PostgreSQL at ${address.searchParams.get('host') ?? (address.host || 'this machine')}${address.pathname}`;
  return success({
    connection: { connectionString: databaseUrl },
    origin: 'url',
    description,
    leave: async () => undefined,
  });
}

async function embeddedServer(config: DatabaseConfig): Promise<Result<Server, Problem>> {
  const cluster = await openEmbeddedCluster({ dataFolder: config.dataFolder, notify: config.notify });
  if (!cluster.ok) return cluster;
  const { connection, leave } = cluster.value;
  return success({ connection, origin: 'embedded', description: `PostgreSQL under ${config.dataFolder}`, leave });
}

async function askVersion(
  pool: pg.Pool,
): Promise<Result<number, { readonly problem: Problem; readonly mayMend: boolean }>> {
  try {
    const answer = await pool.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
    );
    return success(answer.rows[0]?.version ?? 0);
  } catch (reason) {
    return failure(connectionProblem(reason));
  }
}
