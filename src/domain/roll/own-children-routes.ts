import { h } from 'preact';
import { z } from 'zod';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { needScope } from '#platform/access/ask-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { childrenReached, newestPlace } from './children-list-store.ts';
import { keepers } from './keeper-store.ts';
import { OwnChildrenPage } from './pages/own-children-page.tsx';
import { ownChildrenPath, personPath } from './paths.ts';
import type { RollPagesContext } from './roll-page-routes.ts';

/** The children somebody works with one by one, each leading to the record: the work of whoever has no roll of their own. */
export function ownChildrenPages(app: RouteServer, { database, clock, askScope, shell }: RollPagesContext): void {
  app.get(ownChildrenPath, { schema: { hide: true } }, async (request, reply) => {
    const scope = await needScope(askScope, request, ['identity']);
    if (scope.kind !== 'children') throw new ProblemError(notOneByOne);
    const today = clock.today();
    const children = await inScope(database, scope, (scoped) => childrenReached(scoped, today));
    scope.trail?.about({ kind: 'learners', learners: children.map(({ learnerId }) => learnerId) });
    const kept = await keepers(database, { settingIds: [...new Set(children.map(({ settingId }) => settingId))] });
    return await sendPage(reply, shell, {
      title: 'Children you work with',
      path: ownChildrenPath,
      children: h(OwnChildrenPage, {
        scope,
        children,
        settings: new Map(kept.map((keeper) => [keeper.settingId, keeper])),
        today,
      }),
    });
  });
  const schema = {
    hide: true,
    params: z.object({
      learnerId: z.coerce
        .number()
        .int()
        .min(1)
        .max(2 ** 53 - 1),
    }),
  };
  // Pages about a child that know no roll lead back by this address.
  app.get('/children/:learnerId', { schema }, async (request, reply) => {
    const { learnerId } = request.params;
    const scope = await needScope(askScope, request, ['identity']);
    scope.trail?.about({ kind: 'learners', learners: [learnerId] });
    const place = await inScope(database, scope, (scoped) => newestPlace(scoped, learnerId));
    const [keeper] = place ? await keepers(database, { settingIds: [place.settingId] }) : [];
    if (!place || !keeper) throw new ProblemError(noSuchChild);
    return reply.redirect(personPath(keeper.urn, place.slot), 303);
  });
}

const noSuchChild = {
  code: 'child-not-found',
  message: 'There is no such child, or their record is not yours to see.',
  nextStep: 'Go to your page: it leads to the children of your role.',
} as const;

const notOneByOne = {
  code: 'own-children-not-allowed',
  message: 'This list is for people who work with children one by one, in a team around each.',
  nextStep: 'Go to your page: it leads to the children of your role.',
} as const;
