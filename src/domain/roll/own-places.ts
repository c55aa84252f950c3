import type { Scope } from '#platform/access/scope.ts';
import { placeKey } from '#platform/access/scope.ts';

/**
 * The places from a roll’s base that are a scope’s own at a setting; `undefined` where all of them are. Registers and
 * totals hold a byte or more of everybody: whatever reads one cuts it to these before it is given out.
 */
export type OwnPlaces = ReadonlySet<number> | undefined;

const slotsOfSetting = placeKey(1, 0);

/** The own places of a scope: of one that reaches some children, or that records for some alone. */
export function ownPlaces(scope: Scope, settingId: number, base: number): OwnPlaces {
  const places = scope.kind === 'children' || scope.kind === 'setting' ? scope.places : undefined;
  if (places === undefined) return undefined;
  const first = placeKey(settingId, 0);
  return new Set(places.filter((key) => key >= first && key < first + slotsOfSetting).map((key) => key - first - base));
}

/** Whether a scope has own places, so that what it reads must be cut to them. */
export function isCut(scope: Scope): boolean {
  return (scope.kind === 'children' || scope.kind === 'setting') && scope.places !== undefined;
}

/**
 * Bytes of a roll’s places, `width` each, with 0 (unmeasured, no session) at every place that is not own. The same bytes
 * where all are.
 */
export function cutToOwn(bytes: Buffer, own: OwnPlaces, width = 1): Buffer {
  if (own === undefined) return bytes;
  const cut = Buffer.alloc(bytes.length);
  for (const place of own) {
    const at = place * width;
    if (at >= 0 && at < bytes.length) bytes.copy(cut, at, at, at + width);
  }
  return cut;
}

/** A roster, one bit a place, with nobody expected at a place that is not own. */
export function cutRoster(roster: Buffer, own: OwnPlaces): Buffer {
  if (own === undefined) return roster;
  const cut = Buffer.alloc(roster.length);
  for (const place of own) {
    const at = place >> 3;
    if (place >= 0 && at < roster.length) cut[at] = (cut[at] as number) | ((roster[at] as number) & (1 << (place & 7)));
  }
  return cut;
}

/** Those of some places that are own. */
export function onlyOwn(places: readonly number[], own: OwnPlaces): readonly number[] {
  return own === undefined ? places : places.filter((place) => own.has(place));
}
