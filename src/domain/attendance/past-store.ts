import { sql } from 'kysely';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { RollRow } from './feed-store.ts';

/** One register of a day as it comes to. */
export interface DayTotal {
  readonly settingId: number;
  readonly session: number;
  readonly counts: Buffer;
}

/** What a day's registers of some settings come to, as far as they are in the reader's own scope. */
export async function readDayTotals(
  scoped: Scoped,
  settingIds: readonly number[],
  day: PlainDate,
): Promise<readonly DayTotal[]> {
  const { rows } = await sql<DayTotal>`
    SELECT setting_id AS "settingId", session, counts FROM register_total
     WHERE setting_id = ANY (${settingIds}::integer[]) AND day = ${day}
  `.execute(scoped);
  return rows;
}

/** Whom settings had on roll in a year: packed, nobody's name in it. */
export async function readRolls(
  scoped: Scoped,
  settingIds: readonly number[],
  year: AcademicYear,
): Promise<readonly Omit<RollRow, 'version'>[]> {
  const { rows } = await sql<Omit<RollRow, 'version'>>`
    SELECT setting_id AS "settingId", base, size, spells FROM setting_roll
     WHERE setting_id = ANY (${settingIds}::integer[]) AND year = ${year}
  `.execute(scoped);
  return rows;
}
