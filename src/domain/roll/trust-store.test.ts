import { expect, it } from 'vitest';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { makeUpArea, makeUpSchool } from '../../../test/registers/small-school.ts';
import { restampTrust } from './trust-store.ts';

const tables = ['learner_enrolment', 'enrolment', 'part_time_plan', 'setting_roll', 'learner_total', 'period_total'];

it('moves everything of one setting’s children to its trust, and nothing of another’s', async () => {
  const database = await freshDatabase();
  await makeUpArea(database);
  await makeUpSchool(database, 1, 3);
  await makeUpSchool(database, 2, 3);
  const trusts = () =>
    inScope(database, steward('verify'), async ({ client }) => {
      const text = tables.map((table) => `SELECT DISTINCT setting_id, trust_id FROM ${table}`).join(' UNION ');
      return (await client.query(`${text} ORDER BY 1, 2`)).rows;
    });
  const [, other] = await trusts();
  await inScope(database, steward('load'), (scoped) => restampTrust(scoped, 1, 77));
  expect(await trusts()).toEqual([{ setting_id: 1, trust_id: 77 }, other]);
  expect(other).toMatchObject({ setting_id: 2 });
});
