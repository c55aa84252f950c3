import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { openLedger } from '#platform/ledger/ledger.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import type { SmallFamily } from '../../../test/families/small-family.ts';
import {
  enterRule,
  familyScope,
  fathersAddress,
  forgetRules,
  headScope,
  makeUpFamily,
  mothersSecrets,
  takeRegisters,
} from '../../../test/families/small-family.ts';
import { madeUpPlaces, settingScope } from '../../../test/registers/made-up-setting.ts';
import { makeUpArea, makeUpSchool } from '../../../test/registers/small-school.ts';
import type { FamilyHere } from './my-record.ts';
import type { ChildRecord } from './record.ts';
import { gatherRecord } from './record.ts';
import { wayTo } from './record-catalogue.ts';
import { itemsToReview } from './record-review.ts';
import { protectedTables } from './record-store.ts';
import {
  askForRecord,
  decide,
  fetchCopy,
  gatherFor,
  refuseRequest,
  release,
  startForFamily,
} from './subject-access.ts';
import type { AccessRequest, ItemDecision } from './subject-access-store.ts';
import { itemsOf, packOf, requestAt, requestsAt, stepsOf } from './subject-access-store.ts';

const clock = stoppedClock(new Date('2026-01-15T10:00:00Z'));
const { laId, trustId } = madeUpPlaces;
let database: Database;
let family: SmallFamily;

beforeAll(async () => {
  database = await freshDatabase();
  await makeUpArea(database);
  family = await makeUpFamily(database, await makeUpSchool(database, 1, 30));
  await takeRegisters(database, family);
});

beforeEach(() => forgetRules(database, family));

const head = () => headScope(family.settingId);
/** A person of the family, with the scope that is compiled for them. */
const own = (personId: number): FamilyHere => {
  const as = personId === family.child ? 'child' : 'parent';
  return { personId, as, scope: familyScope(family, { personId, as }) };
};
const at = () => ({ settingId: family.settingId, laId, trustId });

async function asked(personId: number): Promise<AccessRequest> {
  const by = { personId, as: personId === family.child ? 'child' : 'parent', words: 'Somebody of the family' } as const;
  const requestId = await askForRecord({ database, clock }, { learnerId: family.learnerId, at: at(), by });
  const request = await inScope(database, head(), (scoped) => requestAt(scoped, requestId));
  if (!request) throw new Error('The request is not there');
  return request;
}

/** Gathers, decides every text by `how`, and releases. */
async function answered(request: AccessRequest, how: (words: string) => 'keep' | 'black-out' = () => 'keep') {
  await gatherFor({ database, clock }, head(), request);
  const items = await inScope(database, head(), (scoped) => itemsOf(scoped, request));
  const decisions: ItemDecision[] = items.map(({ itemId, words }) => ({
    itemId,
    decision: how(words),
    reason: 'Looked at',
  }));
  await decide({ database, clock }, head(), { request, decisions });
  return await release({ database, clock }, head(), request);
}

function textsIn(zip: Buffer): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

describe('what is kept about a child', () => {
  it('is found in every table under row-level security: a new table is in it, or says why not', async () => {
    const tables = await inScope(database, steward('keep'), (scoped) => protectedTables(scoped));
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter((table) => wayTo(table) === undefined).map(({ name }) => name)).toEqual([]);
    expect(wayTo({ name: 'some_new_table', columns: [{ name: 'weight', type: 'integer' }] })).toBeUndefined();
  });

  it('has the child’s own marks, corrections, counts and adults, and nobody else’s', async () => {
    const record = await gatherRecord(database, { learnerId: family.learnerId }, clock.now());
    const rows = (table: string) => record.sections.find((one) => one.table === table)?.rows ?? [];
    expect(rows('register').map(({ day, session, code }) => [day, session, code])).toEqual([
      ['2026-01-13', 1, 'L'],
      ['2026-01-13', 2, 'I'],
    ]);
    expect(rows('amendment')).toMatchObject([
      { from_code: '/', to_code: 'L', reason: 'Came with Billy Nobody at ten' },
    ]);
    expect(rows('learner_total')).toMatchObject([
      { academic_year: '2025/26', sessions_possible: 2, sessions_attended: 1, sessions_authorised_absence: 1 },
    ]);
    expect(rows('enrolment')).toMatchObject([{ surname: 'Abara', given_name: 'Amina', setting: 'Setting 1' }]);
    expect(rows('guardian')).toHaveLength(2);
    expect(JSON.stringify(record)).not.toMatch(/Chowdhury|Dunne/);
  });

  it('has who looked at the child, and at everybody of the setting while the child was there', async () => {
    const ledger = openLedger(database, { clock });
    const look = {
      actor: 'A teacher',
      scopeKind: 'setting',
      purpose: 'to teach',
      action: 'list',
      status: 200,
    } as const;
    const about = { ...look, reads: ['identity'] as const, changes: [], learners: [] };
    ledger.note({ ...about, route: 'GET /here', subjects: 'settings', settings: [family.settingId] });
    ledger.note({ ...about, route: 'GET /elsewhere', subjects: 'settings', settings: [77] });
    ledger.note({ ...about, route: 'GET /area', subjects: 'area', settings: [], laId });
    ledger.note({
      ...about,
      route: 'GET /child',
      subjects: 'learners',
      learners: [family.learnerId, 99],
      settings: [],
    });
    await ledger.close();
    const record = await gatherRecord(database, { learnerId: family.learnerId }, clock.now());
    const looks = record.sections.find(({ table }) => table === 'ledger_entry')?.rows ?? [];
    expect(looks.map(({ route }) => route)).toEqual(['GET /here', 'GET /area', 'GET /child']);
    expect(looks.at(-1)).toMatchObject({ learners: [family.learnerId], other_children: 1 });
  });

  it('has what was decided about sharing, who is in a team, and who opened it out of reach, named, and their words to be looked at', async () => {
    const { learnerId } = family;
    const worker = await enterHelpers(learnerId);
    const gather = () => gatherRecord(database, { learnerId }, clock.now());
    const record = await gather();
    const rows = (table: string, of = record) => of.sections.find((one) => one.table === table)?.rows ?? [];
    expect(rows('sharing_decision')).toMatchObject([
      { with_whom: 'Mr Pike', organisation: 'Youth Service', 'answers: necessary': 'Because Billy Nobody said so' },
    ]);
    expect(rows('team_member')).toMatchObject([{ member: 'Cara Dunn, youth justice worker, Youth Service' }]);
    expect(rows('break_glass')).toMatchObject([{ person: 'Cara Dunn', reason: 'A night at the station' }]);
    expect(rows('agreement_subject')).toMatchObject([{ agreement: 'EX-1', reason: 'Named by the panel' }]);
    const words = itemsToReview(record).map((one) => one.words);
    for (const text of ['Mr Pike', 'Because Billy Nobody said so', 'A night at the station', 'Cara Dunn'])
      expect(words).toContain(text);
    // Told later of one person: nothing that this person did, in any section.
    await inScope(database, steward('load'), ({ client }) =>
      client.query({
        text: `INSERT INTO ledger_delay (learner_id, reader_id, reason, until_on, entered_at, entered_by, organisation_id, review_by)
               VALUES ($1, $2, 'An inquiry', '2026-01-20', '2026-01-14', 1, 1, '2026-01-16')`,
        values: [learnerId, worker],
      }),
    );
    const ledger = openLedger(database, { clock });
    const program = {
      personId: worker,
      organisationId: 1,
      actor: 'Nightly registers, the school',
      purpose: 'to teach',
    };
    const read = {
      scopeKind: 'setting',
      action: 'list',
      route: 'GET /program',
      status: 200,
      reads: ['identity'],
    } as const;
    ledger.note({ ...program, ...read, changes: [], subjects: 'learners', learners: [learnerId], settings: [] });
    await ledger.close();
    const delayed = await gather();
    // A program’s reading carries who made its key, and is not that person’s.
    expect(rows('ledger_entry', delayed).map(({ route }) => route)).toContain('GET /program');
    for (const table of ['sharing_decision', 'team_member', 'break_glass']) expect(rows(table, delayed)).toEqual([]);
    expect(JSON.stringify(delayed)).not.toContain('Cara Dunn');
    const after = await gatherRecord(database, { learnerId }, new Date('2026-01-21T10:00:00Z'));
    expect(JSON.stringify(after)).toContain('Cara Dunn');
  });

  it('of one setting leaves out what another holds', async () => {
    const record = await gatherRecord(database, { learnerId: family.learnerId, settings: [999] }, clock.now());
    const tables = record.sections.map(({ table }) => table);
    expect(tables).not.toContain('register');
    expect(tables).not.toContain('enrolment');
  });
});

describe('a request', () => {
  it('is due a month later, and each step is kept with who did it', async () => {
    const request = await asked(family.mother);
    expect(request.dueOn).toBe('2026-02-15');
    expect(await answered(request)).toMatchObject({ ok: true });
    const fetched = await fetchCopy({ database, clock }, own(family.mother), request.requestId);
    expect(fetched.ok).toBe(true);
    const steps = await inScope(database, head(), (scoped) => stepsOf(scoped, request));
    expect(steps.map(({ step, by }) => [step, by])).toEqual([
      ['asked', 'Somebody of the family'],
      ['gathered', 'Owen Castell, head'],
      ['decided', 'Owen Castell, head'],
      ['released', 'Owen Castell, head'],
      ['downloaded', 'Somebody of the family'],
    ]);
  });

  it('is not released before it was gathered, nor before every text was decided with a reason, nor twice', async () => {
    const request = await asked(family.mother);
    const context = { database, clock };
    expect(await release(context, head(), request)).toMatchObject({
      failure: { code: 'record-not-gathered-conflict' },
    });
    await gatherFor(context, head(), request);
    expect(await release(context, head(), request)).toMatchObject({ failure: { code: 'review-open-conflict' } });
    const bare = [{ itemId: 1, decision: 'keep', reason: ' ' }] as const;
    expect(await decide(context, head(), { request, decisions: bare })).toMatchObject({
      failure: { code: 'reason-missing' },
    });
    expect(await answered(request)).toMatchObject({ ok: true });
    expect(await release(context, head(), request)).toMatchObject({ failure: { code: 'request-closed-conflict' } });
    expect(await inScope(database, head(), (scoped) => packOf(scoped, request))).toBeUndefined();
  });

  it('gives the copy to whoever asked, for thirty days, and to nobody else', async () => {
    const request = await asked(family.mother);
    await answered(request);
    const fetch = (personId: number, day = '2026-01-15') =>
      fetchCopy({ database, clock: stoppedClock(new Date(`${day}T10:00:00Z`)) }, own(personId), request.requestId);
    expect(await fetch(family.father)).toMatchObject({ failure: { code: 'copy-not-found' } });
    expect(await fetch(family.child)).toMatchObject({ failure: { code: 'copy-not-found' } });
    expect((await fetch(family.mother, '2026-02-14')).ok).toBe(true);
    expect(await fetch(family.mother, '2026-02-15')).toMatchObject({ failure: { code: 'copy-not-found' } });
  });

  it('can be refused with words for the asker, and never without', async () => {
    const request = await asked(family.mother);
    const context = { database, clock };
    expect(await refuseRequest(context, head(), { request, words: '' })).toMatchObject({ ok: false });
    await refuseRequest(context, head(), { request, words: 'You had the same copy last week.' });
    const after = await inScope(database, head(), (scoped) => requestAt(scoped, request.requestId));
    expect(after).toMatchObject({ outcome: 'refused', outcomeWords: 'You had the same copy last week.' });
  });

  it('is seen by its own setting alone, and only by those who read what families say', async () => {
    await startForFamily({ database, clock }, head(), { learnerId: family.learnerId, at: at(), words: 'By letter' });
    const seen = (scope = head()) => inScope(database, scope, (scoped) => requestsAt(scoped, family.settingId));
    expect((await seen()).length).toBeGreaterThan(0);
    expect(await seen(settingScope(family.settingId) as never)).toEqual([]);
    expect(await seen(headScope(2))).toEqual([]);
  });
});

describe('the words of others', () => {
  it('are blacked out wherever they stand, inside other texts too, and kept where that was decided', async () => {
    const made = await answered(await asked(family.child), (words) =>
      /Marlowe|Billy/.test(words) ? 'black-out' : 'keep',
    );
    if (!made.ok) throw new Error(made.failure.message);
    const texts = textsIn(made.value.zip);
    expect(Object.keys(texts)).toEqual(expect.arrayContaining(['record.html', 'record.json', 'csv/register.csv']));
    expect(texts['record.json']).toContain('█████ (name of staff)');
    for (const text of Object.values(texts)) expect(text).not.toMatch(/Marlowe|Billy Nobody/);
    expect(texts['record.html']).toContain('Amina');
  });

  it('a parent’s address is never in the copy of the other parent, though every text was decided to be kept', async () => {
    const made = await answered(await asked(family.father));
    if (!made.ok) throw new Error(made.failure.message);
    for (const text of Object.values(textsIn(made.value.zip))) {
      expect(text).not.toContain(mothersSecrets.address);
      expect(text).not.toContain(mothersSecrets['e-mail']);
    }
    // What she shares is his to know, and his own is his.
    expect(textsIn(made.value.zip)['record.json']).toContain(mothersSecrets.telephone);
    expect(textsIn(made.value.zip)['record.json']).toContain(fathersAddress);
  });

  it('whatever rules withhold is in no file of the copy, for any rules and decisions', async () => {
    const rules = fc.uniqueArray(fc.constantFrom('whereabouts', 'setting', 'voice', 'other-adults', 'everything'), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(rules, fc.func(fc.constantFrom('keep', 'black-out')), async (withholds, how) => {
        await forgetRules(database, family);
        for (const one of withholds) await enterRule(database, family, { withholds: one as 'everything' });
        const made = await answered(await asked(family.father), how as never);
        expect(made.ok).toBe(!withholds.includes('everything'));
        const files = made.ok ? Object.values(textsIn(made.value.zip)).join('') : '';
        const leaks = [...forbidden(withholds)].filter((text) => files.includes(text));
        expect({ withholds, leaks }).toEqual({ withholds, leaks: [] });
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('a rule that withholds the setting leaves counts and the days of what was asked, and nothing that names it', async () => {
    await enterRule(database, family, { withholds: 'setting' });
    const made = await answered(await asked(family.father));
    if (!made.ok) throw new Error(made.failure.message);
    const texts = textsIn(made.value.zip);
    const record: ChildRecord = JSON.parse(texts['record.json'] ?? '');
    const rows = (table: string) => record.sections.find((one) => one.table === table)?.rows ?? [];
    expect(rows('learner_total')).toEqual([
      expect.objectContaining({ academic_year: '2025/26', sessions_possible: 2 }),
    ]);
    expect(rows('enrolment')).toEqual([
      { surname: 'Abara', given_name: 'Amina', born_on: '2016-12-01', year_group: 4 },
    ]);
    expect(rows('subject_access').length).toBeGreaterThan(0);
    for (const table of ['register', 'amendment', 'learner', 'learner_enrolment']) expect(rows(table)).toEqual([]);
    const whole = await gatherRecord(database, { learnerId: family.learnerId }, clock.now());
    const upn = String(whole.sections.find(({ table }) => table === 'learner')?.rows[0]?.['upn']);
    expect(upn).toHaveLength(13);
    for (const text of Object.values(texts))
      expect(text).not.toMatch(new RegExp(`Setting 1|990001|Marlowe|2026-01-13|${upn}`));
  });

  it('a rule entered after the copy was made keeps it closed', async () => {
    const request = await asked(family.father);
    await answered(request);
    const fetch = () => fetchCopy({ database, clock }, own(family.father), request.requestId);
    expect((await fetch()).ok).toBe(true);
    await enterRule(database, family, { withholds: 'whereabouts', enteredAt: new Date('2026-01-15T11:00:00Z') });
    expect(await fetch()).toMatchObject({ failure: { code: 'copy-not-found' } });
    await forgetRules(database, family);
    await enterRule(database, family, { withholds: 'everything', validTo: plainDate('2026-01-14') });
    expect((await fetch()).ok).toBe(true);
  });
});

/** A worker of a service: named under an agreement, in a team, with the record open for a night, and a decision to share. */
async function enterHelpers(learnerId: number): Promise<number> {
  return await inScope(database, steward('load'), async ({ client }) => {
    const enter = async (text: string, values: readonly unknown[] = []) =>
      Number((await client.query<{ id: string }>({ text, values: [...values] })).rows[0]?.id);
    const at = "'2026-01-14T10:00:00Z'";
    const organisation = await enter(
      "INSERT INTO organisation (kind, name, demonstration) VALUES ('youth-justice', 'Youth Service', true) RETURNING organisation_id AS id",
    );
    const worker = await enter(
      `INSERT INTO person (name, demonstration, entered_at) VALUES ('Cara Dunn', true, ${at}) RETURNING person_id AS id`,
    );
    const member = await enter(
      `INSERT INTO membership (person_id, organisation_id, role, classes, year_groups, valid_from, entered_at, entered_by)
       VALUES ($1, $2, 'youth-justice-worker', '{}', '{}', '2026-01-01', ${at}, 'a test') RETURNING membership_id AS id`,
      [worker, organisation],
    );
    const team = await enter(
      `INSERT INTO team (learner_id, purpose, opened_on, entered_by) VALUES ($1, 'youth-justice', '2026-01-01', 'a test') RETURNING team_id AS id`,
      [learnerId],
    );
    await enter(
      `INSERT INTO team_member (learner_id, team_id, membership_id, categories, valid_from, entered_at, entered_by)
       VALUES ($1, $2, $3, '{identity}', '2026-01-01', ${at}, 'a test')`,
      [learnerId, team, member],
    );
    await enter(
      `INSERT INTO break_glass (learner_id, membership_id, person_id, organisation_id, categories, reason, opened_at, until_at, review_by)
       VALUES ($1, $2, $3, $4, '{identity}', 'A night at the station', ${at}, '2026-01-14T14:00:00Z', '2026-01-17T10:00:00Z')`,
      [learnerId, member, worker, organisation],
    );
    const agreement = await enter(
      `INSERT INTO agreement (reference, demonstration, entered_at) VALUES ('EX-1', true, ${at}) RETURNING agreement_id AS id`,
    );
    await enter(
      `INSERT INTO agreement_subject (learner_id, agreement_id, reached_by, reason, entered_at, entered_by)
       VALUES ($1, $2, 'case', 'Named by the panel', ${at}, 'a test')`,
      [learnerId, agreement],
    );
    await enter(
      `INSERT INTO sharing_decision (learner_id, outcome, organisation_id, with_whom, what, categories, reason, answers, decided_at, person_id, decided_by)
       VALUES ($1, 'shared', $2, 'Mr Pike', 'Attendance', '{attendance}', 'To help', '{"necessary": "Because Billy Nobody said so"}', ${at}, $3, 'the service')`,
      [learnerId, organisation, worker],
    );
    return worker;
  });
}

/** What may be in no byte for the father under these rules. */
function forbidden(withholds: readonly string[]): ReadonlySet<string> {
  const hidden: Readonly<Record<string, readonly string[]>> = {
    whereabouts: [mothersSecrets.telephone, 'Setting 1'],
    setting: ['Setting 1'],
    'other-adults': [mothersSecrets.telephone, 'Quillfeather'],
  };
  const always = [mothersSecrets.address, mothersSecrets['e-mail'], 'Order of the family court'];
  return new Set([...always, ...withholds.flatMap((one) => hidden[one] ?? [])]);
}
