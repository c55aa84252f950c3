import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { england } from '#foundation/nations/england-areas.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../../test/app-parts.ts';
import { demonstrationDatabase } from '../../test/made-up-database.ts';
import { madeUpPlaces, makeUpSetting } from '../../test/registers/made-up-setting.ts';
import { createHealth } from './health.ts';
import { pageServer } from './main.ts';

const { laId } = madeUpPlaces;
const code = 'E06999999';
const validator = new HtmlValidate(new FileSystemConfigLoader());
let server: ReturnType<typeof pageServer>;

beforeAll(async () => {
  const database = await demonstrationDatabase();
  await database.pool.query({
    text: `INSERT INTO area (area_id, kind, name, parent_id, source, verified) OVERRIDING SYSTEM VALUE
           VALUES ($1, 'local-authority', 'Exampleshire', $2, 'made up', false)`,
    values: [laId, england.areaId],
  });
  await database.pool.query({
    text: `INSERT INTO area_code (area_id, scheme, code) VALUES ($1, 'gss', $2)`,
    values: [laId, code],
  });
  await makeUpSetting(database, { settingId: 1 });
  const health = createHealth();
  health.move({ kind: 'ready' });
  server = pageServer({ config: testConfig(), clock: testClock, log: keptLog() }, smallAssets, health, database);
  await server.app.ready();
  await server.live.settle();
}, 120_000);
afterAll(() => server.app.close());

const get = (url: string) => server.app.inject({ url, headers: { 'headwater-scope': `la ${laId}` } });

it('says on its published page that it is made up, and leads to what there is to see of it', async () => {
  const { body, statusCode } = await get(`/areas/${code}`);
  expect(statusCode).toBe(200);
  expect(body).toContain('There is no such place.');
  expect(body).toContain(`href="/attendance/${code}"`);
  expect(body).not.toContain('No figure');
  expect(body).not.toContain('first met in a release');
  const { results } = await validator.validateString(body, 'made-up.html');
  expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId} ${message}`))).toEqual([]);
});

it('is not called published on its live page', async () => {
  const { body } = await get(`/attendance/${code}`);
  expect(body).toContain('More about Exampleshire');
  expect(body).not.toContain('Published figures of Exampleshire');
});
