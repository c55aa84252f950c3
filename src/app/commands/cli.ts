import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { textEncodings } from '#foundation/formats/text-decoding.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { parseAcademicYear } from '#foundation/kernel/academic-year.ts';
import { Urn } from '#foundation/kernel/identifiers.ts';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Config } from '../config.ts';
import { readConfig } from '../config.ts';
import { programVersion } from '../version.ts';
import { addBackup } from './backup-cli.ts';
import { configCommand } from './config-command.ts';
import type { MorningWords } from './demo-command.ts';
import { morningCommand, removeCommand } from './demo-command.ts';
import { doctorCommand } from './doctor-command.ts';
import type { ImportWords } from './import-command.ts';
import { importCommand } from './import-command.ts';
import { addLedger } from './ledger-cli.ts';
import { migrateCommand } from './migrate-command.ts';
import { addPeople } from './people-cli.ts';
import { addRegisters } from './registers-cli.ts';
import { addRights } from './rights-cli.ts';
import { serveCommand } from './serve-command.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { exitMeanings, reportProblems } from './terminal.ts';
import type { VerifyWords } from './verify-command.ts';
import { verifyCommand } from './verify-command.ts';

/** One command of the command line, once its words are understood. */
type Action = (config: Config, form: AnswerForm, terminal: Terminal) => Promise<ExitStatus>;

/** Runs an action with the configuration, and leaves its status behind. */
export type Perform = (options: CommonOptions, action: Action) => Promise<void>;

/** What every command understands. */
export interface CommonOptions {
  readonly json?: true;
}

/** Runs what was typed after `headwater` and answers the exit status. Never throws for anything a person can type. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const outcome: Outcome = { status: 0 };
  const program = commandLine(terminal, outcome);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return outcome.status;
  } catch (reason) {
    if (reason instanceof CommanderError) return reason.exitCode === 0 ? 0 : 2;
    throw reason;
  }
}

interface Outcome {
  status: ExitStatus;
}

/** Every command with its options; what was run leaves its status in `outcome`. docs/reference/cli.md is written from it. */
export function commandLine(terminal: Terminal, outcome: Outcome): Command {
  const program = new Command('headwater')
    .description('Attendance, absence, suspension and exclusion as published, for England and each of its areas.')
    .version(programVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.narrate,
      outputError: (text, write) =>
        write(`${text.replace(/^error: /, '')}Type npx headwater --help to see what there is.\n`),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
    .addHelpText(
      'after',
      `\nExit status:\n${exitLines}\n\nSettings come from the environment: npx headwater config show`,
    );
  const perform: Perform = async (options, action) => {
    const form: AnswerForm = options.json ? 'json' : 'text';
    const config = readConfig(terminal.environment);
    outcome.status = config.ok
      ? await action(config.value, form, terminal)
      : reportProblems(terminal, form, config.failure);
  };
  addServe(program, perform);
  addImport(program, perform);
  addRegisters(program, perform);
  addVerify(program, perform);
  addLedger(program, perform);
  addRights(program, perform);
  addBackup(program, perform);
  addMaintenance(program, perform);
  addPeople(program, perform);
  addDemo(program, perform);
  return program;
}

const json = ['--json', 'print the answer as JSON'] as const;

function addServe(program: Command, perform: Perform): void {
  program
    .command('serve')
    .description('start Headwater and print its address when it is ready')
    .option(...json)
    .action((options: CommonOptions) => perform(options, serveCommand));
}

function addImport(program: Command, perform: Perform): void {
  program
    .command('import')
    .description('read published releases: files or folders, plain, .gz, .zip or .parquet')
    .argument('<path...>', 'files and folders to read')
    .option('--dry-run', 'read and check everything, keep nothing')
    .option('--published-on <date>', 'the day these figures were published, such as 2025-10-16', publicationDay)
    .addOption(
      new Option('--encoding <name>', 'how the text is written, where a file does not say').choices(textEncodings),
    )
    .option('--problems <file>', 'gather held and rejected rows in this one CSV file')
    .option(...json)
    .addHelpText('after', importNotes)
    .action((paths: readonly string[], options: CommonOptions & Omit<ImportWords, 'paths'>) => {
      const { json: _json, ...words } = options;
      return perform(options, (config, form, terminal) => importCommand(config, { paths, ...words }, form, terminal));
    });
}

const importNotes = `
Ends with: rows read = loaded + already known + held + rejected. Each file is loaded whole or not at all, so an import can
be stopped with Ctrl-C and typed again. Without --published-on the day comes from the path, the archive, or is today.`;

function publicationDay(text: string): PlainDate {
  const parsed = PlainDate.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('It must be a day such as 2025-10-16.');
  return parsed.data;
}

function addVerify(program: Command, perform: Perform): void {
  program
    .command('verify')
    .description('rebuild every total from the registers and compare, to the last mark')
    .option('--year <year>', 'one academic year only, such as 2025/26', academicYear)
    .option('--setting <urn>', 'one setting only, by its URN', urn)
    .option('--repair', 'write again the totals that differ; never a mark or a correction')
    .option(...json)
    .addHelpText('after', '\nExit status 1 when something differs. Registers can go on being taken meanwhile.')
    .action((options: CommonOptions & VerifyWords) => {
      const { json: _json, ...words } = options;
      return perform(options, (config, form, terminal) => verifyCommand(config, words, form, terminal));
    });
}

function academicYear(text: string): AcademicYear {
  const year = parseAcademicYear(text);
  if (year === undefined) throw new InvalidArgumentError('It must be an academic year such as 2025/26.');
  return year;
}

function urn(text: string): number {
  const parsed = Urn.safeParse(Number(text));
  if (!parsed.success) throw new InvalidArgumentError('It must be a URN: six digits.');
  return parsed.data;
}

function addMaintenance(program: Command, perform: Perform): void {
  program
    .command('migrate')
    .description('bring the database up to date')
    .option(...json)
    .action((options: CommonOptions) => perform(options, migrateCommand));
  program
    .command('doctor')
    .description('say in plain words what is wrong with this installation')
    .option(...json)
    .action((options: CommonOptions) => perform(options, doctorCommand));
  program
    .command('config')
    .description('the settings in use')
    .helpCommand(false)
    .command('show')
    .description('print the settings in use, with passwords hidden')
    .option(...json)
    .action((options: CommonOptions) => perform(options, configCommand));
}

function addDemo(program: Command, perform: Perform): void {
  const demo = program.command('demo').description('the made-up area that an empty Headwater shows').helpCommand(false);
  demo
    .command('morning')
    .description('play a school morning in Exampleshire: registers come in, some late, some never')
    .option('--speed <times>', 'how many times as fast as a clock', fasterThan, 60)
    .option('--as-at <date>', 'the school day to play; today, or the last one, unless given', dayTyped)
    .option('--again', 'take out the registers that are in, and play them from the beginning')
    .option(...json)
    .action((options: CommonOptions & MorningWords) => {
      const { json: _json, ...words } = options;
      return perform(options, (config, form, terminal) => morningCommand(config, words, form, terminal));
    });
  demo
    .command('remove')
    .description('take Exampleshire out again, with everybody on its rolls')
    .option(...json)
    .action((options: CommonOptions) => perform(options, removeCommand));
}

function dayTyped(text: string): PlainDate {
  const parsed = PlainDate.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('It must be a day such as 2026-11-24.');
  return parsed.data;
}

function fasterThan(text: string): number {
  const speed = Number(text);
  if (!(speed > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return speed;
}

const exitLines = Object.entries(exitMeanings)
  .map(([status, meaning]) => `  ${status.padStart(3)}  ${meaning}`)
  .join('\n');
