import { sql } from 'kysely';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';

type Joining = Scoped<StewardScope>;

export interface EnrolmentPlace {
  readonly learnerId: number;
  readonly settingId: number;
  readonly slot: number;
}

/** The enrolments of everybody who has had more than one in a year, visits as a guest left out; child by child. */
export async function readSharedEnrolments(scoped: Joining, year: AcademicYear): Promise<readonly EnrolmentPlace[]> {
  const { start, end } = academicYearDays(year);
  const { rows } = await sql<EnrolmentPlace>`
    SELECT e.learner_id AS "learnerId", e.setting_id AS "settingId", e.slot
      FROM learner_enrolment AS e
      JOIN (SELECT learner_id FROM learner_enrolment
             WHERE status <> 'guest' AND entered_on <= ${end} AND (left_on IS NULL OR left_on >= ${start})
             GROUP BY learner_id HAVING count(*) > 1) AS shared
        ON shared.learner_id = e.learner_id
     WHERE e.status <> 'guest' AND e.entered_on <= ${end} AND (e.left_on IS NULL OR e.left_on >= ${start})
     ORDER BY e.learner_id
  `.execute(scoped);
  return rows;
}

/** Each setting's counts of the year by place, and the slot of its first place. */
export async function readLearnerCounts(
  scoped: Joining,
  settingIds: readonly number[],
  year: AcademicYear,
): Promise<readonly { readonly settingId: number; readonly base: number; readonly counts: Buffer }[]> {
  const { rows } = await sql<{ readonly settingId: number; readonly base: number; readonly counts: Buffer }>`
    SELECT t.setting_id AS "settingId", r.base, t.counts
      FROM learner_total AS t
      JOIN setting_roll AS r ON r.setting_id = t.setting_id AND r.year = t.year
     WHERE t.setting_id = ANY (${settingIds}::integer[]) AND t.year = ${year}
  `.execute(scoped);
  return rows;
}
