/** Most rows in a batch. */
export const recordsPerBatch = 1000;

/** One row of a file. `line` is the physical line it starts on, the first line being 1 (for Parquet: row number + 1). */
export interface SourceRecord {
  readonly line: number;
  readonly values: readonly string[];
}

/** A row that cannot be matched with its headings. It is counted, never dropped: read = records + faults. */
export interface RowFault {
  readonly line: number;
  /** Number of values the row has. */
  readonly found: number;
  /** Number of headings. */
  readonly expected: number;
  /** Plain English, for the problems file. */
  readonly reason: string;
  /** The row's beginning, as printed, separated by commas, at most 200 characters. */
  readonly value: string;
}

/** Up to 1,000 rows, faults included, in the order of the file. */
export interface RecordBatch {
  readonly records: readonly SourceRecord[];
  readonly faults: readonly RowFault[];
}

/**
 * A table read as a stream. `batches` can be walked once; it throws a `ProblemError` when the file turns out to be
 * damaged, cut short or not text. Leaving the loop early closes the file.
 */
export interface RecordTable {
  /** Trimmed and unique; a column without a heading is called `column 7`. */
  readonly header: readonly string[];
  /** Positions (from 1) of the columns that had no heading. */
  readonly unnamedColumns: readonly number[];
  /** Known beforehand for Parquet only. */
  readonly rowCount?: number;
  readonly batches: AsyncIterable<RecordBatch>;
  /** Closes the file when the batches are not wanted. Harmless afterwards. */
  close(): Promise<void>;
}
