import type { MarkScan } from '#domain/register/mark-scan.ts';
import { openMarkScan } from '#domain/register/mark-scan.ts';
import { quantile } from './measuring/running-headwater.ts';

/**
 * How many marks in memory one core counts by category in a second, in a plain loop and sixteen at a time, in one run.
 * `npm run bench -- scan [millions of marks] [rounds]`. Target: ≥ 1,000 M marks/s with SIMD.
 */
const marks = Number(process.argv[2] ?? 64) * 1_000_000;
const rounds = Number(process.argv[3] ?? 9);
const first = 4096;

/** Marks as a year has them: mostly present, some of each other kind, drawn by a fixed rule. */
function fill(scan: MarkScan): void {
  const memory = new Uint8Array(scan.memory(first + marks));
  let state = 1;
  for (let index = first; index < first + marks; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const chance = state >>> 24;
    memory[index] = chance < 230 ? 65 : chance < 245 ? 139 : chance < 252 ? 214 : chance < 254 ? 10 : 0;
  }
}

function measure(name: string, scan: MarkScan): { readonly perSecond: number; readonly counts: string } {
  fill(scan);
  const seconds: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const started = performance.now();
    scan.countCategories(first, marks, 0);
    // The first round is for the engine to compile in.
    if (round > 0) seconds.push((performance.now() - started) / 1000);
  }
  const perSecond = marks / quantile(seconds, 0.5);
  console.log(`${name.padEnd(12)} ${Math.round(perSecond / 1e6)} M marks/s (median of ${rounds})`);
  return { perSecond, counts: new Uint32Array(scan.memory(0), 0, 5).join(' ') };
}

const plain = measure('plain loop', openMarkScan('plain'));
const fastest = openMarkScan();
const scanned = measure(fastest.kind, fastest);
if (plain.counts !== scanned.counts) throw new Error(`They disagree: ${plain.counts} and ${scanned.counts}`);
console.log(`ratio ${(scanned.perSecond / plain.perSecond).toFixed(1)}; both count ${scanned.counts}`);
