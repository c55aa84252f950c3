import { beforeAll, describe, expect, it } from 'vitest';
import { exampleAgreements } from '#demo/exampleshire-agreements.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { enrolChild, enterTwoAreas } from '../../../test/agreement/two-areas.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { doToAgreement, draftAgreement } from './actions.ts';
import { sha256Of } from './canonical.ts';
import type { AgreementDocument, Party, Share } from './document.ts';
import { checkAgreement, writeAgreement } from './file.ts';
import { agreementReach } from './reach.ts';
import { placesGiven } from './shared-store.ts';
import { enterAgreement, enterEvent, enterSubject, enterVersion } from './store.ts';

const at = new Date('2026-01-15T10:00:00Z');
let database: Database;
let ids: Readonly<Record<string, number>>;
let drafts = 0;

beforeAll(async () => {
  database = await freshDatabase();
  ids = await enterTwoAreas(database);
});

const kinds: Readonly<Record<string, Party['kind']>> = {
  council: 'local-authority',
  'other-council': 'local-authority',
  nowhere: 'local-authority',
  trust: 'trust',
  school: 'setting',
  'other-school': 'setting',
  service: 'youth-justice',
};
const whole = { name: 'whole', born: 'whole', upn: 'whole', setting: 'whole', year: 'whole', class: 'whole' } as const;
const everything = {
  identity: { ...whole, postcode: 'whole' },
  attendance: { rate: 'whole', code: 'whole', timetable: 'whole' },
} as const;

type Given = readonly (readonly [from: string, category: 'identity' | 'attendance'])[];

/** A document in which some parties give to a receiver. */
function document(subjects: AgreementDocument['subjects'], given: Given, receiver = 'service'): AgreementDocument {
  const [example] = exampleAgreements(plainDate('2026-01-15'));
  if (!example) throw new Error('there is no example');
  drafts += 1;
  const givers = [...new Set(given.map(([from]) => from))];
  const party = (name: string, role: Party['role']): Party => {
    return { party: name, name, kind: kinds[name] ?? 'police', externalId: `test:${name}`, role, contact: 'The desk' };
  };
  return {
    ...example,
    reference: `G-${drafts}`,
    parties: [...givers.map((one) => party(one, 'gives')), party(receiver, 'receives')],
    subjects,
    shares: given.map(([from, category]): Share => {
      return { from, to: receiver, category, grade: 'content', fields: everything[category] };
    }),
  };
}

const administer = <Outcome>(work: (gate: Gated) => Promise<Outcome>) => inGate(database, 'administer', work);

/** The faults of drafting it. */
async function faults(wanted: AgreementDocument): Promise<readonly string[]> {
  const checked = checkAgreement(wanted);
  if (!checked.ok) return checked.failure.map(({ path, message }) => `${path} ${message}`);
  const by = { organisationId: ids[wanted.parties[0]?.party ?? ''] ?? 0, toldBy: 'a test' };
  const done = await administer((gate) =>
    draftAgreement(gate, { document: checked.value, by, at, demonstration: true }),
  );
  return done.ok ? [] : done.failure.map(({ path, message }) => `${path} ${message}`);
}

/** Enters it as signed by everybody, past every check: as it may stand from before there was one. */
async function signed(wanted: AgreementDocument): Promise<number> {
  const canonical = writeAgreement(wanted);
  const sha256 = sha256Of(canonical);
  const organisations = Object.fromEntries(wanted.parties.map(({ party }) => [party, ids[party] ?? 0]));
  return await administer(async (gate) => {
    const agreement = { reference: wanted.reference, demonstration: true, enteredAt: at };
    const agreementId = await enterAgreement(gate, agreement);
    await enterVersion(gate, agreementId, { version: 1, canonical, sha256, organisations });
    for (const [index, { party }] of wanted.parties.entries()) {
      const told = { did: 'signed', party, at, toldBy: 'a test', sha256 } as const;
      await enterEvent(gate, agreementId, { ...told, eventNo: index + 1, version: 1 });
    }
    return agreementId;
  });
}

async function reached(wanted: AgreementDocument, receiver = 'service') {
  const agreementId = await signed(wanted);
  const found = await administer((gate) => agreementReach(gate, agreementId, ids[receiver] ?? 0, at));
  return found.ok ? found.value.reach : found.failure.code;
}

const urns = (...settings: readonly number[]) => settings.map((one) => 100_000 + one);
const area = { kind: 'area', code: 'E09000001' } as const;
const settings = (...these: readonly number[]) => ({ kind: 'settings', urns: urns(...these) }) as const;
const refused = 'agreement-giving-not-allowed';

describe('an agreement reaches only what its giver stands over', () => {
  it.each<readonly [string, AgreementDocument['subjects'], unknown]>([
    ['council', area, { kind: 'area', laId: 1 }],
    ['other-council', area, refused],
    ['trust', area, refused],
    ['school', area, refused],
    ['nowhere', area, refused],
    ['council', settings(11, 12), { settings: [11, 12] }],
    ['council', settings(11, 21), { settings: [11] }],
    ['trust', settings(11, 12, 21), { settings: [11, 21] }],
    ['school', settings(11, 12), { settings: [12] }],
    ['school', settings(11), refused],
    ['other-school', { kind: 'cohort', urns: urns(11, 12), yearGroups: [4] }, refused],
    ['trust', { kind: 'cohort', urns: urns(11, 12), yearGroups: [4] }, { settings: [11], yearGroups: [4] }],
    ['council', { kind: 'case' }, { kind: 'learners', settings: [11, 12] }],
    ['nowhere', { kind: 'consent' }, refused],
  ])('given by the %s: %j', async (giver, subjects, expected) => {
    const reach = await reached(document(subjects, [[giver, 'identity']]));
    if (typeof expected === 'string') expect(reach).toBe(expected);
    else expect(reach).toMatchObject(expected as object);
  });

  it('a partner gives no record, not even of children named to it', async () => {
    const given = document({ kind: 'case' }, [['service', 'identity']], 'council');
    expect(await reached(given, 'council')).toBe(refused);
  });

  it('several givers together give each its own; what differs by category reaches only whom all of it is given of', async () => {
    const same = document(settings(12, 21), [
      ['school', 'identity'],
      ['other-school', 'identity'],
    ]);
    expect(await reached(same)).toMatchObject({ settings: [12, 21] });
    const mixed = document(settings(11, 12, 21), [
      ['council', 'identity'],
      ['trust', 'attendance'],
    ]);
    expect(await reached(mixed)).toMatchObject({ settings: [11] });
    const apart = document(settings(12, 21), [
      ['school', 'identity'],
      ['other-school', 'attendance'],
    ]);
    expect(await reached(apart)).toBe(refused);
  });

  it('each giver’s fields are of its own children alone', async () => {
    const both = document(settings(12, 21), [
      ['school', 'identity'],
      ['other-school', 'identity'],
    ]);
    const shares = both.shares.map((one) =>
      one.from === 'school' ? { ...one, fields: { born: 'year' } as const } : one,
    );
    const agreementId = await signed({ ...both, shares });
    const found = await administer((gate) => agreementReach(gate, agreementId, ids['service'] ?? 0, at));
    if (!found.ok) throw new Error(found.failure.message);
    const told = (...here: readonly number[]) =>
      Object.keys(
        found.value.degrade('identity', { name: 'N', born: '2011-04-05' }, { learnerId: 1, settings: here }).fields,
      );
    expect(told(12)).toEqual(['born']);
    expect(told(21)).toEqual(['name', 'born']);
    expect(told(11)).toEqual([]);
  });

  it('a setting that leaves its trust is out with the next request', async () => {
    const agreementId = await signed(document(settings(11, 21), [['trust', 'identity']]));
    const asked = () => administer((gate) => agreementReach(gate, agreementId, ids['service'] ?? 0, at));
    expect(await asked()).toMatchObject({ value: { reach: { settings: [11, 21] } } });
    const move = (trust_id: number) =>
      database.updateTable('register_keeper').set({ trust_id }).where('setting_id', '=', 21).execute();
    await move(0);
    expect(await asked()).toMatchObject({ value: { reach: { settings: [11] } } });
    await move(7);
  });

  it('a child who is named is reached where a giver stands, while on the roll or having left in this academic year', async () => {
    const days = { from: '2024-09-01' };
    await enrolChild(database, { learner: 1, setting: 12, slot: 1, ...days });
    await enrolChild(database, { learner: 1, setting: 21, slot: 1, ...days });
    await enrolChild(database, { learner: 2, setting: 12, slot: 2, ...days, to: '2025-09-01' });
    await enrolChild(database, { learner: 3, setting: 12, slot: 3, ...days, to: '2025-08-31' });
    await enrolChild(database, { learner: 4, setting: 12, slot: 4, from: '2026-01-16' });
    await enrolChild(database, { learner: 5, setting: 21, slot: 5, ...days });
    const agreementId = await signed(document({ kind: 'case' }, [['school', 'identity']]));
    for (const learnerId of [1, 2, 3, 4, 5]) {
      const named = { learnerId, reachedBy: 'case', reason: 'a test', at, by: 'a test' } as const;
      await administer((gate) => enterSubject(gate, agreementId, named));
    }
    const found = await administer((gate) => agreementReach(gate, agreementId, ids['service'] ?? 0, at));
    if (!found.ok || found.value.reach.kind !== 'learners') throw new Error('it reaches nobody by name');
    const { reach } = found.value;
    const places = await inScope(database, steward('compile'), (scoped) =>
      placesGiven(scoped, reach, plainDate('2026-01-15')),
    );
    expect(places.map(({ learnerId, settingId }) => [learnerId, settingId])).toEqual([
      [1, 12],
      [2, 12],
    ]);
  });
});

describe('what is not one’s own cannot be drafted or signed away', () => {
  it.each<readonly [string, AgreementDocument, readonly RegExp[]]>([
    [
      'another area',
      document(area, [['other-council', 'identity']]),
      [/^\/shares\/0\/from other-council is not the authority/],
    ],
    [
      'an area, by a school',
      document(area, [['school', 'identity']]),
      [/^\/shares\/0\/from only its authority gives a whole area/],
    ],
    [
      'a record, by a partner',
      document({ kind: 'case' }, [['service', 'identity']], 'council'),
      [/^\/shares\/0\/from service keeps no record/],
    ],
    [
      'a setting of another',
      document(settings(11, 12, 21), [['council', 'identity']]),
      [/^\/subjects\/urns\/2 School 21 \(URN 100021\) is not council’s to give identity of/],
    ],
    [
      'no setting of its own',
      document(settings(21), [['school', 'identity']]),
      [/^\/shares\/0\/from school stands over none/],
    ],
    [
      'children, by who stands nowhere',
      document({ kind: 'case' }, [['nowhere', 'identity']]),
      [/^\/shares\/0\/from nowhere stands over no setting/],
    ],
    [
      'an area nobody knows',
      document({ kind: 'area', code: 'E09999999' }, [['council', 'identity']]),
      [/^\/subjects\/code no local authority/],
    ],
    [
      'a setting nobody knows',
      document(settings(12, 99), [['council', 'identity']]),
      [/^\/subjects\/urns\/1 no setting here has URN 100099/],
    ],
    ['what is its own', document(settings(11, 12), [['council', 'identity']]), []],
  ])('%s', async (_, wanted, expected) => {
    const found = await faults(wanted);
    expect(found).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(found[index]).toMatch(pattern);
  });

  it('a draft whose setting has left since is not signed', async () => {
    const wanted = document(settings(21), [['trust', 'identity']]);
    const by = { organisationId: ids['trust'] ?? 0, toldBy: 'a test' };
    const done = await administer((gate) => draftAgreement(gate, { document: wanted, by, at, demonstration: true }));
    if (!done.ok) throw new Error(JSON.stringify(done.failure));
    const { agreementId, version, sha256 } = done.value;
    const sign = () =>
      administer((gate) => doToAgreement(gate, { agreementId, version, did: 'signed', sha256, reason: '' }, by, at));
    await database.updateTable('register_keeper').set({ trust_id: 0 }).where('setting_id', '=', 21).execute();
    expect(await sign()).toMatchObject({ ok: false, failure: { code: 'agreement-giving-conflict' } });
    await database.updateTable('register_keeper').set({ trust_id: 7 }).where('setting_id', '=', 21).execute();
    expect(await sign()).toMatchObject({ ok: true });
  });
});
