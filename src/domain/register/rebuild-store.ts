import { sql } from 'kysely';
import { rollOf } from '#domain/roll/roll-store.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { YearRegister, YearTotals } from './count-year.ts';
import { packCounts } from './learner-counts.ts';
import { registerDay } from './register-day.ts';
import { packTally } from './tally.ts';

/** A setting's year, locked: nobody records a register of it until the transaction ends. */
export interface YearLock {
  readonly settingId: number;
  readonly year: AcademicYear;
  /** Changes of the setting's year so far. */
  readonly changes: number;
  readonly laId: number;
  readonly trustId: number;
  readonly nationId: number;
}

/** A register with its tally as it is stored. */
interface StoredYearRegister extends YearRegister {
  readonly date: PlainDate;
  readonly session: number;
  readonly stored: Buffer | null;
}

/** Locks a setting's year; `undefined` when there is no roll of it. */
export async function lockYear(scoped: Scoped, settingId: number, year: AcademicYear): Promise<YearLock | undefined> {
  const { rows } = await sql<Omit<YearLock, 'settingId' | 'year'>>`
    SELECT l.version AS changes, k.la_id AS "laId", k.trust_id AS "trustId", k.nation_id AS "nationId"
      FROM learner_total AS l
      JOIN register_keeper AS k ON k.setting_id = l.setting_id
     WHERE l.setting_id = ${settingId} AND l.year = ${year}
       FOR UPDATE OF l
  `.execute(scoped);
  return rows[0] && { settingId, year, ...rows[0] };
}

/** The roll of a setting's year and every register in it. */
export async function readYear(scoped: Scoped, settingId: number, year: AcademicYear) {
  const roll = await rollOf(scoped, settingId, year);
  if (!roll) throw new Error(`The roll of setting ${settingId} in ${year} has totals and is not there`);
  const { start, end } = academicYearDays(year);
  const { rows } = await sql<StoredRow>`
    SELECT r.day, r.session, r.marks, r.book, n.counts, e.minutes, e.roster
      FROM register AS r
      LEFT JOIN register_total AS n ON n.setting_id = r.setting_id AND n.day = r.day AND n.session = r.session
      LEFT JOIN timetable_event AS e ON e.setting_id = r.setting_id AND e.day = r.day AND e.session = r.session
     WHERE r.setting_id = ${settingId} AND r.day BETWEEN ${start} AND ${end}
     ORDER BY r.day, r.session
  `.execute(scoped);
  return { roll, registers: rows.map(yearRegister) };
}

interface StoredRow {
  readonly day: PlainDate;
  readonly session: number;
  readonly marks: Buffer;
  readonly book: number;
  readonly counts: Buffer | null;
  readonly minutes: number | null;
  readonly roster: Buffer | null;
}

function yearRegister(row: StoredRow): StoredYearRegister {
  const { day, week } = registerDay(row.day);
  const event = row.roster === null ? undefined : { minutes: row.minutes ?? 0, roster: row.roster };
  const { day: date, session, marks, book: bookId, counts: stored } = row;
  return { day, week, marks, event, bookId, date, session, stored };
}

/**
 * Stores what a year was counted to. Totals of registers that are so already are left as they are; those of registers
 * that are not there (a row taken out by hand, a restore in part) go.
 */
export async function writeYear(scoped: Scoped, lock: YearLock, totals: YearTotals<StoredYearRegister>): Promise<void> {
  const { settingId, year, laId, trustId, nationId } = lock;
  const changes = lock.changes + 1;
  const moved = totals.registers
    .map(({ register, tally }) => ({ register, counts: packTally(tally) }))
    .filter(({ register, counts }) => register.stored === null || Buffer.compare(register.stored, counts) !== 0);
  if (moved.length > 0) {
    await sql`
      INSERT INTO register_total (setting_id, day, session, counts, la_id, trust_id, nation_id)
      SELECT ${settingId}::integer, n.day, n.session, n.counts, ${laId}::integer, ${trustId}::integer, ${nationId}::integer
        FROM unnest(${moved.map(({ register }) => register.date)}::date[],
                    ${moved.map(({ register }) => register.session)}::smallint[],
                    ${moved.map(({ counts }) => counts)}::bytea[]) AS n (day, session, counts)
      ON CONFLICT (setting_id, day, session) DO UPDATE
        SET counts = excluded.counts, la_id = excluded.la_id, trust_id = excluded.trust_id, nation_id = excluded.nation_id
    `.execute(scoped);
  }
  await removeStrayTotals(scoped, lock);
  const weeks = [...totals.weeks.entries()].map(([week, tally]) => ({ week, counts: packTally(tally), bands: null }));
  const periods = [...weeks, { week: 0, counts: packTally(totals.year), bands: packTally(totals.bands) }];
  await sql`
    DELETE FROM period_total
     WHERE setting_id = ${settingId} AND year = ${year} AND NOT (week = ANY (${periods.map(({ week }) => week)}::integer[]))
  `.execute(scoped);
  await sql`
    INSERT INTO period_total (setting_id, year, week, version, counts, bands, la_id, trust_id, nation_id)
    SELECT ${settingId}::integer, ${year}::integer, p.week, ${changes}::bigint, p.counts, p.bands,
           ${laId}::integer, ${trustId}::integer, ${nationId}::integer
      FROM unnest(${periods.map(({ week }) => week)}::smallint[], ${periods.map(({ counts }) => counts)}::bytea[],
                  ${periods.map(({ bands }) => bands)}::bytea[]) AS p (week, counts, bands)
    ON CONFLICT (setting_id, year, week) DO UPDATE
      SET version = excluded.version, counts = excluded.counts, bands = excluded.bands,
          la_id = excluded.la_id, trust_id = excluded.trust_id, nation_id = excluded.nation_id
  `.execute(scoped);
  await sql`
    UPDATE learner_total
       SET version = ${changes}, counts = ${packCounts(totals.learners)}, la_id = ${laId}, trust_id = ${trustId}
     WHERE setting_id = ${settingId} AND year = ${year}
  `.execute(scoped);
}

async function removeStrayTotals(scoped: Scoped, { settingId, year }: YearLock): Promise<void> {
  const { start, end } = academicYearDays(year);
  await sql`
    DELETE FROM register_total AS n
     WHERE n.setting_id = ${settingId} AND n.day BETWEEN ${start} AND ${end}
       AND NOT EXISTS (SELECT FROM register AS r
                        WHERE r.setting_id = ${settingId} AND r.setting_id = n.setting_id AND r.day = n.day
                          AND r.session = n.session)
  `.execute(scoped);
}
