import type { YearLoad } from '#domain/register/load-store.ts';
import { writeYears } from '#domain/register/load-store.ts';
import type { LoadedRegister } from '#domain/register/load-year.ts';
import { countLoad } from '#domain/register/load-year.ts';
import { openSessions } from '#domain/roll/calendar.ts';
import type { KeeperToLoad } from '#domain/roll/load-store.ts';
import { writeEvents, writeKeepers, writeRolls, writeTrusts } from '#domain/roll/load-store.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { inTransaction } from '#platform/database/pool.ts';
import { schoolYear } from './synthetic-calendar.ts';
import type { SyntheticEvent, SyntheticSetting } from './synthetic-england.ts';
import { eventMarksOf, eventsOf, marksOf } from './synthetic-england.ts';
import { writeSyntheticPeople } from './synthetic-people.ts';

export interface SyntheticLoad {
  readonly settings: Iterable<SyntheticSetting>;
  /** Days to load registers of, all in one academic year; `syntheticDays` gives those of a year. None: only rolls. */
  readonly days: readonly PlainDate[];
  /** Names, enrolments and characteristics too; without them only what counting needs is written. */
  readonly people?: 'named' | undefined;
  readonly onProgress?: (progress: SyntheticProgress) => void;
}

export interface SyntheticProgress {
  readonly settings: number;
  readonly learners: number;
  readonly registers: number;
  readonly marks: number;
}

/**
 * Bytes on disk for each mark loaded, totals, indexes and write-ahead log left out: for an estimate before a long load
 * (measured with 2,450 settings; the benchmark `synthetic` prints it again).
 */
export const bytesPerMark = 2;

/** The school days of a year from the first: all of them, or so many. */
export function syntheticDays(year: SyntheticSetting['roll']['year'], most = 366): readonly PlainDate[] {
  const { start, end } = academicYearDays(year);
  const calendar = schoolYear(year);
  const days: PlainDate[] = [];
  for (let day = start; day <= end && days.length < most; day = addDays(day, 1)) {
    if (openSessions(calendar, day).length > 0) days.push(day);
  }
  return days;
}

/** Marks gathered before they are written, in bytes. */
const batchMarks = 12_000_000;
const book = bookOf('england');
const actor = 'Made up for measuring';

/**
 * Loads settings, their packed rolls and learners' totals, and their registers of some days with every total: what
 * reading and recording need. No person, name or enrolment is written unless `people` says so. Settings must not be
 * there yet.
 */
export async function loadSyntheticYear(database: Database, load: SyntheticLoad): Promise<SyntheticProgress> {
  const progress = { settings: 0, learners: 0, registers: 0, marks: 0 };
  let batch: SyntheticSetting[] = [];
  let gathered = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const loads = batch.map((setting) => yearOf(setting, load.days));
    for (const { roll, registers } of loads) {
      progress.settings += 1;
      progress.learners += roll.size;
      progress.registers += registers.length;
      progress.marks += registers.reduce((sum, { marks }) => sum + marks.length, 0);
    }
    const settings = batch;
    [batch, gathered] = [[], 0];
    // The database writes one batch while the next is made up.
    await writing;
    writing = writeBatch(database, settings, loads, load.people);
    writing.catch(() => undefined);
    load.onProgress?.({ ...progress });
  };
  for (const setting of load.settings) {
    batch.push(setting);
    gathered += setting.roll.size * Math.max(1, 2 * load.days.length);
    if (gathered >= batchMarks || batch.length >= 2_000) await flush();
  }
  await flush();
  await writing;
  return progress;
}

type SyntheticYear = YearLoad & { readonly events: readonly (SyntheticEvent & { readonly day: PlainDate })[] };

function yearOf(setting: SyntheticSetting, days: readonly PlainDate[]): SyntheticYear {
  const { keeper, roll } = setting;
  const events =
    keeper.unit === 'event' ? days.flatMap((day) => eventsOf(setting, day).map((event) => ({ day, ...event }))) : [];
  const registers = keeper.unit === 'session' ? sessionRegisters(setting, days) : eventRegisters(setting, events);
  return { keeper, roll, bookId: book.bookId, registers, counted: countLoad(roll, book, registers), events };
}

function sessionRegisters(setting: SyntheticSetting, days: readonly PlainDate[]): readonly LoadedRegister[] {
  return days.flatMap((day) =>
    [1, 2].map((session) => ({
      day,
      session,
      marks: marksOf(setting, day, session),
      takenAt: new Date(`${day}T${session === 1 ? '08:55' : '12:55'}:00Z`),
      actor,
    })),
  );
}

function eventRegisters(
  setting: SyntheticSetting,
  events: readonly (SyntheticEvent & { readonly day: PlainDate })[],
): readonly LoadedRegister[] {
  return events.map((event) => ({
    day: event.day,
    session: event.session,
    marks: eventMarksOf(setting, event.day, event),
    takenAt: new Date(`${event.day}T${event.startsAt}:00Z`),
    actor,
    event,
  }));
}

async function writeBatch(
  database: Database,
  settings: readonly SyntheticSetting[],
  loads: readonly SyntheticYear[],
  people: SyntheticLoad['people'],
): Promise<void> {
  if (loads.length === 0) return;
  await inTransaction(database, async (transaction) => {
    const trustIds = new Set(settings.map(({ keeper }) => keeper.trustId).filter((trustId) => trustId > 0));
    await writeTrusts(
      transaction,
      [...trustIds].map((trustId) => ({ trustId, name: `Synthetic trust ${trustId}` })),
    );
    const recordedAt = new Date(`${loads[0]?.roll.year}-08-01T00:00:00Z`);
    await writeKeepers(transaction, settings.map(keeperOf), { source: 'Made up by Headwater', recordedAt });
  });
  await inScope(database, steward('load'), async (scoped) => {
    await writeRolls(
      scoped,
      loads.map(({ roll, keeper }, index) => ({ roll, place: settings[index]?.keeper ?? { ...keeper } })),
    );
    const events = loads.flatMap(({ keeper, events: all }) =>
      all.map((event) => ({ ...event, settingId: keeper.settingId, place: keeper })),
    );
    await writeEvents(scoped, events);
    await writeYears(scoped, loads);
    if (people === 'named') await writeSyntheticPeople(scoped, settings);
  });
}

function keeperOf({ keeper, roll, shape }: SyntheticSetting): KeeperToLoad {
  return {
    keeper,
    type: 'Made-up setting',
    phase: shape.kind,
    headcount: roll.size,
    calendar: schoolYear(roll.year),
  };
}
