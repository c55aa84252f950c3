import { createHmac } from 'node:crypto';
import pg from 'pg';
import type { Problem } from '#foundation/kernel/problem.ts';
import { connectionProblem } from './connection-problem.ts';

/**
 * The LOGIN roles that read and write tables about children, one per kind of scope (DESIGN §5, §6): each has one policy
 * on each table, and none may bypass row-level security. They are made before the migrations that name them.
 */
export const scopeRoles = ['setting', 'area', 'trust', 'nation', 'steward'] as const;
export type ScopeRole = (typeof scopeRoles)[number];

/** The name a role logs in with. Roles belong to the whole server, so two Headwaters on one server share them. */
export function loginName(role: ScopeRole): string {
  return `headwater_${role}`;
}

/**
 * A role's password, from the password of the database's owner: nothing more to keep, and whoever has that one could
 * change these anyway. Without one (a server that trusts its socket) the roles have none either.
 */
export function rolePassword(role: ScopeRole, ownerPassword: string | undefined): string | undefined {
  if (!ownerPassword) return undefined;
  return createHmac('sha256', ownerPassword).update(`headwater ${role}`).digest('base64url');
}

/** Where a role logs in: the owner's own connection with the role's name and password in place of the owner's. */
export function roleConnection(owner: pg.PoolConfig, role: ScopeRole): pg.PoolConfig {
  const user = loginName(role);
  const password = rolePassword(role, ownerPassword(owner));
  if (owner.connectionString === undefined) return { ...owner, user, password };
  const login = password === undefined ? user : `${user}:${password}`;
  const bare = owner.connectionString.replace(/([?&])(?:user|password)=[^&]*&?/g, '$1');
  return { ...owner, connectionString: bare.replace(/^(postgres(?:ql)?:\/\/)(?:[^@/]*@)?/, `$1${login}@`) };
}

/** Makes the roles, or gives them their passwords anew. Answers what to do when the owner may not. */
export async function ensureScopeRoles(
  client: pg.ClientBase,
  ownerPassword: string | undefined,
): Promise<Problem | undefined> {
  const found = await client.query<{ rolname: string }>({
    text: 'SELECT rolname FROM pg_roles WHERE rolname = ANY($1)',
    values: [scopeRoles.map(loginName)],
  });
  const present = new Set(found.rows.map(({ rolname }) => rolname));
  try {
    for (const role of scopeRoles) {
      if (!present.has(loginName(role))) await client.query(creation(role, ownerPassword));
    }
    return undefined;
  } catch (reason) {
    const refused = reason instanceof pg.DatabaseError && reason.code === '42501';
    return refused ? rolesMissing() : connectionProblem(reason).problem;
  }
}

function creation(role: ScopeRole, ownerPassword: string | undefined): string {
  const password = rolePassword(role, ownerPassword);
  const clause = password === undefined ? 'NULL' : pg.escapeLiteral(password);
  return `CREATE ROLE ${loginName(role)} LOGIN NOINHERIT PASSWORD ${clause}`;
}

/** The password in a connection's own parts, or in its address; an address may carry it in either of two places. */
export function ownerPassword(owner: pg.PoolConfig): string | undefined {
  if (typeof owner.password === 'string') return owner.password;
  const address = owner.connectionString ?? '';
  const written = /^[a-z]+:\/\/[^:@/]*:([^@/]*)@/.exec(address)?.[1] ?? /[?&]password=([^&]*)/.exec(address)?.[1];
  return written === undefined ? undefined : decodeURIComponent(written);
}

function rolesMissing(): Problem {
  return {
    code: 'scope-roles-missing',
    message: 'The database has no roles for Headwater’s scopes yet, and its user may not make them.',
    nextStep: `Let the user make roles (ALTER ROLE … CREATEROLE), or make them yourself: ${scopeRoles.map(loginName).join(', ')}; see docs/how-to/run-on-your-own-postgresql.md.`,
  };
}
