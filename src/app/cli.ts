import { Command, CommanderError } from 'commander';
import type { Result } from '#foundation/kernel/result.ts';
import type { Config } from './config.ts';
import { readConfig } from './config.ts';
import { configCommand } from './config-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { migrateCommand } from './migrate-command.ts';
import { serveCommand } from './serve-command.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { exitMeanings, reportProblems } from './terminal.ts';
import { programVersion } from './version.ts';

/** One command of the command line, once its words are understood. */
type Action<Options> = (config: Config, options: Options, terminal: Terminal) => Promise<ExitStatus>;

interface CommonOptions {
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
  const act =
    <Options extends CommonOptions>(action: Action<Options>) =>
    async (options: Options): Promise<void> => {
      outcome.status = await withConfig(terminal, formOf(options), (config) => action(config, options, terminal));
    };
  addCommands(program, act);
  return program;
}

type Act = <Options extends CommonOptions>(action: Action<Options>) => (options: Options) => Promise<void>;

function addCommands(program: Command, act: Act): void {
  const json = ['--json', 'print the answer as JSON'] as const;
  program
    .command('serve')
    .description('start Headwater and print its address when it is ready')
    .option(...json)
    .action(act<CommonOptions>((config, options, terminal) => serveCommand(config, formOf(options), terminal)));
  program
    .command('migrate')
    .description('bring the database up to date')
    .option(...json)
    .action(act<CommonOptions>((config, options, terminal) => migrateCommand(config, formOf(options), terminal)));
  program
    .command('doctor')
    .description('say in plain words what is wrong with this installation')
    .option(...json)
    .action(act<CommonOptions>((config, options, terminal) => doctorCommand(config, formOf(options), terminal)));
  program
    .command('config')
    .description('the settings in use')
    .helpCommand(false)
    .command('show')
    .description('print the settings in use, with passwords hidden')
    .option(...json)
    .action(act<CommonOptions>((config, options, terminal) => configCommand(config, formOf(options), terminal)));
}

async function withConfig(
  terminal: Terminal,
  form: AnswerForm,
  action: (config: Config) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const config: Result<Config, Parameters<typeof reportProblems>[2]> = readConfig(terminal.environment);
  return config.ok ? await action(config.value) : reportProblems(terminal, form, config.failure);
}

function formOf(options: CommonOptions): AnswerForm {
  return options.json ? 'json' : 'text';
}

const exitLines = Object.entries(exitMeanings)
  .map(([status, meaning]) => `  ${status.padStart(3)}  ${meaning}`)
  .join('\n');
