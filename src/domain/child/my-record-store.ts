import { sql } from 'kysely';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { NationName } from '#foundation/nations/attendance-code.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { ChildrenScope } from '#platform/access/scope.ts';

type OfFamily = Scoped<ChildrenScope>;

/** Where a child is or was on a roll, with what that setting writes about them. */
export interface OwnEnrolment {
  readonly settingId: number;
  readonly slot: number;
  readonly setting: string;
  readonly nation: NationName;
  readonly unit: 'session' | 'event' | 'none';
  readonly laId: number;
  readonly trustId: number;
  readonly givenName: string;
  readonly surname: string;
  readonly bornOn: PlainDate;
  readonly class: string;
  readonly yearGroup: number;
  readonly upn: string | null;
  readonly enteredOn: PlainDate;
  readonly leftOn: PlainDate | null;
}

/** A child’s enrolments, where they are now first. */
export async function ownEnrolments(scoped: OfFamily, learnerId: number): Promise<readonly OwnEnrolment[]> {
  const { rows } = await sql<OwnEnrolment>`
    SELECT e.setting_id AS "settingId", e.slot, coalesce(s.name, 'URN ' || s.urn) AS setting, k.nation, k.unit,
           e.la_id AS "laId", e.trust_id AS "trustId", e.given_name AS "givenName", e.surname, e.born_on AS "bornOn",
           e.class, e.year_group AS "yearGroup", e.upn, e.entered_on AS "enteredOn", e.left_on AS "leftOn"
      FROM enrolment AS e
      JOIN setting AS s ON s.setting_id = e.setting_id
      JOIN register_keeper AS k ON k.setting_id = e.setting_id
     WHERE e.learner_id = ${learnerId}
     ORDER BY e.left_on IS NULL DESC, e.left_on DESC, e.status = 'guest', e.status = 'subsidiary', e.entered_on DESC
  `.execute(scoped);
  return rows;
}

/** A child’s mark in one register; 0 where the register says nothing about them. */
export interface OwnMark {
  readonly day: PlainDate;
  readonly session: number;
  readonly book: number;
  readonly byte: number;
}

/** A child’s marks of an academic year at one setting, the latest first. Nobody else’s byte leaves the database. */
export async function ownMarks(
  scoped: OfFamily,
  { settingId, slot, enteredOn, leftOn }: OwnEnrolment,
  year: AcademicYear,
): Promise<readonly OwnMark[]> {
  const { start, end } = academicYearDays(year);
  const { rows } = await sql<OwnMark>`
    SELECT r.day, r.session, r.book, get_byte(r.marks, ${slot}::integer - t.base) AS byte
      FROM setting_roll AS t JOIN register AS r ON r.setting_id = t.setting_id
     WHERE t.setting_id = ${settingId} AND t.year = ${year} AND r.setting_id = ${settingId}
       AND r.day BETWEEN ${start} AND ${end} AND r.day >= ${enteredOn}
       AND (${leftOn}::date IS NULL OR r.day <= ${leftOn})
       AND ${slot}::integer >= t.base AND ${slot}::integer - t.base < length(r.marks)
     ORDER BY r.day DESC, r.session DESC
  `.execute(scoped);
  return rows;
}
