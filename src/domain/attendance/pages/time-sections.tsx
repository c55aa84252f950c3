import type { VNode } from 'preact';
import { ratesOf } from '#domain/register/rates.ts';
import { formatAcademicYear } from '#foundation/kernel/academic-year.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { ChartFigure } from '#foundation/ui/charts/chart-figure.tsx';
import { describeTrend } from '#foundation/ui/charts/describe-trend.ts';
import { LineChart } from '#foundation/ui/charts/line-chart.tsx';
import type { TimeSeries } from '#foundation/ui/charts/model.ts';
import { liveCsvPath } from '../paths.ts';
import { vectorOf } from '../place-picture.ts';
import { shownRate } from '../protection.ts';
import type { LiveReading } from '../reading.ts';
import { querySearch } from '../reading.ts';
import { weekTally } from '../tables-time.ts';
import { mondayOfWeek } from '../weeks.ts';
import { LiveTableView } from './live-text.tsx';

const format = { decimals: 1, suffix: '%' };
/** Weeks without school are gaps: a line is not drawn across more than this many days. */
const longestJoin = 10;

/** This week and the year so far. */
export function PeriodsSection({ reading }: { readonly reading: LiveReading }): VNode | null {
  const { periods } = reading.tables;
  if (!periods) return null;
  const { place } = reading.picture;
  return (
    <section class="hw-section" aria-labelledby="periods">
      <h2 class="govuk-heading-m" id="periods">
        This week and the year to date
      </h2>
      <p class="govuk-body">
        Registers go on being corrected, so this week is provisional. Sessions and timetabled events are not added up:
        no definition joins units of unequal length.
      </p>
      <LiveTableView table={periods} />
      <p class="govuk-body-s hw-live-keep">
        <a class="govuk-link" href={liveCsvPath(place.address, 'periods', querySearch(reading.query))}>
          Download the week and the year (CSV)
        </a>
      </p>
    </section>
  );
}

/** Absence week by week. */
export function WeeksSection({ reading }: { readonly reading: LiveReading }): VNode | null {
  const { weeks } = reading.tables;
  if (!weeks) return null;
  const { picture } = reading;
  const { place, at } = picture;
  const series = weekSeries(reading);
  return (
    <ChartFigure
      id="weeks"
      heading="Absence week by week"
      headingLevel={2}
      sentence={
        series.points.length === 0
          ? picture.reach === 'full'
            ? `No register of ${formatAcademicYear(at.year)} is in yet.`
            : `No week of ${formatAcademicYear(at.year)} can be shown: none is in yet, or too few are counted.`
          : `${describeTrend(series, format)} The week in progress is provisional. Registers of the year so far: ${coverage(reading)}.`
      }
      table={series.points.length > 0 && <LiveTableView table={weeks} />}
      csvHref={liveCsvPath(place.address, 'weeks', querySearch(reading.query))}
      source="Registers kept here, as they stand now. Published census figures are defined otherwise, and are on pages of their own."
    >
      {series.points.length > 0 && (
        <LineChart
          id="weeks-chart"
          title={`Absence, ${place.name}, ${formatAcademicYear(at.year)}`}
          description="Told in the sentence before it, and in full in the table after it."
          series={[series]}
          format={format}
          gapAfterDays={longestJoin}
          baseline="zero"
        />
      )}
    </ChartFigure>
  );
}

function coverage({ tables: { periods }, choice }: LiveReading): string {
  const year = periods?.rows.find(({ id }) => id === `year-${choice.unit}`);
  return `${String(year?.values.at(-1) ?? 'none')} in`;
}

function weekSeries({ picture, choice, tables }: LiveReading): TimeSeries {
  const vector = vectorOf(picture, choice.unit);
  const points = (tables.weeks?.rows ?? []).flatMap(({ id }) => {
    const week = Number(id);
    const cell = shownRate(picture.reach, ratesOf(weekTally(vector, week), choice.unit).absence.cell);
    if (cell.kind !== 'number') return [];
    const at = mondayOfWeek(picture.at.year, week);
    const provisional = week === picture.at.week ? ('provisional' as const) : undefined;
    return [{ at, label: `Week of ${dayInWords(at)}`, cell, provisional }];
  });
  return { id: 'absence', label: `Absence, ${picture.place.name}`, points, emphasis: 'main' };
}
