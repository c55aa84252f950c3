import type { Gated } from '#platform/access/in-gate.ts';

/**
 * The settings over which organisations stand now, by `organisation_id`: a setting over itself, a trust over its settings, a
 * local authority over those of its area. Every other kind stands over none, and so does one that is entered nowhere.
 */
export async function settingsUnder(
  gate: Gated,
  organisations: readonly number[],
): Promise<ReadonlyMap<number, ReadonlySet<number>>> {
  const { rows } = await gate.client.query<{ organisationId: number; settingId: number }>({
    name: 'agreement-settings-under',
    text: `SELECT o.organisation_id AS "organisationId", k.setting_id AS "settingId"
             FROM organisation AS o JOIN register_keeper AS k ON k.setting_id = o.setting_id
            WHERE o.organisation_id = ANY ($1) AND o.kind = 'setting'
           UNION ALL
           SELECT o.organisation_id, k.setting_id
             FROM organisation AS o JOIN register_keeper AS k ON k.trust_id = o.trust_id
            WHERE o.organisation_id = ANY ($1) AND o.kind = 'trust' AND o.trust_id > 0
           UNION ALL
           SELECT o.organisation_id, k.setting_id
             FROM organisation AS o JOIN register_keeper AS k ON k.la_id = o.la_id
            WHERE o.organisation_id = ANY ($1) AND o.kind = 'local-authority'`,
    values: [organisations],
  });
  const under = Map.groupBy(rows, ({ organisationId }) => organisationId);
  return new Map([...under].map(([one, places]) => [one, new Set(places.map(({ settingId }) => settingId))]));
}
