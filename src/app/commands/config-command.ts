import type { Config } from '../config.ts';
import { configEntries, shownConfig } from '../config.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { suggestNext } from './terminal.ts';

/** `headwater config show`: each variable with the value in use, passwords hidden. */
export function configCommand(config: Config, form: AnswerForm, terminal: Terminal): Promise<ExitStatus> {
  const shown = shownConfig(config);
  if (form === 'json') {
    terminal.out(`${JSON.stringify({ ok: true, config: shown })}\n`);
  } else {
    const width = Math.max(...configEntries().map(({ name }) => name.length));
    for (const { name } of configEntries()) terminal.out(`${name.padEnd(width)}  ${shown[name] ?? 'not set'}\n`);
  }
  suggestNext(terminal, 'npx headwater doctor');
  return Promise.resolve(0);
}
