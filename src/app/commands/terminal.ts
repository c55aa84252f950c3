import type { Clock } from '#foundation/kernel/effects.ts';
import type { Problem } from '#foundation/kernel/problem.ts';

/** Everything a command touches outside the program. `out` is data (stdout); `narrate` is for people (stderr). */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Writes text as it is. */
  readonly out: (text: string) => void;
  /** Writes text as it is. */
  readonly narrate: (text: string) => void;
  /** Columns of a terminal that can redraw a line; undefined when stderr goes to a file or a pipe. */
  readonly columns: number | undefined;
  readonly clock: Clock;
  /** Aborted by Ctrl-C or by a request to stop. */
  readonly interrupted: AbortSignal;
}

/** What each exit status means; docs/reference/cli.md and every --help are written from this. */
export const exitMeanings = {
  0: 'all is well',
  1: 'problems were found, and are printed; held and rejected rows are in the problems file',
  2: 'the command or the configuration cannot be used as typed',
  3: 'refused: nothing could be imported',
  4: 'the database cannot be reached',
  130: 'stopped by Ctrl-C; nothing is half done',
} as const;
export type ExitStatus = keyof typeof exitMeanings;

/** How the answer is to be printed. */
export type AnswerForm = 'text' | 'json';

/** Prints a problem for a person; with `json` also as data. Answers the exit status it calls for. */
export function reportProblems(terminal: Terminal, form: AnswerForm, problems: readonly Problem[]): ExitStatus {
  for (const { message, nextStep } of problems) terminal.narrate(`${message}\n  ${nextStep}\n`);
  if (form === 'json') terminal.out(`${JSON.stringify({ ok: false, problems })}\n`);
  return Math.max(...problems.map(({ code }) => exitStatusOf(code))) as ExitStatus;
}

/** Ends a command with the next one to type. */
export function suggestNext(terminal: Terminal, command: string): void {
  terminal.narrate(`Next: ${command}\n`);
}

const databaseProblems =
  /^database-(unreachable|busy|host-unknown|sign-in-refused|missing|not-allowed|refused|too-old)$/;

function exitStatusOf(code: string): ExitStatus {
  if (code === 'stopped') return 130;
  if (code === 'nothing-to-import') return 3;
  if (code === 'bad-configuration' || code === 'database-url-invalid') return 2;
  return databaseProblems.test(code) ? 4 : 1;
}
