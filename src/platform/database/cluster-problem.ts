import type { Problem } from '#foundation/kernel/problem.ts';
import { errorCode } from './connection-problem.ts';

const ownDatabase = 'set DATABASE_URL to a PostgreSQL 15 or later of your own';

/** No PostgreSQL that this machine can run; `detail` is what was found. */
export function platformUnsupported(detail: string): Problem {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  const musl = process.platform === 'linux' && !report?.header?.glibcVersionRuntime;
  const machine = `${process.platform} on ${process.arch}${musl ? ' without glibc (as Alpine Linux is)' : ''}`;
  return {
    code: 'built-in-database-unsupported',
    message: `The built-in PostgreSQL does not run on this machine (${machine}): ${detail}.`,
    nextStep: `Use a system with glibc, such as Debian, and run npm ci there; or ${ownDatabase}.`,
  };
}

/** Root without the right to become another user, as in some containers. */
export function cannotBecomeUser(): Problem {
  return {
    code: 'built-in-database-needs-user',
    message: 'PostgreSQL refuses to run as root, and this root may not start programs as another user.',
    nextStep: `Run Headwater as an ordinary user; or ${ownDatabase}.`,
  };
}

/** Says why a folder could not be made or written, from Node's error. */
export function folderProblem(reason: unknown, folder: string): Problem {
  const code = errorCode(reason);
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder);
  return folderUnusable(folder, inWords[code] ?? (reason instanceof Error ? reason.message : String(reason)));
}

const inWords: Readonly<Record<string, string>> = {
  EACCES: 'it, or the database in it, belongs to another user',
  EPERM: 'it, or the database in it, belongs to another user',
  EROFS: 'its disk can only be read',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'there is a file of that name',
};

/** A disk with no room. */
function diskFull(folder: string): Problem {
  return {
    code: 'disk-full',
    message: `The disk that holds ${folder} is full.`,
    nextStep: 'Free some space, or set HEADWATER_DATA_DIR to a folder on another disk.',
  };
}

/** A folder that cannot be written, or that somebody else owns. */
export function folderUnusable(folder: string, detail: string): Problem {
  return {
    code: 'data-folder-unusable',
    message: `The data folder ${folder} cannot be used: ${detail}.`,
    nextStep: 'Run Headwater as the folder’s owner, or set HEADWATER_DATA_DIR to another folder.',
  };
}

/** A cluster made by another major version than the programs at hand. */
export function otherMajorVersion(found: string, ours: number, folder: string): Problem {
  return {
    code: 'built-in-database-other-version',
    message: `The database in ${folder} was made by PostgreSQL ${found}; this Headwater brings PostgreSQL ${ours}.`,
    nextStep: 'Start the Headwater that made it and export what you need, then use a new HEADWATER_DATA_DIR.',
  };
}

/** The server would not start. `log` is what it wrote while trying; `folder` holds its whole log. */
export function startProblem(log: string, folder: string): Problem {
  if (/No space left on device|Disk quota exceeded/.test(log)) return diskFull(folder);
  if (/could not bind|Address already in use|could not create any/.test(log)) return portBusy();
  if (/Permission denied|Read-only file system|has wrong ownership/.test(log)) {
    return folderUnusable(folder, causeIn(log));
  }
  if (/shared memory|Cannot allocate memory|could not map anonymous/.test(log)) return outOfMemory(causeIn(log));
  return {
    code: 'built-in-database-not-started',
    message: `The built-in PostgreSQL would not start: ${causeIn(log)}.`,
    nextStep: `Read ${folder}/server.log; if the database is damaged, set HEADWATER_DATA_DIR to a new folder and import again.`,
  };
}

/** A server that neither answers nor ends. `minutes` is how long it was given. */
export function startTimedOut(minutes: number, folder: string): Problem {
  return {
    code: 'built-in-database-slow',
    message: `The built-in PostgreSQL did not answer within ${minutes} minutes; it may be recovering from a power cut.`,
    nextStep: `Try again in a few minutes; ${folder}/server.log says what it is doing.`,
  };
}

function portBusy(): Problem {
  return {
    code: 'database-port-busy',
    message: 'Every port tried for the built-in database is in use by another program.',
    nextStep: `Close what uses the ports, or choose a HEADWATER_DATA_DIR with a shorter path; or ${ownDatabase}.`,
  };
}

function outOfMemory(cause: string): Problem {
  return {
    code: 'built-in-database-no-memory',
    message: `There is not enough memory for the built-in PostgreSQL: ${cause}.`,
    nextStep: `Close other programs or give the machine more memory; or ${ownDatabase}.`,
  };
}

/** The gravest line of a server's log, without its time and number; else the last one. */
function causeIn(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const grave = lines.findLast((line) => /PANIC:|FATAL:/.test(line)) ?? lines.findLast((line) => /error/i.test(line));
  const line = grave ?? lines.at(-1) ?? 'it left no message';
  return line
    .replace(/^.*?(?:PANIC|FATAL|ERROR|LOG|error):\s*/, '')
    .trim()
    .replace(/\.$/, '');
}
