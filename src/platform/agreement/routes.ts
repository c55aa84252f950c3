import type { RouteServer } from '#platform/web/route-server.ts';
import { agreementApi } from './api-routes.ts';
import { draftPages } from './draft-routes.ts';
import type { AgreementPagesContext } from './page-routes.ts';
import { agreementPages } from './page-routes.ts';
import { sharedPages } from './shared-routes.ts';
import { sharingPages } from './sharing-routes.ts';

/** Sharing agreements: what they say, what is done to them, what is seen under them, and decisions to share. */
export function agreementRoutes(app: RouteServer, context: AgreementPagesContext): void {
  agreementPages(app, context);
  draftPages(app, context);
  agreementApi(app, context);
  sharedPages(app, context);
  sharingPages(app, context);
}
