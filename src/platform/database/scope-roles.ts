import { createHmac } from 'node:crypto';
import pg from 'pg';
import { scramVerifier } from './scram-verifier.ts';

/**
 * The LOGIN roles that read and write tables about children, one per kind of scope (decision 10): each has one policy
 * on each table, and none may bypass row-level security. `gate` is no scope: it reads who people are before there is one.
 * They are made before the migrations that name them.
 */
export const scopeRoles = ['setting', 'area', 'trust', 'nation', 'children', 'gate', 'steward'] as const;
export type ScopeRole = (typeof scopeRoles)[number];

/** The name a role logs in with. Roles belong to the whole server, so two Headwaters on one server share them. */
export function loginName(role: ScopeRole): string {
  return `headwater_${role}`;
}

/**
 * A role's password, from the password of the database's owner: nothing more to keep, and whoever has that one could
 * change these anyway. Without one (a server that trusts its socket) the roles have none either.
 */
function rolePassword(role: ScopeRole, password: string | undefined): string | undefined {
  if (!password) return undefined;
  return createHmac('sha256', password).update(`headwater ${role}`).digest('base64url');
}

/**
 * Where a role logs in: the owner's own connection with the role's name and password in place of the owner's. In an
 * address they are given as parameters, which come before what stands in front of the host, however that is written.
 */
export function roleConnection(owner: pg.PoolConfig, role: ScopeRole): pg.PoolConfig {
  const user = loginName(role);
  const password = rolePassword(role, ownerPassword(owner));
  if (owner.connectionString === undefined) return { ...owner, user, password };
  const [address = '', query = ''] = owner.connectionString.split(/\?(.*)/s);
  const parameters = query.split('&').filter((one) => one !== '' && !/^(?:user|password)=/.test(one));
  const login = [`user=${user}`, ...(password === undefined ? [] : [`password=${password}`])];
  return { ...owner, connectionString: `${address}?${[...parameters, ...login].join('&')}` };
}

/** The password that the owner logs in with, wherever it was written: an address has two places, the environment one. */
export function ownerPassword(owner: pg.PoolConfig): string | undefined {
  return new pg.Client(owner).password ?? undefined;
}

/** Makes a role. The statement may be printed: it holds a verifier, from which the password cannot be found. */
export function roleCreation(role: ScopeRole, password: string | undefined): string {
  return `CREATE ROLE ${loginName(role)} LOGIN NOINHERIT ${passwordClause(role, password)}`;
}

/** Gives a role its password anew. May be printed, as above. */
export function roleRenewal(role: ScopeRole, password: string | undefined): string {
  return `ALTER ROLE ${loginName(role)} LOGIN ${passwordClause(role, password)}`;
}

function passwordClause(role: ScopeRole, password: string | undefined): string {
  const own = rolePassword(role, password);
  return `PASSWORD ${own === undefined ? 'NULL' : pg.escapeLiteral(scramVerifier(own))}`;
}
