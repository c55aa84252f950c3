import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { withDatabase } from '../../../test/database/database-url.ts';
import { freshDatabase, freshDatabaseUrl } from '../../../test/database/fresh-database.ts';
import type { Database } from './pool.ts';
import { openDatabase } from './pool.ts';
import { protectionFaults } from './protection.ts';
import { ensureScopeRoles, rolesShutOut } from './scope-role-making.ts';
import { loginName, ownerPassword, roleConnection, roleCreation, scopeRoles } from './scope-roles.ts';

const cleaning: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const clean of cleaning.toReversed()) await clean();
});

/** What pg would log in with. */
function loginOf(connection: pg.PoolConfig) {
  const { user, password, host, port, database } = new pg.Client(connection);
  return { user, password: password ?? undefined, host, port, database };
}

describe('where a role logs in', () => {
  it.each([
    'postgresql://ann:s3cret@db.example.org:5433/headwater',
    'postgresql://ann:s3cret@/headwater?host=%2Fvar%2Frun&port=5433',
    'postgresql://ann@/headwater?host=/var/run&password=s3cret&port=5433',
    'postgres://ann:p%40ss%2Fw%3Ard@[::1]:5433/headwater',
    'postgres://ann:p@ss@db/headwater?sslmode=disable',
    'postgres://db/headwater?user=ann&password=a%26b%23c',
    'postgres://ann:x@db/headwater?options=-c%20user%3D1&application_name=a',
  ])('is where the owner does, in another name: %s', (connectionString) => {
    const owner = loginOf({ connectionString });
    const role = loginOf(roleConnection({ connectionString }, 'area'));
    expect(role).toEqual({ ...owner, user: 'headwater_area', password: role.password });
    expect(role.password).toMatch(/^[\w-]{43}$/);
    expect(owner.password).toBe(ownerPassword({ connectionString }));
  });

  it('finds any password in either place of an address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (password) => {
        const written = encodeURIComponent(password);
        for (const address of [
          `postgres://ann:${written}@db:5433/headwater?sslmode=disable`,
          `postgres://db:5433/headwater?user=ann&password=${written}`,
          `postgres://ann@/headwater?password=${written}&host=/var/run`,
        ]) {
          expect(ownerPassword({ connectionString: address })).toBe(password);
          const role = roleConnection({ connectionString: address }, 'nation');
          expect(loginOf(role)).toMatchObject({ user: 'headwater_nation', database: 'headwater' });
          expect(loginOf(role).password).toBe(roleConnection({ user: 'ann', password }, 'nation').password);
        }
      }),
    );
  });

  it('needs no password where the owner needs none', () => {
    for (const connectionString of ['postgres://ann@/headwater?host=/var/run', 'postgres:///headwater']) {
      expect(ownerPassword({ connectionString })).toBeUndefined();
      const role = loginOf(roleConnection({ connectionString }, 'setting'));
      expect(role).toMatchObject({ user: 'headwater_setting', password: undefined, database: 'headwater' });
    }
  });

  it('gives each role a password of its own, and the same each time', () => {
    const owner = { host: '/tmp', user: 'ann', password: 's3cret' };
    const passwords = scopeRoles.map((role) => roleConnection(owner, role).password);
    expect(new Set(passwords).size).toBe(scopeRoles.length);
    expect(scopeRoles.map((role) => roleConnection(owner, role).password)).toEqual(passwords);
  });

  it('is refused plainly where an address names several servers', async () => {
    const opened = await openAt('postgresql://ann@db1:5432,db2:5432/headwater');
    expect(opened).toMatchObject({ ok: false, failure: { code: 'database-url-invalid' } });
  });
});

function openAt(databaseUrl: string) {
  return openDatabase({ databaseUrl, dataFolder: tmpdir(), notify: () => undefined });
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** A database opened by a new user of the server, who may not make roles. */
async function openAsNewUser(): Promise<{ readonly user: string; readonly database: Database }> {
  const user = `somebody_${randomBytes(4).toString('hex')}`;
  await onServer(`CREATE ROLE ${user} LOGIN PASSWORD 'another'`);
  const url = await freshDatabaseUrl();
  cleaning.push(() => onServer(`DROP ROLE ${user}`));
  const opened = await openAt(`${url}&user=${user}&password=another`);
  if (!opened.ok) throw new Error(opened.failure.message);
  cleaning.push(() => opened.value.close());
  return { user, database: opened.value };
}

/** Runs in a transaction that is never committed, because roles belong to the whole server and to every other test. */
async function undone<Outcome>(
  database: Database,
  work: (client: pg.PoolClient) => Promise<Outcome>,
): Promise<Outcome> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN');
    return await work(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('the roles', () => {
  it('can log in, and are bound by row-level security', async () => {
    const database = await freshDatabase();
    expect(await rolesShutOut(database)).toEqual([]);
    expect(await protectionFaults(database.pool)).toEqual([]);
    for (const role of scopeRoles) {
      const { rows } = await database.poolOf(role).query('SELECT current_user AS name, session_user AS session');
      expect(rows).toEqual([{ name: loginName(role), session: loginName(role) }]);
    }
  });

  it('are made with a verifier, so that a statement that is printed or logged gives no password away', () => {
    const connection = roleConnection({ user: 'ann', password: 's3cret' }, 'trust');
    const statement = roleCreation('trust', 's3cret');
    expect(statement).toMatch(/^CREATE ROLE headwater_trust LOGIN NOINHERIT PASSWORD 'SCRAM-SHA-256\$4096:/);
    expect(statement).not.toContain('s3cret');
    expect(statement).not.toContain(String(connection.password));
  });

  it('let in whoever has the password a verifier was made of', async () => {
    const name = `verified_${randomBytes(4).toString('hex')}`;
    const owner = { user: 'ann', password: 's3cret' };
    await onServer(roleCreation('area', owner.password).replace('headwater_area', name));
    cleaning.push(() => onServer(`DROP ROLE ${name}`));
    const password = roleConnection(owner, 'area').password;
    const url = new URL(withDatabase(inject('databaseUrl'), 'postgres').replace('@/', '@localhost/'));
    const place = {
      host: url.searchParams.get('host') ?? url.hostname,
      port: Number(url.searchParams.get('port') ?? url.port),
    };
    const login = async (given: string) => {
      const client = new pg.Client({ ...place, user: name, password: given, database: 'postgres' });
      await client.connect();
      await client.end();
    };
    await expect(login(String(password))).resolves.toBeUndefined();
    await expect(login('s3cret')).rejects.toThrow(/password/);
  });
});

describe('roles that somebody else made', () => {
  it('are named, with the statement that would give them this owner’s passwords', async () => {
    const { database } = await openAsNewUser();
    const client = await database.pool.connect();
    const problem = await ensureScopeRoles(database, client);
    client.release();
    expect(problem).toMatchObject({ code: 'scope-roles-of-another' });
    expect(problem?.nextStep).toContain('give both the same user and password');
    expect(problem?.nextStep).toContain("ALTER ROLE headwater_setting LOGIN PASSWORD 'SCRAM-SHA-256$");
    expect(JSON.stringify(problem)).not.toContain("'another'");
    // Nothing was changed: everybody else's Headwater goes on.
    expect(await rolesShutOut(await freshDatabase())).toEqual([]);
  });
});

describe('roles that are missing', () => {
  it('are asked of an administrator, in statements to be copied, when the user may not make them', async () => {
    const { user } = await openAsNewUser();
    const database = await freshDatabase();
    const problem = await undone(database, async (client) => {
      for (const role of scopeRoles) await client.query(`ALTER ROLE ${loginName(role)} RENAME TO gone_${role}`);
      await client.query(`GRANT ${user} TO CURRENT_USER`);
      await client.query(`SET LOCAL ROLE ${user}`);
      return await ensureScopeRoles(database, client);
    });
    expect(problem).toMatchObject({ code: 'scope-roles-missing' });
    for (const role of scopeRoles)
      expect(problem?.nextStep).toContain(`CREATE ROLE ${loginName(role)} LOGIN NOINHERIT`);
  });
});

describe('protection that is missing', () => {
  it.each([
    ['ALTER TABLE register NO FORCE ROW LEVEL SECURITY', 'register is not under row-level security for its owner'],
    ['ALTER TABLE register DISABLE ROW LEVEL SECURITY', 'register is not under row-level security'],
    ['DROP POLICY register_steward ON register', 'register has no policy and no rights for headwater_steward'],
    ['REVOKE SELECT ON register FROM headwater_steward', 'register has no policy and no rights for headwater_steward'],
    ['CREATE TABLE diary (child text)', 'diary is not under row-level security'],
    [
      'CREATE POLICY second ON register FOR SELECT TO headwater_area USING (true)',
      'register has two policies for headwater_area',
    ],
  ])('is found: %s', async (statement, fault) => {
    const database = await freshDatabase();
    await database.pool.query(statement);
    expect(await protectionFaults(database.pool)).toEqual([fault]);
  });

  it('is found in a role that is a member of another', async () => {
    const database = await freshDatabase();
    const { user } = await openAsNewUser();
    const faults = await undone(database, async (client) => {
      await client.query(`GRANT ${user} TO headwater_area`);
      return await protectionFaults(client);
    });
    expect(faults).toEqual(['headwater_area is a member of another role']);
  });
});
