import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { CommonOptions, Perform } from './cli.ts';
import type { LedgerVerifyWords } from './ledger-command.ts';
import { ledgerHeadsCommand, ledgerVerifyCommand } from './ledger-command.ts';

const json = ['--json', 'print the answer as JSON'] as const;

/** The commands of the ledger of who has looked. */
export function addLedger(program: Command, perform: Perform): void {
  const ledger = program
    .command('ledger')
    .description('the record of who has looked at children’s data')
    .helpCommand(false);
  ledger
    .command('verify')
    .description('compute the chain again and say what was altered, deleted, inserted or put elsewhere')
    .option('--from <date>', 'from this day, such as 2026-11-24', dayTyped)
    .option('--to <date>', 'to this day', dayTyped)
    .option('--heads <file>', 'compare with heads that were published and kept elsewhere')
    .option(...json)
    .addHelpText('after', '\nExit status 1 when something is not as it was written. Headwater can go on running.')
    .action((options: CommonOptions & LedgerVerifyWords) => {
      const { json: _json, ...words } = options;
      return perform(options, (config, form, terminal) => ledgerVerifyCommand(config, words, form, terminal));
    });
  ledger
    .command('heads')
    .description('print each day’s count and last hash, to be kept somewhere else')
    .option(...json)
    .action((options: CommonOptions) => perform(options, ledgerHeadsCommand));
}

function dayTyped(text: string): PlainDate {
  const parsed = PlainDate.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('It must be a day such as 2026-11-24.');
  return parsed.data;
}
