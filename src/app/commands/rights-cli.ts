import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { CommonOptions, Perform } from './cli.ts';
import type { RetentionWords } from './retention-command.ts';
import { retentionCommand } from './retention-command.ts';
import { subjectAccessCommand } from './subject-access-command.ts';

/** `headwater subject-access` and `headwater retention`. */
export function addRights(program: Command, perform: Perform): void {
  program
    .command('subject-access')
    .description('give a child or parent a copy of everything kept about the child, once a person has reviewed it')
    .argument('<child>', 'the child’s UPN, or the number that Headwater gave them')
    .requiredOption('--out <folder>', 'where review.csv and then record.zip are written; nobody else should read it')
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      '\nThe first run writes review.csv. When every row of it is decided, the second writes record.zip.',
    )
    .action((child: string, options: CommonOptions & { readonly out: string }) =>
      perform(options, (config, form, terminal) =>
        subjectAccessCommand(config, { child, out: options.out }, form, terminal),
      ),
    );
  program
    .command('retention')
    .description('how long things are kept')
    .helpCommand(false)
    .command('run')
    .description('delete what its time has come for, and prove it; a legal hold wins')
    .option('--dry-run', 'say what would be deleted, and delete nothing')
    .option('--as-at <date>', 'as if it were this day, such as 2026-09-01; today unless given', dayTyped)
    .option('--json', 'print the answer as JSON')
    .action((options: CommonOptions & RetentionWords) => {
      const { json: _json, ...words } = options;
      return perform(options, (config, form, terminal) => retentionCommand(config, words, form, terminal));
    });
}

function dayTyped(text: string): PlainDate {
  const parsed = PlainDate.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('It must be a day such as 2026-11-24.');
  return parsed.data;
}
