import type { Shell } from '#foundation/ui/page/shell.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { bulkApi } from './api-bulk-routes.ts';
import type { RegisterContext } from './api-keepers.ts';
import { registerApi } from './api-routes.ts';
import { timetableApi } from './api-timetable.ts';
import { learnerDayRoutes } from './dual-day-routes.ts';
import { dualRoutes } from './dual-routes.ts';
import { missingRoutes } from './missing-routes.ts';
import { registerListPages, registerPages } from './page-routes.ts';

export interface RegisterRoutesOptions extends RegisterContext {
  readonly shell: Shell;
}

/** Taking registers, reading and correcting them, and finding those that are missing: pages, and the same for programs. */
export function takingRoutes(app: RouteServer, options: RegisterRoutesOptions): void {
  registerApi(app, options);
  bulkApi(app, options);
  timetableApi(app, options);
  registerPages(app, options);
  registerListPages(app, options);
  missingRoutes(app, options);
  dualRoutes(app, options);
  learnerDayRoutes(app, options);
}
