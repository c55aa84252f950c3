import { beforeAll, describe, expect, it } from 'vitest';
import type { Spell } from '#domain/roll/packed-roll.ts';
import { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { forgetStandings } from '#platform/access/standings.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { makeUpRoll, makeUpSetting, settingScope } from '../../../test/registers/made-up-setting.ts';
import { amendMarks, recordRegister } from './actions.ts';
import { amendManyRegisters } from './amend-many.ts';
import { rebuildSettingYear } from './rebuild.ts';
import { amendmentsOf, registerAt, registersOn, replayRegister } from './register-store.ts';

const book = bookOf('england');
const byte = (code: string): number => book.bytes.get(code) ?? 0;
const [present, late, ill, absent] = ['/', 'L', 'I', 'O'].map(byte) as [number, number, number, number];
const day = plainDate('2026-11-20');
const year = AcademicYear.parse(2026);
const at = (time: string) => new Date(`2026-11-20T${time}:00Z`);

let database: Database;
let last = 0;

beforeAll(async () => {
  database = await freshDatabase();
});

function everyone(size: number): Spell[] {
  return Array.from({ length: size }, (_, place) => ({
    place,
    from: 0,
    to: 364,
    status: 'single' as const,
    compulsory: true,
    groups: [10, 19, 22, 26, 29, 49, 52],
  }));
}

/** A setting of its own with a roll of `size`, and the key of its register of a morning. */
async function setting(size = 4) {
  last += 1;
  const settingId = last;
  await makeUpSetting(database, { settingId });
  await makeUpRoll(database, { settingId }, { year, size, spells: everyone(size) });
  const key = { settingId, day, session: 1 };
  const scope = settingScope(settingId);
  const scoped = <Outcome>(work: Parameters<typeof inScope<typeof scope, Outcome>>[2]) =>
    inScope(database, scope, work);
  return { settingId, key, scope, scoped };
}

describe('a register', () => {
  it('is recorded, and read back as it was sent', async () => {
    const { key, scope, scoped, settingId } = await setting();
    const sent = { ...key, version: 1, marks: Uint8Array.of(present, late, 0, 0) };
    expect(await recordRegister(database, scope, sent, at('09:00'))).toEqual({
      kind: 'recorded',
      version: 1,
      first: true,
      amended: 0,
    });
    const stored = { ...key, version: 1, takenAt: at('09:00'), actor: 'A teacher', bookId: book.bookId };
    expect(await scoped((it) => registerAt(it, key))).toEqual({ ...stored, marks: Buffer.of(present, late) });
    expect(await scoped((it) => registersOn(it, settingId, day))).toHaveLength(1);
  });

  it('keeps every change, and stands again as it stood at any instant', async () => {
    const { key, scope, scoped } = await setting();
    const first = Uint8Array.of(present, present, 0, ill);
    await recordRegister(database, scope, { ...key, version: 1, marks: first }, at('09:00'));
    const second = Uint8Array.of(present, late, absent, ill);
    await recordRegister(database, scope, { ...key, version: 5, marks: second, reason: 'Bus' }, at('09:30'));
    const changes = [{ place: 3, byte: 0, reason: 'Not hers' }];
    const amended = await amendMarks(database, scope, { ...key, version: 6, changes }, at('11:00'));
    expect(amended).toEqual({ kind: 'recorded', version: 6, first: false, amended: 1 });
    const replayed = await Promise.all(
      ['08:59', '09:00', '09:30', '11:00'].map((time) => scoped((it) => replayRegister(it, key, at(time)))),
    );
    expect(replayed.map((register) => register && [register.version, [...register.marks]])).toEqual([
      undefined,
      [1, [...first]],
      [5, [...second]],
      [6, [present, late, absent]],
    ]);
    expect((await scoped((it) => amendmentsOf(it, key))).map(({ place, reason }) => [place, reason])).toEqual([
      [3, 'Not hers'],
      [1, 'Bus'],
    ]);
  });

  it('rebuilds to the same totals', async () => {
    const { key, scope, scoped, settingId } = await setting();
    await recordRegister(database, scope, { ...key, version: 1, marks: Uint8Array.of(present, late) }, at('09:00'));
    const totals = () =>
      scoped(async ({ client }) => {
        const { rows } = await client.query('SELECT week, counts, bands FROM period_total WHERE setting_id = $1', [
          settingId,
        ]);
        return rows;
      });
    const recorded = await totals();
    await scoped((it) => rebuildSettingYear(it, settingId, year));
    expect(recorded).toHaveLength(2);
    expect(await totals()).toEqual(recorded);
  });
});

describe('a rebuild', () => {
  it('leaves no totals of a register that is not there, and those of another year alone', async () => {
    const { key, scope, scoped, settingId } = await setting();
    await recordRegister(database, scope, { ...key, version: 1, marks: Uint8Array.of(present, late) }, at('09:00'));
    await inScope(database, steward('load'), ({ client }) =>
      client.query({
        text: `INSERT INTO register_total (setting_id, day, session, counts, la_id, trust_id, nation_id)
               SELECT setting_id, stray.day, 2, counts, la_id, trust_id, nation_id
                 FROM register_total, (VALUES (date '2026-11-20'), (date '2025-11-20')) AS stray (day)
                WHERE setting_id = $1`,
        values: [settingId],
      }),
    );
    await scoped((it) => rebuildSettingYear(it, settingId, year));
    const left = await scoped(({ client }) =>
      client.query({
        text: 'SELECT day::text, session FROM register_total WHERE setting_id = $1 ORDER BY 1',
        values: [settingId],
      }),
    );
    expect(left.rows).toEqual([
      { day: '2025-11-20', session: 2 },
      { day: '2026-11-20', session: 1 },
    ]);
  });
});

describe('what is refused', () => {
  const changes = [{ place: 0, byte: absent, reason: 'Left early' }];

  it('is a register of a year without a roll, and a change of a register that is not there', async () => {
    const { key, scope } = await setting();
    const other = { ...key, day: plainDate('2025-11-20'), version: 1 };
    expect(await recordRegister(database, scope, { ...other, marks: Uint8Array.of(present) }, at('09:00'))).toEqual({
      kind: 'no-roll',
    });
    expect(await amendMarks(database, scope, { ...other, changes }, at('09:00'))).toEqual({ kind: 'no-roll' });
    expect(await amendMarks(database, scope, { ...key, version: 1, changes }, at('09:00'))).toEqual({
      kind: 'no-register',
    });
  });

  it('is a mark beyond the roll, an impossible version, and a register of another unit', async () => {
    const { key, scope, scoped } = await setting(2);
    const send = (more: object) =>
      recordRegister(database, scope, { ...key, version: 1, marks: Uint8Array.of(present), ...more }, at('09:00'));
    await expect(send({ marks: Uint8Array.of(present, present, present) })).rejects.toThrow('the roll has 2 places');
    await expect(send({ version: 0 })).rejects.toThrow('0 is no version');
    await expect(send({ version: 2 ** 31 })).rejects.toThrow('is no version');
    await expect(send({ session: 3 })).rejects.toThrow('half a day');
    expect(await scoped((it) => registersOn(it, key.settingId, day))).toEqual([]);
    expect(await send({ marks: Uint8Array.of(present, present, 0, 0), version: 2 ** 31 - 1 })).toMatchObject({
      kind: 'recorded',
    });
  });

  it('is a setting outside the scope, whose roll cannot be seen', async () => {
    const [mine, other] = [await setting(), await setting()];
    const sent = { ...other.key, version: 1, marks: Uint8Array.of(present) };
    expect(await recordRegister(database, mine.scope, sent, at('09:00'))).toEqual({ kind: 'no-roll' });
    await recordRegister(database, other.scope, sent, at('09:00'));
    expect(await mine.scoped((it) => registerAt(it, other.key))).toBeUndefined();
    expect(await mine.scoped((it) => replayRegister(it, other.key, at('10:00')))).toBeUndefined();
  });
});

describe('a setting that moves to another trust', () => {
  it('goes on recording, correcting and rebuilding, and its rows stand where it stands', async () => {
    const { key, scope, scoped, settingId } = await setting();
    const send = (version: number, session = 1) =>
      recordRegister(database, scope, { ...key, session, version, marks: Uint8Array.of(present) }, at('09:00'));
    await send(1);
    await database.pool.query({
      text: 'UPDATE register_keeper SET trust_id = 77 WHERE setting_id = $1',
      values: [settingId],
    });
    forgetStandings(database);
    expect(await send(2)).toMatchObject({ kind: 'recorded' });
    expect(await send(1, 2)).toMatchObject({ kind: 'recorded' });
    const changes = [{ place: 0, byte: absent, reason: 'Left early' }];
    await amendMarks(database, scope, { ...key, version: 3, changes }, at('10:00'));
    await amendManyRegisters(database, scope, [{ ...key, version: 4, changes }], at('10:00'));
    await scoped((it) => rebuildSettingYear(it, settingId, year));
    const trusts = await scoped(async ({ client }) => {
      const { rows } = await client.query(`
        SELECT trust_id FROM register UNION SELECT trust_id FROM register_total
        UNION SELECT trust_id FROM period_total UNION SELECT trust_id FROM learner_total`);
      return rows;
    });
    expect(trusts).toEqual([{ trust_id: 77 }]);
  });
});

describe('the live picture', () => {
  it('is told of what was recorded, after the commit, and of nothing else', async () => {
    const { key, scope, scoped } = await setting();
    const told: unknown[] = [];
    const announce = (_: unknown, change: typeof key) => void told.push(change);
    const sent = { ...key, version: 1, marks: Uint8Array.of(present) };
    await recordRegister(database, scope, sent, at('09:00'), announce);
    expect(told).toEqual([key]);
    expect(await scoped((it) => registerAt(it, key))).toMatchObject({ version: 1 });
    await recordRegister(database, scope, sent, at('09:01'), announce);
    expect(told).toHaveLength(1);
  });
});

describe('corrections of many registers', () => {
  it('are told apart: each as if it had come alone, those of a setting’s year together', async () => {
    const [one, two] = [await setting(), await setting()];
    const scope = settingScope(one.settingId, two.settingId);
    for (const { key } of [one, two]) {
      await recordRegister(
        database,
        scope,
        { ...key, version: 1, marks: Uint8Array.of(present, present) },
        at('09:00'),
      );
    }
    const change = (place: number, byte: number) => ({ changes: [{ place, byte, reason: 'Corrected' }] });
    const outcomes = await amendManyRegisters(
      database,
      scope,
      [
        { ...one.key, version: 2, ...change(0, absent) },
        { ...two.key, version: 2, ...change(1, ill) },
        { ...one.key, version: 3, ...change(0, late) },
        { ...one.key, version: 9, ...change(0, ill) },
        { ...one.key, version: 2, ...change(0, late) },
        { ...two.key, session: 2, version: 2, ...change(0, ill) },
        { ...two.key, day: plainDate('2025-11-20'), version: 2, ...change(0, ill) },
      ],
      at('10:00'),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      'recorded',
      'recorded',
      'recorded',
      'stale',
      'unchanged',
      'no-register',
      'no-roll',
    ]);
    expect((await one.scoped((it) => registerAt(it, one.key)))?.marks).toEqual(Buffer.of(late, present));
    expect(await one.scoped((it) => amendmentsOf(it, one.key))).toMatchObject([
      { version: 3, original: absent, amended: late },
      { version: 2, original: present, amended: absent },
    ]);
  });

  it('leave everything as it was when one of a setting’s cannot be', async () => {
    const { key, scope, scoped } = await setting();
    await recordRegister(database, scope, { ...key, version: 1, marks: Uint8Array.of(present) }, at('09:00'));
    const changes = (place: number) => ({ changes: [{ place, byte: absent, reason: 'Corrected' }] });
    const sent = [
      { ...key, version: 2, ...changes(0) },
      { ...key, version: 3, ...changes(4) },
    ];
    await expect(amendManyRegisters(database, scope, sent, at('10:00'))).rejects.toThrow('the roll has 4 places');
    expect(await scoped((it) => registerAt(it, key))).toMatchObject({ version: 1, marks: Buffer.of(present) });
  });
});
