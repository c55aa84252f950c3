import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { Queries } from '#platform/database/pool.ts';

/** What a record opened out of reach shows. */
export interface BreakGlassReach {
  readonly learnerId: number;
  /** Who opened it, in which role: nobody else's scope is compiled from it. */
  readonly personId: number;
  readonly membershipId: number;
  readonly categories: readonly Category[];
  readonly until: Date;
}

/** Which record is open, and until when. Fails closed: when it is not known, is over, or was ended by hand. */
export async function breakGlassReach(
  gate: Gated,
  breakGlassId: number,
  now: Date,
): Promise<Result<BreakGlassReach, Problem>> {
  const row = await gate
    .selectFrom('break_glass')
    .select(['learner_id', 'person_id', 'membership_id', 'categories', 'opened_at', 'until_at', 'ended_at'])
    .where('break_glass_id', '=', breakGlassId)
    .executeTakeFirst();
  if (!row || row.opened_at > now || row.until_at <= now || (row.ended_at !== null && row.ended_at <= now)) {
    return failure(breakGlassOver);
  }
  return success({
    learnerId: row.learner_id,
    personId: row.person_id,
    membershipId: row.membership_id,
    categories: categories.filter((one) => row.categories.includes(one)),
    until: row.until_at,
  });
}

const breakGlassOver: Problem = {
  code: 'break-glass-over-not-allowed',
  message: 'The time for which this record was opened is over.',
  nextStep: 'If you still need it to keep the child safe, open it again with a reason at /break-glass.',
};

/** A record opened out of reach, with what its review found. */
export interface BreakGlass {
  readonly breakGlassId: number;
  readonly learnerId: number;
  readonly personId: number;
  readonly person: string | null;
  readonly organisationId: number;
  readonly membershipId: number;
  readonly categories: readonly Category[];
  readonly reason: string;
  readonly openedAt: Date;
  readonly untilAt: Date;
  readonly endedAt: Date | null;
  readonly reviewBy: Date;
  readonly reviewedAt: Date | null;
  readonly reviewer: string | null;
  readonly outcome: 'needed' | 'not-needed' | null;
  readonly reviewWords: string | null;
}

const columns = `b.break_glass_id AS "breakGlassId", b.learner_id AS "learnerId", b.person_id AS "personId", p.name AS person,
  b.organisation_id AS "organisationId", b.membership_id AS "membershipId", b.categories, b.reason,
  b.opened_at AS "openedAt", b.until_at AS "untilAt", b.ended_at AS "endedAt", b.review_by AS "reviewBy",
  b.reviewed_at AS "reviewedAt", r.name AS reviewer, b.outcome, b.review_words AS "reviewWords"`;

/** An organisation’s, those not reviewed first, then the newest. */
export async function breakGlassesOf(gate: Gated, organisationId: number): Promise<readonly BreakGlass[]> {
  const { rows } = await gate.client.query<BreakGlass>({
    text: `SELECT ${columns} FROM break_glass AS b LEFT JOIN person AS p ON p.person_id = b.person_id
             LEFT JOIN person AS r ON r.person_id = b.reviewer_id
            WHERE b.organisation_id = $1 ORDER BY b.reviewed_at IS NOT NULL, b.opened_at DESC LIMIT 200`,
    values: [organisationId],
  });
  return rows;
}

/** What was looked at under a record opened, from the ledger. */
export interface LookedUnder {
  readonly breakGlassId: number;
  readonly times: number;
  readonly categories: readonly string[];
}

/** What was looked at under each of an organisation’s that waits for its review. */
export async function lookedUnder(gate: Gated, organisationId: number): Promise<readonly LookedUnder[]> {
  const { rows } = await gate.client.query<LookedUnder>({
    text: `SELECT b.break_glass_id AS "breakGlassId", count(DISTINCT (e.day, e.seq))::int AS times,
                  array_agg(DISTINCT category) AS categories
             FROM break_glass AS b
             JOIN ledger_entry AS e ON e.person_id = b.person_id AND e.break_glass_id = b.break_glass_id
              AND e.day >= b.opened_at::date - 1 AND e.action <> 'search', unnest(e.reads) AS category
            WHERE b.organisation_id = $1 AND b.reviewed_at IS NULL GROUP BY 1`,
    values: [organisationId],
  });
  return rows;
}

export type NewBreakGlass = Pick<
  BreakGlass,
  | 'learnerId'
  | 'personId'
  | 'organisationId'
  | 'membershipId'
  | 'categories'
  | 'reason'
  | 'openedAt'
  | 'untilAt'
  | 'reviewBy'
>;

/** Opens a record, and answers its number. */
export async function enterBreakGlass(gate: Gated, opened: NewBreakGlass): Promise<number> {
  const { break_glass_id } = await gate
    .insertInto('break_glass')
    .values({
      learner_id: opened.learnerId,
      person_id: opened.personId,
      organisation_id: opened.organisationId,
      membership_id: opened.membershipId,
      categories: [...opened.categories],
      reason: opened.reason,
      opened_at: opened.openedAt,
      until_at: opened.untilAt,
      review_by: opened.reviewBy,
    })
    .returning('break_glass_id')
    .executeTakeFirstOrThrow();
  return break_glass_id;
}

/** Ends one’s own before its time. Answers whether there was one to end. */
export async function endBreakGlass(
  gate: Gated,
  ended: { readonly breakGlassId: number; readonly personId: number; readonly at: Date },
): Promise<'ended' | 'not-open'> {
  const changed = await gate
    .updateTable('break_glass')
    .set({ ended_at: ended.at })
    .where('break_glass_id', '=', ended.breakGlassId)
    .where('person_id', '=', ended.personId)
    .where('ended_at', 'is', null)
    .where('until_at', '>', ended.at)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n ? 'ended' : 'not-open';
}

/** What one person opened that no second person has reviewed: since an instant, and past the day it was due. */
export async function unreviewedOf(
  gate: Gated,
  personId: number,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<{ readonly overdue: number; readonly openedSince: number; readonly waiting: number }> {
  const { rows } = await gate.client.query<{ overdue: number; openedSince: number; waiting: number }>({
    text: `SELECT count(*) FILTER (WHERE reviewed_at IS NULL AND review_by <= $3)::int AS overdue,
                  count(*) FILTER (WHERE opened_at > $2)::int AS "openedSince",
                  count(*) FILTER (WHERE reviewed_at IS NULL)::int AS waiting
             FROM break_glass WHERE person_id = $1`,
    values: [personId, since, now],
  });
  return rows[0] ?? { overdue: 0, openedSince: 0, waiting: 0 };
}

export interface BreakGlassReview {
  readonly breakGlassId: number;
  readonly organisationId: number;
  readonly reviewerId: number;
  readonly outcome: 'needed' | 'not-needed';
  readonly words: string;
  readonly at: Date;
}

/** Records what a second person found; answers whether there was one to review, opened by another. */
export async function reviewBreakGlass(gate: Gated, review: BreakGlassReview): Promise<'reviewed' | 'not-to-review'> {
  const changed = await gate
    .updateTable('break_glass')
    .set({
      reviewed_at: review.at,
      reviewer_id: review.reviewerId,
      outcome: review.outcome,
      review_words: review.words,
    })
    .where('break_glass_id', '=', review.breakGlassId)
    .where('organisation_id', '=', review.organisationId)
    .where('reviewed_at', 'is', null)
    .where('person_id', '<>', review.reviewerId)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n ? 'reviewed' : 'not-to-review';
}

/** How a child out of reach is named: by a UPN, or by both names and the date of birth. */
export type ChildNamed =
  | { readonly by: 'upn'; readonly upn: string }
  | { readonly by: 'name'; readonly givenName: string; readonly surname: string; readonly bornOn: PlainDate };

/** The children who answer to that, two at most: more than one cannot be told apart and opens nothing. */
export async function childrenNamed(scoped: Scoped<StewardScope>, named: ChildNamed): Promise<readonly number[]> {
  const found =
    named.by === 'upn'
      ? await scoped.selectFrom('learner').select('learner_id').where('upn', '=', named.upn).limit(2).execute()
      : await scoped
          .selectFrom('enrolment')
          .select('learner_id')
          .distinct()
          .where('born_on', '=', named.bornOn)
          .where((one) => one(one.fn('lower', ['surname']), '=', named.surname.toLowerCase()))
          .where((one) => one(one.fn('lower', ['given_name']), '=', named.givenName.toLowerCase()))
          .limit(2)
          .execute();
  return found.map(({ learner_id }) => learner_id);
}

/** What settings are called, by `setting_id`. */
export async function settingsNamed(
  queries: Queries,
  settings: readonly number[],
): Promise<ReadonlyMap<number, { readonly urn: number; readonly name: string }>> {
  if (settings.length === 0) return new Map();
  const rows = await queries
    .selectFrom('setting')
    .select(['setting_id', 'urn', 'name'])
    .where('setting_id', 'in', settings)
    .execute();
  return new Map(rows.map(({ setting_id, urn, name }) => [setting_id, { urn, name: name ?? `URN ${urn}` }]));
}
