import { beforeAll, describe, expect, it } from 'vitest';
import { inGate } from '#platform/access/in-gate.ts';
import type { InjectBrowser } from './inject-browser.ts';
import { injectBrowser, signInAs } from './inject-browser.ts';
import type { SignedInServer } from './signed-in-server.ts';
import { signedInServer } from './signed-in-server.ts';

let server: SignedInServer;
let head: InjectBrowser;
beforeAll(async () => {
  server = await signedInServer({ HEADWATER_DEMONSTRATION_SCOPES: 'none' });
  head = injectBrowser(server.app);
  await signInAs(head, 'Owen Castell');
}, 120_000);

const asked = { name: 'Nightly registers', purpose: 'pastoral', reach: 'registers', may: 'read', days: '90' };
const roll = '/api/v1/settings/990003/roll';

async function made(fields: Readonly<Record<string, string>> = {}): Promise<string> {
  const { body } = await head.post('/account/organisation/keys', { ...asked, ...fields });
  return /hwk_[\w-]{43}/.exec(body)?.[0] ?? '';
}

async function statusWith(key: string | undefined, url = roll): Promise<number> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return (await server.app.inject({ url, headers })).statusCode;
}

describe('a program’s key', () => {
  it('is shown once, opens what it was made for, and nothing of another setting', async () => {
    const key = await made();
    expect(key).toMatch(/^hwk_/);
    expect((await head.get('/account/organisation')).body).not.toContain(key);
    expect((await head.get('/account/organisation')).body).toContain('Nightly registers');
    expect(await statusWith(key)).toBe(200);
    expect(await statusWith(undefined)).toBe(403);
    expect(await statusWith(key, '/api/v1/settings/990001/roll')).not.toBe(200);
  });

  it('that counts only, or only reads, does no more', async () => {
    expect(await statusWith(await made({ reach: 'totals' }))).toBe(403);
    const body = { marks: [] };
    const put = async (key: string) =>
      (
        await server.app.inject({
          method: 'PUT',
          url: '/api/v1/settings/990003/registers/2026-01-15/am',
          headers: { authorization: `Bearer ${key}` },
          payload: body,
        })
      ).statusCode;
    expect(await put(await made({ may: 'read' }))).toBeGreaterThanOrEqual(400);
  });

  it('opens nothing when it is altered, over or revoked', async () => {
    const key = await made();
    expect(await statusWith(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`)).toBe(403);
    const id = /name="key" value="(\d+)"/.exec((await head.get('/account/organisation')).body)?.[1] ?? '';
    await head.post('/account/organisation/keys/revoke', { key: id });
    expect(await statusWith(key)).toBe(403);
    const short = await made({ days: '7' });
    expect(await statusWith(short)).toBe(200);
    server.clock.forward(8 * 24 * 3_600_000);
    expect(await statusWith(short)).toBe(403);
    await signInAs(head, 'Owen Castell');
  });

  it('is made by whoever administers the organisation alone, and for no purpose or category beyond', async () => {
    const teacher = injectBrowser(server.app);
    await signInAs(teacher, 'Priya Nair');
    expect((await teacher.post('/account/organisation/keys', asked)).status).toBe(403);
    for (const wrong of [
      { purpose: 'safeguarding' },
      { reach: 'voice' },
      { days: '4000' },
      { name: ' ' },
      { may: 'all' },
    ]) {
      expect((await head.post('/account/organisation/keys', { ...asked, ...wrong })).status).toBe(400);
    }
  });
});

describe('a key that an administrator asks for', () => {
  it('opens nothing before somebody whose own role reads as much approves it, and then on without them', async () => {
    const { administrator, officer } = await twoOfTheSchool();
    const { body } = await administrator.post('/account/organisation/keys', { ...asked, may: 'change' });
    const key = /hwk_[\w-]{43}/.exec(body)?.[0] ?? '';
    const refusal = await server.app.inject({ url: roll, headers: { authorization: `Bearer ${key}` } });
    expect(refusal.statusCode).toBe(401);
    expect(refusal.json()).toMatchObject({ detail: expect.stringContaining('waits: nobody at') });
    expect((await administrator.get('/account/organisation')).body).not.toContain('href="/account/keys"');
    expect((await administrator.get('/account/keys')).status).toBe(403);
    const id = /name="approve" value="(\d+)"/.exec((await officer.get('/account/keys')).body)?.[1] ?? '';
    expect((await administrator.post('/account/keys', { approve: id })).status).toBe(403);
    const other = injectBrowser(server.app);
    await signInAs(other, 'Daniel Okafor');
    expect((await other.post('/account/keys', { approve: id })).status).toBe(403);
    expect(await statusWith(key)).toBe(401);
    expect((await officer.get('/account')).body).toContain('A key of a program waits for you');
    expect((await officer.post('/account/keys', { approve: id })).body).toContain('No key waits for you');
    expect(await statusWith(key)).toBe(200);
    await changedRole(server.people.people.safeguardingLead, { ended_at: server.clock.now() });
    expect(await statusWith(key)).toBe(200);
    server.clock.forward(91 * 24 * 3_600_000);
    expect(await statusWith(key)).toBe(403);
    await signInAs(head, 'Owen Castell');
  });

  it('is refused for good, and cannot be decided at another organisation', async () => {
    const administrator = injectBrowser(server.app);
    await signInAs(administrator, 'Priya Nair');
    const made = await administrator.post('/account/organisation/keys', asked);
    const key = /hwk_[\w-]{43}/.exec(made.body)?.[0] ?? '';
    const id = /name="approve" value="(\d+)"/.exec((await head.get('/account/keys')).body)?.[1] ?? '';
    const council = injectBrowser(server.app);
    await signInAs(council, 'Daniel Okafor');
    expect((await council.post('/account/keys', { approve: id })).status).toBe(403);
    await head.post('/account/keys', { refuse: id });
    expect(await statusWith(key)).toBe(403);
    expect((await head.post('/account/keys', { approve: id })).status).toBe(403);
  });
});

async function changedRole(personId: number, change: { readonly role?: string; readonly ended_at?: Date }) {
  await inGate(server.database, 'administer', (gate) =>
    gate.updateTable('membership').set(change).where('person_id', '=', personId).execute(),
  );
}

/** The class teacher and the safeguarding lead of the school, as its administrator and its attendance officer. */
async function twoOfTheSchool() {
  await changedRole(server.people.people.classTeacher, { role: 'administrator' });
  await changedRole(server.people.people.safeguardingLead, { role: 'attendance-officer' });
  const [administrator, officer] = [injectBrowser(server.app), injectBrowser(server.app)];
  await signInAs(administrator, 'Priya Nair');
  const seen = await signInAs(officer, 'Ruth Ellison');
  const choice = /value="(member:\d+:pastoral)"/.exec(seen.body)?.[1] ?? '';
  await officer.post('/sign-in/choose', { choice, return: '/' });
  return { administrator, officer };
}

describe('an administrator', () => {
  it('signs a colleague out, and makes an invitation that is shown once', async () => {
    const teacher = injectBrowser(server.app);
    await signInAs(teacher, 'Priya Nair');
    const { body } = await head.get('/account/organisation');
    const ids = [...body.matchAll(/name="end" value="(\d+)"[\s\S]*?Sign out<span[^>]*> ([^<]+) everywhere/g)];
    const id = ids.find(([, , name]) => name === 'Priya Nair')?.[1] ?? '';
    await head.post('/account/organisation/people', { end: id });
    expect((await teacher.get('/home')).status).toBe(403);
    expect((await head.post('/account/organisation/people', { invite: id })).status).toBe(403);
    const page = /href="(\/people\/\d+)"[^>]*>Priya Nair/.exec((await head.get('/people')).body)?.[1] ?? '';
    await head.post(`${page}/lost-key`, {});
    const invited = await head.post('/account/organisation/people', { invite: id });
    const link = /\/sign-in\/invitation\?code=[\w-]{43}/.exec(invited.body)?.[0] ?? '';
    expect((await teacher.get(link)).body).toContain('Welcome, Priya Nair');
    expect((await head.get('/account/organisation')).body).not.toContain(link);
    await head.post('/account/organisation/people', { invite: id });
    expect((await teacher.get(link)).status).toBe(403);
  });
});
