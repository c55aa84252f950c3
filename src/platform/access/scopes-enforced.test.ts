import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/database/pool.ts';
import { openTables, protectionFaults } from '#platform/database/protection.ts';
import { loginName, scopeRoles } from '#platform/database/scope-roles.ts';
import { enterRow, publicTables } from '../../../test/access/any-row.ts';
import {
  childrenApart,
  columnNames,
  countAtGate,
  countUnder,
  enterWorld,
  here,
  mayRead,
  narrowed,
  protectedTables,
  type ReaderRole,
  readerRoles,
  refusal,
  scopesHere,
} from '../../../test/access/scope-world.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { categories } from './categories.ts';
import { inScope } from './in-scope.ts';
import { steward } from './scope.ts';
import { askersOwn, categoryOfTable, tableHolds } from './table-categories.ts';

/** The column by which a kind of scope sees rows; `learner`, which is of no setting, is seen by the home authority. */
const seenBy: Readonly<Record<ReaderRole, readonly string[]>> = {
  setting: ['setting_id'],
  area: ['la_id', 'home_la_id'],
  trust: ['trust_id'],
  nation: ['nation_id'],
  children: ['learner_id', 'slot', 'setting_id'],
};

/** What a family asked is shown to no scope but the asker’s own. */
function isAskersOwn(role: ReaderRole, table: string): boolean {
  return role === 'children' && (askersOwn as readonly string[]).includes(table);
}

/** Each row is asked by the person who has the number of its child. */
function askedByFirst(table: string): string {
  return `UPDATE ${table} SET ${table === 'subject_access_copy' ? 'person_id' : 'asked_by'} = learner_id`;
}

let database: Database;
let tables: readonly string[];
/** Tables of a child’s record, and those of who people are. */
let records: readonly string[];
let people: readonly string[];

beforeAll(async () => {
  database = await freshDatabase();
  tables = await protectedTables(database);
  records = tables.filter((table) => categoryOfTable(table) !== undefined);
  people = tables.filter((table) => categoryOfTable(table) === undefined);
  await enterWorld(database);
});

describe('the catalogue', () => {
  it('knows every table as open or as protected, and every open table is there', async () => {
    expect(tables.length).toBeGreaterThanOrEqual(21);
    expect(await protectionFaults(database.pool)).toEqual([]);
    expect(await publicTables(database.pool)).toEqual(expect.arrayContaining([...openTables]));
    for (const table of openTables) {
      const names = await columnNames(database, table);
      const personal = names.filter((name) => /learner|surname|given_name|born|upn|uln|slot|marks|counts/.test(name));
      expect({ table, personal }).toEqual({ table, personal: [] });
    }
  });

  it('knows of every protected table what it holds: a new one is entered in table-categories.ts', () => {
    expect(tables.filter((table) => !Object.hasOwn(tableHolds, table))).toEqual([]);
    expect(Object.keys(tableHolds).filter((table) => !tables.includes(table))).toEqual([]);
  });

  it('has one policy for each role at most, of its own kind alone, and the steward’s on every table', async () => {
    const policies = await database.pool.query<{ table: string; roles: string[]; permissive: string; cmd: string }>(
      `SELECT tablename::text AS table, roles::text[] AS roles, permissive, cmd FROM pg_policies WHERE schemaname = 'public'`,
    );
    expect(policies.rows.filter(({ roles }) => roles.length !== 1 || roles[0] === 'public')).toEqual([]);
    const narrowing = policies.rows.filter(({ permissive }) => permissive !== 'PERMISSIVE');
    expect(narrowing.filter(({ cmd, roles }) => cmd !== 'DELETE' || roles[0] !== 'headwater_setting')).toEqual([]);
    const rows = policies.rows.filter(({ permissive }) => permissive === 'PERMISSIVE');
    const named = rows.map(({ table, roles }) => `${table} ${roles[0]}`);
    expect(new Set(named).size).toBe(named.length);
    expect(tables.filter((table) => !named.includes(`${table} headwater_steward`))).toEqual([]);
    const readers = ['headwater_area', 'headwater_trust', 'headwater_nation', 'headwater_children'];
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
      if ((await countUnder(database, steward('verify'), table)) === 2) filled.push(table);
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
  it('each role sees its own rows of each table of a record, and never another’s', async () => {
    for (const table of records) {
      const columns = await columnNames(database, table);
      expect({ table, seen: await countUnder(database, steward('verify'), table) }).toEqual({ table, seen: 2 });
      for (const role of readerRoles) {
        const seen = await countUnder(database, scopesHere[role], table);
        const may = await mayRead(database, loginName(role), table);
        const expected = may ? Number(!isAskersOwn(role, table)) : 'refused';
        expect({ table, role, seen }).toEqual({ table, role, seen: expected });
        const byColumn = seenBy[role].some((column) => columns.includes(column));
        expect({ table, role, may: may && !byColumn }).toEqual({ table, role, may: false });
      }
    }
  });

  it('each table shows nothing without its category, and its rows with that one alone', async () => {
    for (const table of records) {
      const category = categoryOfTable(table) ?? 'totals';
      const others = categories.filter((one) => one !== category);
      for (const role of readerRoles) {
        const may = await mayRead(database, loginName(role), table);
        const [none, own] = may ? [0, Number(!isAskersOwn(role, table))] : ['refused', 'refused'];
        const seen = {
          without: await countUnder(database, narrowed(role, others, others), table),
          withNone: await countUnder(database, narrowed(role, []), table),
          alone: await countUnder(database, narrowed(role, [category]), table),
        };
        expect({ table, role, ...seen }).toEqual({ table, role, without: none, withNone: none, alone: own });
      }
    }
  });

  it('who people are is shown to nobody but the gate, which sees no table of a record', async () => {
    for (const table of people) {
      for (const role of readerRoles) {
        const seen = await countUnder(database, scopesHere[role], table);
        expect({ table, role, seen }).toEqual({ table, role, seen: 'refused' });
      }
      expect({ table, gate: await countAtGate(database, table) }).toEqual({ table, gate: 2 });
    }
    for (const table of records) {
      expect({ table, gate: await countAtGate(database, table) }).toEqual({ table, gate: 'refused' });
    }
  });

  it('of a family shows what the person asked about the child, and nothing that anybody else asked', async () => {
    const grounds = { personId: 1, by: 'as a parent', family: 'parent' } as const;
    const parent = { ...scopesHere.children, categories: [], grounds } as const;
    const strangers = [
      { ...parent, grounds: { ...grounds, personId: 2 } },
      { ...parent, learners: [2] },
      { ...parent, grounds: { personId: 1, by: 'as a teacher' } },
    ];
    for (const table of askersOwn) {
      await inScope(database, steward('load'), ({ client }) => client.query(askedByFirst(table)));
      expect({ table, own: await countUnder(database, parent as never, table) }).toEqual({ table, own: 1 });
      for (const stranger of strangers) {
        expect({ table, seen: await countUnder(database, stranger as never, table) }).toEqual({ table, seen: 0 });
      }
    }
  });

  it('a nation’s shows totals and never a table of children or of one register’s marks', async () => {
    const seen: string[] = [];
    for (const table of tables) {
      if ((await countUnder(database, scopesHere.nation, table)) !== 'refused') seen.push(table);
    }
    expect(seen).toEqual(['period_total', 'register_total']);
  });

  it('of some children shows none of them at another setting, and none of another child here', async () => {
    const seen: string[] = [];
    for (const table of records) {
      for (const scope of await childrenApart(database, table)) {
        const count = await countUnder(database, scope, table);
        if (count !== 0 && count !== 'refused') seen.push(`${table}: ${count}`);
      }
    }
    expect(seen).toEqual([]);
  });

  it('of some children shows no packed roll, which holds everybody’s numbers', async () => {
    for (const column of ['spells', 'identifiers']) {
      const outcome = await inScope(database, scopesHere.children, ({ client }) =>
        client.query(`SELECT ${column} FROM setting_roll`),
      ).catch(refusal);
      expect(outcome).toBe('refused');
    }
  });
});

describe('when a transaction ends', () => {
  it('its scope is gone from the connection, committed or not', async () => {
    for (const role of readerRoles) {
      const scope = scopesHere[role];
      const pid = async (fails: 'throws' | 'commits') =>
        inScope(database, scope, async ({ client }) => {
          const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
          if (fails === 'throws') throw new Error(`${rows[0]?.pid}`);
          return rows[0]?.pid;
        });
      const used = await pid('commits');
      const client = await database.poolOf(role).connect();
      const names = [
        'settings',
        'duty',
        'gate',
        'categories',
        'changes',
        'learners',
        'places',
        'la',
        'trust',
        'nation',
        'person',
      ];
      const kept = names.map((name) => `current_setting('headwater.${name}', true) AS ${name}`).join(', ');
      const { rows } = await client.query(
        `SELECT pg_backend_pid() AS pid, (SELECT count(*)::int FROM register_total) AS seen, ${kept}`,
      );
      client.release();
      // The very connection that just had a scope; what was set locally reads as empty text afterwards, or as nothing.
      expect(rows[0]).toMatchObject({ pid: used, seen: 0 });
      expect(names.map((name) => rows[0][name] || null)).toEqual(names.map(() => null));
      await expect(pid('throws')).rejects.toThrow(/^\d+$/);
    }
  });
});
