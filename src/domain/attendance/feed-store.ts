import { sql } from 'kysely';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { DayPlace } from './weeks.ts';

/** What reads a batch of settings on Headwater's own account: totals and sizes, never a mark of a child. */
type Feeding = Scoped<StewardScope>;

export interface PeriodRow {
  readonly settingId: number;
  readonly week: number;
  readonly version: number;
  readonly counts: Buffer;
  readonly bands: Buffer | null;
}

/** Totals of the year (week 0) and of one week. */
export async function readPeriods(
  scoped: Feeding,
  settingIds: readonly number[],
  { year, week }: DayPlace,
): Promise<readonly PeriodRow[]> {
  const { rows } = await sql<PeriodRow>`
    SELECT setting_id AS "settingId", week, version, counts, bands FROM period_total
     WHERE setting_id = ANY (${settingIds}::integer[]) AND year = ${year} AND week = ANY (${[0, week]}::smallint[])
  `.execute(scoped);
  return rows;
}

/** Totals of those weeks (0 the year) that have changed since the version that is held of each setting. */
export async function readChangedPeriods(
  scoped: Feeding,
  held: readonly { readonly settingId: number; readonly version: number }[],
  year: AcademicYear,
): Promise<readonly PeriodRow[]> {
  const ids = held.map(({ settingId }) => settingId);
  const { rows } = await sql<PeriodRow>`
    SELECT t.setting_id AS "settingId", t.week, t.version, t.counts, t.bands
      FROM period_total AS t
      JOIN unnest(${ids}::integer[], ${held.map(({ version }) => version)}::bigint[]) AS held (setting_id, version)
        ON held.setting_id = t.setting_id
     WHERE t.setting_id = ANY (${ids}::integer[]) AND t.year = ${year} AND t.version > held.version
  `.execute(scoped);
  return rows;
}

/** Everyone's categories of each week: the first bytes of each tally, which hold them. */
export async function readWeekStarts(
  scoped: Feeding,
  settingIds: readonly number[],
  year: AcademicYear,
): Promise<readonly Pick<PeriodRow, 'settingId' | 'week' | 'counts'>[]> {
  const { rows } = await sql<Pick<PeriodRow, 'settingId' | 'week' | 'counts'>>`
    SELECT setting_id AS "settingId", week, substring(counts FROM 1 FOR 48) AS counts FROM period_total
     WHERE setting_id = ANY (${settingIds}::integer[]) AND year = ${year} AND week > 0
  `.execute(scoped);
  return rows;
}

export interface DayRow {
  readonly settingId: number;
  readonly session: number;
  readonly counts: Buffer;
  readonly takenAt: Date;
}

/** A day's registers: what each comes to, and when it was first taken. */
export async function readDay(
  scoped: Scoped,
  settingIds: readonly number[],
  day: PlainDate,
): Promise<readonly DayRow[]> {
  const { rows } = await sql<DayRow>`
    SELECT t.setting_id AS "settingId", t.session, t.counts, r.taken_at AS "takenAt"
      FROM register_total AS t
      JOIN register AS r ON r.setting_id = t.setting_id AND r.day = t.day AND r.session = t.session
     WHERE t.setting_id = ANY (${settingIds}::integer[]) AND t.day = ${day}
  `.execute(scoped);
  return rows;
}

/** How many registers of each week are in, from the Monday of the first to a last day. */
export async function countRegisters(
  scoped: Feeding,
  settingIds: readonly number[],
  { firstMonday, from, to }: { readonly firstMonday: PlainDate; readonly from: PlainDate; readonly to: PlainDate },
): Promise<readonly { readonly settingId: number; readonly week: number; readonly registers: number }[]> {
  const { rows } = await sql<{ readonly settingId: number; readonly week: number; readonly registers: number }>`
    SELECT setting_id AS "settingId", 1 + (day - ${firstMonday}::date) / 7 AS week, count(*)::integer AS registers
      FROM register_total
     WHERE setting_id = ANY (${settingIds}::integer[]) AND day BETWEEN ${from} AND ${to}
     GROUP BY 1, 2
  `.execute(scoped);
  return rows;
}

export interface TimetableRow {
  readonly settingId: number;
  readonly session: number;
  readonly minutes: number;
  readonly roster: Buffer;
}

/** The timetabled events of a day, with whom each expects. */
export async function readTimetable(
  scoped: Feeding,
  settingIds: readonly number[],
  day: PlainDate,
): Promise<readonly TimetableRow[]> {
  const { rows } = await sql<TimetableRow>`
    SELECT setting_id AS "settingId", session, minutes, roster FROM timetable_event
     WHERE setting_id = ANY (${settingIds}::integer[]) AND day = ${day}
  `.execute(scoped);
  return rows;
}

export interface EventsRow {
  readonly settingId: number;
  readonly week: number;
  readonly events: number;
}

/** How many events each week has, from the Monday of the first to a last day. */
export async function countEvents(
  scoped: Feeding,
  settingIds: readonly number[],
  { firstMonday, to }: { readonly firstMonday: PlainDate; readonly to: PlainDate },
): Promise<readonly EventsRow[]> {
  const { rows } = await sql<EventsRow>`
    SELECT e.setting_id AS "settingId", 1 + (e.day - ${firstMonday}::date) / 7 AS week, count(*)::integer AS events
      FROM timetable_event AS e
     WHERE e.setting_id = ANY (${settingIds}::integer[]) AND e.day BETWEEN ${firstMonday} AND ${to}
     GROUP BY 1, 2
  `.execute(scoped);
  return rows;
}

export interface MissedEventRow extends Omit<TimetableRow, 'session'> {
  readonly day: PlainDate;
  readonly week: number;
}

/** The events of those days whose register is not in, with whom each expects. */
export async function readMissedEvents(
  scoped: Feeding,
  settingIds: readonly number[],
  { firstMonday, to }: { readonly firstMonday: PlainDate; readonly to: PlainDate },
): Promise<readonly MissedEventRow[]> {
  const { rows } = await sql<MissedEventRow>`
    SELECT e.setting_id AS "settingId", e.day, 1 + (e.day - ${firstMonday}::date) / 7 AS week, e.minutes, e.roster
      FROM timetable_event AS e
      LEFT JOIN register_total AS n ON n.setting_id = e.setting_id AND n.day = e.day AND n.session = e.session
     WHERE e.setting_id = ANY (${settingIds}::integer[]) AND e.day BETWEEN ${firstMonday} AND ${to}
       AND n.setting_id IS NULL
  `.execute(scoped);
  return rows;
}

export interface RollRow {
  readonly settingId: number;
  readonly version: number;
  readonly base: number;
  readonly size: number;
  readonly spells: Buffer;
}

/** Rolls of a year that have changed since the version that is held of each. */
export async function readChangedRolls(
  scoped: Feeding,
  held: readonly { readonly settingId: number; readonly rollVersion: number }[],
  year: AcademicYear,
): Promise<readonly RollRow[]> {
  const ids = held.map(({ settingId }) => settingId);
  const { rows } = await sql<RollRow>`
    SELECT r.setting_id AS "settingId", r.version, r.base, r.size, r.spells
      FROM setting_roll AS r
      JOIN unnest(${ids}::integer[], ${held.map(({ rollVersion }) => rollVersion)}::integer[]) AS held (setting_id, version)
        ON held.setting_id = r.setting_id
     WHERE r.setting_id = ANY (${ids}::integer[]) AND r.year = ${year} AND r.version > held.version
  `.execute(scoped);
  return rows;
}

/** The version of each setting's totals: one probe of the key a setting, so that it may be asked every few seconds. */
export async function readVersions(
  scoped: Feeding,
  settingIds: readonly number[],
  year: AcademicYear,
): Promise<readonly { readonly settingId: number; readonly version: number }[]> {
  const { rows } = await sql<{ readonly settingId: number; readonly version: number }>`
    SELECT setting_id AS "settingId", version FROM learner_total
     WHERE setting_id = ANY (${settingIds}::integer[]) AND year = ${year}
  `.execute(scoped);
  return rows;
}
