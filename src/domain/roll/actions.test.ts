import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { makeUln, makeUpn } from '#foundation/kernel/pupil-identifiers.ts';
import { readingRegisters } from '#platform/access/categories.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { AreaScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { madeUpPlaces, makeUpSetting, settingScope } from '../../../test/registers/made-up-setting.ts';
import { changeCharacteristics, changeDetails, endEnrolment, enrol } from './actions.ts';
import type { RollWriter } from './change-roll.ts';
import type { EnrolmentSent } from './enrolment-fields.ts';
import { readEnrolment } from './enrolment-fields.ts';
import { enrolmentAt, enrolmentsOf } from './enrolment-store.ts';
import { groups } from './groups.ts';
import { putRoll } from './put-roll.ts';
import { rollOf } from './roll-store.ts';
import { ensureRoll } from './roll-years.ts';

let database: Database;
const changed: [number, AcademicYear][] = [];

beforeAll(async () => {
  database = await freshDatabase();
  for (const settingId of [1, 2, 3, 4, 5, 6]) await makeUpSetting(database, { settingId });
});

function writer(settingId: number, today = '2026-11-23'): RollWriter {
  return {
    database,
    scope: settingScope(settingId),
    today: plainDate(today),
    onRollChanged: async (_scoped, setting, year) => void changed.push([setting, year]),
  };
}

let serial = 0;
function somebody(more: Partial<EnrolmentSent> = {}): EnrolmentSent {
  serial += 1;
  return {
    upn: makeUpn('941', serial),
    surname: `Surname ${serial}`,
    givenName: 'Given',
    bornOn: plainDate('2014-03-27'),
    yearGroup: 7,
    class: '7A',
    status: 'single',
    enteredOn: plainDate('2026-09-01'),
    ...more,
  };
}

async function enrolled(settingId: number, sent: EnrolmentSent, today?: string): Promise<number> {
  const outcome = await enrol(writer(settingId, today), settingId, sent);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value.slot;
}

const in2026 = 2026 as AcademicYear;
const in2027 = 2027 as AcademicYear;

function read<Outcome>(
  settingId: number,
  work: Parameters<typeof inScope<ReturnType<typeof settingScope>, Outcome>>[2],
) {
  return inScope(database, settingScope(settingId), work);
}

describe('enrol', () => {
  it('gives the next slot, packs the year and has its totals rebuilt', async () => {
    changed.length = 0;
    const first = await enrolled(1, somebody({ characteristics: { sen: 'K' } }));
    const second = await enrolled(1, somebody());
    expect([first, second]).toEqual([1, 2]);
    expect(changed).toEqual([
      [1, 2026],
      [1, 2026],
    ]);
    const roll = await read(1, (scoped) => rollOf(scoped, 1, in2026));
    expect(roll).toMatchObject({ base: 1, size: 2, version: 2 });
    expect(groups[roll?.spells.groups[2] as number]).toMatchObject({ dimension: 'sen', code: 'K' });
  });

  it.each<[string, Partial<EnrolmentSent>, string, string]>([
    ['who leaves before coming', { leftOn: plainDate('2026-08-31') }, 'leaves-before-entering', 'leftOn'],
    ['whose status is of another kind of roll', { status: 'ehe' }, 'status-not-here', 'status'],
    ['who came before being born', { bornOn: plainDate('2026-09-01') }, 'born-after-entering', 'bornOn'],
  ])('refuses somebody %s', async (_who, more, code, field) => {
    const outcome = await enrol(writer(1), 1, somebody(more));
    expect(outcome).toMatchObject({ ok: false, failure: { code, field } });
  });

  it('refuses days that overlap with an enrolment of the same child, and lets the child come back in a new slot', async () => {
    const child = somebody({ leftOn: plainDate('2026-10-30') });
    const slot = await enrolled(1, child);
    const again = await enrol(writer(1), 1, { ...child, enteredOn: plainDate('2026-10-30'), leftOn: undefined });
    expect(again).toMatchObject({ ok: false, failure: { code: 'enrolment-overlap-conflict' } });
    const back = await enrolled(1, { ...child, enteredOn: plainDate('2026-10-31'), leftOn: undefined });
    expect(back).toBeGreaterThan(slot);
    const both = await read(1, async (scoped) => [
      await enrolmentAt(scoped, 1, slot),
      await enrolmentAt(scoped, 1, back),
    ]);
    expect(both[0]?.learnerId).toBe(both[1]?.learnerId);
  });

  it('refuses a UPN and a ULN of two people', async () => {
    const [one, two] = [somebody(), somebody({ upn: undefined, uln: makeUln(7) })];
    await enrolled(1, one);
    await enrolled(1, two);
    const mixed = await enrol(writer(1), 1, { ...one, uln: two.uln, enteredOn: plainDate('2027-09-01') });
    expect(mixed).toMatchObject({ ok: false, failure: { code: 'identifiers-conflict', field: 'uln' } });
  });

  it('lets a child be single twice, and says so without saying where', async () => {
    const child = somebody();
    await enrolled(1, child);
    const outcome = await enrol(writer(2), 2, child);
    expect(outcome).toMatchObject({ ok: true, value: { notices: [{ code: 'single-twice' }] } });
    expect(JSON.stringify(outcome)).not.toContain('Setting 1');
  });

  it('joins a main and a subsidiary registration both ways', async () => {
    const child = somebody({ status: 'main' });
    const main = await enrolled(1, child);
    const subsidiary = await enrolled(2, { ...child, status: 'subsidiary', enteredOn: plainDate('2026-10-01') });
    const there = await read(1, (scoped) => enrolmentAt(scoped, 1, main));
    const here = await read(2, (scoped) => enrolmentAt(scoped, 2, subsidiary));
    expect([there?.partnerSettingId, here?.partnerSettingId]).toEqual([2, 1]);
  });

  it('gives a slot and a learner to each of many who come at once', async () => {
    await makeUpSetting(database, { settingId: 8 });
    await makeUpSetting(database, { settingId: 9 });
    const people = Array.from({ length: 6 }, () => somebody());
    const slots = await Promise.all(
      people.flatMap((one) => [enrolled(8, one), enrolled(9, { ...one, status: 'guest' })]),
    );
    expect(slots.toSorted((left, right) => left - right)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
    const learnersAt = async (settingId: number) =>
      (await read(settingId, (scoped) => enrolmentsOf(scoped, settingId))).map(({ learnerId }) => learnerId);
    expect(new Set(await learnersAt(8))).toEqual(new Set(await learnersAt(9)));
    expect(new Set(await learnersAt(8)).size).toBe(6);
  });

  it('is for the setting alone', async () => {
    const area: AreaScope = { kind: 'area', laId: madeUpPlaces.laId, actor: 'A', purpose: 'B', ...readingRegisters };
    const seen = await inScope(database, area, (scoped) => enrolmentsOf(scoped, 1));
    expect(seen.length).toBeGreaterThan(0);
    const elsewhere = await read(2, (scoped) => enrolmentsOf(scoped, 1));
    expect(elsewhere).toEqual([]);
    await expect(enrol({ ...writer(1), scope: settingScope(2) }, 1, somebody())).rejects.toThrow();
  });
});

describe('a roll through the years', () => {
  it('goes up a year group when the first register of the new year asks for it', async () => {
    const slot = await enrolled(3, somebody({ yearGroup: 10 }));
    const leaver = await enrolled(3, somebody({ yearGroup: 11, leftOn: plainDate('2027-07-21') }));
    const newcomer = await enrolled(3, somebody({ yearGroup: 0, enteredOn: plainDate('2027-09-01') }));
    const roll = await read(3, (scoped) => ensureRoll(scoped, 3, { year: in2027, today: plainDate('2027-06-01') }));
    const yearGroups = [...(roll?.spells.place ?? [])].map((place, spell) => [
      place + (roll?.base ?? 0),
      groups[roll?.spells.groups[spell * 7] as number]?.code,
    ]);
    expect(Object.fromEntries(yearGroups)).toEqual({ [slot]: '11', [newcomer]: '0' });
    const after = await read(3, (scoped) => enrolmentsOf(scoped, 3));
    expect(after.map((one) => [one.slot, one.yearGroup])).toEqual([
      [slot, 11],
      [leaver, 11],
      [newcomer, 0],
    ]);
    await changeCharacteristics(writer(3), 3, { slot, validFrom: plainDate('2026-11-01'), sen: 'E' });
    const before = await read(3, (scoped) => rollOf(scoped, 3, in2026));
    expect(groups[before?.spells.groups[0] as number]?.code).toBe('10');
  });

  it('refuses to move an end into a year that was begun without the person', async () => {
    const early = await enrolled(4, somebody({ leftOn: plainDate('2027-07-21') }));
    await enrolled(4, somebody());
    await read(4, (scoped) => ensureRoll(scoped, 4, { year: in2027, today: plainDate('2027-06-01') }));
    const longer = await endEnrolment(writer(4), 4, { slot: early, leftOn: undefined });
    expect(longer).toMatchObject({ ok: false, failure: { code: 'enrolment-closed-conflict' } });
    const shorter = await endEnrolment(writer(4), 4, { slot: early, leftOn: plainDate('2027-01-08') });
    expect(shorter.ok).toBe(true);
  });
});

describe('changes of an enrolment', () => {
  it('are dated, and touch no register when only the name is other', async () => {
    const slot = await enrolled(5, somebody());
    changed.length = 0;
    await changeDetails(writer(5), 5, { slot, surname: 'Other', class: '7B' });
    expect(changed).toEqual([]);
    await changeDetails(writer(5), 5, { slot, yearGroup: 8 });
    expect(changed).toEqual([[5, 2026]]);
    const roll = await read(5, (scoped) => rollOf(scoped, 5, in2026));
    expect(groups[roll?.spells.groups[0] as number]?.code).toBe('8');
    expect(await changeDetails(writer(5), 5, { slot: 99, class: 'x' })).toMatchObject({
      failure: { code: 'enrolment-not-found' },
    });
  });
});

describe('putRoll', () => {
  it('takes what it can, says why not, and changes nothing the second time', async () => {
    const rows = [somebody(), somebody({ leftOn: plainDate('2026-01-01') }), somebody()];
    const first = await putRoll(writer(6), 6, rows);
    expect(first.map((one) => (one.ok ? one.value.kind : one.failure.code))).toEqual([
      'enrolled',
      'leaves-before-entering',
      'enrolled',
    ]);
    changed.length = 0;
    const second = await putRoll(writer(6), 6, rows);
    expect(second.map((one) => (one.ok ? one.value.kind : one.failure.code))).toEqual([
      'unchanged',
      'leaves-before-entering',
      'unchanged',
    ]);
    expect(changed).toEqual([]);
    const moved = rows.map((one) => ({ ...one, class: '7Z', characteristics: { fsm: 'Y' } }));
    const third = await putRoll(writer(6), 6, moved);
    expect(third.map((one) => (one.ok ? one.value.kind : one.failure.code))[0]).toBe('changed');
  });

  it('knows somebody without a UPN or ULN again by name, birth and first day', async () => {
    await makeUpSetting(database, { settingId: 10 });
    const rows = [somebody({ upn: undefined }), somebody({ upn: undefined, givenName: 'Twin' })];
    const first = await putRoll(writer(10), 10, rows);
    expect(first.map((one) => one.ok && one.value.slot)).toEqual([1, 2]);
    const second = await putRoll(writer(10), 10, [...rows, { ...rows[0], givenName: 'Other' } as EnrolmentSent]);
    expect(second.map((one) => (one.ok ? one.value.kind : one.failure.code))).toEqual([
      'unchanged',
      'unchanged',
      'enrolled',
    ]);
  });

  it('never gives a slot twice or moves a base, whatever comes in whatever order', async () => {
    await makeUpSetting(database, { settingId: 7 });
    const people = Array.from({ length: 8 }, () => somebody());
    const step = fc.record({
      who: fc.integer({ min: 0, max: 7 }),
      from: fc.integer({ min: -300, max: 500 }),
      stays: fc.option(fc.integer({ min: 0, max: 300 }), { nil: undefined }),
    });
    const held = new Map<number, string>();
    const bases = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const rows = steps.map(({ who, from, stays }) => {
          const enteredOn = addDays(plainDate('2026-09-01'), from);
          return { ...people[who], enteredOn, leftOn: stays === undefined ? undefined : addDays(enteredOn, stays) };
        }) as EnrolmentSent[];
        await putRoll(writer(7), 7, rows);
        await inScope(database, steward('verify'), async (scoped) => {
          for (const one of await enrolmentsOf(scoped, 7)) {
            const key = `${one.learnerId} ${one.enteredOn}`;
            expect(held.get(one.slot) ?? key).toBe(key);
            held.set(one.slot, key);
          }
          for (const year of [2025, 2026, 2027] as AcademicYear[]) {
            const roll = await rollOf(scoped, 7, year);
            if (!roll) continue;
            expect(bases.get(year) ?? roll.base).toBe(roll.base);
            bases.set(year, roll.base);
          }
        });
      }),
      { numRuns: 25 },
    );
  });
});

describe('readEnrolment', () => {
  it('says everything that is wrong at once, field by field', () => {
    const outcome = readEnrolment({ upn: 'A123', bornOn: '31/02/2014', yearGroup: '15', sen: 'Z', status: 'visiting' });
    const fields = outcome.ok ? [] : outcome.failure.map(({ field }) => field);
    expect(fields.toSorted()).toEqual(
      ['bornOn', 'enteredOn', 'givenName', 'sen', 'status', 'surname', 'upn', 'yearGroup'].toSorted(),
    );
  });

  it('stores identifiers as they are written properly, however they are typed', () => {
    const [upn, uln] = [makeUpn('941', 5), makeUln(7)];
    const typed = {
      upn: ` ${upn.slice(0, 1).toLowerCase()} ${upn.slice(1, 7)} ${upn.slice(7)}`,
      uln: uln.replace(/(?=.{5}$)/, ' '),
    };
    const days = { bornOn: '2014-03-27', enteredOn: '2026-09-01' };
    const outcome = readEnrolment({ surname: 'Ash', givenName: 'Kit', ...days, ...typed });
    expect(outcome).toMatchObject({ ok: true, value: { upn, uln } });
  });

  it('reads days and codes as people here write them', () => {
    const outcome = readEnrolment({
      surname: 'Ash',
      givenName: 'Kit',
      bornOn: '27/3/2014',
      enteredOn: '2026-09-01 00:00:00',
      yearGroup: 'Year 7',
      status: 'M',
      sex: 'female',
      fsm: 'true',
    });
    expect(outcome).toMatchObject({
      ok: true,
      value: { bornOn: '2014-03-27', yearGroup: 7, status: 'main', characteristics: { sex: 'F', fsm: 'Y' } },
    });
  });
});
