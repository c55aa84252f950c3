import { beforeAll, describe, expect, it } from 'vitest';
import type { Spell } from '#domain/roll/packed-roll.ts';
import { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { makeUpRoll, makeUpSetting, settingScope } from '../../../test/registers/made-up-setting.ts';
import { amendMarks, recordRegister } from './actions.ts';
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
