import { absenceOf, learnerCount, unpackCounts } from '#domain/register/learner-counts.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { formatAcademicYear } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { factOn } from '#foundation/nations/code-book.ts';
import { bookById, bookOf } from '#foundation/nations/code-books.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { RecordTable } from './record-catalogue.ts';
import { leftOut, sectionTitle, wayTo } from './record-catalogue.ts';
import type { RecordNames } from './record-names.ts';
import { named, numbersIn } from './record-names.ts';
import { namesOf } from './record-names-store.ts';
import type { RecordMark, RecordPlace, RecordRow } from './record-store.ts';
import {
  accountsOf,
  answererOf,
  countsAt,
  delayedReaders,
  entriesAt,
  eventsAt,
  looksAt,
  marksAt,
  protectedTables,
  recordPlaces,
  rowsBy,
  rowsByPlace,
} from './record-store.ts';

/** Everything that is kept about one child, table by table. */
export interface ChildRecord {
  readonly format: 1;
  readonly learnerId: number;
  readonly madeAt: string;
  readonly sections: readonly RecordSection[];
  /** Tables that hold nothing more about the child, and why. */
  readonly leftOut: readonly { readonly table: string; readonly why: string }[];
}

export interface RecordSection {
  readonly table: string;
  readonly title: string;
  readonly rows: readonly RecordRow[];
}

/** Whose record, and of which settings: a setting answers for what it holds; without any, all are gathered. */
export interface WhoseRecord {
  readonly learnerId: number;
  readonly settings?: readonly number[] | undefined;
}

interface Gathering extends WhoseRecord {
  readonly scoped: Scoped<StewardScope>;
  readonly places: readonly RecordPlace[];
  readonly accounts: readonly number[];
  /** Whether what is around the child now belongs into the record, or, for a setting they have moved on from, not. */
  readonly holds: 'everything' | 'its own years';
}

/**
 * Gathers everything that is kept about a child. It asks the database’s own catalogue which tables there are, so a new
 * table is in it without anybody’s remembering. Headwater’s own duty: what is gathered is shown to nobody before a person
 * has reviewed it.
 */
export function gatherRecord(database: Database, whose: WhoseRecord, now: Date): Promise<ChildRecord> {
  return inScope(database, steward('keep'), async (scoped) => {
    const { learnerId, settings } = whose;
    const tables = await protectedTables(scoped);
    const places = await recordPlaces(scoped, learnerId, settings);
    const gathering: Gathering = {
      ...whose,
      scoped,
      places,
      accounts: await accountsOf(scoped, learnerId),
      holds: await heldBy(scoped, { ...whose, places }, londonDay(now)),
    };
    const found: { readonly table: string; readonly rows: readonly RecordRow[] }[] = [];
    const later = await delayedReaders(scoped, learnerId, londonDay(now));
    for (const table of tables) {
      const rows = await rowsOf(gathering, table);
      found.push({ table: table.name, rows: table.name === 'ledger_entry' ? rows.map(ofProgram) : rows });
    }
    const names = await namesOf(scoped, numbersIn(found.flatMap(({ rows }) => rows)));
    const sections = found
      .map(({ table, rows }) => ({ table, rows: rows.filter((row) => !isToldLater(row, { table, later, names })) }))
      .filter(({ rows }) => rows.length > 0)
      .map(({ table, rows }) => ({
        table,
        title: sectionTitle(table),
        rows: rows.map((row) => named(row, { names, accounts: gathering.accounts })),
      }));
    const elsewhere = tables.filter((table) => gathering.holds === 'its own years' && isOfNow(table));
    const left = [
      ...Object.entries(leftOut).map(([table, why]) => ({ table, why })),
      ...elsewhere.map(({ name }) => ({ table: name, why: 'ask the setting where the child is now' })),
    ];
    return { format: 1, learnerId, madeAt: now.toISOString(), sections, leftOut: left };
  });
}

/**
 * A setting holds what is around a child while the child is on its roll, and after that until another one answers for the
 * child: who works with a child who has moved on, and what a court says now, would say where they went.
 */
async function heldBy(
  scoped: Scoped<StewardScope>,
  { learnerId, settings, places }: WhoseRecord & { readonly places: readonly RecordPlace[] },
  today: PlainDate,
): Promise<Gathering['holds']> {
  if (settings === undefined || places.some(({ leftOn }) => leftOn === null || leftOn >= today)) return 'everything';
  const { settingId } = await answererOf(scoped, learnerId);
  return settings.includes(settingId) ? 'everything' : 'its own years';
}

/** Whether a table’s rows are the child’s, and no setting’s. */
function isOfNow(table: RecordTable): boolean {
  const ofSetting = table.columns.some(({ name }) => name === 'setting_id');
  return !ofSetting && ['learner', 'learners', 'person'].includes(wayTo(table) ?? '');
}

/** A program’s reading carries who made its key, and no role: it is the program’s, and not that person’s. */
function ofProgram(row: RecordRow): RecordRow {
  const isProgram = row['organisation_id'] !== null && row['membership_id'] === null;
  return isProgram ? { ...row, person_id: null } : row;
}

/** What somebody does whose reading the law lets the family be told of later: not in a copy either, until then. */
function isToldLater(
  row: RecordRow,
  { table, later, names }: { readonly table: string; readonly later: readonly number[]; readonly names: RecordNames },
): boolean {
  if (!['ledger_entry', 'break_glass', 'sharing_decision', 'team_member'].includes(table)) return false;
  const member = names.members.get(Number(row['membership_id']))?.personId;
  return later.includes(Number(row['person_id'])) || (member !== undefined && later.includes(member));
}

async function rowsOf(gathering: Gathering, table: RecordTable): Promise<readonly RecordRow[]> {
  const { scoped, learnerId, settings, places, accounts, holds } = gathering;
  if (holds === 'its own years' && isOfNow(table)) return [];
  switch (wayTo(table)) {
    case 'learner':
      return await rowsBy(scoped, table, { column: 'learner_id', ids: [learnerId], settings });
    case 'learners': {
      const rows = await rowsBy(scoped, table, { column: 'learners', ids: [learnerId] });
      return rows.map((row) => alone(row, learnerId));
    }
    case 'looked':
      return (await looksAt(scoped, table, gathering))
        .filter(({ day }) => holds === 'everything' || places.some((place) => isWithin(place, String(day))))
        .map((row) => alone(row, learnerId));
    case 'person':
      return await rowsBy(scoped, table, { column: 'person_id', ids: accounts });
    case 'place':
      return (await rowsByPlace(scoped, table, places)).map((row) => decoded(row, places));
    case 'marks':
      return await ofPlaces(places, async (place) => (await marksAt(scoped, place)).map(markInWords));
    case 'slots':
      return await ofPlaces(places, (place) => entriesAt(scoped, place));
    case 'roster':
      return await ofPlaces(places, (place) => eventsAt(scoped, place));
    case 'counts':
      return await ofPlaces(places, async (place) => (await countsAt(scoped, place)).map(countsInWords));
    case 'left-out':
      return [];
    case undefined:
      throw new RangeError(`There is no way from a child to the table ${table.name}: say it in record-catalogue.ts`);
  }
}

function isWithin({ enteredOn, leftOn }: RecordPlace, day: string): boolean {
  return enteredOn <= day && (leftOn === null || leftOn >= day);
}

async function ofPlaces(
  places: readonly RecordPlace[],
  ask: (place: RecordPlace) => Promise<readonly RecordRow[]>,
): Promise<readonly RecordRow[]> {
  const found: RecordRow[] = [];
  for (const place of places) found.push(...(await ask(place)));
  return found;
}

/** Other children of the same row are counted and not named. */
function alone(row: RecordRow, learnerId: number): RecordRow {
  const learners = Array.isArray(row['learners']) ? row['learners'] : [];
  const others = learners.filter((one) => Number(one) !== learnerId).length;
  return { ...row, learners: [learnerId], other_children: others };
}

function markInWords({ byte, book, day, ...mark }: RecordMark): RecordRow {
  const known = bookById(book);
  const code = byte === 0 ? 'no mark' : (known.codes[byte] ?? 'not known');
  return { ...mark, day, code, meaning: factOn(known, code, day)?.label ?? '' };
}

/** A correction’s bytes as codes of its setting’s nation. */
function decoded(row: RecordRow, places: readonly RecordPlace[]): RecordRow {
  const { original, amended, ...rest } = row;
  const nation = places.find(({ settingId }) => settingId === row['setting_id'])?.nation;
  if (typeof original !== 'number' || typeof amended !== 'number' || nation === undefined) return row;
  const code = (byte: number) => (byte === 0 ? 'no mark' : (bookOf(nation).codes[byte] ?? 'not known'));
  return { ...rest, from_code: code(original), to_code: code(amended) };
}

function countsInWords({
  setting_id,
  year,
  counts,
}: {
  readonly setting_id: number;
  readonly year: number;
  readonly counts: Buffer;
}): RecordRow {
  const own = unpackCounts(counts, 1);
  const { absence, possible } = absenceOf(own, 0);
  return {
    setting_id,
    academic_year: formatAcademicYear(year as AcademicYear),
    sessions_possible: possible,
    sessions_attended: possible - absence,
    sessions_authorised_absence: own[learnerCount.authorised] ?? 0,
    sessions_unauthorised_absence: own[learnerCount.unauthorised] ?? 0,
    sessions_late: own[learnerCount.late] ?? 0,
  };
}
