import type { Keeper } from '#domain/roll/model.ts';
import { session } from '#domain/roll/model.ts';
import { ensureRoll } from '#domain/roll/roll-years.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { ParameterError, ProblemError } from '#foundation/kernel/problem.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import type { PreparedRegister } from './actions.ts';
import { amendMarks, recordPrepared } from './actions.ts';
import type { RegisterContext } from './api-keepers.ts';
import type { RecordedDocument } from './api-register-model.ts';
import type { MarkChange, RecordOutcome, RegisterKey, StoredRegister } from './model.ts';
import { registerDay } from './register-day.ts';
import { mayTake } from './rules.ts';
import type { RefusedMark } from './sent-marks.ts';
import { codeReaderFor, readMark, readSentMarks, refusal } from './sent-marks.ts';
import type { SentChanges, SentRegister } from './sent-marks-body.ts';
import type { RollOnDay } from './sent-marks-roll.ts';
import { offRoll, rollOnDay } from './sent-marks-roll.ts';
import type { RollAndEvent } from './timetable-store.ts';
import { rollAndEvent } from './timetable-store.ts';
import { ownRoll } from './within-own.ts';

/** One register of a setting, as an address or a line names it. */
export interface AddressedRegister {
  readonly keeper: Keeper;
  readonly day: PlainDate;
  readonly session: number;
}

/** What became of something sent: written or there already, or another version is there. */
export type SentOutcome =
  | { readonly kind: 'kept'; readonly first: boolean; readonly document: RecordedDocument }
  | { readonly kind: 'stale'; readonly current: StoredRegister };

/** Records a whole register that was sent. Throws a problem where nothing of it can be used. */
export async function takeRegister(
  context: RegisterContext,
  scope: SettingScope,
  register: AddressedRegister,
  sent: SentRegister,
): Promise<SentOutcome> {
  const { database, clock } = context;
  checkRegister(register, clock.today());
  const key = keyOf(register);
  const at = clock.now();
  let understood: Understood | undefined;
  const prepare = async (scoped: Scoped): Promise<PreparedRegister | undefined> => {
    const found = await rollAndEvent(scoped, key);
    if (!found) return undefined;
    const onDay = openRoll(found, key, at);
    const read = readSentMarks(sent.marks, onDay, codeReaderFor(bookOf(register.keeper.nation), key.day));
    understood = { onDay: ownRoll(onDay, scope), ...read };
    const { version, reason } = sent;
    return { sent: { version, reason, marks: read.marks }, roll: found.roll, rollStamp: found.rollStamp };
  };
  const acting = actingAs(scope, sent.sentBy);
  let outcome = await recordPrepared(database, acting, key, at, prepare);
  if (outcome.kind === 'no-roll' && (await packedNow(context, scope, key))) {
    outcome = await recordPrepared(database, acting, key, at, prepare);
  }
  if (!understood) throw noRoll(key);
  return answerFor(outcome, key, understood);
}

/** Records changes to marks of a register that was taken. Throws a problem where none of them can be used. */
export async function takeChanges(
  context: RegisterContext,
  scope: SettingScope,
  register: AddressedRegister,
  sent: SentChanges,
): Promise<SentOutcome> {
  const { database, clock } = context;
  checkRegister(register, clock.today());
  const key = keyOf(register);
  const onDay = await rollFor(context, scope, key, sent.changes.every(withdraws) ? 'withdraw' : 'take');
  const { changes, refused } = readChanges(sent, onDay, register);
  if (changes.length === 0) throw nothingUsable(refused);
  const asked = { ...key, version: sent.version, changes };
  const outcome = await amendMarks(database, actingAs(scope, sent.sentBy), asked, clock.now());
  const marks = new Uint8Array(onDay.roll.size);
  for (const { place, byte } of changes) marks[place] = byte;
  return answerFor(outcome, key, { onDay: ownRoll(onDay, scope), marks, refused });
}

/** Marks of a day on which the setting turns out to have been shut go on counting until somebody withdraws them. */
function withdraws({ code }: SentChanges['changes'][number]): boolean {
  return code === null || code === '';
}

function readChanges(sent: SentChanges, onDay: RollOnDay, { keeper, day }: AddressedRegister) {
  const codes = codeReaderFor(bookOf(keeper.nation), day);
  const changes = new Map<number, MarkChange>();
  const refused: RefusedMark[] = [];
  for (const change of sent.changes) {
    const read = readMark(change, onDay, codes);
    const reason = typeof change.reason === 'string' ? onOneLine(change.reason) : '';
    const problem = !read.ok ? read.failure : reason === '' ? 'A change needs its reason' : undefined;
    if (read.ok && problem === undefined && !changes.has(read.value.place)) {
      changes.set(read.value.place, { ...read.value, reason });
    } else {
      refused.push(refusal(change, problem ?? 'There is another change for this pupil before it'));
    }
  }
  return { changes: [...changes.values()], refused };
}

/** A reason as a form's field would have it: control characters, which logs and terminals would obey, are spaces. */
function onOneLine(reason: string): string {
  return reason
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 500);
}

/** Refuses registers that cannot be: of a day to come, or of a kind that the setting does not take. */
export function checkRegister({ keeper, day, session: key }: AddressedRegister, today: PlainDate): void {
  if (day > today) throw wrongRegister('date', `${day} is still to come.`, 'Send a register once it has been taken.');
  if (keeper.unit === 'none') {
    throw wrongRegister('session', `${keeper.name} keeps a roll and takes no registers.`, 'There is nothing to send.');
  }
  if ((keeper.unit === 'event') !== key >= session.firstEvent) {
    const takes = keeper.unit === 'event' ? 'by timetabled event' : 'of the morning (am) and the afternoon (pm)';
    throw wrongRegister('session', `${keeper.name} takes registers ${takes}.`, 'Send the session it has.');
  }
}

function wrongRegister(parameter: string, message: string, nextStep: string): ParameterError {
  return new ParameterError(parameter, { code: 'register-cannot-be', message, nextStep });
}

function keyOf({ keeper, day, session: key }: AddressedRegister): RegisterKey {
  return { settingId: keeper.settingId, day, session: key };
}

/** Who is named in the register: the one who asks, and the system that sends for them. */
function actingAs(scope: SettingScope, sentBy: string | undefined): SettingScope {
  return sentBy === undefined ? scope : { ...scope, actor: `${scope.actor}, by ${sentBy}` };
}

/** Who may be marked in a register. */
async function rollFor(
  context: RegisterContext,
  scope: SettingScope,
  key: RegisterKey,
  purpose: 'take' | 'withdraw',
): Promise<RollOnDay> {
  const found = await inScope(context.database, scope, (scoped) => rollAndEvent(scoped, key));
  if (!found) throw noRoll(key);
  const { calendar } = found;
  return openRoll({ ...found, calendar: purpose === 'take' ? calendar : undefined }, key, context.clock.now());
}

/** The roll on a register's day. Throws where there is no such event, or the setting was shut. */
function openRoll({ roll, roster, calendar }: RollAndEvent, key: RegisterKey, now: Date): RollOnDay {
  if (key.session >= session.firstEvent && !roster) throw noEvent(key);
  const closed = calendar && mayTake(calendar, key, now);
  if (closed)
    throw wrongRegister(
      'date',
      `${closed.reason}.`,
      'No register is taken then; mend the calendar if it was open. Marks that are there can be withdrawn: changes whose code is null.',
    );
  return rollOnDay(roll, key.day, roster);
}

/** Packs the roll of a new academic year when its first register comes; answers whether anybody is on it. */
function packedNow({ database, clock }: RegisterContext, scope: SettingScope, key: RegisterKey): Promise<boolean> {
  return inScope(database, scope, async (scoped) => {
    const { year } = registerDay(key.day);
    const made = await ensureRoll(scoped, key.settingId, { year, today: clock.today() });
    return made !== undefined;
  });
}

interface Understood {
  readonly onDay: RollOnDay;
  readonly marks: Uint8Array;
  readonly refused: readonly RefusedMark[];
}

function answerFor(outcome: RecordOutcome, key: RegisterKey, understood: Understood): SentOutcome {
  switch (outcome.kind) {
    case 'stale':
      return outcome;
    case 'no-roll':
      throw noRoll(key);
    case 'no-register':
      throw notTaken(key);
    case 'recorded':
      return { kind: 'kept', first: outcome.first, document: documentOf(outcome, understood) };
    case 'unchanged':
      return { kind: 'kept', first: false, document: documentOf(outcome, understood) };
  }
}

function documentOf(
  outcome: Extract<RecordOutcome, { kind: 'recorded' | 'unchanged' }>,
  { onDay, marks, refused }: Understood,
): RecordedDocument {
  let [expected, recorded] = [0, 0];
  for (let place = 0; place < onDay.ages.length; place += 1) {
    if (onDay.ages[place] === offRoll) continue;
    expected += 1;
    if (marks[place] !== 0) recorded += 1;
  }
  return {
    outcome: outcome.kind,
    version: outcome.version,
    expected,
    recorded,
    unmeasured: expected - recorded,
    amended: outcome.kind === 'recorded' ? outcome.amended : 0,
    refused: [...refused],
  };
}

function nothingUsable(refused: readonly RefusedMark[]): ProblemError {
  const first = refused[0];
  return new ParameterError('changes', {
    code: 'changes-cannot-be',
    message: `No change could be taken: ${first?.pupil} ${first?.code}: ${first?.reason}.`,
    nextStep: 'Correct them and send them again.',
  });
}

function noRoll({ day }: RegisterKey): ProblemError {
  return new ProblemError({
    code: 'roll-not-found',
    message: `Nobody is on this setting’s roll in the academic year of ${day}.`,
    nextStep: 'Enter its roll first.',
  });
}

function noEvent({ day, session: key }: RegisterKey): ProblemError {
  return new ProblemError({
    code: 'event-not-found',
    message: `There is no timetabled event ${key} on ${day}.`,
    nextStep: 'Send the day’s timetable first.',
  });
}

function notTaken({ day }: RegisterKey): ProblemError {
  return new ProblemError({
    code: 'register-not-found',
    message: `This register of ${day} has not been taken, so no mark of it can be changed.`,
    nextStep: 'Send the whole register first.',
  });
}
