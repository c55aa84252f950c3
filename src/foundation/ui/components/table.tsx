import type { ComponentChildren, VNode } from 'preact';
import type { Optional, Styled } from './attributes.ts';
import { classNames, present } from './attributes.ts';

export interface TableCell extends Styled {
  readonly text?: ComponentChildren;
  readonly format?: 'numeric' | undefined;
  readonly colspan?: number | undefined;
  readonly rowspan?: number | undefined;
}

export interface TableProps extends Styled {
  readonly caption?: ComponentChildren;
  readonly captionClasses?: string | undefined;
  readonly head?: readonly TableCell[] | undefined;
  readonly rows: readonly Optional<readonly TableCell[]>[];
  readonly firstCellIsHeader?: boolean | undefined;
}

function HeadCell(cell: TableCell): VNode {
  const format = cell.format && `govuk-table__header--${cell.format}`;
  return (
    <th
      scope="col"
      class={classNames('govuk-table__header', format, cell.classes)}
      colSpan={cell.colspan}
      rowSpan={cell.rowspan}
      {...cell.attributes}
    >
      {cell.text}
    </th>
  );
}

function BodyCell({ cell, role }: { readonly cell: TableCell; readonly role: 'header' | 'data' }): VNode {
  const span = { colSpan: cell.colspan, rowSpan: cell.rowspan, ...cell.attributes };
  if (role === 'header') {
    return (
      <th scope="row" class={classNames('govuk-table__header', cell.classes)} {...span}>
        {cell.text}
      </th>
    );
  }
  const format = cell.format && `govuk-table__cell--${cell.format}`;
  return (
    <td class={classNames('govuk-table__cell', format, cell.classes)} {...span}>
      {cell.text}
    </td>
  );
}

/** GOV.UK table. For figures use `DataTable`, which scrolls on small screens and names its rows. */
export function Table(props: TableProps): VNode {
  return (
    <table class={classNames('govuk-table', props.classes)} {...props.attributes}>
      {props.caption && (
        <caption class={classNames('govuk-table__caption', props.captionClasses)}>{props.caption}</caption>
      )}
      {props.head && (
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">{props.head.map(HeadCell)}</tr>
        </thead>
      )}
      <tbody class="govuk-table__body">
        {present(props.rows).map((row) => (
          <tr class="govuk-table__row">
            {row.map((cell, index) => (
              <BodyCell cell={cell} role={index === 0 && props.firstCellIsHeader ? 'header' : 'data'} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
