import type { Command } from 'commander';
import type { CommonOptions, Perform } from './cli.ts';
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
}
