import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { VNode } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { missingCell, numberCell } from '#foundation/kernel/cell.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { BarChart } from './bar-chart.tsx';
import { ChartFigure } from './chart-figure.tsx';
import { DotChart } from './dot-chart.tsx';
import { LineChart } from './line-chart.tsx';
import type { TimePoint, TimeSeries } from './model.ts';
import { RevisionsChart } from './revisions-chart.tsx';
import { TileMap } from './tile-map.tsx';

const percent = { decimals: 1, suffix: '%' };
const picture = { id: 'p', title: 'A title & more', description: 'What it shows.', format: percent };
const firstMonday = plainDate('2023-09-11');

/** Weekly points; undefined is a withheld figure. */
function weeks(values: readonly (number | undefined)[]): readonly TimePoint[] {
  return values.map((value, week) => ({
    at: addDays(firstMonday, 7 * week),
    label: `Week ${37 + week}`,
    cell: value === undefined ? missingCell('suppressed') : numberCell(value),
  }));
}

function line(label: string, points: readonly TimePoint[], emphasis: TimeSeries['emphasis'] = 'main'): TimeSeries {
  return { id: label, label, points, emphasis };
}

const autumn = [4.9, 6.0, 6.8, 6.6, 6.3, 7.1, 6.4, 6.3, 6.6, 7.0];
const barnsley = line('Barnsley', weeks(autumn.map((value) => value + 0.6)));
const england = line('England', weeks(autumn), 'context');
const provisional = weeks(autumn).map((point, week) =>
  week < 8 ? point : { ...point, provisional: 'provisional' as const },
);
const longLabel = 'Mobile child (Gypsy, Roma and Traveller absence before August 2024)';

/** One entry is one golden file: the smallest picture that shows one behaviour. */
const pictures: Readonly<Record<string, VNode>> = {
  'line-two-series': <LineChart {...picture} series={[barnsley, england]} baseline="fitted" />,
  'line-from-zero': <LineChart {...picture} series={[barnsley]} baseline="zero" />,
  'line-missing-weeks': (
    <LineChart {...picture} series={[line('Barnsley', weeks([5, 6, undefined, 6.2, undefined]))]} baseline="zero" />
  ),
  'line-holiday-gap': (
    <LineChart
      {...picture}
      series={[
        line(
          'Barnsley',
          weeks(autumn).filter((_, week) => week !== 5 && week !== 6),
        ),
      ]}
      baseline="zero"
      gapAfterDays={10}
    />
  ),
  'line-long-gap': (
    <LineChart
      {...picture}
      series={[
        line('Barnsley', [
          ...weeks([5, 6]),
          ...weeks([7, 6.5]).map((point) => ({
            ...point,
            at: addDays(point.at, 273),
            label: `${point.label} of 2024`,
          })),
        ]),
      ]}
      baseline="zero"
      gapAfterDays={10}
    />
  ),
  'line-provisional': <LineChart {...picture} series={[line('Barnsley', provisional)]} baseline="fitted" />,
  'line-definition-break': (
    <LineChart
      {...picture}
      series={[barnsley]}
      breaks={[
        { at: addDays(firstMonday, 35), label: 'Counted from registers instead of returns' },
        { at: addDays(firstMonday, 63), label: 'New codes' },
      ]}
      baseline="fitted"
    />
  ),
  'line-all-missing': (
    <LineChart {...picture} series={[line('Barnsley', weeks([undefined, undefined]))]} baseline="zero" />
  ),
  'line-no-points': <LineChart {...picture} series={[line('Barnsley', [])]} baseline="zero" />,
  'line-single-point': <LineChart {...picture} series={[line('Barnsley', weeks([7.2]))]} baseline="fitted" />,
  'line-negative': <LineChart {...picture} series={[line('Change', weeks([-1.2, 0, 0.8]))]} baseline="zero" />,
  'line-many-years': (
    <LineChart
      {...picture}
      format={{ decimals: 0, suffix: ' suspensions' }}
      series={['Primary', 'Secondary', 'Special', longLabel, 'Pupil referral units', 'Colleges'].map((label, index) =>
        line(
          label,
          [2016, 2017, 2018, 2019].map((year) => ({
            at: plainDate(`${year}-09-01`),
            label: `${year}/${year - 1999}`,
            cell: numberCell(1200 + index * 40 + (year - 2016) * 90),
          })),
        ),
      )}
      baseline="zero"
    />
  ),
  'bars-with-comparison': (
    <BarChart
      {...picture}
      bars={[
        { label: 'Illness', cell: numberCell(5.31), comparison: { label: 'England', cell: numberCell(4.89) } },
        { label: 'Medical', cell: numberCell(0.29), comparison: { label: 'England', cell: numberCell(0.37) } },
        { label: 'Holiday', cell: numberCell(0.4), comparison: { label: 'England', cell: missingCell('suppressed') } },
        {
          label: 'Study leave',
          cell: missingCell('suppressed'),
          comparison: { label: 'England', cell: numberCell(2) },
        },
      ]}
    />
  ),
  'bars-linked-long-label': (
    <BarChart
      {...picture}
      bars={[
        { label: longLabel, cell: numberCell(1.4), href: '/reasons/t?a=1&b=2' },
        { label: 'None', cell: numberCell(0) },
      ]}
    />
  ),
  'bars-negative': (
    <BarChart
      {...picture}
      bars={[-1.2, 0.8, 0].map((value, index) => ({ label: `Phase ${index + 1}`, cell: numberCell(value) }))}
    />
  ),
  'bars-all-missing': (
    <BarChart
      {...picture}
      bars={(['suppressed', 'rounds-to-zero', 'not-applicable'] as const).map((kind) => ({
        label: kind,
        cell: missingCell(kind),
      }))}
    />
  ),
  'dots-with-intervals': (
    <DotChart
      {...picture}
      rows={[
        { label: 'Barnsley', cell: numberCell(11.2), interval: { low: 10.8, high: 11.7 }, emphasis: 'main' },
        { label: 'Yorkshire and The Humber', cell: numberCell(10.4), emphasis: 'context' },
        { label: 'Areas most like Barnsley', cell: missingCell('low-reliability'), emphasis: 'context' },
      ]}
    />
  ),
  'dots-all-missing': (
    <DotChart {...picture} rows={[{ label: 'Barnsley', cell: missingCell('not-available'), emphasis: 'main' }]} />
  ),
  'revisions-two-periods': (
    <RevisionsChart
      {...picture}
      format={{ decimals: 2, suffix: '%' }}
      lines={[
        {
          label: 'Week 37',
          points: [6.24, 6.18, 6.16].map((value, index) => ({
            publishedOn: addDays(plainDate('2023-09-28'), 14 * index),
            cell: numberCell(value),
          })),
        },
        {
          label: 'Week 39',
          emphasis: 'context',
          points: [
            { publishedOn: plainDate('2023-10-12'), cell: numberCell(8.82) },
            { publishedOn: plainDate('2023-10-26'), cell: missingCell('not-available') },
          ],
        },
      ]}
    />
  ),
  'tiles-equal-steps': <TileMap {...picture} legendTitle="Absence rate." tiles={tiles()} classes={4} />,
  'tiles-equal-groups': (
    <TileMap {...picture} legendTitle="Absence rate." tiles={tiles()} classes={3} grouping="equal-groups" />
  ),
  'tiles-all-missing': (
    <TileMap
      {...picture}
      legendTitle="Absence rate."
      tiles={tiles().map((tile) => ({ ...tile, cell: missingCell('not-available') }))}
    />
  ),
  figure: (
    <ChartFigure
      id="f"
      heading="Absence by week"
      headingLevel={3}
      sentence="It rose, then fell."
      table={<table />}
      csvHref="/absence.csv"
      source="Source: Department for Education."
    >
      <LineChart {...picture} series={[barnsley]} baseline="zero" />
    </ChartFigure>
  ),
};

function tiles() {
  return [5.05, 6.4, 7.2, 8.96, undefined].map((value, index) => ({
    key: String(index),
    name: `Area ${index}`,
    shortName: ['Barns', 'N Yk', 'WMMWM', 'BCP', 'Scil'][index] ?? '',
    column: index % 3,
    row: 3 + Math.floor(index / 3),
    cell: value === undefined ? missingCell('suppressed') : numberCell(value),
    href: index === 3 ? undefined : `/areas/${index}`,
    emphasis: index === 0 ? ('current' as const) : undefined,
  }));
}

const golden = new URL('./golden/', import.meta.url);

/** One element a line, so that a difference reads as one. */
function pretty(markup: string): string {
  return `${markup.replaceAll(/></g, '>\n<')}\n`;
}

describe('every picture is as it was when it was last looked at', () => {
  mkdirSync(golden, { recursive: true });
  for (const [name, picture] of Object.entries(pictures)) {
    it(name, () => {
      const expected = new URL(`${name}.html`, golden);
      const changed = new URL(`${name}.html.changed`, golden);
      const actual = pretty(renderToStaticMarkup(picture));
      if (!existsSync(expected) && !process.env['CI']) writeFileSync(expected, actual);
      expect(
        existsSync(expected),
        `golden/${name}.html is missing: run the test without CI set, look at it, commit it`,
      ).toBe(true);
      const same = readFileSync(expected, 'utf8') === actual;
      if (same) rmSync(changed, { force: true });
      else writeFileSync(changed, actual);
      expect(actual, `compare golden/${name}.html.changed`).toBe(readFileSync(expected, 'utf8'));
    });
  }
});
