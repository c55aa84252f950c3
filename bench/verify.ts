import { syntheticEngland, syntheticSettings } from '#demo/synthetic-england.ts';
import { loadSyntheticYear, syntheticDays } from '#demo/synthetic-year.ts';
import { verifyRegisters } from '#domain/register/verify.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { machineLoad, numberOption } from './measuring/durations.ts';
import { quantile } from './measuring/running-headwater.ts';
import { onScratchDatabase } from './measuring/synthetic-database.ts';

/**
 * How fast every total of a year is rebuilt from its registers in the database and compared: `headwater verify` on a
 * slice of synthetic England. `npm run bench -- verify [--settings 1000] [--days 366] [--threads 2] [--rounds 3]
 * [--by-setting 1]`. Registers lie on the disk in the order in which they came in, day by day, unless --by-setting.
 * Budget: 100 M marks/s on 2 cores (`taskset -c 0,1`). 1,000 settings take about 600 MB of disk.
 */
const wanted = numberOption('settings', 1_000);
const threads = numberOption('threads', 2);
const rounds = numberOption('rounds', 3);
const year = academicYearOf(plainDate('2025-09-01'));
const days = syntheticDays(year, numberOption('days', 366));
const settings = [...syntheticEngland({ seed: 'bench', settings: wanted, year })];

async function fill(database: Database): Promise<void> {
  const { registers, marks } = await loadSyntheticYear(database, { settings, days });
  console.log(`${settings.length} settings, ${registers} registers, ${(marks / 1e6).toFixed(1)} M marks loaded`);
  if (numberOption('by-setting', 0) === 0) await layByDay(database);
  await database.pool.query('VACUUM ANALYZE');
}

/** The loader brings one setting after another; schools send one day after another. */
async function layByDay({ pool }: Database): Promise<void> {
  for (const table of ['register', 'register_total']) {
    await pool.query(`CREATE INDEX by_day ON ${table} (day, session, setting_id)`);
    await pool.query(`CLUSTER ${table} USING by_day`);
    await pool.query('DROP INDEX by_day');
  }
}

async function measure(database: Database): Promise<void> {
  const seconds: number[] = [];
  let perSecond = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const started = performance.now();
    const { marks, registers, found } = await verifyRegisters(database, { threads });
    seconds.push((performance.now() - started) / 1000);
    const last = seconds.at(-1) ?? Number.NaN;
    console.log(
      `round ${round}: ${registers} registers, ${(marks / 1e6).toFixed(1)} M marks, ${found} differences in ${last.toFixed(2)} s: ${(marks / last / 1e6).toFixed(0)} M marks/s; ${machineLoad()}`,
    );
    if (found > 0) throw new Error('The loaded totals are not those of the registers.');
    perSecond = marks / quantile(seconds, 0.5);
  }
  const nation = (quantile(seconds, 0.5) * syntheticSettings) / settings.length;
  console.log(
    `median of ${rounds}, ${threads} threads: ${(perSecond / 1e6).toFixed(0)} M marks/s; a year of all ${syntheticSettings} settings would take ${nation.toFixed(0)} s (in proportion)`,
  );
}

await onScratchDatabase(fill, measure);
