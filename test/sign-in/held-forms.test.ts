import { beforeAll, describe, expect, it } from 'vitest';
import { inGate } from '#platform/access/in-gate.ts';
import type { InjectBrowser } from './inject-browser.ts';
import { injectBrowser, signInAs } from './inject-browser.ts';
import type { SignedInServer } from './signed-in-server.ts';
import { signedInServer } from './signed-in-server.ts';

let server: SignedInServer;
beforeAll(async () => {
  server = await signedInServer();
}, 120_000);

const hour = 3_600_000;
const form = { surname: 'Ashdown', givenName: 'Robin', class: '4B', note: 'a “long” reason & more' };
const path = '/settings/990003/roll?class=4B';

/** Somebody sends a form an hour after their last click. */
async function sendTooLate(name: string): Promise<InjectBrowser> {
  const browser = injectBrowser(server.app);
  await signInAs(browser, name);
  server.clock.forward(hour);
  const seen = await browser.post(path, form);
  expect(seen.status).toBe(403);
  expect(seen.body).toContain('Sign in again to send what you wrote');
  return browser;
}

async function kept(): Promise<readonly { readonly sealed: Buffer }[]> {
  return await inGate(server.database, 'sign-in', (gate) => gate.selectFrom('held_form').select('sealed').execute());
}

describe('a form that is sent after its sign-in has ended', () => {
  it('is there when its writer has signed in again, word for word, and stays until it is taken or thrown away', async () => {
    const browser = await sendTooLate('Owen Castell');
    const seen = await signInAs(browser, 'Owen Castell');
    expect(seen.url).toBe('/sign-in/held');
    expect(seen.body).toContain(`action="${path}"`);
    for (const [name, value] of Object.entries(form)) {
      const written = value.replaceAll('&', '&amp;');
      expect(seen.body).toContain(`<input type="hidden" name="${name}" value="${written}"/>`);
    }
    expect(await kept()).toHaveLength(1);
    // The route gets it now, and finds that a date is missing.
    expect((await browser.post(path, form)).status).toBe(422);
    expect(await kept()).toHaveLength(1);
    await browser.post('/sign-in/held', {});
    expect(await kept()).toHaveLength(0);
  });

  it('is nobody else’s: not shown to another person, nor at another browser, nor in the database or the log', async () => {
    const browser = await sendTooLate('Owen Castell');
    const other = await signInAs(browser, 'Priya Nair');
    expect(other.url).toBe('/settings/990003/registers');
    const refused = await browser.get('/sign-in/held');
    expect(refused.body).toContain('kept on this device for somebody else');
    expect(refused.body).not.toContain('Ashdown');
    await browser.post('/sign-in/held', {});
    expect(await kept()).toHaveLength(1);
    const elsewhere = injectBrowser(server.app);
    await signInAs(elsewhere, 'Owen Castell');
    expect((await elsewhere.get('/sign-in/held')).body).toContain('Nothing is kept for you');
    for (const { sealed } of await kept()) expect(sealed.toString('latin1')).not.toContain('Ashdown');
    expect(JSON.stringify(server.log.lines)).not.toMatch(/Ashdown|Robin/);
  });

  it('is gone after twelve hours', async () => {
    const browser = await sendTooLate('Farida Rahman');
    server.clock.forward(13 * hour);
    expect((await signInAs(browser, 'Farida Rahman')).url).toBe('/attendance/E06999999');
  });

  it('changes nothing before: the route never sees it', async () => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, 'Owen Castell');
    server.clock.forward(hour);
    const api = await browser.step('POST', '/api/v1/registers');
    expect(api.status).toBeGreaterThanOrEqual(400);
    const page = await browser.get('/settings/990003/roll');
    expect(page.status).toBe(403);
    expect(page.body).toContain('Your sign-in has ended');
    expect(page.body).toContain('href="/sign-in?return=%2Fsettings%2F990003%2Froll"');
  });
});
