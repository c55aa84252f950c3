import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { keepNumbersGiven } from '#domain/roll/learner-store.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { SettingScope, StewardScope } from '#platform/access/scope.ts';

type Keeping = Scoped<StewardScope>;

/** Rows that were deleted from one table: their primary keys, as text. */
export interface Deleted {
  readonly table: string;
  readonly keys: readonly string[];
}

async function deleteRows(
  scoped: Keeping,
  {
    table,
    key,
    where,
  }: { readonly table: string; readonly key: readonly string[]; readonly where: RawBuilder<unknown> },
): Promise<Deleted> {
  const columns = sql.join(key.map((column) => sql.ref(`t.${column}`)));
  const { rows } = await sql<{ key: string }>`
    DELETE FROM ${sql.table(table)} AS t WHERE ${where} RETURNING concat_ws('/', ${columns}) AS key
  `.execute(scoped);
  return { table, keys: rows.map((row) => row.key) };
}

/** Settings’ academic years of which anything is kept, up to a year, the oldest first. */
export async function keptYears(
  scoped: Keeping,
  until: AcademicYear,
): Promise<readonly { readonly settingId: number; readonly year: AcademicYear }[]> {
  const { rows } = await sql<{ settingId: number; year: AcademicYear }>`
    SELECT setting_id AS "settingId", year FROM setting_roll WHERE year <= ${until}
     UNION SELECT setting_id, year FROM learner_total WHERE year <= ${until}
     ORDER BY 2, 1
  `.execute(scoped);
  return rows;
}

const byDay: Readonly<Record<string, readonly string[]>> = {
  dual_gap: ['setting_id', 'day', 'session', 'slot'],
  dual_answer: ['setting_id', 'day', 'session', 'slot'],
  amendment: ['setting_id', 'day', 'session', 'slot', 'version'],
  register_entry: ['setting_id', 'day', 'session', 'version'],
  register_total: ['setting_id', 'day', 'session'],
  register: ['setting_id', 'day', 'session'],
  timetable_event: ['setting_id', 'day', 'session'],
};
const byYear: Readonly<Record<string, readonly string[]>> = {
  period_total: ['setting_id', 'year', 'week'],
  learner_total: ['setting_id', 'year'],
  setting_roll: ['setting_id', 'year'],
};

/** Deletes a setting’s whole academic year of registers, with every total and the packed roll that they are read with. */
export async function deleteYear(
  scoped: Keeping,
  { settingId, year }: { readonly settingId: number; readonly year: AcademicYear },
): Promise<readonly Deleted[]> {
  // The lock that recording takes first, so that neither waits for the other.
  await sql`SELECT FROM learner_total WHERE setting_id = ${settingId} AND year = ${year} FOR UPDATE`.execute(scoped);
  const { start, end } = academicYearDays(year);
  const deleted: Deleted[] = [];
  for (const [table, key] of Object.entries(byDay)) {
    const where = sql`t.setting_id = ${settingId} AND t.day BETWEEN ${start} AND ${end}`;
    deleted.push(await deleteRows(scoped, { table, key, where }));
  }
  for (const [table, key] of Object.entries(byYear)) {
    deleted.push(
      await deleteRows(scoped, { table, key, where: sql`t.setting_id = ${settingId} AND t.year = ${year}` }),
    );
  }
  return deleted;
}

/** A place on a roll, of a child. */
export interface LeaverPlace {
  readonly learnerId: number;
  readonly settingId: number;
  readonly slot: number;
}

/**
 * Enrolments that ended on a day or before, where no year of registers is left that they were in, and nothing that
 * protects the child is kept (it needs the birthday). Never the highest slot of a setting: a slot is given once.
 */
export async function leavers(
  scoped: Keeping,
  { leftBy, lastYear }: { readonly leftBy: PlainDate; readonly lastYear: AcademicYear },
): Promise<readonly LeaverPlace[]> {
  const { rows } = await sql<LeaverPlace>`
    SELECT e.learner_id AS "learnerId", e.setting_id AS "settingId", e.slot FROM enrolment AS e
     WHERE e.left_on <= ${leftBy} AND e.left_on <= ${academicYearDays(lastYear).end}
       AND e.slot < (SELECT max(slot) FROM enrolment AS other WHERE other.setting_id = e.setting_id)
       AND NOT EXISTS (SELECT FROM setting_roll AS r WHERE r.setting_id = e.setting_id AND r.year <= ${lastYear})
       AND NOT EXISTS (SELECT FROM guardian AS g WHERE g.learner_id = e.learner_id)
       AND NOT EXISTS (SELECT FROM contact_rule AS c WHERE c.learner_id = e.learner_id)
       AND NOT EXISTS (SELECT FROM team AS t WHERE t.learner_id = e.learner_id)
     ORDER BY e.setting_id, e.slot
  `.execute(scoped);
  return rows.map((row) => ({ ...row, learnerId: Number(row.learnerId) }));
}

/** Deletes enrolments with all that hangs on their places, and the children of whom nothing is then left. */
export async function deleteLeavers(scoped: Keeping, places: readonly LeaverPlace[]): Promise<readonly Deleted[]> {
  const settings = places.map(({ settingId }) => settingId);
  const slots = places.map(({ slot }) => slot);
  const learners = [...new Set(places.map(({ learnerId }) => learnerId))];
  const here = sql`(t.setting_id, t.slot) IN (SELECT * FROM unnest(${settings}::integer[], ${slots}::integer[]))`;
  const deleted: Deleted[] = [];
  for (const [table, key] of [
    ['characteristic', ['setting_id', 'slot', 'valid_from']],
    ['part_time_plan', ['setting_id', 'slot', 'starts_on']],
    ['enrolment', ['setting_id', 'slot']],
    ['learner_enrolment', ['learner_id', 'setting_id', 'slot']],
  ] as const) {
    deleted.push(await deleteRows(scoped, { table, key, where: here }));
  }
  await keepNumbersGiven(scoped);
  const nothingLeft = sql`t.learner_id = ANY (${learners}::bigint[])
    AND NOT EXISTS (SELECT FROM learner_enrolment AS e WHERE e.learner_id = t.learner_id)
    AND NOT EXISTS (SELECT FROM contact_detail AS c WHERE c.learner_id = t.learner_id)
    AND NOT EXISTS (SELECT FROM subject_access AS s WHERE s.learner_id = t.learner_id)
    AND NOT EXISTS (SELECT FROM rectification AS r WHERE r.learner_id = t.learner_id)`;
  deleted.push(await deleteRows(scoped, { table: 'learner', key: ['learner_id'], where: nothingLeft }));
  return deleted;
}

/** Deletes ways to reach adults that ended, or whose child left the setting, on a day or before; not of these children. */
export async function deleteContacts(
  scoped: Keeping,
  { by, held }: { readonly by: PlainDate; readonly held: readonly number[] },
): Promise<readonly Deleted[]> {
  const where = sql`t.learner_id <> ALL (${held}::bigint[]) AND (t.valid_to <= ${by}
    OR NOT EXISTS (SELECT FROM learner_enrolment AS e WHERE e.learner_id = t.learner_id AND e.setting_id = t.setting_id
                    AND (e.left_on IS NULL OR e.left_on > ${by})))`;
  return [await deleteRows(scoped, { table: 'contact_detail', key: ['learner_id', 'contact_id'], where })];
}

/** Deletes what families asked and was answered on a day or before; not of these children. */
export async function deleteRequests(
  scoped: Keeping,
  { by, held }: { readonly by: PlainDate; readonly held: readonly number[] },
): Promise<readonly Deleted[]> {
  const free = sql`t.learner_id <> ALL (${held}::bigint[])`;
  const closed = sql`${free} AND EXISTS (SELECT FROM subject_access AS s WHERE s.learner_id = t.learner_id
    AND s.request_id = t.request_id AND s.closed_at < (${by}::date + 1))`;
  const deleted: Deleted[] = [];
  for (const [table, key] of [
    ['subject_access_item', ['learner_id', 'request_id', 'item_id']],
    ['subject_access_step', ['learner_id', 'request_id', 'step_id']],
    ['subject_access_copy', ['learner_id', 'request_id']],
    ['subject_access', ['learner_id', 'request_id']],
  ] as const) {
    deleted.push(await deleteRows(scoped, { table, key, where: closed }));
  }
  const answered = sql`${free} AND t.answered_at < (${by}::date + 1)`;
  deleted.push(
    await deleteRows(scoped, { table: 'rectification', key: ['learner_id', 'rectification_id'], where: answered }),
  );
  return deleted;
}

/** Deletes copies whose last day was on a day or before; not of these children. */
export async function deleteCopies(
  scoped: Keeping,
  { by, held }: { readonly by: PlainDate; readonly held: readonly number[] },
): Promise<readonly Deleted[]> {
  const where = sql`t.learner_id <> ALL (${held}::bigint[]) AND t.kept_until <= ${by}`;
  return [await deleteRows(scoped, { table: 'subject_access_copy', key: ['learner_id', 'request_id'], where })];
}

/** Deletes sign-ins, attempts to sign in and held forms whose time was over on a day or before. */
export async function deleteSignIns(scoped: Keeping, { by }: { readonly by: PlainDate }): Promise<readonly Deleted[]> {
  const where = sql`t.expires_at < (${by}::date + 1)`;
  return [
    await deleteRows(scoped, { table: 'held_form', key: ['held_id'], where }),
    await deleteRows(scoped, { table: 'sign_in_attempt', key: ['state_hash'], where }),
    await deleteRows(scoped, { table: 'sign_in_session', key: ['session_id'], where }),
  ];
}

/** Deletes what protected children who were born on a day or before; not of these children. */
export async function deleteProtection(
  scoped: Keeping,
  { by, held }: { readonly by: PlainDate; readonly held: readonly number[] },
): Promise<readonly Deleted[]> {
  const where = sql`t.learner_id <> ALL (${held}::bigint[])
    AND EXISTS (SELECT FROM enrolment AS e WHERE e.learner_id = t.learner_id AND e.born_on <= ${by})`;
  const deleted: Deleted[] = [];
  for (const [table, key] of [
    ['team_member', ['learner_id', 'team_id', 'membership_id', 'valid_from']],
    ['team', ['learner_id', 'team_id']],
    ['contact_rule', ['learner_id', 'rule_id']],
    ['guardian', ['learner_id', 'person_id', 'valid_from']],
  ] as const) {
    deleted.push(await deleteRows(scoped, { table, key, where }));
  }
  return deleted;
}

/** A hold in force. */
export interface Hold {
  readonly holdId: number;
  readonly settingId: number;
  readonly learnerId: number | null;
  readonly reason: string;
  readonly heldFrom: PlainDate;
  readonly heldUntil: PlainDate | null;
  readonly enteredBy: string;
}

const holdColumns = sql`hold_id AS "holdId", setting_id AS "settingId", learner_id AS "learnerId", reason,
  held_from AS "heldFrom", held_until AS "heldUntil", entered_by AS "enteredBy"`;

/** The holds in force on a day: of one setting under its scope, of all as Headwater’s own duty. */
export async function holdsOn(
  scoped: Scoped<SettingScope | StewardScope>,
  day: PlainDate,
  settingId?: number,
): Promise<readonly Hold[]> {
  const { rows } = await sql<Hold>`
    SELECT ${holdColumns} FROM legal_hold
     WHERE lifted_at IS NULL AND held_from <= ${day} AND (held_until IS NULL OR held_until >= ${day})
       AND (${settingId ?? null}::integer IS NULL OR setting_id = ${settingId ?? null})
     ORDER BY setting_id, hold_id
  `.execute(scoped);
  return rows.map((row) => ({ ...row, learnerId: row.learnerId === null ? null : Number(row.learnerId) }));
}

/** Where held children are or were on roll, with the days: their marks stand in registers of everybody. */
export async function placesOfHeld(
  scoped: Keeping,
  learners: readonly number[],
): Promise<readonly (LeaverPlace & { readonly enteredOn: PlainDate; readonly leftOn: PlainDate | null })[]> {
  const { rows } = await sql<LeaverPlace & { enteredOn: PlainDate; leftOn: PlainDate | null }>`
    SELECT learner_id AS "learnerId", setting_id AS "settingId", slot, entered_on AS "enteredOn", left_on AS "leftOn"
      FROM learner_enrolment WHERE learner_id = ANY (${learners}::bigint[])
  `.execute(scoped);
  return rows.map((row) => ({ ...row, learnerId: Number(row.learnerId) }));
}

/** Children who are or were on the rolls of settings. */
export async function learnersAt(scoped: Keeping, settingIds: readonly number[]): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    SELECT DISTINCT learner_id AS id FROM learner_enrolment WHERE setting_id = ANY (${settingIds}::integer[])
  `.execute(scoped);
  return rows.map(({ id }) => Number(id));
}

/** Enters a hold. */
export async function insertHold(
  scoped: Scoped<SettingScope>,
  hold: Omit<Hold, 'holdId'> & { readonly laId: number; readonly trustId: number; readonly now: Date },
): Promise<void> {
  await sql`
    INSERT INTO legal_hold (setting_id, learner_id, reason, held_from, held_until, entered_at, entered_by, la_id, trust_id)
    VALUES (${hold.settingId}, ${hold.learnerId}, ${hold.reason}, ${hold.heldFrom}, ${hold.heldUntil}, ${hold.now},
            ${hold.enteredBy}, ${hold.laId}, ${hold.trustId})
  `.execute(scoped);
}

/** Lifts a hold that is in force. */
export async function liftHold(
  scoped: Scoped<SettingScope>,
  how: { readonly settingId: number; readonly holdId: number; readonly now: Date; readonly by: string },
): Promise<void> {
  await sql`
    UPDATE legal_hold SET lifted_at = ${how.now}, lifted_by = ${how.by}
     WHERE setting_id = ${how.settingId} AND hold_id = ${how.holdId} AND lifted_at IS NULL
  `.execute(scoped);
}

/** What proves a deletion. */
export interface Proof {
  readonly table: string;
  readonly rows: number;
  readonly keysSha256: string;
  readonly rule: string;
  readonly span: string;
  readonly asAt: PlainDate;
  readonly deletedAt: Date;
  readonly deletedBy: string;
}

/** Stores proofs of one deletion; `settingId` 0 where it was of no one setting. */
export async function insertProofs(scoped: Keeping, settingId: number, proofs: readonly Proof[]): Promise<void> {
  for (const one of proofs) {
    await sql`
      INSERT INTO deletion_proof (setting_id, table_name, rows_deleted, keys_sha256, rule, span, as_at, deleted_at, deleted_by,
                                  la_id, trust_id)
      SELECT ${settingId}::integer, ${one.table}, ${one.rows}, ${one.keysSha256}, ${one.rule}, ${one.span}, ${one.asAt},
             ${one.deletedAt}, ${one.deletedBy}, coalesce(k.la_id, 0), coalesce(k.trust_id, 0)
        FROM (SELECT 1) AS always LEFT JOIN register_keeper AS k ON k.setting_id = ${settingId}
    `.execute(scoped);
  }
}

/** The proofs of a setting’s deletions, the latest first. */
export async function proofsOf(scoped: Scoped<SettingScope>, settingId: number): Promise<readonly Proof[]> {
  const { rows } = await sql<Proof>`
    SELECT table_name AS "table", rows_deleted AS rows, keys_sha256 AS "keysSha256", rule, span, as_at AS "asAt",
           deleted_at AS "deletedAt", deleted_by AS "deletedBy"
      FROM deletion_proof WHERE setting_id = ${settingId} ORDER BY proof_id DESC LIMIT 200
  `.execute(scoped);
  return rows;
}
