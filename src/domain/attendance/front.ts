import type { ShellPage } from '#foundation/ui/page/shell.ts';
import { reads } from '#platform/access/allowed.ts';
import type { AskingRequest, AskScope } from '#platform/access/ask-scope.ts';
import { livePageContent } from './pages/live-page.tsx';
import { livePath } from './paths.ts';
import { geographyOf, ownAddress, placesOf } from './places.ts';
import type { LiveSources } from './reading.ts';
import { readLive } from './reading.ts';

/**
 * The front page where registers are kept: the live picture of the reader's own place. `undefined` where none are kept,
 * for a reader without a role or who reads no totals (a family, a partner), and while the picture is being put together: then the front page is the published one.
 */
export async function liveFront(
  sources: LiveSources & { readonly askScope: AskScope },
  request: AskingRequest,
): Promise<ShellPage | undefined> {
  const state = sources.live.state();
  if (!state || state.keepers.size === 0) return undefined;
  const scope = await sources.askScope(request);
  if (!scope || !reads(scope, 'totals')) return undefined;
  const address = ownAddress(scope, state.keepers, await geographyOf(sources.database));
  const reading = address && (await readLive(sources, scope, address, {}));
  if (!reading) return undefined;
  const { breadcrumbs: _none, ...page } = livePageContent(reading, scope);
  return { ...page, path: '/' };
}

/** Where the live picture of an area is, and of how many settings; `undefined` where none of its registers are kept. */
export interface LiveOfArea {
  readonly href: string;
  readonly settings: number;
}

/** Looked up by any code of the area, for pages about what is published of it. */
export async function liveOfArea(
  { database, live }: Pick<LiveSources, 'database' | 'live'>,
  code: string,
): Promise<LiveOfArea | undefined> {
  const state = live.state();
  if (!state || state.keepers.size === 0) return undefined;
  const geography = await geographyOf(database);
  const area = geography.byCode.get(code);
  const place = area && placesOf(state.keepers, geography).ofArea(area);
  return place === undefined || place.keepers.length === 0
    ? undefined
    : { href: livePath(place.address), settings: place.keepers.length };
}
