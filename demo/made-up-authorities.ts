import type { AreaFact } from '#foundation/nations/area-facts.ts';
import { englandAreas, englandAuthorities } from '#foundation/nations/england-areas.ts';
import type { MadeUpAuthority } from './made-up-release.ts';
import { seededRandom } from './random.ts';

const areasById = new Map(englandAreas.map((area) => [area.areaId, area]));

/** City of London has a single maintained primary school: the demonstration keeps that, to show what is hidden. */
const cityOfLondon = 'E09000001';

/** Every local authority of today, with a made-up size. */
export function madeUpAuthorities(): readonly MadeUpAuthority[] {
  return englandAuthorities.flatMap((area) => {
    const region = regionOf(area);
    const code = gssCode(area);
    if (area.to !== undefined || !region || code === undefined) return [];
    return [
      {
        code,
        dfeCode: area.codes.find((one) => one.scheme === 'dfe' && one.to === undefined)?.code ?? '',
        name: area.name,
        regionCode: gssCode(region) ?? '',
        regionName: region.name,
        size: code === cityOfLondon ? 0.01 : 0.4 + 1.2 * seededRandom(`size ${code}`)(),
      },
    ];
  });
}

function gssCode(area: AreaFact): string | undefined {
  return area.codes.find((one) => one.scheme === 'gss' && one.to === undefined)?.code;
}

/** Releases print London as one region, not Inner and Outer London. */
function regionOf(area: AreaFact): AreaFact | undefined {
  const parent = areasById.get(area.parentId ?? 0);
  return parent?.kind === 'sub-region' ? areasById.get(parent.parentId ?? 0) : parent;
}
