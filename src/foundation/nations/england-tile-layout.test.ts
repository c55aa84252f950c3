import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { englandAuthorities, englandRegions, englandSubRegions } from './england-areas.ts';
import { englandTileGrid, englandTiles, tileFor } from './england-tile-layout.ts';

const live = englandAuthorities.filter((authority) => authority.to === undefined);
const offshore = new Set([420, 921]);
const boundaries = new URL('../../../../shared/data/geography/ctyua_may2023_uk_buc_wgs84.geojson', import.meta.url);

function regionOf(areaId: number): number | undefined {
  const parent = englandAuthorities.find((authority) => authority.areaId === areaId)?.parentId;
  return englandSubRegions.find((sub) => sub.areaId === parent)?.parentId ?? parent;
}

function reachable(areaIds: ReadonlySet<number>): number {
  const [start] = areaIds;
  if (start === undefined) return 0;
  const found = new Set([start]);
  for (const areaId of found) {
    const here = englandTiles.find((tile) => tile.areaId === areaId);
    for (const tile of englandTiles) {
      const apart = here ? Math.abs(tile.column - here.column) + Math.abs(tile.row - here.row) : 0;
      if (apart === 1 && areaIds.has(tile.areaId)) found.add(tile.areaId);
    }
  }
  return found.size;
}

/** Spearman's rank correlation, ties sharing their mean rank. */
function rankCorrelation(left: readonly number[], right: readonly number[]): number {
  const a = ranks(left);
  const b = ranks(right);
  const mean = (a.length + 1) / 2;
  const product = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, index) => sum + (value - mean) * ((y[index] ?? mean) - mean), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

function ranks(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1);
}

type Ring = readonly (readonly [number, number])[];
interface Feature {
  readonly properties: { readonly code: string };
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] };
}

function centre(feature: Feature): readonly [number, number] {
  const polygons = feature.geometry.type === 'Polygon' ? [feature.geometry.coordinates] : feature.geometry.coordinates;
  let [area, x, y] = [0, 0, 0];
  for (const [outer] of polygons) {
    for (const [index, [x1, y1]] of (outer ?? []).entries()) {
      const [x2, y2] = outer?.[index + 1] ?? [x1, y1];
      const cross = x1 * y2 - x2 * y1;
      area += cross / 2;
      x += ((x1 + x2) * cross) / 6;
      y += ((y1 + y2) * cross) / 6;
    }
  }
  return [x / area, y / area];
}

describe('the tile map of England', () => {
  it('gives each of the 153 live local authorities one tile, and no tile to anything else', () => {
    expect(live).toHaveLength(153);
    expect(englandTiles.map((tile) => tile.areaId).toSorted()).toEqual(live.map((la) => la.areaId).toSorted());
    expect(new Set(englandTiles.map((tile) => `${tile.column},${tile.row}`)).size).toBe(153);
    expect(tileFor(370)).toMatchObject({ areaId: 370, shortName: 'Barns' });
    expect(tileFor(909)).toBeUndefined();
    expect(englandTileGrid).toEqual({ columns: 14, rows: 18 });
  });

  it('gives each a short name of its own, five characters at most', () => {
    expect(new Set(englandTiles.map((tile) => tile.shortName)).size).toBe(153);
    expect(englandTiles.filter((tile) => !/^[A-Z][A-Za-z’ ]{1,4}$/.test(tile.shortName))).toEqual([]);
  });

  it.each(englandRegions.map((region) => [region.name, region.areaId] as const))(
    'keeps %s in one piece',
    (_, regionId) => {
      const members = live.filter((la) => regionOf(la.areaId) === regionId && !offshore.has(la.areaId));
      expect(reachable(new Set(members.map((la) => la.areaId)))).toBe(members.length);
    },
  );

  it('stands the islands off the coast', () => {
    for (const island of offshore) {
      const others = live.filter((la) => la.areaId !== island).map((la) => la.areaId);
      expect(reachable(new Set([island, ...others]))).toBe(1);
    }
  });

  it.skipIf(!existsSync(boundaries))('puts places in the order of their true centres (needs ../shared/data)', () => {
    const collection = JSON.parse(readFileSync(boundaries, 'utf8')) as { readonly features: readonly Feature[] };
    const centres = new Map(collection.features.map((feature) => [feature.properties.code, centre(feature)]));
    const placed = englandTiles.flatMap((tile) => {
      const authority = live.find((la) => la.areaId === tile.areaId);
      const found = authority?.codes.map(({ code }) => centres.get(code)).find((value) => value !== undefined);
      return found ? [{ tile, found }] : [];
    });
    expect(placed).toHaveLength(153);
    const east = rankCorrelation(
      placed.map((p) => p.tile.column),
      placed.map((p) => p.found[0]),
    );
    const north = rankCorrelation(
      placed.map((p) => -p.tile.row),
      placed.map((p) => p.found[1]),
    );
    expect(east).toBeGreaterThanOrEqual(0.9);
    expect(north).toBeGreaterThanOrEqual(0.9);
  });
});
