import { beforeAll, describe, expect, it, vi } from 'vitest';
import { inGate } from '#platform/access/in-gate.ts';
import { openLedger } from '#platform/ledger/ledger.ts';
import { mostEntries } from '#platform/ledger/looked-pages.ts';
import type { InjectBrowser, Seen } from '../sign-in/inject-browser.ts';
import { attributeOf, injectBrowser, signInAs } from '../sign-in/inject-browser.ts';
import type { SignedInServer } from '../sign-in/signed-in-server.ts';
import { signedInServer } from '../sign-in/signed-in-server.ts';

let server: SignedInServer;
const days = 86_400_000;

beforeAll(async () => {
  server = await signedInServer();
  const lead = await as('Ruth Ellison');
  await (await as('Owen Castell')).get('/settings/990003/roll');
  await lead.get('/settings/990003/roll');
  // Until it is in the chain.
  await vi.waitFor(async () => expect((await lead.get(looked())).body).toContain(`value="p${people().head}"`));
}, 120_000);

const people = () => server.people.people;
const looked = () => `/children/${server.people.learnerId}/who-has-looked`;

async function as(name: string): Promise<InjectBrowser> {
  const browser = injectBrowser(server.app);
  const seen = await signInAs(browser, name);
  const choice = attributeOf(seen.body, /<button[^>]*value="member:\d+:safeguarding"/, 'value');
  if (choice !== '') await browser.post('/sign-in/choose', { choice, return: '/' });
  return browser;
}

/** Holds a reader’s entries back for some days from today, as the safeguarding lead. */
async function holdBack(readerId: number, forDays: number): Promise<Seen> {
  const until = new Date(server.clock.now().getTime() + forDays * days).toISOString().slice(0, 10);
  const [year, month, day] = until.split('-').map(Number);
  return await (await as('Ruth Ellison')).post(`/children/${server.people.learnerId}/delays`, {
    reader: String(readerId),
    reason: 'A visit is planned that would be dangerous if it were known.',
    until: `${day}/${month}/${year}`,
  });
}

async function review(name: string, finding: 'kept' | 'lifted', which: 'min' | 'max' = 'max'): Promise<number> {
  const delayId = await inGate(server.database, 'ledger', async ({ client }) => {
    const { rows } = await client.query(`SELECT ${which}(delay_id)::int AS id FROM ledger_delay`);
    return rows[0].id;
  });
  return (await (await as(name)).post(`/delays/${delayId}/review`, { finding })).status;
}

/** What the child reads of who has looked in the last year, without the fields to choose among. */
async function familySees(): Promise<string> {
  const child = await inGate(server.database, 'administer', (gate) =>
    gate.selectFrom('person').select('name').where('person_id', '=', people().child).executeTakeFirstOrThrow(),
  );
  return (await (await as(child.name)).get(`${looked()}.csv?days=366`)).body;
}

describe('whoever has looked', () => {
  it('does not hold back that they have looked themselves', async () => {
    const refused = await holdBack(people().safeguardingLead, 30);
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('your own');
    expect(await familySees()).toContain('Ruth Ellison');
  });

  it('does not keep it held back as its reviewer, and is shown when nobody has reviewed it in time', async () => {
    expect((await holdBack(people().head, 90)).status).toBe(200);
    expect(await familySees()).not.toContain('Owen Castell');
    expect(await review('Owen Castell', 'kept')).toBe(404);
    // Entered once more before anybody has looked, it is for no longer.
    server.clock.forward(7 * days);
    expect((await holdBack(people().head, 90)).status).toBe(200);
    server.clock.forward(6 * days);
    expect(await familySees()).not.toContain('Owen Castell');
    server.clock.forward(2 * days);
    expect(await familySees()).toContain('Owen Castell');
  });

  it('is not held back again before another person has looked at the last time, nor soon after it was lifted', async () => {
    const again = await holdBack(people().head, 90);
    expect(again.status).toBe(422);
    expect(again.body).toContain('reviewed');
    expect(await review('Owen Castell', 'lifted')).toBe(200);
    expect(await review('Owen Castell', 'lifted', 'min')).toBe(200);
    const lifted = await holdBack(people().head, 90);
    expect(lifted.status).toBe(422);
    expect(lifted.body).toContain('lifted');
    server.clock.forward(93 * days);
    expect((await holdBack(people().head, 30)).status).toBe(200);
  });

  it('is told apart from a program whose key they made', async () => {
    const made = await (await as('Owen Castell')).post('/account/organisation/keys', {
      name: 'Timetable system',
      purpose: 'leadership',
      reach: 'registers',
      may: 'read',
      days: '30',
    });
    const authorization = `Bearer ${/hwk_[\w-]{43}/.exec(made.body)?.[0]}`;
    const before = (await familySees()).split('Owen Castell').length;
    const read = await server.app.inject({ url: '/api/v1/settings/990003/roll', headers: { authorization } });
    expect(read.statusCode).toBe(200);
    await vi.waitFor(async () => expect(await familySees()).toContain('Timetable system'));
    expect((await familySees()).split('Owen Castell').length).toBe(before);
  });

  it('is not pushed off the list by a program that asks for the whole setting again and again', async () => {
    const worker = { personId: people().socialWorker, actor: 'Daniel Okafor, social worker', scopeKind: 'children' };
    const system = { actor: 'Attendance system, Barley Fields Primary School', scopeKind: 'setting' };
    const entry = { purpose: 'a test', route: 'GET /', status: 200, reads: ['identity'], changes: [] } as const;
    const ledger = openLedger(server.database, server);
    const { learnerId, settingId } = server.people;
    ledger.note({ ...entry, ...worker, action: 'read', subjects: 'learners', learners: [learnerId], settings: [] });
    for (let asked = 0; asked <= mostEntries; asked += 1)
      ledger.note({ ...entry, ...system, action: 'list', subjects: 'settings', learners: [], settings: [settingId] });
    await ledger.flush();
    await ledger.close();
    const seen = await familySees();
    expect(seen).toContain('Attendance system');
    expect(seen).toContain('Daniel Okafor');
  });
});
