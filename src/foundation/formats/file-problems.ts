import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';

/** The file ends before its content does. */
export function cutShort(name: string): Problem {
  return {
    code: 'cut-short',
    message: `${name} is cut short: its end is missing.`,
    nextStep: 'Download it again, and check that the download ran to the end.',
  };
}

/** The file's content contradicts itself. `what` completes “… is damaged: ”. */
export function damaged(name: string, what: string): Problem {
  return {
    code: 'damaged',
    message: `${name} is damaged: ${what}.`,
    nextStep: 'Download it again. If it is still damaged, tell its publisher.',
  };
}

/** The content is not a table in text. `what` is such as `a picture (PNG)`. */
export function notText(name: string, what: string | undefined): Problem {
  return {
    code: 'not-text',
    message: `${name} is not a text file${what ? `: it is ${what}` : ', although its name says it holds a table'}.`,
    nextStep: 'Give the table as CSV, or leave this file out.',
  };
}

/** Nothing in it. */
export function emptyFile(name: string): Problem {
  return {
    code: 'empty-file',
    message: `${name} is empty.`,
    nextStep: 'Download it again, or leave it out.',
  };
}

/** The system refused; `error` is what it threw. */
export function cannotRead(name: string, error: unknown): Problem {
  const code = systemCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { code: 'no-such-path', message: `There is no ${name}.`, nextStep: 'Check the spelling of the path.' };
  }
  const denied = code === 'EACCES' || code === 'EPERM';
  return {
    code: 'cannot-read',
    message: denied ? `${name} may not be read by this user.` : `${name} cannot be read (${code ?? String(error)}).`,
    nextStep: denied ? 'Change its permissions, or run as a user who may read it.' : 'Check the disk, then run again.',
  };
}

/** Leaves a stream with a problem a person can put right. */
export function refuse(problem: Problem): never {
  throw new ProblemError(problem);
}

/** A name without characters that could drive a terminal or reverse the reading order. */
export function printableName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

/** The system's error code, `ENOENT`, `Z_DATA_ERROR`, where the error has one. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether the system refused (`ENOENT`, `EACCES`, `EIO`), and the program is not at fault. */
export function isSystemError(error: unknown): boolean {
  return /^E[A-Z]+$/.test(systemCode(error) ?? '');
}
