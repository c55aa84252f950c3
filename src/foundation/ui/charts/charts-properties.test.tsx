import fc from 'fast-check';
import type { VNode } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import type { Cell } from '#foundation/kernel/cell.ts';
import { missingCell, numberCell } from '#foundation/kernel/cell.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { BarChart } from './bar-chart.tsx';
import { DotChart } from './dot-chart.tsx';
import { LineChart } from './line-chart.tsx';
import type { NumberFormat, TimePoint } from './model.ts';
import { formatNumber, printedValue } from './number-text.ts';
import { RevisionsChart } from './revisions-chart.tsx';
import { tileScale } from './tile-classes.ts';
import { TileMap } from './tile-map.tsx';

const picture = { id: 'p', title: 'Title', description: 'Description' };
const kinds = ['suppressed', 'not-applicable', 'not-available', 'rounds-to-zero', 'low-reliability'] as const;
const values = fc.oneof(
  fc.double({ min: 0, max: 100, noNaN: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, 100, 5e-324, -1e308, 1e308),
);
const missing = fc.constantFrom(...kinds).map((kind) => missingCell(kind));
const cells = fc.oneof({ weight: 4, arbitrary: values.map(numberCell) }, { weight: 1, arbitrary: missing });
const formats: fc.Arbitrary<NumberFormat> = fc.record({
  decimals: fc.integer({ min: 0, max: 4 }),
  suffix: fc.constantFrom('', '%', ' pupils'),
});
const labels = fc.string({ maxLength: 60 });
const days = fc.integer({ min: 0, max: 6000 }).map((days) => addDays(plainDate('2010-09-01'), days));
const points: fc.Arbitrary<readonly TimePoint[]> = fc.array(
  fc.record({ at: days, label: labels, cell: cells, provisional: fc.constantFrom(undefined, 'provisional' as const) }),
  { maxLength: 25 },
);
const emphases = fc.constantFrom('main' as const, 'context' as const);
const series = fc.array(fc.record({ id: labels, label: labels, points, emphasis: emphases }), { maxLength: 7 });

/** Attributes of drawn things, where a NaN would hide; words may say anything. */
function geometry(markup: string): string {
  return [...markup.matchAll(/ (?:d|x|y|cx|cy|dy|width|height|viewBox)="([^"]*)"/g)].map((match) => match[1]).join(' ');
}

function drawn(chart: VNode): string {
  const markup = renderToStaticMarkup(chart);
  expect(geometry(markup)).not.toMatch(/NaN|Infinity|undefined|null/);
  expect(markup).not.toContain(' style=');
  return markup;
}

/** As it stands in markup, with the characters that words may hold in a chart's own text escaped. */
function occurrences(markup: string, part: string): number {
  return markup.split(part).length - 1;
}

describe('arbitrary figures', () => {
  it('are drawn over time with finite coordinates, and each line ends with its latest number', () => {
    const breaks = fc.array(fc.record({ at: days, label: labels }), { maxLength: 3 });
    const baselines = fc.constantFrom('zero' as const, 'fitted' as const);
    fc.assert(
      fc.property(series, breaks, formats, baselines, (lines, rules, format, baseline) => {
        const markup = drawn(
          <LineChart
            {...picture}
            format={format}
            series={lines}
            breaks={rules}
            gapAfterDays={30}
            baseline={baseline}
          />,
        );
        for (const line of lines) {
          const last = line.points
            .toSorted((a, b) => a.at.localeCompare(b.at))
            .findLast((p) => p.cell.kind === 'number');
          if (last?.cell.kind !== 'number' || Math.abs(last.cell.value) > 1e6) continue;
          expect(markup).toContain(formatNumber(last.cell.value, { decimals: format.decimals, suffix: '' }));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are drawn as revisions with finite coordinates', () => {
    const releases = fc.array(fc.record({ publishedOn: days, cell: cells }), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ label: labels, points: releases }), { maxLength: 5 }),
        formats,
        (lines, format) => {
          drawn(<RevisionsChart {...picture} format={format} lines={lines} />);
        },
      ),
    );
  });

  it('are drawn as bars that show every number, and no bar where there is none', () => {
    const bars = fc.array(
      fc.record({
        label: labels,
        cell: cells,
        comparison: fc.option(fc.record({ label: labels, cell: cells }), { nil: undefined }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(bars, formats, (rows, format) => {
        const markup = drawn(<BarChart {...picture} format={format} bars={rows} />);
        const numbers = rows.flatMap((row) => (row.cell.kind === 'number' ? [row.cell.value] : []));
        for (const value of numbers) expect(markup).toContain(formatNumber(value, format));
        expect(occurrences(markup, 'v22h-')).toBe(2 * numbers.length);
      }),
      { numRuns: 200 },
    );
  });

  it('are drawn as dots that show every number, and no dot where there is none', () => {
    const intervals = fc.option(fc.record({ low: fc.double(), high: fc.double() }), { nil: undefined });
    const rows = fc.array(fc.record({ label: labels, cell: cells, interval: intervals, emphasis: emphases }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(rows, formats, (drawnRows, format) => {
        const markup = drawn(<DotChart {...picture} format={format} rows={drawnRows} />);
        const numbers = drawnRows.flatMap((row) => (row.cell.kind === 'number' ? [row.cell.value] : []));
        for (const value of numbers.filter((each) => Math.abs(each) < 1e6)) {
          expect(markup).toContain(formatNumber(value, { ...format, suffix: '' }));
        }
        expect(occurrences(markup, '<circle')).toBe(2 * numbers.length);
      }),
      { numRuns: 200 },
    );
  });

  it('are drawn as tiles whose names carry every number', () => {
    const tiles = fc.array(
      fc.record({
        key: labels,
        name: fc.constantFrom('Barnsley', 'Poole'),
        shortName: fc.string({ maxLength: 5 }),
        column: fc.integer({ min: -5, max: 30 }),
        row: fc.integer({ min: -5, max: 30 }),
        cell: cells,
      }),
      { maxLength: 12 },
    );
    const groupings = fc.constantFrom('equal-steps' as const, 'equal-groups' as const);
    fc.assert(
      fc.property(tiles, formats, groupings, (placed, format, grouping) => {
        const map = { ...picture, legendTitle: 'Rate', tiles: placed, format, grouping };
        const markup = drawn(<TileMap {...map} />);
        for (const tile of placed) {
          if (tile.cell.kind === 'number') {
            expect(markup).toContain(`<title>${tile.name} ${formatNumber(tile.cell.value, format)}</title>`);
          }
        }
        const hatched = placed.filter((tile) => tile.cell.kind !== 'number').length;
        expect(
          occurrences(markup, 'role="img" class="hw-missing') + occurrences(markup, 'class="hw-missing" role="img"'),
        ).toBe(hatched);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a missing figure', () => {
  it('adds nothing to a line but a cross on the axis', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 50, noNaN: true }), { minLength: 3, maxLength: 20 }),
        fc.nat(),
        (numbers, at) => {
          const hole = 1 + (at % (numbers.length - 2));
          const chart = (cell: (value: number, index: number) => Cell) =>
            renderToStaticMarkup(
              <LineChart
                {...picture}
                format={{ decimals: 1, suffix: '%' }}
                baseline="zero"
                series={[
                  {
                    id: 'a',
                    label: 'A',
                    emphasis: 'main',
                    points: numbers.map((value, index) => ({
                      at: addDays(plainDate('2024-01-08'), 7 * index),
                      label: '',
                      cell: cell(value, index),
                    })),
                  },
                ]}
              />,
            );
          const whole = chart((value) => numberCell(value));
          const holed = chart((value, index) => (index === hole ? missingCell('suppressed') : numberCell(value)));
          const vertices = (markup: string) => occurrences(lines(markup), ',');
          expect(occurrences(whole, 'hw-cross')).toBe(0);
          expect(occurrences(holed, 'hw-cross')).toBe(2);
          expect(vertices(holed)).toBeLessThan(vertices(whole));
        },
      ),
    );
  });
});

/** The path data of every line. */
function lines(markup: string): string {
  return [...markup.matchAll(/class="hw-line" d="([^"]*)"/g)].map((match) => match[1]).join('');
}

describe('classes of colour', () => {
  const groupings = fc.constantFrom('equal-steps' as const, 'equal-groups' as const);
  const finite = fc.array(fc.double({ min: -1e15, max: 1e15, noNaN: true }), { minLength: 1, maxLength: 60 });
  const ordinary = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 1, maxLength: 60 });

  it('never grow paler as values grow', () => {
    fc.assert(
      fc.property(
        fc.oneof(finite, ordinary),
        formats,
        fc.integer({ min: 2, max: 7 }),
        groupings,
        (all, format, most, grouping) => {
          const scale = tileScale(all, format, most, grouping);
          const shades = all.toSorted((a, b) => a - b).map((value) => scale.shadeOf(value));
          expect(shades).toEqual(shades.toSorted((a, b) => a - b));
          for (const shade of shades) expect(shade).toBeGreaterThanOrEqual(1);
          for (const shade of shades) expect(shade).toBeLessThanOrEqual(7);
          expect(scale.classes.length).toBeLessThanOrEqual(most);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('hold every printed value in the range the legend prints', () => {
    fc.assert(
      fc.property(ordinary, formats, fc.integer({ min: 2, max: 7 }), groupings, (all, format, most, grouping) => {
        const scale = tileScale(all, format, most, grouping);
        for (const value of all) {
          const own = scale.classes.find((tileClass) => tileClass.shade === scale.shadeOf(value));
          const printed = printedValue(value, format);
          expect(own).toBeDefined();
          expect(printed).toBeGreaterThanOrEqual((own?.from ?? Number.NaN) - 1e-9);
          expect(printed).toBeLessThanOrEqual((own?.to ?? Number.NaN) + 1e-9);
        }
      }),
      { numRuns: 500 },
    );
  });
});
