import type { AreaFact } from './area-facts.ts';
import {
  eastMidlandsAuthorities,
  northEastAuthorities,
  northWestAuthorities,
  westMidlandsAuthorities,
  yorkshireAndTheHumberAuthorities,
} from './england-authorities-north.ts';
import {
  eastOfEnglandAuthorities,
  innerLondonAuthorities,
  outerLondonAuthorities,
  southEastAuthorities,
  southWestAuthorities,
} from './england-authorities-south.ts';
import { authoritiesOf } from './england-authority.ts';

/**
 * Region codes: dfe-published-data-qa@bcc7ca5 data/regions.csv. The three-digit numbers 970 and 980 to 990 are those
 * the Local Authority Interactive Tool prints beside the nation and the regions (its 2025 long table, LA Number).
 */
const regionSource =
  'dfe-analytical-services/dfe-published-data-qa@bcc7ca5: data/regions.csv; Local Authority Interactive Tool';

interface UpperArea {
  readonly areaId: number;
  readonly name: string;
  readonly gss: string;
  readonly dfe: string;
  readonly parentId?: number;
  readonly alsoKnownAs?: readonly string[];
}

function upper(kind: 'nation' | 'region' | 'sub-region', area: UpperArea): AreaFact {
  return {
    areaId: area.areaId,
    kind,
    name: area.name,
    ...(area.parentId === undefined ? {} : { parentId: area.parentId }),
    codes: [
      { scheme: 'gss', code: area.gss },
      { scheme: 'dfe', code: area.dfe },
    ],
    alsoKnownAs: area.alsoKnownAs ?? [],
    source: regionSource,
    verified: true,
  };
}

const englandId = 1;
const londonId = 17;

function region(areaId: number, gss: string, dfe: string, name: string): AreaFact {
  return upper('region', { areaId, gss, dfe, name, parentId: englandId });
}

/** England itself. */
export const england: AreaFact = upper('nation', { areaId: englandId, gss: 'E92000001', dfe: '970', name: 'England' });

/** The nine regions, in the order of their codes: north to south. */
export const englandRegions: readonly AreaFact[] = [
  region(11, 'E12000001', '980', 'North East'),
  region(12, 'E12000002', '981', 'North West'),
  region(13, 'E12000003', '982', 'Yorkshire and The Humber'),
  region(14, 'E12000004', '983', 'East Midlands'),
  region(15, 'E12000005', '984', 'West Midlands'),
  region(16, 'E12000006', '985', 'East of England'),
  region(londonId, 'E12000007', '986', 'London'),
  region(18, 'E12000008', '989', 'South East'),
  region(19, 'E12000009', '990', 'South West'),
];

/**
 * Inner and Outer London as the Department's statistics divide the boroughs: Haringey and Newham are inner and
 * Greenwich is outer, which differs from the London Government Act 1963 (Local Authority Interactive Tool, Region).
 */
export const englandSubRegions: readonly AreaFact[] = [
  upper('sub-region', {
    areaId: 21,
    gss: 'E13000001',
    dfe: '987',
    name: 'Inner London',
    parentId: londonId,
    alsoKnownAs: ['London (Inner)'],
  }),
  upper('sub-region', {
    areaId: 22,
    gss: 'E13000002',
    dfe: '988',
    name: 'Outer London',
    parentId: londonId,
    alsoKnownAs: ['London (Outer)'],
  }),
];

/** Local authorities of every region, past and present. */
export const englandAuthorities: readonly AreaFact[] = [
  ...northEastAuthorities,
  ...northWestAuthorities,
  ...yorkshireAndTheHumberAuthorities,
  ...eastMidlandsAuthorities,
  ...westMidlandsAuthorities,
  ...eastOfEnglandAuthorities,
  ...innerLondonAuthorities,
  ...outerLondonAuthorities,
  ...southEastAuthorities,
  ...southWestAuthorities,
];

/** Places the Department gives a three-digit code that lie in no region: they have no parent and no tile. */
const beyondRegions = authoritiesOf(undefined, (la) => [
  la(702, 'British Forces Post Office overseas establishments', [], { alsoKnownAs: ['BFPO'] }),
]);

/** Every area of England, parents before children. */
export const englandAreas: readonly AreaFact[] = [
  england,
  ...englandRegions,
  ...englandSubRegions,
  ...englandAuthorities,
  ...beyondRegions,
];
