import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/database/pool.ts';
import { openTables, protectionFaults } from '#platform/database/protection.ts';
import type { ScopeRole } from '#platform/database/scope-roles.ts';
import { loginName, scopeRoles } from '#platform/database/scope-roles.ts';
import { columnsOf, enterRow, publicTables } from '../../../test/access/any-row.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { keepingRegisters } from './categories.ts';
import { inScope } from './in-scope.ts';
import type { Scope, SettingScope } from './scope.ts';
import { steward } from './scope.ts';

const asker = { actor: 'a test', purpose: 'to test', ...keepingRegisters } as const;
const here = { setting_id: 7, la_id: 70, home_la_id: 70, trust_id: 700, nation_id: 7_000 } as const;
const elsewhere = { setting_id: 8, la_id: 80, home_la_id: 80, trust_id: 800, nation_id: 8_000 } as const;

const scopesHere: Readonly<Record<ScopeRole, Scope>> = {
  setting: { kind: 'setting', settings: [here.setting_id], ...asker },
  area: { kind: 'area', laId: here.la_id, ...asker },
  trust: { kind: 'trust', trustId: here.trust_id, ...asker },
  nation: { kind: 'nation', nationId: here.nation_id, ...asker },
  steward: steward('verify'),
};
/** The column by which a kind of scope sees rows; `learner`, which is of no setting, is seen by the home authority. */
const seenBy: Readonly<Record<ScopeRole, readonly string[]>> = {
  setting: ['setting_id'],
  area: ['la_id', 'home_la_id'],
  trust: ['trust_id'],
  nation: ['nation_id'],
  steward: [],
};

let database: Database;
let tables: readonly string[];

beforeAll(async () => {
  database = await freshDatabase();
  tables = (await publicTables(database.pool)).filter((table) => !isOpen(table));
  await enterKeeper(here);
  await enterKeeper(elsewhere);
  for (const table of tables) {
    await inScope(database, steward('load'), async ({ client }) => {
      await enterRow(client, table, { ...here, learner_id: 1 });
      await enterRow(client, table, { ...elsewhere, learner_id: 2 });
    });
  }
});

function isOpen(table: string): boolean {
  return (openTables as readonly string[]).includes(table);
}

async function enterKeeper(place: Omit<typeof here | typeof elsewhere, 'home_la_id'>): Promise<void> {
  const { setting_id, la_id, trust_id, nation_id } = place;
  await database.insertInto('setting').values({ setting_id, urn: setting_id, source: 'a test' }).execute();
  await database
    .insertInto('register_keeper')
    .values({
      setting_id,
      la_id,
      trust_id,
      nation_id,
      kind: 'primary',
      unit: 'session',
      nation: 'england',
      am_due: '09:45',
      pm_due: '13:45',
      demonstration: true,
    })
    .execute();
}

/** How many rows a query sees, or why it may not look. */
async function countUnder(scope: Scope, table: string): Promise<number | 'refused'> {
  return await inScope(database, scope, async ({ client }) => {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  }).catch(refusal);
}

/** A refusal by rights or by a policy, which the server tells alike. */
function refusal(reason: unknown): 'refused' {
  const code = typeof reason === 'object' && reason !== null && 'code' in reason ? reason.code : undefined;
  if (code !== '42501') throw reason;
  return 'refused';
}

describe('the catalogue', () => {
  it('knows every table as open or as protected, and every open table is there', async () => {
    expect(tables.length).toBeGreaterThanOrEqual(14);
    expect(await protectionFaults(database.pool)).toEqual([]);
    expect(await publicTables(database.pool)).toEqual(expect.arrayContaining([...openTables]));
    for (const table of openTables) {
      const names = (await columnsOf(database.pool, table)).map(({ name }) => name);
      const personal = names.filter((name) => /learner|surname|given_name|born|upn|uln|slot|marks|counts/.test(name));
      expect({ table, personal }).toEqual({ table, personal: [] });
    }
  });

  it('has one policy for each role at most, of its own kind alone, and the steward’s on every table', async () => {
    const { rows } = await database.pool.query<{ table: string; roles: string[]; permissive: string; cmd: string }>(
      `SELECT tablename::text AS table, roles::text[] AS roles, permissive, cmd FROM pg_policies WHERE schemaname = 'public'`,
    );
    expect(rows.filter(({ roles }) => roles.length !== 1 || roles[0] === 'public')).toEqual([]);
    expect(rows.filter(({ permissive }) => permissive !== 'PERMISSIVE')).toEqual([]);
    const named = rows.map(({ table, roles }) => `${table} ${roles[0]}`);
    expect(new Set(named).size).toBe(named.length);
    expect(tables.filter((table) => !named.includes(`${table} headwater_steward`))).toEqual([]);
    const readers = ['headwater_area', 'headwater_trust', 'headwater_nation'];
    expect(rows.filter(({ roles, cmd }) => readers.includes(roles[0] ?? '') && cmd !== 'SELECT')).toEqual([]);
  });

  it('compares columns with settings only: no policy reads a table', async () => {
    const { rows } = await database.pool.query<{ said: string }>(
      "SELECT coalesce(qual, '') || ' ' || coalesce(with_check, '') AS said FROM pg_policies WHERE schemaname = 'public'",
    );
    expect(rows.filter(({ said }) => /\bselect\b|\bfrom\b/i.test(said))).toEqual([]);
  });

  it('has no view and no function through which a table could be read with another’s rights', async () => {
    const { rows } = await database.pool.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
       UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef`,
    );
    expect(rows).toEqual([]);
  });
});

describe('with no scope', () => {
  it('every table about children shows no row, to no role and not to the owner', async () => {
    const filled: string[] = [];
    for (const table of tables) {
      if ((await countUnder(steward('verify'), table)) === 2) filled.push(table);
      const question = `SELECT count(*)::int AS count FROM ${table}`;
      const counts = await Promise.all(
        [database.pool, ...scopeRoles.map((role) => database.poolOf(role))].map((pool) =>
          pool.query<{ count: number }>(question).then(({ rows }) => rows[0]?.count, refusal),
        ),
      );
      expect({ table, seen: counts.filter((count) => count !== 0 && count !== 'refused') }).toEqual({
        table,
        seen: [],
      });
      expect({ table, owner: counts[0] }).toEqual({ table, owner: 0 });
    }
    // Zero would mean nothing in a table without rows.
    expect(filled).toEqual(tables);
  });

  it('a backup as the owner is refused, and not made without the children', async () => {
    const client = await database.pool.connect();
    await client.query('SET row_security = off');
    await expect(client.query('SELECT * FROM enrolment')).rejects.toThrow(/row-level security/);
    client.release(true);
  });

  it('nobody can write a row, the owner included', async () => {
    for (const table of tables) {
      for (const pool of [database.pool, ...scopeRoles.map((role) => database.poolOf(role))]) {
        const client = await pool.connect();
        const outcome = await enterRow(client, table, { ...here, slot: 99, learner_id: 99 }).catch(refusal);
        client.release();
        expect({ table, outcome }).toEqual({ table, outcome: 'refused' });
      }
    }
  });
});

describe('under a scope', () => {
  it('each role sees its own rows of each table, and never another’s', async () => {
    for (const table of tables) {
      const columns = (await columnsOf(database.pool, table)).map(({ name }) => name);
      for (const role of scopeRoles) {
        const seen = await countUnder(scopesHere[role], table);
        const { rows } = await database.pool.query<{ may: boolean }>({
          text: "SELECT has_table_privilege($1, $2, 'SELECT') AS may",
          values: [loginName(role), table],
        });
        const own = role === 'steward' ? 2 : 1;
        expect({ table, role, seen }).toEqual({ table, role, seen: rows[0]?.may ? own : 'refused' });
        const byColumn = role === 'steward' || seenBy[role].some((column) => columns.includes(column));
        expect({ table, role, may: rows[0]?.may && !byColumn }).toEqual({ table, role, may: false });
      }
    }
  });

  it('a nation’s shows totals and never a table of children or of one register’s marks', async () => {
    const seen: string[] = [];
    for (const table of tables) if ((await countUnder(scopesHere.nation, table)) !== 'refused') seen.push(table);
    expect(seen).toEqual(['period_total', 'register_total']);
  });

  it('areas, trusts and nations write nothing', async () => {
    for (const table of tables) {
      for (const role of ['area', 'trust', 'nation'] as const) {
        for (const statement of [`DELETE FROM ${table}`, `UPDATE ${table} SET la_id = la_id`]) {
          const outcome = await inScope(database, scopesHere[role], ({ client }) => client.query(statement)).catch(
            (reason: unknown) => (String(reason).includes('does not exist') ? 'refused' : refusal(reason)),
          );
          expect({ table, role, outcome }).toEqual({ table, role, outcome: 'refused' });
        }
      }
    }
  });

  it('a setting changes nothing of another: what it deletes or updates there, it does not see', async () => {
    for (const table of tables.filter((one) => one !== 'learner')) {
      const changed = await inScope(database, scopesHere.setting, async ({ client }) => {
        const { rowCount } = await client.query(`UPDATE ${table} SET setting_id = setting_id WHERE setting_id = 8`);
        return rowCount;
      }).catch(refusal);
      expect([0, 'refused']).toContain(changed);
      expect(await countUnder(steward('verify'), table)).toBe(2);
    }
  });
});

describe('the record of a register', () => {
  it.each([
    'DELETE FROM register WHERE setting_id = 7',
    'DELETE FROM amendment WHERE setting_id = 7',
    "UPDATE amendment SET reason = 'another' WHERE setting_id = 7",
    'DELETE FROM register_entry WHERE setting_id = 7',
    'UPDATE register_entry SET version = 9 WHERE setting_id = 7',
    'TRUNCATE register',
  ])('cannot be unmade by the setting that made it: %s', async (statement) => {
    const outcome = await inScope(database, scopesHere.setting, ({ client }) => client.query(statement)).catch(refusal);
    expect(outcome).toBe('refused');
  });
});

describe('a row that a setting writes', () => {
  const own = scopesHere.setting;
  const write = (table: string, values: Readonly<Record<string, unknown>>, scope: Scope = own) =>
    inScope(database, scope, async ({ client }) => {
      await enterRow(client, table, { ...values, slot: 50, learner_id: 50, day: '2026-10-01', year: 2030 });
      await client.query('ROLLBACK');
      return 'written';
    }).catch(refusal);
  const written = async () => {
    const may = await database.pool.query<{ name: string }>({
      text: "SELECT name FROM unnest($1::text[]) AS name WHERE has_table_privilege('headwater_setting', name, 'INSERT')",
      values: [tables],
    });
    return may.rows.map(({ name }) => name);
  };

  it('is taken with its own area, trust and nation, and refused with another’s', async () => {
    const writable = await written();
    expect(writable.length).toBeGreaterThanOrEqual(13);
    for (const table of writable) {
      const columns = (await columnsOf(database.pool, table)).map(({ name }) => name);
      expect({ table, outcome: await write(table, here) }).toEqual({ table, outcome: 'written' });
      expect({ table, outcome: await write(table, elsewhere) }).toEqual({ table, outcome: 'refused' });
      for (const column of ['la_id', 'trust_id', 'nation_id', 'setting_id'] as const) {
        if (!columns.includes(column)) continue;
        const outcome = await write(table, { ...here, [column]: elsewhere[column] });
        expect({ table, column, outcome }).toEqual({ table, column, outcome: 'refused' });
      }
    }
  });

  it('cannot take another’s place when the scope reaches both settings', async () => {
    const both: SettingScope = { kind: 'setting', settings: [here.setting_id, elsewhere.setting_id], ...asker };
    expect(await write('register', here, both)).toBe('written');
    expect(await write('register', elsewhere, both)).toBe('written');
    expect(await write('register', { ...here, la_id: elsewhere.la_id }, both)).toBe('refused');
  });

  it('is refused in a setting that keeps no register, and taken once a setting that moved is read again', async () => {
    const unknown: SettingScope = { kind: 'setting', settings: [9_999], ...asker };
    expect(await write('register', { ...here, setting_id: 9_999, la_id: 0, trust_id: 0 }, unknown)).toBe('refused');
    expect(await write('register', here)).toBe('written');
    await database.updateTable('register_keeper').set({ la_id: 71 }).where('setting_id', '=', 7).execute();
    expect(await write('register', { ...here, la_id: 71 })).toBe('refused');
    expect(await write('register', { ...here, la_id: 71 })).toBe('written');
    await database.updateTable('register_keeper').set({ la_id: 70 }).where('setting_id', '=', 7).execute();
  });
});

describe('when a transaction ends', () => {
  it('its scope is gone from the connection, committed or not', async () => {
    for (const role of scopeRoles) {
      const scope = scopesHere[role];
      const pid = async (fails: 'throws' | 'commits') =>
        inScope(database, scope, async ({ client }) => {
          const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
          if (fails === 'throws') throw new Error(`${rows[0]?.pid}`);
          return rows[0]?.pid;
        });
      const used = await pid('commits');
      const client = await database.poolOf(role).connect();
      const { rows } = await client.query(
        `SELECT pg_backend_pid() AS pid, (SELECT count(*)::int FROM register_total) AS seen,
                current_setting('headwater.settings', true) AS settings, current_setting('headwater.duty', true) AS duty`,
      );
      client.release();
      // The very connection that just had a scope; what was set locally reads as empty text afterwards, or as nothing.
      expect(rows[0]).toMatchObject({ pid: used, seen: 0 });
      expect([rows[0].settings || null, rows[0].duty || null]).toEqual([null, null]);
      await expect(pid('throws')).rejects.toThrow(/^\d+$/);
    }
  });
});
