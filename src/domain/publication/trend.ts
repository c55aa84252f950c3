import type { Area } from '#domain/area/model.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { cellValue, missingCell, percentCell } from '#foundation/kernel/cell.ts';
import { dayInShort } from '#foundation/kernel/day-words.ts';
import type { DefinitionBreak, TimeSeries } from '#foundation/ui/charts/model.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Figure } from './figures.ts';
import { carriesMeasure, codesOfAugust2024, figureOf, formatOf, isProvisional, isThin } from './figures.ts';
import type { Measure } from './measures.ts';
import { periodInWords } from './period-words.ts';
import type { Choice, PictureTable } from './picture.ts';
import { comparedAreas, liveDataset } from './picture.ts';
import { readRows } from './store.ts';

/** Weekly figures of an area and those above it, every week known on the chosen day. */
export interface Trend {
  readonly lines: readonly TrendLine[];
}

export interface TrendLine {
  readonly area: Area;
  readonly figures: readonly Figure[];
}

/** Reads the weekly live figures for a choice; lines without any figure are left out. */
export async function readTrend(database: Database, choice: Choice): Promise<Trend> {
  const areas = comparedAreas(choice);
  const rows = await readRows(database, {
    areaIds: areas.map((area) => area.areaId),
    datasets: [liveDataset],
    grains: ['week'],
    phases: [choice.phase],
    breakdowns: [''],
    asPublished: choice.asPublished,
  });
  const byArea = Map.groupBy(
    rows.filter((row) => carriesMeasure(row, choice.measure)),
    (row) => row.areaId,
  );
  const lines = areas.map((area) => ({
    area,
    figures: (byArea.get(area.areaId) ?? []).map((row) => figureOf(row, choice.measure)),
  }));
  return { lines: lines.filter((line) => line.figures.length > 0) };
}

/** The weeks of the area the page is about, oldest first. */
function ownFigures(trend: Trend, choice: Choice): readonly Figure[] {
  return trend.lines.find(({ area }) => area.areaId === choice.area.areaId)?.figures ?? [];
}

/** The lines as a chart draws them: the area itself in front, those above it behind. */
export function trendSeries(trend: Trend, choice: Choice): readonly TimeSeries[] {
  return trend.lines.map(({ area, figures }) => ({
    id: `area-${area.areaId}`,
    label: area.name,
    emphasis: area.areaId === choice.area.areaId ? 'main' : 'context',
    points: figures.map((figure) => ({
      at: figure.period.start,
      label: periodInWords(figure.period),
      cell: figure.cell,
      provisional: isUnsettled(figure) ? 'provisional' : undefined,
    })),
  }));
}

/** The area's own line without its thin weeks: what a sentence about the trend may speak of. */
export function describedSeries(trend: Trend, choice: Choice): TimeSeries | undefined {
  const [own] = trendSeries(withoutThinWeeks(trend), choice).filter((line) => line.emphasis === 'main');
  return own;
}

/** Weeks of the area's own line with fewer than half of the schools expected. */
export function thinWeeks(trend: Trend, choice: Choice): readonly Figure[] {
  return ownFigures(trend, choice).filter(isThin);
}

function withoutThinWeeks(trend: Trend): Trend {
  return { lines: trend.lines.map(({ area, figures }) => ({ area, figures: figures.filter((one) => !isThin(one)) })) };
}

/** Drawn hollow: still being corrected, or too few schools in it. */
function isUnsettled(figure: Figure): boolean {
  return isProvisional(figure, 'live') || isThin(figure);
}

function standingOf(figure: Figure): string {
  if (isThin(figure)) return 'Fewer than half of schools';
  return isProvisional(figure, 'live') ? 'Provisional' : 'Settled';
}

/** Where the codes changed, if the weeks shown lie on both sides of it. */
export function trendBreaks(trend: Trend): readonly DefinitionBreak[] {
  const starts = trend.lines.flatMap((line) => line.figures.map((figure) => figure.period.start));
  const spans = starts.some((start) => start < codesOfAugust2024) && starts.some((start) => start >= codesOfAugust2024);
  return spans ? [{ at: codesOfAugust2024, label: 'New attendance codes' }] : [];
}

/** The weekly figures as rows, with coverage and whether the week can still move. */
export function trendTable(trend: Trend, choice: Choice): PictureTable {
  const format = formatOf(choice.measure);
  return {
    caption: `${choice.measure.label} by week, ${choice.area.name}`,
    columns: [
      { label: 'Week', kind: 'text' },
      { label: 'Area', kind: 'text' },
      { label: choice.measure.label, kind: 'number', ...format },
      { label: 'Schools reporting', kind: 'number', decimals: 0 },
      { label: 'Schools expected', kind: 'number', decimals: 0 },
      { label: 'Standing', kind: 'text' },
      { label: 'Published on', kind: 'text' },
    ],
    rows: trend.lines.flatMap(({ area, figures }) =>
      figures.map((figure) => [
        figure.period.start,
        area.name,
        figure.cell,
        figure.coverage?.reporting ?? '',
        figure.coverage?.expected ?? '',
        standingOf(figure),
        figure.publishedOn,
      ]),
    ),
  };
}

/** How many weeks the table on the page holds; the CSV holds them all. */
export const weeksOnPage = 26;

/**
 * The newest weeks with a column for each area, for reading on the page: newest first, the area's own coverage beside
 * its figure. The CSV (`trendTable`) is the same figures one to a row.
 */
export function trendPageTable(trend: Trend, choice: Choice): PictureTable {
  const format = formatOf(choice.measure);
  const own = ownFigures(trend, choice);
  const others = trend.lines.filter(({ area }) => area.areaId !== choice.area.areaId);
  const cellsByWeek = others.map(({ figures }) => new Map(figures.map((figure) => [figure.period.start, figure.cell])));
  return {
    caption: `${choice.measure.label} by week, newest first`,
    columns: [
      { label: 'Week starting', kind: 'text' },
      { label: choice.area.name, kind: 'number', ...format },
      ...others.map(({ area }) => ({ label: area.name, kind: 'number' as const, ...format })),
      { label: 'Schools reporting', kind: 'number', decimals: 0 },
      { label: 'Expected', kind: 'number', decimals: 0 },
      { label: 'Published', kind: 'text' },
    ],
    rows: own
      .slice(-weeksOnPage)
      .toReversed()
      .map((figure) => [
        dayInShort(figure.period.start),
        figure.cell,
        ...cellsByWeek.map((cells) => cells.get(figure.period.start) ?? ''),
        figure.coverage?.reporting ?? '',
        figure.coverage?.expected ?? '',
        `${dayInShort(figure.publishedOn)}${isUnsettled(figure) ? ` (${standingOf(figure).toLowerCase()})` : ''}`,
      ]),
  };
}

/** Share of expected schools whose registers are in each week, as a line; weeks with a hidden count are gaps. */
export function coverageSeries(trend: Trend, choice: Choice): TimeSeries | undefined {
  const counted = ownFigures(trend, choice).filter((figure) => figure.coverage);
  if (counted.length === 0) return undefined;
  return {
    id: 'coverage',
    label: 'Schools reporting',
    emphasis: 'main',
    points: counted.map((figure) => ({
      at: figure.period.start,
      label: periodInWords(figure.period),
      cell: coverageShare(figure),
    })),
  };
}

/** Schools reporting and expected by week as rows, the area itself only; `newest` keeps to what a page has room for. */
export function coverageTable(trend: Trend, choice: Choice, extent: 'every-week' | 'newest'): PictureTable {
  const all = ownFigures(trend, choice);
  const figures = extent === 'newest' ? all.slice(-weeksOnPage / 2).toReversed() : all;
  return {
    caption: `Schools reporting by week, ${choice.area.name}`,
    columns: [
      { label: 'Week', kind: 'text' },
      { label: 'Schools reporting', kind: 'number', decimals: 0 },
      { label: 'Schools expected', kind: 'number', decimals: 0 },
      { label: 'Share', kind: 'number', decimals: 0, suffix: '%' },
    ],
    rows: figures.flatMap((figure) =>
      figure.coverage
        ? [[figure.period.start, figure.coverage.reporting, figure.coverage.expected, coverageShare(figure)]]
        : [],
    ),
  };
}

function coverageShare(figure: Figure): Cell {
  return figure.coverage
    ? percentCell(figure.coverage.reporting, figure.coverage.expected)
    : missingCell('not-available');
}

/** Measures a weekly line can be drawn of: shares of sessions possible that weekly releases print or carry the counts for. */
export function isWeeklyMeasure(measure: Measure): boolean {
  return measure.unit === 'percent' && measure.denominator === 'possible-sessions';
}

/** The newest figure of the area's own line. */
export function latestOf(trend: Trend, choice: Choice): Figure | undefined {
  return ownFigures(trend, choice).findLast((figure) => cellValue(figure.cell) !== undefined);
}
