import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { ClusterBinaries } from './cluster-binaries.ts';
import { clusterFolder, writePrivately } from './cluster-home.ts';
import { startProblem } from './cluster-problem.ts';
import type { Durability } from './cluster-settings.ts';
import { clusterSettings } from './cluster-settings.ts';
import type { CommandOutcome, ServerUser } from './server-user.ts';
import { runAs } from './server-user.ts';

/** One cluster and the means to start and stop its server. */
export interface ClusterServer {
  readonly home: string;
  readonly user: ServerUser | undefined;
  readonly binaries: ClusterBinaries;
  readonly durability: Durability;
  /** Where it listened before, when it did: tried first, where it listens on a port. */
  readonly port?: number;
}

export interface ServerAddress {
  /** A folder for a Unix socket, otherwise a host name. */
  readonly host: string;
  readonly port: number;
}

/** Lines of postmaster.pid, as PostgreSQL's pidfile.h numbers them. */
const pidLine = { pid: 0, port: 3, socketFolder: 4, listenAddress: 5 } as const;
const socketName = '.s.PGSQL.5432';
/** The longest socket path every supported system takes (macOS: 104 bytes with the closing zero). */
const longestSocketPath = 103;
const portAttempts = 5;
const largestLog = 5_000_000;

/** Where a running server says it listens; nothing when there is none, or it has not got that far. */
export async function serverAddress(server: ClusterServer): Promise<ServerAddress | undefined> {
  const lines = await pidFile(server);
  const port = Number(lines[pidLine.port]);
  const host = lines[pidLine.socketFolder] || lines[pidLine.listenAddress];
  return host && port > 0 ? { host, port } : undefined;
}

/**
 * Starts the server and waits until it takes connections. It succeeds, too, when somebody else is starting it, or a
 * file in the way has been cleared: whoever asks then looks again for a server to join.
 */
export async function startServer(server: ClusterServer): Promise<Result<void, Problem>> {
  const socketFolder = socketFolderOf(server);
  const settings = clusterSettings({ socketFolder, durability: server.durability });
  await writePrivately(path.join(clusterFolder(server.home), 'postgresql.conf'), settings, server.user);
  await keepLogSmall(logFile(server));
  for (let attempt = 1; ; attempt += 1) {
    const log = await tryToStart(server, socketFolder, attempt === 1 ? server.port : undefined);
    if (log === undefined || (await somebodyElses(server, log))) return success(undefined);
    const problem = startProblem(log, server.home);
    if (problem.code !== 'database-port-busy' || attempt >= portAttempts) return failure(problem);
  }
}

/**
 * Stops the server, ending every connection, and waits, a minute at most, until its files are at rest. pg_ctl would
 * wait for the next server, too, when another process starts one in the meantime.
 */
export async function stopServer(server: ClusterServer): Promise<void> {
  const pid = (await pidFile(server))[pidLine.pid];
  await runPgCtl(server, ['stop', '--pgdata=cluster', '--mode=fast', '--no-wait']);
  const deadline = performance.now() + 60_000;
  while (pid && performance.now() < deadline && (await pidFile(server))[pidLine.pid] === pid) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Answers what the server wrote when it did not start, else nothing. */
async function tryToStart(
  server: ClusterServer,
  socketFolder: string | undefined,
  wanted: number | undefined,
): Promise<string | undefined> {
  const before = await sizeOf(logFile(server));
  const port = socketFolder ? [] : ['-o', `-p ${wanted ?? (await freePort())}`];
  const parameters = ['start', '--pgdata=cluster', '--log=server.log', '--wait', '--timeout=300', '--silent', ...port];
  const outcome = await runPgCtl(server, parameters);
  if (outcome.succeeded) return undefined;
  return `${outcome.output}\n${await readFrom(logFile(server), before)}`;
}

/** pg_ctl hands its paths to a shell, so it is given short ones and run in the home, whatever that is called. */
function runPgCtl(server: ClusterServer, parameters: readonly string[]): Promise<CommandOutcome> {
  return runAs(server.user, server.binaries.pgCtl, parameters, server.home);
}

/**
 * Whether a failure to start means that a server is there already, or may be in a moment. A pid file left by a machine
 * that lost power can name a process that is now something else altogether; that is no server, and the file is cleared.
 */
async function somebodyElses(server: ClusterServer, log: string): Promise<boolean> {
  if (/pre-existing shared memory block/.test(log)) return settle();
  if (!/lock file "[^"]*" already exists/.test(log)) return false;
  const pid = Number((await pidFile(server))[pidLine.pid]);
  if (pid > 0 && (await isOtherProgram(pid))) {
    await rm(path.join(clusterFolder(server.home), 'postmaster.pid'), { force: true });
    await rm(path.join(server.home, `${socketName}.lock`), { force: true });
  }
  return settle();
}

async function settle(): Promise<true> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  return true;
}

/** Whether a live process is certainly not PostgreSQL; only Linux tells. */
async function isOtherProgram(pid: number): Promise<boolean> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined);
  return name !== undefined && name.trim() !== 'postgres';
}

function socketFolderOf(server: ClusterServer): string | undefined {
  const fits = Buffer.byteLength(path.join(server.home, socketName)) <= longestSocketPath;
  return process.platform !== 'win32' && fits ? server.home : undefined;
}

async function pidFile(server: ClusterServer): Promise<readonly string[]> {
  const text = await readFile(path.join(clusterFolder(server.home), 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n').map((line) => line.trim());
}

function logFile(server: ClusterServer): string {
  return path.join(server.home, 'server.log');
}

async function keepLogSmall(file: string): Promise<void> {
  if ((await sizeOf(file)) > largestLog) await rename(file, `${file}.old`);
}

function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

async function readFrom(file: string, position: number): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return '';
  try {
    const length = Math.max(0, (await handle.stat()).size - position);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A loopback port that is free at this moment; another program may still take it first. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
