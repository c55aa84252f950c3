import type { VNode } from 'preact';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { SymbolKey } from '#foundation/ui/components/symbol-key.tsx';
import type { LiveRow, LiveTable } from '../live-table.ts';
import { figureName, printed } from '../live-table.ts';

/** A figure that an open page is told the new value of. */
export function Live({ name, text }: { readonly name: string; readonly text: string }): VNode {
  return <span data-live={name}>{text}</span>;
}

export interface LiveTableViewProps {
  readonly table: LiveTable;
  readonly empty?: string | undefined;
  /** Columns that are left out, by id. */
  readonly without?: readonly string[] | undefined;
}

/** A table of figures, each updated in its place. */
export function LiveTableView({ table: whole, empty, without }: LiveTableViewProps): VNode {
  const table = without ? withoutColumns(whole, without) : whole;
  const name = (row: LiveRow) =>
    row.href ? (
      <a class="govuk-link" href={row.href}>
        {row.name}
      </a>
    ) : (
      row.name
    );
  return (
    <>
      <DataTable
        caption={table.caption}
        columns={[
          { heading: table.rowHeading, cell: name },
          ...table.columns.map((column, position) => ({
            heading: column.label,
            format: 'numeric' as const,
            cell: (row: LiveRow) => (
              <Live name={figureName(table, row, column)} text={printed(row.values[position] ?? '', column)} />
            ),
          })),
        ]}
        rows={table.rows}
        empty={empty ?? 'There is nothing to show yet.'}
        density="small"
      />
      <SymbolKey cells={table.rows.flatMap(({ values }) => values).filter((value) => typeof value !== 'string')} />
    </>
  );
}

function withoutColumns(table: LiveTable, without: readonly string[]): LiveTable {
  const kept = table.columns.map(({ id }) => !without.includes(id));
  return {
    ...table,
    columns: table.columns.filter((_, position) => kept[position]),
    rows: table.rows.map((row) => ({ ...row, values: row.values.filter((_, position) => kept[position]) })),
  };
}
