import { recordRegister } from '#domain/register/actions.ts';
import { lockYearTotals, writeYears } from '#domain/register/load-store.ts';
import type { LoadedChange, LoadedRegister } from '#domain/register/load-year.ts';
import { countLoad } from '#domain/register/load-year.ts';
import { registerAt } from '#domain/register/register-store.ts';
import type { LastRecorded } from '#domain/register/top-up-store.ts';
import { lastRecorded, registersSince } from '#domain/register/top-up-store.ts';
import { lockSetting } from '#domain/roll/enrolment-store.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import { updateEnrolments, writeEvents } from '#domain/roll/load-store.ts';
import { rollOf } from '#domain/roll/roll-store.ts';
import { repackYear } from '#domain/roll/roll-years.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import { announceChange } from '#platform/database/changes.ts';
import type { Database } from '#platform/database/pool.ts';
import { inTransaction } from '#platform/database/pool.ts';
import { enterPlaces, registersOf, writePeople } from './exampleshire.ts';
import type { Stay } from './exampleshire-lives.ts';
import { exampleLives } from './exampleshire-lives.ts';
import { officeActor, registerActor } from './exampleshire-registers.ts';
import { enrolmentOf, staysIn } from './exampleshire-rolls.ts';
import type { ExampleSetting } from './exampleshire-settings.ts';
import { exampleSettings } from './exampleshire-settings.ts';

const book = bookOf('england');

/** What is to be brought up to now; everything that is there unless said otherwise. */
export interface TopUpWanted {
  /** Stops between two settings; the next time goes on from there. */
  readonly interrupted?: AbortSignal;
}

interface Gap {
  readonly now: Date;
  readonly today: PlainDate;
  /** Up to when registers, and changes to them, are there. */
  readonly registers: Date;
  readonly changes: Date;
  readonly years: readonly AcademicYear[];
}

/** How many registers were added and corrected. */
export interface ToppedUp {
  readonly registers: number;
  readonly corrected: number;
}

/**
 * Brings Exampleshire up to the clock's instant: who has come and gone since, the registers that have come in since, and
 * what was put right. What anybody recorded or corrected in the demonstration stays. Answers undefined, and does
 * nothing, where there is no Exampleshire.
 */
export async function topUpExampleshire(
  database: Database,
  clock: Clock,
  { interrupted }: TopUpWanted = {},
): Promise<ToppedUp | undefined> {
  const known = new Set((await keepers(database)).map(({ settingId }) => settingId));
  const settings = exampleSettings.filter(({ keeper }) => known.has(keeper.settingId));
  const last = await lastOf(database, settings);
  if (settings.length === 0 || last.register === null || last.register >= clock.now()) return undefined;
  const gap = gapFrom(last.register, last.change ?? last.register, clock);
  const lives = exampleLives(((gap.years.at(-1) ?? 0) + 1) as AcademicYear);
  const bySetting = Map.groupBy(lives, ({ setting }) => setting);
  await inTransaction(database, (transaction) =>
    enterPlaces(transaction, settings, { span: gap.years, today: gap.today, now: gap.now }),
  );
  const done = { registers: 0, corrected: 0 };
  for (const setting of settings) {
    if (interrupted?.aborted) break;
    const added = await topUpSetting(database, clock, { setting, stays: bySetting.get(setting) ?? [], otherwise: gap });
    done.registers += added.registers;
    done.corrected += added.corrected;
  }
  return done;
}

/** One setting to be brought up to now, whose calendar is there. */
export interface SettingToTopUp {
  readonly setting: ExampleSetting;
  /** All its stays, up to the end of the next academic year. */
  readonly stays: readonly Stay[];
  /** From when on, where it has no register yet. */
  readonly otherwise?: Gap;
}

/**
 * Brings one setting up to the clock's instant, from where it was: what a run that was stopped left out is made good. Two
 * processes may do so at once, or somebody may take one of the registers meanwhile: whoever is first is left as it is.
 */
export async function topUpSetting(
  database: Database,
  clock: Clock,
  { setting, stays, otherwise }: SettingToTopUp,
): Promise<ToppedUp> {
  const last = await lastOf(database, [setting]);
  const gap = last.register ? gapFrom(last.register, last.change ?? last.register, clock) : otherwise;
  if (!gap || gap.registers >= gap.now) return { registers: 0, corrected: 0 };
  const corrected = await correct(database, setting, stays, gap);
  const added = await inScope(database, steward('load'), (scoped) => addSetting(scoped, setting, stays, gap));
  const { settingId } = setting.keeper;
  // Pages show today; of the days before, whoever keeps figures finds out by their versions.
  for (const { day, session } of added) if (day === gap.today) announceChange(database, { settingId, day, session });
  return { registers: added.length, corrected };
}

function lastOf(database: Database, settings: readonly ExampleSetting[]): Promise<LastRecorded> {
  const ids = settings.map(({ keeper }) => keeper.settingId);
  return inScope(database, steward('load'), (scoped) => lastRecorded(scoped, ids, [registerActor, officeActor]));
}

function gapFrom(registers: Date, changes: Date, clock: Clock): Gap {
  const [first, last] = [academicYearOf(londonDay(registers)), academicYearOf(clock.today())];
  const years = Array.from({ length: last - first + 1 }, (_, later) => (first + later) as AcademicYear);
  return { now: clock.now(), today: clock.today(), registers, changes, years };
}

/** Corrections that have become known of registers that were there already, each through the road of every correction. */
async function correct(
  database: Database,
  setting: ExampleSetting,
  stays: readonly Stay[],
  { years, now, registers, changes }: Gap,
): Promise<number> {
  let corrected = 0;
  for (const year of years) {
    const made = registersOf(setting, staysIn(stays, year), year, now).registers;
    for (const register of made.filter(({ takenAt }) => takenAt <= registers)) {
      const late = (register.changes ?? []).filter(({ at }) => at > changes);
      for (const change of late) corrected += await correctOne(database, setting, register, change);
    }
  }
  return corrected;
}

async function correctOne(
  database: Database,
  { keeper }: ExampleSetting,
  { day, session }: LoadedRegister,
  change: LoadedChange,
): Promise<number> {
  const key = { settingId: keeper.settingId, day, session };
  const scope: StewardScope = { ...steward('load'), actor: change.actor };
  const current = await inScope(database, scope, (scoped) => registerAt(scoped, key));
  if (!current) return 0;
  // Where somebody has changed the mark meanwhile, theirs stands.
  const open = change.marks.filter(({ place, original }) => (current.marks[place] ?? 0) === original);
  if (open.length === 0) return 0;
  const size = open.reduce((most, { place }) => Math.max(most, place + 1), current.marks.length);
  const marks = new Uint8Array(size);
  marks.set(current.marks);
  for (const { place, amended } of open) marks[place] = amended;
  const sent = { ...key, version: current.version + 1, marks, reason: change.reason };
  const outcome = await recordRegister(database, scope, sent, change.at);
  return outcome.kind === 'recorded' ? 1 : 0;
}

/** Who has come and gone, and the registers since: in one transaction a setting. */
async function addSetting(
  scoped: Scoped<StewardScope>,
  setting: ExampleSetting,
  all: readonly Stay[],
  gap: Gap,
): Promise<readonly LoadedRegister[]> {
  const { keeper } = setting;
  await lockSetting(scoped, keeper.settingId);
  const added: LoadedRegister[] = [];
  for (const year of gap.years) {
    const own = staysIn(all, year);
    const begun = own.filter(({ from }) => from <= gap.today);
    if (begun.length === 0) continue;
    const roll = await rollSince(scoped, setting, begun, { ...gap, year });
    const made = registersOf(setting, own, year, gap.now);
    const totals = await lockYearTotals(scoped, roll);
    // Asked under the lock that every register takes: what is not there now is not there when it is written.
    const there = await registersSince(scoped, keeper.settingId, londonDay(gap.registers));
    const since = made.registers.filter(
      ({ takenAt, day, session }) => takenAt > gap.registers && !there.has(`${day} ${session}`),
    );
    const registers = since.map((one) => ({ ...one, marks: one.marks.subarray(0, roll.size) }));
    await writeEvents(
      scoped,
      made.events.filter(({ day }) => day >= londonDay(gap.registers)).map((event) => ({ ...event, place: keeper })),
    );
    const counted = countLoad(roll, book, registers, totals);
    await writeYears(scoped, [{ keeper, roll, bookId: book.bookId, registers, counted }]);
    added.push(...registers);
  }
  return added;
}

/** The roll of a year with who came and went since; as it is when nobody did. */
async function rollSince(
  scoped: Scoped<StewardScope>,
  { keeper }: ExampleSetting,
  begun: readonly Stay[],
  { registers, today, year }: Gap & { readonly year: AcademicYear },
) {
  const since = londonDay(registers);
  const stored = await rollOf(scoped, keeper.settingId, year);
  const moved = begun.filter(({ from, to }) => from >= since || (to !== undefined && to >= since && to <= today));
  if (stored && moved.length === 0) return stored;
  const day = { year, today };
  const known = stored ? moved : begun;
  // Rows name the year group of the newest year that is packed, and packing the next moves everybody up.
  const yearsBehind = stored ? 0 : 1;
  await writePeople(scoped, known, { year: (year - yearsBehind) as AcademicYear, today });
  await updateEnrolments(
    scoped,
    known.map((stay) => {
      const enrolment = enrolmentOf(stay, day);
      return { ...enrolment, yearGroup: enrolment.yearGroup - yearsBehind };
    }),
  );
  return repackYear(scoped, keeper, year);
}
