import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SyntheticSetting } from '#demo/synthetic-england.ts';
import { marksOf, syntheticEngland, syntheticSettings } from '#demo/synthetic-england.ts';
import { bytesPerMark, loadSyntheticYear, syntheticDays } from '#demo/synthetic-year.ts';
import { seedAreas } from '#domain/area/store.ts';
import type { Dimension } from '#domain/roll/groups.ts';
import { dimensions, groupCount, groups } from '#domain/roll/groups.ts';
import { groupsPerSpell } from '#domain/roll/packed-roll.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { migrate } from '#platform/database/migrate.ts';
import { openDatabase } from '#platform/database/pool.ts';

/**
 * Synthetic England: who is in it (the share of each group), how fast its marks are made up, and how fast and large a
 * slice is in a database. `npm run bench -- synthetic [settings] [days]`; 24500 settings for the whole.
 */
const wanted = Number(process.argv[2] ?? 2_450);
const dayCount = Number(process.argv[3] ?? 5);
const year = academicYearOf(plainDate('2025-09-01'));
const days = syntheticDays(year, dayCount);

function marginals(settings: readonly SyntheticSetting[]): void {
  const counts = new Float64Array(groupCount);
  const kinds = new Map<string, { settings: number; learners: number }>();
  for (const { roll, keeper } of settings) {
    const kind = kinds.get(keeper.kind) ?? { settings: 0, learners: 0 };
    kinds.set(keeper.kind, { settings: kind.settings + 1, learners: kind.learners + roll.size });
    for (let at = 0; at < roll.spells.count * groupsPerSpell; at += 1) {
      const group = roll.spells.groups[at] as number;
      counts[group] = (counts[group] as number) + 1;
    }
  }
  const learners = settings.reduce((sum, { roll }) => sum + roll.size, 0);
  console.log(`${settings.length} of ${syntheticSettings} settings, ${learners} learners`);
  for (const [kind, { settings: places, learners: people }] of kinds)
    console.log(`  ${kind}: ${places} with ${people}`);
  for (const dimension of dimensions.filter((one): one is Dimension => one !== 'all')) {
    const shares = groups
      .filter((group) => group.dimension === dimension && (counts[group.place] as number) > 0)
      .map(({ code, place }) => `${code} ${((100 * (counts[place] as number)) / learners).toFixed(1)} %`);
    console.log(`  ${dimension}: ${shares.join(', ')}`);
  }
}

function speed(settings: readonly SyntheticSetting[]): void {
  const marks = new Uint8Array(10_000);
  const started = performance.now();
  let [made, absent] = [0, 0];
  for (const session of [1, 2]) {
    for (const setting of settings) {
      marksOf(setting, days[0] ?? plainDate('2025-09-01'), session, marks);
      made += setting.roll.size;
    }
  }
  const seconds = (performance.now() - started) / 1000;
  for (const setting of settings.filter(({ keeper }) => keeper.unit === 'session')) {
    for (const byte of marksOf(setting, plainDate('2025-10-07'), 1)) absent += Number(byte >= 128);
  }
  const possible = settings
    .filter(({ keeper }) => keeper.unit === 'session')
    .reduce((sum, one) => sum + one.roll.size, 0);
  console.log(`${(made / seconds / 1e6).toFixed(0)} M marks/s made up on one core`);
  console.log(`${((100 * absent) / possible).toFixed(2)} % of sessions missed`);
}

async function load(settings: readonly SyntheticSetting[]): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'headwater-bench-'));
  const opened = await openDatabase({ dataFolder: folder, notify: () => undefined });
  if (!opened.ok) throw new ProblemError(opened.failure);
  const database = opened.value;
  try {
    await migrate(database);
    await seedAreas(database);
    const expected = 2 * days.length * settings.reduce((sum, { roll }) => sum + roll.size, 0) * bytesPerMark;
    console.log(`about ${(expected / 1e6).toFixed(0)} MB of disk expected, the log apart`);
    const started = performance.now();
    const { registers, marks } = await loadSyntheticYear(database, { settings, days });
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `${registers} registers, ${(marks / 1e6).toFixed(1)} M marks loaded with all totals in ${seconds.toFixed(1)} s: ${(marks / seconds / 1e6).toFixed(1)} M marks/s`,
    );
    await database.pool.query('VACUUM ANALYZE');
    const { rows } = await database.pool.query<{ name: string; bytes: string }>(
      `SELECT relname AS name, pg_total_relation_size(oid) AS bytes FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC LIMIT 8`,
    );
    for (const { name, bytes } of rows) {
      console.log(
        `  ${name}: ${(Number(bytes) / 1e6).toFixed(1)} MB, ${(Number(bytes) / marks).toFixed(2)} bytes/mark`,
      );
    }
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const settings = [...syntheticEngland({ seed: 'bench', settings: wanted, year })];
marginals(settings);
speed(settings);
await load(settings);
