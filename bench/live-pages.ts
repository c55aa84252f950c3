import { syntheticEngland, syntheticSettings } from '#demo/synthetic-england.ts';
import { loadSyntheticYear, syntheticDays } from '#demo/synthetic-year.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { systemClock } from '#foundation/kernel/effects.ts';
import { machineLoad, numberOption, spread } from './measuring/durations.ts';
import { build, quantile, startHeadwater } from './measuring/running-headwater.ts';
import { onScratchFolder } from './measuring/synthetic-database.ts';

/**
 * How long live pages take at the server with synthetic England loaded for this academic year, its later days too, so
 * that the tables are as large as at its end; and how long after the start the picture is there, and complete.
 * `npm run bench -- live-pages [--settings 24500] [--days 190] [--rounds 40]`. Budget: p95 ≤ 200 ms.
 */
const wanted = numberOption('settings', syntheticSettings);
const days = numberOption('days', 366);
const rounds = numberOption('rounds', 40);
const year = academicYearOf(systemClock.today());

const nation = { 'headwater-scope': 'nation E92000001' };
const authority = { 'headwater-scope': 'la E08000025' };
const pages = [
  ['/attendance/E92000001', nation],
  ['/attendance/E92000001?period=year&by=ethnicity', nation],
  ['/attendance/E12000007', nation],
  ['/attendance/E08000025', authority],
  ['/attendance/E08000025?period=week&by=year-group', authority],
  ['/attendance/E08000025', nation],
  ['/api/v1/attendance/areas/E92000001', nation],
] as const;

interface Standing {
  readonly complete: { readonly settings: number; readonly of: number };
}

async function secondsUntil(address: string, holds: (standing: Standing) => boolean): Promise<number> {
  const started = performance.now();
  for (;;) {
    const answer = await fetch(`${address}/api/v1/attendance/areas/E92000001`, { headers: nation });
    if (answer.status === 200 && holds((await answer.json()) as Standing)) return (performance.now() - started) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function time(address: string, page: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const each: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    const answer = await fetch(address + page, { headers: { ...headers, 'accept-encoding': 'identity' } });
    bytes = (await answer.arrayBuffer()).byteLength;
    each.push(performance.now() - started);
    if (answer.status !== 200) throw new Error(`${page} answered ${answer.status}`);
  }
  const as = headers['headwater-scope'];
  console.log(
    `${`${page} as ${as}`.padEnd(70)} p95 ${quantile(each, 0.95).toFixed(1)} ms, ${spread(each)}, ${(bytes / 1000).toFixed(0)} KB`,
  );
}

build();
process.env['HEADWATER_DEMONSTRATION'] = 'nothing';
await onScratchFolder(
  async (database) => {
    const settings = syntheticEngland({ seed: 'bench', settings: wanted, year });
    const loaded = await loadSyntheticYear(database, { settings, days: syntheticDays(year, days) });
    console.log(
      `${loaded.settings} settings, ${loaded.learners} learners, ${loaded.registers} registers, ${loaded.marks} marks`,
    );
    await database.pool.query('ANALYZE');
  },
  async (folder) => {
    const headwater = await startHeadwater(folder);
    try {
      const there = await secondsUntil(headwater.address, () => true);
      const complete = await secondsUntil(headwater.address, ({ complete: { settings, of } }) => settings === of);
      console.log(
        `picture there ${there.toFixed(1)} s after the first page, complete ${(there + complete).toFixed(1)} s`,
      );
      for (const [page, headers] of pages) await time(headwater.address, page, headers);
      console.log(machineLoad());
    } finally {
      await headwater.stop();
    }
  },
);
