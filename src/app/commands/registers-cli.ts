import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { KeeperAsked } from '#domain/roll/enter-keeper.ts';
import { keeperUnits } from '#domain/roll/enter-keeper.ts';
import { textEncodings } from '#foundation/formats/text-decoding.ts';
import { beginCommand } from './begin-command.ts';
import type { CensusWords } from './census-command.ts';
import { censusCommand } from './census-command.ts';
import type { CommonOptions, Perform } from './cli.ts';
import type { FilesKind, FilesWords } from './registers-command.ts';
import { filesCommand, registerFiles, rollFiles } from './registers-command.ts';

/** `headwater registers import`, `headwater roll import` and `headwater census check`. */
export function addRegisters(program: Command, perform: Perform): void {
  addBegin(addFiles(program, perform, registerFiles), perform);
  addFiles(program, perform, rollFiles);
  program
    .command('census')
    .description('school census extracts')
    .helpCommand(false)
    .command('check')
    .description('say which rows of a school census extract could be accepted, and why not; keeps nothing')
    .argument('<path...>', 'the folder of the extract, or its files')
    .option('--problems <file>', 'gather refused rows in this one CSV file')
    .option('--json', 'print the answer as JSON')
    .action((paths: readonly string[], options: CommonOptions & Omit<CensusWords, 'paths'>) => {
      const { json: _json, ...words } = options;
      return perform(options, (config, form, terminal) => censusCommand(config, { paths, ...words }, form, terminal));
    });
}

const described = {
  registers: [
    'registers of a setting',
    'read files of registers of one setting: a row a mark, a day, a week or a pupil',
  ],
  roll: ['the roll of a setting', 'read files of a setting’s roll: a row a person'],
} as const;

function addBegin(registers: Command, perform: Perform): void {
  registers
    .command('begin')
    .description('begin to keep the registers of a setting that is known from a list of schools')
    .requiredOption('--urn <number>', 'the setting, such as 990001', urnOf)
    .addOption(new Option('--kind <kind>', 'what it is').choices(Object.keys(keeperUnits)).makeOptionMandatory())
    .addOption(
      new Option('--unit <unit>', 'what a register is of, where not usual').choices(['session', 'event', 'none']),
    )
    .option('--trust <number>', 'the trust that runs it, such as its UID in GIAS; 0 for none', trustOf)
    .option('--trust-name <name>', 'what the trust is called; needed once')
    .option('--am-due <time>', 'when the morning register should be in; 09:45 unless given', timeOf)
    .option('--pm-due <time>', 'when the afternoon register should be in; 13:45 unless given', timeOf)
    .option('--json', 'print the answer as JSON')
    .action((options: CommonOptions & KeeperAsked) => {
      const { json: _json, ...asked } = options;
      return perform(options, (config, form, terminal) => beginCommand(config, asked, form, terminal));
    });
}

/** The largest whole number that PostgreSQL keeps in an integer. */
const largestNumber = 2_147_483_647;

function trustOf(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= largestNumber) return Number(text);
  throw new InvalidArgumentError('It must be a whole number, 0 for none.');
}

function timeOf(text: string): string {
  if (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a time such as 09:45.');
}

/** Adds the group of commands about files of one kind, and answers it. */
function addFiles(program: Command, perform: Perform, kind: FilesKind): Command {
  const [group, description] = described[kind.purpose];
  const commands = program.command(kind.purpose).description(group).helpCommand(false);
  const command = commands
    .command('import')
    .description(description)
    .argument('<path...>', 'files and folders to read')
    .requiredOption('--urn <number>', 'the setting, such as 990001', urnOf)
    .option('--supplier <name>', 'remember what is said with --map and --code under this name, and use it')
    .option('--map <heading=field>', 'what a heading holds; can be given again', pairs)
    .option('--dry-run', 'read and check everything, keep nothing')
    .addOption(
      new Option('--encoding <name>', 'how the text is written, where a file does not say').choices(textEncodings),
    )
    .option('--problems <file>', `gather held and rejected ${kind.unit}s in this one CSV file`)
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', notes[kind.purpose]);
  if (kind.purpose === 'registers') {
    command.option('--code <theirs=ours>', 'which of our codes a code of theirs is; can be given again', pairs);
  }
  command.action((paths: readonly string[], options: CommonOptions & Omit<FilesWords, 'paths'>) => {
    const { json: _json, ...words } = options;
    return perform(options, (config, form, terminal) =>
      filesCommand(config, { paths, ...words }, { kind, form }, terminal),
    );
  });
  return commands;
}

const notes = {
  registers: `
Fields for --map: pupil (UPN or ULN), date, session, code, version; am and pm; week and marks; ignore.
Ends with: marks read = loaded + already known + held + rejected. Each register is recorded whole or not at all, so an
import can be stopped with Ctrl-C and typed again.`,
  roll: `
Fields for --map: upn, uln, surname, givenName, bornOn, yearGroup, class, status, enteredOn, leftOn, sex, sen, fsm,
ethnicity, lookedAfter, socialWorker; ignore. Who is not in the file stays on roll: leaving is said with a last day.`,
} as const;

function urnOf(text: string): number {
  if (/^[1-9]\d{5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A URN has six digits.');
}

/** `Heading=field`, gathered; the last = parts the two. */
function pairs(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.lastIndexOf('=');
  if (at <= 0 || at === text.length - 1) throw new InvalidArgumentError('Give it as theirs=ours.');
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}
