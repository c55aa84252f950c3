import { expect, it } from 'vitest';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keptLog, smallAssets, testConfig } from '../../test/app-parts.ts';
import { createServer } from './server.ts';
import { createShell } from './shell.tsx';

function serverThatIsBusy() {
  const shell: Shell = createShell({ assets: smallAssets.urls, showsDemonstration: () => Promise.resolve(false) });
  const { app } = createServer({ version: '9.9.9', config: testConfig(), log: keptLog(), shell, assets: smallAssets });
  app.register((inner: RouteServer, _options, done) => {
    for (const code of ['connections-busy', 'live-picture-not-ready']) {
      for (const url of [`/${code}`, `/api/v1/${code}`]) {
        inner.get(url, () => {
          throw new ProblemError({ code, message: 'Too much at once.', nextStep: 'Come back.' });
        });
      }
    }
    done();
  });
  return app;
}

it.each(['connections-busy', 'live-picture-not-ready'])(
  '%s is answered with 503 and when to come back',
  async (code) => {
    const app = serverThatIsBusy();
    const program = await app.inject({ url: `/api/v1/${code}` });
    expect([program.statusCode, program.headers['retry-after']]).toEqual([503, '5']);
    expect(program.json()).toMatchObject({ type: '/api#busy', status: 503, detail: 'Too much at once. Come back.' });
    const page = await app.inject({ url: `/${code}` });
    expect([page.statusCode, page.headers['retry-after']]).toEqual([503, '5']);
    expect(page.body).toContain('Too much at once.');
  },
);
