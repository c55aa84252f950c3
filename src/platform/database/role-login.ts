import pg from 'pg';
import { columnTypes } from './column-values.ts';
import type { Database } from './pool.ts';
import type { ScopeRole } from './scope-roles.ts';

/**
 * How to log in as a scope's role, as plain data that another thread of this process can be given. It holds the role's
 * password: never write it anywhere.
 */
export interface RoleLogin {
  readonly role: ScopeRole;
  readonly connection: Pick<
    pg.ClientConfig,
    'host' | 'port' | 'user' | 'database' | 'password' | 'connectionString' | 'ssl'
  >;
}

/** The login of one role of a database that is open. */
export function roleLogin(database: Pick<Database, 'poolOf'>, role: ScopeRole): RoleLogin {
  // The pool hides its password from whoever copies its options.
  const { host, port, user, database: name, password, connectionString, ssl } = database.poolOf(role).options;
  const parts = { host, port, user, database: name, password, connectionString, ssl };
  const given = Object.entries(parts).filter(([, value]) => value !== undefined);
  return { role, connection: Object.fromEntries(given) };
}

/** One connection of one role, for a thread that has no database of its own. Close it before the thread ends. */
export function openRoleLogin({ role, connection }: RoleLogin): Pick<Database, 'poolOf' | 'close'> {
  const pool = new pg.Pool({ ...connection, max: 1, types: columnTypes, application_name: `headwater ${role}` });
  pool.on('error', () => undefined);
  return {
    poolOf: (asked) => {
      if (asked !== role) throw new Error(`This connection is that of ${role}, not of ${asked}`);
      return pool;
    },
    close: () => pool.end(),
  };
}
