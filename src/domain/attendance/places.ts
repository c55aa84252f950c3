import type { Area } from '#domain/area/model.ts';
import { byName } from '#domain/area/rules.ts';
import { allAreas, within } from '#domain/area/store.ts';
import type { Keeper } from '#domain/roll/model.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { reads } from '#platform/access/allowed.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Queries } from '#platform/database/pool.ts';
import type { LiveAddress } from './paths.ts';
import { livePath } from './paths.ts';
import { trustNames } from './places-store.ts';

/** A place that has a live picture, with the settings it is made of. */
export interface LivePlace {
  readonly address: LiveAddress;
  readonly name: string;
  /** In words, over its name: “Local authority”. */
  readonly kindWords: string;
  readonly keepers: readonly Keeper[];
  readonly settingIds: readonly number[];
  /** Local times by which the first of its half-day registers are due, `09:45`; left out where none is kept. */
  readonly firstDue: { readonly morning?: string; readonly afternoon?: string };
  /** The local authorities it is made of, when it is an area: then its sums need no single setting. */
  readonly laIds: ReadonlySet<number> | undefined;
  /** The areas above, nearest first. */
  readonly above: readonly Area[];
  readonly area: Area | undefined;
}

/** Areas and trusts, read now and then: they change with a release, not with a register. */
export interface Geography {
  readonly areas: ReadonlyMap<number, Area>;
  readonly byCode: ReadonlyMap<string, Area>;
  readonly trusts: ReadonlyMap<number, string>;
}

const keptFor = 30_000;
const kept = new WeakMap<object, { readonly until: number; readonly geography: Promise<Geography> }>();

/** Every area and trust, remembered for half a minute. */
export function geographyOf(queries: Queries): Promise<Geography> {
  const known = kept.get(queries);
  if (known && performance.now() < known.until) return known.geography;
  const geography = readGeography(queries);
  kept.set(queries, { until: performance.now() + keptFor, geography });
  geography.catch(() => kept.delete(queries));
  return geography;
}

const lastRead = new WeakMap<object, { readonly text: string; readonly geography: Geography }>();

/** The same object as long as nothing in it changes: what is worked out from it can be kept with it. */
async function readGeography(queries: Queries): Promise<Geography> {
  const [areas, trusts] = await Promise.all([allAreas(queries), trustNames(queries)]);
  const text = JSON.stringify([areas, [...trusts]]);
  const last = lastRead.get(queries);
  const geography = last?.text === text ? last.geography : geographyFrom(areas, trusts);
  lastRead.set(queries, { text, geography });
  return geography;
}

function geographyFrom(areas: readonly Area[], trusts: ReadonlyMap<number, string>): Geography {
  const byCode = new Map(areas.flatMap((area) => area.codes.map(({ code }) => [code, area] as const)));
  for (const area of areas) byCode.set(area.code, area);
  return { areas: new Map(areas.map((area) => [area.areaId, area])), byCode, trusts };
}

/** The places that some settings make up: worked out when first asked for, and kept as long as neither changes. */
export interface Places {
  /** The place at an address. Throws a `…-not-found` problem when there is none. */
  at(address: LiveAddress): LivePlace;
  /** The place that an area is. */
  ofArea(area: Area): LivePlace;
  /** The places a reader goes on to from one: regions of a nation, authorities, then settings; by name, never by figure. */
  below(place: LivePlace): readonly LivePlace[];
}

const keptPlaces = new WeakMap<object, { readonly geography: Geography; readonly places: Places }>();

/** The places of settings, which are another map whenever one of them changes. */
export function placesOf(keepers: ReadonlyMap<number, Keeper>, geography: Geography): Places {
  const known = keptPlaces.get(keepers);
  if (known?.geography === geography) return known.places;
  const places = newPlaces([...keepers.values()], geography);
  keptPlaces.set(keepers, { geography, places });
  return places;
}

function newPlaces(keepers: readonly Keeper[], geography: Geography): Places {
  const byAddress = new Map<string, LivePlace>();
  const below = new WeakMap<LivePlace, readonly LivePlace[]>();
  const remembered = (address: LiveAddress, make: () => LivePlace): LivePlace => {
    const key = livePath(address);
    const place = byAddress.get(key) ?? make();
    byAddress.set(key, place);
    return place;
  };
  const ofArea = (area: Area): LivePlace =>
    remembered({ kind: 'area', code: area.code }, () => placeOfArea(area, keepers, geography));
  return {
    // Not kept by what was asked for, which may be any of an area’s codes, or nothing at all.
    at: (address) => {
      const area = address.kind === 'area' ? areaWithCode(address.code, geography) : undefined;
      return area ? ofArea(area) : remembered(address, () => placeAt(address, keepers, geography));
    },
    ofArea,
    below(place) {
      const found = below.get(place) ?? placesBelow(place, ofArea, geography);
      below.set(place, found);
      return found;
    },
  };
}

function placeAt(address: LiveAddress, keepers: readonly Keeper[], geography: Geography): LivePlace {
  switch (address.kind) {
    case 'area':
      throw notFound('area', `No area has the code “${address.code.slice(0, 12)}”.`, 'Search for it by name.');
    case 'trust':
      return trustPlace(address.trustId, keepers, geography);
    case 'setting':
      return settingPlace(address.urn, keepers, geography);
  }
}

function areaWithCode(code: string, { byCode }: Geography): Area | undefined {
  return byCode.get(code.trim().toUpperCase()) ?? byCode.get(code);
}

function membersOf(keepers: readonly Keeper[]): Pick<LivePlace, 'keepers' | 'settingIds' | 'firstDue'> {
  const ofSchools = keepers.filter(({ unit }) => unit === 'session');
  const earliest = (times: readonly string[]) => times.reduce((first, time) => (time < first ? time : first));
  const firstDue =
    ofSchools.length === 0
      ? {}
      : {
          morning: earliest(ofSchools.map(({ amDue }) => amDue)),
          afternoon: earliest(ofSchools.map(({ pmDue }) => pmDue)),
        };
  return { keepers, settingIds: keepers.map(({ settingId }) => settingId), firstDue };
}

const kinds = {
  nation: 'Nation',
  region: 'Region',
  'sub-region': 'Part of a region',
  'local-authority': 'Local authority',
} as const;

function placeOfArea(area: Area, keepers: readonly Keeper[], { areas }: Geography): LivePlace {
  const laIds = new Set([area.areaId, ...within([...areas.values()], area.areaId)]);
  return {
    address: { kind: 'area', code: area.code },
    name: area.name,
    kindWords: kinds[area.kind],
    ...membersOf(keepers.filter(({ laId }) => laIds.has(laId))),
    laIds,
    above: aboveArea(area, areas),
    area,
  };
}

function trustPlace(trustId: number, keepers: readonly Keeper[], geography: Geography): LivePlace {
  const name = geography.trusts.get(trustId);
  const own = keepers.filter((keeper) => keeper.trustId === trustId);
  if (name === undefined && own.length === 0) {
    throw notFound('trust', `No trust has the number ${trustId}.`, 'Find it through one of its settings.');
  }
  return {
    address: { kind: 'trust', trustId },
    name: name ?? `Trust ${trustId}`,
    kindWords: 'Trust',
    ...membersOf(own),
    laIds: undefined,
    above: [],
    area: undefined,
  };
}

function settingPlace(urn: number, keepers: readonly Keeper[], geography: Geography): LivePlace {
  const keeper = keepers.find((one) => one.urn === urn);
  if (!keeper) {
    throw notFound('setting', `No setting with the URN ${urn} keeps its registers here.`, 'Find it through its area.');
  }
  return placeOfSetting(keeper, geography);
}

function placeOfSetting(keeper: Keeper, { areas }: Geography): LivePlace {
  const authority = areas.get(keeper.laId);
  return {
    address: { kind: 'setting', urn: keeper.urn },
    name: keeper.name,
    kindWords: kindWords[keeper.kind],
    ...membersOf([keeper]),
    laIds: undefined,
    above: authority ? [authority, ...aboveArea(authority, areas)] : [],
    area: undefined,
  };
}

/** The kinds of place in words. */
export const kindWords: Readonly<Record<Keeper['kind'], string>> = {
  primary: 'Primary school',
  secondary: 'Secondary school',
  'all-through': 'All-through school',
  special: 'Special school',
  'pupil-referral-unit': 'Pupil referral unit',
  'alternative-provision': 'Other alternative provision',
  'hospital-school': 'Hospital school',
  'sixth-form-college': 'Sixth form college',
  'fe-college': 'Further education college',
  'local-authority': 'Local authority’s own roll (EHE and EOTAS)',
};

function aboveArea(area: Area, areas: ReadonlyMap<number, Area>): readonly Area[] {
  const above: Area[] = [];
  for (let next = areas.get(area.parentId ?? 0); next; next = areas.get(next.parentId ?? 0)) above.push(next);
  return above;
}

function placesBelow(place: LivePlace, ofArea: (area: Area) => LivePlace, geography: Geography): readonly LivePlace[] {
  const { area, keepers } = place;
  if (place.address.kind === 'setting') return [];
  if (!area || area.kind === 'local-authority') return keepers.map((keeper) => placeOfSetting(keeper, geography));
  const inside = area.kind === 'nation' ? childAreas(area, geography) : authoritiesIn(area, geography);
  return inside.map(ofArea).filter((one) => one.keepers.length > 0);
}

function childAreas(area: Area, { areas }: Geography): readonly Area[] {
  return [...areas.values()]
    .filter(({ parentId, to }) => parentId === area.areaId && to === undefined)
    .toSorted(byName);
}

function authoritiesIn(area: Area, { areas }: Geography): readonly Area[] {
  const inside = within([...areas.values()], area.areaId);
  return [...areas.values()]
    .filter(({ areaId, kind, to }) => inside.has(areaId) && kind === 'local-authority' && to === undefined)
    .toSorted(byName);
}

/**
 * How much of a place a reader may see: everything; or counts to the nearest ten, `protected` without the day of few
 * settings, `governed` with the day of the reader’s own setting.
 */
export type Reach = 'full' | 'governed' | 'protected';

/**
 * How much of a place a scope shows. Totals of areas are for everybody who has a scope; a setting or a trust only for
 * those it is about, and for a national scope, which reads totals only. Throws `place-not-allowed`, answered with 403.
 */
export function reachOf(scope: Scope, place: LivePlace): Reach {
  if (isOwn(scope, place)) return ownReach(scope);
  if (place.area) return 'protected';
  const [first] = place.keepers;
  if (scope.kind === 'nation' && first?.nationId === scope.nationId) return 'protected';
  throw new ProblemError({
    code: 'place-not-allowed',
    message: `The live picture of ${place.name} is not for a reader who is here as: ${scope.actor}.`,
    nextStep: 'See the picture of its area, or choose another role in the banner at the top of the page.',
  });
}

/** Everything of their own place is for those who read its registers, and not for who is there for counts or for a few. */
function ownReach(scope: Scope): Reach {
  const isForSome = scope.kind === 'children' && scope.onRoll === undefined;
  if (reads(scope, 'identity', 'attendance') && !isForSome) return 'full';
  return scope.kind === 'setting' || scope.kind === 'children' ? 'governed' : 'protected';
}

function isOwn(scope: Scope, { area, keepers, address }: LivePlace): boolean {
  switch (scope.kind) {
    case 'area':
      return area ? area.areaId === scope.laId : address.kind === 'setting' && keepers[0]?.laId === scope.laId;
    case 'trust':
      return address.kind === 'trust'
        ? address.trustId === scope.trustId
        : address.kind === 'setting' && keepers[0]?.trustId === scope.trustId;
    case 'setting':
    case 'children':
      return (
        address.kind === 'setting' &&
        scope.categories.includes('totals') &&
        scope.settings.includes(keepers[0]?.settingId ?? 0)
      );
    default:
      return false;
  }
}

/** The place a reader's own scope is about. */
export function ownAddress(
  scope: Scope,
  keepers: ReadonlyMap<number, Keeper>,
  { areas }: Geography,
): LiveAddress | undefined {
  const areaAt = (areaId: number): LiveAddress | undefined => {
    const area = areas.get(areaId);
    return area && { kind: 'area', code: area.code };
  };
  switch (scope.kind) {
    case 'area':
      return areaAt(scope.laId);
    case 'nation':
      return areaAt(scope.nationId);
    case 'trust':
      return { kind: 'trust', trustId: scope.trustId };
    case 'children':
    case 'setting': {
      const own = keepers.get(scope.settings[0] ?? 0);
      return own && { kind: 'setting', urn: own.urn };
    }
    case 'steward':
      return undefined;
  }
}

function notFound(noun: string, message: string, nextStep: string): ProblemError {
  return new ProblemError({ code: `${noun}-not-found`, message, nextStep });
}
