import type { PlainDate } from '#foundation/kernel/plain-date.ts';

/** Addresses of the pages about rolls and calendars, as values: a renamed page is a compile error. */
export function rollPath(urn: number, asked: { readonly class?: string } = {}): string {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  return query.size === 0 ? `/settings/${urn}/roll` : `/settings/${urn}/roll?${query}`;
}

/** Where names, UPNs and ULNs are looked for: by POST, so that none stands in an address. */
export function rollSearchPath(urn: number): string {
  return `/settings/${urn}/roll/search`;
}

/** One person on a setting's roll; `notice` is the code of something to be said at the top. */
export function personPath(urn: number, slot: number, notice?: string): string {
  return `/settings/${urn}/roll/${slot}${notice === undefined ? '' : `?notice=${notice}`}`;
}

/** One day of a person on a setting’s roll, in every register; today unless given. */
export function personDayPath(urn: number, slot: number, day?: PlainDate): string {
  return `/settings/${urn}/roll/${slot}/day${day === undefined ? '' : `?day=${day}`}`;
}

/** When a setting is open. */
export function calendarPath(urn: number): string {
  return `/settings/${urn}/calendar`;
}

/** The children somebody works with one by one: those of their teams. */
export const ownChildrenPath = '/children';

/** The children on roll in an area’s settings; `after` is where the page before ended. */
export function areaChildrenPath(code: string, asked: Readonly<Record<string, string | number>> = {}): string {
  const given = Object.entries(asked).filter(([, value]) => value !== '');
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return query.size === 0 ? `/areas/${code}/children` : `/areas/${code}/children?${query}`;
}

/** Where names are looked for among them: by POST, so that none stands in an address. */
export function areaChildrenSearchPath(code: string): string {
  return `/areas/${code}/children/search`;
}
