import { headingKey } from './aliases.ts';
import { laitMeasureOf, readLaitYear } from './aliases-lait.ts';
import { readCellText } from './import-cells.ts';
import type { TableLayout } from './import-layout.ts';
import type { Places } from './import-places.ts';
import type { RowReader } from './import-rows.ts';
import type { RowReading, RowRefusal } from './import-staging.ts';
import { copyLine } from './import-staging.ts';
import type { VintageColumn } from './model.ts';

/** The tool's table has one number to a row; which measure it is stands in `breakdown` as the tool's short code. */
export const laitColumns: readonly VintageColumn[] = [{ column: 'Values', measure: null }];

const headings = ['short_desc', 'data_item', 'years', 'la_and_regions', 'values', 'la_number', 'region'] as const;
type Heading = (typeof headings)[number];

/** The layout of the tool's table, for what it has in common with others. */
export function laitUndeclaredColumns(header: readonly string[]): TableLayout['undeclaredColumns'] {
  return header.filter((heading) => !(headings as readonly string[]).includes(headingKey(heading)));
}

/**
 * A reader for the long table of the local authority interactive tool. Rows without a year (printed `0`) are rejected:
 * they are filling, and all of them read `-`. Columns nobody declared are kept as text.
 */
export function laitRowReader(input: { readonly header: readonly string[]; readonly places: Places }): RowReader {
  const keys = input.header.map(headingKey);
  const positions = Object.fromEntries(headings.map((heading) => [heading, keys.indexOf(heading)])) as Record<
    Heading,
    number
  >;
  const unknown = keys.flatMap((key, at) => ((headings as readonly string[]).includes(key) ? [] : [at]));
  const columnOf = (heading: Heading): string => input.header[positions[heading]] ?? heading;
  const read = (values: readonly string[], line: number): RowReading => {
    const printed = (heading: Heading): string => values[positions[heading]] ?? '';
    const reject = (heading: Heading, reason: string): RowRefusal => ({
      verdict: 'rejected',
      column: columnOf(heading),
      value: printed(heading),
      reason,
    });
    const code = printed('short_desc').trim();
    if (code === '') return reject('short_desc', 'the row does not say which measure it is');
    const year = readLaitYear(printed('years'), code);
    if (!year) return reject('years', `“${printed('years')}” is not a year`);
    const areaId = laitAreaId(input.places, {
      number: printed('la_number'),
      name: printed('la_and_regions'),
      on: year.period.start,
    });
    if (areaId === undefined)
      return reject('la_number', 'no area is known by this number or name, and they cannot be a new one’s');
    const cell = readCellText(printed('values'));
    if (cell.kind === 'unreadable') return reject('values', cell.reason);
    return copyLine({
      line,
      areaId,
      phase: laitMeasureOf(code)?.phase ?? 'all',
      breakdown: code,
      period: year.period,
      numbers: cell.kind === 'number' ? `{${cell.text}}` : '{NULL}',
      symbols: cell.kind === 'symbol' ? cell.character : null,
      extra: extraOf({
        remark: year.remark,
        texts: unknown.map((at) => [input.header[at] ?? '', values[at] ?? ''] as const),
      }),
    });
  };
  return { read: ({ line, values }) => read(values, line), undeclaredLabels: new Set() };
}

/** The tool numbers England 970 and its regions 980 to 990; everything else is a local authority. */
function laitAreaId(
  places: Places,
  row: { readonly number: string; readonly name: string; readonly on: PlainDateOf },
): number | undefined {
  const number = Number.parseInt(row.number, 10);
  const level = number === 970 ? 'nation' : number >= 980 && number <= 990 ? 'region' : 'local-authority';
  const dfe = level === 'local-authority' && Number.isInteger(number) ? String(number) : '';
  return places.idOf({ level, gss: '', dfe, name: row.name, regionCode: '', on: row.on });
}

type PlainDateOf = Parameters<Places['idOf']>[0]['on'];

function extraOf({
  remark,
  texts,
}: {
  readonly remark: string;
  readonly texts: readonly (readonly [string, string])[];
}): string | null {
  const kept = [...(remark === '' ? [] : [['Years', remark] as const]), ...texts.filter(([, text]) => text !== '')];
  return kept.length === 0 ? null : JSON.stringify(Object.fromEntries(kept));
}
