/** Addresses of the pages about rolls and calendars, as values: a renamed page is a compile error. */
export function rollPath(urn: number, asked: { readonly class?: string; readonly q?: string } = {}): string {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  return query.size === 0 ? `/settings/${urn}/roll` : `/settings/${urn}/roll?${query}`;
}

/** One person on a setting's roll. */
export function personPath(urn: number, slot: number): string {
  return `/settings/${urn}/roll/${slot}`;
}

/** When a setting is open. */
export function calendarPath(urn: number): string {
  return `/settings/${urn}/calendar`;
}
