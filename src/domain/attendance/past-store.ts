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
  // In one value: a nation's 50,000 rows would take far longer to take apart.
  const { rows } = await sql<{ readonly packed: Buffer | null }>`
    SELECT string_agg(int4send(setting_id) || int4send(session) || int4send(length(counts)) || counts, ''::bytea) AS packed
      FROM register_total
     WHERE setting_id = ANY (${settingIds}::integer[]) AND day = ${day}
  `.execute(scoped);
  const packed = rows[0]?.packed ?? Buffer.alloc(0);
  const totals: DayTotal[] = [];
  for (let at = 0; at < packed.length; ) {
    const end = at + 12 + packed.readInt32BE(at + 8);
    const counts = packed.subarray(at + 12, end);
    totals.push({ settingId: packed.readInt32BE(at), session: packed.readInt32BE(at + 4), counts });
    at = end;
  }
  return totals;
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
