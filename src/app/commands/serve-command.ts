import { once } from 'node:events';
import type { Config } from '../config.ts';
import { startHeadwater } from '../main.ts';
import { configurationFaults } from '../production.ts';
import type { AnswerForm, ExitStatus, Terminal } from './terminal.ts';
import { reportProblems } from './terminal.ts';

/** `headwater serve`: starts, prints the address when the first page can be served, and stops when asked to. */
export async function serveCommand(config: Config, form: AnswerForm, terminal: Terminal): Promise<ExitStatus> {
  const faults = configurationFaults(config);
  if (faults.length > 0) {
    const code = 'not-for-production';
    return reportProblems(
      terminal,
      form,
      faults.map(({ reason, nextStep }) => ({ code, message: reason, nextStep })),
    );
  }
  const { clock, interrupted } = terminal;
  const started = await startHeadwater({
    config,
    clock,
    interrupted,
    log: { write: terminal.narrate },
    narrate: (line) => terminal.narrate(`${line}\n`),
  });
  if (!started.ok) return reportProblems(terminal, form, [started.failure]);
  const { address, stop } = started.value;
  terminal.out(form === 'json' ? `${JSON.stringify({ ok: true, address })}\n` : `Headwater is ready: ${address}\n`);
  terminal.narrate(
    'Stop it with Ctrl-C. To import published releases, type in another terminal: npx headwater import PATH\n',
  );
  if (!interrupted.aborted) await once(interrupted, 'abort');
  terminal.narrate('Stopping …\n');
  await stop();
  terminal.narrate('Stopped.\n');
  return 0;
}
