import { absenceOf, unpackCounts } from '#domain/register/learner-counts.ts';
import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';

interface Enrolled {
  readonly learnerId: number;
  readonly settingId: number;
  readonly slot: number;
  readonly partTime: boolean;
}

/**
 * What an agreement may share of children’s attendance, by `learner_id`, as texts: `rate`, the percentage of measured sessions of
 * this academic year that were attended, rounded down to one place, wherever the child is enrolled (absent where none was
 * measured); `timetable`, Y while a part-time timetable runs, else N.
 */
export async function attendanceToShare(
  scoped: Scoped,
  learners: readonly number[],
  today: PlainDate,
): Promise<ReadonlyMap<number, Readonly<Record<string, string | undefined>>>> {
  const year = academicYearOf(today);
  const { start, end } = academicYearDays(year);
  const { rows: enrolled } = await scoped.client.query<Enrolled>({
    text: `SELECT e.learner_id AS "learnerId", e.setting_id AS "settingId", e.slot,
                  EXISTS (SELECT 1 FROM part_time_plan AS p
                           WHERE p.setting_id = e.setting_id AND p.slot = e.slot AND $4::date BETWEEN p.starts_on AND p.ends_on) AS "partTime"
             FROM learner_enrolment AS e JOIN register_keeper AS k ON k.setting_id = e.setting_id AND k.unit = 'session'
            WHERE e.learner_id = ANY ($1::bigint[]) AND e.status <> 'guest'
              AND e.entered_on <= $3 AND (e.left_on IS NULL OR e.left_on >= $2)`,
    values: [learners, start, end, today],
  });
  const { rows: totals } = await scoped.client.query<{ settingId: number; base: number; counts: Buffer }>({
    text: `SELECT t.setting_id AS "settingId", r.base, t.counts
             FROM learner_total AS t JOIN setting_roll AS r ON r.setting_id = t.setting_id AND r.year = t.year
            WHERE t.setting_id = ANY ($1::integer[]) AND t.year = $2`,
    values: [[...new Set(enrolled.map(({ settingId }) => settingId))], year],
  });
  const counted = new Map(
    totals.map(({ settingId, base, counts }) => [settingId, { base, counts: unpackCounts(counts, 0) }]),
  );
  const sumOf = ({ settingId, slot }: Enrolled) => {
    const known = counted.get(settingId);
    const at = known ? slot - known.base : -1;
    return known && at >= 0 && 4 * at < known.counts.length ? absenceOf(known.counts, at) : { absence: 0, possible: 0 };
  };
  return new Map(
    [...Map.groupBy(enrolled, ({ learnerId }) => learnerId)].map(([learnerId, places]) => {
      const sums = places.map(sumOf);
      const possible = sums.reduce((sum, one) => sum + one.possible, 0);
      const attended = possible - sums.reduce((sum, one) => sum + one.absence, 0);
      const rate = possible === 0 ? undefined : String(Math.floor((1000 * attended) / possible) / 10);
      return [learnerId, { rate, timetable: places.some(({ partTime }) => partTime) ? 'Y' : 'N' }];
    }),
  );
}
