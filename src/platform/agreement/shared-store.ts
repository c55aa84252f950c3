import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { ReachedPlace } from './reach.ts';

/** A child’s record as read, before an agreement has let anything of it out. Never to be shown. */
export interface UnsharedRecord {
  readonly learnerId: number;
  readonly identity: Readonly<Record<string, string | undefined>>;
}

export interface RecordsWanted {
  readonly reach: ReachedPlace;
  readonly except: readonly number[];
  readonly today: PlainDate;
  /** Only children after this one, in the order of `learner_id`. */
  readonly after: number;
  readonly limit: number;
}

/** Children on roll today whom an agreement reaches, each with one enrolment, in the order of their numbers. */
export async function recordsOf(scoped: Scoped, wanted: RecordsWanted): Promise<readonly UnsharedRecord[]> {
  const { reach, except, today, after, limit } = wanted;
  const { rows } = await scoped.client.query<Record<string, string | null> & { readonly learnerId: number }>({
    text: `SELECT DISTINCT ON (e.learner_id) e.learner_id AS "learnerId", e.given_name || ' ' || e.surname AS name,
                  e.born_on::text AS born, e.upn, s.name AS setting, e.year_group::text AS year, e.class
             FROM enrolment AS e JOIN setting AS s ON s.setting_id = e.setting_id
            WHERE e.entered_on <= $1 AND (e.left_on IS NULL OR e.left_on >= $1)
              AND e.learner_id > $2 AND e.learner_id <> ALL ($3::bigint[]) AND ${columnOf(reach)}
            ORDER BY e.learner_id, (e.status = 'subsidiary'), e.setting_id LIMIT $4`,
    values: [today, after, except, limit, ...valuesOf(reach)],
  });
  return rows.map(({ learnerId, ...fields }) => ({ learnerId, identity: present(fields) }));
}

/** What is known today of the groups the children belong to, by `learner_id`. */
export async function characteristicsNow(
  scoped: Scoped,
  learners: readonly number[],
  today: PlainDate,
): Promise<ReadonlyMap<number, Readonly<Record<string, string | undefined>>>> {
  const { rows } = await scoped.client.query<Record<string, string | null> & { readonly learnerId: number }>({
    text: `SELECT DISTINCT ON (e.learner_id) e.learner_id AS "learnerId", c.sex, c.sen, c.fsm, c.ethnicity,
                  c.looked_after AS care, c.social_worker AS social
             FROM enrolment AS e JOIN characteristic AS c ON c.setting_id = e.setting_id AND c.slot = e.slot
            WHERE e.learner_id = ANY ($1::bigint[]) AND c.valid_from <= $2
            ORDER BY e.learner_id, c.valid_from DESC`,
    values: [learners, today],
  });
  return new Map(rows.map(({ learnerId, ...fields }) => [learnerId, present(fields)]));
}

/** A place of a child on a roll. */
export interface GivenPlace {
  readonly learnerId: number;
  readonly settingId: number;
  readonly slot: number;
}

/**
 * The places at some settings of those children who are on a roll there today, or were in this academic year: past places
 * there too, and none elsewhere. Who left before, or is still to come, is no longer or not yet the settings’ to give.
 */
export async function placesGiven(
  scoped: Scoped<StewardScope>,
  { learners, settings }: { readonly learners: readonly number[]; readonly settings: readonly number[] },
  today: PlainDate,
): Promise<readonly GivenPlace[]> {
  const { rows } = await scoped.client.query<GivenPlace>({
    text: `SELECT "learnerId", "settingId", slot
             FROM (SELECT learner_id AS "learnerId", setting_id AS "settingId", slot,
                          bool_or(entered_on <= $3 AND (left_on IS NULL OR left_on >= $4)) OVER (PARTITION BY learner_id) AS there
                     FROM learner_enrolment WHERE learner_id = ANY ($1::bigint[]) AND setting_id = ANY ($2::integer[])) AS placed
            WHERE there`,
    values: [learners, settings, today, academicYearDays(academicYearOf(today)).start],
  });
  return rows;
}

/** On the rolls of which settings children are, or were in this academic year, by `learner_id`. */
export async function settingsOf(
  scoped: Scoped<StewardScope>,
  learners: readonly number[],
  today: PlainDate,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const { rows } = await scoped.client.query<{ learnerId: number; settings: readonly number[] }>({
    text: `SELECT learner_id AS "learnerId", array_agg(setting_id) AS settings FROM learner_enrolment
            WHERE learner_id = ANY ($1::bigint[]) AND entered_on <= $2 AND (left_on IS NULL OR left_on >= $3)
            GROUP BY learner_id`,
    values: [learners, today, academicYearDays(academicYearOf(today)).start],
  });
  return new Map(rows.map(({ learnerId, settings }) => [learnerId, settings]));
}

/** The scope’s own column, as every query names it. */
function columnOf(reach: ReachedPlace): string {
  switch (reach.kind) {
    case 'area':
      return 'e.la_id = $5';
    case 'settings':
      return 'e.setting_id = ANY ($5::integer[])';
    case 'cohort':
      return 'e.setting_id = ANY ($5::integer[]) AND e.year_group = ANY ($6::integer[])';
    case 'learners':
      return 'e.learner_id = ANY ($5::bigint[]) AND e.setting_id = ANY ($6::integer[])';
  }
}

function valuesOf(reach: ReachedPlace): readonly unknown[] {
  switch (reach.kind) {
    case 'area':
      return [reach.laId];
    case 'settings':
      return [reach.settings];
    case 'cohort':
      return [reach.settings, reach.yearGroups];
    case 'learners':
      return [reach.learners, reach.settings];
  }
}

function present(fields: Readonly<Record<string, string | null>>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? undefined]));
}
