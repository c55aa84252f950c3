import { beforeAll, describe, expect, it } from 'vitest';
import type { AgreementDocument } from '#platform/agreement/document.ts';
import type { InjectBrowser } from '../sign-in/inject-browser.ts';
import { injectBrowser, signInAs } from '../sign-in/inject-browser.ts';
import { signedInServer } from '../sign-in/signed-in-server.ts';
import { agreeing, enterAgreeingPeople } from './agreeing-people.ts';
import { deed, draft, wanted } from './agreement-deeds.ts';

let council: InjectBrowser;
let service: InjectBrowser;
let police: InjectBrowser;

beforeAll(async () => {
  const server = await signedInServer();
  await enterAgreeingPeople(server.database);
  council = injectBrowser(server.app);
  service = injectBrowser(server.app);
  police = injectBrowser(server.app);
  await signInAs(council, agreeing.council[0]);
  await signInAs(service, agreeing.service[0]);
  await signInAs(police, agreeing.police[0]);
}, 120_000);

describe('the parties of an agreement', () => {
  it('says on its page, and to the party itself, that a new version leaves a party out, which gets nothing from then on', async () => {
    const first = wanted('EX-dropping');
    const [authority, service_] = first.parties;
    const [share] = first.shares;
    if (!authority || !service_ || !share) throw new Error('there is none');
    const named = {
      party: 'police',
      name: 'Exampleshire Police',
      kind: 'police',
      externalId: 'exampleshire:police',
    } as const;
    const three: AgreementDocument = {
      ...first,
      parties: [authority, service_, { ...named, role: 'receives', contact: 'The desk' }],
      shares: [...first.shares, { ...share, to: 'police' }],
    };
    const agreementId = await draft(three, council);
    for (const by of [council, service, police]) await deed(by, agreementId, { did: 'signed' });
    const seen = await police.get(`/agreements/${agreementId}/children`);
    expect(seen.body).not.toContain('gives your organisation nothing to see');
    await draft(first, council);
    const told = 'Version 2 leaves Exampleshire Police out.';
    expect((await council.get(`/agreements/${agreementId}?version=2`)).body).toContain(told);
    expect((await police.get(`/agreements/${agreementId}`)).body).toContain(told);
    expect((await police.get('/agreements')).body).not.toContain('no longer a party');
    for (const by of [council, service]) await deed(by, agreementId, { did: 'signed', version: 2 });
    expect((await council.get(`/agreements/${agreementId}`)).body).toContain(
      'Exampleshire Police is no longer a party since',
    );
    expect((await police.get('/agreements')).body).toContain('Your organisation is no longer a party since');
    expect((await council.get('/agreements')).body).not.toContain('no longer a party');
    const after = await police.get(`/agreements/${agreementId}/children`);
    expect(after.status).toBe(403);
    expect(after.body).toContain('gives your organisation nothing to see');
  });

  it('tells whoever signs which children they give away, and refuses what is not theirs to give', async () => {
    const agreementId = await draft(wanted('EX-given'), council);
    expect((await council.get(`/agreements/${agreementId}`)).body).toMatch(
      /By signing, your organisation tells Exampleshire youth justice service what is above, of those children alone who are named to it, at the (?:\d+ settings that are|1 setting that is) yours to give now/,
    );
    expect((await service.get(`/agreements/${agreementId}`)).body).not.toContain('By signing, your organisation tells');
    const elsewhere = wanted('EX-elsewhere', { subjects: { kind: 'area', code: 'E06000023' } });
    const refused = await council.post('/agreements/draft/file', { document: JSON.stringify(elsewhere) });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('an area is given by its own authority alone');
  });
});
