import { h } from 'preact';
import { z } from 'zod';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { versionAsked, visibleHistory, withReader } from './asking.ts';
import type { AgreementPagesContext } from './page-routes.ts';
import { idParams } from './page-routes.ts';
import { SharedPage } from './pages/shared-page.tsx';
import { agreementChildrenPath, agreementsPath } from './paths.ts';
import { sharedRecords } from './shared-record.ts';

const querystring = z.object({ after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional() });

/** What an organisation sees under an agreement. Decided anew with every request. */
export function sharedPages(app: RouteServer, context: AgreementPagesContext): void {
  app.get(
    '/agreements/:agreementId/children',
    { schema: { hide: true, params: idParams, querystring } },
    async (request, reply) => {
      const { agreementId } = request.params;
      const now = context.clock.now();
      const { member, version } = await withReader(context, request, async (gate, reader) => {
        const history = await visibleHistory(gate, agreementId, reader, now);
        return { member: reader.member, version: versionAsked(history, undefined, now) };
      });
      if (!member) throw new ProblemError(notSignedIn);
      const shared = await sharedRecords(context, request, { agreementId, member, after: request.query.after ?? 0 });
      reply.header('cache-control', 'no-store');
      return sendPage(reply, context.shell, {
        title: `Seen under ${version.document.title}`,
        path: agreementChildrenPath(agreementId),
        breadcrumbs: [{ text: 'Sharing agreements', href: agreementsPath }],
        children: h(SharedPage, { shared, document: version.document, member, now }),
      });
    },
  );
}

const notSignedIn = {
  code: 'agreement-not-allowed',
  message: 'Only somebody signed in for an organisation sees what is shared with it.',
  nextStep: 'Sign in in your role there.',
};
