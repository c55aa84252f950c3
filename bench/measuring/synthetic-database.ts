import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SyntheticSetting } from '#demo/synthetic-england.ts';
import { eventMarksOf, eventsOf, marksOf, syntheticEngland } from '#demo/synthetic-england.ts';
import { seedAreas } from '#domain/area/store.ts';
import type { YearLoad } from '#domain/register/load-store.ts';
import { writeYears } from '#domain/register/load-store.ts';
import type { LoadedRegister } from '#domain/register/load-year.ts';
import { countLoad } from '#domain/register/load-year.ts';
import { writeEvents, writeKeepers, writeRolls } from '#domain/roll/load-store.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { keepingRegisters } from '#platform/access/categories.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { migrate } from '#platform/database/migrate.ts';
import type { Database } from '#platform/database/pool.ts';
import { inTransaction, openDatabase } from '#platform/database/pool.ts';

/** One register of synthetic England, as somebody would send it. */
export interface SyntheticRegister {
  readonly setting: SyntheticSetting;
  readonly day: PlainDate;
  readonly session: number;
  readonly marks: Uint8Array;
}

export const madeUpActor = 'A school’s own system';
const book = bookOf('england');
/** How many settings are loaded in one transaction. */
const settingsAtOnce = 200;

/**
 * Fills an empty built-in database of its own, durable as a person's is, stops it and starts it again, as on a new day:
 * with nothing in memory and every page to be logged whole when it is next written. Then measures on it, and removes it.
 */
export function onScratchDatabase(
  fill: (database: Database) => Promise<void>,
  measure: (database: Database) => Promise<void>,
): Promise<void> {
  return onScratchFolder(fill, (folder) => onDatabase(folder, measure));
}

/** The same for what is measured from outside: it is given the data folder, and nobody else has it open. */
export async function onScratchFolder(
  fill: (database: Database) => Promise<void>,
  measure: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'headwater-bench-'));
  try {
    await onDatabase(folder, async (database) => {
      const migrated = await migrate(database);
      if (!migrated.ok) throw new ProblemError(migrated.failure);
      await seedAreas(database);
      await fill(database);
    });
    await measure(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function onDatabase(dataFolder: string, work: (database: Database) => Promise<void>): Promise<void> {
  const opened = await openDatabase({ dataFolder, notify: () => undefined, maxConnections: 12 });
  if (!opened.ok) throw new ProblemError(opened.failure);
  try {
    await work(opened.value);
  } finally {
    await opened.value.close();
  }
}

/** The settings of synthetic England that keep registers; fewer than all are in proportion. */
export function registerKeepers(settings: number, day: PlainDate): readonly SyntheticSetting[] {
  return [...syntheticEngland({ seed: 'bench', settings, year: academicYearOf(day) })].filter(
    ({ shape }) => shape.unit !== 'none',
  );
}

/** Every register of a setting's day: two half days, or its timetabled events. */
export function registersOf(setting: SyntheticSetting, day: PlainDate): readonly SyntheticRegister[] {
  if (setting.shape.unit === 'event') {
    return eventsOf(setting, day).map((event) => ({
      setting,
      day,
      session: event.session,
      marks: eventMarksOf(setting, day, event),
    }));
  }
  return [1, 2].map((session) => ({ setting, day, session, marks: marksOf(setting, day, session) }));
}

/** Enters settings with their rolls, timetables of some days, and every register of others. */
export async function loadSettings(
  database: Database,
  settings: readonly SyntheticSetting[],
  days: { readonly registers: readonly PlainDate[]; readonly timetable: readonly PlainDate[] },
): Promise<void> {
  for (let first = 0; first < settings.length; first += settingsAtOnce) {
    const some = settings.slice(first, first + settingsAtOnce);
    const keepers = some.map(({ keeper, roll }) => ({
      keeper,
      type: 'Synthetic',
      phase: keeper.kind,
      headcount: roll.size,
      calendar: { terms: [], closures: [] },
    }));
    await inTransaction(database, (transaction) =>
      writeKeepers(transaction, keepers, { source: 'made up', recordedAt: new Date() }),
    );
    const events = some.flatMap((setting) => timetableOf(setting, days.timetable));
    await inScope(database, steward('load'), async (scoped) => {
      await writeRolls(
        scoped,
        some.map(({ roll, keeper }) => ({ roll, place: keeper })),
      );
      if (events.length > 0) await writeEvents(scoped, events);
      await writeYears(
        scoped,
        some.map((setting) => yearOf(setting, days.registers)),
      );
    });
  }
  await database.pool.query('ANALYZE');
}

/** Enters every register of one more day of settings that are there, in no order of theirs: as a morning brings them. */
export async function loadDay(
  database: Database,
  settings: readonly SyntheticSetting[],
  day: PlainDate,
): Promise<void> {
  const scattered = settings.toSorted((left, right) => scatter(left) - scatter(right));
  for (let first = 0; first < scattered.length; first += settingsAtOnce) {
    const years = scattered.slice(first, first + settingsAtOnce).map((setting) => yearOf(setting, [day]));
    await inScope(database, steward('load'), (scoped) => writeYears(scoped, years));
  }
}

/** A number of a setting that has nothing to do with its place among the others (Knuth’s multiplicative hash). */
function scatter({ keeper }: SyntheticSetting): number {
  return Math.imul(keeper.settingId, 2_654_435_761) >>> 0;
}

function timetableOf(setting: SyntheticSetting, days: readonly PlainDate[]) {
  if (setting.shape.unit !== 'event') return [];
  const { settingId } = setting.keeper;
  return days.flatMap((day) =>
    eventsOf(setting, day).map((event) => ({ settingId, day, ...event, place: setting.keeper })),
  );
}

function yearOf(setting: SyntheticSetting, days: readonly PlainDate[]): YearLoad {
  const { keeper, roll } = setting;
  const registers = days.flatMap((day) => {
    const events = setting.shape.unit === 'event' ? eventsOf(setting, day) : [];
    return registersOf(setting, day).map(
      ({ session, marks }): LoadedRegister => ({
        day,
        session,
        marks,
        takenAt: new Date(`${day}T09:30:00Z`),
        actor: madeUpActor,
        event: events.find((event) => event.session === session),
      }),
    );
  });
  return { keeper, roll, bookId: book.bookId, registers, counted: countLoad(roll, book, registers) };
}

/** The scope of a setting's own system. */
export function systemScope({ keeper }: SyntheticSetting) {
  return {
    kind: 'setting',
    settings: [keeper.settingId],
    ...keepingRegisters,
    actor: madeUpActor,
    purpose: 'Sending registers',
  } as const;
}
