import { z } from 'zod';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { Queries } from '#platform/database/pool.ts';
import { sendPage } from '#platform/web/answers.ts';
import { oneText } from '#platform/web/form-fields.ts';
import { localPath } from '#platform/web/local-path.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { sitePaths } from './paths.ts';
import { readChoice, rememberingCookie } from './scope-choice.ts';
import { scopePage } from './scope-page.tsx';
import type { ScopeMode } from './scope-personas.ts';
import { personaOf } from './scope-personas.ts';

export interface ScopeRouteOptions {
  readonly database: Queries;
  readonly shell: Shell;
  readonly mode: ScopeMode;
  readonly publicUrl: string | undefined;
}

const Asked = z.object({ from: oneText.optional(), q: oneText.optional() });
const Chosen = z.object({ choice: oneText.optional(), from: oneText.optional() });

/** Choosing whom to be here as, in a demonstration, without signing in. */
export function scopeRoutes(app: RouteServer, options: ScopeRouteOptions, done: () => void): void {
  const { database, shell, mode, publicUrl } = options;
  app.get(sitePaths.scope, { schema: { querystring: Asked } }, async (request, reply) => {
    const { from, q } = request.query;
    return sendPage(reply, shell, await scopePage(database, mode, { from: localPath(from), words: q?.trim() ?? '' }));
  });
  app.post(sitePaths.scope, { schema: { body: Chosen } }, async (request, reply) => {
    const choice = request.body.choice ? readChoice(request.body.choice) : undefined;
    if (request.body.choice && !(await isKnown(database, mode, choice))) throw new ProblemError(unknownChoice);
    return reply
      .header('set-cookie', rememberingCookie(choice, publicUrl))
      .header('cache-control', 'no-store')
      .redirect(localPath(request.body.from), 303);
  });
  done();
}

async function isKnown(database: Queries, mode: ScopeMode, choice: ReturnType<typeof readChoice>): Promise<boolean> {
  if (choice === undefined) return false;
  return choice.kind === 'nobody' || (await personaOf(database, mode, choice)) !== undefined;
}

const unknownChoice = {
  code: 'scope-unknown',
  message: 'There is no such role here, or no longer, or it may not be chosen without signing in.',
  nextStep: 'Choose one of those listed at /scope.',
};
