import type { Clock } from '#foundation/kernel/effects.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { Database } from '#platform/database/pool.ts';
import type { HeadwaterServer } from './server.ts';
import { siteRoutes } from './site-routes.ts';

/** What every room's routes are given. */
export interface RouteContext {
  readonly database: Database;
  readonly shell: Shell;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
}

/** The route table: every plugin that answers requests. A test opens each page that is found through it. */
export const routePlugins = [siteRoutes] as const;

/** Enters every route in the server. */
export function registerRoutes(app: HeadwaterServer, context: RouteContext): void {
  for (const plugin of routePlugins) app.register(plugin, context);
}
