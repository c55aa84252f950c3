import type { Shell } from '#foundation/ui/page/shell.ts';
import { htmlMediaType } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { Assets } from './assets.ts';
import { isApi } from './error-answers.ts';
import { startingPage } from './error-pages.tsx';
import type { Health } from './health.ts';
import { reportHealth } from './health.ts';
import { sitePaths } from './paths.ts';
import { problemDocument, problemMediaType } from './problem-document.ts';

export interface ServiceOptions {
  readonly version: string;
  readonly health: Health;
  readonly assets: Assets;
  /** Whether the database answers now; asked only once the program is ready. */
  readonly databaseAnswers: () => Promise<boolean>;
}

/** What browsers and monitors need whatever the pages do: `/health`, and the built files under `/assets/`. */
export function serviceRoutes(app: RouteServer, options: ServiceOptions, done: () => void): void {
  app.get(sitePaths.health, async (_request, reply) => {
    const report = await reportHealth(options.health.stage(), options.version, options.databaseAnswers);
    if (report.status !== 'ok') reply.code(503).header('retry-after', '2');
    return reply.header('cache-control', 'no-store').send(report);
  });
  app.get<{ Params: { file: string } }>('/assets/:file', (request, reply) => {
    const asset = options.assets.files.get(request.params.file);
    if (!asset) return reply.callNotFound();
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(asset.contentType)
      .send(asset.content);
  });
  done();
}

export interface StartingOptions {
  readonly shell: Shell;
  readonly health: Health;
}

/** Before the first page can be served: every other address answers 503, and a browser asks again by itself. */
export function startingRoutes(app: RouteServer, { shell, health }: StartingOptions, done: () => void): void {
  app.get('/*', async (request, reply) => {
    const stage = health.stage();
    const step = stage.kind === 'starting' ? stage.step : 'Nearly there';
    reply.code(503).header('retry-after', '3').header('cache-control', 'no-store');
    if (isApi(request)) {
      const problem = problemDocument(
        'unexpected',
        503,
        `Headwater is starting: ${step}. Try again in a few seconds.`,
        request,
      );
      return reply.type(problemMediaType).send(JSON.stringify(problem));
    }
    return reply
      .header('refresh', '3')
      .type(htmlMediaType)
      .send(await startingPage(shell, step));
  });
  done();
}
