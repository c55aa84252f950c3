import { expect, it } from 'vitest';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { checkProtection, checkRoles } from './doctor-roles.ts';

it('finds roles and protection in order in a new database', async () => {
  const database = await freshDatabase();
  expect((await checkRoles(database)).map(({ verdict }) => verdict)).toEqual(['ok']);
  expect(await checkProtection(database)).toMatchObject({ verdict: 'ok' });
});

it('names the table whose owner is not bound, and fails', async () => {
  const database = await freshDatabase();
  await database.pool.query('ALTER TABLE enrolment NO FORCE ROW LEVEL SECURITY');
  const finding = await checkProtection(database);
  expect(finding.verdict).toBe('fail');
  expect(finding.message).toContain('enrolment is not under row-level security for its owner');
});
