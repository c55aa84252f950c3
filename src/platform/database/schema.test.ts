import { beforeAll, describe, expect, it } from 'vitest';
import { accessColumns } from '../../../test/database/access-columns.ts';
import { agreementColumns } from '../../../test/database/agreement-columns.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { ledgerColumns } from '../../../test/database/ledger-columns.ts';
import { registerColumns } from '../../../test/database/register-columns.ts';
import { rightsColumns } from '../../../test/database/rights-columns.ts';
import { signInColumnTypes } from '../../../test/database/sign-in-columns.ts';
import { describeColumns } from './data-dictionary.ts';
import type { Database } from './pool.ts';
import type { Schema } from './schema.ts';

/** What each column of `Schema` is in PostgreSQL. The compiler asks for every column here, and for no other. */
const columnTypes: { readonly [Table in keyof Schema]: { readonly [Column in keyof Schema[Table]]: string } } = {
  ...signInColumnTypes,
  ...agreementColumns,
  ...ledgerColumns,
  ...registerColumns,
  ...accessColumns,
  ...rightsColumns,
  area: {
    area_id: 'integer',
    kind: 'text',
    name: 'text',
    parent_id: 'integer?',
    valid_from: 'date?',
    valid_to: 'date?',
    source: 'text',
    verified: 'boolean',
  },
  area_code: { area_id: 'integer', scheme: 'text', code: 'text', valid_from: 'date?', valid_to: 'date?' },
  area_link: {
    predecessor_id: 'integer',
    successor_id: 'integer',
    effective_on: 'date',
    source: 'text',
    verified: 'boolean',
  },
  setting: {
    setting_id: 'integer',
    urn: 'integer',
    la_estab: 'integer?',
    area_id: 'integer?',
    name: 'text?',
    type: 'text?',
    phase: 'text?',
    status: 'text?',
    opened_on: 'date?',
    closed_on: 'date?',
    headcount: 'integer?',
    source: 'text',
  },
  setting_link: {
    urn: 'integer',
    linked_urn: 'integer',
    kind: 'text',
    linked_name: 'text?',
    established_on: 'date?',
    source: 'text',
  },
  vintage: {
    vintage_id: 'integer',
    dataset: 'text',
    published_on: 'date',
    published_on_basis: 'text',
    file_name: 'text',
    content_sha256: 'text',
    columns: 'jsonb',
    undeclared_columns: 'text[]',
    rows_read: 'integer',
    rows_loaded: 'integer',
    rows_known: 'integer',
    rows_held: 'integer',
    rows_rejected: 'integer',
    imported_at: 'timestamp with time zone',
    demonstration: 'boolean',
  },
  area_figure: {
    area_id: 'integer',
    dataset: 'text',
    grain: 'text',
    phase: 'text',
    breakdown: 'text',
    period_start: 'date',
    period_end: 'date',
    published_on: 'date',
    vintage_id: 'integer',
    line: 'integer',
    numbers: 'double precision[]',
    symbols: 'text?',
    extra: 'jsonb?',
  },
  setting_figure: {
    la_estab: 'integer',
    dataset: 'text',
    grain: 'text',
    phase: 'text',
    breakdown: 'text',
    period_start: 'date',
    period_end: 'date',
    published_on: 'date',
    vintage_id: 'integer',
    area_id: 'integer',
    line: 'integer',
    numbers: 'double precision[]',
    symbols: 'text?',
    extra: 'jsonb?',
  },
};

describe('the schema', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });

  it('is the same in TypeScript and in PostgreSQL', async () => {
    const columns = (await describeColumns(database.pool)).filter(({ schema }) => schema === 'public');
    const tables = Map.groupBy(columns, ({ table }) => table);
    const found = [...tables].map(([table, rows]) => [
      table,
      Object.fromEntries(rows.map(({ column, type, required }) => [column, required ? type : `${type}?`])),
    ]);
    expect(Object.fromEntries(found)).toEqual(columnTypes);
  });

  it('has a comment on every table and every column', async () => {
    const columns = await describeColumns(database.pool);
    const bare = columns.filter(({ tableComment, columnComment }) => !tableComment || !columnComment);
    expect(bare.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
  });

  it('names every key and constraint itself, beginning with the table', async () => {
    const { rows } = await database.pool.query<{ name: string; table: string; kind: string }>(`
      SELECT conname AS name, conrelid::regclass::text AS "table", contype AS kind
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c', 'x')`);
    const suffix: Readonly<Record<string, string>> = { p: 'pkey', u: 'key', f: 'fkey', c: 'check', x: 'excl' };
    const misnamed = rows.filter(
      ({ name, table, kind }) => !(name.startsWith(`${table}_`) && name.endsWith(`_${suffix[kind]}`)),
    );
    expect(misnamed).toEqual([]);
  });

  it('gives every table a primary key', async () => {
    const { rows } = await database.pool.query(`
      SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = pg_class.oid AND contype = 'p')`);
    expect(rows).toEqual([]);
  });
});
