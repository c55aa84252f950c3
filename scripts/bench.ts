import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Runs benchmarks by name, `npm run bench -- import`, or all of them. Each is a program of its own in bench/, so that
 * its memory is its own, and prints what it measured.
 */
const folder = path.join(import.meta.dirname, '..', 'bench');
const [wanted, ...rest] = process.argv.slice(2);
const all = (await readdir(folder)).filter((name) => /^[a-z-]+\.ts$/.test(name)).map((name) => name.slice(0, -3));
const chosen = wanted === undefined ? all : all.filter((name) => name === wanted);

if (chosen.length === 0) {
  console.error(`No benchmark is called ${wanted}. There are: ${all.join(', ')}.`);
  process.exit(2);
}
for (const name of chosen) {
  const { status } = spawnSync(process.execPath, [path.join(folder, `${name}.ts`), ...rest], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
