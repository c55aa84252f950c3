import { sql } from 'kysely';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { SettingScope, StewardScope } from '#platform/access/scope.ts';
import type { Keeper } from './model.ts';
import type { PartTimePlan } from './part-time-plan.ts';

/** The part-time plans of a setting's enrolments, or of one, by slot and day. */
export async function plansOf(scoped: Scoped, settingId: number, slot?: number): Promise<readonly PartTimePlan[]> {
  const { rows } = await sql<PartTimePlan>`
    SELECT slot, starts_on AS "startsOn", ends_on AS "endsOn", review_on AS "reviewOn", sessions_off AS "sessionsOff",
           reason, agreed_with_parent AS "agreedWithParent"
      FROM part_time_plan
     WHERE setting_id = ${settingId} AND (${slot ?? null}::integer IS NULL OR slot = ${slot ?? null})
     ORDER BY slot, starts_on
  `.execute(scoped);
  return rows;
}

/** Stores a plan in place of one that begins on the same day. */
export async function savePlan(
  scoped: Scoped<SettingScope | StewardScope>,
  settingId: number,
  plan: PartTimePlan,
  { laId, trustId }: Pick<Keeper, 'laId' | 'trustId'>,
): Promise<void> {
  await sql`
    INSERT INTO part_time_plan (setting_id, slot, starts_on, ends_on, review_on, sessions_off, reason, agreed_with_parent,
                                la_id, trust_id)
    VALUES (${settingId}, ${plan.slot}, ${plan.startsOn}, ${plan.endsOn}, ${plan.reviewOn}, ${plan.sessionsOff},
            ${plan.reason}, ${plan.agreedWithParent}, ${laId}, ${trustId})
    ON CONFLICT (setting_id, slot, starts_on) DO UPDATE SET ends_on = excluded.ends_on, review_on = excluded.review_on,
      sessions_off = excluded.sessions_off, reason = excluded.reason, agreed_with_parent = excluded.agreed_with_parent
  `.execute(scoped);
}
