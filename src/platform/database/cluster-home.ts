import { createHash, randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { ClusterBinaries } from './cluster-binaries.ts';
import { folderProblem, folderUnusable, otherMajorVersion, startProblem } from './cluster-problem.ts';
import type { Durability } from './cluster-settings.ts';
import type { ServerUser } from './server-user.ts';
import { canEnter, exists, makeSharedFolder, runAs } from './server-user.ts';

/**
 * The folder of one cluster, `<data folder>/database`: `cluster/` is PostgreSQL's own, `credentials.json` holds the
 * generated passwords (0600), `server.log` what the server said. It may be a link to a place under `sharedFolder`.
 */
export interface ClusterHome {
  /** Absolute, with no link in it. */
  readonly folder: string;
  readonly credentials: Credentials;
}

export interface HomeRequest {
  readonly dataFolder: string;
  /** Where clusters go that the server's user could not reach in their data folder: `/var/lib/headwater`. */
  readonly sharedFolder: string;
  readonly user: ServerUser | undefined;
  readonly binaries: ClusterBinaries;
  readonly durability: Durability;
  readonly notify: (line: string) => void;
}

const Credentials = z.object({ superuserPassword: z.string().min(16), password: z.string().min(16) });
export type Credentials = z.infer<typeof Credentials>;

/** Where the cluster of a data folder is reached, whether or not it exists. */
export function clusterLink(dataFolder: string): string {
  return path.join(dataFolder, 'database');
}

/** PostgreSQL's own folder inside a home. */
export function clusterFolder(home: string): string {
  return path.join(home, 'cluster');
}

/**
 * The cluster's home, made and initialised when there is none. It is made aside and put in place in one step, so that
 * an interruption leaves no half-made cluster and of two processes that do it at once one wins and both use the same.
 */
export async function clusterHome(request: HomeRequest): Promise<Result<ClusterHome, Problem>> {
  const link = clusterLink(request.dataFolder);
  try {
    if (await isDangling(link)) {
      request.notify(`${link} points to a place that is gone; making a new, empty database.`);
      await rm(link);
    }
    if (!(await exists(link))) {
      const made = await makeHome(request);
      if (!made.ok) return made;
    }
    return await existingHome(request, await realpath(link));
  } catch (reason) {
    return failure(folderProblem(reason, request.dataFolder));
  }
}

async function existingHome(request: HomeRequest, folder: string): Promise<Result<ClusterHome, Problem>> {
  const { user, binaries } = request;
  const version = (await readFile(path.join(clusterFolder(folder), 'PG_VERSION'), 'utf8')).trim();
  if (version !== String(binaries.majorVersion))
    return failure(otherMajorVersion(version, binaries.majorVersion, folder));
  if (!(await canEnter(user, folder))) {
    return failure(
      folderUnusable(folder, `the user who owns the database (number ${user?.uid}) cannot reach it there`),
    );
  }
  const credentials = Credentials.parse(JSON.parse(await readFile(path.join(folder, 'credentials.json'), 'utf8')));
  return success({ folder, credentials });
}

async function makeHome(request: HomeRequest): Promise<Result<void, Problem>> {
  const { dataFolder, sharedFolder, user, notify } = request;
  await mkdir(dataFolder, { recursive: true });
  const inPlace = await reachable(user, dataFolder);
  const base = inPlace ? dataFolder : sharedFolder;
  if (!inPlace) await makeSharedFolder(sharedFolder);
  const aside = await mkdtemp(path.join(base, inPlace ? '.database-' : `${shortHash(dataFolder)}-`));
  const filled = await fillHome(request, aside);
  if (!filled.ok) {
    await rm(aside, { recursive: true, force: true });
    return filled;
  }
  const link = clusterLink(dataFolder);
  const won = await (inPlace ? rename(aside, link) : symlink(aside, link)).then(
    () => true,
    () => false,
  );
  if (!won) await rm(aside, { recursive: true, force: true });
  else if (!inPlace)
    notify(`PostgreSQL may not run as root and its user cannot reach ${dataFolder}: the database is kept in ${aside}.`);
  return success(undefined);
}

async function fillHome(request: HomeRequest, home: string): Promise<Result<void, Problem>> {
  const { user, binaries, durability } = request;
  const credentials: Credentials = { superuserPassword: newPassword(), password: newPassword() };
  const passwordFile = path.join(home, 'password');
  await mkdir(clusterFolder(home), { mode: 0o700 });
  await writePrivately(path.join(home, 'credentials.json'), `${JSON.stringify(credentials)}\n`, user);
  await writePrivately(passwordFile, `${credentials.superuserPassword}\n`, user);
  await give(home, user);
  await give(clusterFolder(home), user);
  const outcome = await runAs(user, binaries.initdb, [
    `--pgdata=${clusterFolder(home)}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own locale sorts the same on every machine.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durability === 'none' ? ['--no-sync'] : []),
  ]);
  await rm(passwordFile);
  return outcome.succeeded ? success(undefined) : failure(startProblem(outcome.output, request.dataFolder));
}

/** Writes a small file whole, readable by its owner alone. */
export async function writePrivately(file: string, text: string, user: ServerUser | undefined): Promise<void> {
  const aside = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(aside, text, { mode: 0o600 });
  await give(aside, user);
  await rename(aside, file);
}

async function give(file: string, user: ServerUser | undefined): Promise<void> {
  if (user) await chown(file, user.uid, user.gid);
}

/**
 * Whether the server's user can reach the data folder. A data folder that is private to root (mktemp -d makes such) is
 * opened for passing through, to that user's group alone; folders above it are not ours to change.
 */
async function reachable(user: ServerUser | undefined, dataFolder: string): Promise<boolean> {
  if (!user || (await canEnter(user, dataFolder))) return true;
  const { mode, uid } = await stat(dataFolder);
  if (uid !== 0 || (mode & 0o777) !== 0o700 || !(await canEnter(user, path.dirname(dataFolder)))) return false;
  await chown(dataFolder, 0, user.gid);
  await chmod(dataFolder, 0o710);
  return canEnter(user, dataFolder);
}

function isDangling(link: string): Promise<boolean> {
  return realpath(link).then(
    () => false,
    () => exists(link),
  );
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
