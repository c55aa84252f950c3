import { beforeAll, describe, expect, it } from 'vitest';
import { groupPlace } from '#domain/roll/groups.ts';
import type { Spell } from '#domain/roll/packed-roll.ts';
import { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { makeUpRoll, makeUpSetting, settingScope } from '../../../test/registers/made-up-setting.ts';
import { amendMarks, recordRegister } from './actions.ts';
import { repairTotals, verifyRegisters } from './verify.ts';
import type { Difference } from './verify-model.ts';

const book = bookOf('england');
const byte = (code: string): number => book.bytes.get(code) ?? 0;
const [present, late, ill, absent, holiday] = ['/', 'L', 'I', 'O', '#'].map(byte) as [
  number,
  number,
  number,
  number,
  number,
];
const codes = [present, present, present, late, ill, absent, holiday, 0];
const year = AcademicYear.parse(2026);
const monday = plainDate('2026-11-02');
const size = 80;
const now = new Date('2026-11-20T09:00:00Z');

let database: Database;
let last = 0;

beforeAll(async () => {
  database = await freshDatabase();
});

/** A roll with a leaver, somebody new, a change of group, a guest and a place nobody holds. */
function spells(): Spell[] {
  const groups = (sex: string, yearGroup: number) => [
    groupPlace('year-group', `${yearGroup}`),
    groupPlace('sex', sex),
    groupPlace('sen', 'K'),
    groupPlace('fsm', 'Y'),
    groupPlace('ethnicity', 'WBRI'),
    groupPlace('looked-after', 'N'),
    groupPlace('social-worker', 'U'),
  ];
  return Array.from({ length: size - 1 }, (_, place) => {
    const spell = {
      place,
      from: 0,
      to: 364,
      status: 'single' as const,
      compulsory: true,
      groups: groups('F', place % 7),
    };
    if (place === 3) return [{ ...spell, to: 64 }];
    if (place === 4) return [{ ...spell, from: 65 }];
    if (place === 5)
      return [
        { ...spell, to: 65 },
        { ...spell, from: 66, groups: groups('M', 3) },
      ];
    return [place === 6 ? { ...spell, status: 'guest' as const } : spell];
  }).flat();
}

function marks(seed: number): Uint8Array {
  return Uint8Array.from(
    { length: size },
    (_, place) => codes[(place * 7 + seed * (1 + (place % 5))) % codes.length] ?? 0,
  );
}

/** A setting with a fortnight of registers, two of them corrected, and one sent again with marks that had been missing. */
async function fortnight(): Promise<number> {
  last += 1;
  const settingId = last;
  await makeUpSetting(database, { settingId });
  await makeUpRoll(database, { settingId }, { year, size, base: 11, spells: spells() });
  const scope = settingScope(settingId);
  for (let index = 0; index < 20; index += 1) {
    const day = addDays(monday, Math.floor(index / 2) + (index >= 10 ? 2 : 0));
    const key = { settingId, day, session: 1 + (index % 2) };
    await recordRegister(database, scope, { ...key, version: 1, marks: marks(index) }, now);
    if (index === 4) {
      const changes = [
        { place: 1, byte: ill, reason: 'A parent rang' },
        { place: 9, byte: absent, reason: 'Nobody rang' },
      ];
      await amendMarks(database, scope, { ...key, version: 2, changes }, now);
      const again = [{ place: 1, byte: present, reason: 'She came at ten' }];
      await amendMarks(database, scope, { ...key, version: 3, changes: again }, now);
    }
    if (index === 6) {
      const full = marks(index).map((mark) => (mark === 0 ? present : mark));
      await recordRegister(database, scope, { ...key, version: 4, marks: full }, now);
    }
  }
  return settingId;
}

/** Changes rows behind the program's back. `$1` is the setting. */
async function plant(settingId: number, ...statements: readonly string[]): Promise<void> {
  await inScope(database, steward('load'), async ({ client }) => {
    for (const text of statements) {
      const { rowCount } = await client.query({ text, values: [settingId] });
      if (rowCount !== 1) throw new Error(`${text} changed ${rowCount} rows`);
    }
  });
}

async function verified(settingId: number) {
  return await verifyRegisters(database, { year, settingId, threads: 1 });
}

const words = ({ kind, day, session, week, slot, count, stored, rebuilt }: Difference) =>
  [kind, day, session, week, slot, count, stored, rebuilt].filter((one) => one !== undefined).join(' | ');

const third = "setting_id = $1 AND day = '2026-11-04' AND session = 1";

describe('verify', () => {
  it('finds nothing where nobody has meddled, in this thread and in two others', async () => {
    const settingId = await fortnight();
    expect(await verified(settingId)).toMatchObject({
      years: 1,
      registers: 20,
      amendments: 3,
      found: 0,
      differences: [],
    });
    const others = [await fortnight(), await fortnight(), await fortnight(), await fortnight()];
    const all = await verifyRegisters(database, { threads: 2, placesInBatch: 1 });
    expect(all).toMatchObject({ years: 5, registers: 100, amendments: 15, found: 0, differences: [] });
    expect(all.marks).toBeGreaterThan(99 * (size - 8));
    for (const other of others) await plant(other, `DELETE FROM register_total WHERE ${third}`);
    const faulty = await verifyRegisters(database, { threads: 2, placesInBatch: 1 });
    expect(faulty.differences.map(({ settingId: named }) => named)).toEqual(others);
    await repairTotals(database, faulty.differences);
  });

  it.each<[string, readonly string[], readonly RegExp[]]>([
    [
      'one byte of a register',
      [`UPDATE register SET marks = set_byte(marks, 0, ${absent}) WHERE ${third}`],
      [
        /^register-total \| 2026-11-04 \| 1 \| unauthorised, all Everyone \| 10 \| 11$/,
        /^week-total \| 10 \| unauthorised, all Everyone/,
        /^year-total \| unauthorised, sex Girls and women/,
        /^learner-total \| 11 \| unauthorised/,
      ],
    ],
    [
      'a mark that was corrected',
      [`UPDATE register SET marks = set_byte(marks, 1, ${late}) WHERE ${third}`],
      [/^amendment \| 2026-11-04 \| 1 \| 12 \| mark after version 3/],
    ],
    [
      'a total of a register',
      [`UPDATE register_total SET counts = set_byte(counts, 1, get_byte(counts, 1) + 1) WHERE ${third}`],
      [/^register-total \| 2026-11-04 \| 1 \| attending, all Everyone \| (\d+) \| \d+$/],
    ],
    [
      'a total that is gone',
      [`DELETE FROM register_total WHERE ${third}`],
      [/^register-total-missing \| 2026-11-04 \| 1$/],
    ],
    [
      'a register that is gone',
      [`DELETE FROM register WHERE ${third}`],
      [/^register-total-extra \| 2026-11-04 \| 1$/, /^history-without-register \| 2026-11-04 \| 1$/, /^week-total/],
    ],
    [
      'a learner’s counts',
      ['UPDATE learner_total SET counts = set_byte(counts, 8 * 20 + 4, 200) WHERE setting_id = $1'],
      [/^learner-total \| 31 \| unauthorised \| 200 \| \d+$/],
    ],
    [
      'learners’ counts that are gone',
      ['DELETE FROM learner_total WHERE setting_id = $1'],
      [/^learner-total-missing$/],
    ],
    [
      'a week',
      [
        'UPDATE period_total SET counts = set_byte(counts, 1, get_byte(counts, 1) # 1) WHERE setting_id = $1 AND week = 11',
      ],
      [/^week-total \| 11 \| attending, all Everyone/],
    ],
    [
      'a week that is gone',
      ['DELETE FROM period_total WHERE setting_id = $1 AND week = 10'],
      [/^week-total-missing \| 10$/],
    ],
    [
      'a week without registers',
      ['UPDATE period_total SET week = 30 WHERE setting_id = $1 AND week = 11'],
      [/^week-total-missing \| 11$/, /^week-total \| 30 \| attending, all Everyone \| \d+ \| 0$/],
    ],
    ['the year to date', ['DELETE FROM period_total WHERE setting_id = $1 AND week = 0'], [/^year-total-missing$/]],
    [
      'the bands',
      ['UPDATE period_total SET bands = set_byte(bands, 3, get_byte(bands, 3) + 1) WHERE setting_id = $1 AND week = 0'],
      [/^bands \| persistent, all Everyone/],
    ],
    [
      'a correction that is gone',
      [`DELETE FROM amendment WHERE ${third} AND version = 3`],
      [/^version \| 2026-11-04 \| 1 \| version of the register \| 3 \| 2$/, /^amendment \| 2026-11-04 \| 1 \| 12/],
    ],
    [
      'a correction too many',
      [
        `INSERT INTO amendment SELECT setting_id, day, session, 40, 2, 66, 67, amended_at, actor_id, 'Because', la_id, trust_id
           FROM amendment WHERE ${third} AND version = 3`,
      ],
      [/^amendment \| 2026-11-04 \| 1 \| 40 \| mark after version 2 \| 67/],
    ],
    [
      'a version',
      [`UPDATE register SET version = 2 WHERE setting_id = $1 AND day = '2026-11-03' AND session = 1`],
      [/^version \| 2026-11-03 \| 1 \| version of the register \| 2 \| 1$/],
    ],
    [
      'an entry',
      ['UPDATE register_entry SET slots = slots || 90 WHERE setting_id = $1'],
      [/^entry \| 2026-11-05 \| 1 \| 90/],
    ],
    ['a roll that is gone', ['DELETE FROM setting_roll WHERE setting_id = $1'], [/^roll-missing \| 20$/]],
    [
      'an area',
      [`UPDATE register_total SET la_id = 7 WHERE ${third}`],
      [/^place \| 2026-11-04 \| 1 \| total of a register$/],
    ],
    [
      'a mark that is no code',
      [`UPDATE register SET marks = set_byte(marks, 0, 127) WHERE ${third}`],
      [/^code-unknown \| 1 \| 0$/],
    ],
    [
      'a count of changes',
      ['UPDATE learner_total SET version = version + 1 WHERE setting_id = $1'],
      [/^version \| 0 \| \d+ \| \d+$/],
    ],
  ])('finds and names %s', async (_fault, statements, expected) => {
    const settingId = await fortnight();
    await plant(settingId, ...statements);
    const { found, differences } = await verified(settingId);
    const lines = differences.map(words);
    for (const pattern of expected) expect(lines).toContainEqual(expect.stringMatching(pattern));
    expect(found).toBeGreaterThanOrEqual(differences.length);
    expect(differences.every((one) => one.settingId === settingId && one.year === year)).toBe(true);
  });

  it('finds a bit of any byte of a total that is flipped, and any mark of somebody counted that is another', async () => {
    const settingId = await fortnight();
    const flip = (column: string, bit: number) =>
      `SET ${column} = set_bit(${column}, ${bit}, 1 - get_bit(${column}, ${bit})) WHERE ${third}`;
    const found: number[] = [];
    for (let byteAt = 0; byteAt < 12; byteAt += 1) {
      const statement = `UPDATE register_total ${flip('counts', byteAt * 8 + ((byteAt * 3) % 8))}`;
      await plant(settingId, statement);
      found.push((await verified(settingId)).found);
      await plant(settingId, statement);
    }
    for (let place = 7; place < 70; place += 6) {
      const statement = `UPDATE register ${flip('marks', place * 8 + (place % 8))}`;
      await plant(settingId, statement);
      found.push((await verified(settingId)).found);
      await plant(settingId, statement);
    }
    expect(found.filter((count) => count === 0)).toEqual([]);
    expect((await verified(settingId)).found).toBe(0);
  });

  it('rewrites totals when asked, and never marks or corrections', async () => {
    const settingId = await fortnight();
    await plant(
      settingId,
      `DELETE FROM register_total WHERE ${third}`,
      'UPDATE learner_total SET counts = set_byte(counts, 8 * 20 + 4, 200) WHERE setting_id = $1',
      'UPDATE period_total SET week = 30 WHERE setting_id = $1 AND week = 11',
      `UPDATE register_total SET day = '2026-11-01' WHERE setting_id = $1 AND day = '2026-11-05' AND session = 1`,
    );
    const before = await verified(settingId);
    expect(new Set(before.differences.map(({ kind }) => kind))).toContain('register-total-extra');
    expect(await repairTotals(database, before.differences)).toBe(1);
    expect(await verified(settingId)).toMatchObject({ registers: 20, amendments: 3, found: 0 });

    await plant(settingId, `DELETE FROM amendment WHERE ${third} AND version = 3`);
    const history = await verified(settingId);
    await repairTotals(database, history.differences);
    expect((await verified(settingId)).found).toBe(history.found);
  });

  it('reads registers that are being taken in one piece', async () => {
    const settingId = await fortnight();
    const scope = settingScope(settingId);
    let going = true;
    const taking = (async () => {
      for (let index = 0; going; index += 1) {
        const key = { settingId, day: addDays(monday, 28 + (index % 200)), session: 1 + (index % 2) };
        await recordRegister(database, scope, { ...key, version: 1 + index, marks: marks(index) }, now);
      }
    })();
    for (let time = 0; time < 8; time += 1) expect((await verified(settingId)).differences.map(words)).toEqual([]);
    going = false;
    await taking;
  });
});
