import type { Problem } from '#foundation/kernel/problem.ts';

interface ConnectionProblem {
  readonly problem: Problem;
  /** True when the server may answer later without anybody doing anything. */
  readonly mayMend: boolean;
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Says in plain words why a connection failed. Codes are Node's for the network and SQLSTATE for the server. */
export function connectionProblem(reason: unknown): ConnectionProblem {
  const code = errorCode(reason);
  const text = reason instanceof Error ? reason.message : String(reason);
  if (networkCodes.has(code) || /timeout|terminated/i.test(text)) return { mayMend: true, problem: unreachable(text) };
  if (code === '57P03' || code === '53300') return { mayMend: true, problem: busy(text) };
  return { mayMend: false, problem: refusals.get(code)?.(text) ?? otherRefusal(text) };
}

/** SQLSTATEs of a server that stops, has crashed, starts, or has no connection left. */
const awayCodes = new Set(['57P01', '57P02', '57P03', '53300']);

/** Whether a question failed because the database was away, and not because of what was asked. */
export function databaseIsAway(reason: unknown): boolean {
  const code = errorCode(reason);
  const text = reason instanceof Error ? reason.message : '';
  return (
    networkCodes.has(code) || awayCodes.has(code) || /^Connection terminated|exceeded when trying to connect/.test(text)
  );
}

/** The code of a Node or PostgreSQL error; an error that gathers others (a host with several addresses) has its first's. */
export function errorCode(reason: unknown): string {
  if (reason instanceof AggregateError) return errorCode(reason.errors[0]);
  const code = typeof reason === 'object' && reason !== null && 'code' in reason ? reason.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** A version as people write it, 14.11, of one as the server counts it, 140011. Before 10 it counted otherwise. */
export function printedVersion(serverVersion: number): string {
  if (serverVersion < 100_000) return 'an unknown version';
  return `${Math.floor(serverVersion / 10_000)}.${serverVersion % 10_000}`;
}

/** The problem of a server older than PostgreSQL 15. `version` as the server counts it. */
export function serverTooOld(version: number): Problem {
  return {
    code: 'database-too-old',
    message: `Headwater needs PostgreSQL 15 or later; this server is ${printedVersion(version)}.`,
    nextStep: 'Upgrade the server, or unset DATABASE_URL to use the built-in database.',
  };
}

const refusals: ReadonlyMap<string, (text: string) => Problem> = new Map([
  ['ENOTFOUND', hostUnknown],
  ['EAI_AGAIN', hostUnknown],
  ['28P01', wrongPassword],
  ['28000', wrongPassword],
  ['3D000', databaseMissing],
  ['42501', notAllowed],
]);

function unreachable(text: string): Problem {
  return {
    code: 'database-unreachable',
    message: `No database answers (${text || 'connection refused'}).`,
    nextStep: 'Check that PostgreSQL is running and that host and port in DATABASE_URL are right.',
  };
}

function busy(text: string): Problem {
  return {
    code: 'database-busy',
    message: `The database is not taking connections at the moment (${text}).`,
    nextStep: 'Wait a minute and try again; if it goes on, look at the server’s log.',
  };
}

function hostUnknown(text: string): Problem {
  return {
    code: 'database-host-unknown',
    message: `The database’s host name is not known (${text}).`,
    nextStep: 'Check the host in DATABASE_URL.',
  };
}

function wrongPassword(text: string): Problem {
  return {
    code: 'database-sign-in-refused',
    message: `The database refused the user name or password (${text}).`,
    nextStep: 'Check user and password in DATABASE_URL, and the server’s pg_hba.conf.',
  };
}

function databaseMissing(text: string): Problem {
  return {
    code: 'database-missing',
    message: `The server has no such database (${text}).`,
    nextStep: 'Create it with createdb, owned by the user in DATABASE_URL, and try again.',
  };
}

function notAllowed(text: string): Problem {
  return {
    code: 'database-not-allowed',
    message: `The database user may not do this (${text}).`,
    nextStep: 'Make the user in DATABASE_URL the owner of its database.',
  };
}

function otherRefusal(text: string): Problem {
  return {
    code: 'database-refused',
    message: `The database could not be opened: ${text}.`,
    nextStep: 'Check DATABASE_URL; headwater doctor says more.',
  };
}
