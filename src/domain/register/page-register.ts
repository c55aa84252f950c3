import { calendarOf } from '#domain/roll/calendar-store.ts';
import { classOrder } from '#domain/roll/class-order.ts';
import type { Keeper } from '#domain/roll/model.ts';
import { session as sessions } from '#domain/roll/model.ts';
import { plannedCode } from '#domain/roll/part-time-plan.ts';
import { ensureRoll } from '#domain/roll/roll-years.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import { bookById, bookOf } from '#foundation/nations/code-books.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import type { RegisterKey, StoredRegister } from './model.ts';
import type { NamedPupil } from './page-store.ts';
import { namedPupils } from './page-store.ts';
import { registerDay } from './register-day.ts';
import { registerAt, replayRegister } from './register-store.ts';
import { mayTake } from './rules.ts';
import type { RollOnDay } from './sent-marks-roll.ts';
import { offRoll, rollOnDay } from './sent-marks-roll.ts';
import type { TimetableEvent } from './timetable-store.ts';
import { eventsOn, rollAndEvent } from './timetable-store.ts';

/** One row of a register's page. */
export interface PupilRow {
  readonly slot: number;
  readonly place: number;
  readonly name: string;
  readonly class: string;
  readonly yearGroup: number;
  /** The mark's code; empty for none. */
  readonly code: string;
  /** Set before anybody has: an agreed part-time plan. Counted only when it is saved. */
  readonly suggested: string;
  /** A remark beside the name: a guest, a plan. */
  readonly note: string | undefined;
}

/** Somebody who is not expected at this register, and why. */
export interface ApartRow {
  readonly slot: number;
  readonly name: string;
  readonly why: string;
}

/** A class of the setting, with how many of those expected have a mark. */
export interface ClassRow {
  readonly name: string;
  readonly expected: number;
  readonly marked: number;
}

/** Everything a register's page shows. */
export interface RegisterView {
  readonly keeper: Keeper;
  readonly key: RegisterKey;
  readonly book: CodeBook;
  readonly event: TimetableEvent | undefined;
  readonly register: StoredRegister | undefined;
  readonly onDay: RollOnDay;
  /** Why it may not be taken now; `undefined` when it may. */
  readonly closed: string | undefined;
  readonly classes: readonly ClassRow[];
  /** Of the class that was asked for, or everybody. */
  readonly pupils: readonly PupilRow[];
  readonly apart: readonly ApartRow[];
}

export interface AskedRegister {
  readonly keeper: Keeper;
  readonly day: PlainDate;
  readonly session: number;
  readonly class: string | undefined;
  /** As it stood then; as it stands unless given. */
  readonly asAt?: Date | undefined;
}

/** Reads what a register's page shows. Throws a problem where there is no roll or no such event. */
export async function readRegisterView(scoped: Scoped, asked: AskedRegister, now: Date): Promise<RegisterView> {
  const { keeper, day, session } = asked;
  const key = { settingId: keeper.settingId, day, session };
  const { roll, roster } = await rollFor(scoped, key, now);
  const onDay = rollOnDay(roll, day, roster);
  const event = session < sessions.firstEvent ? undefined : await eventOf(scoped, key);
  const register = await (asked.asAt ? replayRegister(scoped, key, asked.asAt) : registerAt(scoped, key));
  const book = register ? bookById(register.bookId) : bookOf(keeper.nation);
  const named = await namedPupils(scoped, key, undefined);
  const calendar = await calendarOf(scoped, keeper.settingId);
  const closed = calendar.terms.length === 0 ? undefined : mayTake(calendar, key, now);
  const isExpected = ({ slot }: NamedPupil) => (onDay.ages[slot - roll.base] ?? offRoll) !== offRoll;
  const rows = named.filter(isExpected).map((one) => pupilRow(one, { roll: onDay, register, book }));
  const inClass = <Row extends { readonly class: string }>(row: Row) =>
    asked.class === undefined || row.class === asked.class;
  if (asked.class !== undefined) {
    // A class’s register is about that class, and not about the whole setting.
    scoped.scope.trail?.about({ kind: 'learners', learners: named.filter(inClass).map(({ learnerId }) => learnerId) });
  }
  const others = event === undefined ? named.filter((one) => !isExpected(one)) : [];
  return {
    keeper,
    key,
    book,
    event,
    register,
    onDay,
    closed: closed?.reason,
    classes: classesOf(rows),
    pupils: rows.filter(inClass),
    apart: others.filter(inClass).map((one) => ({ slot: one.slot, name: nameOf(one), why: whyApart(one, day) })),
  };
}

async function rollFor(scoped: Scoped, key: RegisterKey, now: Date) {
  const found = (await rollAndEvent(scoped, key)) ?? (await packedNow(scoped, key, now));
  if (found) return found;
  throw new ProblemError({
    code: 'roll-not-found',
    message: `Nobody is on this setting’s roll in the academic year of ${dayInWords(key.day)}.`,
    nextStep: 'Enter its roll first.',
  });
}

/** The roll of a new academic year, packed when it is first asked for by somebody who may. */
async function packedNow(scoped: Scoped, key: RegisterKey, now: Date) {
  if (scoped.scope.kind !== 'setting') return undefined;
  const { year } = registerDay(key.day);
  const made = await ensureRoll(scoped as Scoped<SettingScope>, key.settingId, { year, today: londonDay(now) });
  return made && rollAndEvent(scoped, key);
}

async function eventOf(scoped: Scoped, { settingId, day, session }: RegisterKey): Promise<TimetableEvent> {
  const found = (await eventsOn(scoped, settingId, day)).find((event) => event.session === session);
  if (found) return found;
  throw new ProblemError({
    code: 'event-not-found',
    message: `There is no timetabled event ${session} on ${dayInWords(day)}.`,
    nextStep: 'Look at the day’s timetable.',
  });
}

interface RowContext {
  readonly roll: RollOnDay;
  readonly register: StoredRegister | undefined;
  readonly book: CodeBook;
}

function pupilRow(pupil: NamedPupil, { roll, register, book }: RowContext): PupilRow {
  const { slot, freeUntil, class: inClass, yearGroup } = pupil;
  const place = slot - roll.roll.base;
  const byte = register?.marks[place] ?? 0;
  const code = byte === 0 ? '' : (book.codes[byte] ?? '');
  const age = roll.ages[place];
  const compulsory = age === 1 || (age === 0 ? false : undefined);
  const suggested = byte === 0 && freeUntil !== null ? (plannedCode(book.nation, roll.day, compulsory) ?? '') : '';
  return { slot, place, name: nameOf(pupil), class: inClass, yearGroup, code, suggested, note: noteOf(pupil) };
}

function noteOf({ status, freeUntil, freeBecause }: NamedPupil): string | undefined {
  if (freeUntil !== null) {
    return `Not expected: agreed part-time until ${dayInWords(freeUntil)}${freeBecause ? ` (${freeBecause})` : ''}`;
  }
  if (status === 'guest') return 'A guest: counted where they are enrolled';
  return status === 'main' || status === 'subsidiary' ? 'Dual registered' : undefined;
}

function nameOf({ givenName, surname }: NamedPupil): string {
  return `${givenName} ${surname}`;
}

function whyApart({ enteredOn, leftOn }: NamedPupil, day: PlainDate): string {
  if (enteredOn > day) return `joins on ${dayInWords(enteredOn)}`;
  return leftOn !== null && leftOn < day ? `left on ${dayInWords(leftOn)}` : 'not on the roll of this day';
}

function classesOf(rows: readonly PupilRow[]): readonly ClassRow[] {
  const grouped = Map.groupBy(rows, (row) => row.class);
  return classOrder(grouped).map(([name, members]) => ({
    name,
    expected: members.length,
    marked: members.filter(({ code }) => code !== '').length,
  }));
}
