import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { machineLoad, numberOption } from './measuring/durations.ts';

/**
 * Need to know in `--worlds` (10,000) random worlds: what SQL, the API and pages answer is compared with the reference model
 * of test/access/worlds, and every name, UPN and id of a child out of reach is looked for. The suite runs the same in few
 * worlds; `--seed` draws the same worlds again. Prints worlds, persons, decisions, comparisons and leaks; fails at one.
 */
const worlds = numberOption('worlds', 10_000);
const seed = numberOption('seed', Math.floor(Math.random() * 1_000_000_000));
console.log(`${worlds} worlds, seed ${seed}; ${machineLoad()}`);
const root = path.dirname(import.meta.dirname);
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/access/worlds/worlds.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, HEADWATER_WORLDS: String(worlds), HEADWATER_SEED: String(seed) },
});
process.exitCode = status ?? 1;
