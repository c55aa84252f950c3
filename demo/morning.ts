import { amendMarks, recordRegister } from '#domain/register/actions.ts';
import type { LoadedRegister } from '#domain/register/load-year.ts';
import type { RegisterKey } from '#domain/register/model.ts';
import { rebuildSettingYear } from '#domain/register/rebuild.ts';
import { registerAt } from '#domain/register/register-store.ts';
import { removeRegister } from '#domain/register/remove-store.ts';
import { keepers } from '#domain/roll/keeper-store.ts';
import { rollOf } from '#domain/roll/roll-store.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { keepingRegisters } from '#platform/access/categories.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import { announceChange } from '#platform/database/changes.ts';
import type { Database } from '#platform/database/pool.ts';
import { registersOf } from './exampleshire.ts';
import { byteOf } from './exampleshire-absence.ts';
import { exampleLives } from './exampleshire-lives.ts';
import { staysIn } from './exampleshire-rolls.ts';
import type { ExampleSetting } from './exampleshire-settings.ts';
import { exampleSettings } from './exampleshire-settings.ts';
import { clockTime, londonInstant } from './london-time.ts';

/** How a morning is to be played. */
export interface MorningWanted {
  readonly day: PlainDate;
  /** How many times faster than a clock; the morning has seventy minutes. */
  readonly speed: number;
  /** What to do about registers that are in already. `again`: take them out and send them anew. */
  readonly registersThere: 'leave' | 'again';
  readonly interrupted: AbortSignal;
  /** One line for a person. It names settings and counts, and never a child. */
  readonly tell: (line: string) => void;
  /** Waits some milliseconds; a test does not. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

export interface MorningPlayed {
  readonly day: PlainDate;
  readonly recorded: number;
  readonly corrected: number;
  /** In already when the morning began, and left as they were. */
  readonly there: number;
  /** Names of settings whose register never came. */
  readonly missing: readonly string[];
}

const [opens, closes] = [8 * 60 + 40, 9 * 60 + 50];
const player = 'School system, playing a morning (made up)';
const [late, unexplained] = [byteOf('L'), byteOf('N')];

/** One thing that happens at a minute of the morning. */
interface Happening {
  readonly minute: number;
  readonly setting: ExampleSetting;
  readonly key: RegisterKey;
  readonly kind: 'register' | 'arrivals';
  readonly marks: Uint8Array;
}

/**
 * Plays the morning of a school day: the registers of Exampleshire come in as each setting usually sends its own,
 * through the road of every register, some late and some never; children marked N who arrive late become L. The times
 * written are those of the morning that is played. Registers that are in already are left as they are unless `again`.
 */
export async function playMorning(database: Database, wanted: MorningWanted): Promise<MorningPlayed> {
  const known = new Set((await keepers(database)).map(({ settingId }) => settingId));
  const settings = exampleSettings.filter(({ keeper }) => known.has(keeper.settingId) && keeper.unit === 'session');
  const { happenings, missing, open } = planOf(settings, wanted.day);
  const { toPlay, there } = await stillToPlay(database, happenings, wanted);
  const played = { recorded: 0, corrected: 0, there };
  let clock = opens;
  for (const one of toPlay) {
    if (wanted.interrupted.aborted) break;
    await wanted.wait(((one.minute - clock) * 60_000) / wanted.speed);
    clock = one.minute;
    const line = one.kind === 'register' ? await take(database, one, wanted) : await arrive(database, one, wanted);
    if (line === undefined) continue;
    if (one.kind === 'register') played.recorded += 1;
    else played.corrected += 1;
    wanted.tell(`${clockTime(one.minute)}  ${line}`);
  }
  wanted.tell(`${clockTime(closes)}  ${open - missing.length} of ${open} settings have sent their register.`);
  return { day: wanted.day, ...played, missing };
}

/** Leaves out what is in already, and counts it; or takes it out, to be played like the rest. */
async function stillToPlay(
  database: Database,
  happenings: readonly Happening[],
  { registersThere }: MorningWanted,
): Promise<{ readonly toPlay: readonly Happening[]; readonly there: number }> {
  if (registersThere === 'again') {
    await takeOut(database, happenings);
    return { toPlay: happenings, there: 0 };
  }
  const there = new Set<number>();
  for (const { setting, key } of happenings) {
    if (await inScope(database, scopeOf(setting), (scoped) => registerAt(scoped, key))) there.add(key.settingId);
  }
  return { toPlay: happenings.filter(({ key }) => !there.has(key.settingId)), there: there.size };
}

interface MorningPlan {
  readonly happenings: readonly Happening[];
  readonly missing: readonly string[];
  /** How many settings are open. */
  readonly open: number;
}

/** What happens when: registers that come between 08:40 and 09:50, and arrivals some minutes after. */
function planOf(settings: readonly ExampleSetting[], day: PlainDate): MorningPlan {
  const year = academicYearOf(day);
  const bySetting = Map.groupBy(exampleLives((year + 1) as AcademicYear), ({ setting }) => setting);
  const happenings: Happening[] = [];
  const missing: string[] = [];
  let open = 0;
  const midnight = londonInstant(day, 0).getTime();
  for (const setting of settings) {
    const stays = staysIn(bySetting.get(setting) ?? [], year);
    const all = registersOf(setting, stays, year, londonInstant(day, 24 * 60 - 1)).registers;
    if (!isOpen(all, day)) continue;
    open += 1;
    const register = all.find((one) => one.day === day && one.session === 1);
    const minute = register && (register.takenAt.getTime() - midnight) / 60_000;
    if (!register || minute === undefined || minute > closes) {
      missing.push(setting.keeper.name);
      continue;
    }
    const key = { settingId: setting.keeper.settingId, day, session: 1 };
    const marks = registerMarks(register);
    const kind = 'register' as const;
    happenings.push({ minute: Math.max(opens, minute), setting, key, marks, kind });
    if (marks.includes(late)) happenings.push({ minute: minute + 9, setting, key, marks, kind: 'arrivals' });
  }
  happenings.sort((left, right) => left.minute - right.minute);
  return { happenings: happenings.filter(({ minute }) => minute <= closes), missing, open };
}

/** Open when there is a register of either half of the day, or would be. */
function isOpen(registers: readonly LoadedRegister[], day: PlainDate): boolean {
  return registers.some((one) => one.day === day);
}

/** A register as it stood when it was first taken: what was put right later that day is not known yet. */
function registerMarks({ marks, changes = [] }: LoadedRegister): Uint8Array {
  const first = Uint8Array.from(marks);
  for (const change of changes.toReversed()) {
    for (const { place, original } of change.marks) if (original !== 0) first[place] = original;
  }
  return first;
}

function scopeOf({ keeper }: ExampleSetting): SettingScope {
  return {
    kind: 'setting',
    settings: [keeper.settingId],
    actor: player,
    purpose: 'To send the registers of the school',
    ...keepingRegisters,
  };
}

/**
 * Takes registers that are there out again, with their history, so that the morning begins without them: one whose marks
 * were withdrawn would go on being counted as in. Open pages hear of it.
 */
async function takeOut(database: Database, happenings: readonly Happening[]): Promise<void> {
  for (const { key } of happenings.filter(({ kind }) => kind === 'register')) {
    const removed = await inScope(database, steward('load'), async (scoped) => {
      const wasThere = await removeRegister(scoped, key);
      if (wasThere) await rebuildSettingYear(scoped, key.settingId, academicYearOf(key.day));
      return wasThere;
    });
    if (removed) announceChange(database, key);
  }
}

/** Every fourth child who came late is first without a reason. */
async function take(
  database: Database,
  one: Happening,
  { day, registersThere }: MorningWanted,
): Promise<string | undefined> {
  const { setting, key } = one;
  const scope = scopeOf(setting);
  const found = await inScope(database, scope, async (scoped) => ({
    roll: await rollOf(scoped, key.settingId, academicYearOf(day)),
    current: await registerAt(scoped, key),
  }));
  if (!found.roll) return undefined;
  // A server that runs may have added it, or somebody taken it, while the morning was played.
  if (registersThere === 'leave' && found.current) return undefined;
  const marks = one.marks.slice(0, found.roll.size);
  for (const place of waiting(marks)) marks[place] = unexplained;
  const sent = { ...key, version: (found.current?.version ?? 0) + 1, marks, reason: 'Sent again' };
  const outcome = await recordRegister(database, scope, sent, londonInstant(day, one.minute));
  if (outcome.kind !== 'recorded') return undefined;
  const measured = marks.filter((byte) => byte !== 0);
  const absent = measured.filter((byte) => byte >= 128).length;
  const open = measured.filter((byte) => byte === unexplained).length;
  const without = open === 0 ? '' : `, ${open} of them without a reason yet`;
  return `${setting.keeper.name}: ${measured.length} marks, ${absent} absent${without}`;
}

/** Places of children marked late who had not come yet when the register was taken. */
function waiting(marks: Uint8Array): readonly number[] {
  return [...marks.keys()].filter((place) => marks[place] === late && place % 4 === 0);
}

async function arrive(database: Database, one: Happening, { day }: MorningWanted): Promise<string | undefined> {
  const { setting, key } = one;
  const scope = scopeOf(setting);
  const current = await inScope(database, scope, (scoped) => registerAt(scoped, key));
  const places = waiting(one.marks).filter((place) => current?.marks[place] === unexplained);
  if (!current || places.length === 0) return undefined;
  const changes = places.map((place) => ({ place, byte: late, reason: 'Arrived after the register was taken' }));
  const sent = { ...key, version: current.version + 1, changes };
  const outcome = await amendMarks(database, scope, sent, londonInstant(day, one.minute));
  if (outcome.kind !== 'recorded') return undefined;
  return `${setting.keeper.name}: ${places.length === 1 ? '1 child has' : `${places.length} children have`} arrived late, N becomes L`;
}
