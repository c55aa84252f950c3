/** One held or rejected value, or a whole row when `column` is ''. */
export interface RowProblem {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly value: string;
  /** Plain English. */
  readonly reason: string;
}

/** The problems as a CSV that is safe to open in a spreadsheet. */
export declare function problemsCsv(problems: AsyncIterable<RowProblem> | Iterable<RowProblem>): AsyncIterable<string>;
