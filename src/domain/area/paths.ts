/** Addresses of the pages about areas and settings, as values: a renamed page is a compile error. */
export const areasPath = '/areas';

/** An area's page. `code` is its GSS code in use today (`currentCode`), or any other code: those are redirected. */
export function areaPath(code: string): string {
  return `${areasPath}/${encodeURIComponent(code)}`;
}

/** What a search for `text` finds. */
export function areaSearchPath(text: string): string {
  return text === '' ? areasPath : `${areasPath}?q=${encodeURIComponent(text)}`;
}

/** The settings in an area: a page of the list, counted from 1, narrowed by `q`. */
export function areaSettingsPath(code: string, { page = 1, q = '' }: { page?: number; q?: string } = {}): string {
  const query = new URLSearchParams();
  if (q !== '') query.set('q', q);
  if (page > 1) query.set('page', String(page));
  const search = query.toString();
  return `${areaPath(code)}/settings${search === '' ? '' : `?${search}`}`;
}

/** One setting's page. */
export function settingPath(urn: number): string {
  return `/settings/${urn}`;
}
