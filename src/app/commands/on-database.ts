import type { Database } from '#platform/database/pool.ts';
import type { Config } from '../config.ts';
import { databaseConfig, openPreparedDatabase } from '../prepared-database.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems } from './terminal.ts';

/**
 * Does the work of a command on the database, brought up to date, and closes it however the work ends. Where it cannot be
 * opened the work is not begun: why is reported, and the status is that of a problem.
 */
export async function onDatabase(
  config: Config,
  form: AnswerForm,
  terminal: Terminal,
  work: (database: Database) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const opened = await openPreparedDatabase({
    database: databaseConfig(config, (line) => terminal.narrate(`${line}\n`)),
    begin: () => undefined,
    interrupted: terminal.interrupted,
  });
  if (!opened.ok) return reportProblems(terminal, form, [opened.failure]);
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
}
