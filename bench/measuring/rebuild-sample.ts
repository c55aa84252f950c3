import type { SyntheticSetting } from '#demo/synthetic-england.ts';
import { rebuildSettingYear } from '#domain/register/rebuild.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';

const most = 200;

/** Rebuilds the year of up to 200 settings, spread over all, and says how many of them had any total that was not so already. */
export async function rebuildSample(database: Database, settings: readonly SyntheticSetting[]): Promise<void> {
  const step = Math.max(1, Math.floor(settings.length / most));
  const sample = settings.filter((_, index) => index % step === 0);
  let different = 0;
  for (const { keeper, roll } of sample) {
    const before = await totalsOf(database, keeper.settingId);
    await inScope(database, steward('verify'), (scoped) => rebuildSettingYear(scoped, keeper.settingId, roll.year));
    if ((await totalsOf(database, keeper.settingId)) !== before) different += 1;
  }
  console.log(`${sample.length} settings rebuilt from their registers: ${different} had a total that was not exact`);
  if (different > 0) throw new Error('Totals are not exact');
}

/** Every total of a setting, in one text. */
function totalsOf(database: Database, settingId: number): Promise<string> {
  return inScope(database, steward('verify'), async ({ client }) => {
    const { rows } = await client.query({
      text: `
        SELECT day::text, session, encode(counts, 'hex') AS counts, NULL AS bands FROM register_total WHERE setting_id = $1
        UNION ALL
        SELECT year::text, week, encode(counts, 'hex'), encode(bands, 'hex') FROM period_total WHERE setting_id = $1
        UNION ALL
        SELECT 'learners', year, encode(counts, 'hex'), NULL FROM learner_total WHERE setting_id = $1
        ORDER BY 1, 2`,
      values: [settingId],
    });
    return JSON.stringify(rows);
  });
}
