import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { openCsvRecords } from './csv-records.ts';
import type { RecordTable, SourceRecord } from './record-table.ts';

/** A column that rows are told apart by. */
export interface EesFilter {
  readonly column: string;
  readonly label: string;
  readonly hint: string;
  /** The column that groups this one's values, or ''. */
  readonly groupingColumn: string;
}

/** A column that holds figures. */
export interface EesIndicator {
  readonly column: string;
  readonly label: string;
  readonly grouping: string;
  /** As printed: '', '%', '£', '£m', 'pp', 'string'. */
  readonly unit: string;
  /** Decimal places, where stated. */
  readonly decimalPlaces?: number;
}

/** What a `.meta.csv` of Explore Education Statistics says about its data file. */
export interface EesMeta {
  readonly filters: readonly EesFilter[];
  readonly indicators: readonly EesIndicator[];
}

type MetaRow = (heading: string) => string;

/**
 * Reads a `.meta.csv`. Columns it does not know are passed over. Fails when it is no table, lacks `col_name`, `col_type`
 * or `label`, describes a column twice, or calls one anything but Filter or Indicator.
 */
export async function readEesMeta(
  chunks: AsyncIterable<Uint8Array>,
  options: { readonly name: string },
): Promise<Result<EesMeta, Problem>> {
  const { name } = options;
  const table = await openCsvRecords(chunks, options);
  if (!table.ok) return table;
  const missing = ['col_name', 'col_type', 'label'].filter((heading) => !table.value.header.includes(heading));
  if (missing.length > 0) {
    await table.value.close();
    return failure(unusable(name, `it has no column ${missing.join(', ')}`));
  }
  const records = await allRecords(table.value, name);
  return records.ok ? definitions(table.value.header, records.value, name) : records;
}

async function allRecords(table: RecordTable, name: string): Promise<Result<SourceRecord[], Problem>> {
  const records: SourceRecord[] = [];
  try {
    for await (const batch of table.batches) {
      const [fault] = batch.faults;
      if (fault) return failure(unusable(name, `line ${fault.line}: ${fault.reason}`));
      records.push(...batch.records);
    }
    return success(records);
  } catch (error) {
    if (error instanceof ProblemError) return failure(error.problem);
    throw error;
  }
}

function definitions(
  header: readonly string[],
  records: readonly SourceRecord[],
  name: string,
): Result<EesMeta, Problem> {
  const filters: EesFilter[] = [];
  const indicators: EesIndicator[] = [];
  const described = new Set<string>();
  for (const { line, values } of records) {
    const row: MetaRow = (heading) => values[header.indexOf(heading)]?.trim() ?? '';
    const column = row('col_name');
    const type = row('col_type').toLowerCase();
    if (column === '') return failure(unusable(name, `line ${line} names no column`));
    if (described.has(column)) return failure(unusable(name, `line ${line} describes “${column}” a second time`));
    described.add(column);
    if (type === 'filter') filters.push(filterOf(row));
    else if (type === 'indicator') indicators.push(indicatorOf(row));
    else return failure(unusable(name, `line ${line} calls “${column}” neither a Filter nor an Indicator`));
  }
  return success({ filters, indicators });
}

function filterOf(row: MetaRow): EesFilter {
  return {
    column: row('col_name'),
    label: row('label'),
    hint: row('filter_hint'),
    groupingColumn: row('filter_grouping_column'),
  };
}

function indicatorOf(row: MetaRow): EesIndicator {
  const places = row('indicator_dp');
  return {
    column: row('col_name'),
    label: row('label'),
    grouping: row('indicator_grouping'),
    unit: row('indicator_unit'),
    ...(/^\d+$/.test(places) ? { decimalPlaces: Number(places) } : {}),
  };
}

function unusable(name: string, why: string): Problem {
  return {
    code: 'unusable-description',
    message: `${name} cannot be used to describe its table: ${why}.`,
    nextStep: 'Correct it, or import the table without it.',
  };
}
