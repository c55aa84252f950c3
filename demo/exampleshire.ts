import type { YearLoad } from '#domain/register/load-store.ts';
import { writeYears } from '#domain/register/load-store.ts';
import { countLoad } from '#domain/register/load-year.ts';
import { removeRegisters } from '#domain/register/remove-store.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import type { EventToLoad } from '#domain/roll/load-store.ts';
import {
  removeKeepers,
  writeCharacteristics,
  writeEnrolments,
  writeEvents,
  writeKeepers,
  writeLearners,
  writePlans,
  writeRolls,
  writeTrusts,
} from '#domain/roll/load-store.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { england } from '#foundation/nations/england-areas.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database, Transaction } from '#platform/database/pool.ts';
import { inTransaction } from '#platform/database/pool.ts';
import { collegeYear } from './exampleshire-events.ts';
import type { Stay } from './exampleshire-lives.ts';
import { exampleLives } from './exampleshire-lives.ts';
import { sessionRegisters } from './exampleshire-registers.ts';
import {
  characteristicOf,
  enrolmentOf,
  exampleCalendar,
  exampleRoll,
  identifiersOf,
  staysIn,
} from './exampleshire-rolls.ts';
import type { ExampleSetting } from './exampleshire-settings.ts';
import { exampleRegion, exampleSettings, exampleshire, exampleTrusts } from './exampleshire-settings.ts';

/** What of Exampleshire is wanted. Everything unless said otherwise: tests take a slice. */
export interface ExampleWanted {
  /** The settings to load, all unless given. */
  readonly settings?: readonly ExampleSetting[];
  /** How many academic years up to today, three unless given. */
  readonly years?: number;
}

export interface ExampleLoaded {
  readonly settings: number;
  readonly learners: number;
  readonly registers: number;
  readonly marks: number;
}

const source = 'Made up by Headwater: Exampleshire';
const book = bookOf('england');
const usualYears = 3;
/** Marks written in one transaction, in bytes. */
const batchMarks = 4_000_000;

/**
 * Fills a database without any register with Exampleshire as it was at the clock's instant: its area, trusts, settings,
 * people, rolls, three years of registers with every total, and today's as far as they have come in.
 */
export async function loadExampleshire(
  database: Database,
  clock: Clock,
  { settings = exampleSettings, years = usualYears }: ExampleWanted = {},
): Promise<ExampleLoaded> {
  const [now, today] = [clock.now(), clock.today()];
  const last = academicYearOf(today);
  const span = Array.from({ length: years }, (_, back) => (last - back) as AcademicYear).toReversed();
  const bySetting = Map.groupBy(exampleLives((last + 1) as AcademicYear), ({ setting }) => setting);
  // Settings are entered last: until then nobody sees any of it, and what a load that was stopped left is cleared away.
  const ids = settings.map(({ keeper }) => keeper.settingId);
  await inScope(database, steward('load'), (scoped) => removeRegisters(scoped, ids));
  const loaded = { settings: 0, learners: 0, registers: 0, marks: 0 };
  const people = new Set<number>();
  let batch: SettingLoad[] = [];
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const full = batch;
    batch = [];
    // The database writes one batch while the next is made up.
    await writing;
    writing = inScope(database, steward('load'), (scoped) => writeBatch(scoped, full, { today, year: last }, people));
    writing.catch(() => undefined);
  };
  for (const setting of settings) {
    const one = settingLoad(setting, bySetting.get(setting) ?? [], { span, today, now });
    loaded.settings += 1;
    for (const { registers } of one.years) {
      loaded.registers += registers.length;
      loaded.marks += registers.reduce((sum, { marks }) => sum + marks.length, 0);
    }
    batch.push(one);
    if (batch.reduce((sum, { size }) => sum + size, 0) > batchMarks) await flush();
  }
  await flush();
  await writing;
  await inTransaction(database, (transaction) => enterPlaces(transaction, settings, { span, today, now }));
  return { ...loaded, learners: people.size };
}

interface Span {
  readonly span: readonly AcademicYear[];
  readonly today: PlainDate;
  readonly now: Date;
}

interface SettingLoad {
  readonly setting: ExampleSetting;
  /** Those on roll in the years loaded, by today. */
  readonly stays: readonly Stay[];
  readonly years: readonly YearLoad[];
  readonly events: readonly EventToLoad[];
  readonly size: number;
}

/** Made up for one setting: who is on roll and every register of the years wanted. */
function settingLoad(setting: ExampleSetting, all: readonly Stay[], { span, today, now }: Span): SettingLoad {
  const years: YearLoad[] = [];
  const events: EventToLoad[] = [];
  const stays = new Set<Stay>();
  for (const year of span) {
    const own = staysIn(all, year);
    for (const stay of own) if (stay.from <= today) stays.add(stay);
    if (!own.some(({ from }) => from <= today)) continue;
    const roll = exampleRoll(setting, own, { year, today });
    const made = registersOf(setting, own, year, now);
    events.push(...made.events);
    // Those who come later have no place on the roll yet, and no mark.
    const registers = made.registers.map((one) => ({ ...one, marks: one.marks.subarray(0, roll.size) }));
    years.push({
      keeper: setting.keeper,
      roll,
      bookId: book.bookId,
      registers,
      counted: countLoad(roll, book, registers),
    });
  }
  const size = years.reduce((sum, { registers, roll }) => sum + registers.length * roll.size, 0);
  return { setting, stays: [...stays], years, events, size };
}

/** A setting's registers of a year by `now`, with a college's events. */
export function registersOf(setting: ExampleSetting, stays: readonly Stay[], year: AcademicYear, now: Date) {
  if (setting.keeper.unit === 'none' || stays.length === 0) return { events: [], registers: [] };
  if (setting.keeper.unit === 'event') return collegeYear(setting, stays, { year, now });
  return { events: [], registers: sessionRegisters(setting, stays, { year, now }) };
}

/** Enters the area, the trusts and the settings with their calendars, whatever of them is not there yet. */
export async function enterPlaces(
  transaction: Transaction,
  settings: readonly ExampleSetting[],
  { span, today, now }: Span,
): Promise<void> {
  await enterAreas(transaction);
  await writeTrusts(transaction, exampleTrusts);
  const loads = settings.map((setting) => {
    const calendars = span.map((year) => exampleCalendar(setting, { year, today }));
    return {
      keeper: setting.keeper,
      type: settingTypes[setting.keeper.kind],
      phase: setting.keeper.kind.replaceAll('-', ' '),
      headcount: undefined,
      calendar: {
        terms: calendars.flatMap(({ terms }) => terms),
        closures: calendars.flatMap(({ closures }) => closures),
      },
    };
  });
  await writeKeepers(transaction, loads, { source, recordedAt: now });
}

const settingTypes = {
  primary: 'Primary school',
  secondary: 'Secondary school',
  'all-through': 'All-through school',
  special: 'Special school',
  'pupil-referral-unit': 'Pupil referral unit',
  'alternative-provision': 'Alternative provision',
  'hospital-school': 'Hospital school',
  'sixth-form-college': 'Sixth form college',
  'fe-college': 'Further education college',
  'local-authority': 'Children educated otherwise than at school',
} as const;

async function enterAreas(transaction: Transaction): Promise<void> {
  const { areaId, name, gss, dfe } = exampleshire;
  const region = exampleRegion;
  const rest = { source, verified: false };
  await transaction
    .insertInto('area')
    .values([
      { area_id: region.areaId, kind: 'region', name: region.name, parent_id: england.areaId, ...rest },
      { area_id: areaId, kind: 'local-authority', name, parent_id: region.areaId, ...rest },
    ])
    .onConflict((conflict) => conflict.column('area_id').doNothing())
    .execute();
  await transaction
    .insertInto('area_code')
    .values([
      { area_id: region.areaId, scheme: 'gss', code: region.gss },
      { area_id: areaId, scheme: 'gss', code: gss },
      { area_id: areaId, scheme: 'dfe', code: dfe },
    ])
    .onConflict((conflict) => conflict.columns(['area_id', 'scheme', 'code']).doNothing())
    .execute();
}

/** Writes settings' people, rolls and registers; `people` gathers who was written, so that nobody is twice. */
async function writeBatch(
  scoped: Scoped<StewardScope>,
  batch: readonly SettingLoad[],
  day: { readonly year: AcademicYear; readonly today: PlainDate },
  people: Set<number>,
): Promise<void> {
  const stays = batch.flatMap((one) => one.stays);
  await writePeople(scoped, stays, day);
  for (const { learner } of stays) people.add(learner.learnerId);
  const years = batch.flatMap((one) => one.years);
  await writeRolls(
    scoped,
    years.map(({ roll }) => ({ roll, place: placeOf(roll.settingId) })),
  );
  const events = batch.flatMap((one) => one.events.map((event) => ({ ...event, place: one.setting.keeper })));
  await writeEvents(scoped, events);
  await writeYears(scoped, years);
}

function placeOf(settingId: number): ExampleSetting['keeper'] {
  const found = exampleSettings.find(({ keeper }) => keeper.settingId === settingId);
  if (!found) throw new RangeError(`Exampleshire has no setting ${settingId}`);
  return found.keeper;
}

/** Writes people, enrolments, what is known of them, and part-time plans; those already there are left as they are. */
export async function writePeople(
  scoped: Scoped<StewardScope>,
  stays: readonly Stay[],
  day: { readonly year: AcademicYear; readonly today: PlainDate },
): Promise<void> {
  const byLearner = Map.groupBy(stays, ({ learner }) => learner.learnerId);
  await writeLearners(
    scoped,
    [...byLearner].map(([learnerId, own]) => ({
      learnerId,
      ...Object.assign({}, ...own.map(identifiersOf)),
      homeLaId: exampleshire.areaId,
    })),
  );
  await writeEnrolments(
    scoped,
    stays.map((stay) => ({ ...enrolmentOf(stay, day), place: stay.setting.keeper })),
  );
  await writeCharacteristics(
    scoped,
    stays.map((stay) => ({
      ...characteristicOf(stay),
      settingId: stay.setting.keeper.settingId,
      place: stay.setting.keeper,
    })),
  );
  await writePlans(
    scoped,
    stays.flatMap(({ plans, slot, setting }) =>
      plans
        .filter(({ from }) => from <= day.today)
        .map(({ from, to, reviewOn, sessionsOff }) => ({
          settingId: setting.keeper.settingId,
          slot,
          startsOn: from,
          endsOn: to,
          reviewOn,
          sessionsOff,
          reason: 'Building up to full time after illness',
          place: setting.keeper,
        })),
    ),
  );
}

/**
 * Takes Exampleshire out again: its settings, people, rolls, registers, trusts and area. Answers how many settings there
 * were. Nothing else is touched.
 */
export async function removeExampleshire(database: Database): Promise<number> {
  const made = new Set(exampleSettings.map(({ keeper }) => keeper.settingId));
  const there = (await keepers(database)).filter(
    ({ settingId, demonstration }) => demonstration && made.has(settingId),
  );
  const ids = there.map(({ settingId }) => settingId);
  await inScope(database, steward('load'), (scoped) => removeRegisters(scoped, ids));
  await inTransaction(database, async (transaction) => {
    await removeKeepers(transaction, ids);
    const areas = [exampleshire.areaId, exampleRegion.areaId];
    await transaction.deleteFrom('area_code').where('area_id', 'in', areas).execute();
    for (const area of areas) await transaction.deleteFrom('area').where('area_id', '=', area).execute();
  });
  return there.length;
}
