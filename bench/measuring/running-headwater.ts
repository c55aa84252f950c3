import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';

/** A Headwater of its own, started as a person starts it, for benchmarks that measure from outside. */
export interface RunningHeadwater {
  readonly address: string;
  /** From the start of the process to the first answer 200 of /health. */
  readonly secondsToReady: number;
  stop(): Promise<void>;
}

const root = path.join(import.meta.dirname, '..', '..');
const program = path.join(root, 'dist', 'headwater.js');

/** Builds the program, as `npm start` would. */
export function build(): void {
  run([path.join(root, 'scripts', 'build.ts')], {});
}

/** Imports paths into a data folder, as a person would. */
export function importInto(dataFolder: string, paths: readonly string[]): void {
  run([program, 'import', ...paths], { HEADWATER_DATA_DIR: dataFolder });
}

/** Starts Headwater on a free port and waits until its first page can be served. */
export async function startHeadwater(dataFolder: string): Promise<RunningHeadwater> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { ...process.env, HEADWATER_DATA_DIR: dataFolder, PORT: String(port), LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  });
  const address = `http://127.0.0.1:${port}`;
  await untilReady(address, child);
  return { address, secondsToReady: (performance.now() - started) / 1000, stop: () => stop(child) };
}

/** The value that a share of the values do not pass: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function run(parameters: readonly string[], environment: Readonly<Record<string, string>>): void {
  const { status, stderr } = spawnSync(process.execPath, parameters, {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  // Import answers 1 when rows were rejected: the releases have a few, and the benchmark goes on.
  if (status !== 0 && status !== 1) throw new Error(stderr);
}

async function untilReady(address: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`${address}/health`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('Headwater stopped before it was ready.');
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
