import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { printedVersion } from '#platform/database/connection-problem.ts';
import { pendingMigrations } from '#platform/database/migrate.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import { loadAssets } from '../assets.ts';
import type { Config } from '../config.ts';
import { databaseConfig } from '../prepared-database.ts';
import type { ProductionFault } from '../production.ts';
import { configurationFaults, madeUpFaults } from '../production.ts';
import type { Holdings } from '../store.ts';
import { readHoldings } from '../store.ts';
import { checkProtection, checkRoles } from './doctor-roles.ts';

/** One thing looked at. `fail` stops Headwater from working; `warn` does not, but somebody should know. */
export interface Finding {
  readonly check: string;
  readonly verdict: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** What to do about it, where there is something. */
  readonly nextStep?: string;
  /** Set when the database could not be reached, for the exit status. */
  readonly reason?: 'database-unreachable';
}

const gibibyte = 1024 ** 3;
const importCommand = 'npx headwater import PATH';

/** Looks at everything in turn; no check stops the next one. */
export async function examine(config: Config): Promise<readonly Finding[]> {
  return [
    checkNode(process.versions.node),
    checkAssets(path.join(projectRoot(), 'dist', 'assets')),
    await checkDataFolder(path.resolve(config.dataDirectory)),
    await checkPort(config.host, config.port),
    ...checkSignIn(config),
    ...(await checkDatabase(config)),
  ];
}

/** The version of Node.js that runs this. */
function checkNode(version: string): Finding {
  const good = Number(version.split('.')[0]) >= 24;
  return good
    ? { check: 'node', verdict: 'ok', message: `Node.js ${version} runs Headwater.` }
    : {
        check: 'node',
        verdict: 'fail',
        message: `Node.js ${version} is too old; Headwater needs 24.`,
        nextStep: 'npm ci brings the right one: run it again in Headwater’s folder.',
      };
}

/** Whether the stylesheet and the font are there. */
function checkAssets(directory: string): Finding {
  const loaded = loadAssets(directory);
  return loaded.ok
    ? { check: 'assets', verdict: 'ok', message: 'The stylesheet and font are built.' }
    : { check: 'assets', verdict: 'fail', message: loaded.failure.message, nextStep: loaded.failure.nextStep };
}

/** Whether the data folder can be written to and has room. Makes it when it is not there yet. */
async function checkDataFolder(folder: string): Promise<Finding> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = (bavail * bsize) / gibibyte;
    const message = `The data folder ${folder} can be written to; ${free.toFixed(1)} GB are free.`;
    if (free >= 2) return { check: 'data-folder', verdict: 'ok', message };
    return {
      check: 'data-folder',
      verdict: 'warn',
      message,
      nextStep: 'Keep 2 GB free, or move the folder: HEADWATER_DATA_DIR.',
    };
  } catch (reason) {
    return {
      check: 'data-folder',
      verdict: 'fail',
      message: `The data folder ${folder} cannot be written to (${reason instanceof Error ? reason.message : String(reason)}).`,
      nextStep: 'Give yourself the right to write there, or choose another folder: HEADWATER_DATA_DIR.',
    };
  }
}

/** Whether the port is free, held by a Headwater that is running, or held by something else. */
async function checkPort(host: string, port: number): Promise<Finding> {
  if (await canListen(host, port)) return { check: 'port', verdict: 'ok', message: `PORT ${port} on ${host} is free.` };
  const report = await askHealth(host, port);
  if (report !== undefined) {
    return { check: 'port', verdict: 'ok', message: `Headwater ${report} is running on PORT ${port}.` };
  }
  return {
    check: 'port',
    verdict: 'fail',
    message: `PORT ${port} on ${host} cannot be opened; another program may be using it.`,
    nextStep: `Stop that program, or choose another port: PORT=${port + 1} npm start`,
  };
}

async function canListen(host: string, port: number): Promise<boolean> {
  const probe = createServer();
  probe.listen(port, host);
  const free = await once(probe, 'listening').then(
    () => true,
    () => false,
  );
  probe.close();
  return free;
}

/** The version and status of a Headwater that answers there, or nothing. */
async function askHealth(host: string, port: number): Promise<string | undefined> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const named = reachable.includes(':') ? `[${reachable}]` : reachable;
  try {
    const answer = await fetch(`http://${named}:${port}/health`, { signal: AbortSignal.timeout(2_000) });
    const report: unknown = await answer.json();
    const ours = typeof report === 'object' && report !== null && 'name' in report && report.name === 'headwater';
    return ours && 'version' in report && 'status' in report ? `${report.version} (${report.status})` : undefined;
  } catch {
    return undefined;
  }
}

async function checkDatabase(config: Config): Promise<readonly Finding[]> {
  if (config.databaseUrl === undefined && !existsSync(path.join(config.dataDirectory, 'database'))) {
    const message = 'There is no database yet; the first start makes one.';
    return [{ check: 'database', verdict: 'warn', message, nextStep: 'Start Headwater: npm start' }];
  }
  const opened = await openDatabase(databaseConfig(config, () => undefined));
  if (!opened.ok) {
    const { message, nextStep } = opened.failure;
    return [{ check: 'database', verdict: 'fail', message, nextStep, reason: 'database-unreachable' }];
  }
  try {
    return await examineDatabase(opened.value, config);
  } finally {
    await opened.value.close();
  }
}

/** What an open database holds. */
async function examineDatabase(database: Database, config: Config): Promise<readonly Finding[]> {
  const { serverVersion, description } = database;
  const reached: Finding = {
    check: 'database',
    verdict: 'ok',
    message: `PostgreSQL ${printedVersion(serverVersion)} answers: ${description}.`,
  };
  const roles = await checkRoles(database);
  const pending = await pendingMigrations(database);
  if (pending.length > 0) {
    const message = `The database needs bringing up to date: ${pending.join(', ')}.`;
    return [
      reached,
      ...roles,
      { check: 'migrations', verdict: 'warn', message, nextStep: 'Run: npx headwater migrate' },
    ];
  }
  const holdings = await readHoldings(database);
  const migrated: Finding = { check: 'migrations', verdict: 'ok', message: 'The database is up to date.' };
  const protection = await checkProtection(database);
  const people = (await madeUpFaults(config, database)).map(productionFinding);
  return [reached, ...roles, migrated, protection, ...people, checkAreas(holdings), checkVintages(holdings)];
}

/** Whether people can sign in, and, in production, everything that keeps it from starting. */
function checkSignIn(config: Config): readonly Finding[] {
  const faults = configurationFaults(config).map(productionFinding);
  if (faults.length > 0) return faults;
  const { mode, providers, passkeys } = config.signIn;
  const ways = [...providers.map(({ name }) => name), ...(passkeys === 'on' ? ['passkeys'] : [])];
  const message =
    mode === 'production'
      ? `Production mode: people sign in with ${ways.join(', ')}.`
      : 'Demonstration mode: anybody can be somebody made up. For real children set HEADWATER_MODE=production.';
  return [{ check: 'sign-in', verdict: 'ok', message }];
}

function productionFinding({ reason, nextStep }: ProductionFault): Finding {
  return { check: 'sign-in', verdict: 'fail', message: reason, nextStep };
}

function checkAreas({ areas }: Holdings): Finding {
  return areas > 0
    ? { check: 'areas', verdict: 'ok', message: `${areas} areas are known.` }
    : {
        check: 'areas',
        verdict: 'warn',
        message: 'No areas are known yet.',
        nextStep: 'Starting Headwater adds them: npm start',
      };
}

function checkVintages({ vintages, demonstrationVintages, latest }: Holdings): Finding {
  const check = 'releases';
  if (vintages === 0)
    return { check, verdict: 'warn', message: 'No release has been imported.', nextStep: `Run: ${importCommand}` };
  if (demonstrationVintages === vintages) {
    return {
      check,
      verdict: 'warn',
      message: 'Only demonstration data is loaded; every figure is made up.',
      nextStep: `Run: ${importCommand}`,
    };
  }
  const count = vintages - demonstrationVintages;
  return {
    check,
    verdict: 'ok',
    message: `${count} imported ${count === 1 ? 'file' : 'files'}; the newest was published on ${latest}.`,
  };
}
