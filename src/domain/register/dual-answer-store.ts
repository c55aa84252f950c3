import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { AnswerWanted, DualAnswer } from './dual-answers.ts';
import type { GapFinding, HalfDay } from './dual-model.ts';
import type { PlaceOfLearner } from './dual-store.ts';

/** What is to stand of some children’s half day at every setting. */
export interface AnswersToWrite {
  readonly learnerIds: readonly number[];
  readonly answers: readonly AnswerWanted[];
  readonly at: Date;
}

/**
 * Writes what each setting is told of children’s half day; what it is no longer to be told goes. An answer that is there
 * already keeps the time at which it was first given.
 */
export async function writeAnswers(
  scoped: Scoped<StewardScope>,
  { day, session }: HalfDay,
  { learnerIds, answers, at }: AnswersToWrite,
): Promise<void> {
  const settingIds = answers.map((one) => one.settingId);
  const slots = answers.map((one) => one.slot);
  await sql`
    DELETE FROM dual_answer AS d
     WHERE d.setting_id IN (SELECT e.setting_id FROM learner_enrolment AS e WHERE e.learner_id = ANY (${learnerIds}::bigint[]))
       AND d.day = ${day} AND d.session = ${session} AND d.learner_id = ANY (${learnerIds}::bigint[])
       AND NOT EXISTS (SELECT FROM unnest(${settingIds}::integer[], ${slots}::integer[]) AS kept (setting_id, slot)
                        WHERE kept.setting_id = d.setting_id AND kept.slot = d.slot)
  `.execute(scoped);
  if (answers.length === 0) return;
  await sql`
    INSERT INTO dual_answer (setting_id, day, session, slot, learner_id, other_setting_id, says, compared_at, la_id, trust_id)
    SELECT a.setting_id, ${day}::date, ${session}::smallint, a.slot, a.learner_id, a.other_setting_id, a.says,
           ${at}::timestamptz, k.la_id, k.trust_id
      FROM unnest(${settingIds}::integer[], ${slots}::integer[], ${answers.map((one) => one.learnerId)}::bigint[],
                  ${answers.map((one) => one.otherSettingId)}::integer[], ${answers.map((one) => one.says)}::text[])
           AS a (setting_id, slot, learner_id, other_setting_id, says)
      JOIN register_keeper AS k ON k.setting_id = a.setting_id
    ON CONFLICT (setting_id, day, session, slot) DO UPDATE
      SET other_setting_id = excluded.other_setting_id, says = excluded.says, compared_at = excluded.compared_at,
          la_id = excluded.la_id, trust_id = excluded.trust_id
      WHERE (dual_answer.other_setting_id, dual_answer.says) <> (excluded.other_setting_id, excluded.says)
  `.execute(scoped);
}

/** The scope’s own column, named: the planner reads by it. */
function within({ scope }: Scoped) {
  switch (scope.kind) {
    case 'setting':
      return sql`setting_id = ANY (${scope.settings}::integer[])`;
    case 'area':
      return sql`la_id = ${scope.laId}`;
    case 'trust':
      return sql`trust_id = ${scope.trustId}`;
    case 'children':
      return sql`learner_id = ANY (${scope.learners}::bigint[])`;
    case 'nation':
    case 'steward':
      return sql`false`;
  }
}

/** Where a child is on roll on a day, as far as the reader’s scope reaches: a setting sees its own rolls alone. */
export async function placesInReach(
  scoped: Scoped,
  learnerId: number,
  day: PlainDate,
): Promise<readonly PlaceOfLearner[]> {
  const { rows } = await sql<PlaceOfLearner>`
    SELECT learner_id AS "learnerId", setting_id AS "settingId", slot FROM learner_enrolment
     WHERE learner_id = ${learnerId} AND entered_on <= ${day} AND (left_on IS NULL OR left_on >= ${day})
       AND ${within(scoped)}
     ORDER BY setting_id, slot
  `.execute(scoped);
  return rows;
}

/** What settings in reach were told of a child’s day, by half day. */
export async function answersOn(
  scoped: Scoped,
  learnerId: number,
  day: PlainDate,
): Promise<readonly (DualAnswer & { readonly session: number; readonly comparedAt: Date })[]> {
  const { rows } = await sql<DualAnswer & { readonly session: number; readonly comparedAt: Date }>`
    SELECT setting_id AS "settingId", session, slot, other_setting_id AS "otherSettingId", says, compared_at AS "comparedAt"
      FROM dual_answer WHERE learner_id = ${learnerId} AND day = ${day} AND ${within(scoped)}
     ORDER BY session, setting_id
  `.execute(scoped);
  return rows;
}

/** A task of one child’s day. */
export interface GapOfDay {
  readonly session: number;
  readonly settingId: number;
  readonly side: 'marked' | 'partner';
  readonly otherSettingId: number;
  readonly found: GapFinding;
  readonly raisedAt: Date;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly outcome: string | null;
}

/** The tasks of a child’s day in reach, open and closed. */
export async function gapsOn(scoped: Scoped, learnerId: number, day: PlainDate): Promise<readonly GapOfDay[]> {
  const { rows } = await sql<GapOfDay>`
    SELECT session, setting_id AS "settingId", side, other_setting_id AS "otherSettingId", found, raised_at AS "raisedAt",
           closed_at AS "closedAt", closed_by AS "closedBy", outcome
      FROM dual_gap WHERE learner_id = ${learnerId} AND day = ${day} AND ${within(scoped)}
     ORDER BY session, setting_id
  `.execute(scoped);
  return rows;
}
