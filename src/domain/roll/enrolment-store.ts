import { sql } from 'kysely';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { SettingScope, StewardScope } from '#platform/access/scope.ts';
import type { Characteristic, Enrolment, Keeper } from './model.ts';

type Writing = Scoped<SettingScope | StewardScope>;

/** An enrolment’s columns, as `Enrolment` names them. */
export const enrolmentColumns = sql`setting_id AS "settingId", slot, learner_id AS "learnerId", upn, uln, surname,
  given_name AS "givenName", born_on AS "bornOn", year_group AS "yearGroup", class, status, entered_on AS "enteredOn",
  left_on AS "leftOn", partner_setting_id AS "partnerSettingId"`;

export type StoredEnrolment = { readonly [Key in keyof Enrolment]: Enrolment[Key] | null };

/** Everybody who is or was on a setting's roll, by slot; nobody when it is out of scope. */
export async function enrolmentsOf(scoped: Scoped, settingId: number): Promise<readonly Enrolment[]> {
  const { rows } = await sql<StoredEnrolment>`
    SELECT ${enrolmentColumns} FROM enrolment WHERE setting_id = ${settingId} ORDER BY slot
  `.execute(scoped);
  return rows.map(withoutNulls);
}

/** One enrolment; `undefined` when there is none, or it is out of scope. */
export async function enrolmentAt(scoped: Scoped, settingId: number, slot: number): Promise<Enrolment | undefined> {
  const { rows } = await sql<StoredEnrolment>`
    SELECT ${enrolmentColumns} FROM enrolment WHERE setting_id = ${settingId} AND slot = ${slot}
  `.execute(scoped);
  return rows[0] && withoutNulls(rows[0]);
}

/** What is known of a setting's enrolments, by slot and day. */
export async function characteristicsOf(scoped: Scoped, settingId: number): Promise<readonly Characteristic[]> {
  const { rows } = await sql<Characteristic>`
    SELECT slot, valid_from AS "validFrom", sex, sen, fsm, ethnicity, looked_after AS "lookedAfter",
           social_worker AS "socialWorker"
      FROM characteristic WHERE setting_id = ${settingId} ORDER BY slot, valid_from
  `.execute(scoped);
  return rows;
}

/** The next slot of a setting. Only under `lockSetting`: a slot is given once. */
export async function nextSlot(scoped: Writing, settingId: number): Promise<number> {
  const { rows } = await sql<{ slot: number }>`
    SELECT coalesce(max(slot), 0) + 1 AS slot FROM enrolment WHERE setting_id = ${settingId}
  `.execute(scoped);
  return rows[0]?.slot ?? 1;
}

const settingLock = 7_201;

/** Makes every other change to this setting's roll wait until this transaction ends. */
export async function lockSetting(scoped: Writing, settingId: number): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${settingLock}::integer, ${settingId}::integer)`.execute(scoped);
}

/** Stores a new enrolment, and where it is to be found by the learner. */
export async function insertEnrolment(
  scoped: Writing,
  one: Enrolment,
  { laId, trustId }: Pick<Keeper, 'laId' | 'trustId'>,
): Promise<void> {
  await sql`
    INSERT INTO enrolment (setting_id, slot, learner_id, upn, uln, surname, given_name, born_on, year_group, class, status,
                           entered_on, left_on, partner_setting_id, la_id, trust_id)
    VALUES (${one.settingId}, ${one.slot}, ${one.learnerId}, ${one.upn ?? null}, ${one.uln ?? null}, ${one.surname},
            ${one.givenName}, ${one.bornOn}, ${one.yearGroup}, ${one.class}, ${one.status}, ${one.enteredOn},
            ${one.leftOn ?? null}, ${one.partnerSettingId ?? null}, ${laId}, ${trustId})
  `.execute(scoped);
  await sql`
    INSERT INTO learner_enrolment (learner_id, setting_id, slot, status, entered_on, left_on, la_id, trust_id)
    VALUES (${one.learnerId}, ${one.settingId}, ${one.slot}, ${one.status}, ${one.enteredOn}, ${one.leftOn ?? null},
            ${laId}, ${trustId})
  `.execute(scoped);
}

/** Stores what may change about an enrolment that is there. */
export async function updateEnrolment(scoped: Writing, one: Enrolment): Promise<void> {
  await sql`
    UPDATE enrolment SET surname = ${one.surname}, given_name = ${one.givenName}, born_on = ${one.bornOn},
           year_group = ${one.yearGroup}, class = ${one.class}, left_on = ${one.leftOn ?? null}::date
     WHERE setting_id = ${one.settingId} AND slot = ${one.slot}
  `.execute(scoped);
  await sql`
    UPDATE learner_enrolment SET left_on = ${one.leftOn ?? null}::date
     WHERE learner_id = ${one.learnerId} AND setting_id = ${one.settingId} AND slot = ${one.slot}
  `.execute(scoped);
}

/** Stores the year groups that a setting's enrolments are in, by slot. */
export async function updateYearGroups(
  scoped: Writing,
  settingId: number,
  yearGroups: ReadonlyMap<number, number>,
): Promise<void> {
  await sql`
    UPDATE enrolment SET year_group = given.year_group
      FROM unnest(${[...yearGroups.keys()]}::integer[], ${[...yearGroups.values()]}::smallint[]) AS given (slot, year_group)
     WHERE enrolment.setting_id = ${settingId} AND enrolment.slot = given.slot
  `.execute(scoped);
}

/** Stores what is known of an enrolment from a day on, in place of what was known from that day. */
export async function saveCharacteristic(
  scoped: Writing,
  settingId: number,
  one: Characteristic,
  { laId, trustId }: Pick<Keeper, 'laId' | 'trustId'>,
): Promise<void> {
  await sql`
    INSERT INTO characteristic (setting_id, slot, valid_from, sex, sen, fsm, ethnicity, looked_after, social_worker, la_id,
                                trust_id)
    VALUES (${settingId}, ${one.slot}, ${one.validFrom}, ${one.sex}, ${one.sen}, ${one.fsm}, ${one.ethnicity},
            ${one.lookedAfter}, ${one.socialWorker}, ${laId}, ${trustId})
    ON CONFLICT (setting_id, slot, valid_from) DO UPDATE SET sex = excluded.sex, sen = excluded.sen, fsm = excluded.fsm,
      ethnicity = excluded.ethnicity, looked_after = excluded.looked_after, social_worker = excluded.social_worker
  `.execute(scoped);
}

/** An enrolment as it is stored, with what is not there left out. */
export function withoutNulls(row: StoredEnrolment): Enrolment {
  const { upn, uln, leftOn, partnerSettingId } = row;
  return {
    ...(row as Enrolment),
    upn: upn ?? undefined,
    uln: uln ?? undefined,
    leftOn: leftOn ?? undefined,
    partnerSettingId: partnerSettingId ?? undefined,
  };
}
