import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../../../test/database/scratch-folder.ts';
import type { EmbeddedCluster } from './embedded-cluster.ts';
import { openEmbeddedCluster } from './embedded-cluster.ts';
import { migrate } from './migrate.ts';
import type { Database } from './pool.ts';
import { openDatabase } from './pool.ts';
import { protectionFaults } from './protection.ts';
import { lookAtScopeRoles, rolesShutOut } from './scope-role-making.ts';
import { loginName, scopeRoles } from './scope-roles.ts';

/** A server of its own: roles belong to the whole server, and these tests take them away and shut them out. */
let cluster: EmbeddedCluster;
let administrator: pg.Client;
const open: Database[] = [];

beforeAll(async () => {
  const folder = path.join(await scratchFolder(), 'server');
  const started = await openEmbeddedCluster({ dataFolder: folder, notify: () => undefined, durability: 'none' });
  if (!started.ok) throw new Error(started.failure.message);
  cluster = started.value;
  // The server's own user made an administrator for the test: CREATEROLE is enough to make roles, not to make them strong.
  administrator = new pg.Client(cluster.connection);
  await administrator.connect();
}, 120_000);

afterAll(async () => {
  for (const database of open) await database.close();
  await administrator.end();
  await cluster.leave();
});

/** A database of a user who may make no roles, opened with a password. */
async function openAs(user: string, password: string): Promise<Database> {
  const { host, port } = cluster.connection;
  const databaseUrl = `postgresql://${user}:${encodeURIComponent(password)}@/${user}?host=${encodeURIComponent(String(host))}&port=${port}`;
  const opened = await openDatabase({ databaseUrl, dataFolder: tmpdir(), notify: () => undefined });
  if (!opened.ok) throw new Error(opened.failure.message);
  open.push(opened.value);
  return opened.value;
}

async function ownDatabase(user: string, password: string, rights = ''): Promise<Database> {
  await administrator.query(`CREATE ROLE ${user} LOGIN ${rights} PASSWORD ${pg.escapeLiteral(password)}`);
  await administrator.query(`GRANT ${user} TO CURRENT_USER`);
  await administrator.query(`CREATE DATABASE ${user} OWNER ${user}`);
  return await openAs(user, password);
}

/** The statements in a problem's next step, as an administrator would copy them. */
function statementsIn(text: string): readonly string[] {
  return text.match(/(?:CREATE|ALTER) ROLE [^;]+;/g) ?? [];
}

describe('a user who may not make roles', () => {
  it('is told the statements; after an administrator has run them Headwater starts, and after a new password too', async () => {
    const database = await ownDatabase('quiet', 'päss:w@rd/ %');
    expect(await lookAtScopeRoles(database)).toMatchObject({ code: 'scope-roles-missing' });
    const refused = await migrate(database);
    expect(refused).toMatchObject({ ok: false, failure: { code: 'scope-roles-missing' } });
    const statements = statementsIn(refused.ok ? '' : refused.failure.nextStep);
    expect(statements).toHaveLength(scopeRoles.length);
    for (const statement of statements) await administrator.query(statement);
    expect(await migrate(database)).toMatchObject({ ok: true });
    expect(await rolesShutOut(database)).toEqual([]);
    expect(await protectionFaults(database.pool)).toEqual([]);

    await administrator.query("ALTER ROLE quiet PASSWORD 'another'");
    const later = await openAs('quiet', 'another');
    expect(await lookAtScopeRoles(later)).toMatchObject({ code: 'scope-roles-of-another' });
    const shut = await migrate(later);
    expect(shut).toMatchObject({ ok: false, failure: { code: 'scope-roles-of-another' } });
    for (const statement of statementsIn(shut.ok ? '' : shut.failure.nextStep)) await administrator.query(statement);
    expect(await migrate(later)).toMatchObject({ ok: true });
  }, 60_000);
});

/** As on a new server: nothing may hang on a role that is dropped. */
async function forgetRoles(): Promise<void> {
  await Promise.all(open.splice(0).map((database) => database.close()));
  const drop = () => administrator.query('DROP DATABASE IF EXISTS quiet');
  // The server notices a moment later that a connection has gone.
  await drop().catch(() => setTimeout(500).then(drop));
  for (const role of scopeRoles) await administrator.query(`DROP ROLE ${loginName(role)}`);
}

describe('a user who may make roles', () => {
  beforeAll(forgetRoles);

  it('makes them, and gives them new passwords when its own has changed', async () => {
    const database = await ownDatabase('able', 'first', 'CREATEROLE');
    expect(await lookAtScopeRoles(database)).toBeUndefined();
    expect(await migrate(database)).toMatchObject({ ok: true });
    expect(await lookAtScopeRoles(database)).toBeUndefined();
    await administrator.query("ALTER ROLE able PASSWORD 'second'");
    const later = await openAs('able', 'second');
    expect((await rolesShutOut(later)).map(({ role }) => role)).toEqual([...scopeRoles]);
    expect(await migrate(later)).toEqual({ ok: true, value: [] });
    expect(await rolesShutOut(later)).toEqual([]);
  }, 60_000);

  it('says what to run when the roles may not connect to the database', async () => {
    const database = await openAs('able', 'second');
    await database.pool.query('REVOKE CONNECT ON DATABASE able FROM PUBLIC');
    const shut = await migrate(database);
    expect(shut).toMatchObject({ ok: false, failure: { code: 'scope-roles-shut-out' } });
    expect(shut.ok ? '' : shut.failure.nextStep).toContain('GRANT CONNECT ON DATABASE');
    await database.pool.query(`GRANT CONNECT ON DATABASE able TO ${scopeRoles.map(loginName).join(', ')}`);
    expect(await migrate(database)).toMatchObject({ ok: true });
  });
});
