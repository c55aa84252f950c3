import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';

/** Whose entries about a child the family is shown later. */
export interface Delay {
  readonly delayId: number;
  readonly learnerId: number;
  readonly readerId: number;
  readonly reader: string | null;
  readonly reason: string;
  readonly untilOn: PlainDate;
  readonly enteredAt: Date;
  readonly enteredBy: number;
  readonly enteredByName: string | null;
  readonly organisationId: number;
  readonly reviewBy: Date;
  readonly reviewedAt: Date | null;
  readonly finding: 'kept' | 'lifted' | null;
  readonly liftedAt: Date | null;
}

const columns = `d.delay_id AS "delayId", d.learner_id AS "learnerId", d.reader_id AS "readerId", r.name AS reader, d.reason,
  d.until_on AS "untilOn", d.entered_at AS "enteredAt", d.entered_by AS "enteredBy", b.name AS "enteredByName",
  d.organisation_id AS "organisationId", d.review_by AS "reviewBy", d.reviewed_at AS "reviewedAt", d.finding,
  d.lifted_at AS "liftedAt"`;
const joined = `FROM ledger_delay AS d LEFT JOIN person AS r ON r.person_id = d.reader_id
  LEFT JOIN person AS b ON b.person_id = d.entered_by`;

/** Every delay that was ever entered for a child, the newest first. */
export async function delaysOf(gate: Gated, learnerId: number): Promise<readonly Delay[]> {
  const text = `SELECT ${columns} ${joined} WHERE d.learner_id = $1 ORDER BY d.entered_at DESC, d.delay_id DESC`;
  const { rows } = await gate.client.query<Delay>({ text, values: [learnerId] });
  return rows;
}

/** An organisation’s delays, those still to be reviewed first. */
export async function delaysToReview(gate: Gated, organisationId: number): Promise<readonly Delay[]> {
  const text = `SELECT ${columns} ${joined} WHERE d.organisation_id = $1 AND d.reviewed_at IS NULL ORDER BY d.review_by`;
  const { rows } = await gate.client.query<Delay>({ text, values: [organisationId] });
  return rows;
}

export interface NewDelay {
  readonly learnerId: number;
  readonly readerId: number;
  readonly reason: string;
  readonly untilOn: PlainDate;
  readonly enteredAt: Date;
  readonly enteredBy: number;
  readonly organisationId: number;
  readonly reviewBy: Date;
}

/** Enters a delay. */
export async function enterDelay(gate: Gated, delay: NewDelay): Promise<void> {
  await gate
    .insertInto('ledger_delay')
    .values({
      learner_id: delay.learnerId,
      reader_id: delay.readerId,
      reason: delay.reason,
      until_on: delay.untilOn,
      entered_at: delay.enteredAt,
      entered_by: delay.enteredBy,
      organisation_id: delay.organisationId,
      review_by: delay.reviewBy,
    })
    .execute();
}

/**
 * Records what a second person found; answers whether there was such a delay to review, entered by another. Whose entries
 * are held back may have that lifted, and never kept.
 */
export async function reviewDelay(
  gate: Gated,
  { delayId, organisationId }: Pick<Delay, 'delayId' | 'organisationId'>,
  review: { readonly reviewerId: number; readonly finding: 'kept' | 'lifted'; readonly at: Date },
): Promise<'reviewed' | 'not-to-review'> {
  const changed = await gate
    .updateTable('ledger_delay')
    .set({
      reviewed_at: review.at,
      reviewer_id: review.reviewerId,
      finding: review.finding,
      lifted_at: review.finding === 'lifted' ? review.at : null,
    })
    .where('delay_id', '=', delayId)
    .where('organisation_id', '=', organisationId)
    .where('reviewed_at', 'is', null)
    .where('entered_by', '<>', review.reviewerId)
    .$if(review.finding === 'kept', (one) => one.where('reader_id', '<>', review.reviewerId))
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n ? 'reviewed' : 'not-to-review';
}
