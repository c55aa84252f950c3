import { migrate } from '#platform/database/migrate.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Config } from '../config.ts';
import { databaseConfig } from '../prepared-database.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems, suggestNext } from './terminal.ts';

/** `headwater migrate`: applies what the database has not had, and says what that was. */
export async function migrateCommand(config: Config, form: AnswerForm, terminal: Terminal): Promise<ExitStatus> {
  const opened = await openDatabase(databaseConfig(config, (line) => terminal.narrate(`${line}\n`)));
  if (!opened.ok) return reportProblems(terminal, form, [opened.failure]);
  const database = opened.value;
  try {
    const migrated = await migrate(database);
    if (!migrated.ok) return reportProblems(terminal, form, [migrated.failure]);
    printApplied(terminal, form, migrated.value);
    suggestNext(terminal, 'npx headwater serve');
    return 0;
  } finally {
    await database.close();
  }
}

function printApplied(terminal: Terminal, form: AnswerForm, applied: readonly string[]): void {
  if (form === 'json') terminal.out(`${JSON.stringify({ ok: true, applied })}\n`);
  else if (applied.length === 0) terminal.out('The database was up to date already.\n');
  else for (const name of applied) terminal.out(`Applied ${name}\n`);
}
