import type { RouteServer } from '#platform/web/route-server.ts';
import { rollApi } from './api-routes.ts';
import { calendarPages } from './calendar-page-routes.ts';
import { areaChildrenRoutes } from './children-list-routes.ts';
import { ownChildrenPages } from './own-children-routes.ts';
import { personPages } from './person-page-routes.ts';
import type { RollPagesContext } from './roll-page-routes.ts';
import { rollPages } from './roll-page-routes.ts';

/** Rolls and calendars: their pages, and the roll for programs. */
export function rollRoutes(app: RouteServer, context: RollPagesContext): void {
  rollApi(app, context);
  rollPages(app, context);
  personPages(app, context);
  calendarPages(app, context);
  areaChildrenRoutes(app, context);
  ownChildrenPages(app, context);
}
