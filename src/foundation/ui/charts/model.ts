import type { ComponentChildren } from 'preact';
import type { Cell } from '#foundation/kernel/cell.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';

/** How a figure is printed: digits after the point, and what follows it (`%`, ` pupils`). */
export interface NumberFormat {
  readonly decimals: number;
  readonly suffix: string;
}

/** What every picture has: `id` is unique on its page, `title` and `description` are its text alternative. */
export interface PictureProps {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly format: NumberFormat;
}

/** One figure in time. `label` says the period in words, `Week of 8 January 2024`. */
export interface TimePoint {
  readonly at: PlainDate;
  readonly label: string;
  readonly cell: Cell;
  readonly provisional?: 'provisional' | undefined;
}

/** A `main` line is the one the page is about; `context` lines stand behind it, quieter. */
export type Emphasis = 'main' | 'context';

export interface TimeSeries {
  readonly id: string;
  readonly label: string;
  readonly points: readonly TimePoint[];
  readonly emphasis: Emphasis;
}

/** From this day the figure is defined otherwise: the line stops before it and starts again on it. */
export interface DefinitionBreak {
  readonly at: PlainDate;
  readonly label: string;
}

export interface LineChartProps extends PictureProps {
  readonly series: readonly TimeSeries[];
  readonly breaks?: readonly DefinitionBreak[] | undefined;
  /** Points further apart than this many days, across a holiday say, are not joined. */
  readonly gapAfterDays?: number | undefined;
  /** `fitted` lets the axis start away from zero; the note under the picture then says so. */
  readonly baseline: 'zero' | 'fitted';
}

export interface Bar {
  readonly label: string;
  readonly cell: Cell;
  readonly comparison?: { readonly label: string; readonly cell: Cell } | undefined;
  readonly href?: string | undefined;
}

export interface BarChartProps extends PictureProps {
  readonly bars: readonly Bar[];
}

export interface DotRow {
  readonly label: string;
  readonly cell: Cell;
  readonly interval?: { readonly low: number; readonly high: number } | undefined;
  readonly emphasis: Emphasis;
}

export interface DotChartProps extends PictureProps {
  readonly rows: readonly DotRow[];
}

/** What one release said. */
export interface RevisionPoint {
  readonly publishedOn: PlainDate;
  readonly cell: Cell;
}

export interface RevisionLine {
  readonly label: string;
  /** `main` unless told: the line that is spoken of stands out, the others behind it in grey. */
  readonly emphasis?: Emphasis | undefined;
  readonly points: readonly RevisionPoint[];
}

export interface RevisionsChartProps extends PictureProps {
  readonly lines: readonly RevisionLine[];
}

/** An area on the tile map. `column` and `row` are whole numbers from any origin; `shortName` has five characters at most. */
export interface Tile {
  readonly key: string;
  readonly name: string;
  readonly shortName: string;
  readonly column: number;
  readonly row: number;
  readonly cell: Cell;
  readonly href?: string | undefined;
  readonly emphasis?: 'current' | undefined;
}

export interface TileMapProps extends PictureProps {
  readonly tiles: readonly Tile[];
  readonly legendTitle: string;
  /** How many classes of colour, 2 to 7; 5 unless told. */
  readonly classes?: number | undefined;
  /** `equal-steps` (unless told) cuts the range evenly; `equal-groups` puts as many areas in each class. The legend says which. */
  readonly grouping?: 'equal-steps' | 'equal-groups' | undefined;
}

export interface ChartFigureProps {
  readonly id: string;
  readonly heading: string;
  readonly headingLevel: 2 | 3;
  /** What the picture shows, in a sentence: it comes before the picture. */
  readonly sentence: ComponentChildren;
  readonly children: ComponentChildren;
  /** The picture's rows; left out when nothing is known, and with it the download and the source. */
  readonly table?: ComponentChildren;
  readonly csvHref: string;
  readonly csvText?: string | undefined;
  readonly source: ComponentChildren;
}
