import type { Cell } from '#foundation/kernel/cell.ts';
import { missingCell, percentCell } from '#foundation/kernel/cell.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { daysBetween } from '#foundation/kernel/plain-date.ts';
import type { Measure } from './measures.ts';
import { measureById } from './measures.ts';
import type { Period, PublishedRow, Series } from './model.ts';

/** One published number with all that a reader needs to judge it. */
export interface Figure {
  readonly measure: Measure;
  readonly areaId: number;
  readonly dataset: string;
  readonly phase: string;
  readonly breakdown: string;
  readonly period: Period;
  readonly cell: Cell;
  /** Whether `cell` was printed by the publication, or worked out here from its printed counts. */
  readonly origin: 'printed' | 'computed';
  /** The two counts, given together or not at all: a denominator alone would be read as the wrong one. */
  readonly numerator?: Cell;
  readonly denominator?: Cell;
  readonly coverage?: Coverage;
  readonly publishedOn: PlainDate;
  readonly vintageId: number;
  readonly line: number;
}

/** How much of the area the figure speaks for. Counts can be fractions: they are means over days. */
export interface Coverage {
  readonly reporting: Cell;
  readonly expected: Cell;
}

/** The counts that `Coverage` is read from. */
export const coverageMeasures = ['settings-reporting', 'settings-expected'] as const;

/** Days within which registers are still being corrected: absence falls by about a point in the first two weeks (measures.md §4). */
const provisionalDays = 14;

/** The Monday after which the August 2024 attendance codes apply: rates on the two sides are not the same measure. */
export const codesOfAugust2024 = '2024-08-19' as PlainDate;

/** The figure for one measure in a published row; not available when the row has neither the rate nor its counts. */
export function figureOf(row: PublishedRow, measure: Measure): Figure {
  const numerator = cellOf(row, measure.numerator);
  const denominator = cellOf(row, measure.denominator);
  const printed = row.cells.get(measure.id);
  const [reporting, expected] = coverageMeasures.map((id) => row.cells.get(id));
  return {
    measure,
    areaId: row.areaId,
    dataset: row.dataset,
    phase: row.phase,
    breakdown: row.breakdown,
    period: row.period,
    cell: printed ?? computedCell(numerator, denominator),
    origin: printed ? 'printed' : 'computed',
    ...(numerator && denominator && { numerator, denominator }),
    ...(reporting && expected && { coverage: { reporting, expected } }),
    publishedOn: row.publishedOn,
    vintageId: row.vintageId,
    line: row.line,
  };
}

/** Whether a figure can still be expected to move because registers of its period are being corrected. Live figures only. */
export function isProvisional(figure: Pick<Figure, 'period' | 'publishedOn'>, series: Series): boolean {
  return series === 'live' && daysBetween(figure.period.end, figure.publishedOn) < provisionalDays;
}

/**
 * Whether fewer than half of the schools expected are in a figure: the last days before a holiday, say, when most have
 * broken up. Shown, but apart, and never what a sentence is about.
 */
export function isThin({ coverage }: Pick<Figure, 'coverage'>): boolean {
  if (coverage?.reporting.kind !== 'number' || coverage.expected.kind !== 'number') return false;
  return 2 * coverage.reporting.value < coverage.expected.value;
}

/** Whether a row could give a figure for a measure at all. */
export function carriesMeasure(row: PublishedRow, measure: Measure): boolean {
  if (row.cells.has(measure.id)) return true;
  const { numerator, denominator } = measure;
  return numerator !== undefined && denominator !== undefined && row.cells.has(numerator) && row.cells.has(denominator);
}

/** The row whose period ends last; of two that end together the one that prints more, and then the one known last. */
export function newest(rows: readonly PublishedRow[]): PublishedRow | undefined {
  return rows.toSorted(
    (left, right) =>
      right.period.end.localeCompare(left.period.end) ||
      right.cells.size - left.cells.size ||
      right.publishedOn.localeCompare(left.publishedOn),
  )[0];
}

/** Whether two rows say the same about two areas: one dataset, so live and census never meet, one phase and one period. */
export function isComparable(
  left: Pick<PublishedRow, 'dataset' | 'phase' | 'period'>,
  right: Pick<PublishedRow, 'dataset' | 'phase' | 'period'>,
): boolean {
  return (
    left.dataset === right.dataset &&
    left.phase === right.phase &&
    left.period.grain === right.period.grain &&
    left.period.start === right.period.start &&
    left.period.end === right.period.end
  );
}

/** How far a figure moved between its first and its latest publication; `undefined` while it has only one, or is hidden. */
export function movement(first: Cell, latest: Cell): number | undefined {
  return first.kind === 'number' && latest.kind === 'number' ? latest.value - first.value : undefined;
}

/** Decimal places a measure is shown with, and what follows the number. */
export function formatOf(measure: Measure): { readonly decimals: number; readonly suffix: string } {
  switch (measure.unit) {
    case 'percent':
      return { decimals: 1, suffix: '%' };
    case 'per-hundred-pupils':
      return { decimals: 2, suffix: '' };
    default:
      return { decimals: 0, suffix: '' };
  }
}

/** A measure as the heading of a column, with its unit where the numbers do not carry it. */
export function headingOf(measure: Measure): string {
  return measure.unit === 'per-hundred-pupils' ? `${measure.label} (per 100 pupils)` : measure.label;
}

/** A declared measure; asking for an undeclared one is a bug in the caller, who has validated it. */
export function declaredMeasure(id: string): Measure {
  const measure = measureById(id);
  if (!measure) throw new RangeError(`No measure is called ${id}`);
  return measure;
}

function cellOf(row: PublishedRow, id: string | undefined): Cell | undefined {
  return id === undefined ? undefined : row.cells.get(id);
}

function computedCell(numerator: Cell | undefined, denominator: Cell | undefined): Cell {
  return numerator && denominator ? percentCell(numerator, denominator) : missingCell('not-available');
}
