import type { ComponentChildren, VNode } from 'preact';
import type { Cell } from '#foundation/kernel/cell.ts';
import { formatNumber } from '#foundation/ui/charts/number-text.ts';
import { CellValue } from '#foundation/ui/components/cell-value.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { SymbolKey } from '#foundation/ui/components/symbol-key.tsx';
import type { PictureColumn, PictureTable, PictureValue } from '../picture.ts';

/** What a picture says of itself to those who cannot see it; the sentence before it and the table after it say the rest. */
export const pictureDescription = 'Told in the sentence before it, and in full in the table after it.';

export interface PictureTableViewProps {
  readonly table: PictureTable;
  /** Turns a text value into something richer, such as a link. */
  readonly link?: (text: string, position: number) => ComponentChildren;
  readonly empty?: string;
}

/** A picture's rows as a table, with a key for the symbols that occur in it. */
export function PictureTableView({ table, link, empty }: PictureTableViewProps): VNode {
  const columns = table.columns.map((column, position) => ({
    heading: column.label,
    ...(column.kind === 'number' && { format: 'numeric' as const }),
    cell: (row: readonly PictureValue[]) => valueView(row[position] ?? '', column, position, link),
  }));
  const cells = table.rows.flat().filter((value): value is Cell => typeof value !== 'string');
  return (
    <>
      <DataTable
        caption={table.caption}
        columns={columns}
        rows={table.rows}
        empty={empty ?? 'No figures are known for this choice.'}
        density="small"
      />
      <SymbolKey cells={cells} />
    </>
  );
}

function valueView(
  value: PictureValue,
  column: PictureColumn,
  position: number,
  link: PictureTableViewProps['link'],
): ComponentChildren {
  if (value === '' && column.kind === 'number') return 'no figure';
  if (typeof value === 'string') return link && position === 0 ? link(value, position) : value;
  const { decimals = 0, suffix = '' } = column;
  if (value.kind === 'number') return formatNumber(value.value, { decimals, suffix });
  return <CellValue cell={value} />;
}
