import type { ExecFileException } from 'node:child_process';
import { execFile } from 'node:child_process';
import { chmod, lstat, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './connection-problem.ts';

/** The operating-system user a server runs as, when that is not ourselves. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** How a command ended. `refusal` is Node's code when it could not be started at all: `EACCES`, `ENOENT`, `EPERM`. */
export interface CommandOutcome {
  readonly succeeded: boolean;
  readonly output: string;
  readonly refusal?: string;
}

const ownUser = 'headwater';

/**
 * Who shall run the server. PostgreSQL refuses to run as root, so for root it is the owner of the existing cluster,
 * else the user `postgres` or `headwater`, else a `headwater` made now, else `nobody`. For anybody else: themselves.
 */
export async function serverUser(existingCluster: string): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await ownerOf(existingCluster);
  if (owner && owner.uid !== 0) return owner;
  return (
    (await userNamed('postgres')) ??
    (await userNamed(ownUser)) ??
    (await createOwnUser()) ??
    (await userNamed('nobody'))
  );
}

/**
 * Runs a command to its end as `user` (or as ourselves), with no PG… variables and English messages, and gathers what
 * it printed. `folder` is where it runs. Never throws.
 */
export function runAs(
  user: ServerUser | undefined,
  command: string,
  parameters: readonly string[],
  folder: string = path.parse(process.execPath).root,
): Promise<CommandOutcome> {
  const options = { ...user, cwd: folder, env: plainEnvironment(), windowsHide: true };
  return new Promise((resolve) => {
    const ended = (reason: ExecFileException | null, stdout: string, stderr: string): void =>
      resolve({ succeeded: !reason, output: `${stdout}${stderr}`, ...refusalOf(reason) });
    try {
      execFile(command, parameters, { ...options, maxBuffer: 10_000_000 }, ended);
    } catch (reason) {
      // Node throws at once, rather than calling back, when it may not become the user.
      resolve({ succeeded: false, output: '', ...refusalOf(reason) });
    }
  });
}

/** Whether the operating system lets us start programs as `user` at all; some containers do not. */
export async function canBecome(user: ServerUser): Promise<boolean> {
  return (await runAs(user, '/bin/sh', ['-c', ':'])).succeeded;
}

/** Whether `user` can enter a folder, asked of the operating system itself, which knows of access lists too. */
export async function canEnter(user: ServerUser | undefined, folder: string): Promise<boolean> {
  if (!user) return true;
  return (await runAs(user, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder])).succeeded;
}

/** Makes a folder that every user may pass through, whatever the umask; one that is there already is left as it is. */
export async function makeSharedFolder(folder: string): Promise<void> {
  if (await mkdir(folder, { recursive: true })) await chmod(folder, 0o755);
}

/** Whether something is there, a dangling link included. */
export function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

function ownerOf(file: string): Promise<ServerUser | undefined> {
  return stat(file).then(
    ({ uid, gid }) => ({ uid, gid }),
    () => undefined,
  );
}

async function userNamed(name: string): Promise<ServerUser | undefined> {
  const [uid, gid] = await Promise.all([runAs(undefined, 'id', ['-u', name]), runAs(undefined, 'id', ['-g', name])]);
  return uid.succeeded && gid.succeeded ? { uid: Number(uid.output), gid: Number(gid.output) } : undefined;
}

async function createOwnUser(): Promise<ServerUser | undefined> {
  const common = ['--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin'];
  const made = await runAs(undefined, 'useradd', [...common, '--user-group', ownUser]);
  // BusyBox has adduser instead.
  if (!made.succeeded) await runAs(undefined, 'adduser', ['-S', '-D', '-H', ownUser]);
  return userNamed(ownUser);
}

function refusalOf(reason: unknown): { readonly refusal?: string } {
  const code = errorCode(reason);
  return code === '' ? {} : { refusal: code };
}

function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
