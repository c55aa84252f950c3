import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addDays } from '#foundation/kernel/plain-date.ts';
import { englandAreaLinks } from './england-area-links.ts';
import { englandAuthorities, englandRegions } from './england-areas.ts';
import { firstUnlistedAreaId, unitedKingdomAreas } from './united-kingdom-areas.ts';

const byId = new Map(unitedKingdomAreas.map((area) => [area.areaId, area]));
const listed = new URL('../../../../shared/data/geography/las.csv', import.meta.url);

describe('the areas of the four nations', () => {
  it('gives every area an id of its own, and every code to one area only', () => {
    expect(byId.size).toBe(unitedKingdomAreas.length);
    expect(Math.max(...byId.keys())).toBeLessThan(firstUnlistedAreaId);
    const codes = unitedKingdomAreas.flatMap((area) => area.codes.map((code) => `${code.scheme} ${code.code}`));
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('names a parent before its children', () => {
    const seen = new Set<number>();
    for (const area of unitedKingdomAreas) {
      if (area.parentId !== undefined) expect(seen).toContain(area.parentId);
      seen.add(area.areaId);
    }
    expect(englandRegions).toHaveLength(9);
  });

  it('leaves no day without a code, and no day with two', () => {
    for (const area of englandAuthorities) {
      const gss = area.codes.filter((code) => code.scheme === 'gss');
      for (const [index, code] of gss.entries()) {
        const next = gss[index + 1];
        if (next) expect(next.from).toBe(code.to && addDays(code.to, 1));
      }
      expect(gss.at(-1)?.to).toBe(area.to);
    }
  });

  it('lets a successor begin the day after its predecessor ended', () => {
    for (const link of englandAreaLinks) {
      expect(byId.get(link.predecessorId)?.to).toBe(addDays(link.on, -1));
      const begun = byId.get(link.successorId)?.from;
      if (begun !== undefined) expect(begun).toBe(link.on);
    }
  });

  it('gives every authority that ended a successor', () => {
    const followed = new Set(englandAreaLinks.map((link) => link.predecessorId));
    for (const area of englandAuthorities) if (area.to !== undefined) expect(followed).toContain(area.areaId);
  });
});

describe.skipIf(!existsSync(listed))('against the Department’s own list (needs ../shared/data)', () => {
  const rows = readFileSync(listed, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map(
      (line) =>
        line.match(/("[^"]*"|[^,]*)(?:,|$)/g)?.map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '')) ?? [],
    )
    .filter(([gss]) => /^E\d{8}$/.test(gss ?? ''));

  it.each(rows.map((row) => [row[0] ?? '', row[1] ?? '', row] as const))('agrees about %s %s', (gss, name, row) => {
    const area = unitedKingdomAreas.find((candidate) => candidate.codes.some((code) => code.code === gss));
    const region = englandRegions.find((candidate) => candidate.codes.some((code) => code.code === row[4]));
    const parent = byId.get(area?.parentId ?? 0);
    expect([area?.name, ...(area?.alsoKnownAs ?? [])]).toContain(name);
    expect(parent?.kind === 'sub-region' ? parent.parentId : parent?.areaId).toBe(region?.areaId);
    const ended = area?.codes.find((code) => code.code === gss)?.to ?? '';
    expect(ended.split('-').toReversed().join('/')).toBe(row[3]);
    if (row[8] !== 'x') expect(area?.areaId).toBe(Number(row[8]));
  });
});
