import { renderToStaticMarkup } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { numberCell } from '#foundation/kernel/cell.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { englandTiles } from '#foundation/nations/england-tile-layout.ts';
import { LineChart } from './line-chart.tsx';
import { TileMap } from './tile-map.tsx';

const picture = {
  id: 'absence',
  title: 'Absence rate',
  description: 'In the table too.',
  format: { decimals: 1, suffix: '%' },
};
const bytes = (markup: string) => Buffer.byteLength(markup);

describe('a page of pictures stays small (150 KB in all)', () => {
  it('draws England in 35 KB, links and all', () => {
    const tiles = englandTiles.map((tile) => ({
      ...tile,
      key: String(tile.areaId),
      name: 'Kingston upon Thames',
      cell: numberCell(5 + (tile.areaId % 40) / 10),
      href: `/areas/${tile.areaId}?measure=absence-rate&phase=secondary`,
    }));
    expect(tiles.length).toBe(153);
    expect(bytes(renderToStaticMarkup(<TileMap {...picture} legendTitle="Absence rate" tiles={tiles} />))).toBeLessThan(
      35_000,
    );
  });

  it('draws two years of weeks for an area, its region and England in 12 KB', () => {
    const series = ['Barnsley', 'Yorkshire and The Humber', 'England'].map((label, index) => ({
      id: label,
      label,
      emphasis: index === 0 ? ('main' as const) : ('context' as const),
      points: Array.from({ length: 78 }, (_, week) => ({
        at: addDays(plainDate('2022-09-12'), 7 * week),
        label: `Week ${week}`,
        cell: numberCell(6 + Math.sin(week + index)),
      })),
    }));
    expect(bytes(renderToStaticMarkup(<LineChart {...picture} series={series} baseline="fitted" />))).toBeLessThan(
      12_000,
    );
  });
});
