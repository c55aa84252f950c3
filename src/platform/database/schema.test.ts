import { beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { describeColumns } from './data-dictionary.ts';
import type { Database } from './pool.ts';
import type { Schema } from './schema.ts';

/** What each column of `Schema` is in PostgreSQL. The compiler asks for every column here, and for no other. */
const columnTypes: { readonly [Table in keyof Schema]: { readonly [Column in keyof Schema[Table]]: string } } = {
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
  trust: { trust_id: 'integer', name: 'text', demonstration: 'boolean' },
  register_keeper: {
    setting_id: 'integer',
    kind: 'text',
    unit: 'text',
    nation: 'text',
    nation_id: 'integer',
    la_id: 'integer',
    trust_id: 'integer',
    am_due: 'time without time zone',
    pm_due: 'time without time zone',
    demonstration: 'boolean',
  },
  term: { setting_id: 'integer', starts_on: 'date', ends_on: 'date', name: 'text' },
  closure: {
    setting_id: 'integer',
    day: 'date',
    session: 'smallint',
    kind: 'text',
    reason: 'text',
    recorded_at: 'timestamp with time zone',
    recorded_by: 'text',
  },
  supplier_mapping: { supplier: 'text', purpose: 'text', mapping: 'jsonb', changed_at: 'timestamp with time zone' },
  actor: { actor_id: 'integer', label: 'text' },
  learner: { learner_id: 'bigint', upn: 'text?', uln: 'text?', home_la_id: 'integer' },
  learner_enrolment: {
    learner_id: 'bigint',
    setting_id: 'integer',
    slot: 'integer',
    status: 'text',
    entered_on: 'date',
    left_on: 'date?',
    la_id: 'integer',
    trust_id: 'integer',
  },
  enrolment: {
    setting_id: 'integer',
    slot: 'integer',
    learner_id: 'bigint',
    upn: 'text?',
    uln: 'text?',
    surname: 'text',
    given_name: 'text',
    born_on: 'date',
    year_group: 'smallint',
    class: 'text',
    status: 'text',
    entered_on: 'date',
    left_on: 'date?',
    partner_setting_id: 'integer?',
    la_id: 'integer',
    trust_id: 'integer',
  },
  characteristic: {
    setting_id: 'integer',
    slot: 'integer',
    valid_from: 'date',
    sex: 'text',
    sen: 'text',
    fsm: 'text',
    ethnicity: 'text',
    looked_after: 'text',
    social_worker: 'text',
    la_id: 'integer',
    trust_id: 'integer',
  },
  part_time_plan: {
    setting_id: 'integer',
    slot: 'integer',
    starts_on: 'date',
    ends_on: 'date',
    review_on: 'date',
    sessions_off: 'smallint',
    reason: 'text',
    agreed_with_parent: 'boolean',
    la_id: 'integer',
    trust_id: 'integer',
  },
  setting_roll: {
    setting_id: 'integer',
    year: 'smallint',
    version: 'integer',
    base: 'integer',
    size: 'integer',
    spells: 'bytea',
    identifiers: 'bytea',
    la_id: 'integer',
    trust_id: 'integer',
  },
  timetable_event: {
    setting_id: 'integer',
    day: 'date',
    session: 'smallint',
    starts_at: 'time without time zone',
    minutes: 'smallint',
    title: 'text',
    roster: 'bytea',
    la_id: 'integer',
    trust_id: 'integer',
  },
  register: {
    setting_id: 'integer',
    day: 'date',
    la_id: 'integer',
    trust_id: 'integer',
    taken_at: 'timestamp with time zone',
    version: 'integer',
    actor_id: 'integer',
    session: 'smallint',
    book: 'smallint',
    marks: 'bytea',
  },
  register_entry: {
    setting_id: 'integer',
    day: 'date',
    session: 'smallint',
    version: 'integer',
    entered_at: 'timestamp with time zone',
    actor_id: 'integer',
    slots: 'integer[]',
    la_id: 'integer',
    trust_id: 'integer',
  },
  amendment: {
    setting_id: 'integer',
    day: 'date',
    session: 'smallint',
    slot: 'integer',
    version: 'integer',
    original: 'smallint',
    amended: 'smallint',
    amended_at: 'timestamp with time zone',
    actor_id: 'integer',
    reason: 'text',
    la_id: 'integer',
    trust_id: 'integer',
  },
  learner_total: {
    setting_id: 'integer',
    year: 'smallint',
    version: 'bigint',
    counts: 'bytea',
    la_id: 'integer',
    trust_id: 'integer',
  },
  register_total: {
    setting_id: 'integer',
    day: 'date',
    session: 'smallint',
    counts: 'bytea',
    la_id: 'integer',
    trust_id: 'integer',
    nation_id: 'integer',
  },
  period_total: {
    setting_id: 'integer',
    year: 'smallint',
    week: 'smallint',
    version: 'bigint',
    counts: 'bytea',
    bands: 'bytea?',
    la_id: 'integer',
    trust_id: 'integer',
    nation_id: 'integer',
  },
  dual_gap: {
    setting_id: 'integer',
    day: 'date',
    session: 'smallint',
    slot: 'integer',
    side: 'text',
    learner_id: 'bigint',
    other_setting_id: 'integer',
    found: 'text',
    raised_at: 'timestamp with time zone',
    closed_at: 'timestamp with time zone?',
    outcome: 'text?',
    la_id: 'integer',
    trust_id: 'integer',
    closed_by: 'text?',
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
