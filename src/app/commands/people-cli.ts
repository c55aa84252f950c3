import type { Command } from 'commander';
import { Option } from 'commander';
import { organisationKinds } from '#platform/access/organisation.ts';
import { roleNames } from '#platform/access/roles.ts';
import type { CommonOptions, Perform } from './cli.ts';
import type { InviteWords } from './people-command.ts';
import { inviteCommand } from './people-command.ts';

/** Adds the commands about people who sign in. */
export function addPeople(program: Command, perform: Perform): void {
  const people = program.command('people').description('people who can sign in').helpCommand(false);
  people
    .command('invite')
    .description('enter somebody with a role, and print the one-time link with which they first sign in')
    .argument('<name>', 'as colleagues know them, such as "Ruth Ellison"')
    .requiredOption('--at <organisation>', 'a setting’s URN, a trust’s or an organisation’s name')
    .addOption(new Option('--role <role>', 'what they are there').choices(roleNames).default('administrator'))
    .addOption(
      new Option('--kind <kind>', 'what it is; enters the organisation when it is not known yet').choices(
        organisationKinds.filter((kind) => kind !== 'family'),
      ),
    )
    .option('--area <code>', 'the authority it is or serves, or the nation of a department, such as E10000014 or 850')
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', '\nThe first administrator is made so. There is no default password, and none at all.')
    .action((name: string, options: CommonOptions & Omit<InviteWords, 'name'>) => {
      const { json: _json, ...words } = options;
      return perform(options, (config, form, terminal) => inviteCommand(config, { name, ...words }, form, terminal));
    });
}
