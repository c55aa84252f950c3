import type { AreaFact } from './area-facts.ts';
import { englandAreas } from './england-areas.ts';

function nation(areaId: number, gss: string, name: string): AreaFact {
  return {
    areaId,
    kind: 'nation',
    name,
    codes: [{ scheme: 'gss', code: gss }],
    alsoKnownAs: [],
    source: 'dfe-analytical-services/dfe-published-data-qa@bcc7ca5: data/country.csv',
    verified: true,
  };
}

/** Wales, Scotland and Northern Ireland: nations whose own areas are still to come. */
const otherNations: readonly AreaFact[] = [
  nation(2, 'W92000004', 'Wales'),
  nation(3, 'S92000003', 'Scotland'),
  nation(4, 'N92000002', 'Northern Ireland'),
];

/** Every area of the four nations, parents before children. */
export const unitedKingdomAreas: readonly AreaFact[] = [...englandAreas, ...otherNations];

/** Areas first met in a release are numbered from here, so that they can never meet an id of these lists. */
export const firstUnlistedAreaId = 100_000;

/** Made-up areas are numbered from here: a demonstration's, in no release and in no list of the real ones. */
export const firstMadeUpAreaId = 900_000;
