import type { LearnerCounts } from './learner-counts.ts';
import { countsPerPlace, learnerCount, unpackCounts } from './learner-counts.ts';
import { unpackTally } from './tally.ts';
import { bandsAfresh } from './verify-bands.ts';
import type { FoundDifferences } from './verify-findings.ts';
import type { Difference } from './verify-model.ts';
import type { StoredSetting } from './verify-setting.ts';
import type { StoredPeriod, StoredRoll } from './verify-store.ts';
import { bandWords, tallyCountWords } from './verify-words.ts';
import type { YearRebuild } from './verify-year.ts';

/** A year that is rebuilt, and what is stored of it. */
interface ComparedYear {
  readonly setting: StoredSetting;
  readonly roll: StoredRoll;
  readonly rebuild: YearRebuild;
  readonly found: FoundDifferences;
}

/** Compares weeks, the year to date, its bands, learners' counts and the counts of changes. */
export function comparePeriods({ setting, roll, rebuild, found }: ComparedYear): void {
  const learners = rebuild.learners();
  const weeks = rebuild.weeks();
  const words = (index: number): string => tallyCountWords(index, (place) => rebuild.codeAt(place));
  const stored = new Map(setting.periods.map((period) => [period.week, period]));
  for (const [week, tally] of weeks) {
    const period = stored.get(week);
    if (!period || !rebuild.isWeek(week, period.counts)) compareWeek(found, { week, tally, period, words });
  }
  for (const { week, counts } of setting.periods) {
    if (week === 0 || weeks.has(week)) continue;
    compareCounts(found, unpackTally(counts), { kind: 'week-total', week, words });
  }
  const year = stored.get(0);
  if (year) compareCounts(found, unpackTally(year.counts), { kind: 'year-total', words, rebuilt: rebuild.year() });
  else if (weeks.size > 0) found.add({ kind: 'year-total-missing' });
  if (year) compareBands(found, year, bandsAfresh(roll.spells, learners));
  compareLearners(found, setting, { base: roll.base, learners });
  compareVersions(found, setting);
}

interface ComparedWeek {
  readonly week: number;
  readonly tally: Uint32Array;
  readonly period: StoredPeriod | undefined;
  readonly words: (index: number) => string;
}

function compareWeek(found: FoundDifferences, { week, tally, period, words }: ComparedWeek): void {
  if (!period) found.add({ kind: 'week-total-missing', week });
  else compareCounts(found, unpackTally(period.counts), { kind: 'week-total', week, words, rebuilt: tally });
}

function compareBands(found: FoundDifferences, { bands }: StoredPeriod, rebuilt: Uint32Array): void {
  const stored = unpackTally(bands ?? new Uint8Array(), new Float64Array(rebuilt.length));
  compareCounts(found, stored, { kind: 'bands', words: bandWords, rebuilt });
}

interface Compared extends Pick<Difference, 'kind' | 'week'> {
  readonly words: (index: number) => string;
  /** Zero throughout when left out. */
  readonly rebuilt?: Uint32Array | Float64Array;
}

function compareCounts(found: FoundDifferences, stored: Float64Array, { kind, week, words, rebuilt }: Compared): void {
  for (let index = 0; index < stored.length; index += 1) {
    const [there, counted] = [stored[index] as number, rebuilt?.[index] ?? 0];
    if (there !== counted) found.add({ kind, week, count: words(index), stored: there, rebuilt: counted });
  }
}

const columns = Object.keys(learnerCount);

function compareLearners(
  found: FoundDifferences,
  { learners: row }: StoredSetting,
  { base, learners }: { readonly base: number; readonly learners: LearnerCounts },
): void {
  if (!row) {
    found.add({ kind: 'learner-total-missing' });
    return;
  }
  const stored = unpackCounts(row.counts, learners.length / countsPerPlace);
  for (let index = 0; index < stored.length; index += 1) {
    const [there, counted] = [stored[index] as number, learners[index] ?? 0];
    if (there === counted) continue;
    const slot = base + Math.floor(index / countsPerPlace);
    const count = columns[index % countsPerPlace];
    found.add({ kind: 'learner-total', slot, count, stored: there, rebuilt: counted });
  }
}

/** The year's total says how many changes there were, as the lock does; a week says the one that last changed it. */
function compareVersions(found: FoundDifferences, { learners, periods, registers }: StoredSetting): void {
  if (!learners) return;
  const { version } = learners;
  for (const period of periods) {
    const agrees = period.week === 0 ? period.version === version : period.version <= version;
    if (!agrees) found.add({ kind: 'version', week: period.week, stored: period.version, rebuilt: version });
  }
  const fewest = registers.count;
  if (version < fewest) found.add({ kind: 'version', count: 'changes of the year', stored: version, rebuilt: fewest });
}
