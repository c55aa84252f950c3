import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerAt, registersOn, replayRegister } from '#domain/register/register-store.ts';
import { rollAndEvent } from '#domain/register/timetable-store.ts';
import { verifyRegisters } from '#domain/register/verify.ts';
import { cutRoster, cutToOwn, ownPlaces } from '#domain/roll/own-places.ts';
import { rollOf } from '#domain/roll/roll-store.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { ChildrenScope, RequestScope } from '#platform/access/scope.ts';
import { placeKey } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { settingScope } from '../registers/made-up-setting.ts';
import type { SmallSchool } from '../registers/small-school.ts';
import { makeUpArea, makeUpSchool } from '../registers/small-school.ts';
import { serveAs } from './serve-as.ts';

// Twelve children in 4B (slots 1 to 12, the last has left) and three in 5K (slots 13 to 15).
const day = plainDate('2026-01-15');
const key = { settingId: 1, day, session: 1 } as const;
const reads = ['totals', 'identity', 'characteristics', 'attendance'] as const;

/** The scope of a teacher of the children with these slots; slots and learners count alike in a made-up school. */
function teacherOf(slots: readonly number[], more: Partial<ChildrenScope> = {}): ChildrenScope {
  return {
    kind: 'children',
    learners: slots.map((slot) => learners.get(slot) ?? 0),
    settings: [1],
    places: slots.map((slot) => placeKey(1, slot)),
    categories: reads,
    changes: ['attendance', 'totals'],
    actor: 'A teacher, class teacher, Setting 1',
    purpose: 'to teach, and to take registers',
    onRoll: 14,
    ...more,
  };
}

let database: Database;
let school: SmallSchool;
let ask: Awaited<ReturnType<typeof serveAs>>;
const learners = new Map<number, number>();

const own = [13, 14, 15] as const;
const url = `/api/v1/settings/990001/registers/${day}/am`;
const page = `/settings/990001/registers/${day}/am`;

beforeAll(async () => {
  database = await freshDatabase();
  await makeUpArea(database);
  school = await makeUpSchool(database, 1, 12);
  await inScope(database, settingScope(1), async (scoped) => {
    const rows = await scoped.selectFrom('enrolment').select(['slot', 'learner_id']).execute();
    for (const { slot, learner_id } of rows) learners.set(slot, learner_id);
  });
  const scopes: Record<string, RequestScope> = {
    school: settingScope(1),
    teacher: teacherOf(own),
    reader: teacherOf(own, { changes: [] }),
    'without-attendance': teacherOf(own, { categories: ['identity'], changes: [] }),
    'without-characteristics': teacherOf(own, { categories: ['identity', 'attendance'], changes: [] }),
    'without-identity': teacherOf(own, { categories: ['totals', 'attendance'], changes: [] }),
    family: teacherOf([13], { changes: [], grounds: { personId: 1, by: 'as a parent', family: 'parent' } }),
    governor: { ...settingScope(1), categories: ['totals'], changes: [] },
    partner: { ...settingScope(1), changes: [] },
    elsewhere: { ...teacherOf([]), settings: [2] },
  };
  ask = await serveAs(database, scopes);
});

/** The marks of the whole register as the setting reads them, slot by slot. */
async function wholeMarks(): Promise<ReadonlyMap<number, string | null>> {
  const { body } = await ask({ as: 'school', url });
  const document: { marks: { slot: number; code: string | null }[] } = JSON.parse(body);
  return new Map(document.marks.map(({ slot, code }) => [slot, code]));
}

describe('a class teacher', () => {
  it('reads the register of the class, and no mark of another child, from every store', async () => {
    const marks = Object.fromEntries(school.upns.slice(0, -1).map((upn) => [upn, '/']));
    await ask({ as: 'school', method: 'PUT', url, body: { version: 1, marks } });
    await inScope(database, teacherOf(own), async (scoped) => {
      const year = academicYearOf(day);
      const roll = await rollOf(scoped, 1, year);
      expect([...(roll?.spells.place ?? [])].toSorted((left, right) => left - right)).toEqual([12, 13, 14]);
      const numbers = [...(roll?.identifiers ?? [])].flatMap((number, place) => (number === 0 ? [] : [place]));
      expect(numbers).toEqual([12, 13, 14]);
      const found = await rollAndEvent(scoped, key);
      expect(found?.roll.identifiers.filter((number) => number !== 0)).toHaveLength(3);
      for (const register of [
        await registerAt(scoped, key),
        ...(await registersOn(scoped, 1, day)),
        await replayRegister(scoped, key, new Date('2027-01-01T00:00:00Z')),
      ]) {
        expect(register?.marks.some((byte) => byte !== 0)).toBe(false);
        expect(register?.version).toBe(1);
      }
    });
  });

  it('is shown the class alone, by pages and by programs, and told that it is some of the roll', async () => {
    const read = JSON.parse((await ask({ as: 'teacher', url })).body);
    expect(read.marks.map(({ slot }: { slot: number }) => slot)).toEqual([...own]);
    expect(read).toMatchObject({ expected: 3, counts: { present: 0, unmeasured: 3 } });
    const roll = JSON.parse((await ask({ as: 'teacher', url: '/api/v1/settings/990001/roll' })).body);
    expect(roll.enrolments.map(({ slot }: { slot: number }) => slot)).toEqual([...own]);
    for (const document of [read, roll]) expect(document.why).toContain('3 of the 14 children on roll');
    const pages = [page, `${page}/history`, '/settings/990001/roll', '/settings/990001/roll/13'];
    for (const one of pages) {
      const { status, body } = await ask({ as: 'teacher', url: one });
      expect({ one, status }).toEqual({ one, status: 200 });
      for (const name of ['Amina Abara', 'Abara, Amina', 'Amina Bell', school.upns[0]])
        expect(body).not.toContain(name);
    }
    for (const one of [page, '/settings/990001/roll']) {
      expect((await ask({ as: 'teacher', url: one })).body).toContain('3 of the 14 children on roll');
    }
    expect((await ask({ as: 'teacher', url: '/settings/990001/roll/1' })).status).toBe(404);
    expect((await ask({ as: 'teacher', url: '/settings/990001/roll/1/day' })).status).toBe(404);
    expect((await ask({ as: 'elsewhere', url: page })).status).toBe(403);
  });

  it('takes the register of the class beside what others took, and corrects it', async () => {
    const before = await wholeMarks();
    const marks = [...own].map((slot) => ({ slot, code: '/' }));
    const taken = await ask({ as: 'teacher', method: 'PUT', url, body: { version: 2, marks } });
    expect(JSON.parse(taken.body)).toMatchObject({ outcome: 'recorded', expected: 3, recorded: 3, unmeasured: 0 });
    const changes = [{ slot: 14, code: 'L', reason: 'Came at ten' }];
    const mended = await ask({ as: 'teacher', method: 'POST', url: `${url}/marks`, body: { version: 3, changes } });
    expect(mended.status).toBe(200);
    const after = await wholeMarks();
    expect(after).toEqual(new Map([...before, [13, '/'], [14, 'L'], [15, '/']]));
    const again = JSON.parse((await ask({ as: 'teacher', url })).body);
    expect(again.counts).toMatchObject({ present: 3, unmeasured: 0 });
  });

  it('is refused a mark of another child, whatever it is, and nothing is lost or written', async () => {
    const before = await wholeMarks();
    const sends = [
      {
        method: 'PUT',
        url,
        body: {
          version: 9,
          marks: [
            { slot: 13, code: 'I' },
            { slot: 1, code: 'I' },
          ],
        },
      },
      { method: 'PUT', url, body: { version: 9, marks: [{ slot: 1, code: '/' }] } },
      { method: 'POST', url: `${url}/marks`, body: { version: 9, changes: [{ slot: 1, code: 'I', reason: 'x' }] } },
      { method: 'POST', url: page, body: 'w-1=%2F&m-1=I&r-1=x&w-13=%2F&m-13=I&r-13=x' },
    ] as const;
    for (const sent of sends) {
      const { status, body } = await ask({ as: 'teacher', ...sent });
      expect({ status, url: sent.url }).toEqual({ status: 403, url: sent.url });
      expect(body).toContain('not among your own pupils');
    }
    expect(await wholeMarks()).toEqual(before);
  });

  it('is told which registers of the class are missing, whatever other classes have', async () => {
    const missing = async (as: string) => {
      const { body } = await ask({ as, url: '/api/v1/registers/missing?day=2026-01-14' });
      return JSON.parse(body);
    };
    const marks = (slots: readonly number[]) => slots.map((slot) => ({ slot, code: '/' }));
    const others = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    const morning = '/api/v1/settings/990001/registers/2026-01-14/am';
    await ask({ as: 'school', method: 'PUT', url: morning, body: { version: 1, marks: marks(others) } });
    const partly = await missing('teacher');
    expect(partly.registers).toMatchObject([
      { session: 'am', expected: 3, unmeasured: 3 },
      { session: 'pm', unmeasured: null },
    ]);
    await ask({ as: 'teacher', method: 'PUT', url: morning, body: { version: 2, marks: marks(own) } });
    expect((await missing('teacher')).registers).toMatchObject([{ session: 'pm' }]);
    const list = await ask({ as: 'teacher', url: '/settings/990001/registers?week=2026-01-12' });
    expect(list.status).toBe(200);
    expect(list.body).toContain('3 of the 14 children on roll');
  });

  it('is shown, of a register that changed meanwhile, the class alone', async () => {
    const body = { version: 1, marks: [{ slot: 13, code: 'I' }] };
    const { status, body: answer } = await ask({ as: 'teacher', method: 'PUT', url, body });
    expect(status).toBe(409);
    const { current } = JSON.parse(answer);
    expect(current.marks.map(({ slot }: { slot: number }) => slot)).toEqual([...own]);
  });

  it('takes the class on the page, and leaves every other mark as it was', async () => {
    const before = await wholeMarks();
    const form = 'w-13=%2F&m-13=I&r-13=Went%20home';
    expect((await ask({ as: 'teacher', method: 'POST', url: page, body: form })).status).toBe(303);
    expect(await wholeMarks()).toEqual(new Map([...before, [13, 'I']]));
    expect((await ask({ as: 'teacher', method: 'POST', url: page, body: 'form=withdraw&reason=x' })).status).toBe(403);
  });

  it('leaves totals that agree with the registers', async () => {
    expect((await verifyRegisters(database, { threads: 1 })).differences).toEqual([]);
  });
});

describe('a scope without a category', () => {
  it.each([
    ['without-attendance', page, 'attendance (registers, absence and part-time timetables)'],
    ['without-attendance', url, 'attendance'],
    ['without-identity', page, 'identity'],
    ['without-identity', '/settings/990001/roll', 'identity'],
    ['governor', '/settings/990001/roll', 'identity'],
    ['governor', '/api/v1/settings/990001/roll', 'identity'],
    ['governor', page, 'identity'],
    ['without-attendance', '/registers/missing', 'totals'],
    ['without-attendance', '/registers/dual', 'attendance'],
  ])('is told which it lacks, and who has it: %s at %s', async (as, asked, words) => {
    const { status, body } = await ask({ as, url: asked });
    expect({ as, asked, status }).toEqual({ as, asked, status: 403 });
    expect(body).toContain(words);
    expect(body).toMatch(/attendance officer/);
  });

  it('is shown a person without what it lacks', async () => {
    const person = '/settings/990001/roll/13';
    const full = await ask({ as: 'teacher', url: person });
    expect(full.body).toContain('Free school meals');
    const without = await ask({ as: 'without-characteristics', url: person });
    expect(without.status).toBe(200);
    expect(without.body).not.toContain('Free school meals');
    const roll = JSON.parse((await ask({ as: 'without-characteristics', url: '/api/v1/settings/990001/roll' })).body);
    expect(roll.enrolments[0]).not.toHaveProperty('fsm');
  });

  it('writes nothing when it changes nothing, whatever it reads', async () => {
    for (const as of ['reader', 'partner'] as const) {
      const body = { version: 20, marks: [{ slot: 13, code: '/' }] };
      expect((await ask({ as, method: 'PUT', url, body })).status).toBe(403);
      expect((await ask({ as, method: 'POST', url: page, body: 'w-13=I&m-13=%2F&r-13=x' })).status).toBe(403);
      expect((await ask({ as, method: 'POST', url: '/settings/990001/roll/13', body: 'what=details' })).status).toBe(
        403,
      );
    }
  });

  it('of a family opens no page of the people who work with children', async () => {
    for (const one of [page, url, '/settings/990001/roll', '/settings/990001/roll/13', '/settings/990001/calendar']) {
      expect((await ask({ as: 'family', url: one })).status).toBe(403);
    }
  });
});

describe('bytes of a roll’s places', () => {
  const anyPlaces = fc.uniqueArray(fc.integer({ min: 0, max: 60 }));

  it('are given out at own places alone, whatever their width', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), anyPlaces, fc.constantFrom(1, 8), (bytes, places, width) => {
        const mine = new Set(places);
        const cut = cutToOwn(Buffer.from(bytes), mine, width);
        expect(cut).toHaveLength(bytes.length);
        for (const [at, byte] of cut.entries()) expect(byte).toBe(mine.has(Math.floor(at / width)) ? bytes[at] : 0);
      }),
    );
  });

  it('are expected at own places alone, bit by bit', () => {
    const bit = (bytes: Uint8Array, place: number) => ((bytes[place >> 3] ?? 0) >> (place & 7)) & 1;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), anyPlaces, (bytes, places) => {
        const roster = cutRoster(Buffer.from(bytes), new Set(places));
        for (let place = 0; place < bytes.length * 8; place += 1) {
          expect(bit(roster, place)).toBe(places.includes(place) ? bit(bytes, place) : 0);
        }
      }),
    );
  });

  it('are own at the scope’s own setting alone', () => {
    const anySlots = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 99 })));
    fc.assert(
      fc.property(
        anySlots,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 20 }),
        (slots, settingId, base) => {
          const scope = { ...teacherOf([]), places: slots.map(([setting, slot]) => placeKey(setting, slot)) };
          const expected = slots.filter(([setting]) => setting === settingId).map(([, slot]) => slot - base);
          expect(ownPlaces(scope, settingId, base)).toEqual(new Set(expected));
          expect(ownPlaces(settingScope(1), settingId, base)).toBeUndefined();
        },
      ),
    );
  });
});
