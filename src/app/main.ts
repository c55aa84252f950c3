import path from 'node:path';
import type { LivePicture } from '#domain/attendance/feed.ts';
import { openLivePicture } from '#domain/attendance/feed.ts';
import type { DualWatch } from '#domain/register/dual-watch.ts';
import { watchDualRegistration } from '#domain/register/dual-watch.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Database } from '#platform/database/pool.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import { openLedger } from '#platform/ledger/ledger.ts';
import { noteAnswers, withLedger } from '#platform/ledger/request-trail.ts';
import { spoolFolderOf } from '#platform/ledger/spool.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { Assets } from './assets.ts';
import { loadAssets } from './assets.ts';
import type { Config } from './config.ts';
import { keepDemonstrationLive, prepareDemonstration } from './demonstration.ts';
import type { Front } from './front.ts';
import { openFront } from './front.ts';
import type { Health } from './health.ts';
import { createHealth } from './health.ts';
import { databaseConfig, openPreparedDatabase } from './prepared-database.ts';
import { configurationFaults, madeUpFaults, productionRefused } from './production.ts';
import { remembered } from './remembered.ts';
import { registerRoutes } from './routes.ts';
import { createScopeAsking } from './scope-asking.ts';
import { scopeRoutes } from './scope-routes.ts';
import type { ServerOptions, ServerWithTable } from './server.ts';
import { createServer } from './server.ts';
import { serviceRoutes, startingRoutes } from './service-routes.ts';
import { createShell } from './shell.tsx';
import { openSigningIn } from './signing-in.ts';
import { answers, keepsMadeUpRegisters, readHoldings } from './store.ts';
import { programVersion } from './version.ts';

/** What a running Headwater is given. */
export interface HeadwaterOptions {
  readonly config: Config;
  readonly clock: Clock;
  /** Log lines, one JSON object each. */
  readonly log: { write(line: string): void };
  /** One line for the person who started it, such as which step is under way. */
  readonly narrate: (line: string) => void;
  /** Stops a start that is under way; the running program is stopped by `stop`. */
  readonly interrupted?: AbortSignal;
  /** How long to go on trying a database that does not answer yet, in milliseconds; ten seconds unless given. */
  readonly patience?: number;
  /** Where the built stylesheet and font are; dist/assets unless a test says otherwise. */
  readonly assetsDirectory?: string;
}

/** Headwater, ready. */
export interface Headwater {
  readonly address: string;
  /** Answers what is under way, then closes the port and the database. */
  stop(): Promise<void>;
}

/**
 * The start order, and the one place that wires the rooms together: the port opens first and `/health` answers 503; then
 * the database opens, migrates and is given its areas; when the first page can be served `/health` answers 200.
 */
export async function startHeadwater(options: HeadwaterOptions): Promise<Result<Headwater, Problem>> {
  const faults = configurationFaults(options.config);
  if (faults.length > 0) return failure(productionRefused(faults));
  const assets = loadAssets(options.assetsDirectory ?? path.join(projectRoot(), 'dist', 'assets'));
  if (!assets.ok) return assets;
  const health = createHealth();
  const front = await openFront(options.config, startingServer(options, assets.value, health));
  if (!front.ok) return front;
  const prepared = await prepareDatabase(options, health);
  if (!prepared.ok) {
    await front.value.close();
    return prepared;
  }
  const database = prepared.value;
  const madeUp = await madeUpFaults(options.config, database);
  if (madeUp.length > 0) {
    await front.value.close();
    await database.close();
    return failure(productionRefused(madeUp));
  }
  await prepareDemonstration(database, { ...options, begin: (step) => beginStep(step, options, health) });
  const spoolFolder = spoolFolderOf(options.config.dataDirectory, database);
  const { app, live } = pageServer({ ...options, spoolFolder }, assets.value, health, database);
  await warm(app);
  front.value.handOver(app);
  health.move({ kind: 'ready' });
  live.begin();
  const failed = (reason: unknown) => app.log.error({ err: reason }, 'dual registration could not be joined');
  const duals = watchDualRegistration({ database, clock: options.clock, onFailure: failed });
  const stale = (reason: unknown) => app.log.error({ err: reason }, 'the demonstration could not be brought up to now');
  const demonstration = keepDemonstrationLive(database, { ...options, onFailure: stale });
  const running = { front: front.value, app, live, duals, demonstration, database, health };
  return success({ address: front.value.address, stop: () => stop(running) });
}

/** The complete server for a database that is ready: the start order uses it, and so do tests of pages. */
export function pageServer(
  options: Pick<HeadwaterOptions, 'config' | 'clock' | 'log'> & { readonly spoolFolder?: string },
  assets: Assets,
  health: Health,
  database: Database,
): ServerWithTable & { readonly live: LivePicture } {
  const askDatabase = remembered({ forMilliseconds: 5_000, clock: options.clock }, async () => {
    const { vintages, demonstrationVintages } = await readHoldings(database);
    return vintages > 0 && demonstrationVintages > 0;
  });
  // The page that says something went wrong has the banner's place too: with no database it has no figures to warn of.
  const showsDemonstration = () => askDatabase().catch(() => false);
  const { signIn, shown, enter, acting, signingPeopleIn } = openSigningIn({ ...options, database });
  const mode = options.config.demonstrationScopes;
  const scopes = createScopeAsking({ database, clock: options.clock, mode, signIn });
  const askKeepers = remembered({ forMilliseconds: 5_000, clock: options.clock }, () => keepsMadeUpRegisters(database));
  const shell = createShell({
    assets: assets.urls,
    showsDemonstration,
    keepsMadeUpRegisters: () => askKeepers().catch(() => false),
    scopes,
    ...shown,
  });
  const server = createServer({ ...serverOptions(options, assets, shell), scopes });
  const databaseAnswers = () => answers(database);
  server.app.register(serviceRoutes, { version: programVersion(), health, assets, databaseAnswers });
  const ledger = openLedger(database, {
    ...options,
    onFailure: (reason) => server.app.log.error({ err: reason }, 'the ledger could not be written'),
  });
  noteAnswers(server.app);
  server.app.addHook('onClose', () => ledger.close());
  enter(server.app, shell);
  const onFailure = (reason: unknown) => server.app.log.error({ err: reason }, 'the live picture could not be read');
  const live = openLivePicture(database, options.clock, { onFailure });
  server.app.addHook('onClose', () => live.close());
  registerRoutes(server.app, {
    database,
    live,
    shell,
    clock: options.clock,
    publicUrl: options.config.publicUrl,
    security: options.config.hardening,
    askScope: withLedger(scopes.askScope, ledger),
    askMembership: scopes.askMembership,
    ledger,
    ...acting,
    signingPeopleIn,
  });
  server.app.register(scopeRoutes, { database, shell, mode: scopes.mode, publicUrl: options.config.publicUrl });
  return { ...server, live };
}

function startingServer(options: HeadwaterOptions, assets: Assets, health: Health): RouteServer {
  const shell = createShell({ assets: assets.urls, showsDemonstration: () => Promise.resolve(false) });
  const { app } = createServer(serverOptions(options, assets, shell));
  const databaseAnswers = () => Promise.resolve(true);
  app.register(serviceRoutes, { version: programVersion(), health, assets, databaseAnswers });
  app.register(startingRoutes, { shell, health });
  return app;
}

function serverOptions(
  { config, log }: Pick<HeadwaterOptions, 'config' | 'log'>,
  assets: Assets,
  shell: ServerOptions['shell'],
): ServerOptions {
  return { version: programVersion(), config, log, shell, assets };
}

function prepareDatabase(options: HeadwaterOptions, health: Health): Promise<Result<Database, Problem>> {
  const { config, narrate, interrupted, patience = 10_000 } = options;
  return openPreparedDatabase({
    database: { ...databaseConfig(config, narrate), patience },
    begin: (step) => beginStep(step, options, health),
    interrupted,
  });
}

function beginStep(step: string, { narrate }: HeadwaterOptions, health: Health): void {
  health.move({ kind: 'starting', step });
  narrate(`${step} …`);
}

/** Serves the first page once, so that nobody waits for templates to compile and connections to open. */
async function warm(app: RouteServer): Promise<void> {
  await app.ready();
  await app.inject({ method: 'GET', url: '/' });
}

interface Running {
  readonly front: Front;
  readonly app: RouteServer;
  readonly live: LivePicture;
  readonly duals: DualWatch;
  readonly demonstration: ReturnType<typeof keepDemonstrationLive>;
  readonly database: Database;
  readonly health: Health;
}

async function stop({ front, app, live, duals, demonstration, database, health }: Running): Promise<void> {
  health.move({ kind: 'stopping' });
  // Ends the streams of open pages first, or the port would wait for them.
  await live.close();
  await demonstration.close();
  await duals.close();
  await front.close();
  await app.close();
  await database.close();
}
