import { sql } from 'kysely';
import type { Spells } from '#domain/roll/packed-roll.ts';
import { unpackSpells } from '#domain/roll/packed-roll.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import { copyValue } from '#platform/database/copy-out.ts';
import type { VerifyBatch } from './verify-model.ts';

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
  /** As `registerParts` and `totalParts` say. */
  readonly registers: PackedRows;
  readonly totals: PackedRows;
}

/** Rows of a table, one after another as bytes: each in parts of fixed places, and last a length and so many bytes. */
export interface PackedRows {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Byte in which each row starts. */
  readonly starts: Uint32Array;
}

/** Where each part of a packed row starts, counted from the start of its row; days are counted from 1 September. */
export const registerParts = { settingId: 0, dayAndSession: 4, laId: 8, trustId: 12, version: 16, book: 20, marks: 28 };
export const totalParts = { settingId: 0, dayAndSession: 4, laId: 8, trustId: 12, nationId: 16, counts: 24 };

/**
 * Reads a batch in one snapshot, while registers go on being taken. The registers are not asked for in order: the caller
 * orders them for less than the server would.
 */
export async function readStoredBatch(scoped: Verifying, { year, first, last }: VerifyBatch): Promise<StoredBatch> {
  await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`.execute(scoped);
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
    registers: await packedRows(scoped, packedRegisters, { year, first, last }),
    totals: await packedRows(scoped, packedTotals, { year, first, last }),
  };
}

const keyAndPlace = `int8send(setting_id::bigint << 32 | ((day - date 'START') << 16) | session::integer)
    || int8send(la_id::bigint << 32 | trust_id)`;
const packedRegisters = {
  bytesAt: registerParts.marks,
  rows: `SELECT string_agg(${keyAndPlace} || int8send(version::bigint << 32 | book) || int4send(length(marks)) || marks, '')
           FROM register`,
};
const packedTotals = {
  bytesAt: totalParts.counts,
  rows: `SELECT string_agg(${keyAndPlace} || int4send(nation_id) || int4send(length(counts)) || counts, '')
           FROM register_total`,
};

/**
 * All rows of a batch as one value: taking hundreds of thousands of rows off the connection one by one costs more than
 * counting them. COPY takes no parameters: what is put into its text are whole numbers and days of our own.
 */
async function packedRows(
  { client }: Verifying,
  { rows, bytesAt }: typeof packedRegisters,
  { year, first, last }: VerifyBatch,
): Promise<PackedRows> {
  const { start, end } = academicYearDays(year);
  const wanted = `setting_id BETWEEN ${Math.trunc(first)} AND ${Math.trunc(last)} AND day BETWEEN '${start}' AND '${end}'`;
  const statement = `COPY (${rows.replace('START', start)} WHERE ${wanted}) TO STDOUT (FORMAT binary)`;
  const bytes = await copyValue(client, statement);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts: number[] = [];
  for (let at = 0; at < bytes.length; at += bytesAt + view.getInt32(at + bytesAt - 4)) starts.push(at);
  return { bytes, view, starts: Uint32Array.from(starts) };
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
