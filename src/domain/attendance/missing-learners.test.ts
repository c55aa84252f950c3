import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { recordRegister } from '#domain/register/actions.ts';
import { countsOf } from '#domain/register/rates.ts';
import type { Spell } from '#domain/roll/packed-roll.ts';
import { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { addDays, isoWeekday, plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { madeUpPlaces, makeUpRoll, makeUpSetting, settingScope } from '../../../test/registers/made-up-setting.ts';
import { closeOn } from '../../../test/registers/small-school.ts';
import type { LivePicture } from './feed.ts';
import { openLivePicture } from './feed.ts';
import { emptyVector, vectorLayout, weeksInYear } from './picture-vector.ts';
import { tallySoFar } from './place-picture.ts';

const year = AcademicYear.parse(2026);
const first = plainDate('2026-09-01');
const today = plainDate('2026-10-02');
const at = new Date('2026-10-02T09:00:00Z');
const clock = { now: () => at, today: () => today };
const closed = plainDate('2026-09-10');

/** From 1 September: one leaves on 11 September, one comes on 21 September, one visits. */
const stays = [
  { from: 0, to: 364, status: 'single' },
  { from: 0, to: 10, status: 'single' },
  { from: 20, to: 364, status: 'main' },
  { from: 0, to: 364, status: 'guest' },
] as const;

let database: Database;
let live: LivePicture;
beforeAll(async () => {
  database = await freshDatabase();
  await makeUpSetting(database, { settingId: 1 });
  await makeUpSetting(database, { settingId: 2, kind: 'fe-college', unit: 'event' });
  for (const settingId of [1, 2]) {
    await makeUpRoll(
      database,
      { settingId },
      { year, size: stays.length, spells: settingId === 1 ? stays.map(spell) : all },
    );
  }
  await database.pool.query({
    text: "INSERT INTO term (setting_id, starts_on, ends_on, name) VALUES (1, '2026-09-01', '2026-12-18', 'Autumn')",
  });
  await closeOn(database, 1, { day: closed, session: 2, reason: 'A flood' });
  live = openLivePicture(database, clock, { sweepEvery: 3_600_000 });
  return () => live.close();
});

function spell(stay: Pick<Spell, 'from' | 'to' | 'status'>, place: number): Spell {
  // Each in a year group of their own, so that a group left out would be seen.
  return { ...stay, place, compulsory: true, groups: [10 + place, 19, 22, 26, 29, 49, 52] };
}

const all = stays.map((_stay, place) => spell({ from: 0, to: 364, status: 'fe' }, place));

/** Everyone expected at each half day that was open until today. */
function expectedInAll(among: (place: number) => boolean = () => true): number {
  let expected = 0;
  for (let index = 0; addDays(first, index) <= today; index += 1) {
    const day = addDays(first, index);
    if (isoWeekday(day) > 5) continue;
    const counted = stays.filter(
      ({ from, to, status }, place) => among(place) && status !== 'guest' && from <= index && index <= to,
    ).length;
    expected += counted * (day === closed ? 1 : 2);
  }
  return expected;
}

interface Sum {
  readonly spoken: number;
  readonly missing: number;
}

async function sumOf(unit: 'session' | 'event'): Promise<Sum> {
  await live.settle();
  const kinds = live.state()?.cube.sumOfAuthorities(new Set([madeUpPlaces.laId])) ?? [];
  const vector = kinds.find((kind) => kind.unit === unit)?.vector ?? emptyVector();
  const sum = (from: number, many: number) =>
    vector.subarray(from, from + many).reduce((left, right) => left + right, 0);
  return { spoken: sum(vectorLayout.trend, weeksInYear * 5), missing: sum(vectorLayout.missingByWeek, weeksInYear) };
}

/** Everyone of a group in the year so far: of whom registers speak, and whom those not in expect. */
function expectedOfGroup(group: number): number {
  const [kind] = live.state()?.cube.sumOfAuthorities(new Set([madeUpPlaces.laId])) ?? [];
  const vector = kind?.vector ?? emptyVector();
  return countsOf(tallySoFar({ begun: true }, vector, 'year'), group).expected;
}

it('counts everyone expected in one of the four states, whichever registers are in', async () => {
  const expected = expectedInAll();
  expect(await sumOf('session')).toEqual({ spoken: 0, missing: expected });
  const schoolDay = fc
    .integer({ min: 0, max: 31 })
    .map((after) => addDays(first, after))
    .filter((day) => isoWeekday(day) <= 5 && day !== closed);
  const register = fc.record({
    day: schoolDay,
    session: fc.constantFrom(1, 2),
    marks: fc.uint8Array({ minLength: 4, maxLength: 4, max: 1 }),
  });
  let version = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(register, { maxLength: 6 }), async (registers) => {
      for (const sent of registers) {
        version += 1;
        await recordRegister(database, settingScope(1), { settingId: 1, version, ...sent }, at);
      }
      const { spoken, missing } = await sumOf('session');
      expect(spoken + missing).toBe(expected);
      // What a breakdown counts is what the headline counts, group by group.
      expect([0, 10, 11, 12, 13].map(expectedOfGroup)).toEqual([
        expected,
        ...[0, 1, 2, 3].map((place) => expectedInAll((one) => one === place)),
      ]);
    }),
    { numRuns: 15 },
  );
  expect((await sumOf('session')).spoken).toBeGreaterThan(0);
});

it('counts whoever is on the roster of an event that was not taken', async () => {
  const { laId, trustId } = madeUpPlaces;
  await inScope(database, steward('load'), ({ client }) =>
    client.query({
      text: `INSERT INTO timetable_event (setting_id, day, session, starts_at, minutes, title, roster, la_id, trust_id)
             VALUES (2, '2026-09-14', 3, '09:00', 60, 'Plumbing', $1, $2, $3), (2, '2026-10-02', 3, '09:00', 60, 'Plumbing', $4, $2, $3)`,
      values: [Buffer.of(0b0111), laId, trustId, Buffer.of(0b0011)],
    }),
  );
  // A timetable is read on the slow round; a picture that begins now reads it at once.
  await live.close();
  live = openLivePicture(database, clock, { sweepEvery: 3_600_000 });
  expect(await sumOf('event')).toEqual({ spoken: 0, missing: 5 });
  const sent = { settingId: 2, day: plainDate('2026-09-14'), session: 3, version: 1, marks: Uint8Array.of(0) };
  await recordRegister(database, settingScope(2), sent, at);
  expect(await sumOf('event')).toEqual({ spoken: 3, missing: 2 });
});
