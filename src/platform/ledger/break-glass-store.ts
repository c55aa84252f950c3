import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { Gated } from '#platform/access/in-gate.ts';

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
