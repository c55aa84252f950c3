import type { ShellPage } from '#foundation/ui/page/shell.ts';
import type { AskingRequest, AskScope } from '#platform/access/ask-scope.ts';
import { livePageContent } from './pages/live-page.tsx';
import { geographyOf, ownAddress } from './places.ts';
import type { LiveSources } from './reading.ts';
import { readLive } from './reading.ts';

/**
 * The front page where registers are kept: the live picture of the reader's own place. `undefined` where none are kept,
 * for a reader without a role, and while the picture is being put together: then the front page is the published one.
 */
export async function liveFront(
  sources: LiveSources & { readonly askScope: AskScope },
  request: AskingRequest,
): Promise<ShellPage | undefined> {
  const state = sources.live.state();
  if (!state || state.keepers.size === 0) return undefined;
  const scope = await sources.askScope(request);
  if (!scope) return undefined;
  const address = ownAddress(scope, [...state.keepers.values()], await geographyOf(sources.database));
  const reading = address && (await readLive(sources, scope, address, {}));
  if (!reading) return undefined;
  const { breadcrumbs: _none, ...page } = livePageContent(reading, scope);
  return { ...page, path: '/' };
}
