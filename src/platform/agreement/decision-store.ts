import type { Category } from '#platform/access/categories.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { GoldenRule } from './golden-rules.ts';

/** A decision to share something about a child, or not to. */
export interface SharingDecision {
  readonly decisionId: number;
  readonly outcome: 'shared' | 'not-shared';
  readonly organisationId: number;
  readonly withWhom: string;
  readonly what: string;
  readonly categories: readonly Category[];
  readonly agreementId: number | undefined;
  /** Of the agreement’s version in force at the time. */
  readonly agreementSha256: string | undefined;
  readonly duty: string | undefined;
  readonly reason: string;
  readonly answers: Readonly<Partial<Record<GoldenRule, string>>>;
  readonly decidedAt: Date;
  readonly decidedBy: string;
}

/** Keeps a decision about a child. Whoever asks must have checked that the child is within the request’s scope. */
export async function enterDecision(
  gate: Gated,
  learnerId: number,
  decision: Omit<SharingDecision, 'decisionId'> & { readonly personId: number | undefined },
): Promise<number> {
  const { decision_id } = await gate
    .insertInto('sharing_decision')
    .values({
      learner_id: learnerId,
      outcome: decision.outcome,
      organisation_id: decision.organisationId,
      with_whom: decision.withWhom,
      what: decision.what,
      categories: [...decision.categories],
      agreement_id: decision.agreementId ?? null,
      agreement_sha256: decision.agreementSha256 ?? null,
      duty: decision.duty ?? null,
      reason: decision.reason,
      answers: JSON.stringify(decision.answers),
      decided_at: decision.decidedAt,
      person_id: decision.personId ?? null,
      decided_by: decision.decidedBy,
    })
    .returning('decision_id')
    .executeTakeFirstOrThrow();
  return decision_id;
}

/** The decisions about a child, newest first. Whoever asks must have checked that the child is within the scope. */
export async function decisionsAbout(gate: Gated, learnerId: number): Promise<readonly SharingDecision[]> {
  const rows = await gate
    .selectFrom('sharing_decision')
    .selectAll()
    .where('learner_id', '=', learnerId)
    .orderBy('decision_id', 'desc')
    .execute();
  return rows.map((row) => ({
    decisionId: row.decision_id,
    outcome: row.outcome,
    organisationId: row.organisation_id,
    withWhom: row.with_whom,
    what: row.what,
    categories: row.categories as Category[],
    agreementId: row.agreement_id ?? undefined,
    agreementSha256: row.agreement_sha256 ?? undefined,
    duty: row.duty ?? undefined,
    reason: row.reason,
    answers: row.answers,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  }));
}

/** A child at a place of a roll, as far as the scope reaches. */
export interface ChildHere {
  readonly learnerId: number;
  readonly name: string;
  readonly setting: string;
}

/** The child of a slot of the setting with this URN; `undefined` where the scope does not reach it. */
export async function childAt(scoped: Scoped, urn: number, slot: number): Promise<ChildHere | undefined> {
  const { rows } = await scoped.client.query<ChildHere>({
    text: `SELECT e.learner_id AS "learnerId", e.given_name || ' ' || e.surname AS name, coalesce(s.name, '') AS setting
             FROM setting AS s JOIN enrolment AS e ON e.setting_id = s.setting_id AND e.slot = $2
            WHERE s.urn = $1`,
    values: [urn, slot],
  });
  return rows[0];
}
