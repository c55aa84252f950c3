import { inScope } from '#platform/access/in-scope.ts';
import type { RequestScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import { categoryOfTable } from '#platform/access/table-categories.ts';
import type { Database } from '#platform/database/pool.ts';
import { loginName } from '#platform/database/scope-roles.ts';
import { columnNames, protectedTables } from '../scope-world.ts';

export const kinds = ['setting', 'area', 'trust', 'nation', 'children'] as const;
export type Kind = (typeof kinds)[number];

/** Rows of a table alike, as the database names them. */
export interface Counted {
  readonly table: string;
  readonly setting: number | null;
  readonly slot: number | null;
  readonly learner: number | null;
  /** Who asked, in tables of what families ask. */
  readonly asker: number | null;
  readonly count: number;
}

/** The catalogue as each kind of scope may ask it: every table that its role may read, in one statement. */
export interface Catalogue {
  /** Every protected table, and those with a child in them or a count of few. */
  readonly tables: readonly string[];
  readonly records: readonly string[];
  readonly readable: Readonly<Record<Kind, readonly string[]>>;
  /** Every row of every table, as one who may see all counts them. */
  everything(): Promise<readonly Counted[]>;
  /** Every row that a scope is answered, whatever the table: no statement names what the scope reaches. */
  under(scope: RequestScope): Promise<readonly Counted[]>;
}

export async function readCatalogue(database: Database): Promise<Catalogue> {
  const tables = await protectedTables(database);
  const records = tables.filter((table) => categoryOfTable(table) !== undefined);
  const questions = new Map<string, string>();
  for (const table of records) questions.set(table, await questionOf(database, table));
  const readable = Object.fromEntries(
    await Promise.all(kinds.map(async (kind) => [kind, await readableBy(database, kind, records)] as const)),
  ) as Record<Kind, readonly string[]>;
  const asking = (asked: readonly string[]) => asked.map((table) => questions.get(table)).join(' UNION ALL ');
  const texts = Object.fromEntries(kinds.map((kind) => [kind, asking(readable[kind])])) as Record<Kind, string>;
  const all = asking(records);
  return {
    tables,
    records,
    readable,
    everything: () =>
      inScope(database, steward('verify'), async ({ client }) => (await client.query<Counted>(all)).rows),
    under: (scope) =>
      inScope(
        database,
        scope,
        async ({ client }) =>
          (await client.query<Counted>({ name: `worlds-${scope.kind}`, text: texts[scope.kind] })).rows,
      ),
  };
}

async function questionOf(database: Database, table: string): Promise<string> {
  const columns = await columnNames(database, table);
  const as = (name: string, type: string) => (columns.includes(name) ? `${name}::${type}` : `NULL::${type}`);
  // The slot of an enrolment of a learner, not of a setting; the home authority is the model’s to say.
  const asker = table === 'subject_access_copy' ? as('person_id', 'bigint') : as('asked_by', 'bigint');
  const named = [as('setting_id', 'integer'), as('slot', 'integer'), as('learner_id', 'bigint')];
  return `SELECT '${table}' AS "table", ${named[0]} AS setting, ${named[1]} AS slot, ${named[2]} AS learner, ${asker} AS asker, count(*)::integer AS count
            FROM ${table} GROUP BY 2, 3, 4, 5`;
}

async function readableBy(database: Database, kind: Kind, records: readonly string[]): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ name: string }>({
    text: "SELECT name FROM unnest($2::text[]) AS name WHERE has_any_column_privilege($1, name, 'SELECT') ORDER BY 1",
    values: [loginName(kind), records],
  });
  return rows.map(({ name }) => name);
}
