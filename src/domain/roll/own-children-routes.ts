import { h } from 'preact';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { needScope } from '#platform/access/ask-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { childrenReached } from './children-list-store.ts';
import { keepers } from './keeper-store.ts';
import { OwnChildrenPage } from './pages/own-children-page.tsx';
import { ownChildrenPath } from './paths.ts';
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
}

const notOneByOne = {
  code: 'own-children-not-allowed',
  message: 'This list is for people who work with children one by one, in a team around each.',
  nextStep: 'Go to your page: it leads to the children of your role.',
} as const;
