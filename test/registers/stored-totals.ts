import { bandColumns, bandIndex } from '#domain/register/bands.ts';
import { countsPerPlace, unpackCounts } from '#domain/register/learner-counts.ts';
import { codeIndex, groupIndex, minutesIndex, tallyCategories, unpackTally } from '#domain/register/tally.ts';
import { groups } from '#domain/roll/groups.ts';
import { daysBetween, plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { NaiveTotals, Named } from './naive-totals.ts';

/** Every total of a setting as the database has it, under the names that naive-totals.ts gives them. */
export async function storedTotals(database: Database, settingId: number): Promise<NaiveTotals> {
  const of = (text: string) =>
    inScope(
      database,
      steward('verify'),
      async ({ client }) => (await client.query({ text, values: [settingId] })).rows,
    );
  const registers = await of('SELECT day, session, counts FROM register_total WHERE setting_id = $1');
  const periods = await of('SELECT week, counts, bands FROM period_total WHERE setting_id = $1');
  const learners = await of('SELECT counts FROM learner_total WHERE setting_id = $1');
  const year = periods.find(({ week }) => week === 0);
  const dayOf = (day: string): number => daysBetween(plainDate('2026-09-01'), plainDate(day));
  return {
    registers: Object.fromEntries(
      registers.map(({ day, session, counts }) => [`${dayOf(day)} ${session}`, tallyNames(counts)]),
    ),
    weeks: Object.fromEntries(
      periods.filter(({ week }) => week !== 0).map(({ week, counts }) => [String(week), tallyNames(counts)]),
    ),
    year: year ? tallyNames(year.counts) : {},
    bands: year ? bandNames(year.bands) : {},
    learners: learnerNames(learners[0]?.counts ?? Buffer.alloc(0)),
  };
}

function tallyNames(packed: Buffer): Named {
  const tally = unpackTally(packed);
  const names: Record<string, number> = {};
  const put = (name: string, count: number | undefined): void => {
    if (count) names[name] = count;
  };
  for (const category of tallyCategories) {
    for (const { dimension, code, place } of groups) {
      put(`${dimension} ${code} ${category}`, tally[groupIndex(place, category)]);
    }
    put(`minutes ${category}`, tally[minutesIndex(category)]);
  }
  for (const [code, byte] of bookOf('england').bytes) put(`code ${code}`, tally[codeIndex(byte)]);
  return names;
}

function bandNames(packed: Buffer): Named {
  const bands = unpackTally(packed, new Float64Array(groups.length * bandColumns.length));
  return Object.fromEntries(
    groups
      .flatMap(({ dimension, code, place }) =>
        bandColumns.map((column) => [`${dimension} ${code} ${column}`, bands[bandIndex(place, column)] ?? 0] as const),
      )
      .filter(([, count]) => count !== 0),
  );
}

const learnerColumns = ['attending', 'authorised', 'unauthorised', 'late'] as const;

function learnerNames(packed: Buffer): Named {
  const counts = [...unpackCounts(packed, packed.length / 8)];
  return Object.fromEntries(
    counts
      .map((count, at) => [`${Math.floor(at / countsPerPlace)} ${learnerColumns[at % countsPerPlace]}`, count] as const)
      .filter(([, count]) => count !== 0),
  );
}
