import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { beforeAll, describe, expect, it } from 'vitest';
import { areaByCode } from '#domain/area/store.ts';
import type { Database } from '#platform/database/pool.ts';
import { keptLog, smallAssets, testClock, testConfig } from '../../test/app-parts.ts';
import { demonstrationDatabase } from '../../test/made-up-database.ts';
import { createHealth } from './health.ts';
import { pageServer } from './main.ts';
import type { ListedRoute, ServerWithTable } from './server.ts';

/** An address for each pattern of the route table that has parameters. A new page with parameters must be entered here. */
const examples: Readonly<Record<string, readonly string[]>> = {
  '/areas/:code': ['/areas/E12000003', '/areas/E08000038', '/areas/E08000038?phase=secondary'],
  '/areas/:code/groups': ['/areas/E92000001/groups', '/areas/E08000038/groups'],
  '/areas/:code/settings': ['/areas/E08000038/settings', '/areas/E06000001/settings'],
  '/settings/:urn': ['/settings/100001'],
  '/releases/:vintageId': ['/releases/1'],
  // Without registers each says so; with them they are tested in their own room.
  '/attendance/:code': ['/attendance/E92000001'],
  '/attendance/trusts/:trustId': ['/attendance/trusts/1'],
  '/attendance/settings/:urn': ['/attendance/settings/990001'],
  // Answered only within a scope: tested in test/registers/roll-pages.test.ts.
  '/settings/:urn/roll': [],
  '/settings/:urn/roll/search': [],
  // The same: src/domain/roll/children-list.test.ts.
  '/areas/:code/children': [],
  '/areas/:code/children/search': [],
  '/settings/:urn/roll/:slot': [],
  // The same: test/browser/dual.test.ts.
  '/settings/:urn/roll/:slot/day': [],
  '/settings/:urn/calendar': [],
  // Families’ own pages, and where a setting answers them: test/families/rights-pages.test.ts.
  '/my-record/:learner': ['/my-record/1'],
  '/my-record/:learner/put-right': [],
  '/my-record/:learner/copy/:request': [],
  '/settings/:urn/roll/:slot/contacts': [],
  '/settings/:urn/requests': [],
  '/settings/:urn/requests/:request': [],
  '/settings/:urn/requests/:request/copy': [],
  '/settings/:urn/retention': [],
  // Only agreements that were signed, of a database that has some: test/agreement.
  '/agreements/:agreementId': [],
  '/agreements/:agreementId/history': [],
  '/agreements/:agreementId/changes': [],
  '/agreements/:agreementId/children': [],
  '/settings/:urn/roll/:slot/sharing': [],
  // The same: test/ledger/who-has-looked.test.ts.
  '/children/:learnerId/who-has-looked': [],
  // The same: test/access/people-pages.test.ts.
  '/people/:membershipId': [],
  '/children/:learnerId': [],
  '/children/:learnerId/team': [],
  '/children/:learnerId/who-could-see': [],
  // The same: test/browser/register.test.ts.
  '/settings/:urn/registers': [],
  '/settings/:urn/registers/:date/:session': [],
  '/settings/:urn/registers/:date/:session/history': [],
  // Each leads on to a page of its own: test/sign-in.
  '/sign-in/with/:provider': [],
  '/sign-in/answer/:provider': [],
  '/demonstration/identity/people/:uid': [],
  '/attendance-codes/:nation': [
    '/attendance-codes/england',
    '/attendance-codes/england?on=2023-11-01',
    '/attendance-codes/wales',
    '/attendance-codes/scotland',
    '/attendance-codes/northern-ireland',
  ],
};

let server: ServerWithTable;
let pages: readonly string[];
const validator = new HtmlValidate(new FileSystemConfigLoader());

beforeAll(async () => {
  const health = createHealth();
  health.move({ kind: 'ready' });
  const options = { config: testConfig(), clock: testClock, log: keptLog() };
  const database = await demonstrationDatabase();
  await enterSetting(database);
  server = pageServer(options, smallAssets, health, database);
  await server.app.ready();
  pages = await addressesOf(server);
}, 120_000);

async function enterSetting(database: Database): Promise<void> {
  const found = await areaByCode(database, 'E08000038');
  await database
    .insertInto('setting')
    .values({
      urn: 100_001,
      la_estab: 3_704_000,
      area_id: found?.area.areaId,
      name: 'Made-up School',
      source: 'a test',
    })
    .execute();
}

/** Every address in the route table that answers a browser with a page, reached without knowing which those are. */
async function addressesOf({ routes }: ServerWithTable): Promise<readonly string[]> {
  const gets = routes.filter(
    ({ method, url }) => method === 'GET' && !url.startsWith('/api/') && !url.startsWith('/assets/'),
  );
  const addresses: string[] = [];
  for (const address of gets.flatMap(addressesFor)) {
    const { headers, statusCode } = await server.app.inject({ url: address });
    // Here nobody has a role: pages that need one are tested in their own room, with registers.
    if (statusCode === 403) continue;
    if (String(headers['content-type']).startsWith('text/html')) addresses.push(address);
  }
  return addresses;
}

function addressesFor({ url }: ListedRoute): readonly string[] {
  return url.includes(':') || url.includes('*') ? (examples[url] ?? []) : [url];
}

describe('the route table', () => {
  it('has an example for every page with parameters', () => {
    const patterns = server.routes
      .filter(({ method, url }) => method === 'GET' && url.includes(':'))
      .map(({ url }) => url);
    const pagePatterns = patterns.filter((url) => !/^\/(api|assets)\/|\.csv$/.test(url));
    expect(pagePatterns.filter((url) => !(url in examples))).toEqual([]);
  });

  it('reaches the pages of the navigation', () => {
    expect(pages).toEqual(
      expect.arrayContaining(['/', '/areas', '/map', '/releases', '/measures', '/about', '/accessibility', '/api']),
    );
  });
});

describe('every page', () => {
  it('answers 200 and holds to 150 kB', async () => {
    for (const url of pages) {
      const { statusCode, body } = await server.app.inject({ url });
      expect({ url, statusCode }).toEqual({ url, statusCode: 200 });
      expect(Buffer.byteLength(body), `${url} in bytes`).toBeLessThanOrEqual(150_000);
    }
  });

  it('has its language, a title of its own, and one heading of the first level', async () => {
    for (const url of pages) {
      const { body } = await server.app.inject({ url });
      expect(body, url).toMatch(/^<!doctype html><html lang="en-GB"/);
      expect(body.match(/<title>[^<]+ – Headwater<\/title>/g), url).toHaveLength(1);
      expect(body.match(/<h1[ >]/g), url).toHaveLength(1);
    }
  });

  it('says that its figures are a demonstration', async () => {
    for (const url of pages) expect((await server.app.inject({ url })).body, url).toContain('Demonstration data');
  });

  it('has no inline style, script or handler for the policy to refuse', async () => {
    for (const url of pages) {
      const { body } = await server.app.inject({ url });
      expect(body, url).not.toMatch(/ style="|<style|<script(?![^>]* src=)| on[a-z]+="|javascript:/i);
    }
  });

  it('is valid HTML', async () => {
    for (const url of pages) {
      const { body } = await server.app.inject({ url });
      const { results } = await validator.validateString(body, `${url}.html`);
      const messages = results.flatMap(({ messages: found }) =>
        found.map(({ ruleId, message, line, column }) => `${ruleId} ${line}:${column} ${message}`),
      );
      expect(messages, url).toEqual([]);
    }
  });

  it('leads only to addresses that answer', async () => {
    const targets = new Set<string>();
    for (const url of pages) {
      const { body } = await server.app.inject({ url });
      for (const [, href = ''] of body.matchAll(/ (?:href|action)="(\/[^"#]*)/g))
        targets.add(href.replaceAll('&amp;', '&'));
    }
    const broken: string[] = [];
    for (const url of [...targets].filter((target) => !target.startsWith('/assets/'))) {
      const { statusCode } = await server.app.inject({ url });
      if (statusCode >= 400) broken.push(`${statusCode} ${url}`);
    }
    expect(broken).toEqual([]);
  }, 120_000);
});
