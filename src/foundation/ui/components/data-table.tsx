import type { ComponentChildren, VNode } from 'preact';
import { classNames } from './attributes.ts';

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

/**
 * A table of figures. On a small screen it scrolls sideways in a region that takes keyboard focus; row names stay put.
 * Its cells carry no GOV.UK classes but are styled through the table: a page holds thousands, and each class would
 * weigh as much as the figure in it.
 */
export function DataTable<Row>(props: DataTableProps<Row>): VNode {
  if (props.rows.length === 0 && props.empty) return <div class="hw-empty-table">{props.empty}</div>;
  const { caption, density } = props;
  const [name, ...others] = props.columns;
  const numbers = others.length > 0 && others.every((column) => column.format === 'numeric');
  // Said once for the table where it can be: a class on each cell would weigh more than the figure in it.
  const columns =
    name && numbers ? [name, ...others.map((column) => ({ ...column, format: undefined }))] : props.columns;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
    <section class="hw-table-region" tabIndex={0} aria-label={caption}>
      <table class={classNames('hw-table', density === 'small' && 'hw-table--small', numbers && 'hw-table--numbers')}>
        <caption class={classNames('govuk-table__caption', props.captionClasses ?? 'govuk-table__caption--s')}>
          {caption}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" class={cellClasses(column)}>
                {column.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <DataRow row={row} columns={columns} isCurrent={props.isCurrent} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

type DataRowProps<Row> = Pick<DataTableProps<Row>, 'columns' | 'isCurrent'> & { readonly row: Row };

function DataRow<Row>({ row, columns, isCurrent }: DataRowProps<Row>): VNode {
  const [name, ...others] = columns;
  return (
    <tr class={isCurrent?.(row) ? 'hw-table__current' : undefined}>
      {name && (
        <th scope="row" class={cellClasses(name)}>
          {name.cell(row)}
        </th>
      )}
      {others.map((column) => (
        <td class={cellClasses(column)}>{column.cell(row)}</td>
      ))}
    </tr>
  );
}

function cellClasses<Row>(column: DataColumn<Row>): string | undefined {
  return classNames(column.format === 'numeric' && 'hw-n', column.classes) || undefined;
}
