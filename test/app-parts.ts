import type { Assets } from '#app/assets.ts';
import type { Config } from '#app/config.ts';
import { readConfig } from '#app/config.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';

/** The moment at which tests of the application stand still. */
export const testClock = stoppedClock(new Date('2026-01-15T10:00:00Z'));

/** Assets that need no build: tests of answers, not of looks. */
export const smallAssets: Assets = {
  urls: { stylesheet: '/assets/headwater-0000000000.css', font: '/assets/font-0000000000.woff2' },
  files: new Map([
    ['headwater-0000000000.css', { contentType: 'text/css; charset=utf-8', content: Buffer.from('body{color:#000}') }],
    ['font-0000000000.woff2', { contentType: 'font/woff2', content: Buffer.from('wOF2') }],
  ]),
};

/** The configuration of an environment that must be good. Exampleshire is left out unless asked for: it takes seconds. */
export function testConfig(environment: Readonly<Record<string, string>> = {}): Config {
  const read = readConfig({ LOG_LEVEL: 'info', PORT: '0', HEADWATER_DEMONSTRATION: 'figures', ...environment });
  if (!read.ok) throw new Error(read.failure.map(({ message }) => message).join(' '));
  return read.value;
}

/** A log that is kept, one parsed object a line. */
export function keptLog(): { readonly lines: readonly Record<string, unknown>[]; write(line: string): void } {
  const lines: Record<string, unknown>[] = [];
  return { lines, write: (line) => lines.push(JSON.parse(line)) };
}
