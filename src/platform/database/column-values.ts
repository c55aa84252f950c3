import pg from 'pg';

/** Type numbers of PostgreSQL's own catalogue (pg_type.oid), fixed for good. */
const oid = { int8: 20, date: 1082, float8Array: 1022, int8Array: 1016, dateArray: 1182 } as const;

type TextReader = (text: string) => unknown;

const readers: ReadonlyMap<number, TextReader> = new Map<number, TextReader>([
  [oid.date, (text) => text],
  [oid.dateArray, (text) => splitArray(text).map((item) => (item === 'NULL' ? null : item))],
  [oid.int8, readWholeNumber],
  [oid.int8Array, (text) => splitArray(text).map((item) => (item === 'NULL' ? null : readWholeNumber(item)))],
  [oid.float8Array, readNumbers],
]);

/**
 * How a column's text becomes a value: a `date` stays text (a PlainDate; pg would make a JavaScript Date of local
 * midnight), a `bigint` is a number, a `double precision[]` is numbers and nulls. Everything else is as pg reads it.
 */
export const columnTypes = {
  getTypeParser(dataType: number, format?: 'text' | 'binary') {
    const reader = format === 'binary' ? undefined : readers.get(dataType);
    return reader ?? pg.types.getTypeParser(dataType, format as 'text');
  },
} as pg.CustomTypesConfig;

function readWholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The bigint ${text} is too large for a JavaScript number`);
  return value;
}

/** One-dimensional arrays only: published figures have no other. */
function readNumbers(text: string): (number | null)[] {
  return splitArray(text).map((item) => (item === 'NULL' ? null : Number(item)));
}

/** Items of an array whose items are never quoted: numbers and days. */
function splitArray(text: string): string[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',');
}
