import { syntheticEngland, syntheticSettings } from '#demo/synthetic-england.ts';
import { loadSyntheticYear, syntheticDays } from '#demo/synthetic-year.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { systemClock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { machineLoad, numberOption, spread } from './measuring/durations.ts';
import { build, quantile, startHeadwater } from './measuring/running-headwater.ts';
import { onScratchFolder } from './measuring/synthetic-database.ts';

/**
 * What live pages ask beside today: the list of missing registers, the last school day, a day gone by, and children on
 * several rolls, with synthetic England. Today is closed everywhere, so that pages lead with the last school day whatever
 * time it is; on that day some tenth of settings have sent nothing. `--people yes` enters every learner by name, one in thirty on
 * the roll of another setting too, for the count of children: 9.1 million with all settings, some 8 GB.
 * `npm run bench -- live-pages-lists [--settings 24500] [--days 10] [--rounds 40]`. Budget: p95 ≤ 200 ms.
 */
const wanted = numberOption('settings', syntheticSettings);
const dayCount = numberOption('days', 10);
const rounds = numberOption('rounds', 40);
const named = process.argv.includes('--people');
const today = systemClock.today();
const year = academicYearOf(today);
const days = syntheticDays(year)
  .filter((day) => day < today)
  .slice(-dayCount);
const last = days.at(-1) as PlainDate;

const nation = { 'headwater-scope': 'nation E92000001' };
const authority = { 'headwater-scope': 'la E08000025' };
const pages = [
  [`/registers/missing?day=${last}`, nation],
  [`/registers/missing?day=${last}`, authority],
  [`/api/v1/registers/missing?day=${last}&area=E08000025`, nation],
  ['/attendance/E92000001', nation],
  ['/attendance/E12000007', nation],
  ['/attendance/E08000025', authority],
  [`/attendance/E08000025?day=${last}`, authority],
] as const;

async function fill(database: Database): Promise<void> {
  const settings = syntheticEngland({ seed: 'bench', settings: wanted, year });
  const loaded = await loadSyntheticYear(database, { settings, days, people: named ? 'named' : undefined });
  console.log(`${loaded.settings} settings, ${loaded.learners} learners, ${loaded.registers} registers, to ${last}`);
  const { pool } = database;
  await pool.query({
    text: `INSERT INTO closure (setting_id, day, session, kind, reason, recorded_at, recorded_by)
           SELECT setting_id, $1, 0, 'holiday', 'Closed for measuring', now(), 'bench' FROM register_keeper`,
    values: [today],
  });
  await asSteward(database, [
    `DELETE FROM register_total WHERE setting_id % 10 = 0 AND day = '${last}'`,
    `DELETE FROM register WHERE setting_id % 10 = 0 AND day = '${last}'`,
    ...(named ? [onTwoRolls] : []),
  ]);
  await pool.query('ANALYZE');
}

/** Every thirtieth enrolment is on the roll of a setting of its neighbourhood too. */
const onTwoRolls = `
  INSERT INTO learner_enrolment (learner_id, setting_id, slot, status, entered_on, left_on, la_id, trust_id)
  SELECT elsewhere, setting_id, slot, 'subsidiary', entered_on, left_on, la_id, trust_id
    FROM (SELECT e.*, lag(learner_id, 97) OVER (ORDER BY learner_id) AS elsewhere
            FROM learner_enrolment AS e WHERE slot % 30 = 0) AS enrolled
   WHERE elsewhere IS NOT NULL`;

async function asSteward(database: Database, statements: readonly string[]): Promise<void> {
  const client = await database.poolOf('steward').connect();
  try {
    await client.query("BEGIN; SET LOCAL headwater.duty = 'load'");
    for (const statement of statements) {
      const { rowCount } = await client.query(statement);
      console.log(`${rowCount} rows: ${statement.trim().split('\n')[0]}`);
    }
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

interface Standing {
  readonly complete: { readonly settings: number; readonly of: number };
  readonly byChild: { readonly children: number } | null;
}

async function time(address: string, page: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const each: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    const answer = await fetch(address + page, { headers: { ...headers, 'accept-encoding': 'identity' } });
    await answer.arrayBuffer();
    each.push(performance.now() - started);
    if (answer.status !== 200) throw new Error(`${page} answered ${answer.status}`);
  }
  const name = `${page} as ${headers['headwater-scope']}`.padEnd(78);
  console.log(`${name} first ${each[0]?.toFixed(0)} ms, p95 ${quantile(each, 0.95).toFixed(1)} ms, ${spread(each)}`);
}

/** From the start of the program until the nation’s picture is complete and its children are counted; and its answers meanwhile. */
async function untilCounted(address: string): Promise<void> {
  const [started, each]: [number, number[]] = [performance.now(), []];
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(1);
  for (let counted: string | undefined; ; ) {
    const before = performance.now();
    const answer = await fetch(`${address}/api/v1/attendance/areas/E92000001`, { headers: nation });
    const standing = answer.status === 200 ? ((await answer.json()) as Standing) : undefined;
    if (standing) each.push(performance.now() - before);
    if (standing?.byChild && standing.byChild.children > 0)
      counted ??= `${standing.byChild.children} at ${seconds()} s`;
    if (counted && standing && standing.complete.settings === standing.complete.of) {
      console.log(`children counted: ${counted}; complete at ${seconds()} s; answers meanwhile ${spread(each)}`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

build();
process.env['HEADWATER_DEMONSTRATION'] = 'nothing';
await onScratchFolder(fill, async (folder) => {
  const headwater = await startHeadwater(folder);
  try {
    await untilCounted(headwater.address);
    for (const [page, headers] of pages) await time(headwater.address, page, headers);
    console.log(machineLoad());
  } finally {
    await headwater.stop();
  }
});
