import type { Keeper } from '#domain/roll/model.ts';
import { ensureRoll } from '#domain/roll/roll-years.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import { recordRegister } from './actions.ts';
import type { AskGround, GatheredRegister } from './files-gather.ts';
import type { FilesEffects } from './files-model.ts';
import { registerDay } from './register-day.ts';
import { registerAt } from './register-store.ts';
import { mayTake } from './rules.ts';
import { rollOnDay } from './sent-marks-roll.ts';
import { rollAndEvent } from './timetable-store.ts';

type Effects = Pick<FilesEffects, 'database' | 'clock'>;

/** For whom, and under which scope, a file's registers are recorded. */
export interface Recording {
  readonly keeper: Keeper;
  readonly scope: SettingScope;
  readonly dryRun: boolean;
}

/** Asks the database whether a register may be taken and who is on its roll; the roll of a new year is packed then. */
export function groundsOf({ database, clock }: Effects, { keeper, scope }: Recording): AskGround {
  const { settingId } = keeper;
  return async ({ day, session }) => {
    const key = { settingId, day, session };
    if (day > clock.today()) return failure(`${day} is still to come`);
    const found = await inScope(database, scope, async (scoped) => {
      const there = await rollAndEvent(scoped, key);
      if (there) return there;
      const { year } = registerDay(day);
      const made = await ensureRoll(scoped, settingId, { year, today: clock.today() });
      return made && (await rollAndEvent(scoped, key));
    });
    if (!found) return failure(`Nobody is on this setting’s roll in the academic year of ${day}`);
    if (keeper.unit === 'event' && !found.roster) return failure(`There is no timetabled event ${session} on ${day}`);
    const closed = found.calendar && mayTake(found.calendar, key, clock.now());
    return closed ? failure(closed.reason) : success(rollOnDay(found.roll, day, found.roster));
  };
}

/** How many marks of a register a file changed, knew already, or was refused, and why. */
export interface RecordedRegister {
  readonly loaded: number;
  readonly known: number;
  readonly refused?: string | undefined;
}

/**
 * Records the marks of one register of a file, in a transaction of its own. Without a version they are laid over those that
 * are there; with one, they are the whole register as its sender has it. Disputed marks are left as they are.
 */
export async function recordGathered(
  effects: Effects,
  recording: Recording,
  register: GatheredRegister,
): Promise<RecordedRegister> {
  const first = await tryRecording(effects, recording, register);
  // Somebody recorded the register meanwhile: once more on top of theirs.
  const last = first.kind === 'overtaken' ? await tryRecording(effects, recording, register) : first;
  if (last.kind !== 'overtaken') return last.counts;
  return { loaded: 0, known: 0, refused: 'This register was changed by somebody else at the same moment, twice' };
}

type Attempt = { readonly kind: 'done'; readonly counts: RecordedRegister } | { readonly kind: 'overtaken' };

async function tryRecording(
  { database, clock }: Effects,
  { keeper, scope, dryRun }: Recording,
  register: GatheredRegister,
): Promise<Attempt> {
  const key = { settingId: keeper.settingId, day: register.day, session: register.session };
  const current = await inScope(database, scope, (scoped) => registerAt(scoped, key));
  const before = current?.marks ?? new Uint8Array();
  const counts = countChanges(register, before);
  if (counts.loaded === 0) return { kind: 'done', counts };
  const newest = current?.version ?? 0;
  const version = register.version ?? newest + 1;
  if (version <= newest) return { kind: 'done', counts: { loaded: 0, known: counts.known, refused: later(newest) } };
  if (dryRun) return { kind: 'done', counts };
  const sent = { ...key, version, marks: overlaid(register, before), reason: 'Imported file' };
  const outcome = await recordRegister(database, scope, sent, clock.now());
  if (outcome.kind === 'recorded') return { kind: 'done', counts };
  if (outcome.kind === 'unchanged') return { kind: 'done', counts: { loaded: 0, known: counts.loaded + counts.known } };
  if (outcome.kind === 'stale') return { kind: 'overtaken' };
  return { kind: 'done', counts: { loaded: 0, known: 0, refused: 'There is no roll of this year any more' } };
}

function countChanges(register: GatheredRegister, before: Uint8Array): RecordedRegister {
  const { lines, marks, disputed } = register;
  let [loaded, known] = [0, 0];
  for (let place = 0; place < lines.length; place += 1) {
    if (lines[place] === 0 || disputed[place] === 1) continue;
    if (leavesAlone(register, place) || marks[place] === (before[place] ?? 0)) known += 1;
    else loaded += 1;
  }
  return { loaded, known };
}

/** Without a version, “no mark” says nothing about a mark that is there: only the sender of a whole register withdraws. */
function leavesAlone({ marks, version }: GatheredRegister, place: number): boolean {
  return marks[place] === 0 && version === undefined;
}

function overlaid(register: GatheredRegister, before: Uint8Array): Uint8Array {
  const { marks, disputed } = register;
  const whole = new Uint8Array(marks.length);
  for (let place = 0; place < whole.length; place += 1) {
    const kept = disputed[place] === 1 || leavesAlone(register, place);
    whole[place] = (kept ? before[place] : marks[place]) ?? 0;
  }
  return whole;
}

function later(version: number): string {
  return `This register has been recorded since, as version ${version}, with other marks`;
}
