import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { headingKey, slug } from './aliases.ts';
import { phaseOf } from './aliases-phases.ts';
import type { DatasetDefinition, Recognition } from './datasets.ts';
import { datasets, otherDataset } from './datasets.ts';

/** What there is to recognise a table by. */
export interface TableBeginning {
  /** As printed, without its folder: names a table that no definition matches. */
  readonly fileName: string;
  readonly header: readonly string[];
  /** Rows of the first batch. */
  readonly rows: readonly (readonly string[])[];
}

/** Code of the problem of a table that is not a published one at all. */
export const notRecognisedCode = 'table-not-recognised';

/** Headings without which a table cannot be placed and dated, in the format of Explore Education Statistics. */
const coreHeadings = ['time_period', 'time_identifier', 'geographic_level'] as const;

/**
 * Which dataset a table is. A table with the core headings that no definition matches is an `other:` one; a table
 * without any of them is not a published table at all, and one with only some has lost a column: both are problems.
 */
export function recogniseDataset(beginning: TableBeginning): Result<DatasetDefinition, Problem> {
  const headings = new Set(beginning.header.map(headingKey));
  const longTable = datasets.find((dataset) => dataset.id === 'lait');
  if (longTable && matches(longTable, headings, beginning)) return success(longTable);
  const missing = coreHeadings.filter((heading) => !headings.has(heading));
  if (missing.length > 0)
    return failure(missing.length === coreHeadings.length ? notRecognised(beginning) : lacks(beginning, missing));
  const found = datasets.find((dataset) => dataset !== longTable && matches(dataset, headings, beginning));
  return success(found ?? otherDataset(stemOf(beginning.fileName)));
}

/**
 * A table like a declared one that divides its figures by something nobody declared. It is kept under its own name: its
 * totals, which may lack most measures, would otherwise stand in the place of the declared table's.
 */
export function dividedDataset(definition: DatasetDefinition, fileName: string): DatasetDefinition {
  const { id, title, standing } = otherDataset(stemOf(fileName));
  return { ...definition, id, title, standing };
}

function matches(dataset: DatasetDefinition, headings: ReadonlySet<string>, beginning: TableBeginning): boolean {
  return [dataset.recognisedBy, dataset.alsoRecognisedBy].some(
    (recognition) => recognition !== undefined && fits(recognition, dataset, { headings, beginning }),
  );
}

function fits(
  { all = [], some = [], none = [], onlyPhase }: Recognition,
  dataset: DatasetDefinition,
  { headings, beginning }: { readonly headings: ReadonlySet<string>; readonly beginning: TableBeginning },
): boolean {
  return (
    all.every((heading) => headings.has(heading)) &&
    some.every((list) => list.some((heading) => headings.has(heading))) &&
    none.every((heading) => !headings.has(heading)) &&
    (onlyPhase === undefined || isOnlyPhase(onlyPhase, dataset, beginning))
  );
}

/** Without a column of phases only the file's name can say it: `4_absence_2term_pru.csv`. */
function isOnlyPhase(phase: string, dataset: DatasetDefinition, { fileName, header, rows }: TableBeginning): boolean {
  const position = header.findIndex((heading) => dataset.phaseColumns.includes(headingKey(heading)));
  if (position < 0) return namesPhase(fileName, phase);
  return rows.length > 0 && rows.every((row) => phaseOf(row[position] ?? '').phase === phase);
}

function namesPhase(fileName: string, phase: string): boolean {
  const stem = stemOf(fileName);
  return stem.includes(phase) || stem.split('-').some((word) => phaseOf(word).phase === phase);
}

/** The file's name without endings and without the day in it, so that every release of a table has the same one. */
function stemOf(fileName: string): string {
  const name = fileName.split(/[/\\!]/).at(-1) ?? fileName;
  return slug(
    name.replace(/(?:\.(?:csv|tsv|gz|parquet))+$/i, '').replace(/(?<!\d)(?:19|20)\d{2}([-_.]?)\d{2}\1\d{2}(?!\d)/g, ''),
  );
}

function notRecognised({ fileName, header }: TableBeginning): Problem {
  const first = header.slice(0, 5).join(', ');
  return {
    code: notRecognisedCode,
    message: `${fileName} is not a table that Headwater knows: its headings begin ${first}.`,
    nextStep: 'Give a release from Explore Education Statistics, a list of schools from GIAS, or LAIT’s long table.',
  };
}

function lacks({ fileName }: TableBeginning, missing: readonly string[]): Problem {
  const columns = missing.join(' and ');
  return {
    code: 'columns-missing',
    message: `${fileName} has no column ${columns}, so its rows cannot be placed and dated. Nothing was loaded from it.`,
    nextStep: 'Download the file again: it has probably lost columns on the way.',
  };
}
