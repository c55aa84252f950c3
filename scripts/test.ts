import type { SpawnSyncOptions } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Everything that must hold, in one command: the program builds, the checks pass, every test passes, those in a browser
 * included. Ends with one line, `N passed, N failed`, in which each check counts as one. With arguments
 * (`npm test -- src/domain`) only the tests they name are run.
 */
const root = path.dirname(import.meta.dirname);
const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Where Chromium is, installing it from Debian's packages when we may. */
function findBrowser(): string | undefined {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return existsSync(given) ? given : undefined;
  const found = systemBrowsers.find((file) => existsSync(file));
  if (found || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return found;
  console.log('Installing Chromium from the system’s packages, for the browser tests.');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options: SpawnSyncOptions = { env: environment, stdio: ['ignore', 'ignore', 'inherit'] };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
  return systemBrowsers.find((file) => existsSync(file));
}

/** Runs one check, its output shown as it comes. */
function check(name: string, command: string, ...parameters: readonly string[]): Counts {
  console.log(`\n# ${name}`);
  const { status } = spawnSync(command, parameters, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(status === 0 ? `${name}: passed` : `${name}: failed`);
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
}

/** Runs vitest, keeping back its closing line, which is counted with the rest. */
async function runTests(browser: string, filters: readonly string[]): Promise<Counts> {
  console.log('\n# Tests');
  const colour = process.stdout.isTTY && !process.env['NO_COLOR'] ? { FORCE_COLOR: '1' } : {};
  const vitest = spawn('vitest', ['run', ...filters], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...colour, CHROMIUM_PATH: browser },
  });
  const ended = new Promise<number>((resolve) => vitest.once('close', (code) => resolve(code ?? 1)));
  let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const line of createInterface({ input: vitest.stdout })) {
    const [whole, passed, failed, skipped] = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line) ?? [];
    if (whole === undefined) console.log(line);
    else counts = { passed: Number(passed), failed: Number(failed), skipped: Number(skipped ?? 0) };
  }
  const code = await ended;
  return code === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}

async function runEverything(browser: string): Promise<readonly Counts[]> {
  const checks = [
    check('The program builds', 'npm', 'run', '--silent', 'build'),
    check('Format and lint', 'biome', 'check', '--max-diagnostics=200', '.'),
    check('Types', 'tsc', '--noEmit'),
    check('Nothing unused', 'knip', '--no-progress'),
  ];
  return [...checks, await runTests(browser, [])];
}

function report(counts: readonly Counts[]): void {
  const total = (of: keyof Counts) => counts.reduce((sum, count) => sum + count[of], 0);
  const skipped = total('skipped') > 0 ? `, ${total('skipped')} skipped` : '';
  if (total('failed') > 0) process.exitCode = 1;
  console.log(`\n${total('passed')} passed, ${total('failed')} failed${skipped}`);
}

const filters = process.argv.slice(2);
const browser = findBrowser();
if (browser) report(filters.length > 0 ? [await runTests(browser, filters)] : await runEverything(browser));
else {
  console.error('The browser tests need Chromium: run “apt-get install chromium” as root, or set CHROMIUM_PATH.');
  report([{ passed: 0, failed: 1, skipped: 0 }]);
}
