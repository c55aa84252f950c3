import type { Cell } from '#foundation/kernel/cell.ts';

/** What a CSV cell can hold. A missing `Cell` prints its symbol; `null` and `undefined` print nothing. */
export type CsvValue = string | number | bigint | boolean | Cell | null | undefined;

/** A whole document in RFC 4180 form: header first, lines ended by CRLF. */
export declare function csvDocument(table: {
  readonly header: readonly string[];
  readonly rows: Iterable<readonly CsvValue[]>;
}): string;

/** The same as a stream of text, some 64 KiB at a time. */
export declare function csvStream(table: {
  readonly header: readonly string[];
  readonly rows: AsyncIterable<readonly CsvValue[]> | Iterable<readonly CsvValue[]>;
}): AsyncIterable<string>;
