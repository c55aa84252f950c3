import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Uln, Upn } from '#foundation/kernel/pupil-identifiers.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import type { EnrolmentStatus } from '#platform/database/register-schema.ts';

/** By what a learner is known. */
export interface LearnerIdentifiers {
  readonly upn?: Upn | undefined;
  readonly uln?: Uln | undefined;
}

/** Where a learner is or was on roll. */
export interface LearnerPlace {
  readonly settingId: number;
  readonly slot: number;
  readonly status: EnrolmentStatus;
  readonly enteredOn: PlainDate;
  readonly leftOn: PlainDate | null;
}

const learnerLock = 7_202;

/** Numbers of made-up children alone: those who are removed come back with the same ones, and nobody real has ever had one. */
export const madeUpLearners = { first: 900_000_000, last: 999_999_999 } as const;

const highestKept = sql`(SELECT coalesce(max(learner_id), 0) FROM learner
  WHERE learner_id NOT BETWEEN ${sql.lit(madeUpLearners.first)} AND ${sql.lit(madeUpLearners.last)})`;

/**
 * Remembers the highest number that any child has, before children are deleted: no other child is ever given it, or the
 * ledger’s entries about the one would be the other’s. The sequence is never set back, and backups carry it.
 */
export async function keepNumbersGiven(scoped: Scoped<StewardScope>): Promise<void> {
  await sql`SELECT setval('learner_number', greatest((SELECT last_value FROM learner_number), ${highestKept}))`.execute(
    scoped,
  );
}

/**
 * The learner known by a UPN or a ULN, made when nobody is; `undefined` when the two belong to different learners. Only
 * Headwater itself may look: a setting is never told who else is known. Making one makes
 * everybody else who would wait, so whoever is known is found without.
 */
export async function findOrMakeLearner(
  scoped: Scoped<StewardScope>,
  identifiers: LearnerIdentifiers,
  homeLaId: number,
): Promise<number | undefined> {
  const known = await findLearner(scoped, identifiers);
  if (known !== 'nobody') return known;
  await sql`SELECT pg_advisory_xact_lock(${learnerLock}::integer, 0)`.execute(scoped);
  const meanwhile = await findLearner(scoped, identifiers);
  if (meanwhile !== 'nobody') return meanwhile;
  const { upn, uln } = identifiers;
  const { rows } = await sql<{ learnerId: number }>`
    INSERT INTO learner (learner_id, upn, uln, home_la_id)
    SELECT setval('learner_number', greatest(nextval('learner_number'), ${highestKept} + 1)), ${upn ?? null}::text,
           ${uln ?? null}::text, ${homeLaId}::integer
    RETURNING learner_id AS "learnerId"
  `.execute(scoped);
  return rows[0]?.learnerId;
}

/** The learner; `undefined` when the identifiers belong to two. What was not known of the one is stored. */
async function findLearner(
  scoped: Scoped<StewardScope>,
  { upn, uln }: LearnerIdentifiers,
): Promise<number | undefined | 'nobody'> {
  if (upn === undefined && uln === undefined) return 'nobody';
  const { rows } = await sql<{ learnerId: number; uln: string | null; upn: string | null }>`
    SELECT learner_id AS "learnerId", upn, uln FROM learner
     WHERE upn = ${upn ?? null}::text OR uln = ${uln ?? null}::text ORDER BY learner_id
  `.execute(scoped);
  const [first, second] = rows;
  if (first === undefined) return 'nobody';
  if (second !== undefined || differ(first.upn, upn) || differ(first.uln, uln)) return undefined;
  await sql`
    UPDATE learner SET upn = coalesce(upn, ${upn ?? null}::text), uln = coalesce(uln, ${uln ?? null}::text)
     WHERE learner_id = ${first.learnerId}
       AND ((upn IS NULL AND ${upn ?? null}::text IS NOT NULL) OR (uln IS NULL AND ${uln ?? null}::text IS NOT NULL))
  `.execute(scoped);
  return first.learnerId;
}

function differ(known: string | null, given: string | undefined): boolean {
  return known !== null && given !== undefined && known !== given;
}

/** Every roll a learner is or was on, the newest first. */
export async function placesOf(scoped: Scoped<StewardScope>, learnerId: number): Promise<readonly LearnerPlace[]> {
  const { rows } = await sql<LearnerPlace>`
    SELECT setting_id AS "settingId", slot, status, entered_on AS "enteredOn", left_on AS "leftOn"
      FROM learner_enrolment WHERE learner_id = ${learnerId} ORDER BY entered_on DESC, setting_id, slot
  `.execute(scoped);
  return rows;
}

/** Names the other setting of a dual registration. */
export async function setPartner(
  scoped: Scoped<StewardScope>,
  { settingId, slot }: Pick<LearnerPlace, 'settingId' | 'slot'>,
  partnerSettingId: number,
): Promise<void> {
  await sql`
    UPDATE enrolment SET partner_setting_id = ${partnerSettingId} WHERE setting_id = ${settingId} AND slot = ${slot}
  `.execute(scoped);
}
