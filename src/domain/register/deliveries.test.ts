import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { bytesOf, drawnCodes, drawnRoll, rollSize, spellsOf } from '../../../test/registers/drawn-registers.ts';
import { makeUpRoll, makeUpSetting, settingScope } from '../../../test/registers/made-up-setting.ts';
import type { NaiveEnrolment } from '../../../test/registers/naive-totals.ts';
import { naiveTotals } from '../../../test/registers/naive-totals.ts';
import { storedTotals } from '../../../test/registers/stored-totals.ts';
import { amendMarks, recordRegister } from './actions.ts';
import type { RegisterSent } from './model.ts';

const firstDay = plainDate('2026-09-01');
const year = AcademicYear.parse(2026);
const at = new Date('2026-11-20T09:00:00Z');

let database: Database;
let last = 0;

beforeAll(async () => {
  database = await freshDatabase();
});

async function setting(enrolments: readonly NaiveEnrolment[]): Promise<number> {
  last += 1;
  await makeUpSetting(database, { settingId: last });
  await makeUpRoll(database, { settingId: last }, { year, size: rollSize, spells: spellsOf(enrolments) });
  return last;
}

type Codes = readonly (string | undefined)[];
const sends = fc.uniqueArray(
  fc.record({
    day: fc.constantFrom(3, 6),
    session: fc.constantFrom(1, 2),
    version: fc.integer({ min: 1, max: 4 }),
    codes: drawnCodes,
  }),
  { selector: ({ day, session, version }) => `${day} ${session} ${version}`, minLength: 1, maxLength: 10 },
);

function sentOf(settingId: number, one: { day: number; session: number; version: number; codes: Codes }): RegisterSent {
  const { day, session, version } = one;
  return { settingId, day: addDays(firstDay, day), session, version, marks: bytesOf(one.codes) };
}

describe('registers that are delivered', () => {
  it('twice, late, in any order and at once from many connections come to what the latest of each says', async () => {
    await fc.assert(
      fc.asyncProperty(drawnRoll, sends, fc.infiniteStream(fc.nat()), async (enrolments, sent, chance) => {
        const settings = [await setting(enrolments), await setting(enrolments)];
        const scope = settingScope(...settings);
        const deliveries = settings
          .flatMap((settingId) => [...sent, ...sent].map((one) => sentOf(settingId, one)))
          .map((one) => ({ one, order: chance.next().value }))
          .toSorted((left, right) => left.order - right.order);
        const outcomes = await Promise.all(deliveries.map(({ one }) => recordRegister(database, scope, one, at)));
        expect(outcomes.every(({ kind }) => ['recorded', 'unchanged', 'stale'].includes(kind))).toBe(true);
        const latest = Map.groupBy(sent, ({ day, session }) => `${day} ${session}`);
        const registers = [...latest.values()].map((one) =>
          one.reduce((best, next) => (next.version > best.version ? next : best)),
        );
        for (const settingId of settings) {
          expect(await storedTotals(database, settingId)).toEqual(naiveTotals(enrolments, registers, -1));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('change nothing when they come again', async () => {
    const settingId = await setting([]);
    const scope = settingScope(settingId);
    const sent = sentOf(settingId, { day: 3, session: 1, version: 2, codes: ['/', 'L'] });
    const send = (one: RegisterSent) => recordRegister(database, scope, one, at);
    expect(await send(sent)).toMatchObject({ kind: 'recorded', first: true });
    expect(await send(sent)).toEqual({ kind: 'unchanged', version: 2 });
    expect(await send({ ...sent, version: 1 })).toEqual({ kind: 'unchanged', version: 2 });
    expect(await send({ ...sent, version: 1, marks: bytesOf(['O']) })).toMatchObject({
      kind: 'stale',
      current: { version: 2, marks: Buffer.from(bytesOf(['/', 'L'])) },
    });
    const changes = [{ place: 0, byte: bytesOf(['O'])[0] ?? 0, reason: 'Left early' }];
    const amend = (version: number) => amendMarks(database, scope, { ...sent, version, changes }, at);
    expect(await amend(4)).toMatchObject({ kind: 'stale' });
    expect(await amend(3)).toMatchObject({ kind: 'recorded', version: 3, amended: 1 });
    expect(await amend(3)).toEqual({ kind: 'unchanged', version: 3 });
    expect(await amend(2)).toEqual({ kind: 'unchanged', version: 3 });
  });

  it('from many writers of few settings never wait for each other in a circle', async () => {
    const settings = [await setting([]), await setting([])];
    const writers = Array.from({ length: 40 }, (_, number) => {
      const settingId = settings[number % 2] ?? 0;
      const sent = sentOf(settingId, { day: 3, session: 1 + (number % 3 ? 0 : 1), version: 1 + number, codes: ['/'] });
      const scope = { ...settingScope(...settings), actor: `Writer ${number % 7}` };
      return recordRegister(database, scope, sent, at);
    });
    expect((await Promise.all(writers)).map(({ kind }) => kind)).toContain('recorded');
  });
});

describe('the truth of a session without a mark', () => {
  it('changes nothing published: neither unmeasured, nor a mark of a place that nobody holds that day', async () => {
    const truths = fc.array(fc.record({ truth: drawnCodes, other: drawnCodes, measured: fc.array(fc.boolean()) }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(drawnRoll, truths, async (enrolments, days) => {
        const [left, right] = [await setting(enrolments), await setting(enrolments)];
        for (const [index, { truth, other, measured }] of days.entries()) {
          const held = (place: number): boolean =>
            enrolments.some(
              (one) => one.place === place && one.from <= index && index <= one.to && one.status !== 'guest',
            );
          // What is not measured is never sent; where nobody is expected anything may be.
          const codesOf = (truly: Codes): Codes =>
            Array.from({ length: rollSize }, (_, place) => {
              if (!held(place)) return truly[place];
              return measured[place] ? truth[place] : undefined;
            });
          const one = { day: index, session: 1, version: 1 };
          await recordRegister(database, settingScope(left), sentOf(left, { ...one, codes: codesOf(truth) }), at);
          await recordRegister(database, settingScope(right), sentOf(right, { ...one, codes: codesOf(other) }), at);
        }
        expect(await storedTotals(database, right)).toEqual(await storedTotals(database, left));
      }),
      { numRuns: 25 },
    );
  });
});
