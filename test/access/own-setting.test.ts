import { beforeAll, describe, expect, it, vi } from 'vitest';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { keyCategories, makeKey } from '#platform/sign-in/api-keys.ts';
import type { InjectBrowser } from '../sign-in/inject-browser.ts';
import { attributeOf, injectBrowser, signInAs } from '../sign-in/inject-browser.ts';
import type { SignedInServer } from '../sign-in/signed-in-server.ts';
import { signedInServer } from '../sign-in/signed-in-server.ts';

let server: SignedInServer;
let slot: number;

beforeAll(async () => {
  server = await signedInServer();
  slot = await inScope(server.database, steward('compile'), async (scoped) => {
    const of = scoped.selectFrom('enrolment').select('slot').where('learner_id', '=', server.people.learnerId);
    return (await of.executeTakeFirstOrThrow()).slot;
  });
}, 120_000);

const child = () => `/children/${server.people.learnerId}`;
const contacts = () => `/settings/990003/roll/${slot}/contacts`;

async function as(name: string): Promise<InjectBrowser> {
  const browser = injectBrowser(server.app);
  const seen = await signInAs(browser, name);
  const choice = attributeOf(seen.body, /<button[^>]*value="member:\d+:safeguarding"/, 'value');
  if (choice !== '') await browser.post('/sign-in/choose', { choice, return: '/' });
  return browser;
}

async function programsKey(): Promise<string> {
  return await inGate(server.database, 'sign-in', async (gate) => {
    const organisation = await gate
      .selectFrom('organisation')
      .select('organisation_id')
      .where('setting_id', '=', server.people.settingId)
      .executeTakeFirstOrThrow();
    const wanted = {
      organisationId: organisation.organisation_id,
      name: 'Attendance system',
      purpose: 'pastoral',
      categories: keyCategories,
      may: 'change',
      days: 30,
      madeByPerson: server.people.people.head,
      approvedBy: 'Owen Castell, head',
    } as const;
    return await makeKey(gate, wanted, server.clock.now());
  });
}

describe('a program’s key', () => {
  it('reaches the roll, and never how a child’s adults are reached and what a court has said of them', async () => {
    const headers = { authorization: `Bearer ${await programsKey()}` };
    const ask = async (url: string) => (await server.app.inject({ url, headers })).statusCode;
    expect(await ask('/settings/990003/roll')).toBe(200);
    expect(await ask(contacts())).toBe(403);
    const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
    const payload = 'form=adult&name=Nobody&relationship=father&responsibility=yes';
    const entered = await server.app.inject({ method: 'POST', url: contacts(), headers: form, payload });
    expect(entered.statusCode).toBe(403);
  });

  it('is not joined to a sign-in of the same request: it is a program’s alone', async () => {
    const lead = await as('Ruth Ellison');
    expect((await lead.get(`${child()}/who-has-looked`)).status).toBe(200);
    const authorization = `Bearer ${await programsKey()}`;
    for (const page of ['who-has-looked', 'who-could-see', 'team']) {
      expect((await lead.get(`${child()}/${page}`, { authorization })).status, page).toBe(404);
    }
    expect((await lead.get('/break-glass', { authorization })).status).toBe(403);
  });
});

describe('who has left a setting', () => {
  const left = '2026-01-14';

  it('is followed by it no longer: not who looks elsewhere, nor who could see, nor what a court says', async () => {
    const lead = await as('Ruth Ellison');
    const head = await as('Owen Castell');
    await lead.get('/settings/990003/roll');
    const looked = () => lead.get(`${child()}/who-has-looked.csv`);
    await vi.waitFor(async () => expect((await looked()).body).toContain('Ruth Ellison'));
    expect((await lead.get(contacts())).status).toBe(200);
    // Moved to where nobody of the school is to know: on the next day another school looks.
    await inScope(server.database, steward('load'), async ({ client }) => {
      for (const table of ['enrolment', 'learner_enrolment'])
        await client.query(`UPDATE ${table} SET left_on = '${left}' WHERE learner_id = ${server.people.learnerId}`);
    });
    await (await as('Daniel Okafor')).get(`/settings/990003/roll/${slot}`);
    const after = await looked();
    expect(after.status).toBe(200);
    expect(after.body.split('\n').slice(1).join('')).toBe('');
    const until = { reader: String(server.people.people.head), reason: 'A reason that is given.', until: '1/2/2026' };
    expect((await lead.post(`${child()}/delays`, until)).status).toBe(404);
    expect((await lead.get(contacts())).status).toBe(404);
    expect((await lead.post(contacts(), { form: 'lift', rule: '1' })).status).toBe(404);
    expect((await head.get(`${child()}/who-could-see`)).status).toBe(404);
    expect((await head.get(`${child()}/who-could-see?day=${left}`)).status).toBe(200);
  });
});
