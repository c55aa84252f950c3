import { beforeAll, describe, expect, it } from 'vitest';
import { loadExampleFamilies } from '#demo/exampleshire-families.ts';
import { injectBrowser, signInAs } from './inject-browser.ts';
import type { SignedInServer } from './signed-in-server.ts';
import { serverOver, signedInServer } from './signed-in-server.ts';

let server: SignedInServer;
beforeAll(async () => {
  server = await signedInServer();
  await loadExampleFamilies(server.database, server.people, server.clock);
}, 120_000);

describe('the people one can be in the demonstration', () => {
  it('are those who work with children, a family of whom each sees something else, and administrators', async () => {
    const { body } = await injectBrowser(server.app).get('/sign-in/with/demonstration');
    const groups = body.split('<h2').slice(1);
    expect(groups.map((group) => group.match(/<strong>/g)?.length)).toEqual([6, 4, 2]);
    const notes = [...(groups[1] ?? '').matchAll(/<\/strong>([\s\S]*?)<\/button>/g)].map(([, note]) => note);
    expect(new Set(notes).size).toBe(4);
    expect(groups[1]).toContain('whose address is kept from the others');
    expect(groups[1]).toContain('court order bars from the record');
    expect(groups[2]).toContain('Administrator, Exampleshire Council');
    expect(groups[2]).toContain('Administrator, Exampleshire youth justice service');
  });

  it.each([
    ['Margaret Dunne', 'Exampleshire Council'],
    ['Samir Haddad', 'Exampleshire youth justice service'],
  ])('%s looks after the people of %s, and is called an administrator', async (name, organisation) => {
    const browser = injectBrowser(server.app);
    const landed = await signInAs(browser, name);
    expect(landed.url).toBe('/account/organisation');
    expect(landed.body).toContain(`Signing in at ${organisation}`);
    expect(landed.body).toContain('It stands for: Exampleshire');
    expect(landed.body).toContain('An administrator manages who has which role');
    expect((await browser.get('/people')).status).toBe(200);
    expect((await browser.get('/agreements')).status).toBe(200);
  });
});

describe('the banner of somebody not signed in', () => {
  const banner = (body: string) => /<aside class="hw-banner"[\s\S]*?<\/aside>/.exec(body)?.[0] ?? '';
  const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

  it('keeps its two links apart, and says on the first screen alone whom one can be', async () => {
    const browser = injectBrowser(server.app);
    const first = words(banner((await browser.get('/')).body));
    expect(first).toMatch(/Change who you are here as · Sign in /);
    expect(first).toContain('Sign in as any of 12 made-up people , and see what each of them sees.');
    expect(words(banner((await browser.get('/measures')).body))).not.toContain('made-up people');
  });

  it('offers nobody made up in production', async () => {
    const production = await serverOver(server.database, server.clock, { HEADWATER_MODE: 'production' });
    expect((await injectBrowser(production.app).get('/')).body).not.toContain('made-up people');
  });
});
