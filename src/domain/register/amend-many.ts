import { bookById } from '#foundation/nations/code-books.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { announceChange } from '#platform/database/changes.ts';
import type { Announce, Databases, Writer } from './actions.ts';
import { actorIdOf } from './actor-store.ts';
import type { AmendedRegister, ManyStates, RegisterState } from './amend-many-store.ts';
import { lockAndReadMany, writeMany } from './amend-many-store.ts';
import { bandsOf } from './bands.ts';
import type { AmendedMark, Decision } from './change-marks.ts';
import { decideMarks } from './change-marks.ts';
import { moveTotals } from './change-totals.ts';
import type { CountedRegister } from './count-register.ts';
import { unpackCounts } from './learner-counts.ts';
import type { MarksSent, RecordOutcome, StoredRegister } from './model.ts';
import { readSpells } from './record-store.ts';
import { registerCaches } from './register-caches.ts';
import { registerDay } from './register-day.ts';
import { registerAt } from './register-store.ts';
import { emptyTally, unpackTally } from './tally.ts';

/**
 * Changes marks of many registers: all those of one setting's year in one transaction, which is durable or not as a
 * whole. What becomes of each is as `amendMarks` has it, in the order given. For suppliers, who send a week's
 * corrections at once.
 */
export async function amendManyRegisters(
  database: Databases,
  scope: Writer,
  sent: readonly MarksSent[],
  at: Date,
  announce: Announce = announceChange,
): Promise<readonly RecordOutcome[]> {
  const actorId = await actorIdOf(database, scope);
  const outcomes = new Map<MarksSent, RecordOutcome>();
  const years = Map.groupBy(sent, ({ settingId, day }) => `${settingId} ${registerDay(day).year}`);
  for (const ofYear of years.values()) {
    const made = await inScope(database, scope, (scoped) => amendYear(scoped, database, ofYear, { actorId, at }));
    for (const [index, one] of ofYear.entries()) {
      const outcome = made[index] ?? { kind: 'no-roll' };
      outcomes.set(one, outcome);
      const { settingId, day, session } = one;
      if (outcome.kind === 'recorded') announce(database, { settingId, day, session });
    }
  }
  return sent.map((one) => outcomes.get(one) ?? { kind: 'no-roll' });
}

/** A register while changes are made to it. */
interface Working {
  readonly stored: RegisterState;
  version: number;
  marks: Uint8Array;
  readonly versions: { readonly version: number; readonly amended: readonly AmendedMark[] }[];
}

/** Changes of registers of one setting's year. Answers nothing when there is no roll. */
async function amendYear(
  scoped: Scoped,
  database: Databases,
  sent: readonly MarksSent[],
  by: { readonly actorId: number; readonly at: Date },
): Promise<readonly RecordOutcome[]> {
  const [first] = sent;
  if (!first) return [];
  const { year } = registerDay(first.day);
  const keys = [...new Map(sent.map((one) => [keyOf(one), one])).values()];
  const weeks = [...new Set(sent.map(({ day }) => registerDay(day).week))];
  const states = await lockAndReadMany(scoped, first.settingId, { year, keys, weeks });
  if (!states) return [];
  const working = new Map(
    states.registers.map((stored): [string, Working] => [
      keyOf(stored),
      { stored, version: stored.version, marks: stored.marks, versions: [] },
    ]),
  );
  const decisions = sent.map((one) => decide(working.get(keyOf(one)), one, states.year.size));
  const changed = [...working.values()].filter(({ versions }) => versions.length > 0);
  if (changed.length > 0) await writeChanged({ scoped, database, states, changed, ...by }, first);
  return Promise.all(sent.map((one, index) => outcomeOf(scoped, one, decisions[index], working.get(keyOf(one)))));
}

function keyOf({ day, session }: { readonly day: string; readonly session: number }): string {
  return `${day} ${session}`;
}

function decide(working: Working | undefined, sent: MarksSent, size: number): Decision | undefined {
  const beyond = sent.changes.find(({ place }) => place >= size);
  if (beyond) throw new RangeError(`A mark at place ${beyond.place}, and the roll has ${size} places`);
  if (!working) return undefined;
  const decision = decideMarks(working, sent);
  if (decision.kind === 'write') {
    working.version = decision.version;
    working.marks = decision.marks;
    working.versions.push({ version: decision.version, amended: decision.amended });
  }
  return decision;
}

async function outcomeOf(
  scoped: Scoped,
  sent: MarksSent,
  decision: Decision | undefined,
  working: Working | undefined,
): Promise<RecordOutcome> {
  if (!decision || !working) return { kind: 'no-register' };
  if (decision.kind !== 'write') {
    if (decision.kind === 'unchanged') return { kind: 'unchanged', version: working.version };
    return { kind: 'stale', current: await currentOf(scoped, sent) };
  }
  const amended = decision.amended.filter(({ original }) => original !== 0).length;
  return { kind: 'recorded', version: decision.version, first: false, amended };
}

async function currentOf(scoped: Scoped, sent: MarksSent): Promise<StoredRegister> {
  const current = await registerAt(scoped, sent);
  if (!current) throw new Error('A register that was just read is gone');
  return current;
}

interface Changing {
  readonly scoped: Scoped;
  readonly database: Databases;
  readonly states: ManyStates;
  readonly changed: readonly Working[];
  readonly actorId: number;
  readonly at: Date;
}

async function writeChanged(changing: Changing, { settingId, day }: MarksSent): Promise<void> {
  const { scoped, database, states, changed, actorId, at } = changing;
  const { rolls } = registerCaches(database);
  const ofYear = registerDay(day);
  const name = `${settingId} ${ofYear.year}`;
  const { rollStamp, size } = states.year;
  const roll = rolls.get(name, rollStamp) ?? { spells: await readSpells(scoped, settingId, ofYear) };
  rolls.put(name, rollStamp, roll);
  const learners = unpackCounts(states.year.learners, size);
  const periods = new Map(states.periods.map(({ week, counts }) => [week, unpackTally(counts)]));
  const year = tallyOf(periods, 0);
  const registers = changed.map((one): AmendedRegister => {
    const { stored, version, marks, versions } = one;
    const place = registerDay(stored.day);
    const tally = unpackTally(stored.total ?? new Uint8Array());
    const counted = (bytes: Uint8Array): CountedRegister => ({ marks: bytes, day: place.day, event: eventOf(stored) });
    moveTotals({ register: tally, week: tallyOf(periods, place.week), year, learners }, roll, {
      before: counted(stored.marks),
      after: counted(marks),
      book: bookById(stored.book),
    });
    return { day: stored.day, session: stored.session, version, marks, tally, versions };
  });
  const bands = bandsOf(roll, learners);
  const written = { settingId, academicYear: ofYear.year, state: states.year, registers, periods, bands, learners };
  writeMany(scoped, { ...written, actorId, at });
}

function tallyOf(periods: Map<number, ReturnType<typeof emptyTally>>, week: number) {
  const tally = periods.get(week) ?? emptyTally();
  periods.set(week, tally);
  return tally;
}

function eventOf({ minutes, roster }: RegisterState): CountedRegister['event'] {
  return roster === null ? undefined : { minutes: minutes ?? 0, roster };
}
