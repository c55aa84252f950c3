import { createServer } from '#app/server.ts';
import { createShell } from '#app/shell.tsx';
import { rebuildSettingYear } from '#domain/register/rebuild.ts';
import { takingRoutes } from '#domain/register/routes.ts';
import { rollRoutes } from '#domain/roll/routes.ts';
import type { RequestScope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../app-parts.ts';

/** A request of somebody, by the name of their scope. */
export interface AskedAs {
  readonly as: string;
  readonly method?: 'GET' | 'PUT' | 'POST';
  readonly url: string;
  /** Sent as JSON, or, when it is a string, as a form. */
  readonly body?: unknown;
}

/**
 * Serves rolls and registers to requests that name a scope of `scopes`, and answers what each is sent. For tests of what
 * a scope shows: who somebody is is no matter here.
 */
export async function serveAs(database: Database, scopes: Readonly<Record<string, RequestScope>>) {
  const shell = createShell({ assets: smallAssets.urls, showsDemonstration: () => Promise.resolve(false) });
  const { app } = createServer({ version: '1', config: testConfig(), log: keptLog(), shell, assets: smallAssets });
  const context = {
    database,
    shell,
    clock: testClock,
    publicUrl: undefined,
    onRollChanged: rebuildSettingYear,
    askScope: ({ headers }: { readonly headers: Readonly<Record<string, unknown>> }) =>
      Promise.resolve(scopes[String(headers['test-scope'])]),
  };
  app.register((inner: RouteServer, _options, done) => {
    rollRoutes(inner, context);
    takingRoutes(inner, context);
    done();
  });
  await app.ready();
  return async ({ as, method = 'GET', url, body }: AskedAs) => {
    const isForm = typeof body === 'string';
    const answer = await app.inject({
      method,
      url,
      headers: {
        'test-scope': as,
        ...(body !== undefined && {
          'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
        }),
      },
      ...(body !== undefined && { payload: isForm ? body : JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: answer.body, headers: answer.headers };
  };
}
