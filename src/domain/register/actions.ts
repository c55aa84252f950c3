import type { OwnPlaces } from '#domain/roll/own-places.ts';
import { ownPlaces } from '#domain/roll/own-places.ts';
import { bookById, bookOf } from '#foundation/nations/code-books.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope, StewardScope } from '#platform/access/scope.ts';
import { announceChange } from '#platform/database/changes.ts';
import type { Database } from '#platform/database/pool.ts';
import { actorIdOf } from './actor-store.ts';
import { bandsOf } from './bands.ts';
import type { CurrentMarks, Decision, MarksToWrite } from './change-marks.ts';
import { decideMarks, decideRegister } from './change-marks.ts';
import type { MovedTotals } from './change-totals.ts';
import { moveTotals } from './change-totals.ts';
import type { CountedRegister } from './count-register.ts';
import { unpackCounts } from './learner-counts.ts';
import type { MarksSent, RecordOutcome, RegisterKey, RegisterSent } from './model.ts';
import type { RecordState } from './record-store.ts';
import { lockAndRead, readSpells, writeRegister } from './record-store.ts';
import type { CountedRoll, RegisterCaches } from './register-caches.ts';
import { registerCaches } from './register-caches.ts';
import type { RegisterDay } from './register-day.ts';
import { registerDay } from './register-day.ts';
import { registerAt } from './register-store.ts';
import { checkUnit } from './rules.ts';
import { unpackTally } from './tally.ts';
import { refuseBeyond, registerWithin } from './within-own.ts';

/** Tells the live picture that a register changed. Called after the commit, never before. */
export type Announce = (database: Pick<Database, 'pool'>, key: RegisterKey) => void;

export type Writer = SettingScope | StewardScope;
export type Databases = Pick<Database, 'pool' | 'poolOf'>;

/**
 * Records a whole register durably, with every total, in one transaction; model.ts says which version wins. Throws a
 * `RangeError` for more marks than the roll has places, or a register of another kind than the setting keeps.
 */
export function recordRegister(
  database: Databases,
  scope: Writer,
  sent: RegisterSent,
  at: Date,
  announce: Announce = announceChange,
): Promise<RecordOutcome> {
  const decide = (current: CurrentMarks | undefined, own: OwnPlaces) =>
    decideRegister(current, registerWithin(sent, current, own));
  return change(database, scope, sent, { at, announce, decide });
}

/** What somebody sent, once the roll it is of has been read; and that roll, so that it need not be read again. */
export interface PreparedRegister {
  readonly sent: Pick<RegisterSent, 'version' | 'marks' | 'reason'>;
  readonly roll: CountedRoll;
  /** Stands for the roll as it was read: its version and the transaction that wrote it. */
  readonly rollStamp: string;
}

/**
 * Records a whole register whose marks can only be read with the roll in hand: `prepare` reads it in the register's own
 * transaction, beside everything else, and answers nothing where there is no roll. What it throws, this throws.
 */
export function recordPrepared(
  database: Databases,
  scope: Writer,
  key: RegisterKey,
  at: Date,
  prepare: (scoped: Scoped<Writer>) => Promise<PreparedRegister | undefined>,
): Promise<RecordOutcome> {
  let prepared: PreparedRegister | undefined;
  return change(database, scope, key, {
    at,
    announce: announceChange,
    prepare: async (scoped) => {
      prepared = await prepare(scoped);
      return prepared;
    },
    decide: (current, own) => prepared && decideRegister(current, registerWithin(prepared.sent, current, own)),
  });
}

/**
 * Changes marks of a register that is there, each with its reason, and moves every total with them. Throws as
 * `recordRegister` does.
 */
export function amendMarks(
  database: Databases,
  scope: Writer,
  sent: MarksSent,
  at: Date,
  announce: Announce = announceChange,
): Promise<RecordOutcome> {
  const decide = (current: CurrentMarks | undefined, own: OwnPlaces) => {
    refuseBeyond(sent.changes, own);
    return current ? decideMarks(current, sent) : undefined;
  };
  return change(database, scope, sent, { at, announce, decide });
}

interface Change {
  readonly at: Date;
  readonly announce: Announce;
  /** What to do about a register as it is, within the scope’s own places; `undefined` when it would have to be there. */
  readonly decide: (current: CurrentMarks | undefined, own: OwnPlaces) => Decision | undefined;
  /** Reads what deciding needs, in the same transaction. */
  readonly prepare?: (scoped: Scoped<Writer>) => Promise<PreparedRegister | undefined>;
}

async function change(database: Databases, scope: Writer, key: RegisterKey, wanted: Change): Promise<RecordOutcome> {
  const caches = registerCaches(database);
  const actorId = await actorIdOf(database, scope);
  const place = registerDay(key.day);
  const outcome = await inScope(database, scope, async (scoped): Promise<RecordOutcome> => {
    const [state, prepared] = await Promise.all([lockAndRead(scoped, key, place), wanted.prepare?.(scoped)]);
    if (!state) return { kind: 'no-roll' };
    if (prepared) caches.rolls.put(rollName(key, place), prepared.rollStamp, prepared.roll);
    const decision = wanted.decide(currentOf(state), ownPlaces(scope, key.settingId, state.base));
    if (!decision) return { kind: 'no-register' };
    if (decision.kind !== 'write') return refusal(scoped, key, decision.kind);
    await write({ scoped, caches, key, place, state, decision, actorId, at: wanted.at });
    const amended = decision.amended.filter(({ original }) => original !== 0).length;
    return { kind: 'recorded', version: decision.version, first: state.version === null, amended };
  });
  const { settingId, day, session } = key;
  if (outcome.kind === 'recorded') wanted.announce(database, { settingId, day, session });
  return outcome;
}

function currentOf({ version, marks }: RecordState): CurrentMarks | undefined {
  return version === null || marks === null ? undefined : { version, marks };
}

async function refusal(scoped: Scoped, key: RegisterKey, kind: 'unchanged' | 'stale'): Promise<RecordOutcome> {
  const current = await registerAt(scoped, key);
  if (!current) throw new Error('A register that was just read is gone');
  return kind === 'stale' ? { kind, current } : { kind, version: current.version };
}

interface Writing {
  readonly scoped: Scoped;
  readonly caches: RegisterCaches;
  readonly key: RegisterKey;
  readonly place: RegisterDay;
  readonly state: RecordState;
  readonly decision: MarksToWrite;
  readonly actorId: number;
  readonly at: Date;
}

async function write(writing: Writing): Promise<void> {
  const { scoped, key, place, state, decision } = writing;
  if (decision.marks.length > state.size) {
    throw new RangeError(`A mark at place ${decision.marks.length - 1}, and the roll has ${state.size} places`);
  }
  checkUnit(state.unit, key.session, state.roster !== null);
  const roll = await currentRoll(writing);
  const totals: MovedTotals = {
    register: unpackTally(state.registerTotal ?? nothing),
    week: unpackTally(state.weekTotal ?? nothing),
    year: unpackTally(state.yearTotal ?? nothing),
    learners: unpackCounts(state.learners, state.size),
  };
  // A register keeps the book it was first written with: a book is fixed for an academic year.
  const bookId = state.book ?? bookOf(state.nation).bookId;
  moveTotals(totals, roll, {
    before: state.marks ? counted(state, state.marks, place) : undefined,
    after: counted(state, decision.marks, place),
    book: bookById(bookId),
  });
  const { actorId, at } = writing;
  await writeRegister(scoped, {
    key,
    place,
    state,
    decision,
    bookId,
    actorId,
    at,
    totals,
    bands: bandsOf(roll, totals.learners),
  });
}

const nothing = new Uint8Array();

function counted({ minutes, roster }: RecordState, marks: Uint8Array, { day }: RegisterDay): CountedRegister {
  return { marks, day, event: roster === null ? undefined : { minutes: minutes ?? 0, roster } };
}

function rollName({ settingId }: RegisterKey, { year }: RegisterDay): string {
  return `${settingId} ${year}`;
}

/** The roll the database says is current: remembered, or fetched. */
async function currentRoll({ scoped, caches, key, place, state }: Writing): Promise<CountedRoll> {
  const name = rollName(key, place);
  const remembered = caches.rolls.get(name, state.rollStamp);
  if (remembered) return remembered;
  const roll = { spells: await readSpells(scoped, key.settingId, place) };
  caches.rolls.put(name, state.rollStamp, roll);
  return roll;
}
