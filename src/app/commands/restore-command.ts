import { verifyRegisters } from '#domain/register/verify.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { RestoreDone } from '#platform/database/backup-restore.ts';
import { restoreBackup } from '#platform/database/backup-restore.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { protectionFaults, protectionMissing } from '#platform/database/protection.ts';
import { verifyLedger } from '#platform/ledger/verify.ts';
import type { Config } from '../config.ts';
import { databaseConfig } from '../prepared-database.ts';
import type { SealWords } from './backup-command.ts';
import { sealTyped } from './backup-command.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems, suggestNext } from './terminal.ts';

/** What was typed after `headwater restore`. */
export interface RestoreWords extends SealWords {
  readonly from: string;
}

/** `headwater restore`: a backup into an empty database, and then everything checked that can be. */
export async function restoreCommand(
  config: Config,
  words: RestoreWords,
  form: AnswerForm,
  terminal: Terminal,
): Promise<ExitStatus> {
  const seal = await sealTyped(words);
  if (!seal.ok) return reportProblems(terminal, form, [seal.failure]);
  const opened = await openDatabase(databaseConfig(config, (line) => terminal.narrate(`${line}\n`)));
  if (!opened.ok) return reportProblems(terminal, form, [opened.failure]);
  const database = opened.value;
  try {
    const { interrupted } = terminal;
    const restored = await restoreBackup(database, { file: words.from, seal: seal.value, interrupted });
    if (!restored.ok) return reportProblems(terminal, form, [restored.failure]);
    const checks = await check(database, interrupted);
    terminal.out(
      form === 'json'
        ? `${JSON.stringify({ ok: checks.problems.length === 0, ...restored.value, ...checks })}\n`
        : asText(restored.value, checks),
    );
    if (checks.problems.length > 0) return reportProblems(terminal, 'text', checks.problems);
    suggestNext(terminal, 'npx headwater serve');
    return 0;
  } finally {
    await database.close();
  }
}

interface Checks {
  readonly registers: number;
  readonly ledgerEntries: number;
  readonly problems: readonly Problem[];
}

/** What `verify`, `ledger verify` and the start would find. */
async function check(database: Database, interrupted: AbortSignal): Promise<Checks> {
  const faults = await protectionFaults(database.pool);
  const registers = await verifyRegisters(database, { threads: 2, interrupted });
  const ledger = await verifyLedger(database, {});
  return {
    registers: registers.registers,
    ledgerEntries: ledger.entries,
    problems: [
      ...(faults.length > 0 ? [protectionMissing(faults)] : []),
      ...(registers.found > 0 ? [differed(counted(registers.found, 'total'), 'npx headwater verify')] : []),
      ...(ledger.found > 0
        ? [differed(counted(ledger.found, 'thing in the ledger'), 'npx headwater ledger verify')]
        : []),
    ],
  };
}

function asText(
  { rows, tables, headwater, madeAt }: RestoreDone,
  { registers, ledgerEntries, problems }: Checks,
): string {
  const made = `Restored ${counted(rows, 'row')} of ${counted(tables, 'table')}, as Headwater ${headwater} kept them at ${madeAt}.`;
  const read = 'Every table was read back, and is what the backup holds.';
  const agreed = `The totals of ${counted(registers, 'register')} and the chain of ${counted(ledgerEntries, 'entry', 'entries')} of the ledger were checked too.`;
  return `${[made, read, agreed, ...(problems.length > 0 ? ['Something is not as it should be:'] : [])].join('\n')}\n`;
}

/** Restored as it was: the backup itself held this. */
function differed(what: string, command: string): Problem {
  return {
    code: 'restored-differs',
    message: `${what} did not agree: it was so when the backup was made.`,
    nextStep: `${command} says what.`,
  };
}
