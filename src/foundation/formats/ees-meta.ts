import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';

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

/** Reads a `.meta.csv`. */
export declare function readEesMeta(
  chunks: AsyncIterable<Uint8Array>,
  options: { readonly name: string },
): Promise<Result<EesMeta, Problem>>;
