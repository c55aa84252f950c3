import type { CsvTable, CsvValue } from '#foundation/formats/csv-writer.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { formatNumber } from '#foundation/ui/charts/number-text.ts';
import { printedSymbol } from '#foundation/ui/components/cell-value.tsx';

/** A column of figures: per cent with one decimal, a count, or words. */
export interface LiveColumn {
  readonly id: string;
  readonly label: string;
  readonly kind: 'rate' | 'count' | 'words';
}

export interface LiveRow {
  /** Stable and unique in its table: with the column it names the figure for the page that is updated. */
  readonly id: string;
  readonly name: string;
  readonly href?: string | undefined;
  readonly values: readonly (Cell | string)[];
}

/** Figures in rows: drawn as a table, sent as CSV, and updated figure by figure on an open page. */
export interface LiveTable {
  readonly id: string;
  readonly caption: string;
  readonly rowHeading: string;
  readonly columns: readonly LiveColumn[];
  readonly rows: readonly LiveRow[];
}

/** A figure as it is printed. */
export function printed(value: Cell | string, { kind }: Pick<LiveColumn, 'kind'>): string {
  if (typeof value === 'string') return value;
  if (value.kind !== 'number') return printedSymbol(value);
  return formatNumber(value.value, kind === 'rate' ? { decimals: 1, suffix: '%' } : { decimals: 0, suffix: '' });
}

/** The name of a figure on a page that is updated. */
export function figureName(table: LiveTable, row: LiveRow, column: LiveColumn): string {
  return `${table.id}.${row.id}.${column.id}`;
}

/** Every figure of some tables as it is printed, by its name. */
export function figuresIn(tables: readonly LiveTable[]): ReadonlyMap<string, string> {
  return new Map(
    tables.flatMap((table) =>
      table.rows.flatMap((row) =>
        table.columns.map(
          (column, position) => [figureName(table, row, column), printed(row.values[position] ?? '', column)] as const,
        ),
      ),
    ),
  );
}

/** A table as CSV, with what each row is about before its figures. */
export function liveCsv(
  table: LiveTable,
  about: readonly (readonly [name: string, value: string])[],
): CsvTable<readonly (readonly CsvValue[])[]> {
  return {
    header: [...about.map(([name]) => name), table.rowHeading, ...table.columns.map(({ label }) => label)],
    rows: table.rows.map((row) => [...about.map(([, value]) => value), row.name, ...row.values]),
  };
}

/** The rows as a program reads them: by column, a number or null with the symbol that stands in its place. */
export function liveRows(table: LiveTable): readonly Readonly<Record<string, unknown>>[] {
  return table.rows.map((row) => ({
    id: row.id,
    name: row.name,
    ...Object.fromEntries(
      table.columns.map(({ id }, position) => {
        const value = row.values[position] ?? '';
        if (typeof value === 'string') return [id, value];
        return [id, value.kind === 'number' ? value.value : { symbol: printedSymbol(value) }];
      }),
    ),
  }));
}
