import { areaRoutes } from '#domain/area/routes.ts';
import type { LivePicture } from '#domain/attendance/feed.ts';
import { attendanceRoutes } from '#domain/attendance/routes.ts';
import { attendanceToShare } from '#domain/attendance/shared-attendance-store.ts';
import { childRoutes } from '#domain/child/routes.ts';
import { publicationRoutes } from '#domain/publication/routes.ts';
import { codeRoutes } from '#domain/register/code-routes.ts';
import { rebuildSettingYear } from '#domain/register/rebuild.ts';
import { takingRoutes } from '#domain/register/routes.ts';
import { personPath } from '#domain/roll/paths.ts';
import { rollRoutes } from '#domain/roll/routes.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { AskScope } from '#platform/access/ask-scope.ts';
import { accessRoutes } from '#platform/access/routes.ts';
import { agreementRoutes } from '#platform/agreement/routes.ts';
import type { AskMembership } from '#platform/agreement/signatory-store.ts';
import type { Database } from '#platform/database/pool.ts';
import type { DirectoryContext } from '#platform/directory/asking.ts';
import { directoryRoutes } from '#platform/directory/routes.ts';
import type { LedgerRoutesContext } from '#platform/ledger/asking.ts';
import type { Ledger } from '#platform/ledger/ledger.ts';
import { withLedger } from '#platform/ledger/request-trail.ts';
import { ledgerRoutes } from '#platform/ledger/routes.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { childBeside } from './child-ways.ts';
import type { HardeningSettings } from './hardening-settings.ts';
import { settingWays } from './setting-ways.ts';
import { siteRoutes } from './site-routes.ts';

/** What every room's routes are given. */
export interface RouteContext
  extends Pick<LedgerRoutesContext, 'askEngagement' | 'engage'>,
    Pick<DirectoryContext, 'signingPeopleIn'> {
  readonly database: Database;
  readonly shell: Shell;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
  /** Where weaknesses are reported. */
  readonly security?: Pick<HardeningSettings, 'securityContact' | 'securityPolicy'> | undefined;
  /** Who a request is answered for. */
  readonly askScope: AskScope;
  /** As which member a request is signed in, also in a role that reaches no child. */
  readonly askMembership?: AskMembership | undefined;
  /** Where it is written down who looks at children’s data. */
  readonly ledger: Ledger;
  /** The live picture; it is put together when it is first asked for. */
  readonly live: LivePicture;
}

type EnterRoutes = (app: RouteServer, context: RouteContext, done: () => void) => void;

/** The route table: whatever answers requests is entered here. A test opens each page that is found through it. */
const routeTable: readonly EnterRoutes[] = [
  (app, context) => areaRoutes(app, { ...context, settingWays: (urn) => settingWays(context.database, urn) }),
  (app, context) =>
    rollRoutes(app, {
      ...context,
      onRollChanged: rebuildSettingYear,
      childBeside: (request, child) => childBeside(context, request, child),
    }),
  takingRoutes,
  codeRoutes,
  attendanceRoutes,
  childRoutes,
  publicationRoutes,
  accessRoutes,
  (app, context) =>
    agreementRoutes(app, {
      ...context,
      noted: (ask) => withLedger(ask, context.ledger),
      attendanceOf: attendanceToShare,
    }),
  (app, context) => ledgerRoutes(app, { ...context, recordPath: (urn, slot) => personPath(urn, slot) }),
  directoryRoutes,
  siteRoutes,
];

/** Enters every route in the server. */
export function registerRoutes(app: RouteServer, context: RouteContext): void {
  app.register((inner: RouteServer, _options, done) => {
    for (const enter of routeTable) enter(inner, context, () => undefined);
    done();
  });
}
