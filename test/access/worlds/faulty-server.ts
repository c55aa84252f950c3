import { registerRoutes } from '#app/routes.ts';
import { createScopeAsking } from '#app/scope-asking.ts';
import { createServer } from '#app/server.ts';
import { createShell } from '#app/shell.tsx';
import { openSigningIn } from '#app/signing-in.ts';
import { openLivePicture } from '#domain/attendance/feed.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { AskScope } from '#platform/access/ask-scope.ts';
import { categories } from '#platform/access/categories.ts';
import type { Database } from '#platform/database/pool.ts';
import { openLedger } from '#platform/ledger/ledger.ts';
import { noteAnswers, withLedger } from '#platform/ledger/request-trail.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { smallAssets, testConfig } from '../../app-parts.ts';
import { faultLog } from './run-worlds.ts';

/** The program’s pages as somebody might have wired them who believed every scope to have every category. */
export async function believingServer(database: Database, clock: Clock): Promise<RouteServer> {
  const config = testConfig();
  const { signIn, enter, acting } = openSigningIn({ config, clock, database });
  const scopes = createScopeAsking({ database, clock, mode: config.demonstrationScopes, signIn });
  const shell = createShell({ assets: smallAssets.urls, showsDemonstration: () => Promise.resolve(false), scopes });
  const { app } = createServer({ version: '1', config, log: faultLog(), shell, assets: smallAssets, scopes });
  const onFailure = () => undefined;
  const ledger = openLedger(database, { clock, onFailure });
  noteAnswers(app);
  const live = openLivePicture(database, clock, { onFailure });
  app.addHook('onClose', async () => {
    await ledger.close();
    await live.close();
  });
  enter(app, shell);
  const all: AskScope = async (request) => {
    const scope = await scopes.askScope(request);
    return scope && scope.kind !== 'steward' ? { ...scope, categories } : scope;
  };
  const askScope = withLedger(all, ledger);
  registerRoutes(app, { database, live, shell, clock, publicUrl: undefined, askScope, ledger, ...acting });
  await app.ready();
  return app;
}
