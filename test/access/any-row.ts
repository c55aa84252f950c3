import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly generated: boolean;
}

/** What checks ask of some columns; a new table whose checks ask more is entered here. */
const fitting: Readonly<Record<string, unknown>> = {
  session: 3,
  status: 'single',
  side: 'marked',
  says: 'attended',
  minutes: 60,
  did: 'signed',
  reached_by: 'case',
  outcome: 'shared',
  'ledger_entry.action': 'read',
  'ledger_entry.subjects': 'learners',
  'ledger_entry.status': 200,
  'ledger_entry.hash': Buffer.alloc(32),
  'break_glass.outcome': 'needed',
  'break_glass.until_at': '2026-09-07T12:00:00Z',
  'ledger_delay.finding': 'kept',
  reviewer_id: 2,
  asked_as: 'parent',
  'contact_detail.kind': 'address',
  'subject_access.outcome': 'given',
  'subject_access_item.decision': 'keep',
  'rectification.answer': 'accepted',
};

/** Columns of keys that hold no place: they are filled as the place is, so that two rows differ. */
const likePlace: readonly string[] = ['version', 'event_no', 'seq'];

const ordinary: Readonly<Record<string, unknown>> = {
  integer: 1,
  smallint: 1,
  bigint: 1,
  date: '2026-09-07',
  'time without time zone': '09:00',
  'timestamp with time zone': '2026-09-07T09:00:00Z',
  boolean: true,
  jsonb: '{}',
};

/** Tables of `public`, in order of name. */
export async function publicTables(client: pg.ClientBase | pg.Pool): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname::text AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** The columns of a table, in order. */
export async function columnsOf(client: pg.ClientBase | pg.Pool, table: string): Promise<readonly Column[]> {
  const { rows } = await client.query<Column>({
    text: `SELECT attname::text AS name, format_type(atttypid, NULL) AS type, attidentity = 'a' OR attgenerated = 's' AS generated
             FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    values: [table],
  });
  return rows;
}

/** Enters one row, with `values` where the table has such columns and anything that fits elsewhere. */
export async function enterRow(
  client: pg.ClientBase,
  table: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const columns = (await columnsOf(client, table)).filter(({ generated }) => !generated);
  const listed = await listedValues(client, table);
  const row = columns.map(
    ({ name, type }) =>
      values[likePlace.includes(name) ? 'setting_id' : name] ??
      fitting[`${table}.${name}`] ??
      fitting[name] ??
      listed.get(name) ??
      anyValue(type),
  );
  const names = columns.map(({ name }) => name).join(', ');
  const places = columns.map((_, index) => `$${index + 1}`).join(', ');
  await client.query({ text: `INSERT INTO ${table} (${names}) VALUES (${places})`, values: row });
}

/** The first of the words that a check allows in a column, by column. */
async function listedValues(client: pg.ClientBase, table: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ said: string }>({
    text: "SELECT pg_get_constraintdef(oid) AS said FROM pg_constraint WHERE contype = 'c' AND conrelid = $1::regclass",
    values: [table],
  });
  const words = rows.flatMap(({ said }) => [...said.matchAll(/(\w+) = ANY \(ARRAY\['([^']*)'/g)]);
  return new Map(words.map(([, column = '', word = '']) => [column, word]));
}

function anyValue(type: string): unknown {
  if (type.endsWith('[]')) return [];
  // Keys of text and of bytes differ from row to row.
  if (type === 'text') return `x${randomBytes(4).toString('hex')}`;
  if (type === 'bytea') return randomBytes(32);
  if (type === 'uuid') return randomUUID();
  if (type in ordinary) return ordinary[type];
  throw new Error(`Say what a column of ${type} may hold.`);
}
