import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#platform/database/pool.ts';
import { enterRow } from '../../../test/access/any-row.ts';
import {
  asker,
  columnNames,
  countUnder,
  elsewhere,
  enterWorld,
  here,
  narrowed,
  protectedTables,
  refusal,
  scopesHere,
} from '../../../test/access/scope-world.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import type { Category } from './categories.ts';
import { categories } from './categories.ts';
import { inScope } from './in-scope.ts';
import type { Scope, SettingScope } from './scope.ts';
import { steward } from './scope.ts';
import { categoryOfTable } from './table-categories.ts';

let database: Database;
let tables: readonly string[];

beforeAll(async () => {
  database = await freshDatabase();
  tables = await protectedTables(database);
  await enterWorld(database);
});

/** How many rows a statement changes under a scope, undone afterwards; or that it is refused. */
async function changedUnder(scope: Scope, statement: string): Promise<number | 'refused'> {
  return await inScope(database, scope, async ({ client }) => {
    const { rowCount } = await client.query(statement);
    await client.query('ROLLBACK');
    return rowCount ?? 0;
  }).catch((reason: unknown) => (String(reason).includes('does not exist') ? 'refused' : refusal(reason)));
}

/** The tables in which the setting’s role has a right. */
async function tablesWith(right: 'INSERT' | 'UPDATE' | 'DELETE'): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ name: string }>({
    text: "SELECT name FROM unnest($1::text[]) AS name WHERE has_table_privilege('headwater_setting', name, $2)",
    values: [tables, right],
  });
  return rows.map(({ name }) => name);
}

function categoryOf(table: string): Category {
  const category = categoryOfTable(table);
  if (category === undefined) throw new Error(`${table} is written by a setting and has no category`);
  return category;
}

const newRow = { slot: 50, learner_id: 50, day: '2026-10-01', year: 2030, request_id: 50, item_id: 50 } as const;

const write = (table: string, values: Readonly<Record<string, unknown>>, scope: Scope = scopesHere.setting) =>
  inScope(database, scope, async ({ client }) => {
    await enterRow(client, table, { ...values, ...newRow });
    await client.query('ROLLBACK');
    return 'written';
  }).catch(refusal);

describe('a scope that changes nothing', () => {
  it('of areas, trusts, nations and some children writes nothing, whatever it says it changes', async () => {
    for (const table of tables) {
      for (const role of ['area', 'trust', 'nation', 'children'] as const) {
        for (const statement of [`DELETE FROM ${table}`, `UPDATE ${table} SET la_id = la_id`]) {
          const outcome = await changedUnder(scopesHere[role], statement);
          expect({ table, role, outcome }).toEqual({ table, role, outcome: 'refused' });
        }
      }
    }
  });

  it('of a setting only reads', async () => {
    const reading = narrowed('setting', categories, []);
    for (const table of await tablesWith('INSERT')) {
      expect({ table, outcome: await write(table, here, reading) }).toEqual({ table, outcome: 'refused' });
      expect(await countUnder(database, reading, table)).toBe(1);
    }
    for (const table of await tablesWith('DELETE')) {
      expect(await changedUnder(reading, `DELETE FROM ${table}`)).toBe('refused');
    }
  });
});

describe('a row that a setting writes', () => {
  it('is taken with its own area, trust and nation, and refused with another’s', async () => {
    const writable = await tablesWith('INSERT');
    expect(writable.length).toBeGreaterThanOrEqual(13);
    for (const table of writable) {
      const columns = await columnNames(database, table);
      expect({ table, outcome: await write(table, here) }).toEqual({ table, outcome: 'written' });
      expect({ table, outcome: await write(table, elsewhere) }).toEqual({ table, outcome: 'refused' });
      for (const column of ['la_id', 'trust_id', 'nation_id', 'setting_id'] as const) {
        if (!columns.includes(column)) continue;
        const outcome = await write(table, { ...here, [column]: elsewhere[column] });
        expect({ table, column, outcome }).toEqual({ table, column, outcome: 'refused' });
      }
    }
  });

  it('is taken only where the scope changes the table’s category: entered, altered and deleted', async () => {
    for (const table of await tablesWith('INSERT')) {
      const category = categoryOf(table);
      const others = narrowed(
        'setting',
        categories,
        categories.filter((one) => one !== category),
      );
      expect({ table, outcome: await write(table, here, narrowed('setting', categories, [category])) }).toEqual({
        table,
        outcome: 'written',
      });
      expect({ table, outcome: await write(table, here, others) }).toEqual({ table, outcome: 'refused' });
    }
    for (const table of await tablesWith('UPDATE')) {
      const category = categoryOf(table);
      const others = categories.filter((one) => one !== category);
      const statement = `UPDATE ${table} SET setting_id = setting_id`;
      expect(await changedUnder(narrowed('setting', categories, [category]), statement)).toBe(1);
      expect({ table, did: await changedUnder(narrowed('setting', categories, others), statement) }).toEqual({
        table,
        did: 'refused',
      });
    }
    for (const table of await tablesWith('DELETE')) {
      const category = categoryOf(table);
      const others = categories.filter((one) => one !== category);
      expect(await changedUnder(narrowed('setting', categories, [category]), `DELETE FROM ${table}`)).toBe(1);
      expect({
        table,
        did: await changedUnder(narrowed('setting', categories, others), `DELETE FROM ${table}`),
      }).toEqual({
        table,
        did: 0,
      });
    }
  });

  it('is none of another setting: what it deletes or updates there, it does not see', async () => {
    for (const table of tables.filter((one) => one !== 'learner' && categoryOfTable(one) !== undefined)) {
      const changed = await inScope(database, scopesHere.setting, async ({ client }) => {
        const { rowCount } = await client.query(`UPDATE ${table} SET setting_id = setting_id WHERE setting_id = 8`);
        return rowCount;
      }).catch(refusal);
      expect([0, 'refused']).toContain(changed);
      expect(await countUnder(database, steward('verify'), table)).toBe(2);
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
