import { beforeAll, describe, expect, it } from 'vitest';
import { gatherRecord } from '#domain/child/record.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { enterRow } from '../access/any-row.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { makeUpArea, makeUpSchool } from '../registers/small-school.ts';
import type { SmallFamily } from './small-family.ts';
import { enterRule, makeUpFamily, takeRegisters } from './small-family.ts';

let database: Database;
let family: SmallFamily;
const now = new Date('2026-01-15T10:00:00Z');

beforeAll(async () => {
  database = await freshDatabase();
  await makeUpArea(database);
  family = await makeUpFamily(database, await makeUpSchool(database, 1, 30));
  await makeUpSchool(database, 2, 30);
  await takeRegisters(database, family);
  await enterRule(database, family, { withholds: 'whereabouts' });
  await inScope(database, steward('load'), ({ client }) =>
    enterRow(client, 'break_glass', { learner_id: family.learnerId }),
  );
}, 120_000);

/** The tables of what a setting gathers of the child. */
async function gatheredBy(settingId: number): Promise<readonly string[]> {
  const record = await gatherRecord(database, { learnerId: family.learnerId, settings: [settingId] }, now);
  return record.sections.map(({ table }) => table);
}

describe('a copy that a setting gathers', () => {
  const whereTheyAreNow = ['guardian', 'contact_rule', 'break_glass', 'learner', 'person'];

  it('has who is around the child now, where the child is', async () => {
    expect(await gatheredBy(family.settingId)).toEqual(expect.arrayContaining(whereTheyAreNow));
  });

  it('has what the setting holds of its own years, and nothing of now, where the child has moved on', async () => {
    await inScope(database, steward('load'), async ({ client }) => {
      const places = { learner_id: family.learnerId, entered_on: plainDate('2026-01-14') };
      const move = `WHERE learner_id = ${family.learnerId} AND setting_id = ${family.settingId}`;
      await client.query(`UPDATE enrolment SET left_on = '2026-01-13' ${move}`);
      await client.query(`UPDATE learner_enrolment SET left_on = '2026-01-13' ${move}`);
      await client.query(
        `INSERT INTO learner_enrolment SELECT (jsonb_populate_record(t, $1)).* FROM learner_enrolment AS t ${move}`,
        [JSON.stringify({ ...places, setting_id: 2, slot: 4_000, left_on: null })],
      );
    });
    const gathered = await gatheredBy(family.settingId);
    expect(gathered).toEqual(expect.arrayContaining(['enrolment', 'register', 'contact_detail']));
    for (const table of whereTheyAreNow) expect(gathered).not.toContain(table);
    expect(await gatheredBy(2)).toEqual(expect.arrayContaining(whereTheyAreNow));
  });
});
