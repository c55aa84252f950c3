import type { Command } from 'commander';
import { exitMeanings } from './terminal.ts';

/** docs/reference/cli.md, written from the commands themselves so that it cannot fall behind them. */
export function cliReference(program: Command): string {
  const commands = program.commands.flatMap((command) => (command.commands.length > 0 ? command.commands : [command]));
  const exits = Object.entries(exitMeanings).map(([status, meaning]) => `| ${status} | ${meaning} |`);
  return [
    opening,
    '## Exit status',
    `| Status | Meaning |\n|---|---|\n${exits.join('\n')}`,
    ...commands.flatMap((command) => [
      `## ${nameOf(command)}`,
      `\`\`\`\n${command.helpInformation().trimEnd()}\n\`\`\``,
    ]),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

const opening = `# The command line

Type \`npx headwater …\` in Headwater’s folder, or \`npm run headwater -- …\`. What a command finds goes to standard output;
what it says about its work goes to standard error, and ends with the next command to type. \`--json\` prints the answer as
one JSON object. Progress is drawn only on a terminal. Settings come from the environment: see
[configuration](configuration.md).

This page is written from the commands themselves; a test compares the two.`;

function nameOf(command: Command): string {
  const parent = command.parent;
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}
