import { beforeAll, describe, expect, it } from 'vitest';
import { inGate } from '#platform/access/in-gate.ts';
import { attributeOf, injectBrowser, signInAs } from './inject-browser.ts';
import type { SignedInServer } from './signed-in-server.ts';
import { serverOver, signedInServer } from './signed-in-server.ts';

let server: SignedInServer;
beforeAll(async () => {
  server = await signedInServer();
}, 120_000);

const minutes = 60_000;

describe('through the demonstration’s own provider', () => {
  it.each([
    ['Priya Nair', 'class teacher', '/settings/990003/registers'],
    ['Owen Castell', 'head', '/attendance/settings/990003'],
    ['Farida Rahman', 'inclusion officer', '/attendance/E06999999'],
    ['Helen Marsh', 'national analyst', '/attendance/E92000001'],
  ])('%s lands where a %s begins', async (name, role, path) => {
    const seen = await signInAs(injectBrowser(server.app), name);
    expect(`${seen.status} ${seen.url}`).toBe(`200 ${path}`);
    expect(seen.body).toContain(`<strong>${name}, `);
    expect(seen.body).toContain(role);
  });

  it('a social worker chooses for what, and then has a page of their own', async () => {
    const browser = injectBrowser(server.app);
    const chooses = await signInAs(browser, 'Daniel Okafor');
    expect(chooses.body).toContain('What are you here as?');
    const choice = attributeOf(chooses.body, /<button[^>]*value="member:\d+:social-care"/, 'value');
    const home = await browser.post('/sign-in/choose', { choice, return: '/' });
    expect(home.url).toBe('/home');
    expect(home.body).toContain('to support a child and their family as their social worker');
    const list = await browser.get('/children');
    expect(list.body).toContain('1 child on roll on');
    const record = await browser.get(attributeOf(list.body, /<a class="govuk-link" href="\/settings[^>]*/, 'href'));
    expect(`${record.status} ${record.body.match(/<h1/g)?.length}`).toBe('200 1');
    const { learnerId } = server.people;
    expect((await browser.get(`/children/${learnerId}`)).url).toBe(record.url);
    expect((await browser.get(`/children/${learnerId + 1}`)).status).toBe(404);
    const head = injectBrowser(server.app);
    await signInAs(head, 'Owen Castell');
    expect((await head.get('/children')).status).toBe(403);
  });

  it('a child and a parent land on a page of their own', async () => {
    for (const [email, words] of [
      ['child@exampleshire.invalid', 'to see their own record'],
      ['parent@exampleshire.invalid', 'to see the record of their own child'],
    ] as const) {
      const name = await nameOf(email);
      const seen = await signInAs(injectBrowser(server.app), name);
      expect(seen.status).toBe(200);
      expect(seen.body).toContain(words);
    }
  });

  it('goes back to where somebody was going, and never to another site', async () => {
    const there = await signInAs(injectBrowser(server.app), 'Owen Castell', '/measures');
    expect(there.url).toBe('/measures');
    for (const evil of ['https://evil.example/', '//evil.example', '/\\evil.example', '/.//evil.example']) {
      const seen = await signInAs(injectBrowser(server.app), 'Owen Castell', evil);
      expect(seen.url).toBe('/attendance/settings/990003');
    }
  });

  it('says so when nobody was chosen', async () => {
    const browser = injectBrowser(server.app);
    const page = await browser.get('/sign-in/with/demonstration');
    const action = attributeOf(page.body, /<form method="post" action="\/demonstration[^>]*>/, 'action');
    const seen = await browser.post(action, { refuse: 'yes' });
    expect(seen.status).toBe(400);
    expect(seen.body).toContain('it was refused, or you chose to go back');
    expect(browser.cookies.has('headwater-session')).toBe(false);
  });

  it('works under another name and port, and behind a server in front', async () => {
    const elsewhere = await signInAs(injectBrowser(server.app, 'headwater.test:8443'), 'Owen Castell');
    expect(elsewhere.url).toBe('/attendance/settings/990003');
    const behind = await serverOver(server.database, server.clock, {
      HEADWATER_PUBLIC_URL: 'https://headwater.example.org',
    });
    const browser = injectBrowser(behind.app, '127.0.0.1:3000');
    const seen = await signInAs(browser, 'Owen Castell');
    expect(seen.url).toBe('/attendance/settings/990003');
    expect([...browser.cookies.keys()]).toContain('__Host-headwater-session');
  });

  it('leaves no made-up person where the mode is production', async () => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, 'Owen Castell');
    const production = await serverOver(server.database, server.clock, { HEADWATER_MODE: 'production' });
    const same = injectBrowser(production.app);
    for (const [name, value] of browser.cookies) same.cookies.set(name, value);
    expect((await same.get('/home')).status).toBe(403);
    expect((await same.get('/sign-in/with/demonstration')).status).toBe(404);
    expect((await same.get('/demonstration/identity/.well-known/openid-configuration')).status).toBe(404);
  });
});

/** What the gate alone may ask and change. */
async function atGate<Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  return await inGate(
    server.database,
    'administer',
    async (gate) => (await gate.client.query<Row>(text, [...values])).rows,
  );
}

async function nameOf(email: string): Promise<string> {
  const rows = await atGate<{ name: string }>('SELECT name FROM person WHERE email = $1', [email]);
  return rows[0]?.name ?? '';
}

describe('a sign-in', () => {
  it('shows who, for what, and the ways to switch and to sign out on every page', async () => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, 'Farida Rahman');
    const { body, headers } = await browser.get('/about');
    expect(body).toContain('<strong>Farida Rahman, local authority inclusion officer, Exampleshire Council</strong>');
    expect(body).toContain('Switch');
    expect(body).toContain('action="/sign-out"');
    expect(headers['cache-control']).toBe('private, no-cache');
  });

  it('has a new secret whenever it becomes another', async () => {
    const browser = injectBrowser(server.app);
    const chooses = await signInAs(browser, 'Ruth Ellison');
    const secrets = [browser.cookies.get('headwater-session')];
    const lead = attributeOf(chooses.body, /<button[^>]*value="member:\d+:safeguarding"/, 'value');
    await browser.post('/sign-in/choose', { choice: lead });
    secrets.push(browser.cookies.get('headwater-session'));
    const officer = attributeOf(chooses.body, /<button[^>]*value="member:\d+:pastoral"/, 'value');
    const switched = await browser.post('/sign-in/choose', { choice: officer, return: '/about' });
    secrets.push(browser.cookies.get('headwater-session'));
    expect(switched.body).toContain('attendance officer');
    expect(new Set(secrets).size).toBe(3);
    for (const old of secrets.slice(0, 2)) {
      const thief = injectBrowser(server.app);
      thief.cookies.set('headwater-session', old ?? '');
      expect((await thief.get('/home')).status).toBe(403);
    }
  });

  it('takes no role that its person does not have', async () => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, 'Priya Nair');
    const heads = await atGate<{ id: number }>(`SELECT membership_id AS id FROM membership WHERE role = 'head'`);
    expect(heads).toHaveLength(1);
    for (const choice of [`member:${heads[0]?.id}:leadership`, 'child', 'parent', '', '__proto__']) {
      expect((await browser.post('/sign-in/choose', { choice })).status).toBe(403);
    }
  });

  it('opens safeguarding for a quarter of an hour after a second proof, under a new secret', async () => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, 'Owen Castell');
    const before = browser.cookies.get('headwater-session');
    expect((await browser.get('/home')).body).not.toContain('Safeguarding concerns</li>');
    await browser.get('/sign-in/again?return=/home');
    const provider = await browser.get('/sign-in/with/demonstration?again=yes&return=/home');
    const action = attributeOf(provider.body, /<form method="post" action="\/demonstration[^>]*>/, 'action');
    const other = attributeOf(provider.body, /<button[^>]*name="person"[^>]*>\s*<strong>Priya Nair</, 'value');
    const refused = await browser.post(action, { person: other });
    expect(refused.body).toContain('Somebody else');
    const again = await browser.get('/sign-in/with/demonstration?again=yes&return=/home');
    const second = attributeOf(again.body, /<form method="post" action="\/demonstration[^>]*>/, 'action');
    const own = attributeOf(again.body, /<button[^>]*name="person"[^>]*>\s*<strong>Owen Castell</, 'value');
    const home = await browser.post(second, { person: own });
    expect(home.url).toBe('/home');
    expect(home.body).toContain('Safeguarding concerns</li>');
    expect(browser.cookies.get('headwater-session')).not.toBe(before);
    server.clock.forward(16 * minutes);
    expect((await browser.get('/home')).body).not.toContain('Safeguarding concerns</li>');
  });

  it('can be somebody else’s next, at the same browser', async () => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, 'Owen Castell');
    const seen = await signInAs(browser, 'Priya Nair');
    expect(seen.url).toBe('/settings/990003/registers');
    await browser.post('/sign-out', {});
    expect((await signInAs(browser, 'Helen Marsh')).url).toBe('/attendance/E92000001');
  });

  it('ends where it is signed out, and everywhere when that is asked', async () => {
    const [here, there] = [injectBrowser(server.app), injectBrowser(server.app)];
    await signInAs(here, 'Owen Castell');
    await signInAs(there, 'Owen Castell');
    const copy = injectBrowser(server.app);
    copy.cookies.set('headwater-session', here.cookies.get('headwater-session') ?? '');
    expect((await here.post('/sign-out', {})).url).toBe('/signed-out');
    expect((await copy.get('/home')).body).toContain('Your sign-in has ended');
    expect((await there.get('/account')).body).toContain('Chrome on Linux (this one)');
    await there.post('/account/end', { session: 'all' });
    expect((await there.get('/home')).status).toBe(403);
  });

  it('ends after half an hour without a click, and after twelve hours with', async () => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, 'Owen Castell');
    for (let hour = 0; hour < 23; hour += 1) {
      server.clock.forward(29 * minutes);
      expect((await browser.get('/home')).status).toBe(200);
    }
    server.clock.forward(29 * minutes);
    server.clock.forward(29 * minutes);
    expect((await browser.get('/home')).status).toBe(403);
    const other = injectBrowser(server.app);
    await signInAs(other, 'Owen Castell');
    for (let spell = 0; spell < 25; spell += 1) {
      server.clock.forward(28 * minutes);
      await other.get('/home');
    }
    server.clock.forward(28 * minutes);
    expect((await other.get('/home')).body).toContain('twelve hours at most');
  });

  it('ends with its role: the next request sees nothing more', async () => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, 'Farida Rahman');
    expect((await browser.get('/api/v1/live/areas/E06999999')).status).not.toBe(403);
    const end = (at: Date | null) =>
      atGate(`UPDATE membership SET ended_at = $1 WHERE role = 'inclusion-officer'`, [at]);
    await end(server.clock.now());
    expect((await browser.get('/attendance/E06999999')).status).toBe(403);
    await end(null);
    expect((await browser.get('/attendance/E06999999')).status).toBe(200);
  });
});
