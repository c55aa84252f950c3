import type { Command } from 'commander';
import type { BackupWords } from './backup-command.ts';
import { backupCommand } from './backup-command.ts';
import type { CommonOptions, Perform } from './cli.ts';
import type { RestoreWords } from './restore-command.ts';
import { restoreCommand } from './restore-command.ts';

const json = ['--json', 'print the answer as JSON'] as const;

/** `headwater backup` and `headwater restore`. */
export function addBackup(program: Command, perform: Perform): void {
  program
    .command('backup')
    .description('write the whole database to one encrypted file; Headwater can go on running')
    .option('--to <file>', 'the file to write; it must not be there yet')
    .option('--key <file>', 'the key file to encrypt with')
    .option('--new-key <file>', 'make a key file, and nothing else')
    .option('--unencrypted', 'write a file that whoever has it can read')
    .option(...json)
    .addHelpText('after', '\nUntil the backup is whole the file is called FILE.partial; when it fails nothing is left.')
    .action((options: CommonOptions & BackupWords) => {
      const { json: _json, ...words } = options;
      return perform(options, (config, form, terminal) => backupCommand(config, words, form, terminal));
    });
  program
    .command('restore')
    .description('put a backup into an empty database, and check it')
    .requiredOption('--from <file>', 'the backup')
    .option('--key <file>', 'the key file it was made with')
    .option('--unencrypted', 'the backup is not encrypted')
    .option(...json)
    .addHelpText('after', '\nAll of it is restored or nothing. Exit status 1 when something does not agree.')
    .action((options: CommonOptions & RestoreWords) => {
      const { json: _json, ...words } = options;
      return perform(options, (config, form, terminal) => restoreCommand(config, words, form, terminal));
    });
}
