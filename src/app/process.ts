import { systemClock } from '#foundation/kernel/effects.ts';
import { runCommandLine } from './commands/cli.ts';

/** Runs the command line on this process: its arguments, streams, environment and signals. */
export async function runHere(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const stopping = new AbortController();
  const askToStop = (): void => {
    // Whoever asks twice does not want to wait.
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
  };
  process.on('SIGINT', askToStop);
  process.on('SIGTERM', askToStop);
  stopWithParent(askToStop);
  // `headwater … | head` closes the pipe early; that is no error.
  process.stdout.on('error', () => process.exit(0));
  const dumb = process.env['TERM'] === 'dumb';
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    environment: process.env,
    out: (text) => process.stdout.write(text),
    narrate: (text) => process.stderr.write(text),
    columns: process.stderr.isTTY && !dumb ? process.stderr.columns : undefined,
    clock: systemClock,
    interrupted: stopping.signal,
  });
}

/**
 * npm passes a request to stop on to the shell it started, which ends without passing it on to us. So a program started
 * by npm, or by an older Node.js that handed over, stops when whoever started it is gone.
 */
function stopWithParent(askToStop: () => void): void {
  const { npm_lifecycle_event: startedByNpm, HEADWATER_HANDED_OVER: handedOver } = process.env;
  if (startedByNpm === undefined && handedOver === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    askToStop();
  }, 250);
  watch.unref();
}
