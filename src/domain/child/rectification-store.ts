import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { ChildrenScope, SettingScope } from '#platform/access/scope.ts';
import type { Answerer, Asker } from './subject-access-store.ts';

type Answering = Scoped<SettingScope>;
type Entering = Gated | Answering;

/** What a family says is wrong, and what was answered. */
export interface Rectification {
  readonly learnerId: number;
  readonly rectificationId: number;
  readonly settingId: number;
  readonly askedBy: number | null;
  readonly asker: string;
  readonly askedAt: Date;
  readonly dueOn: PlainDate;
  readonly about: string;
  readonly wrong: string;
  readonly shouldBe: string;
  readonly answer: 'accepted' | 'refused' | null;
  readonly answerWords: string | null;
  readonly answeredAt: Date | null;
  readonly answeredBy: string | null;
  readonly statement: string | null;
}

/** What is said to be wrong. */
export interface Wrong {
  readonly about: string;
  readonly wrong: string;
  readonly shouldBe: string;
  /** To stand beside the record when it is not changed; '' for none. */
  readonly statement: string;
}

const columns = sql`learner_id AS "learnerId", rectification_id AS "rectificationId", setting_id AS "settingId",
  asked_by AS "askedBy", asker, asked_at AS "askedAt", due_on AS "dueOn", about, wrong, should_be AS "shouldBe", answer,
  answer_words AS "answerWords", answered_at AS "answeredAt", answered_by AS "answeredBy", statement`;

/** Stores what a person says is wrong. */
export async function insertRectification(
  gate: Gated,
  one: Wrong & {
    readonly learnerId: number;
    readonly at: Answerer;
    readonly by: Asker;
    readonly now: Date;
    readonly dueOn: PlainDate;
  },
): Promise<void> {
  const entering: Entering = gate;
  const { learnerId, at, by, now, dueOn } = one;
  await sql`
    INSERT INTO rectification (learner_id, setting_id, asked_by, asked_as, asker, asked_at, due_on, about, wrong, should_be,
                               statement, la_id, trust_id)
    VALUES (${learnerId}, ${at.settingId}, ${by.personId}, ${by.as}, ${by.words}, ${now}, ${dueOn}, ${one.about}, ${one.wrong},
            ${one.shouldBe}, ${one.statement === '' ? null : one.statement}, ${at.laId}, ${at.trustId})
  `.execute(entering);
}

/** What a person of a family has said about a child’s record, the latest first. */
export async function rectificationsOf(
  own: Scoped<ChildrenScope>,
  { personId, learnerId }: { readonly personId: number; readonly learnerId: number },
): Promise<readonly Rectification[]> {
  const { rows } = await sql<Rectification>`
    SELECT ${columns} FROM rectification WHERE learner_id = ${learnerId} AND asked_by = ${personId}
     ORDER BY rectification_id DESC LIMIT 20
  `.execute(own);
  return rows;
}

/** What families have said to a setting, open first, those due soonest first. */
export async function rectificationsAt(answering: Answering, settingId: number): Promise<readonly Rectification[]> {
  const { rows } = await sql<Rectification>`
    SELECT ${columns} FROM rectification WHERE setting_id = ${settingId}
     ORDER BY answered_at IS NOT NULL, due_on, rectification_id LIMIT 200
  `.execute(answering);
  return rows;
}

/** What is open about a child at a setting, and what its family wants said beside a record that was not changed. */
export async function askedAbout(
  answering: Answering,
  { settingId, learnerId, day }: { readonly settingId: number; readonly learnerId: number; readonly day: PlainDate },
): Promise<{
  readonly copies: number;
  readonly corrections: number;
  readonly holds: number;
  readonly statements: readonly { readonly about: string; readonly words: string; readonly answer: string }[];
}> {
  const counts = await sql<{ copies: number; corrections: number; holds: number }>`
    SELECT (SELECT count(*)::int FROM subject_access
             WHERE setting_id = ${settingId} AND learner_id = ${learnerId} AND closed_at IS NULL) AS copies,
           (SELECT count(*)::int FROM rectification
             WHERE setting_id = ${settingId} AND learner_id = ${learnerId} AND answered_at IS NULL) AS corrections,
           (SELECT count(*)::int FROM legal_hold
             WHERE setting_id = ${settingId} AND (learner_id IS NULL OR learner_id = ${learnerId}) AND lifted_at IS NULL
               AND held_from <= ${day} AND (held_until IS NULL OR held_until >= ${day})) AS holds
  `.execute(answering);
  const { rows } = await sql<{ about: string; words: string; answer: string }>`
    SELECT about, statement AS words, answer_words AS answer FROM rectification
     WHERE setting_id = ${settingId} AND learner_id = ${learnerId} AND answer = 'refused' AND statement IS NOT NULL
     ORDER BY rectification_id
  `.execute(answering);
  return { ...(counts.rows[0] ?? { copies: 0, corrections: 0, holds: 0 }), statements: rows };
}

/** Stores the answer to one that is open. Answers whether there was one. */
export async function answerRectification(
  answering: Answering,
  key: { readonly settingId: number; readonly rectificationId: number },
  how: { readonly answer: 'accepted' | 'refused'; readonly words: string; readonly now: Date; readonly by: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE rectification SET answer = ${how.answer}, answer_words = ${how.words}, answered_at = ${how.now},
           answered_by = ${how.by}
     WHERE setting_id = ${key.settingId} AND rectification_id = ${key.rectificationId} AND answered_at IS NULL
  `.execute(answering);
  return (numAffectedRows ?? 0n) > 0n;
}
