import type { VNode } from 'preact';
import { cellValue } from '#foundation/kernel/cell.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { ChartFigure } from '#foundation/ui/charts/chart-figure.tsx';
import { describeTrend } from '#foundation/ui/charts/describe-trend.ts';
import { LineChart } from '#foundation/ui/charts/line-chart.tsx';
import { formatOf, isProvisional } from '../figures.ts';
import { pictureCsvPath } from '../paths.ts';
import { phaseInWords, whose } from '../period-words.ts';
import type { Choice } from '../picture.ts';
import type { Trend } from '../trend.ts';
import {
  coverageSeries,
  coverageTable,
  describedSeries,
  latestOf,
  thinWeeks,
  trendBreaks,
  trendPageTable,
  trendSeries,
} from '../trend.ts';
import { PictureTableView, pictureDescription } from './picture-table.tsx';

export interface TrendSectionProps {
  readonly choice: Choice;
  readonly trend: Trend;
  readonly search: string;
}

/** Weeks without school are gaps: a line is not drawn across more than this many days. */
const longestJoin = 10;

/** The weekly line, with the region and the nation behind it. */
export function TrendSection({ choice, trend, search }: TrendSectionProps): VNode {
  const series = trendSeries(trend, choice);
  const format = formatOf(choice.measure);
  const own = series.find((line) => line.emphasis === 'main');
  const described = describedSeries(trend, choice);
  return (
    <ChartFigure
      id="weeks"
      heading={`${choice.measure.label} week by week`}
      headingLevel={2}
      sentence={
        own ? (
          <>
            {described && describeTrend(described, format, trendBreaks(trend))}{' '}
            <ProvisionalNote choice={choice} trend={trend} /> <ThinNote choice={choice} trend={trend} />
          </>
        ) : (
          `No weekly ${choice.measure.label.toLowerCase()} is known for ${whose(choice)}. Try another phase, measure or day of publication.`
        )
      }
      table={own && <PictureTableView table={trendPageTable(trend, choice)} />}
      csvHref={pictureCsvPath(choice.area.code, 'weeks', search)}
      source="Pupil attendance in schools, Department for Education. Live figures, as the registers stood when published."
    >
      {own && (
        <LineChart
          id="weeks-chart"
          title={`${choice.measure.label}, ${choice.area.name}, ${phaseInWords(choice.phase)}`}
          description={pictureDescription}
          series={series}
          breaks={trendBreaks(trend)}
          format={format}
          gapAfterDays={longestJoin}
          baseline="fitted"
        />
      )}
    </ChartFigure>
  );
}

function ProvisionalNote({ choice, trend }: Omit<TrendSectionProps, 'search'>): VNode | null {
  const latest = latestOf(trend, choice);
  if (!latest || !isProvisional(latest, 'live')) return null;
  return (
    <>
      The newest week was published within two weeks of its end, on {dayInWords(latest.publishedOn)}: it is provisional,
      and absence usually falls as registers are corrected.
    </>
  );
}

/** Said of weeks that are drawn but not spoken of. */
function ThinNote({ choice, trend }: Omit<TrendSectionProps, 'search'>): VNode | null {
  const thin = thinWeeks(trend, choice);
  const [first] = thin;
  if (!first) return null;
  const which = thin.length === 1 ? `the week of ${dayInWords(first.period.start)}` : `${thin.length} weeks`;
  return (
    <>
      In {which}, drawn apart, fewer than half of the schools expected reported: most had broken up, so the figure
      speaks for few.
    </>
  );
}

/** How many of the schools expected are in each week. */
export function CoverageSection({ choice, trend, search }: TrendSectionProps): VNode {
  const line = coverageSeries(trend, choice);
  const shares = line?.points.map((point) => cellValue(point.cell)).filter((share) => share !== undefined) ?? [];
  return (
    <ChartFigure
      id="coverage"
      heading="How many schools reported"
      headingLevel={2}
      sentence={
        shares.length > 0
          ? `Each week, between ${Math.min(...shares).toFixed(0)}% and ${Math.max(...shares).toFixed(0)}% of the schools expected reported. Schools that did not report are left out, and not counted as present.`
          : `How many schools reported is not published for ${whose(choice)}. Try another phase.`
      }
      table={line && <PictureTableView table={coverageTable(trend, choice, 'newest')} />}
      csvHref={pictureCsvPath(choice.area.code, 'coverage', search)}
      source="Pupil attendance in schools, Department for Education. A week’s number of schools is a mean over its days."
    >
      {line && shares.length > 0 && (
        <LineChart
          id="coverage-chart"
          title={`Share of expected schools reporting, ${choice.area.name}`}
          description={pictureDescription}
          series={[line]}
          format={{ decimals: 0, suffix: '%' }}
          gapAfterDays={longestJoin}
          baseline="zero"
        />
      )}
    </ChartFigure>
  );
}
