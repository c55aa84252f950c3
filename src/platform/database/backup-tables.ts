import { createHash } from 'node:crypto';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { BackupManifest, BackupTable, TableEnding } from './backup-records.ts';

interface FoundTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns of the primary key, in order, with a collation that is the same on every server. */
  readonly key: readonly string[];
  /** Tables that its foreign keys name. */
  readonly needs: readonly string[];
}

/** Every table of `public`, each after those that its foreign keys name. */
export async function backupTables(client: pg.ClientBase): Promise<readonly BackupTable[]> {
  const { rows } = await client.query<FoundTable>(tablesOfPublic);
  return inOrderOfNeed(rows).map(({ name, columns, key }) => ({
    name,
    columns: [...columns],
    order: key.length > 0 ? key.join(', ') : `"${name}"::text COLLATE "C"`,
  }));
}

// What PostgreSQL works out itself (generated, stored) cannot be copied in; numbers it gives can. Tables of extensions are theirs.
const tablesOfPublic = `
  SELECT c.relname::text AS name,
         ARRAY(SELECT attname::text FROM pg_attribute
                WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum) AS columns,
         ARRAY(SELECT quote_ident(a.attname) || CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END
                 FROM pg_index AS i, unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, place)
                 JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.attnum
                WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY k.place) AS key,
         ARRAY(SELECT DISTINCT o.relname::text FROM pg_constraint AS f JOIN pg_class AS o ON o.oid = f.confrelid
                WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid ORDER BY 1) AS needs
    FROM pg_class AS c
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
   ORDER BY c.relname COLLATE "C"`;

/** Where tables need each other in a ring there is no order: that is a fault in a migration, and the test of a restore finds it. */
function inOrderOfNeed(tables: readonly FoundTable[]): readonly FoundTable[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const placed = new Set<FoundTable>();
  const place = (table: FoundTable, above: readonly FoundTable[]): void => {
    if (placed.has(table) || above.includes(table)) return;
    for (const name of table.needs) {
      const needed = byName.get(name);
      if (needed) place(needed, [...above, table]);
    }
    placed.add(table);
  };
  for (const table of tables) place(table, []);
  return [...placed];
}

/** The columns whose numbers PostgreSQL gives, and the last number given. */
export async function identities(client: pg.ClientBase): Promise<BackupManifest['identities']> {
  const { rows } = await client.query<{ table: string; column: string; last: string | null }>(
    `SELECT t.relname::text AS table, a.attname::text AS column, s.last_value::text AS last
       FROM pg_class AS t
       JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
       JOIN pg_depend AS d ON d.refobjid = t.oid AND d.refobjsubid = a.attnum AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
       JOIN pg_class AS q ON q.oid = d.objid AND q.relkind = 'S'
       JOIN pg_sequences AS s ON s.schemaname = 'public' AND s.sequencename = q.relname
      WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p')
      ORDER BY 1, 2`,
  );
  return rows;
}

/** The rows of a table in their order, as PostgreSQL’s binary COPY sends them; says what it gave when all is given. */
export async function* copiedOut(
  client: pg.ClientBase,
  { name, columns, order }: BackupTable,
): AsyncGenerator<Buffer, TableEnding> {
  const named = columns.map((column) => `"${column}"`).join(', ');
  const stream = client.query(
    copyTo(`COPY (SELECT ${named} FROM public."${name}" ORDER BY ${order}) TO STDOUT (FORMAT binary)`, {
      highWaterMark: 1 << 18,
    }),
  );
  const hash = createHash('sha256');
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    yield chunk;
  }
  // How many there were comes behind the last of them, and has come when the next statement is answered.
  await client.query('');
  return { table: name, rows: stream.rowCount, sha256: hash.digest('hex') };
}
