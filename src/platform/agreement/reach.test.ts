import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleAgreements } from '#demo/exampleshire-agreements.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Database } from '#platform/database/pool.ts';
import { enterTwoAreas } from '../../../test/agreement/two-areas.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import type { Deed, Signatory } from './actions.ts';
import { doToAgreement, draftAgreement } from './actions.ts';
import type { AgreementDocument } from './document.ts';
import { checkAgreement } from './file.ts';
import { agreementReach } from './reach.ts';
import { enterSubject } from './store.ts';

const at = new Date('2026-01-15T10:00:00Z');
let database: Database;
let council: Signatory;
let service: Signatory;

beforeAll(async () => {
  database = await freshDatabase();
  await enterTwoAreas(database);
  await inGate(database, 'administer', async (gate) => {
    const rows = [
      { kind: 'local-authority', name: 'Exampleshire Council', external_id: 'exampleshire:authority', la_id: 1 },
      {
        kind: 'youth-justice',
        name: 'Exampleshire youth justice service',
        external_id: 'exampleshire:youth-justice',
        la_id: 1,
      },
    ];
    const entered = await gate
      .insertInto('organisation')
      .values(rows.map((row) => ({ ...row, demonstration: true })))
      .returning('organisation_id')
      .execute();
    const [first = 0, second = 0] = entered.map(({ organisation_id }) => organisation_id);
    council = { personId: undefined, organisationId: first, toldBy: 'the council' };
    service = { personId: undefined, organisationId: second, toldBy: 'the service' };
  });
});

function example(reference: string, change: Partial<AgreementDocument> = {}): AgreementDocument {
  const [document] = exampleAgreements(plainDate('2026-01-15'));
  const checked = checkAgreement({ ...document, reference, ...change });
  if (!checked.ok) throw new Error(JSON.stringify(checked.failure));
  return checked.value;
}

async function drafted(gate: Gated, document: AgreementDocument) {
  const done = await draftAgreement(gate, { document, by: council, at, demonstration: true });
  if (!done.ok) throw new Error(JSON.stringify(done.failure));
  const { agreementId, version, sha256 } = done.value;
  const does = (did: Deed['did'], by: Signatory, more: Partial<Deed> = {}, now = at) =>
    doToAgreement(gate, { agreementId, version, sha256, did, reason: 'a test', ...more }, by, now);
  const reach = (now = at, organisation = service.organisationId) =>
    agreementReach(gate, agreementId, organisation, now);
  return { agreementId, does, reach };
}

const here = (learnerId: number) => ({ learnerId, settings: [11] });

function administer<Outcome>(work: (gate: Gated) => Promise<Outcome>): Promise<Outcome> {
  return inGate(database, 'administer', work);
}

describe('what an agreement reaches', () => {
  it('is nothing until both have signed, before and after its days, past its review, while suspended, once revoked', async () => {
    await administer(async (gate) => {
      const reviewOn = plainDate('2026-03-01');
      const { does, reach } = await drafted(gate, example('R-1', { reviewOn }));
      const open = async (now = at) => (await reach(now)).ok;
      expect(await open()).toBe(false);
      expect((await does('signed', council)).ok).toBe(true);
      expect(await open()).toBe(false);
      expect((await does('signed', service)).ok).toBe(true);
      expect(await open()).toBe(true);
      expect(await open(new Date(at.getTime() - 1))).toBe(false);
      // The last instant of the review day in London, and the first of the next.
      expect(await open(new Date('2026-03-01T23:59:59.999Z'))).toBe(true);
      expect(await open(new Date('2026-03-02T00:00:00Z'))).toBe(false);
      await does('suspended', service);
      expect(await open()).toBe(false);
      await does('resumed', service);
      expect(await open()).toBe(true);
      expect((await reach(at, council.organisationId)).ok).toBe(false);
      expect((await reach(at, 999_999)).ok).toBe(false);
      await does('revoked', council);
      expect(await open()).toBe(false);
    });
  });

  it('ends at the instant it says', async () => {
    await administer(async (gate) => {
      const { does, reach } = await drafted(
        gate,
        example('R-2', { endsOn: plainDate('2026-06-30'), reviewOn: plainDate('2026-06-30') }),
      );
      for (const by of [council, service]) await does('signed', by);
      const found = await reach();
      if (!found.ok) throw new Error(found.failure.message);
      // Midnight in summer time.
      expect(found.value.until).toEqual(new Date('2026-06-30T23:00:00Z'));
      expect((await reach(new Date(found.value.until.getTime() - 1))).ok).toBe(true);
      expect((await reach(found.value.until)).ok).toBe(false);
    });
  });

  it('lets out no field that was not declared, whatever a record holds', async () => {
    await administer(async (gate) => {
      const { agreementId, does, reach } = await drafted(gate, example('R-3'));
      for (const by of [council, service]) await does('signed', by);
      await enterSubject(gate, agreementId, { learnerId: 7, reachedBy: 'case', reason: 'a test', at, by: 'a test' });
      const found = await reach();
      if (!found.ok) throw new Error(found.failure.message);
      const { degrade } = found.value;
      expect(found.value).toMatchObject({
        categories: [],
        inPart: ['identity', 'attendance'],
        reach: { learners: [7] },
      });
      const names = fc.constantFrom(
        'name',
        'born',
        'upn',
        'class',
        'setting',
        'year',
        'postcode',
        'constructor',
        'address',
        '__proto__',
        'toString',
      );
      const values = fc.constantFrom('Amina Abara', '2011-04-05', 'A123456789012', 'AB1 2CD', '9', '');
      fc.assert(
        fc.property(fc.array(fc.tuple(names, values)), (pairs) => {
          const { fields } = degrade('identity', Object.fromEntries(pairs), here(7));
          expect(['name', 'born', 'setting', 'year', 'postcode']).toEqual(expect.arrayContaining(Object.keys(fields)));
          if (fields['born']) expect(fields['born'].value).toBe('2011');
          if (fields['postcode']) expect(fields['postcode'].value).toBe('AB1');
        }),
      );
      const record = { name: 'Amina Abara', born: '2011-04-05', upn: 'A123456789012', postcode: 'ab1 2cd' };
      const told = Object.fromEntries(
        Object.entries(degrade('identity', record, here(7)).fields).map(([name, { value }]) => [name, value]),
      );
      expect(told).toEqual({ name: 'Amina Abara', born: '2011', postcode: 'AB1' });
      expect(degrade('identity', record, here(8)).fields).toEqual({});
      expect(degrade('identity', record, { learnerId: 7, settings: [21] }).fields).toEqual({});
      expect(degrade('safeguarding', { concern: 'x', date: '2026-01-01' }, here(7)).fields).toEqual({});
    });
  });

  it('gives a scope only categories of which every field comes whole', async () => {
    await administer(async (gate) => {
      const [share] = example('R-4').shares;
      if (!share) throw new Error('there is none');
      const fields = { rate: 'whole', code: 'whole', timetable: 'whole' } as const;
      const whole = { ...share, category: 'attendance', fields } as const;
      const { does, reach } = await drafted(gate, example('R-4', { shares: [whole] }));
      for (const by of [council, service]) await does('signed', by);
      expect(await reach()).toMatchObject({ ok: true, value: { categories: ['attendance'], inPart: [] } });
    });
  });
});

describe('what cannot be done', () => {
  it('is one person for both sides, and one party for another', async () => {
    await administer(async (gate) => {
      const { does } = await drafted(gate, example('R-5'));
      const { person_id: personId } = await gate
        .insertInto('person')
        .values({ name: 'P', demonstration: true, entered_at: at })
        .returning('person_id')
        .executeTakeFirstOrThrow();
      expect((await does('signed', { ...council, personId })).ok).toBe(true);
      expect(await does('signed', { ...service, personId })).toMatchObject({
        failure: { code: 'agreement-same-person-not-allowed' },
      });
      expect(await does('signed', { ...council, personId })).toMatchObject({
        failure: { code: 'agreement-signed-conflict' },
      });
      expect(await does('signed', { ...service, organisationId: 999 })).toMatchObject({
        failure: { code: 'agreement-not-allowed' },
      });
      expect(await does('signed', service, { sha256: 'another' })).toMatchObject({
        failure: { code: 'agreement-changed-conflict' },
      });
      expect(await does('suspended', service)).toMatchObject({ failure: { code: 'agreement-state-conflict' } });
    });
  });

  it('is to put one organisation’s name before another’s identifier', async () => {
    await administer(async (gate) => {
      const { parties } = example('R-7');
      const renamed = parties.map((one) =>
        one.role === 'receives' ? { ...one, name: 'Somebody quite trusted' } : one,
      );
      const document = { ...example('R-7'), parties: renamed };
      const refused = await draftAgreement(gate, { document, by: council, at, demonstration: true });
      expect(refused).toMatchObject({ ok: false, failure: [{ path: '/parties/1/externalId' }] });
    });
  });

  it('is to rewrite what was said or done', async () => {
    const forbidden: readonly ((gate: Gated) => Promise<unknown>)[] = [
      (gate) => gate.updateTable('agreement_version').set({ document: '{}' }).execute(),
      (gate) => gate.updateTable('agreement_event').set({ did: 'signed' }).execute(),
      (gate) => gate.deleteFrom('agreement_event').execute(),
      (gate) => gate.deleteFrom('sharing_decision').execute(),
      (gate) => gate.updateTable('sharing_decision').set({ reason: 'x' }).execute(),
      (gate) => gate.updateTable('agreement_subject').set({ learner_id: 9 }).execute(),
    ];
    for (const one of forbidden) await expect(administer(one)).rejects.toMatchObject({ code: '42501' });
  });

  it('is to sign twice at once', async () => {
    const { agreementId, sha256 } = await administer(async (gate) => {
      const done = await draftAgreement(gate, { document: example('R-6'), by: council, at, demonstration: true });
      if (!done.ok) throw new Error('not drafted');
      return done.value;
    });
    const deed: Deed = { agreementId, version: 1, did: 'signed', sha256, reason: '' };
    const both = await Promise.all([1, 2, 3].map(() => administer((gate) => doToAgreement(gate, deed, service, at))));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
