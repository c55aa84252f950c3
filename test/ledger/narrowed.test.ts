import { beforeAll, describe, expect, it } from 'vitest';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { InjectBrowser } from '../sign-in/inject-browser.ts';
import { attributeOf, injectBrowser, signInAs } from '../sign-in/inject-browser.ts';
import type { SignedInServer } from '../sign-in/signed-in-server.ts';
import { signedInServer } from '../sign-in/signed-in-server.ts';

let server: SignedInServer;
let lead: InjectBrowser;
let child: { readonly slot: number; readonly class: string };
let classmates: readonly number[];

beforeAll(async () => {
  server = await signedInServer();
  lead = injectBrowser(server.app);
  const seen = await signInAs(lead, 'Ruth Ellison');
  const choice = attributeOf(seen.body, /<button[^>]*value="member:\d+:safeguarding"/, 'value');
  await lead.post('/sign-in/choose', { choice, return: '/' });
  await inScope(server.database, steward('load'), async (scoped) => {
    const all = await scoped
      .selectFrom('enrolment')
      .select(['slot', 'class', 'learner_id', 'entered_on', 'left_on'])
      .execute();
    child = all.find(({ learner_id }) => learner_id === server.people.learnerId) as typeof child;
    classmates = all.filter((one) => one.class === child.class).map(({ learner_id }) => learner_id);
  });
}, 120_000);

interface Left {
  readonly route: string;
  readonly action: string;
  readonly reads: readonly string[];
  readonly changes: readonly string[];
  readonly subjects: string;
  readonly learners: readonly number[];
  readonly settings: readonly number[];
}

/** What a request leaves in the ledger. */
async function leftBy(url: string): Promise<{ readonly status: number; readonly left: readonly Left[] }> {
  const before = await entries();
  const { status } = await lead.get(url);
  await expect.poll(async () => (await entries()).length, { timeout: 5_000 }).toBeGreaterThan(before.length);
  return { status, left: (await entries()).slice(before.length) };
}

async function entries(): Promise<readonly Left[]> {
  return await inGate(server.database, 'ledger', (gate) =>
    gate.selectFrom('ledger_entry').selectAll().orderBy('day').orderBy('seq').execute(),
  );
}

describe('what is shown of children leaves an entry', () => {
  it('about the child, of a page about one', async () => {
    const { status, left } = await leftBy(`/settings/990003/roll/${child.slot}`);
    expect(status).toBe(200);
    expect(left).toMatchObject([
      {
        route: 'GET /settings/:urn/roll/:slot',
        action: 'read',
        subjects: 'learners',
        learners: [server.people.learnerId],
        settings: [],
      },
    ]);
    expect(left[0]?.reads).toEqual(expect.arrayContaining(['identity', 'characteristics']));
  });

  it('about the class, of a class’s register, and about everybody, of the whole register', async () => {
    const ofClass = await leftBy(`/settings/990003/registers/2026-01-14/am?class=${child.class}`);
    expect(ofClass.status).toBe(200);
    const [entry] = ofClass.left;
    expect(entry).toMatchObject({ subjects: 'learners', action: 'list' });
    expect(entry?.learners).toContain(server.people.learnerId);
    expect(entry?.learners.every((one) => classmates.includes(one))).toBe(true);
    const whole = await leftBy('/settings/990003/registers/2026-01-14/am');
    expect(whole.left).toMatchObject([{ subjects: 'settings', settings: [server.people.settingId] }]);
  });

  it.each([
    ['/settings/990003/roll', 'list'],
    ['/api/v1/settings/990003/roll', 'list'],
    ['/settings/990003/registers/2026-01-14/am/history', 'list'],
  ])('%s is a %s about everybody of the setting, and no address is kept with what was typed', async (url, action) => {
    const { status, left } = await leftBy(url);
    expect(status).toBe(200);
    expect(left).toMatchObject([{ action, subjects: 'settings', settings: [server.people.settingId] }]);
    expect(left[0]?.route).not.toMatch(/990003|q=/);
  });

  it('a name that is looked for on a roll makes a search, and is kept nowhere', async () => {
    const before = await entries();
    const form = { class: '', q: 'a-name-looked-for' };
    expect((await lead.post('/settings/990003/roll/search', form)).status).toBe(200);
    await expect.poll(async () => (await entries()).length, { timeout: 5_000 }).toBeGreaterThan(before.length);
    const left = (await entries()).slice(before.length);
    expect(left).toMatchObject([{ action: 'search', subjects: 'settings', settings: [server.people.settingId] }]);
    expect(JSON.stringify(left)).not.toContain('a-name-looked-for');
  });

  it('also when it is answered with an error', async () => {
    const { status, left } = await leftBy('/settings/990003/roll/1999999');
    expect(status).toBe(404);
    expect(left).toMatchObject([{ status: 404, subjects: 'settings' }]);
  });
});
