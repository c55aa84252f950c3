import type { RouteServer } from '#platform/web/route-server.ts';
import { contactsRoutes } from './contacts-routes.ts';
import type { ChildContext } from './family-routes.ts';
import { familyRoutes } from './family-routes.ts';
import { requestsRoutes } from './requests-routes.ts';
import { retentionRoutes } from './retention-routes.ts';

/** What a family sees of its own record and asks of it, where a setting answers, what it keeps, and how adults are reached. */
export function childRoutes(app: RouteServer, context: ChildContext): void {
  familyRoutes(app, context);
  contactsRoutes(app, context);
  requestsRoutes(app, context);
  retentionRoutes(app, context);
}
