import { beforeAll, describe, expect, it } from 'vitest';
import { createHealth } from '#app/health.ts';
import { pageServer } from '#app/main.ts';
import { seedAreas } from '#domain/area/store.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Database } from '#platform/database/pool.ts';
import { invite } from '#platform/sign-in/invitations.ts';
import { enterInvited } from '#platform/sign-in/invited-store.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { keptLog, smallAssets, testConfig } from '../app-parts.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { honestProvider } from './honest-provider.ts';
import type { InjectBrowser, Seen } from './inject-browser.ts';
import { injectBrowser } from './inject-browser.ts';
import { closedAfterwards, movingClock } from './signed-in-server.ts';

const production = {
  HEADWATER_MODE: 'production',
  HEADWATER_PUBLIC_URL: 'https://headwater.example.org',
  HEADWATER_DEMONSTRATION: 'nothing',
  HEADWATER_DEMONSTRATION_SCOPES: 'none',
};
const clock = movingClock(new Date('2026-01-15T10:00:00Z'));
const council = honestProvider();
const schools = honestProvider({ id: 'dfe', name: 'DfE Sign-in', saysOrganisation: 'yes' });
let database: Database;
let app: RouteServer;

beforeAll(async () => {
  database = await freshDatabase();
  await seedAreas(database);
  app = await serverWith(production);
}, 60_000);

async function serverWith(environment: Readonly<Record<string, string>>): Promise<RouteServer> {
  const config = testConfig(environment);
  const health = createHealth();
  health.move({ kind: 'ready' });
  const signIn = { ...config.signIn, providers: [...config.signIn.providers, council.provider, schools.provider] };
  const server = pageServer({ config: { ...config, signIn }, clock, log: keptLog() }, smallAssets, health, database);
  await server.app.ready();
  closedAfterwards(server.app);
  return server.app;
}

/** Enters somebody real, with a role at a council. */
async function entered(
  name: string,
  at = 'Realshire Council',
): Promise<{ readonly personId: number; readonly link: string }> {
  return await inGate(database, 'administer', async (gate) => {
    const wanted = {
      name,
      role: 'administrator',
      at,
      kind: 'local-authority',
      area: '850',
      today: clock.today(),
    } as const;
    const made = await enterInvited(gate, wanted, clock.now());
    if (!made.ok) throw new ProblemError(made.failure);
    const { personId } = made.value;
    return { personId, link: (await invite(gate, personId, 'a test', clock.now())).path };
  });
}

const codeOf = (link: string): string => link.split('code=')[1] ?? '';

async function through(
  browser: InjectBrowser,
  who: { readonly subject: string; readonly claims?: Readonly<Record<string, unknown>> },
  query = '',
  provider: 'oidc' | 'dfe' = 'oidc',
): Promise<Seen> {
  const there = provider === 'oidc' ? council : schools;
  there.next(who.subject, who.claims);
  const sent = await browser.step('GET', `/sign-in/with/${provider}${query}`);
  const address = String(sent.headers.location);
  expect(address).toMatch(/^https:\/\/provider\.example\/auth\?/);
  expect(new URL(address).searchParams.get('redirect_uri')).toBe(
    `https://headwater.example.org/sign-in/answer/${provider}`,
  );
  return await browser.get(there.answerTo(address));
}

describe('in production, somebody real', () => {
  it('is nobody until an invitation has joined their account to them, and then signs in without', async () => {
    const stranger = await through(injectBrowser(app), { subject: 'ada', claims: { email: 'ada@realshire.example' } });
    expect(stranger.status).toBe(400);
    expect(stranger.body).toContain('nobody here is joined to that account yet');
    const { link } = await entered('Ada Moss');
    const browser = injectBrowser(app);
    expect((await browser.get(link)).body).toContain('Welcome, Ada Moss');
    const joined = await through(browser, { subject: 'ada' }, `?invitation=${codeOf(link)}`);
    expect(joined.url).toBe('/account/organisation');
    expect((await browser.get('/home')).body).toContain('Hello, Ada Moss');
    const later = injectBrowser(app);
    await through(later, { subject: 'ada' });
    expect((await later.get('/home')).body).toContain('Hello, Ada Moss');
    expect([...later.cookies.keys()]).toContain('__Host-headwater-session');
  });

  it('uses an invitation once: whoever comes second is nobody', async () => {
    const { link } = await entered('Bo Lind');
    await through(injectBrowser(app), { subject: 'bo' }, `?invitation=${codeOf(link)}`);
    const thief = await through(injectBrowser(app), { subject: 'thief' }, `?invitation=${codeOf(link)}`);
    expect(thief.status).toBe(400);
    expect((await injectBrowser(app).get(link)).body).toContain('used already');
  });

  it('finds an invitation over after three days', async () => {
    const { link } = await entered('Cy Marr');
    clock.forward(3 * 24 * 3_600_000);
    expect((await injectBrowser(app).get(link)).status).toBe(403);
    expect((await through(injectBrowser(app), { subject: 'cy' }, `?invitation=${codeOf(link)}`)).status).toBe(400);
  });

  it('is here only for the organisation that the provider of schools names', async () => {
    const { link } = await entered('Di Nunn');
    const organisation = { organisation: { id: 'Realshire-1', name: 'Another organisation' } };
    const elsewhere = injectBrowser(app);
    const seen = await through(
      elsewhere,
      { subject: 'di', claims: organisation },
      `?invitation=${codeOf(link)}`,
      'dfe',
    );
    expect(seen.body).toContain('You have no role here yet');
    expect((await elsewhere.get('/account/organisation')).status).toBe(403);
    await inGate(database, 'administer', (gate) =>
      gate
        .updateTable('organisation')
        .set({ external_id: 'dfe:realshire-1' })
        .where('name', '=', 'Realshire Council')
        .execute(),
    );
    const right = injectBrowser(app);
    await through(right, { subject: 'di', claims: organisation }, '', 'dfe');
    expect((await right.get('/account/organisation')).body).toContain('Signing in at Realshire Council');
    expect((await right.get('/account/organisation')).body).toContain('It stands for: Hampshire');
    const moveTo = (laId: number | null) =>
      inGate(database, 'administer', (gate) =>
        gate.updateTable('organisation').set({ la_id: laId }).where('name', '=', 'Realshire Council').execute(),
      );
    await moveTo(null);
    expect((await right.get('/account/organisation')).body).toContain('entered without the area');
    await moveTo(850);
  });

  it('is signed out of the provider too, when they ask', async () => {
    const browser = injectBrowser(app);
    await through(browser, { subject: 'ada' });
    const left = await browser.post('/sign-out', {});
    expect(left.body).toContain('sign out of Exampleshire Council too');
    const onwards = await browser.step('GET', '/signed-out/provider');
    const address = new URL(String(onwards.headers.location));
    expect(address.origin + address.pathname).toBe('https://provider.example/end');
    expect(address.searchParams.get('id_token_hint')).toMatch(/^eyJ/);
  });

  it('whose account was closed is nobody from the next request on', async () => {
    const browser = injectBrowser(app);
    await through(browser, { subject: 'ada' });
    await inGate(database, 'administer', (gate) =>
      gate.updateTable('person').set({ closed_at: clock.now() }).where('name', '=', 'Ada Moss').execute(),
    );
    expect((await browser.get('/home')).body).toContain('This account was closed');
    expect((await through(injectBrowser(app), { subject: 'ada' })).status).toBe(400);
  });
});

describe('a provider that nobody answers for', () => {
  it('ends on a page that says so', async () => {
    const config = testConfig({
      HEADWATER_OIDC_ADDRESS: 'https://127.0.0.1:9/',
      HEADWATER_OIDC_CLIENT_ID: 'us',
      HEADWATER_OIDC_SECRET: 'eight letters',
    });
    const health = createHealth();
    health.move({ kind: 'ready' });
    const server = pageServer({ config, clock, log: keptLog() }, smallAssets, health, database);
    await server.app.ready();
    closedAfterwards(server.app);
    const seen = await injectBrowser(server.app).get('/sign-in/with/oidc?return=/measures');
    expect(seen.status).toBe(502);
    expect(seen.body).toContain('your organisation does not answer just now');
    expect(seen.body).toContain('href="/sign-in?return=%2Fmeasures"');
  });
});
