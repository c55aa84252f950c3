import type { Pool } from 'pg';

/** One column of a table or view, as PostgreSQL's catalogue describes it. */
export interface DescribedColumn {
  readonly schema: string;
  readonly table: string;
  readonly tableComment: string | null;
  readonly column: string;
  readonly type: string;
  readonly required: boolean;
  readonly columnComment: string | null;
}

/** Every column of every table and view Headwater made, by table name and position. */
export async function describeColumns(pool: Pool): Promise<readonly DescribedColumn[]> {
  const answer = await pool.query<DescribedColumn>(`
    SELECT n.nspname AS "schema",
           c.relname AS "table",
           obj_description(c.oid, 'pg_class') AS "tableComment",
           a.attname AS "column",
           format_type(a.atttypid, a.atttypmod) AS "type",
           a.attnotnull AS "required",
           col_description(c.oid, a.attnum) AS "columnComment"
      FROM pg_class AS c
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE n.nspname IN ('public', 'migration')
       AND c.relkind IN ('r', 'p', 'v', 'm')
       AND NOT c.relispartition
       AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
     ORDER BY n.nspname DESC, c.relname, a.attnum`);
  return answer.rows;
}

/** The data dictionary as Markdown: a section per table, a row per column, all from the database's own comments. */
export async function dataDictionary(pool: Pool): Promise<string> {
  const tables = Map.groupBy(await describeColumns(pool), ({ schema, table }) =>
    schema === 'public' ? table : `${schema}.${table}`,
  );
  const sections = [...tables].map(([table, columns]) => section(table, columns));
  return `${introduction}\n${sections.join('\n')}`;
}

const introduction = `# Data dictionary

Every table and column, generated from the comments in the database (\`migrations/*.sql\`). Do not edit by hand:
\`npx vitest run src/platform/database/data-dictionary.test.ts -u\` writes it afresh.
`;

function section(table: string, columns: readonly DescribedColumn[]): string {
  const rows = columns.map(
    ({ column, type, required, columnComment }) =>
      `| \`${column}\` | ${type} | ${required ? 'yes' : 'no'} | ${inCell(columnComment ?? '')} |`,
  );
  return [
    `## ${table}`,
    '',
    columns[0]?.tableComment ?? '',
    '',
    '| column | type | required | meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function inCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
