import { expect, it } from 'vitest';
import { migrate } from '#platform/database/migrate.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { checkProtection, checkRoles } from './doctor-roles.ts';

it('finds roles and protection in order in a new database', async () => {
  const database = await started();
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

it('lets no scope make temporary tables, and says where it could', async () => {
  const database = await started();
  const makes = database.poolOf('area').query('CREATE TEMP TABLE hidden (one int)');
  await expect(makes).rejects.toMatchObject({ code: '42501' });
  await database.pool.query(
    "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END $$",
  );
  const found = (await checkRoles(database)).find(({ check }) => check === 'room');
  expect(found).toMatchObject({
    verdict: 'warn',
    nextStep: expect.stringContaining('REVOKE TEMPORARY ON DATABASE'),
  });
});

/** A database copied from another has not its rights: a start gives and takes them. */
async function started(): Promise<Database> {
  const database = await freshDatabase();
  expect((await migrate(database)).ok).toBe(true);
  return database;
}
