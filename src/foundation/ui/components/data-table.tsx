import type { ComponentChildren, VNode } from 'preact';
import type { TableCell } from './table.tsx';
import { Table } from './table.tsx';

export interface DataColumn<Row> {
  readonly heading: ComponentChildren;
  /** `numeric` aligns to the right, in tabular digits. */
  readonly format?: 'numeric' | undefined;
  readonly cell: (row: Row) => ComponentChildren;
  /** For every cell of the column, its heading too. */
  readonly classes?: string | undefined;
}

export interface DataTableProps<Row> {
  /** Says what, where and when; names the scrolling region too. */
  readonly caption: string;
  readonly captionClasses?: string | undefined;
  /** The first column names the rows. */
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  /** Said instead of a table when there are no rows. */
  readonly empty?: ComponentChildren;
  /** `small` for many columns. */
  readonly density?: 'small' | undefined;
  /** The row the page is about. */
  readonly isCurrent?: ((row: Row) => boolean) | undefined;
}

function cellsOf<Row>(row: Row, props: DataTableProps<Row>): readonly TableCell[] {
  const current = props.isCurrent?.(row) ? ' hw-table__current' : '';
  return props.columns.map((column) => ({
    text: column.cell(row),
    format: column.format,
    classes: `${column.classes ?? ''}${current}`.trim(),
  }));
}

/** A table of figures. On a small screen it scrolls sideways in a region that takes keyboard focus; row names stay put. */
export function DataTable<Row>(props: DataTableProps<Row>): VNode {
  if (props.rows.length === 0 && props.empty) return <div class="hw-empty-table">{props.empty}</div>;
  const { columns, caption, density } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
    <section class="hw-table-region" tabIndex={0} aria-label={caption}>
      <Table
        classes={density === 'small' ? 'hw-table hw-table--small' : 'hw-table'}
        caption={caption}
        captionClasses={props.captionClasses ?? 'govuk-table__caption--s'}
        head={columns.map(({ heading, format, classes }) => ({ text: heading, format, classes }))}
        rows={props.rows.map((row) => cellsOf(row, props))}
        firstCellIsHeader
      />
    </section>
  );
}
