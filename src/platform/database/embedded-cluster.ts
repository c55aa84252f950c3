import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { usableBinaries } from './cluster-binaries.ts';
import type { ClusterHome } from './cluster-home.ts';
import { clusterFolder, clusterHome, clusterLink } from './cluster-home.ts';
import type { Presence } from './cluster-presence.ts';
import { ensureDatabase, joinServer, leaveServer } from './cluster-presence.ts';
import { folderProblem, startTimedOut } from './cluster-problem.ts';
import type { ClusterServer } from './cluster-server.ts';
import { serverAddress, startServer, stopServer } from './cluster-server.ts';
import type { Durability } from './cluster-settings.ts';
import { watchCluster } from './cluster-watch.ts';
import { connectionProblem } from './connection-problem.ts';
import { serverUser } from './server-user.ts';

export interface EmbeddedClusterRequest {
  readonly dataFolder: string;
  /** Receives one-line notices for a person. */
  readonly notify: (line: string) => void;
  readonly durability?: Durability;
  /** Where root keeps what its server's user cannot reach elsewhere. */
  readonly sharedFolder?: string;
}

export interface EmbeddedCluster {
  /** For the application's own role and database. */
  readonly connection: pg.PoolConfig;
  /** PostgreSQL's own folder, for tests and `doctor`. */
  readonly clusterFolder: string;
  /** Stops the server when nobody else uses it. End every other connection first. */
  leave(): Promise<void>;
}

const patienceMinutes = 5;
const pause = 100;

/**
 * Runs PostgreSQL under a data folder, or joins the server another process already runs there. Safe to call from any
 * number of processes at once, as root or not, and after any of them, or the server itself, was killed.
 */
export async function openEmbeddedCluster(request: EmbeddedClusterRequest): Promise<Result<EmbeddedCluster, Problem>> {
  const sharedFolder = request.sharedFolder ?? '/var/lib/headwater';
  const dataFolder = path.resolve(request.dataFolder);
  const durability = request.durability ?? 'full';
  try {
    const user = await serverUser(clusterFolder(clusterLink(dataFolder)));
    const binaries = await usableBinaries(user, sharedFolder);
    if (!binaries.ok) return binaries;
    const { notify } = request;
    const home = await clusterHome({ dataFolder, sharedFolder, user, binaries: binaries.value, durability, notify });
    if (!home.ok) return home;
    const server = { home: home.value.folder, user, binaries: binaries.value, durability };
    const presence = await joinOrStart(server, home.value);
    return presence.ok ? success(await clusterOf(server, home.value, presence.value, notify)) : presence;
  } catch (reason) {
    return failure(folderProblem(reason, dataFolder));
  }
}

async function clusterOf(
  server: ClusterServer,
  home: ClusterHome,
  presence: Presence,
  notify: (line: string) => void,
): Promise<EmbeddedCluster> {
  await ensureDatabase(presence, home.credentials.password);
  const { host, port } = presence.client;
  // Pools go on connecting where the server was: it comes back at the same port.
  const again = { ...server, port };
  const watch = watchCluster(presence, { joinOrStart: () => joinOrStart(again, home), notify });
  return {
    connection: {
      host,
      port,
      user: 'headwater',
      database: 'headwater',
      password: home.credentials.password,
      ssl: false,
    },
    clusterFolder: await realpath(clusterFolder(home.folder)),
    leave: async () => leaveServer(await watch.end(), () => stopServer(server)),
  };
}

async function joinOrStart(server: ClusterServer, home: ClusterHome): Promise<Result<Presence, Problem>> {
  const deadline = performance.now() + patienceMinutes * 60_000;
  while (performance.now() < deadline) {
    const address = await serverAddress(server);
    const superuser = { user: 'postgres', database: 'postgres', password: home.credentials.superuserPassword };
    const attempt = address
      ? await joinServer({ ...address, ...superuser, ssl: false })
      : ({ kind: 'nobody' } as const);
    if (attempt.kind === 'present') return success(attempt.presence);
    if (attempt.kind === 'refused') return failure(connectionProblem(attempt.reason).problem);
    if (attempt.kind === 'nobody') {
      const started = await startServer(server);
      if (!started.ok) return started;
    }
    await new Promise((resolve) => setTimeout(resolve, attempt.kind === 'wait' ? pause : 0));
  }
  return failure(startTimedOut(patienceMinutes, home.folder));
}
