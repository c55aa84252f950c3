import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { RequestScope, Scope } from '#platform/access/scope.ts';
import { placeKey, steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { openTables } from '#platform/database/protection.ts';
import type { ScopeRole } from '#platform/database/scope-roles.ts';
import { columnsOf, enterRow, publicTables } from './any-row.ts';

/** Whoever asks with every category. */
export const asker = {
  actor: 'a test',
  purpose: 'to test',
  categories,
  changes: categories,
} as const;

/** Two places, each with a row in every table; rows of the gate’s tables hang together by the number of the place. */
const first = rowsHang(1);
const second = rowsHang(2);
export const here = { setting_id: 7, la_id: 70, home_la_id: 70, trust_id: 700, nation_id: 7_000 } as const;
export const elsewhere = { setting_id: 8, la_id: 80, home_la_id: 80, trust_id: 800, nation_id: 8_000 } as const;
function rowsHang(one: number) {
  return {
    learner_id: one,
    person_id: one,
    organisation_id: one,
    membership_id: one,
    team_id: one,
    agreement_id: one,
    reviewer_id: 9,
  };
}

export type StandsAt = typeof here | typeof elsewhere;

export type ReaderRole = Exclude<ScopeRole, 'gate' | 'steward'>;

/** A scope of each kind that reaches the first place alone. */
export const scopesHere: Readonly<Record<ReaderRole, RequestScope>> = {
  setting: { kind: 'setting', settings: [here.setting_id], ...asker },
  area: { kind: 'area', laId: here.la_id, ...asker },
  trust: { kind: 'trust', trustId: here.trust_id, ...asker },
  nation: { kind: 'nation', nationId: here.nation_id, ...asker },
  children: { kind: 'children', learners: [1], settings: [7], places: [placeKey(7, 1)], ...asker },
};
export const readerRoles = Object.keys(scopesHere) as readonly ReaderRole[];

/** The same scope with fewer categories. */
export function narrowed(role: ReaderRole, read: readonly Category[], changed: readonly Category[] = []): Scope {
  return { ...scopesHere[role], categories: read, changes: changed };
}

/** The tables under row-level security, in order of name. */
export async function protectedTables(database: Database): Promise<readonly string[]> {
  const open: readonly string[] = openTables;
  return (await publicTables(database.pool)).filter((table) => !open.includes(table));
}

/** Two rows in every protected table, one at each place, whatever refers to what. */
export async function enterWorld(database: Database): Promise<void> {
  await enterKeeper(database, here);
  await enterKeeper(database, elsewhere);
  const tables = await protectedTables(database);
  for (const table of await referredFirst(database, tables)) {
    await inScope(database, steward('load'), async ({ client }) => {
      const row = { slot: 1, ...here, ...first };
      await enterRow(client, table, row);
      await enterRow(client, table, { ...row, ...elsewhere, ...second });
    });
  }
}

/** Tables to enter rows in, each after those it refers to. */
async function referredFirst(database: Database, tables: readonly string[]): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ referring: string; referred: string }>(
    `SELECT conrelid::regclass::text AS referring, confrelid::regclass::text AS referred
       FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid`,
  );
  const waiting = new Set([...tables, 'organisation']);
  const ordered: string[] = [];
  while (waiting.size > 0) {
    const free = [...waiting].filter(
      (table) => !rows.some(({ referring, referred }) => referring === table && waiting.has(referred)),
    );
    if (free.length === 0) throw new Error(`These refer to each other: ${[...waiting].join(', ')}`);
    for (const table of free) waiting.delete(table);
    ordered.push(...free);
  }
  return ordered;
}

async function enterKeeper(database: Database, { setting_id, la_id, trust_id, nation_id }: StandsAt): Promise<void> {
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

/** How many rows a scope sees in a table, or why it may not look. */
export async function countUnder(database: Database, scope: Scope, table: string): Promise<number | 'refused'> {
  return await inScope(database, scope, async ({ client }) => {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  }).catch(refusal);
}

/** How many rows the gate sees in a table, or why it may not look. */
export async function countAtGate(database: Database, table: string): Promise<number | 'refused'> {
  return await inGate(database, 'compile', async ({ client }) => {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  }).catch(refusal);
}

/** A refusal by rights or by a policy, which the server tells alike, or because the transaction only reads. */
export function refusal(reason: unknown): 'refused' {
  const code = typeof reason === 'object' && reason !== null && 'code' in reason ? reason.code : undefined;
  if (code !== '42501' && code !== '25006') throw reason;
  return 'refused';
}

/** Whether a role has the right to read any column of a table. */
export async function mayRead(database: Database, login: string, table: string): Promise<boolean> {
  const { rows } = await database.pool.query<{ may: boolean }>({
    text: "SELECT has_any_column_privilege($1, $2, 'SELECT') AS may",
    values: [login, table],
  });
  return rows[0]?.may ?? false;
}

/** Scopes of some children that reach no row of a table by child: another child here, and the child at another setting. */
export async function childrenApart(database: Database, table: string): Promise<readonly Scope[]> {
  const columns = await columnNames(database, table);
  // Registers and totals are of a setting; their stores give out the scope’s own places alone.
  if (!columns.includes('learner_id') && !columns.includes('slot')) return [];
  const { children } = scopesHere;
  const another = { ...children, learners: [3], places: [placeKey(7, 3)] } as RequestScope;
  return [another, ...(columns.includes('setting_id') ? [{ ...children, settings: [8] } as RequestScope] : [])];
}

/** The names of a table’s columns. */
export async function columnNames(database: Database, table: string): Promise<readonly string[]> {
  return (await columnsOf(database.pool, table)).map(({ name }) => name);
}
