import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

/*
 * The first file that runs. It may run under whichever Node.js the machine has, so it loads nothing of the program until
 * the version is known to do: an older one hands over to the Node.js that npm installed beside Headwater.
 */

const neededVersion = 24;

function installedNode(): string | undefined {
  try {
    const folder = path.dirname(createRequire(import.meta.url).resolve('node/package.json'));
    return path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return undefined;
  }
}

function handOver(node: string): void {
  const child = spawn(node, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, HEADWATER_HANDED_OVER: '1' },
  });
  // Ctrl-C reaches the child by itself; this process only waits for it to finish tidily.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (status, signal) => {
    process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 1);
  });
  child.on('error', () => refuse());
}

function refuse(): void {
  process.stderr.write(
    `Headwater needs Node.js ${neededVersion}, and this is ${process.versions.node}.\n  Run npm ci in Headwater’s folder: it brings the right one.\n`,
  );
  process.exitCode = 1;
}

const handedOver = process.env['HEADWATER_HANDED_OVER'] !== undefined;
const node = installedNode();
if (Number(process.versions.node.split('.')[0]) >= neededVersion) {
  const { runHere } = await import('./process.ts');
  await runHere();
} else if (node !== undefined && !handedOver) {
  handOver(node);
} else {
  refuse();
}
