import type { RouteServer } from '#platform/web/route-server.ts';
import type { DirectoryContext } from './asking.ts';
import { ownRoutes } from './own-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { teamRoutes } from './team-routes.ts';
import { whoCouldSeeRoutes } from './who-could-see-routes.ts';

/** People and their roles, teams around children, and who could see. No answer is kept by a browser. */
export function directoryRoutes(app: RouteServer, context: DirectoryContext): void {
  app.register((inner: RouteServer, _options, entered) => {
    inner.addHook('onRequest', (_request, reply, next) => {
      reply.header('cache-control', 'no-store');
      next();
    });
    peopleRoutes(inner, context);
    teamRoutes(inner, context);
    whoCouldSeeRoutes(inner, context);
    ownRoutes(inner, context);
    entered();
  });
}
