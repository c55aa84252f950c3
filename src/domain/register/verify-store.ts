import { sql } from 'kysely';
import type { Spells } from '#domain/roll/packed-roll.ts';
import { unpackSpells } from '#domain/roll/packed-roll.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { CopyRoom } from '#platform/database/copy-out.ts';
import { copyRoom, copyRows } from '#platform/database/copy-out.ts';
import type { VerifyBatch } from './verify-model.ts';
import type { SettingRows } from './verify-rows.ts';
import { registerNumbers, settingRows, totalNumbers } from './verify-rows.ts';

type Verifying = Scoped<StewardScope>;

/** Where a row says that its setting stands; a table without a nation has none. */
export interface RowPlace {
  readonly settingId: number;
  readonly laId: number;
  readonly trustId: number;
  readonly nationId?: number | undefined;
}

export interface StoredRoll extends RowPlace {
  readonly base: number;
  readonly size: number;
  readonly spells: Spells;
}

export interface StoredLearners extends RowPlace {
  readonly version: number;
  readonly counts: Buffer;
}

export interface StoredPeriod extends RowPlace {
  readonly week: number;
  readonly version: number;
  readonly counts: Buffer;
  readonly bands: Buffer | null;
}

/** Days are counted from 1 September. */
interface StoredEvent {
  readonly settingId: number;
  readonly day: number;
  readonly session: number;
  readonly minutes: number;
  readonly roster: Buffer;
}

export interface StoredAmendment {
  readonly settingId: number;
  readonly day: number;
  readonly session: number;
  readonly version: number;
  readonly slot: number;
  readonly original: number;
  readonly amended: number;
}

export interface StoredEntry {
  readonly settingId: number;
  readonly day: number;
  readonly session: number;
  readonly version: number;
  readonly slots: readonly number[];
}

/** Everything that is stored of a batch of settings' years, in one snapshot. */
export interface StoredBatch {
  readonly year: AcademicYear;
  readonly keepers: readonly Required<RowPlace>[];
  readonly rolls: readonly StoredRoll[];
  readonly learners: readonly StoredLearners[];
  readonly periods: readonly StoredPeriod[];
  readonly events: readonly StoredEvent[];
  readonly amendments: readonly StoredAmendment[];
  readonly entries: readonly StoredEntry[];
  /** By setting. */
  readonly registers: ReadonlyMap<number, SettingRows>;
  readonly totals: ReadonlyMap<number, SettingRows>;
}

/** Where the bytes of a batch lie until the next one is read. */
export interface BatchRoom {
  readonly registers: CopyRoom;
  readonly totals: CopyRoom;
}

/** Room for one batch after another. */
export function batchRoom(): BatchRoom {
  return { registers: copyRoom(), totals: copyRoom() };
}

/**
 * Reads a batch in one snapshot, while registers go on being taken. The registers are not asked for in order: the caller
 * puts them in order when they do not come so.
 */
export async function readStoredBatch(
  scoped: Verifying,
  { year, first, last }: VerifyBatch,
  room: BatchRoom,
): Promise<StoredBatch> {
  await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`.execute(scoped);
  // Every thread has a connection of its own: starting more processes for one of them costs more than they bring.
  await sql`SET LOCAL max_parallel_workers_per_gather = 0`.execute(scoped);
  const { start, end } = academicYearDays(year);
  const settings = sql`setting_id BETWEEN ${first}::integer AND ${last}::integer`;
  const ofYear = sql`${settings} AND year = ${year}`;
  const onDays = sql`${settings} AND day BETWEEN ${start} AND ${end}`;
  const day = sql`day - ${start}::date AS day`;
  const place = sql`setting_id AS "settingId", la_id AS "laId", trust_id AS "trustId"`;
  const keepers = await sql<Required<RowPlace>>`
    SELECT ${place}, nation_id AS "nationId" FROM register_keeper WHERE ${settings}`.execute(scoped);
  const rolls = await sql<Omit<StoredRoll, 'spells'> & { readonly spells: Buffer }>`
    SELECT ${place}, base, size, spells FROM setting_roll WHERE ${ofYear}`.execute(scoped);
  const learners = await sql<StoredLearners>`
    SELECT ${place}, version, counts FROM learner_total WHERE ${ofYear}`.execute(scoped);
  const periods = await sql<StoredPeriod>`
    SELECT ${place}, nation_id AS "nationId", week, version, counts, bands FROM period_total WHERE ${ofYear}
     ORDER BY setting_id, week`.execute(scoped);
  const events = await sql<StoredEvent>`
    SELECT setting_id AS "settingId", ${day}, session, minutes, roster FROM timetable_event WHERE ${onDays}`.execute(
    scoped,
  );
  const amendments = await sql<StoredAmendment>`
    SELECT setting_id AS "settingId", ${day}, session, version, slot, original, amended
      FROM amendment WHERE ${onDays}`.execute(scoped);
  const entries = await sql<StoredEntry>`
    SELECT setting_id AS "settingId", ${day}, session, version, slots FROM register_entry WHERE ${onDays}`.execute(
    scoped,
  );
  return {
    year,
    keepers: keepers.rows,
    rolls: rolls.rows.map((row) => ({ ...row, spells: unpackSpells(row.spells) })),
    learners: learners.rows,
    periods: periods.rows,
    events: events.rows,
    amendments: amendments.rows,
    entries: entries.rows,
    registers: await gatheredRows(scoped, gatherRegisters, { year, first, last, room: room.registers }),
    totals: await gatheredRows(scoped, gatherTotals, { year, first, last, room: room.totals }),
  };
}

// Two numbers at a time: int8send costs no more than int4send. The lower one is never below zero where it matters, or is masked.
const key = "((((day - date 'START') << 16) | session)::bigint << 32";
const place = 'int8send(la_id::bigint << 32 | (trust_id & 4294967295))';
const gatherRegisters = {
  numbers: registerNumbers,
  columns: `setting_id,
    string_agg(int8send(${key} | (version & 4294967295))) || int8send(book::bigint << 32 | length(marks)) || ${place}, ''),
    string_agg(marks, '')`,
  table: 'register',
};
const gatherTotals = {
  numbers: totalNumbers,
  columns: `setting_id,
    string_agg(int8send(${key} | length(counts))) || ${place} || int4send(nation_id), ''),
    string_agg(counts, '')`,
  table: 'register_total',
};

/**
 * All rows of a batch, a setting's as one: taking hundreds of thousands of rows off the connection one by one costs more
 * than counting them. COPY takes no parameters: what is put into its text are whole numbers and days of our own.
 */
async function gatheredRows(
  { client }: Verifying,
  { columns, table, numbers }: typeof gatherRegisters | typeof gatherTotals,
  { year, first, last, room }: VerifyBatch & { readonly room: CopyRoom },
): Promise<ReadonlyMap<number, SettingRows>> {
  const { start, end } = academicYearDays(year);
  const wanted = `setting_id BETWEEN ${Math.trunc(first)} AND ${Math.trunc(last)} AND day BETWEEN '${start}' AND '${end}'`;
  const select = `SELECT ${columns.replace('START', start)} FROM ${table} WHERE ${wanted} GROUP BY setting_id`;
  const found = new Map<number, SettingRows>();
  for (const [id, ...gathered] of await copyRows(client, `COPY (${select}) TO STDOUT (FORMAT binary)`, room)) {
    const [ofRows, bytes] = gathered;
    if (id && ofRows && bytes) found.set(id.readInt32BE(0), settingRows({ numbers: ofRows, bytes }, numbers));
  }
  return found;
}

/** Years of which something is stored, the oldest first. */
export async function storedYears(scoped: Verifying): Promise<readonly AcademicYear[]> {
  const { rows } = await sql<{ year: AcademicYear }>`
    SELECT year FROM setting_roll UNION SELECT year FROM learner_total ORDER BY year
  `.execute(scoped);
  return rows.map(({ year }) => year);
}

/** How many places each setting's registers of a year have, in order of setting: how batches are cut evenly. */
export async function rollSizes(
  scoped: Verifying,
  year: AcademicYear,
): Promise<readonly { readonly settingId: number; readonly size: number }[]> {
  const { rows } = await sql<{ settingId: number; size: number }>`
    SELECT setting_id AS "settingId", size FROM setting_roll WHERE year = ${year} ORDER BY setting_id
  `.execute(scoped);
  return rows;
}

/** Takes totals away that no register has, and puts the right area and trust on those that are left. */
export async function clearStrayTotals(scoped: Verifying, settingId: number, year: AcademicYear): Promise<void> {
  const { start, end } = academicYearDays(year);
  await sql`
    DELETE FROM register_total AS t
     WHERE t.setting_id = ${settingId} AND t.day BETWEEN ${start} AND ${end}
       AND NOT EXISTS (SELECT FROM register AS r
                        WHERE r.setting_id = t.setting_id AND r.day = t.day AND r.session = t.session)
  `.execute(scoped);
  await sql`
    UPDATE register_total AS t SET la_id = k.la_id, trust_id = k.trust_id, nation_id = k.nation_id
      FROM register_keeper AS k
     WHERE k.setting_id = t.setting_id AND t.setting_id = ${settingId} AND t.day BETWEEN ${start} AND ${end}
       AND (t.la_id <> k.la_id OR t.trust_id <> k.trust_id OR t.nation_id <> k.nation_id)
  `.execute(scoped);
  await sql`
    UPDATE learner_total AS t SET la_id = k.la_id, trust_id = k.trust_id
      FROM register_keeper AS k
     WHERE k.setting_id = t.setting_id AND t.setting_id = ${settingId} AND t.year = ${year}
       AND (t.la_id <> k.la_id OR t.trust_id <> k.trust_id)
  `.execute(scoped);
}
