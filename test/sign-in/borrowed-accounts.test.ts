import { beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { injectBrowser, signInAs } from './inject-browser.ts';
import type { SignedInServer } from './signed-in-server.ts';
import { signedInServer } from './signed-in-server.ts';

let server: SignedInServer;

beforeAll(async () => {
  server = await signedInServer();
}, 120_000);

const entered = { entered_by: 'a test', valid_from: plainDate('2025-09-01') };

/** What the head of the school is answered who asks for a link into the class teacher’s account, and at which addresses. */
async function linkFor(personId: number): Promise<readonly (readonly [status: number, link: boolean])[]> {
  const head = injectBrowser(server.app);
  await signInAs(head, 'Owen Castell');
  const membership = await inGate(server.database, 'administer', (gate) =>
    gate
      .selectFrom('membership')
      .select('membership_id')
      .where('person_id', '=', personId)
      .orderBy('membership_id')
      .executeTakeFirstOrThrow(),
  );
  const answers = [
    await head.post('/account/organisation/people', { invite: String(personId) }),
    await head.post(`/people/${membership.membership_id}/invite`, {}),
  ];
  return answers.map(({ status, body }) => [status, body.includes('/sign-in/invitation?code=')] as const);
}

const changed = (work: (gate: Gated) => Promise<unknown>) => inGate(server.database, 'administer', work);

describe('a link into somebody’s account', () => {
  it('is given to whoever administers their one organisation', async () => {
    expect(await linkFor(server.people.people.classTeacher)).toEqual([
      [200, true],
      [200, true],
    ]);
  });

  it('is not given while they can sign in: first that is taken away, where they see who did it', async () => {
    const { classTeacher } = server.people.people;
    const teacher = injectBrowser(server.app);
    await signInAs(teacher, 'Priya Nair');
    expect(await linkFor(classTeacher)).toEqual([
      [403, false],
      [403, false],
    ]);
    expect((await teacher.get('/home')).status).toBe(200);
    const head = injectBrowser(server.app);
    await signInAs(head, 'Owen Castell');
    const listed = (await head.get('/people')).body;
    const page = /href="(\/people\/\d+)"[^>]*>Priya Nair/.exec(listed)?.[1] ?? '';
    const after = await head.post(`${page}/lost-key`, {});
    expect(after.body).toContain('Ways to sign in taken away');
    expect(after.body).toContain('by Owen Castell, head');
    expect((await teacher.get('/home')).status).not.toBe(200);
    const invited = await head.post(`${page}/invite`, {});
    const link = /\/sign-in\/invitation\?code=[\w-]{43}/.exec(invited.body)?.[0] ?? '';
    expect((await teacher.get(link)).body).toContain('Welcome, Priya Nair');
    await signInAs(teacher, 'Priya Nair');
    expect((await teacher.get('/account')).body).toContain(
      'Owen Castell, head, Barley Fields Primary School said that',
    );
  });

  it('is not given when it would open what they are at another organisation too', async () => {
    const { classTeacher } = server.people.people;
    await changed(async (gate) => {
      const elsewhere = await gate
        .selectFrom('organisation')
        .select('organisation_id')
        .where('kind', '=', 'voluntary')
        .executeTakeFirstOrThrow();
      const role = { person_id: classTeacher, organisation_id: elsewhere.organisation_id, role: 'administrator' };
      const row = { ...role, ...entered, classes: [], year_groups: [], entered_at: server.clock.now(), ended_by: null };
      await gate.insertInto('membership').values(row).execute();
    });
    expect(await linkFor(classTeacher)).toEqual([
      [403, false],
      [403, false],
    ]);
  });

  it('nor when it would open a child’s record, because they are the child’s parent', async () => {
    const { safeguardingLead } = server.people.people;
    await changed((gate) =>
      gate
        .insertInto('guardian')
        .values({
          learner_id: server.people.learnerId,
          person_id: safeguardingLead,
          relationship: 'mother',
          parental_responsibility: true,
          entered_at: server.clock.now(),
          ...entered,
        })
        .execute(),
    );
    expect(await linkFor(safeguardingLead)).toEqual([
      [403, false],
      [403, false],
    ]);
    const head = injectBrowser(server.app);
    await signInAs(head, 'Owen Castell');
    const page = /href="(\/people\/\d+)"[^>]*>Ruth Ellison/.exec((await head.get('/people')).body)?.[1] ?? '';
    expect((await head.post(`${page}/lost-key`, {})).status).toBe(403);
  });
});
