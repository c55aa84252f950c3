import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordRegister } from '#domain/register/actions.ts';
import { rebuildSettingYear } from '#domain/register/rebuild.ts';
import { changeCharacteristics, changeDetails, endEnrolment, enrol } from '#domain/roll/actions.ts';
import type { RollWriter } from '#domain/roll/change-roll.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { makeUpn } from '#foundation/kernel/pupil-identifiers.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { makeUpSetting, settingScope } from './made-up-setting.ts';
import type { NaiveEnrolment, NaiveRegister } from './naive-totals.ts';
import { naiveTotals } from './naive-totals.ts';
import { storedTotals } from './stored-totals.ts';

const firstDay = plainDate('2026-09-01');
const lastDayOfYear = 364;
/** 31 August 2026 is a Monday, the day before. */
const firstMonday = -1;
const book = bookOf('england');

let database: Database;
let nextSetting = 1;
let serial = 0;

beforeAll(async () => {
  database = await freshDatabase();
});

const day = fc.integer({ min: 0, max: 30 });
const step = fc.oneof(
  fc.record({
    kind: fc.constant('enrol' as const),
    from: day,
    stays: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
    status: fc.constantFrom('single', 'main', 'guest', 'fe'),
    sen: fc.constantFrom('N', 'K', 'E'),
  }),
  fc.record({
    kind: fc.constant('register' as const),
    on: day,
    session: fc.constantFrom(1, 2),
    codes: fc.array(fc.constantFrom('', '/', 'L', 'I', 'O', 'X', 'N'), { maxLength: 6 }),
  }),
  fc.record({ kind: fc.constant('end' as const), who: fc.nat(5), on: fc.option(day, { nil: undefined }) }),
  fc.record({ kind: fc.constant('know' as const), who: fc.nat(5), on: day, sen: fc.constantFrom('N', 'K', 'E') }),
  fc.record({ kind: fc.constant('move up' as const), who: fc.nat(5), yearGroup: fc.integer({ min: 3, max: 6 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer Drawn> ? Drawn : never;

interface Person {
  place: number;
  from: number;
  to: number;
  status: NaiveEnrolment['status'];
  yearGroup: number;
  readonly sen: Map<number, string>;
}

/** What was done, in a model that knows nothing of packed rolls. */
interface Model {
  readonly people: Person[];
  readonly registers: Map<string, NaiveRegister>;
}

async function take(writer: RollWriter, settingId: number, model: Model, one: Step): Promise<void> {
  if (one.kind === 'enrol') return putOnRoll(writer, settingId, model, one);
  if (one.kind === 'register') return record(settingId, model, one);
  const person = model.people[one.who];
  if (!person) return;
  const slot = person.place + 1;
  if (one.kind === 'end') {
    const leftOn = one.on === undefined ? undefined : addDays(firstDay, one.on);
    const done = await endEnrolment(writer, settingId, { slot, leftOn });
    expect(done.ok).toBe(one.on === undefined || one.on >= person.from);
    if (done.ok) person.to = one.on ?? lastDayOfYear;
  } else if (one.kind === 'know') {
    const done = await changeCharacteristics(writer, settingId, {
      slot,
      validFrom: addDays(firstDay, one.on),
      sen: one.sen,
    });
    expect(done.ok).toBe(one.on <= person.to);
    if (done.ok) know(person, one.on, one.sen);
  } else {
    await changeDetails(writer, settingId, { slot, yearGroup: one.yearGroup });
    person.yearGroup = one.yearGroup;
  }
}

/** Nothing is stored where nothing is new; what is known earliest holds from the beginning. */
function know(person: Person, on: number, sen: string): void {
  const before = [...person.sen.keys()].filter((from) => from <= on).sort((left, right) => right - left)[0];
  if (before === undefined || person.sen.get(before) !== sen) person.sen.set(on, sen);
}

async function putOnRoll(
  writer: RollWriter,
  settingId: number,
  { people }: Model,
  { from, stays, status, sen }: Extract<Step, { kind: 'enrol' }>,
): Promise<void> {
  serial += 1;
  const enteredOn = addDays(firstDay, from);
  const done = await enrol(writer, settingId, {
    upn: makeUpn('941', serial),
    surname: 'S',
    givenName: 'G',
    bornOn: plainDate('2018-03-27'),
    yearGroup: 4,
    class: '4B',
    status,
    enteredOn,
    leftOn: stays === undefined ? undefined : addDays(enteredOn, stays),
    characteristics: { sen },
  });
  if (!done.ok) throw new Error(done.failure.message);
  const to = stays === undefined ? lastDayOfYear : from + stays;
  people.push({ place: done.value.slot - 1, from, to, status, yearGroup: 4, sen: new Map([[from, sen]]) });
}

async function record(
  settingId: number,
  { people, registers }: Model,
  { on, session, codes }: Extract<Step, { kind: 'register' }>,
): Promise<void> {
  const known = codes.slice(0, people.length);
  const marks = Uint8Array.from(known, (code) => book.bytes.get(code) ?? 0);
  const key = { settingId, day: addDays(firstDay, on), session };
  const version = 1 + (versions.get(`${settingId} ${on} ${session}`) ?? 0);
  const outcome = await recordRegister(database, settingScope(settingId), { ...key, version, marks }, new Date(0));
  if (people.length === 0) expect(outcome.kind).toBe('no-roll');
  if (outcome.kind !== 'recorded') return;
  versions.set(`${settingId} ${on} ${session}`, version);
  registers.set(`${on} ${session}`, { day: on, session, codes: known.map((code) => code || undefined) });
}
const versions = new Map<string, number>();

function naive({ people }: Model): readonly NaiveEnrolment[] {
  return people.map(({ place, from, to, status, yearGroup, sen }) => ({
    place,
    from,
    to,
    status,
    known: [...sen.entries()]
      .sort(([left], [right]) => left - right)
      .map(([since, code]) => ({
        from: since,
        groups: {
          'year-group': String(yearGroup),
          sex: 'U',
          sen: code,
          fsm: 'U',
          ethnicity: 'NOBT',
          'looked-after': 'U',
          'social-worker': 'U',
        },
      })),
  }));
}

describe('changes of a roll', () => {
  it('in any order among registers leave every total what a long reckoning gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const settingId = nextSetting++;
        await makeUpSetting(database, { settingId });
        const writer: RollWriter = {
          database,
          scope: settingScope(settingId),
          today: plainDate('2026-09-20'),
          onRollChanged: rebuildSettingYear,
        };
        const model: Model = { people: [], registers: new Map() };
        for (const one of steps) await take(writer, settingId, model, one);
        const expected = naiveTotals(naive(model), [...model.registers.values()], firstMonday);
        const stored = await storedTotals(database, settingId);
        const touched = Object.fromEntries(
          Object.entries(stored.weeks).filter(([, week]) => Object.keys(week).length > 0),
        );
        const wanted = Object.fromEntries(
          Object.entries(expected.weeks).filter(([, week]) => Object.keys(week).length > 0),
        );
        expect({ ...stored, weeks: touched }).toEqual({ ...expected, weeks: wanted });
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
