import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import {
  bytesOf,
  drawnCode,
  drawnCodes,
  drawnRoll,
  rollSize,
  spellsOf,
} from '../../../test/registers/drawn-registers.ts';
import { makeUpEvent, makeUpRoll, makeUpSetting, settingScope } from '../../../test/registers/made-up-setting.ts';
import type { NaiveEnrolment, NaiveRegister } from '../../../test/registers/naive-totals.ts';
import { naiveTotals } from '../../../test/registers/naive-totals.ts';
import { storedTotals } from '../../../test/registers/stored-totals.ts';
import { amendMarks, recordRegister } from './actions.ts';
import { amendManyRegisters } from './amend-many.ts';
import { rebuildSettingYear } from './rebuild.ts';
import { replayRegister } from './register-store.ts';

/** 1 September 2026 is a Tuesday: the Monday on or before it is the day before. */
const firstMonday = -1;
const firstDay = plainDate('2026-09-01');
const year = AcademicYear.parse(2026);
const events = { 3: { minutes: 90, places: [0, 2, 3] }, 4: { minutes: 45, places: [1, 2, 6] } } as const;
const runs = { numRuns: 40 };
const noon = Date.parse('2026-11-20T12:00:00Z');

let database: Database;
let last = 0;

beforeAll(async () => {
  database = await freshDatabase();
});

/** A session's place in a year, half day or event, as one of few so that they meet again. */
const drawnKey = fc.record({ day: fc.constantFrom(0, 5, 6, 80, 200), half: fc.constantFrom(0, 1) });
type Key = { readonly day: number; readonly half: number };

const drawnAct = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      key: drawnKey,
      version: fc.integer({ min: 1, max: 6 }),
      codes: drawnCodes,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('amend' as const, 'amend many' as const),
      key: drawnKey,
      ahead: fc.constantFrom(1, 1, 1, 0, 2),
      changes: fc.array(fc.record({ place: fc.nat({ max: rollSize - 1 }), code: drawnCode }), { maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('roll' as const), enrolments: drawnRoll }) },
);
type Act = typeof drawnAct extends fc.Arbitrary<infer One> ? One : never;

/** The naive side: what each register is, by the rules in words of model.ts. */
class Reference {
  readonly registers = new Map<string, { key: Key; version: number; codes: (string | undefined)[] }>();
  enrolments: readonly NaiveEnrolment[];

  constructor(enrolments: readonly NaiveEnrolment[]) {
    this.enrolments = enrolments;
  }

  send(key: Key, version: number, codes: readonly (string | undefined)[]): void {
    const current = this.registers.get(JSON.stringify(key));
    if (current && version <= current.version) return;
    this.registers.set(JSON.stringify(key), { key, version, codes: [...codes] });
  }

  amend(key: Key, version: number, changes: readonly { place: number; code: string | undefined }[]): void {
    const current = this.registers.get(JSON.stringify(key));
    if (!current || version !== current.version + 1) return;
    const codes = Array.from({ length: rollSize }, (_, place) => current.codes[place]);
    for (const { place, code } of changes) codes[place] = code;
    this.registers.set(JSON.stringify(key), { key, version, codes });
  }

  totals(unit: 'session' | 'event') {
    const registers = [...this.registers.values()].map(({ key, codes }): NaiveRegister => {
      const session = sessionOf(unit, key);
      const event =
        unit === 'event' ? { ...events[session as 3 | 4], places: [...events[session as 3 | 4].places] } : undefined;
      return { day: key.day, session, codes, event };
    });
    return naiveTotals(this.enrolments, registers, firstMonday);
  }
}

function sessionOf(unit: 'session' | 'event', { half }: Key): number {
  return half + (unit === 'event' ? 3 : 1);
}

function keyOf(settingId: number, unit: 'session' | 'event', key: Key) {
  return { settingId, day: addDays(firstDay, key.day), session: sessionOf(unit, key) };
}

async function setting(unit: 'session' | 'event', enrolments: readonly NaiveEnrolment[]): Promise<number> {
  last += 1;
  const settingId = last;
  await makeUpSetting(database, { settingId, unit });
  await makeUpRoll(database, { settingId }, { year, size: rollSize, spells: spellsOf(enrolments), base: 3 });
  if (unit === 'session') return settingId;
  for (const day of [0, 5, 6, 80, 200]) {
    for (const session of [3, 4] as const) {
      await makeUpEvent(database, { settingId, day: addDays(firstDay, day), session, ...events[session] });
    }
  }
  return settingId;
}

async function act(
  settingId: number,
  unit: 'session' | 'event',
  reference: Reference,
  one: Act,
  at: Date,
): Promise<void> {
  const scope = settingScope(settingId);
  if (one.kind === 'roll') {
    reference.enrolments = one.enrolments;
    await makeUpRoll(database, { settingId }, { year, size: rollSize, spells: spellsOf(one.enrolments) });
    await inScope(database, scope, (scoped) => rebuildSettingYear(scoped, settingId, year));
    return;
  }
  const key = keyOf(settingId, unit, one.key);
  if (one.kind === 'send') {
    await recordRegister(database, scope, { ...key, version: one.version, marks: bytesOf(one.codes) }, at);
    reference.send(one.key, one.version, one.codes);
    return;
  }
  const version = (reference.registers.get(JSON.stringify(one.key))?.version ?? 0) + one.ahead;
  if (version < 1) return;
  const changes = one.changes.map(({ place, code }) => ({ place, byte: bytesOf([code])[0] ?? 0, reason: 'Corrected' }));
  const sent = { ...key, version, changes };
  if (one.kind === 'amend') await amendMarks(database, scope, sent, at);
  else await amendManyRegisters(database, scope, [sent], at);
  reference.amend(one.key, version, one.changes);
}

describe('every total', () => {
  it.each(['session', 'event'] as const)(
    'of any history of a setting that marks each %s is what counting row by row gives',
    async (unit) => {
      await fc.assert(
        fc.asyncProperty(drawnRoll, fc.array(drawnAct, { minLength: 1, maxLength: 14 }), async (enrolments, acts) => {
          const settingId = await setting(unit, enrolments);
          const reference = new Reference(enrolments);
          const instants: { at: Date; registers: Reference['registers'] }[] = [];
          for (const [index, one] of acts.entries()) {
            const at = new Date(noon + index * 60_000);
            await act(settingId, unit, reference, one, at);
            instants.push({ at, registers: new Map(reference.registers) });
          }
          expect(await storedTotals(database, settingId)).toEqual(reference.totals(unit));
          await standsAgain(settingId, unit, instants);
        }),
        runs,
      );
    },
  );
});

/** Every register replays to what it was after each act. */
async function standsAgain(
  settingId: number,
  unit: 'session' | 'event',
  instants: readonly { readonly at: Date; readonly registers: Reference['registers'] }[],
): Promise<void> {
  await inScope(database, settingScope(settingId), async (scoped) => {
    for (const { at, registers } of instants) {
      for (const [, { key }] of instants.at(-1)?.registers ?? []) {
        const then = registers.get(JSON.stringify(key));
        const replayed = await replayRegister(scoped, keyOf(settingId, unit, key), at);
        const marks = replayed && Buffer.concat([replayed.marks, Buffer.alloc(rollSize)]).subarray(0, rollSize);
        const expected = then && Buffer.concat([bytesOf(then.codes), Buffer.alloc(rollSize)]).subarray(0, rollSize);
        expect([replayed?.version, marks?.toString('hex')]).toEqual([then?.version, expected?.toString('hex')]);
      }
    }
  });
}
