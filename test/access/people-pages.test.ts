import { beforeAll, describe, expect, it } from 'vitest';
import { examplePartners } from '#demo/exampleshire-people.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { endMember, enterMember } from '#platform/directory/people.ts';
import { membersAt } from '#platform/directory/people-store.ts';
import type { Leader } from '#platform/directory/teams.ts';
import { inviteToTeam } from '#platform/directory/teams.ts';
import { attributeOf, injectBrowser, signInAs } from '../sign-in/inject-browser.ts';
import type { SignedInServer } from '../sign-in/signed-in-server.ts';
import { signedInServer } from '../sign-in/signed-in-server.ts';

let server: SignedInServer;
let school: number;
let child: { readonly learnerId: number; readonly slot: number; readonly name: string };
let another: number;

beforeAll(async () => {
  server = await signedInServer();
  school = await organisationOf('990003');
  const service = await organisationOf(examplePartners.youthJustice);
  const entered = { classes: [], yearGroups: [] };
  await inGate(server.database, 'administer', async (gate) => {
    const worker = {
      name: 'Cara Dunn',
      email: 'cara@exampleshire.invalid',
      role: 'youth-justice-worker',
      ...entered,
    } as const;
    await enterMember(gate, { organisationId: service, words: 'a test' }, worker, server.clock.now());
    const administrator = {
      name: 'Ann Frost',
      email: 'ann@exampleshire.invalid',
      role: 'administrator',
      ...entered,
    } as const;
    await enterMember(gate, { organisationId: school, words: 'a test' }, administrator, server.clock.now());
  });
  const { settingId, learnerId } = server.people;
  const roll = await inScope(server.database, steward('compile'), (scoped) =>
    scoped
      .selectFrom('enrolment')
      .select(['learner_id', 'slot', 'given_name', 'surname'])
      .where('setting_id', '=', settingId)
      .where('left_on', 'is', null)
      .orderBy('slot')
      .execute(),
  );
  const own = roll.find(({ learner_id }) => learner_id === learnerId);
  child = { learnerId, slot: own?.slot ?? 0, name: `${own?.given_name} ${own?.surname}` };
  another = roll.find(({ learner_id }) => learner_id !== learnerId)?.slot ?? 0;
}, 120_000);

async function organisationOf(externalId: string): Promise<number> {
  return await inGate(server.database, 'administer', async (gate) => {
    const { rows } = await gate.client.query<{ id: number }>({
      text: `SELECT o.organisation_id AS id FROM organisation AS o LEFT JOIN setting AS s ON s.setting_id = o.setting_id
              WHERE o.external_id = $1 OR s.urn::text = $1 ORDER BY 1 LIMIT 1`,
      values: [externalId],
    });
    return rows[0]?.id ?? 0;
  });
}

async function signedIn(name: string) {
  const browser = injectBrowser(server.app);
  await signInAs(browser, name);
  return browser;
}

describe('people and their roles', () => {
  it('are entered, changed and ended by whoever administers, and by nobody else', async () => {
    const head = await signedIn('Owen Castell');
    const listed = await head.get('/people');
    expect(listed.status).toBe(200);
    expect(listed.body).toContain('Ann Frost');
    const entry = { name: 'Bea Lund', email: 'bea@exampleshire.invalid', role: 'class-teacher', classes: '4B' };
    const bea = await head.post('/people', entry);
    expect(bea.body).toContain('Class teacher of 4B');
    const changed = await head.post(`${bea.url}/change`, { role: 'head-of-year', yearGroups: '4, 5' });
    expect(changed.body).toContain('Head of year: year 4, 5');
    expect(changed.body).toContain('Class teacher of 4B');
    const invited = await head.post(`${changed.url}/invite`, {});
    expect(invited.body).toMatch(/<code>http[^<]+\/sign-in\/invitation[^<]+<\/code>/);
    const ended = await head.post(`${changed.url}/end`, {});
    expect(ended.body).toContain('ended by Owen Castell, head');
    const teacher = await signedIn('Priya Nair');
    for (const url of ['/people', '/people/list', changed.url]) expect((await teacher.get(url)).status).toBe(403);
    expect((await teacher.post('/people', entry)).status).toBe(403);
  });

  it('say precisely what is wrong, and keep what was typed', async () => {
    const head = await signedIn('Owen Castell');
    const refused = await head.post('/people', { name: 'Cy Bell', role: 'class-teacher', email: 'cy' });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('cy is not an e-mail address');
    expect(refused.body).toContain('value="Cy Bell"');
    const early = { name: 'Cy Bell', role: 'governor', from: '2026-01-14' };
    expect((await head.post('/people', early)).body).toContain('has gone by');
    expect((await head.post('/people', { name: 'Cy Bell', role: 'social-worker' })).body).toContain(
      'There is no social worker',
    );
  });

  it('are entered from a list whole or not at all, with the line and the column of each error', async () => {
    const head = await signedIn('Owen Castell');
    const before = await everybody();
    const wrong = 'name,email,role,from\nDi Moss,di@x.org,governor,\nEd Pike,,pilot,\nFay Roe,,governor,soon\n';
    const refused = await head.post('/people/list', { list: wrong });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('Line 3, role: “pilot” is no role');
    expect(refused.body).toContain('Line 4, from: “soon” is no day');
    expect(await everybody()).toBe(before);
    const own = 'name,email,role\nDi Moss,di@x.org,governor\nMe,head@exampleshire.invalid,governor\n';
    expect((await head.post('/people/list', { list: own })).body).toContain('Line 3: Nobody changes their own role');
    expect(await everybody()).toBe(before);
    const right = 'Name;E-mail;Role\n';
    expect((await head.post('/people/list', { list: right })).status).toBe(400);
    const good = 'name,role,classes\n"Moss, Di",governor,\nEd Pike,class teacher,4B; 5K\n';
    const listed = await head.post('/people/list', { list: good });
    expect(listed.url).toBe('/people');
    expect(listed.body).toContain('Class teacher of 4B, 5K');
    expect(await everybody()).toBe(before + 2);
  });

  it('are never one’s own to change, and one who administers is always left', async () => {
    const { head } = server.people.people;
    const own =
      (await members()).find(({ personId, endedAt }) => personId === head && endedAt === null)?.membershipId ?? 0;
    const browser = await signedIn('Owen Castell');
    expect((await browser.post(`/people/${own}/end`, {})).status).toBe(403);
    const again = { name: 'Owen Castell', email: 'HEAD@exampleshire.invalid', role: 'safeguarding-lead' };
    expect((await browser.post('/people', again)).body).toContain('Nobody changes their own role');
    const service = await organisationOf(examplePartners.police);
    const outcome = await inGate(server.database, 'administer', async (gate) => {
      const by = { organisationId: service, words: 'a test' };
      const entry = { name: 'Al Stone', email: '', role: 'administrator', classes: [], yearGroups: [] } as const;
      const entered = await enterMember(gate, by, entry, server.clock.now());
      return entered.ok ? await endMember(gate, by, entered.value.membershipId, server.clock.now()) : entered;
    });
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'last-administrator-conflict' } });
  });

  it('of another organisation are not there, at any address', async () => {
    const browser = await signedIn('Owen Castell');
    const service = await organisationOf(examplePartners.youthJustice);
    const [cara] = await inGate(server.database, 'administer', (gate) => membersAt(gate, service));
    const path = `/people/${cara?.membershipId}`;
    expect((await browser.get(path)).status).toBe(404);
    for (const deed of ['end', 'invite', 'sign-out'])
      expect((await browser.post(`${path}/${deed}`, {})).status).toBe(404);
    expect((await browser.post(`${path}/change`, { role: 'governor' })).status).toBe(404);
    const [still] = await inGate(server.database, 'administer', (gate) => membersAt(gate, service));
    expect(still).toEqual(cara);
  });

  it('of another organisation are another account, so that nobody invites themselves to be them', async () => {
    const browser = await signedIn('Owen Castell');
    const seen = await browser.post('/people', {
      name: 'Daniel',
      email: 'social.worker@exampleshire.invalid',
      role: 'governor',
    });
    expect(seen.status).toBe(200);
    const { socialWorker } = server.people.people;
    expect((await members()).map(({ personId }) => personId)).not.toContain(socialWorker);
  });
});

async function members() {
  return await inGate(server.database, 'administer', (gate) => membersAt(gate, school));
}

async function everybody(): Promise<number> {
  return (await members()).length;
}

describe('a team around a child', () => {
  it('lets a partner see that child and nobody else, until it is ended; and who could see says so of that day', async () => {
    const head = await signedIn('Owen Castell');
    const worker = await signedIn('Cara Dunn');
    const { learnerId, slot, name } = child;
    const record = `/settings/990003/roll/${slot}`;
    expect((await worker.get(record)).status).toBe(403);
    const opened = await head.post(`/children/${learnerId}/team/open`, { purpose: 'youth-justice' });
    expect(opened.body).toContain('A team to help a child out of trouble');
    const member = attributeOf(opened.body, /<option[^>]*>Cara Dunn, youth justice worker/, 'value');
    const team = attributeOf(opened.body, /<input type="hidden" name="team"[^>]*>/, 'value');
    const beyond = await head.step(
      'POST',
      `/children/${learnerId}/team/invite`,
      `team=${team}&member=${member}&categories=wellbeing`,
    );
    expect([beyond.status, beyond.body.includes('never sees wellbeing')]).toEqual([400, true]);
    const asked = `team=${team}&member=${member}&categories=identity&categories=attendance`;
    expect((await head.step('POST', `/children/${learnerId}/team/invite`, asked)).status).toBe(303);
    server.clock.forward(60_000);

    const seen = await worker.get(record);
    expect([seen.status, seen.body.includes(name)]).toEqual([200, true]);
    expect((await worker.get(`/settings/990003/roll/${another}`)).status).not.toBe(200);
    expect((await worker.get('/what-i-could-see')).body).toContain('In 1 team around children');
    expect((await worker.get(`/children/${learnerId}/team`)).body).toContain('Cara Dunn, youth justice worker');
    expect((await worker.post(`/children/${learnerId}/team/close`, { team })).status).toBe(403);
    expect((await worker.get(`/children/${learnerId}/who-could-see`)).status).toBe(404);

    server.clock.forward(60_000);
    const ended = await head.post(`/children/${learnerId}/team/end`, { team, member });
    expect(ended.body).toContain(
      'Saw name, date of birth, class and where enrolled; registers, absence and part-time timetables',
    );
    expect((await worker.get(record)).status).toBe(403);

    server.clock.forward(24 * 3_600_000);
    const later = await signedIn('Owen Castell');
    const then = await later.get(`/children/${learnerId}/who-could-see?day=2026-01-15&category=attendance`);
    expect(then.body).toContain('Cara Dunn: Youth justice worker, Exampleshire youth justice service');
    expect(then.body).toContain('until 10:02 on 15 January 2026');
    const now = await later.get(`/children/${learnerId}/who-could-see`);
    expect([now.status, now.body.includes('Cara Dunn')]).toEqual([200, false]);
    // Who reaches the child through a team alone brings nobody back whom a lead has taken out.
    const lent = {
      membershipId: 0,
      personId: 0,
      reads: ['identity'],
      words: 'A social worker',
      reach: 'lent',
    } as const;
    const personId = await inGate(server.database, 'administer', async (gate) => {
      const of = gate.selectFrom('membership').select('person_id').where('membership_id', '=', Number(member));
      return (await of.executeTakeFirstOrThrow()).person_id;
    });
    const part = { learnerId, teamId: Number(team), membershipId: Number(member), personId, categories: lent.reads };
    const asks = (by: Leader) =>
      inGate(server.database, 'administer', (gate) => inviteToTeam(gate, by, part, server.clock.now()));
    expect(await asks(lent)).toMatchObject({ ok: false, failure: { code: 'team-part-not-allowed' } });
    expect(await asks({ ...lent, reach: 'own' })).toMatchObject({ ok: true });
    const other = await later.get(`/children/${learnerId}/who-could-see?day=2026-01-15&category=wellbeing`);
    expect(other.body).not.toContain('Cara Dunn');
  });

  it('is closed with everybody’s part in it', async () => {
    const head = await signedIn('Owen Castell');
    const { learnerId } = child;
    const page = await head.get(`/children/${learnerId}/team`);
    const team = attributeOf(page.body, /<input type="hidden" name="team"[^>]*>/, 'value');
    const closed = await head.post(`/children/${learnerId}/team/close`, { team });
    expect(closed.body).toContain('Teams that are closed: 1');
    expect((await head.post(`/children/${learnerId}/team/close`, { team })).status).toBe(404);
  });

  it('is not opened by a class teacher, nor around a child out of reach', async () => {
    const teacher = await signedIn('Priya Nair');
    const { learnerId } = child;
    expect((await teacher.get(`/children/${learnerId}/team`)).status).toBe(404);
    expect((await teacher.post(`/children/${learnerId}/team/open`, { purpose: 'safeguarding' })).status).toBe(404);
    const head = await signedIn('Owen Castell');
    expect((await head.post('/children/999999999/team/open', { purpose: 'safeguarding' })).status).toBe(404);
  });
});

describe('who could see', () => {
  it('is asked by an administrator, to whom the child is not named', async () => {
    const browser = await signedIn('Ann Frost');
    const seen = await browser.get(`/children/${child.learnerId}/who-could-see`);
    expect(seen.status).toBe(200);
    expect(seen.body).toContain(`Child number ${child.learnerId}`);
    expect(seen.body).not.toContain(child.name.split(' ')[0]);
    expect((await browser.get('/children/999999999/who-could-see')).status).toBe(404);
  });

  it('is answered to programs too, and not for days to come', async () => {
    const head = await signedIn('Owen Castell');
    const api = `/api/v1/children/${child.learnerId}/who-could-see`;
    const { people, limits } = JSON.parse((await head.get(`${api}?day=2026-01-15&category=identity`)).body);
    expect(people).toContainEqual(
      expect.objectContaining({ name: 'Cara Dunn', by: 'team', purposes: ['youth-justice'] }),
    );
    expect(limits.length).toBeGreaterThan(3);
    expect((await head.get(`${api}?day=2030-01-01`)).status).toBe(400);
    expect((await head.get(`${api}?day=yesterday`)).status).toBe(400);
  });

  it('is told to the child and the parent in plain words, without other adults, and to nobody else there', async () => {
    for (const family of [child.name, `Jo ${child.name.split(' ')[1]}`]) {
      const seen = await (await signedIn(family)).get('/who-can-see-my-record');
      expect([family, seen.status]).toEqual([family, 200]);
      expect(seen.body).toContain('Owen Castell');
      expect(seen.body).not.toMatch(/parent or carer, /);
    }
    const head = await signedIn('Owen Castell');
    expect((await head.get('/who-can-see-my-record')).status).toBe(403);
  });

  it('names nobody and no place to a parent from whom a rule withholds where the child is', async () => {
    const { learnerId } = child;
    const { parent } = server.people.people;
    await inGate(server.database, 'administer', (gate) =>
      gate
        .insertInto('contact_rule')
        .values({
          learner_id: learnerId,
          person_id: parent,
          withholds: 'whereabouts',
          source: 'an order',
          valid_from: server.clock.today(),
          valid_to: null,
          entered_at: server.clock.now(),
          entered_by: 'a test',
          lifted_by: null,
        })
        .execute(),
    );
    const seen = await (await signedIn(`Jo ${child.name.split(' ')[1]}`)).get('/who-can-see-my-record');
    expect(seen.status).toBe(200);
    expect(seen.body).toContain('<li>Head</li>');
    expect(seen.body).not.toContain('Owen Castell');
    expect(seen.body).not.toMatch(/Exampleshire (youth|children)/);
  });
});
