import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ParameterError, ProblemError } from '#foundation/kernel/problem.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keptLog, smallAssets, testConfig } from '../../test/app-parts.ts';
import { createServer } from './server.ts';
import { createShell } from './shell.tsx';

const Phase = z.enum(['all', 'primary', 'secondary']);

function serverWithRoutes(environment: Readonly<Record<string, string>> = {}) {
  const log = keptLog();
  const shell: Shell = createShell({ assets: smallAssets.urls, showsDemonstration: () => Promise.resolve(false) });
  const { app, routes } = createServer({
    version: '9.9.9',
    config: testConfig(environment),
    log,
    shell,
    assets: smallAssets,
  });
  app.register((inner: RouteServer, _options, done) => {
    const querystring = z.object({
      area: z.string(),
      phase: Phase.optional(),
      from: z.iso.date('it is no day').optional(),
    });
    const response = { 200: z.object({ area: z.string() }) };
    inner.get('/api/v1/figures', { schema: { querystring, response } }, (request) => {
      const answer = { area: request.query.area, secret: 'never sent' };
      return answer;
    });
    inner.get('/api/v1/bare', { schema: { response } }, () => ({ area: 'x' }));
    inner.get('/page', (_request, reply) => reply.type('text/html').send(`<p>${'page '.repeat(500)}</p>`));
    inner.get('/api/v1/unknown-area', () => {
      throw new ParameterError('area', {
        code: 'area-unknown',
        message: 'No area has the code 999.',
        nextStep: 'See /api/v1/areas.',
      });
    });
    inner.get('/gone', () => {
      throw new ProblemError({ code: 'area-not-found', message: 'No such area.', nextStep: 'Search for it.' });
    });
    inner.get('/broken', () => {
      throw new Error('inner secret');
    });
    done();
  });
  return { app, routes, log };
}

describe('every answer', () => {
  it.each(['/page', '/nowhere', '/broken', '/api/v1/nowhere', '/api/v1/figures?area=370'])(
    '%s carries the security headers',
    async (url) => {
      const { headers } = await serverWithRoutes().app.inject({ url });
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['permissions-policy']).toContain('geolocation=()');
      expect(headers).not.toHaveProperty('strict-transport-security');
      expect(headers).not.toHaveProperty('set-cookie');
      expect(headers).not.toHaveProperty('x-powered-by');
    },
  );

  it('promises https only where people use https', async () => {
    const { app } = serverWithRoutes({ HEADWATER_PUBLIC_URL: 'https://headwater.example.org/' });
    const { headers } = await app.inject({ url: '/page' });
    expect(headers['strict-transport-security']).toMatch(/^max-age=31536000/);
  });

  it('is compressed when the caller can read it so, and varies by that', async () => {
    const { app } = serverWithRoutes();
    const squeezed = await app.inject({ url: '/page', headers: { 'accept-encoding': 'br, gzip' } });
    expect(squeezed.headers['content-encoding']).toBe('br');
    expect(squeezed.headers['vary']).toContain('accept-encoding');
    const plain = await app.inject({ url: '/page' });
    expect(plain.headers).not.toHaveProperty('content-encoding');
  });

  it('is not sent again to a browser that has it', async () => {
    const { app } = serverWithRoutes();
    const first = await app.inject({ url: '/page' });
    const tag = String(first.headers['etag']);
    const second = await app.inject({
      url: '/page',
      headers: { 'if-none-match': `"other", ${tag}`, 'accept-encoding': 'br' },
    });
    expect(second.statusCode).toBe(304);
    expect(second.body).toBe('');
    const changed = await app.inject({ url: '/page', headers: { 'if-none-match': '"other"' } });
    expect(changed.statusCode).toBe(200);
  });

  it('is logged by path and never by query', async () => {
    const { app, log } = serverWithRoutes();
    await app.inject({ url: '/page?q=a-private-search' });
    await app.inject({ url: '/api/v1/figures?area=a-private-search&fase=x' });
    const written = JSON.stringify(log.lines);
    expect(written).not.toContain('private');
    expect(log.lines).toContainEqual(
      expect.objectContaining({ method: 'GET', path: '/page', status: 200, ms: expect.any(Number) }),
    );
  });
});

describe('a problem under /api/', () => {
  let app: RouteServer;
  beforeEach(() => {
    app = serverWithRoutes().app;
  });

  async function problemAt(url: string) {
    const answer = await app.inject({ url });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json().status).toBe(answer.statusCode);
    return answer.json();
  }

  it('names an unknown parameter and the one that was meant', async () => {
    expect(await problemAt('/api/v1/figures?area=370&fase=primary')).toEqual({
      type: '/api#bad-parameters',
      title: 'Some parameters cannot be used',
      status: 400,
      detail: 'There is no parameter “fase”. Did you mean “phase”? The parameters are area, phase, from.',
      instance: '/api/v1/figures',
      errors: [
        {
          parameter: 'fase',
          message: 'There is no parameter “fase”. Did you mean “phase”? The parameters are area, phase, from.',
        },
      ],
    });
  });

  it('names every bad parameter at once', async () => {
    const { errors } = await problemAt('/api/v1/figures?phase=primry&from=yesterday&colour=1');
    expect(errors).toEqual([
      { parameter: 'area', message: '“area” is needed.' },
      {
        parameter: 'phase',
        message: '“phase” cannot be “primry”. Did you mean “primary”? It can be all, primary, secondary.',
      },
      { parameter: 'from', message: '“from” cannot be “yesterday”: it is no day.' },
      { parameter: 'colour', message: 'There is no parameter “colour”. The parameters are area, phase, from.' },
    ]);
  });

  it('says what to do with a parameter that is given twice', async () => {
    const { errors } = await problemAt('/api/v1/figures?area=370&area=371');
    expect(errors).toEqual([
      {
        parameter: 'area',
        message: '“area” is given more than once. Give it once; where a list is meant, with commas between its items.',
      },
    ]);
  });

  it('refuses parameters even where none is declared', async () => {
    const { errors } = await problemAt('/api/v1/bare?x=1');
    expect(errors).toEqual([{ parameter: 'x', message: 'There is no parameter “x”. This address takes none.' }]);
  });

  it('names a parameter whose value only the database can judge', async () => {
    const { status, errors } = await problemAt('/api/v1/unknown-area');
    expect({ status, errors }).toEqual({
      status: 400,
      errors: [{ parameter: 'area', message: 'No area has the code 999. See /api/v1/areas.' }],
    });
  });

  it('says that nothing is there', async () => {
    expect(await problemAt('/api/v1/nowhere')).toMatchObject({
      status: 404,
      type: '/api#not-found',
      instance: '/api/v1/nowhere',
    });
  });
});

describe('a problem on a page', () => {
  it('is a page with a way onwards', async () => {
    const answer = await serverWithRoutes().app.inject({ url: '/nowhere' });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).toContain('<h1 class="govuk-heading-l">Page not found</h1>');
    expect(answer.body).toContain('name="q"');
  });

  it('is a 404 when a room says that something is not found', async () => {
    expect((await serverWithRoutes().app.inject({ url: '/gone' })).statusCode).toBe(404);
  });

  it('says nothing of the inside, and writes it to the log under a number the reader is given', async () => {
    const { app, log } = serverWithRoutes();
    const answer = await app.inject({ url: '/broken?q=private' });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).toContain('Something went wrong');
    expect(answer.body).not.toContain('inner secret');
    const [entry] = log.lines.filter(({ level }) => level === 50);
    expect(JSON.stringify(entry)).toContain('inner secret');
    expect(JSON.stringify(entry)).not.toContain('private');
    expect(answer.body).toContain(String(entry?.['reqId']));
  });
});

describe('answers under /api/', () => {
  it('hold what is declared and nothing else', async () => {
    const answer = await serverWithRoutes().app.inject({ url: '/api/v1/figures?area=370' });
    expect(answer.json()).toEqual({ area: '370' });
  });

  it('are described by the schemas that check them, problems included', async () => {
    const { app, routes } = serverWithRoutes();
    await app.ready();
    const description = app.swagger();
    expect(description).toMatchObject({ openapi: '3.1.0', info: { version: '9.9.9' } });
    const paths = description.paths ?? {};
    expect(Object.keys(paths).every((path) => path.startsWith('/api/v1/'))).toBe(true);
    const operation = paths['/api/v1/figures']?.get;
    expect(operation?.parameters?.map((parameter) => ('name' in parameter ? parameter.name : ''))).toEqual([
      'area',
      'phase',
      'from',
    ]);
    expect(JSON.stringify(operation?.responses)).toContain('application/problem+json');
    expect(routes).toContainEqual({ method: 'GET', url: '/page' });
  });
});
