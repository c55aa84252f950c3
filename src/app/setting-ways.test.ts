import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keptLog, smallAssets, testClock, testConfig } from '../../test/app-parts.ts';
import { demonstrationDatabase } from '../../test/made-up-database.ts';
import { madeUpPlaces } from '../../test/registers/made-up-setting.ts';
import { makeUpArea, makeUpSchool } from '../../test/registers/small-school.ts';
import { createHealth } from './health.ts';
import { pageServer } from './main.ts';

let server: ReturnType<typeof pageServer>;

beforeAll(async () => {
  const database = await demonstrationDatabase();
  await makeUpArea(database);
  await makeUpSchool(database, 1, 4);
  await database.pool.query(
    `INSERT INTO setting (setting_id, urn, name, source) OVERRIDING SYSTEM VALUE
     VALUES (777, 990777, 'Kept Elsewhere School', 'made up')`,
  );
  await database.pool.query({
    text: `INSERT INTO area_code (scheme, code, area_id) VALUES ('gss', 'E06999998', $1)`,
    values: [madeUpPlaces.laId],
  });
  const health = createHealth();
  health.move({ kind: 'ready' });
  server = pageServer({ config: testConfig(), clock: testClock, log: keptLog() }, smallAssets, health, database);
  await server.app.ready();
  await server.live.settle();
}, 120_000);
afterAll(() => server.app.close());

const page = async (url: string) => (await server.app.inject({ url })).body;

describe('what is known of a place', () => {
  it('leads from a setting to its live attendance, registers, roll and calendar', async () => {
    const body = await page('/settings/990001');
    for (const href of [
      '/attendance/settings/990001',
      '/settings/990001/registers',
      '/settings/990001/roll',
      '/settings/990001/calendar',
    ]) {
      expect(body).toContain(`href="${href}"`);
    }
  });

  it('leads nowhere where no registers are kept', async () => {
    const body = await page('/settings/990777');
    expect(body).toContain('Kept Elsewhere School');
    expect(body).not.toContain('/registers');
  });

  it('leads from where nothing is published to the live figures, and not back to an empty page', async () => {
    const [live, published] = ['/attendance/E06999998', '/areas/E06999998'];
    expect(await page(published)).toContain(`href="${live}"`);
    expect(await page(published)).toContain('from the made-up registers of 1 setting');
    expect(await page(live)).not.toContain(`href="${published}"`);
    expect(await page('/areas/E92000001')).not.toContain('href="/attendance/E92000001"');
  });
});
