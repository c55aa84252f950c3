import { runCommandLine } from '#app/commands/cli.ts';
import type { Terminal } from '#app/commands/terminal.ts';
import { testClock } from './app-parts.ts';

export interface RecordedTerminal extends Terminal {
  /** Everything written to standard output. */
  readonly written: () => string;
  /** Both streams as a person at a terminal would see them, in order. */
  readonly seen: () => string;
}

/** A terminal that keeps what is written to it. Without `environment` there is none, as on a fresh machine. */
export function recordedTerminal(
  given: Partial<Pick<Terminal, 'environment' | 'columns' | 'interrupted'>> = {},
): RecordedTerminal {
  const entries: { readonly stream: 'out' | 'narration'; readonly text: string }[] = [];
  return {
    environment: {},
    columns: undefined,
    interrupted: new AbortController().signal,
    ...given,
    clock: testClock,
    out: (text) => entries.push({ stream: 'out', text }),
    narrate: (text) => entries.push({ stream: 'narration', text }),
    written: () => entries.flatMap(({ stream, text }) => (stream === 'out' ? [text] : [])).join(''),
    seen: () => entries.map(({ text }) => text).join(''),
  };
}

/** A command as a transcript: what was typed, what was seen and the exit status. `replaced` hides what differs by machine. */
export async function transcript(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  replaced: Readonly<Record<string, string>> = {},
): Promise<string> {
  const terminal = recordedTerminal({ environment });
  const status = await runCommandLine(words, terminal);
  const text = `$ headwater ${words.join(' ')}\n${terminal.seen()}[exit ${status}]\n`;
  return Object.entries(replaced).reduce((seen, [from, to]) => seen.replaceAll(from, to), text);
}
