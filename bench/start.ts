import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, quantile, startHeadwater } from './measuring/running-headwater.ts';

/**
 * From an empty data folder to the first useful page, made-up release and Exampleshire included. `npm run bench -- start [runs]`.
 * Budget: 60 s once packages are installed.
 */
const runs = Number(process.argv[2] ?? 3);
const seconds: number[] = [];
for (let run = 1; run <= runs; run += 1) {
  const folder = await mkdtemp(path.join(tmpdir(), 'headwater-bench-'));
  const started = performance.now();
  build();
  const headwater = await startHeadwater(folder);
  const page = await fetch(headwater.address);
  await page.text();
  seconds.push((performance.now() - started) / 1000);
  console.log(`run ${run}: ${seconds.at(-1)?.toFixed(1)} s to the first page (${page.status})`);
  await headwater.stop();
  await rm(folder, { recursive: true, force: true });
}
console.log(`median ${quantile(seconds, 0.5).toFixed(1)} s from an empty data folder to the first page`);
