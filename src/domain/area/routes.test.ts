import fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { HtmlValidate } from 'html-validate';
import { beforeAll, describe, expect, it } from 'vitest';
import { ParameterError, ProblemError } from '#foundation/kernel/problem.ts';
import { Page, renderPage } from '#foundation/ui/page/page.tsx';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { Database } from '#platform/database/pool.ts';
import { inTransaction } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { importSettingList } from './actions.ts';
import { areaPath, areaSearchPath, areaSettingsPath, settingPath } from './paths.ts';
import { areaRoutes } from './routes.ts';
import { seedAreas } from './store.ts';

const assets = { stylesheet: '/a.css', font: '/a.woff2' };
const shell: Shell = async ({ searched, children, ...page }) => {
  const search = { action: '/areas', ...(searched === undefined ? {} : { value: searched }) };
  return await renderPage(Page({ ...page, navigation: [], assets, search, children }));
};

function serverOn(database: Database) {
  const app = fastify().withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof ProblemError && !(error instanceof ParameterError) ? 404 : 400;
    return reply.code(status).send({ detail: error instanceof Error ? error.message : '' });
  });
  areaRoutes(app, { database, shell });
  return app;
}

let app: ReturnType<typeof serverOn>;
let database: Database;
const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    'no-inline-style': 'error',
    'void-style': 'off',
    'long-title': 'off',
    'doctype-style': 'off',
    'require-sri': 'off',
  },
});

beforeAll(async () => {
  database = await freshDatabase();
  await seedAreas(database);
  app = serverOn(database);
});

async function html(path: string): Promise<string> {
  const response = await app.inject(path);
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
  const report = await validator.validateString(response.body);
  expect(
    report.results.flatMap((result) => result.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
  ).toEqual([]);
  expect(response.body.length).toBeLessThan(150_000);
  return response.body;
}

describe('/areas', () => {
  it('lists every area to browse, England first', async () => {
    const page = await html('/areas');
    expect(page.indexOf('England')).toBeLessThan(page.indexOf('Wales'));
    expect(page).toContain(`href="${areaPath('E08000038')}"`);
    expect(page).toContain('until 31 March 2023, now Cumberland and Westmorland and Furness');
  });

  it('answers a search with kind, region, codes and dates', async () => {
    const page = await html(areaSearchPath('cumbria'));
    expect(page).toContain('1 area matches “cumbria”');
    expect(page).toContain('E10000006, 909');
    expect(page).toContain('Local authority in North West, until 31 March 2023');
  });

  it('says so when nothing is found, and escapes what was typed', async () => {
    const page = await html(areaSearchPath('<script>alert(1)</script>'));
    expect(page).toContain('No area matches');
    expect(page).not.toContain('<script>alert');
  });

  it('survives odd text', async () => {
    await html('/areas?q=%00%25_%F0%9F%98%80');
    expect((await app.inject(`/areas?q=${'x'.repeat(101)}`)).statusCode).toBe(400);
  });
});

describe('settings', () => {
  it('says how to import a list while there is none', async () => {
    expect(await html(areaSettingsPath('E08000038'))).toContain('npm run headwater -- import');
  });

  it('lists them, leafs through them and finds them', async () => {
    const headings = ['URN', 'LA (code)', 'EstablishmentNumber', 'EstablishmentName', 'OpenDate'];
    const records = Array.from({ length: 75 }, (_, at) => ({
      line: at + 2,
      values: [String(920_000 + at), '370', String(2000 + at), `Valley School ${at + 100}`, '01-09-1990'],
    }));
    const links = [
      { line: 2, values: ['920000', '920001', '', 'Successor', '01-04-2020'] },
      { line: 3, values: ['920002', '800001', 'Old Mill School', 'Predecessor', ''] },
    ];
    const linkHeadings = ['URN', 'LinkURN', 'LinkName', 'LinkType', 'LinkEstablishedDate'];
    await inTransaction(database, async (transaction) => {
      await importSettingList(transaction, 'gias', oneBatch(records), headings, 'gias.csv');
      await importSettingList(transaction, 'gias-links', oneBatch(links), linkHeadings, 'links.csv');
    });
    const first = await html(areaSettingsPath('E08000038'));
    expect(first).toContain('1 to 50 of 75');
    expect(first).toContain(`href="${settingPath(920_000)}"`);
    expect(first).toContain('Valley School 101</a>, 1 April 2020');
    expect(first).toContain('page=2');
    expect(await html(areaSettingsPath('E08000038', { page: 2 }))).toContain('51 to 75 of 75');
    expect(await html(areaSettingsPath('E08000038', { q: 'school 174' }))).toContain('1 to 1 of 1');
    expect(await html(areaSettingsPath('E08000038', { q: 'nowhere' }))).toContain('matches “nowhere”');
    expect(await html(areaSettingsPath('E12000003'))).toContain('Local authority');
    expect(await html(areaSettingsPath('E06000001'))).toContain('No setting in Hartlepool');
  });

  it('redirects from a past or three-digit code', async () => {
    for (const code of ['E08000016', '370', 'e08000038']) {
      const response = await app.inject(areaSettingsPath(code, { q: 'a b', page: 2 }));
      expect([response.statusCode, response.headers.location]).toEqual([301, '/areas/E08000038/settings?q=a+b&page=2']);
    }
  });

  it('shows one, with its links from either end', async () => {
    const page = await html(settingPath(920_000));
    expect(page).toContain('Valley School 100');
    expect(page).toContain('1 September 1990');
    expect(page).toContain('Barnsley');
    expect(await html(settingPath(920_001))).toContain('names it as “Successor”');
    const closed = await html(settingPath(800_001));
    expect(closed).toContain('Old Mill School');
    expect(closed).toContain('Valley School 102');
  });

  it.each(['/areas/E99999999/settings', '/settings/123456', '/settings/abc', '/settings/999999'])(
    'has nothing at %s',
    async (path) => {
      expect((await app.inject(path)).statusCode).toBe(404);
    },
  );

  it.each(['page=0', 'page=x', 'page=1e9'])('refuses %s', async (query) => {
    expect((await app.inject(`/areas/E08000038/settings?${query}`)).statusCode).toBe(400);
  });
});

describe('/api/v1/areas', () => {
  const names = async (query: string): Promise<readonly string[]> => {
    const response = await app.inject(`/api/v1/areas?${query}`);
    expect(response.statusCode).toBe(200);
    return response.json<{ areas: { name: string }[] }>().areas.map((area) => area.name);
  };

  it('answers with every code an area has had', async () => {
    const response = await app.inject('/api/v1/areas?q=barnsley');
    expect(response.json()).toEqual({
      areas: [
        {
          code: 'E08000038',
          name: 'Barnsley',
          kind: 'local-authority',
          from: null,
          to: null,
          parent: { code: 'E12000003', name: 'Yorkshire and The Humber' },
          codes: [
            { scheme: 'gss', code: 'E08000016', from: null, to: '2025-04-30' },
            { scheme: 'gss', code: 'E08000038', from: '2025-05-01', to: null },
            { scheme: 'dfe', code: '370', from: null, to: null },
          ],
          predecessors: [],
          successors: [],
          verified: true,
        },
      ],
    });
  });

  it('filters by kind, parent and day', async () => {
    expect(await names('kind=region')).toHaveLength(9);
    expect(await names('parent=E12000007&kind=local-authority')).toHaveLength(33);
    expect(await names('parent=E92000001&kind=local-authority&on=2025-06-01')).toHaveLength(153);
    expect(await names('parent=981&on=2023-03-31')).toContain('Cumbria');
    expect(await names('parent=981&on=2023-04-01')).not.toContain('Cumbria');
    expect(await names('q=dorset&on=2019-03-31')).toEqual(['Dorset']);
  });

  it('answers in CSV when asked by format or by Accept', async () => {
    const byFormat = await app.inject('/api/v1/areas?q=barnsley&format=csv');
    const byAccept = await app.inject({
      url: '/api/v1/areas?q=barnsley',
      headers: { accept: 'application/json;q=0.5, text/csv' },
    });
    expect(byFormat.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(byFormat.body).toBe(byAccept.body);
    expect(byFormat.body.split('\r\n')[1]).toBe(
      'E08000038,Barnsley,local-authority,,,E12000003,Yorkshire and The Humber,370,"E08000016 until 2025-04-30; E08000038 from 2025-05-01",,,true',
    );
    const both = await app.inject({
      url: '/api/v1/areas?q=hull',
      headers: { accept: 'text/csv;q=0.1, application/json' },
    });
    expect(both.headers['content-type']).toContain('application/json');
  });

  it.each(['kind=county', 'parent=nowhere', 'parent=E99999999', 'on=yesterday', 'colour=teal', 'format=xml'])(
    'refuses %s',
    async (query) => {
      expect((await app.inject(`/api/v1/areas?${query}`)).statusCode).toBe(400);
    },
  );
});

async function* oneBatch(records: readonly { readonly line: number; readonly values: readonly string[] }[]) {
  yield await Promise.resolve({ records, faults: [] });
}
