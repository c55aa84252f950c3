import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { amendMarks, recordRegister } from '#domain/register/actions.ts';
import { countsOf } from '#domain/register/rates.ts';
import { emptyTally, unpackTally } from '#domain/register/tally.ts';
import { recordClosure, withdrawClosure } from '#domain/roll/calendar-actions.ts';
import type { Spell } from '#domain/roll/packed-roll.ts';
import { AcademicYear } from '#foundation/kernel/academic-year.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { madeUpPlaces, makeUpRoll, makeUpSetting, settingScope } from '../../../test/registers/made-up-setting.ts';
import type { LiveOptions, LivePicture } from './feed.ts';
import { openLivePicture } from './feed.ts';
import type { PictureVector } from './picture-vector.ts';
import { addVector, emptyVector, tallyIn, todayIndex, trendIn, vectorLayout } from './picture-vector.ts';

const year = AcademicYear.parse(2026);
const today = plainDate('2026-11-20');
const book = bookOf('england');
const bytes = ['/', 'L', 'I', 'O', 'X'].map((code) => book.bytes.get(code) ?? 0);
const size = 4;
const at = new Date('2026-11-20T09:00:00Z');

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
  for (const settingId of [1, 2, 3]) {
    await makeUpSetting(database, { settingId });
    await makeUpRoll(database, { settingId }, { year, size, spells: everyone() });
    await database.pool.query({
      text: "INSERT INTO term (setting_id, starts_on, ends_on, name) VALUES ($1, '2026-09-01', '2026-12-18', 'Autumn')",
      values: [settingId],
    });
  }
});

function everyone(): Spell[] {
  return Array.from({ length: size }, (_, place) => ({
    place,
    from: 0,
    to: 364,
    status: 'single' as const,
    compulsory: true,
    groups: [10, 19, 22, 26, 29, 49, 52],
  }));
}

function clockOn(day: { today: PlainDate }): Clock {
  return { now: () => new Date(`${day.today}T10:00:00Z`), today: () => day.today };
}

function onFailure(reason: unknown): never {
  throw new Error('The picture could not read something', { cause: reason });
}

async function withPicture(options: LiveOptions, work: (live: LivePicture) => Promise<void> | void): Promise<void> {
  const live = openLivePicture(database, clockOn({ today }), { sweepEvery: 3_600_000, onFailure, ...options });
  try {
    await live.settle();
    await work(live);
  } finally {
    await live.close();
  }
}

function totalOf(live: LivePicture): PictureVector {
  const sum = emptyVector();
  const cube = live.state()?.cube;
  for (const { vector } of cube?.sumOfAuthorities(new Set([madeUpPlaces.laId])) ?? []) addVector(sum, vector);
  return sum;
}

/** The year's tally as the database has it, summed there and then. */
async function yearInDatabase(): Promise<readonly number[]> {
  const rows = await inScope(database, steward('feed'), async (scoped) => {
    const answer = await sql<{ counts: Buffer }>`
      SELECT counts FROM period_total WHERE setting_id = ANY (ARRAY[1, 2, 3]) AND year = ${year} AND week = 0
    `.execute(scoped);
    return answer.rows;
  });
  const sum = emptyTally();
  for (const { counts } of rows) {
    const tally = unpackTally(counts);
    for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] as number) + (tally[index] as number);
  }
  return [...sum];
}

let sent = 0;
function record(settingId: number, register: { session: number; marks: readonly number[]; day?: PlainDate }) {
  sent += 1;
  const { session, marks, day = today } = register;
  const whole = { settingId, day, session, version: sent, marks: Uint8Array.from(marks) };
  return recordRegister(database, settingScope(settingId), whole, at);
}

describe('the live picture', () => {
  it('counts everyone expected as unmeasured until a register is in, and says how many registers are', async () => {
    await withPicture({}, (live) => {
      const counts = countsOf(tallyIn(totalOf(live), 'morning'));
      expect(counts).toMatchObject({ possible: 0, unmeasured: 12, expected: 12 });
      expect(totalOf(live)[todayIndex('morning')]).toBe(0);
      expect(totalOf(live)[todayIndex('morning') + 1]).toBe(3);
      expect(totalOf(live)[vectorLayout.onRoll]).toBe(12);
    });
  });

  it('shows a register a moment after it was recorded, and a correction by exactly what it moved', async () => {
    await withPicture({}, async (live) => {
      const [present = 0, , ill = 0] = bytes;
      await record(1, { session: 1, marks: [present, present, ill, 0] });
      await vi.waitFor(() =>
        expect(countsOf(tallyIn(totalOf(live), 'morning'))).toMatchObject({
          attendance: 2,
          absence: 1,
          unmeasured: 9,
          expected: 12,
        }),
      );
      expect(totalOf(live)[todayIndex('morning')]).toBe(1);
      const changes = [{ place: 2, byte: present, reason: 'Came late' }];
      const marks = { settingId: 1, day: today, session: 1, version: sent + 1, changes };
      sent += 1;
      await amendMarks(database, settingScope(1), marks, at);
      await vi.waitFor(() =>
        expect(countsOf(tallyIn(totalOf(live), 'morning'))).toMatchObject({ attendance: 3, absence: 0, unmeasured: 9 }),
      );
      expect([...trendIn(totalOf(live), 12)]).toEqual([3, 0, 0, 0, 1]);
    });
  });

  it('shows a closure a moment after it was recorded, and that it was withdrawn', async () => {
    await withPicture({}, async (live) => {
      const writer = { database, scope: settingScope(2) };
      const missing = () =>
        totalOf(live)
          .subarray(vectorLayout.missingByWeek, vectorLayout.missingByWeek + 54)
          .reduce((sum, one) => sum + one, 0);
      const [before, day] = [missing(), plainDate('2026-11-19')];
      const closure = { session: 0, kind: 'unplanned', reason: 'Snow' } as const;
      await recordClosure(writer, 2, { ...closure, day: today }, at);
      await recordClosure(writer, 2, { ...closure, day }, at);
      await vi.waitFor(() =>
        expect([totalOf(live)[todayIndex('morning') + 1], missing()]).toEqual([2, before - 4 * size]),
      );
      await withdrawClosure(writer, 2, { day: today, session: 0 });
      await withdrawClosure(writer, 2, { day, session: 0 });
      await vi.waitFor(() => expect([totalOf(live)[todayIndex('morning') + 1], missing()]).toEqual([3, before]));
    });
  });

  it('takes in a change of roll and a closure, which nobody announces', async () => {
    await withPicture({}, async (live) => {
      await makeUpRoll(database, { settingId: 3 }, { year, size, spells: everyone().slice(1) });
      await database.pool.query({
        text: "INSERT INTO closure (setting_id, day, session, kind, reason, recorded_at, recorded_by) VALUES (2, $1, 2, 'unplanned', 'Snow', $2, 'Head')",
        values: [today, at],
      });
      expect(totalOf(live)[todayIndex('afternoon') + 1]).toBe(3);
      await live.settle();
      expect(totalOf(live)[vectorLayout.onRoll]).toBe(11);
      expect(totalOf(live)[todayIndex('afternoon') + 1]).toBe(2);
    });
  });

  const events = fc.array(
    fc.record({
      settingId: fc.integer({ min: 1, max: 3 }),
      session: fc.integer({ min: 1, max: 2 }),
      day: fc.constantFrom(today, plainDate('2026-11-19'), plainDate('2026-11-12'), plainDate('2026-09-02')),
      marks: fc.array(fc.constantFrom(0, ...bytes), { minLength: size, maxLength: size }),
    }),
    { minLength: 1, maxLength: 12 },
  );

  it.each([['notices'], ['nothing']] as const)(
    'equals the sum in the database after any registers and corrections, hearing %s, once it has compared versions',
    async (listen) => {
      await withPicture({ listen }, async (live) => {
        await fc.assert(
          fc.asyncProperty(events, async (registers) => {
            await Promise.all(registers.map(({ settingId, ...register }) => record(settingId, register)));
            await live.settle();
            expect([...tallyIn(totalOf(live), 'year')]).toEqual(await yearInDatabase());
          }),
          { numRuns: 15 },
        );
        // And a picture put together anew from nothing is the same to the last number.
        await withPicture({ listen: 'nothing' }, async (anew) =>
          expect([...totalOf(anew)]).toEqual([...totalOf(live)]),
        );
      });
    },
    60_000,
  );

  it('goes over to the next day at midnight', async () => {
    const day = { today };
    const live = openLivePicture(database, clockOn(day), { sweepEvery: 3_600_000, onFailure });
    await live.settle();
    day.today = plainDate('2026-11-23');
    await live.settle();
    expect(live.state()?.place).toEqual({ day: '2026-11-23', year: 2026, week: 13 });
    expect(countsOf(tallyIn(totalOf(live), 'morning'))).toMatchObject({ possible: 0, unmeasured: 11 });
    await live.close();
  });
});
