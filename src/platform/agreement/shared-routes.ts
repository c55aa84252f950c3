import { h } from 'preact';
import { z } from 'zod';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { askMember, versionAsked, visibleHistory } from './asking.ts';
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
      const member = await askMember(context, request);
      if (!member) throw new ProblemError(notSignedIn);
      const version = await inGate(context.database, 'administer', async (gate) => {
        const reader = { scope: undefined, member, organisations: [member.organisationId] };
        return versionAsked(await visibleHistory(gate, agreementId, reader, now), undefined, now);
      });
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
