import { beforeAll, describe, expect, it } from 'vitest';
import { enrol } from '#domain/roll/actions.ts';
import { enrolmentAt } from '#domain/roll/enrolment-store.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { readingRegisters } from '#platform/access/categories.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { madeUpPlaces, settingScope } from '../../../test/registers/made-up-setting.ts';
import { makeUpArea, makeUpSchool } from '../../../test/registers/small-school.ts';
import { amendMarks, recordRegister } from './actions.ts';
import { joinChanged, joinLately } from './dual-join.ts';
import { dayOfLearner, readLearnerDay } from './dual-learner-day.ts';
import { closeGap, listGaps } from './dual-store.ts';
import { watchDualRegistration } from './dual-watch.ts';
import { rebuildSettingYear } from './rebuild.ts';

const book = bookOf('england');
const byte = (code: string): number => book.bytes.get(code) ?? 0;
const [here, partner, places] = [1, 2, 3];
/** The child's place on each roll: the first of one school, the last that came of the other. */
let slots: Readonly<Record<number, number>> = {};
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await makeUpArea(database);
  const school = await makeUpSchool(database, here, places);
  await makeUpSchool(database, partner, places);
  const writer = {
    database,
    scope: settingScope(partner),
    today: plainDate('2025-09-01'),
    onRollChanged: rebuildSettingYear,
  };
  const done = await enrol(writer, partner, {
    upn: school.upns[0],
    surname: 'Abara',
    givenName: 'Amina',
    bornOn: plainDate('2016-12-01'),
    yearGroup: 4,
    class: 'Forge',
    status: 'subsidiary',
    enteredOn: plainDate('2025-09-01'),
  });
  if (!done.ok) throw new Error(done.failure.message);
  slots = { [here]: 1, [partner]: places + 4 };
});

/** Sends a register in which the child has a code and everybody else is present. */
async function register(settingId: number, day: PlainDate, code: string, version = 1, session = 1): Promise<void> {
  const slot = slots[settingId] ?? 0;
  const marks = new Uint8Array(settingId === here ? places : places + 4).fill(byte('/'));
  marks[slot - 1] = byte(code);
  const sent = { settingId, day, session, version, marks };
  const { kind } = await recordRegister(database, settingScope(settingId), sent, new Date(`${day}T09:00:00Z`));
  expect(kind).toBe('recorded');
}

const change = (settingId: number, day: PlainDate, session = 1) => [{ settingId, day, session }];
const at = (day: PlainDate, time: string) => new Date(`${day}T${time}:00Z`);
const area = {
  kind: 'area',
  laId: madeUpPlaces.laId,
  actor: 'An officer',
  purpose: 'Helping',
  ...readingRegisters,
} as const;

async function gaps(day: PlainDate, state: 'open' | 'closed' = 'open') {
  const found = await inScope(database, area, (scoped) => listGaps(scoped, { state, since: plainDate('2025-09-01') }));
  return found.filter((gap) => gap.day === day);
}

const seen = async (day: PlainDate, state: 'open' | 'closed' = 'open') =>
  (await gaps(day, state)).map((gap) => [gap.settingId, gap.side, gap.otherSettingId, gap.found].join(' '));

describe('a mark D in a register', () => {
  it('raises a task for both once the partner has had its time, however often it is looked at', async () => {
    const day = plainDate('2026-01-12');
    await register(here, day, 'D');
    await joinChanged(database, change(here, day), at(day, '09:30'));
    expect(await seen(day)).toEqual([]);
    // The partner's next register, of the afternoon, is due at 13:45.
    await joinLately(database, at(day, '13:44'), 3);
    expect(await seen(day)).toEqual([]);
    await Promise.all([joinLately(database, at(day, '13:45'), 3), joinLately(database, at(day, '13:45'), 3)]);
    const both = ['1 marked 2 unmeasured', '2 partner 1 unmeasured'];
    expect(await seen(day)).toEqual(both);
    await joinChanged(database, change(here, day), at(day, '14:00'));
    expect(await seen(day)).toEqual(both);
  });

  it('closes both tasks when the partner sends a positive mark, and opens them when it is taken back', async () => {
    const day = plainDate('2026-01-13');
    await register(here, day, 'D');
    await register(partner, day, 'N');
    await joinChanged(database, change(partner, day), at(day, '09:30'));
    expect(await seen(day)).toEqual(['1 marked 2 absent', '2 partner 1 absent']);
    const key = { settingId: partner, day, session: 1 };
    const changes = [{ place: (slots[partner] ?? 0) - 1, byte: byte('L'), reason: 'Came by taxi' }];
    await amendMarks(database, settingScope(partner), { ...key, version: 2, changes }, at(day, '10:00'));
    await joinChanged(database, change(partner, day), at(day, '10:01'));
    expect(await seen(day)).toEqual([]);
    expect((await gaps(day, 'closed')).map(({ outcome }) => outcome)).toEqual([
      'The register of the other setting now has the child present.',
      'The register of this setting now has the child present.',
    ]);
    const back = [{ place: (slots[partner] ?? 0) - 1, byte: 0, reason: 'Another child' }];
    await amendMarks(database, settingScope(partner), { ...key, version: 3, changes: back }, at(day, '11:00'));
    await joinChanged(database, change(partner, day), at(day, '11:01'));
    expect(await seen(day)).toEqual(['1 marked 2 unmeasured', '2 partner 1 unmeasured']);
  });

  it('closes both tasks when it is corrected', async () => {
    const day = plainDate('2026-01-14');
    await register(here, day, 'D');
    await register(partner, day, '#');
    await joinChanged(database, change(here, day), at(day, '09:30'));
    expect(await seen(day)).toEqual(['1 marked 2 not-required', '2 partner 1 not-required']);
    await register(here, day, 'I', 2);
    await joinChanged(database, change(here, day), at(day, '10:30'));
    expect(await seen(day)).toEqual([]);
    expect((await gaps(day, 'closed'))[0]?.outcome).toMatch(/was corrected/);
  });

  it('of a child on no other roll is a task for the one setting', async () => {
    const day = plainDate('2026-01-19');
    const marks = new Uint8Array(places).fill(byte('/'));
    marks[1] = byte('D');
    await recordRegister(
      database,
      settingScope(here),
      { settingId: here, day, session: 1, version: 1, marks },
      at(day, '09:00'),
    );
    await joinChanged(database, change(here, day), at(day, '09:30'));
    expect(await seen(day)).toEqual(['1 marked 0 not-on-roll']);
  });
});

describe('a task', () => {
  it('is closed with words by its own side alone, and stays so until something else is found', async () => {
    const day = plainDate('2026-01-20');
    await register(here, day, 'D');
    await register(partner, day, '');
    await joinChanged(database, change(here, day), at(day, '09:30'));
    const name = { settingId: here, day, session: 1, slot: slots[here] ?? 0 };
    const words = { outcome: 'She was at home; her mother rang', at: at(day, '10:00') };
    const other = settingScope(partner);
    expect(await inScope(database, other, (scoped) => closeGap(scoped, name, words))).toBe(false);
    expect(await inScope(database, settingScope(here), (scoped) => closeGap(scoped, name, words))).toBe(true);
    expect(await inScope(database, settingScope(here), (scoped) => closeGap(scoped, name, words))).toBe(false);
    await joinLately(database, at(day, '14:00'), 3);
    expect(await seen(day)).toEqual(['2 partner 1 unmeasured']);
    expect((await gaps(day, 'closed'))[0]).toMatchObject({ closedBy: 'A teacher', outcome: words.outcome });
    await register(partner, day, 'O', 2);
    await joinChanged(database, change(partner, day), at(day, '15:00'));
    expect(await seen(day)).toEqual(['1 marked 2 absent', '2 partner 1 absent']);
  });

  it('is seen by each side, the area and the trust, and by no nation and no other setting', async () => {
    const since = plainDate('2025-09-01');
    const list = (scope: Parameters<typeof inScope>[1]) =>
      inScope(database, scope, (scoped) => listGaps(scoped, { state: 'open', since }));
    const mine = await list(settingScope(here));
    expect(new Set(mine.map(({ settingId }) => settingId))).toEqual(new Set([here]));
    expect(mine[0]).toMatchObject({ surname: 'Abara', givenName: 'Amina' });
    expect(await list(settingScope(99))).toEqual([]);
    expect(await list({ ...area, laId: 5 })).toEqual([]);
    expect(
      (await list({ kind: 'trust', trustId: madeUpPlaces.trustId, actor: 'x', purpose: 'x', ...readingRegisters }))
        .length,
    ).toBeGreaterThan(1);
    expect(
      await list({
        kind: 'nation',
        nationId: madeUpPlaces.nationId,
        actor: 'x',
        purpose: 'x',
        ...readingRegisters,
      }).catch(() => []),
    ).toEqual([]);
  });
});

describe('a child’s day', () => {
  it('is one day, whatever each setting recorded', async () => {
    const day = plainDate('2026-01-21');
    await register(here, day, 'D');
    await register(partner, day, '/');
    await register(here, day, 'I', 1, 2);
    const rolls = [here, partner].map((settingId) => ({ settingId, slot: slots[settingId] ?? 0 }));
    const [morning, afternoon] = await inScope(database, steward('join'), (scoped) => dayOfLearner(scoped, rolls, day));
    expect(morning).toMatchObject({ state: 'present', marks: [{ isDual: true }, { byte: byte('/') }] });
    expect(afternoon).toMatchObject({ state: 'absent' });
  });
});

describe('a child’s day as each may see it', () => {
  const [morning, later] = [plainDate('2026-02-02'), plainDate('2026-02-03')];
  const person = async (settingId: number) =>
    inScope(database, settingScope(settingId), async (scoped) => {
      const found = await enrolmentAt(scoped, settingId, slots[settingId] ?? 0);
      if (!found) throw new Error('Nobody is there');
      return found;
    });
  const read = async (scope: Scope, day: PlainDate, settingId = here) => {
    const one = await person(settingId);
    const { halves, isWhole } = await inScope(database, scope, (scoped) => readLearnerDay(scoped, one, day));
    return { half: halves[0], isWhole };
  };
  const partnersRegister = (scope: Scope) =>
    inScope(database, scope, ({ client }) =>
      client.query({ text: 'SELECT FROM register WHERE setting_id = $1', values: [partner] }),
    );

  it('tells a setting whether the child was at the other, and never the code', async () => {
    await register(here, morning, 'D');
    await register(partner, morning, 'I');
    await joinChanged(database, change(here, morning), at(morning, '09:30'));
    const { half, isWhole } = await read(settingScope(here), morning);
    expect(half?.says).toMatchObject([
      { kind: 'register', settingId: here, code: 'D' },
      { kind: 'told', settingId: partner, says: 'not-attended' },
    ]);
    expect([half?.state, isWhole]).toEqual(['absent', false]);
    expect(half?.gaps.map(({ settingId, found }) => [settingId, found])).toEqual([[here, 'absent']]);
    expect((await partnersRegister(settingScope(here))).rowCount).toBe(0);
    const theirs = await read(settingScope(partner), morning, partner);
    expect(theirs.half?.says).toMatchObject([
      { kind: 'register', settingId: partner, code: 'I' },
      { kind: 'told', settingId: here, says: 'elsewhere' },
    ]);
  });

  it('shows an authority both registers, and a stranger nothing', async () => {
    const { half, isWhole } = await read(area, morning);
    expect(half?.says.map((one) => (one.kind === 'register' ? one.code : one.kind))).toEqual(['D', 'I']);
    expect(isWhole).toBe(true);
    expect(half?.gaps).toHaveLength(2);
    expect((await read(settingScope(99), morning)).half).toMatchObject({ gaps: [], state: undefined });
  });

  it('takes back what was told when the D is corrected, and says until when there is time', async () => {
    await register(here, later, 'D');
    await joinChanged(database, change(here, later), at(later, '09:30'));
    const waiting = await read(settingScope(here), later);
    expect(waiting.half).toMatchObject({ state: 'unmeasured', gaps: [], partnerDue: at(later, '13:45') });
    expect(waiting.half?.says[1]).toMatchObject({ kind: 'told', says: 'no-mark' });
    await register(here, later, '/', 2);
    await joinChanged(database, change(here, later), at(later, '10:00'));
    const { half } = await read(settingScope(here), later);
    expect(half).toMatchObject({ state: 'present', partnerDue: undefined });
    expect(half?.says.filter(({ kind }) => kind === 'told')).toEqual([]);
  });

  it('says that a setting was closed, and counts nothing where all were', async () => {
    const { half } = await read(area, plainDate('2026-02-07'));
    expect(half?.says.map(({ kind }) => kind)).toEqual(['closed', 'closed']);
    expect(half?.state).toBeUndefined();
  });
});

describe('the watch', () => {
  it('looks back when it begins, and then follows every register', async () => {
    const before = plainDate('2026-01-22');
    await register(here, before, 'D');
    await register(partner, before, 'O');
    const failures: unknown[] = [];
    const clock = stoppedClock(at(plainDate('2026-01-23'), '15:00'));
    const watches = [1, 2].map(() =>
      watchDualRegistration({ database, clock, onFailure: (why) => failures.push(why) }),
    );
    await Promise.all(watches.map(({ begun }) => begun));
    expect(await seen(before)).toEqual(['1 marked 2 absent', '2 partner 1 absent']);
    await register(partner, before, '/', 2);
    await expect.poll(() => seen(before), { timeout: 10_000 }).toEqual([]);
    await Promise.all(watches.map((watch) => watch.close()));
    expect(failures).toEqual([]);
  });
});
