import { beforeAll, describe, expect, it } from 'vitest';
import { inGate } from '#platform/access/in-gate.ts';
import type { InjectBrowser } from './inject-browser.ts';
import { attributeOf, injectBrowser, signInAs } from './inject-browser.ts';
import type { SignedInServer } from './signed-in-server.ts';
import { signedInServer } from './signed-in-server.ts';

let server: SignedInServer;
beforeAll(async () => {
  server = await signedInServer();
}, 120_000);

const session = 'headwater-session';

/** Up to the address that comes back from the provider, which is not opened. */
async function answerAddress(browser: InjectBrowser, name: string): Promise<string> {
  const page = await browser.get('/sign-in/with/demonstration');
  const action = attributeOf(page.body, /<form method="post" action="\/demonstration[^>]*>/, 'action');
  const button = new RegExp(`<button[^>]*name="person"[^>]*>\\s*<strong>${name}</strong>`);
  const chosen = await browser.step('POST', action, `person=${attributeOf(page.body, button, 'value')}`);
  const resumed = await browser.step('GET', String(chosen.headers.location));
  expect(String(resumed.headers.location)).toMatch(/^\/sign-in\/answer\/demonstration\?/);
  return String(resumed.headers.location);
}

describe('an attacker', () => {
  it('who has set the session cookie beforehand is not signed in with whoever signs in', async () => {
    const attacker = injectBrowser(server.app);
    await signInAs(attacker, 'Helen Marsh');
    const planted = attacker.cookies.get(session) ?? '';
    for (const value of [planted, 'A'.repeat(43)]) {
      const victim = injectBrowser(server.app);
      victim.cookies.set(session, value);
      await signInAs(victim, 'Owen Castell');
      expect(victim.cookies.get(session)).not.toBe(value);
      const thief = injectBrowser(server.app);
      thief.cookies.set(session, value);
      expect((await thief.get('/home')).body).not.toContain('Owen Castell');
    }
  });

  it('who has the address that came back from the provider gets nothing at another browser, and spoils nothing', async () => {
    const victim = injectBrowser(server.app);
    const address = await answerAddress(victim, 'Owen Castell');
    for (const attacker of [injectBrowser(server.app), injectBrowser(server.app)]) {
      await attacker.get('/sign-in/with/demonstration');
      const seen = await attacker.get(address);
      expect(seen.status).toBe(400);
      expect(seen.body).toContain('begun in another browser');
      expect(attacker.cookies.has(session)).toBe(false);
    }
    expect((await victim.get(address)).status).toBe(200);
    expect(victim.cookies.has(session)).toBe(true);
  });

  it('who opens it a second time at the same browser gets nothing, and two at once get one sign-in', async () => {
    const browser = injectBrowser(server.app);
    const address = await answerAddress(browser, 'Owen Castell');
    const secret = browser.cookies.get('headwater-signing-in') ?? '';
    const [one, two] = await Promise.all([browser.step('GET', address), browser.step('GET', address)]);
    expect([one.status, two.status].sort()).toEqual([303, 400]);
    browser.cookies.set('headwater-signing-in', secret);
    const replayed = await browser.get(address);
    expect(replayed.status).toBe(400);
    expect(replayed.body).toContain('used already');
  });

  it('who changes the state or the code in it gets nothing', async () => {
    for (const change of [
      (address: URL) => address.searchParams.set('state', 'A'.repeat(43)),
      (address: URL) => address.searchParams.delete('state'),
      (address: URL) => address.searchParams.set('code', 'A'.repeat(43)),
      (address: URL) => address.searchParams.set('iss', 'https://evil.example'),
      (address: URL) => address.searchParams.append('code', 'x'),
    ]) {
      const browser = injectBrowser(server.app);
      const address = new URL(await answerAddress(browser, 'Owen Castell'), 'http://headwater.invalid');
      change(address);
      const seen = await browser.get(`${address.pathname}${address.search}`);
      expect(seen.status).toBe(400);
      expect(browser.cookies.has(session)).toBe(false);
    }
  });

  it('who comes too late with it gets nothing', async () => {
    const browser = injectBrowser(server.app);
    const address = await answerAddress(browser, 'Owen Castell');
    server.clock.forward(11 * 60_000);
    expect((await browser.get(address)).body).toContain('longer than ten minutes');
  });

  it('who alters the cookie, or sends two, is nobody', async () => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, 'Owen Castell');
    const good = browser.cookies.get(session) ?? '';
    const flipped = `${good.startsWith('A') ? 'B' : 'A'}${good.slice(1)}`;
    for (const cookie of [
      flipped,
      good.slice(0, -1),
      `${good}A`,
      '1',
      `' OR 1=1 --`,
      `${good}; ${session}=${flipped}`,
      `${flipped}; ${session}=${good}`,
    ]) {
      const answer = await server.app.inject({ url: '/home', headers: { cookie: `${session}=${cookie}` } });
      expect(answer.statusCode).toBe(403);
      expect(answer.body).not.toContain('Owen Castell');
    }
    expect((await browser.get('/home')).body).toContain('Owen Castell');
  });

  it('whose page at another site signs somebody out, or switches them, changes nothing', async () => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, 'Owen Castell');
    for (const url of ['/sign-out', '/sign-in/choose', '/account/end', '/account/organisation/people']) {
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': '', origin: 'https://evil.example' },
      ]) {
        const seen = await browser.post(url, { session: 'all', choice: 'child' }, headers);
        expect(seen.status).toBe(403);
      }
    }
    const cookie = `${session}=${browser.cookies.get(session)}`;
    const program = { method: 'POST', url: '/sign-out', headers: { cookie, 'headwater-scope': 'nobody' } } as const;
    expect((await server.app.inject(program)).statusCode).toBe(403);
    expect((await browser.get('/sign-out')).status).toBe(200);
    expect((await browser.get('/home')).status).toBe(200);
  });

  it('who is signed in ends no sign-in and removes no passkey of somebody else', async () => {
    const [victim, attacker] = [injectBrowser(server.app), injectBrowser(server.app)];
    await signInAs(victim, 'Owen Castell');
    await signInAs(attacker, 'Helen Marsh');
    const ids = await inGate(server.database, 'sign-in', (gate) =>
      gate.selectFrom('sign_in_session').select('session_id').execute(),
    );
    const own = (await attacker.get('/account')).body.match(/value="(\d+)"/)?.[1];
    for (const { session_id } of ids.filter((one) => String(one.session_id) !== own)) {
      await attacker.post('/account/end', { session: String(session_id) });
    }
    expect((await victim.get('/home')).status).toBe(200);
    expect((await attacker.get('/account/organisation')).status).toBe(403);
  });

  it('who has a copy of the database has no cookie, no key and no token from it', async () => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, 'Owen Castell');
    const rows = await inGate(server.database, 'sign-in', (gate) =>
      gate.selectFrom('sign_in_session').selectAll().execute(),
    );
    const copy = JSON.stringify(rows, (_key, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
    );
    expect(rows.at(-1)?.sealed_id_token).not.toBeNull();
    expect(copy).not.toContain(browser.cookies.get(session));
    expect(copy).not.toContain('eyJ');
    expect(JSON.stringify(server.log.lines)).not.toContain(browser.cookies.get(session));
    expect(JSON.stringify(server.log.lines)).not.toMatch(/Castell|code=/);
  });
});

describe('a sign-in’s cookie', () => {
  it('is not for scripts, not for other sites’ forms, and goes with the browser', async () => {
    const browser = injectBrowser(server.app);
    const answer = await browser.step('GET', await answerAddress(browser, 'Owen Castell'));
    const lines = [answer.headers['set-cookie'] ?? []].flat();
    const line = lines.find((one) => one.startsWith(`${session}=`)) ?? '';
    expect(line.split('; ').slice(1)).toEqual(['Path=/', 'HttpOnly', 'SameSite=Lax']);
  });
});
