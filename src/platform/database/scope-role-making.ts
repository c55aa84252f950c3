import pg from 'pg';
import type { Problem } from '#foundation/kernel/problem.ts';
import { connectionProblem, errorCode } from './connection-problem.ts';
import type { Database } from './pool.ts';
import type { ScopeRole } from './scope-roles.ts';
import { loginName, roleCreation, roleRenewal, scopeRoles } from './scope-roles.ts';

type Roles = Pick<Database, 'poolOf' | 'ownerPassword'>;

const notAllowed = '42501';
/** Another process made the role between our question and our statement: on another database the lock is another one. */
const madeMeanwhile = new Set(['42710', '23505']);

/**
 * Makes the scopes' roles where they are missing, and sees that each can log in: one that this owner made, and whose
 * password no longer fits the owner's, is given a new one. Answers what to do when the owner may not.
 */
export async function ensureScopeRoles(database: Roles, client: pg.ClientBase): Promise<Problem | undefined> {
  const missing = await missingRoles(client);
  try {
    for (const role of missing) await make(client, role, database.ownerPassword);
  } catch (reason) {
    const refused = errorCode(reason) === notAllowed;
    return refused ? rolesMissing(missing, database.ownerPassword) : connectionProblem(reason).problem;
  }
  const shut = await rolesShutOut(database);
  return shut.length === 0 ? undefined : await letIn(database, client, shut);
}

/** The same looked at, with nothing changed: what `ensureScopeRoles` would answer, or nothing where it would succeed. */
export async function lookAtScopeRoles(database: Roles & Pick<Database, 'pool'>): Promise<Problem | undefined> {
  const client = await database.pool.connect();
  try {
    const missing = await missingRoles(client);
    if (missing.length > 0) {
      const may = await client.query(
        'SELECT 1 FROM pg_roles WHERE rolname = current_user AND (rolcreaterole OR rolsuper)',
      );
      return may.rows.length > 0 ? undefined : rolesMissing(missing, database.ownerPassword);
    }
    const shut = await rolesShutOut(database);
    return shut.length === 0 ? undefined : whyShutOut(shut, database.ownerPassword);
  } finally {
    client.release();
  }
}

/** What nobody’s scope needs, and what a statement that slipped in could hide rows in. */
const roomToWrite = `SELECT DISTINCT 'TEMPORARY ON DATABASE ' || quote_ident(current_database()) AS what
   FROM pg_roles WHERE rolname = ANY ($1) AND has_database_privilege(oid, current_database(), 'TEMPORARY')`;

/** What scopes’ roles may still make for themselves: temporary tables, and functions beside them. */
export async function roomOfScopeRoles(client: Pick<pg.ClientBase, 'query'>): Promise<readonly string[]> {
  const { rows } = await client.query<{ what: string }>(roomToWrite, [scopeRoles.map(loginName)]);
  return rows.map(({ what }) => what);
}

/** Takes that from everybody who was not given it by name, and from the roles; what the owner may not take stays. */
export async function narrowScopeRoles(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  const from = ['PUBLIC', ...scopeRoles.map(loginName)].join(', ');
  for (const what of await roomOfScopeRoles(client)) {
    await client.query(`REVOKE ${what} FROM ${from}`).catch((reason: unknown) => {
      if (errorCode(reason) !== notAllowed) throw reason;
    });
  }
}

async function missingRoles(client: pg.ClientBase): Promise<readonly ScopeRole[]> {
  const { rows } = await client.query<{ rolname: string }>({
    text: 'SELECT rolname FROM pg_roles WHERE rolname = ANY($1)',
    values: [scopeRoles.map(loginName)],
  });
  return scopeRoles.filter((role) => !rows.some(({ rolname }) => rolname === loginName(role)));
}

async function make(client: pg.ClientBase, role: ScopeRole, password: string | undefined): Promise<void> {
  try {
    await client.query(roleCreation(role, password));
    await client.query(`COMMENT ON ROLE ${loginName(role)} IS ${pg.escapeLiteral(await makersMark(client))}`);
  } catch (reason) {
    if (!madeMeanwhile.has(errorCode(reason))) throw reason;
  }
}

/** By whom a role was made, so that nobody else's password is ever changed. */
async function makersMark(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ owner: string }>('SELECT current_user AS owner');
  return `A scope of Headwater, made by ${rows[0]?.owner}`;
}

interface ShutOut {
  readonly role: ScopeRole;
  readonly reason: unknown;
}

/** The roles that cannot log in, each with what the server said. */
export async function rolesShutOut(database: Pick<Database, 'poolOf'>): Promise<readonly ShutOut[]> {
  const tried = await Promise.all(
    scopeRoles.map(async (role) => {
      const refusal = await database
        .poolOf(role)
        .query('SELECT 1')
        .then(
          () => undefined,
          (reason: unknown) => ({ role, reason }),
        );
      return refusal ?? [];
    }),
  );
  return tried.flat();
}

async function letIn(database: Roles, client: pg.ClientBase, shut: readonly ShutOut[]): Promise<Problem | undefined> {
  const refused = shut.filter(({ reason }) => errorCode(reason).startsWith('28'));
  const { rows } = await client.query<{ role: string }>({
    text: "SELECT rolname AS role FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = $1",
    values: [await makersMark(client)],
  });
  const own = refused.filter(({ role }) => rows.some((row) => row.role === loginName(role)));
  for (const { role } of own) {
    await client.query(roleRenewal(role, database.ownerPassword)).catch(() => undefined);
  }
  const still = own.length > 0 ? await rolesShutOut(database) : shut;
  return still.length === 0 ? undefined : whyShutOut(still, database.ownerPassword);
}

function whyShutOut(shut: readonly ShutOut[], password: string | undefined): Problem {
  const other = shut.find(({ reason }) => !errorCode(reason).startsWith('28'));
  if (other) return roleCannotEnter(other);
  return rolesOfAnother(
    shut.map(({ role }) => role),
    password,
  );
}

/** The statements an administrator runs to make roles, ready to be copied. */
function creationStatements(roles: readonly ScopeRole[], password: string | undefined): string {
  return roles.map((role) => `${roleCreation(role, password)};`).join(' ');
}

function rolesMissing(roles: readonly ScopeRole[], password: string | undefined): Problem {
  return {
    code: 'scope-roles-missing',
    message: 'The database has no roles for Headwater’s scopes yet, and its user may not make them.',
    nextStep: `Ask an administrator of the server to run this, and start again: ${creationStatements(roles, password)} (It gives no password away.)`,
  };
}

function rolesOfAnother(roles: readonly ScopeRole[], password: string | undefined): Problem {
  const statements = roles.map((role) => `${roleRenewal(role, password)};`).join(' ');
  return {
    code: 'scope-roles-of-another',
    message: `The roles of Headwater’s scopes are there, but do not let this Headwater in (${roles.map(loginName).join(', ')}): another one on this server made them, or the password of the database’s user has changed.`,
    nextStep: `If another Headwater uses this server, give both the same user and password in DATABASE_URL. If none does, ask an administrator to run: ${statements}`,
  };
}

function roleCannotEnter({ role, reason }: ShutOut): Problem {
  const { message, nextStep } = connectionProblem(reason).problem;
  return {
    code: 'scope-roles-shut-out',
    message: `The role ${loginName(role)} cannot reach the database. ${message}`,
    nextStep:
      errorCode(reason) === notAllowed
        ? `Ask the database’s owner to run: GRANT CONNECT ON DATABASE … TO ${scopeRoles.map(loginName).join(', ')};`
        : nextStep,
  };
}
