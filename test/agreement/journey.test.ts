import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadExampleAgreements } from '#demo/exampleshire-agreements.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { canonicalJson, sha256Of } from '#platform/agreement/canonical.ts';
import { typedOf } from '#platform/agreement/draft-form.ts';
import { writeAgreement } from '#platform/agreement/file.ts';
import { endSubject, enterSubject, readHistory } from '#platform/agreement/store.ts';
import type { InjectBrowser } from '../sign-in/inject-browser.ts';
import { injectBrowser, signInAs } from '../sign-in/inject-browser.ts';
import type { SignedInServer } from '../sign-in/signed-in-server.ts';
import { signedInServer } from '../sign-in/signed-in-server.ts';
import { agreeing, enterAgreeingPeople } from './agreeing-people.ts';
import { deed, draft, wanted } from './agreement-deeds.ts';

let server: SignedInServer;
let council: InjectBrowser;
let service: InjectBrowser;
let worker: InjectBrowser;

beforeAll(async () => {
  server = await signedInServer();
  await loadExampleAgreements(server.database, server.clock);
  await enterAgreeingPeople(server.database);
  [council, service, worker] = [server, server, server].map(({ app }) => injectBrowser(app)) as [
    InjectBrowser,
    InjectBrowser,
    InjectBrowser,
  ];
  await signInAs(council, agreeing.council[0]);
  await signInAs(service, agreeing.service[0]);
  await signInAs(worker, agreeing.worker[0]);
}, 120_000);

async function asCase(agreementId: number, learnerId: number): Promise<void> {
  await inGate(server.database, 'administer', (gate) =>
    enterSubject(gate, agreementId, {
      learnerId,
      reachedBy: 'case',
      reason: 'a test',
      at: server.clock.now(),
      by: 'a test',
    }),
  );
}

/** Somebody without any role: who has chosen nothing is shown the one made-up authority. */
function asNobody(url: string) {
  return server.app.inject({ url, headers: { 'headwater-scope': 'nobody' } });
}

async function setDown(): Promise<string> {
  const answer = await server.app.inject({ url: '/api/v1/agreements' });
  return answer.body;
}

describe('from a draft to its end', () => {
  it('nothing is seen before both have signed, what was agreed then, and nothing from the request after it is revoked', async () => {
    const agreementId = await draft(wanted('EX-journey'), council);
    await asCase(agreementId, server.people.learnerId);
    const look = () => worker.get(`/agreements/${agreementId}/children`);
    expect((await look()).status).toBe(403);
    expect((await asNobody(`/agreements/${agreementId}`)).statusCode).toBe(404);
    expect(await setDown()).not.toContain('EX-journey');
    expect((await deed(council, agreementId, { did: 'signed' })).body).toContain(
      'Still to sign: Exampleshire youth justice service',
    );
    expect((await look()).status).toBe(403);
    expect((await deed(service, agreementId, { did: 'signed' })).body).toContain('is <strong>in force</strong>');

    const seen = await look();
    expect(seen.status).toBe(200);
    expect(seen.headers['cache-control']).toBe('no-store');
    const { name, born, upn } = await child();
    expect(seen.body).toContain(name);
    expect(seen.body).toContain('Date of birth (the year alone)');
    expect(seen.body).toContain(`>${born.slice(0, 4)}<`);
    expect(seen.body).toMatch(/>\d0 to \d\d+<[\s\S]*>no</);
    // The whole date, the UPN and the class are not declared, and do not leave.
    expect(seen.body).not.toContain(born);
    if (upn) expect(seen.body).not.toContain(upn);
    expect(seen.body).not.toContain('Class');
    expect((await asNobody(`/agreements/${agreementId}`)).body).toContain('somebody who may sign for it');
    expect(await setDown()).toContain('EX-journey');

    const why = 'The work has ended.';
    expect((await deed(service, agreementId, { did: 'revoked', reason: why })).body).toContain(
      '<strong>revoked</strong>',
    );
    const after = await look();
    expect(after.status).toBe(403);
    expect(after.body).toContain('is revoked, so nothing is shared under it');
    expect((await council.get(`/agreements/${agreementId}/history`)).body).toContain(why);
    expect((await deed(council, agreementId, { did: 'resumed', reason: 'x' })).status).toBe(409);
  });

  it('is suspended by one party and resumed by that one alone', async () => {
    const agreementId = await draft(wanted('EX-suspended'), council);
    await asCase(agreementId, server.people.learnerId);
    for (const by of [council, service]) await deed(by, agreementId, { did: 'signed' });
    const look = async () => (await worker.get(`/agreements/${agreementId}/children`)).status;
    expect(await look()).toBe(200);
    const bare = await deed(council, agreementId, { did: 'suspended', reason: '  ' });
    expect(bare.status).toBe(422);
    expect(bare.body).toContain('Say why, in a few words.');
    expect((await deed(council, agreementId, { did: 'suspended', reason: 'A question' })).body).toContain(
      'by Exampleshire Council',
    );
    expect(await look()).toBe(403);
    expect((await deed(service, agreementId, { did: 'resumed', reason: 'x' })).status).toBe(409);
    await deed(council, agreementId, { did: 'resumed', reason: 'Answered' });
    expect(await look()).toBe(200);
  });

  it('goes on past its review day only when both have reviewed it', async () => {
    const document = wanted('EX-reviewed', {
      startsOn: plainDate('2026-01-01'),
      endsOn: plainDate('2026-12-31'),
      reviewOn: plainDate('2026-01-15'),
    });
    const agreementId = await draft(document, council);
    for (const by of [council, service]) await deed(by, agreementId, { did: 'signed' });
    const state = async () =>
      JSON.parse((await server.app.inject({ url: `/api/v1/agreements/${agreementId}` })).body).state;
    expect(await state()).toBe('in-force');
    expect(
      (await deed(council, agreementId, { did: 'reviewed', reason: 'Read', nextReviewOn: '2027-06-01' })).status,
    ).toBe(422);
    await deed(council, agreementId, { did: 'reviewed', reason: 'Read', nextReviewOn: '2026-07-01' });
    server.clock.forward(24 * 3_600_000);
    expect(await state()).toBe('review-overdue');
    await signInAs(service, agreeing.service[0]);
    await deed(service, agreementId, { did: 'reviewed', reason: 'Read', nextReviewOn: '2026-06-01' });
    expect(await state()).toBe('in-force');
    for (const [browser, [name]] of [
      [council, agreeing.council],
      [worker, agreeing.worker],
    ] as const)
      await signInAs(browser, name);
  });

  it('a new version that shares more lets nothing more out until both have signed it anew', async () => {
    const agreementId = await draft(wanted('EX-wider'), council);
    await asCase(agreementId, server.people.learnerId);
    for (const by of [council, service]) await deed(by, agreementId, { did: 'signed' });
    const { born } = await child();
    const first = wanted('EX-wider');
    const [identity, attendance] = first.shares;
    if (!identity || !attendance) throw new Error('there is none');
    const wider = {
      ...first,
      shares: [{ ...identity, fields: { ...identity.fields, born: 'whole' as const } }, attendance],
    };
    expect(await draft(wider, council)).toBe(agreementId);
    const look = async () => (await worker.get(`/agreements/${agreementId}/children`)).body;
    expect(await look()).not.toContain(born);
    await deed(council, agreementId, { did: 'signed', version: 2 });
    expect(await look()).not.toContain(born);
    const changes = await service.get(`/agreements/${agreementId}/changes?from=1&to=2`);
    expect(changes.body).toContain('In 1 of 1 changes more is shared than before.');
    expect(changes.body).toContain('shared as the year alone');
    await deed(service, agreementId, { did: 'signed', version: 2 });
    expect(await look()).toContain(born);
    expect((await service.get(`/agreements/${agreementId}?version=1`)).body).toContain('replaced by a later version');
  });

  it('lets nothing of a child out whose case has ended, or who is withheld', async () => {
    const agreementId = await draft(wanted('EX-cases'), council);
    const { learnerId } = server.people;
    await asCase(agreementId, learnerId);
    for (const by of [council, service]) await deed(by, agreementId, { did: 'signed' });
    const { name } = await child();
    const look = async () => (await worker.get(`/agreements/${agreementId}/children`)).body;
    expect(await look()).toContain(name);
    const at = server.clock.now();
    const administer = <T>(work: Parameters<typeof inGate<T>>[2]) => inGate(server.database, 'administer', work);
    await administer((gate) =>
      enterSubject(gate, agreementId, { learnerId, reachedBy: 'withheld', reason: 'x', at, by: 'x' }),
    );
    expect(await look()).not.toContain(name);
    await administer((gate) => endSubject(gate, agreementId, { learnerId, reachedBy: 'withheld', at, by: 'x' }));
    expect(await look()).toContain(name);
    await administer((gate) => endSubject(gate, agreementId, { learnerId, reachedBy: 'case', at, by: 'x' }));
    expect(await look()).not.toContain(name);
  });

  it('is noted in the ledger with the agreement and the child', async () => {
    const noted = () =>
      inGate(server.database, 'ledger', (gate) => gate.selectFrom('ledger_entry').selectAll().execute());
    await vi.waitFor(async () => {
      const under = (await noted()).filter(({ route }) => route === 'GET /agreements/:agreementId/children');
      expect(under.length).toBeGreaterThan(3);
      for (const { agreement_id, learners, reads } of under) {
        expect(agreement_id).toBeGreaterThan(0);
        expect({ learners, reads }).toEqual({ learners: [server.people.learnerId], reads: ['identity', 'attendance'] });
      }
    }, 5_000);
  });
});

interface Child {
  readonly name: string;
  readonly born: string;
  readonly upn: string | null;
  readonly slot: number;
}

/** The child of the demonstration, as its setting has it. */
async function child(): Promise<Child> {
  return await inScope(server.database, steward('verify'), async ({ client }) => {
    const { rows } = await client.query<Child>({
      text: `SELECT given_name || ' ' || surname AS name, born_on::text AS born, upn, slot FROM enrolment WHERE learner_id = $1`,
      values: [server.people.learnerId],
    });
    if (!rows[0]) throw new Error('There is no child');
    return rows[0];
  });
}

describe('whoever may not', () => {
  it('does not sign: a worker, somebody of no party, somebody signed out, a chosen role', async () => {
    const agreementId = await draft(wanted('EX-strangers'), council);
    const police = injectBrowser(server.app);
    await signInAs(police, agreeing.police[0]);
    const fields = { did: 'signed', version: '1', sha256: 'x', reason: '' };
    expect((await police.post(`/agreements/${agreementId}/deeds`, fields)).status).toBe(404);
    expect((await worker.post(`/agreements/${agreementId}/deeds`, fields)).status).toBe(403);
    expect((await injectBrowser(server.app).post(`/agreements/${agreementId}/deeds`, fields)).status).toBe(403);
    const chosen = await server.app.inject({
      method: 'POST',
      url: `/agreements/${agreementId}/deeds`,
      headers: { 'headwater-scope': 'la:998', 'sec-fetch-site': 'same-origin' },
      payload: fields,
    });
    expect([403, 404]).toContain(chosen.statusCode);
    for (const by of [council, service]) await deed(by, agreementId, { did: 'signed' });
    expect(
      (await police.post(`/agreements/${agreementId}/deeds`, { ...fields, did: 'revoked', reason: 'x' })).status,
    ).toBe(403);
    expect((await police.get(`/agreements/${agreementId}/children`)).status).toBe(403);
  });

  it('does not sign a text that they have not read', async () => {
    const agreementId = await draft(wanted('EX-unread'), council);
    const sent = { did: 'signed', version: '1', sha256: sha256Of('another text'), reason: '' };
    expect((await council.post(`/agreements/${agreementId}/deeds`, sent)).status).toBe(409);
  });

  it('does not take another’s reference, nor draft for others', async () => {
    const police = injectBrowser(server.app);
    await signInAs(police, agreeing.police[0]);
    const others = await police.post('/agreements/draft/file', { document: JSON.stringify(wanted('EX-others')) });
    expect(others.status).toBe(422);
    expect(others.body).toContain('your own organisation is not among the parties');
    expect((await worker.post('/agreements/draft/file', { document: '{}' })).status).toBe(403);
  });

  it('keeps what was typed, and is told the place of each fault', async () => {
    const typed = JSON.stringify({ ...wanted('EX-typed'), purpose: 'curiosity', endsOn: 'soon' });
    const seen = await council.post('/agreements/draft/file', { document: typed });
    expect(seen.status).toBe(422);
    expect(seen.body).toContain('/purpose ');
    expect(seen.body).toContain('/endsOn ');
    expect(seen.body).toContain('curiosity');
  });
});

describe('the form', () => {
  it('drafts word for word what the file says, and keeps what was typed with each fault at its field', async () => {
    const { lawfulBasis } = wanted('EX-filed');
    const one = { lawfulBasis: { ...lawfulBasis, duties: lawfulBasis.duties.slice(0, 1) } };
    const filed = await draft(wanted('EX-filed', one), council);
    const text = async (id: number) => (await council.get(`/api/v1/agreements/${id}/versions/1`)).body;
    const typed = await council.get(`/agreements/draft?from=${filed}&version=1`);
    expect(typed.body).toContain('value="EX-filed"');
    const { organisations, document } = await inGate(server.database, 'administer', async (gate) => {
      const version = (await readHistory(gate, filed))?.versions[0];
      if (!version) throw new Error('there is none');
      return version;
    });
    const form = { ...typedOf(document, organisations), reference: 'EX-formed' } as Record<string, string>;
    const checked = await council.post('/agreements/draft', { ...form, act: 'check' });
    expect(checked.body).toContain('Check your answers: nothing is entered yet');
    const formed = await council.post('/agreements/draft', { ...form, act: 'draft' });
    const id = Number(/agreements\/(\d+)/.exec(formed.url)?.[1]);
    expect(await text(id)).toBe((await text(filed)).replace('EX-filed', 'EX-formed'));

    const nowhere = { ...form, subjects: 'settings', urns: '999999', act: 'check' };
    const refused = await council.post('/agreements/draft', nowhere);
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('href="#urns"');
    expect(refused.body).toContain('value="999999"');
    expect((await worker.post('/agreements/draft', { ...form, act: 'draft' })).status).toBe(403);
  });
});

describe('for programs', () => {
  it('a version leaves as the bytes that were signed, and comes in again as a draft of the same bytes', async () => {
    const agreementId = await draft(wanted('EX-file'), council);
    for (const by of [council, service]) await deed(by, agreementId, { did: 'signed' });
    const file = await server.app.inject({ url: `/api/v1/agreements/${agreementId}/versions/1` });
    expect(file.body).toBe(writeAgreement(wanted('EX-file')));
    expect(file.headers.etag).toBe(`"${sha256Of(file.body)}"`);
    const moved = { ...JSON.parse(file.body), reference: 'EX-file-again' };
    const again = await draft(moved, council);
    const read = await council.get(`/api/v1/agreements/${again}/versions/1`);
    expect(read.body).toBe(canonicalJson(moved));
    expect((await asNobody(`/api/v1/agreements/${again}/versions/1`)).statusCode).toBe(404);
    expect(JSON.parse((await council.get(`/api/v1/agreements/${again}`)).body).state).toBe('draft');
  });

  it('the form, the bases and the changes are there for anybody', async () => {
    const schema = await server.app.inject({ url: '/api/v1/agreements/schema' });
    expect(JSON.parse(schema.body)).toMatchObject({ type: 'object', additionalProperties: false });
    const bases = JSON.parse((await server.app.inject({ url: '/api/v1/agreements/lawful-bases' })).body);
    expect(bases.bases).toContainEqual(expect.objectContaining({ code: '6-1-e', verified: false }));
    expect(bases.bases).toContainEqual(expect.objectContaining({ code: 'ca-2004-16la', notYetInForce: true }));
    const changes = JSON.parse(
      (await server.app.inject({ url: '/api/v1/agreements/1/changes?from=1&to=1&with=2' })).body,
    );
    expect(changes.changes.length).toBeGreaterThan(3);
  });
});

describe('decisions to share', () => {
  it('are recorded with the golden rules, refusals too, and read by whoever reaches the child', async () => {
    const officer = injectBrowser(server.app);
    await signInAs(officer, 'Farida Rahman');
    const { slot } = await child();
    const address = `/settings/990003/roll/${slot}/sharing`;
    const first = await officer.get(address);
    expect(first.body).toContain('Known to a service: yes');
    expect(first.body).toContain('No decision to share anything about this child is recorded here.');
    const bare = await officer.post(address, {
      outcome: 'shared',
      withWhom: 'The service',
      what: '',
      reason: '',
      law: '',
    });
    expect(bare.status).toBe(422);
    expect(bare.body).toContain('Choose the agreement or the duty');
    expect(bare.body).toContain('value="The service"');
    const typed = {
      withWhom: 'A newspaper',
      what: 'Why the child was away',
      reason: 'No purpose of theirs',
      law: 'None',
      fit: 'No',
    };
    const refused = await officer.post(address, { ...typed, outcome: 'not-shared', category: 'attendance' });
    expect(refused.status).toBe(200);
    expect(refused.body).toContain('Not shared');
    const shared = await officer.post(address, {
      ...typed,
      outcome: 'shared',
      withWhom: 'The duty desk',
      under: 'agreement:1',
    });
    expect(shared.body).toContain('The duty desk');
    expect((await officer.post(address, { ...typed, outcome: 'shared', under: 'duty:ca-2004-16la' })).status).toBe(422);
    for (const name of ['Helen Marsh', agreeing.council[0]]) {
      const other = injectBrowser(server.app);
      await signInAs(other, name);
      expect([403, 404]).toContain((await other.get(address)).status);
    }
    expect((await officer.get('/settings/990003/roll/9999999/sharing')).status).toBe(404);
  });

  it('a child is named to an agreement, withheld from it, and let go, by an organisation that gives', async () => {
    const agreementId = await draft(wanted('EX-named'), council);
    for (const by of [council, service]) await deed(by, agreementId, { did: 'signed' });
    const officer = injectBrowser(server.app);
    await signInAs(officer, 'Farida Rahman');
    const { slot, name } = await child();
    const address = `/settings/990003/roll/${slot}/sharing/agreements`;
    const say = (did: string, reason = 'Both sides work with the child') =>
      officer.post(address, { agreementId: String(agreementId), did, reason });
    const look = async () => (await worker.get(`/agreements/${agreementId}/children`)).body;
    expect(await look()).not.toContain(name);
    expect((await say('name', ' ')).status).toBe(422);
    expect((await say('name')).body).toContain('Reached, as a case of both sides');
    expect(await look()).toContain(name);
    expect((await say('withhold')).body).toContain('Withheld: nothing leaves');
    expect(await look()).not.toContain(name);
    await say('end');
    expect(await look()).not.toContain(name);
    const others = await officer.post(address, { agreementId: '2', did: 'withhold', reason: 'x' });
    expect(others.status).toBe(422);
    expect(others.body).toContain('Choose an agreement in which your organisation gives.');
  });
});
