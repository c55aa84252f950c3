/** Addresses of the live picture, as values: a renamed page is a compile error. */
export const attendancePath = '/attendance';

/** What a live picture is of, as its address says it. */
export type LiveAddress =
  | { readonly kind: 'area'; readonly code: string }
  | { readonly kind: 'trust'; readonly trustId: number }
  | { readonly kind: 'setting'; readonly urn: number };

/** The live picture of a nation, region or local authority, by its code; of a trust; or of a setting. */
export function livePath(address: LiveAddress): string {
  return attendancePath + suffixOf(address, '');
}

/** One of its tables as CSV. `search` is the page's own query string. */
export function liveCsvPath(address: LiveAddress, table: string, search: string): string {
  return `${livePath(address)}/${table}.csv${search}`;
}

/** The same figures for programs. */
export function liveApiPath(address: LiveAddress): string {
  return `/api/v1/attendance${suffixOf(address, '/areas')}`;
}

/** What changes of them, as it changes: server-sent events. */
export function liveEventsPath(address: LiveAddress): string {
  return `${liveApiPath(address)}/events`;
}

function suffixOf(address: LiveAddress, areas: string): string {
  switch (address.kind) {
    case 'area':
      return `${areas}/${encodeURIComponent(address.code)}`;
    case 'trust':
      return `/trusts/${address.trustId}`;
    case 'setting':
      return `/settings/${address.urn}`;
  }
}
