import { countRegister } from '#domain/register/count-register.ts';
import type { Tally } from '#domain/register/tally.ts';
import { addTally, emptyTally, groupIndex, unpackTally } from '#domain/register/tally.ts';
import { openSessions } from '#domain/roll/calendar.ts';
import { groupCount } from '#domain/roll/groups.ts';
import type { Calendar, Keeper } from '#domain/roll/model.ts';
import { session } from '#domain/roll/model.ts';
import type { Roll } from '#domain/roll/packed-roll.ts';
import { dayOfYear, groupsPerSpell, spellCounts } from '#domain/roll/packed-roll.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, daysBetween } from '#foundation/kernel/plain-date.ts';
import type { TakenTimes } from './cube.ts';
import type { DayRow, PeriodRow, TimetableRow } from './feed-store.ts';
import type { PictureVector, TodayPart } from './picture-vector.ts';
import {
  bandsIn,
  categoriesInTrend,
  missingIn,
  tallyIn,
  todayIndex,
  trendIn,
  vectorLayout,
  weeksInYear,
} from './picture-vector.ts';
import type { DayPlace } from './weeks.ts';
import { mondayOfWeek } from './weeks.ts';

const noMarks = new Uint8Array(0);

/** What of a roll says whom to expect. */
export type ExpectedRoll = Pick<Roll, 'spells' | 'base' | 'size'>;

/**
 * What a register without a single mark would come to: everyone expected on a day, unmeasured, in each of their groups.
 * A register that is not in counts as this, so that nobody who is expected is left out of sight.
 */
export function unmeasuredRoll(
  roll: ExpectedRoll,
  { year, day }: Pick<DayPlace, 'year' | 'day'>,
  event?: Pick<TimetableRow, 'minutes' | 'roster'>,
): Tally {
  const tally = emptyTally();
  const whole: Roll = { settingId: 0, year, version: 0, identifiers: new Float64Array(0), ...roll };
  countRegister(tally, whole, { marks: noMarks, day: dayOfYear(year, day), event });
  return tally;
}

/** Takes totals of weeks and of the year into a setting's contribution. */
export function takePeriods(vector: PictureVector, rows: readonly PeriodRow[], place: DayPlace): void {
  for (const { week, counts, bands } of rows) {
    if (week === 0) {
      unpackTally(counts, tallyIn(vector, 'year'));
      if (bands) unpackTally(bands, bandsIn(vector));
      continue;
    }
    takeWeekStart(vector, week, counts);
    if (week === place.week) unpackTally(counts, tallyIn(vector, 'week'));
  }
}

/** Takes everyone's categories of a week from its packed tally, which may be cut off anywhere after them. */
export function takeWeekStart(vector: PictureVector, week: number, counts: Uint8Array): void {
  if (week > weeksInYear) return;
  const trend = trendIn(vector, week).fill(0);
  let [index, offset] = [0, 0];
  const next = (): number => {
    let [value, scale] = [0, 1];
    for (; offset < counts.length; scale *= 128) {
      const byte = counts[offset] as number;
      offset += 1;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  };
  while (offset < counts.length) {
    index += next();
    if (index >= trend.length) return;
    trend[index] = next();
    index += 1;
  }
}

/** What a setting's day is made from. */
export interface DayParts {
  readonly setting: Pick<Keeper, 'unit'>;
  /** Half days on which the setting is open; none for a college, whose events say when it expects anybody. */
  readonly open: readonly number[];
  readonly registers: readonly Pick<DayRow, 'session' | 'counts'>[];
  /** Packed; `undefined` until the roll has been read. */
  readonly onRoll: Uint8Array | undefined;
  /** The day's events that expect somebody, each with everyone it expects unmeasured. */
  readonly events: readonly { readonly session: number; readonly unmeasured: Tally }[];
}

const scratch = emptyTally();
const noTally = emptyTally();

const partOf = (key: number): TodayPart =>
  key === session.morning ? 'morning' : key === session.afternoon ? 'afternoon' : 'event';

/** Puts today into a setting's contribution: its registers, and everyone expected at those that are not in, unmeasured. */
export function takeDay(
  vector: PictureVector,
  parts: DayParts & { readonly registers: readonly DayRow[] },
): TakenTimes | undefined {
  for (const part of ['morning', 'afternoon', 'event'] as const) {
    tallyIn(vector, part).fill(0);
    vector[todayIndex(part)] = 0;
    vector[todayIndex(part) + 1] = 0;
  }
  vector[vectorLayout.onRoll] = 0;
  vector[vectorLayout.settings] = 0;
  addDay(vector, parts);
  return takenTimes(parts.registers);
}

/** Adds a setting's day to a sum of many. */
export function addDay(vector: PictureVector, parts: DayParts): void {
  const { registers, onRoll, events, open, setting } = parts;
  for (const { session: key, counts } of registers) {
    addTally(tallyIn(vector, partOf(key)), unpackTally(counts, scratch));
    add(vector, todayIndex(partOf(key)), 1);
  }
  const inAlready = new Set(registers.map(({ session: key }) => key));
  const everyone = onRoll ? unpackTally(onRoll) : noTally;
  if (setting.unit === 'session') {
    for (const key of open) if (!inAlready.has(key)) addTally(tallyIn(vector, partOf(key)), everyone);
  }
  for (const event of events) {
    if (!inAlready.has(event.session)) addTally(tallyIn(vector, 'event'), event.unmeasured);
  }
  for (const key of expectedKeys(parts)) add(vector, todayIndex(partOf(key)) + 1, 1);
  const unmeasuredPlace = 4;
  add(vector, vectorLayout.onRoll, everyone[unmeasuredPlace] as number);
  add(vector, vectorLayout.settings, 1);
}

/** Registers that are expected today; one that is in was expected, whatever the calendar says. */
function expectedKeys({ setting, open, registers, events }: DayParts): ReadonlySet<number> {
  const planned = setting.unit === 'session' ? open : events.map((event) => event.session);
  return new Set([...planned, ...registers.map((register) => register.session)]);
}

function takenTimes(registers: readonly DayRow[]): TakenTimes | undefined {
  if (registers.length === 0) return undefined;
  const times = registers.map(({ takenAt }) => takenAt.getTime());
  return { first: Math.min(...times), last: Math.max(...times) };
}

/**
 * Puts registers that are in and expected, by week, into a setting's contribution; `expected` only when it was read
 * again. More cannot be in than are expected.
 */
export function takeCoverage(
  vector: PictureVector,
  counted: readonly { readonly week: number; readonly registers: number }[],
  expected: ArrayLike<number> | undefined,
): void {
  for (const { week, registers } of counted) {
    if (week >= 1 && week <= weeksInYear) vector[vectorLayout.inByWeek + week - 1] = registers;
  }
  for (let week = 0; week < weeksInYear; week += 1) {
    const at = vectorLayout.expectedByWeek + week;
    const known = expected ? (expected[week] ?? 0) : (vector[at] as number);
    vector[at] = Math.max(known, vector[vectorLayout.inByWeek + week] as number);
  }
}

/** Sessions of everybody whom a setting's registers expect, in or not, up to today. */
export interface Expected {
  readonly byWeek: ArrayLike<number>;
  /** By group: of this week, and of the year. */
  readonly week: ArrayLike<number>;
  readonly year: ArrayLike<number>;
}

export const nobodyExpected: Expected = { byWeek: [], week: [], year: [] };

/**
 * Puts whom registers that are not in expected into a setting's contribution, by week and by group: everyone expected less
 * everyone its registers speak of.
 */
export function takeMissing(vector: PictureVector, expected: Expected): void {
  for (let week = 1; week <= weeksInYear; week += 1) {
    const missing = (expected.byWeek[week - 1] ?? 0) - spokenOf(vector, week);
    vector[vectorLayout.missingByWeek + week - 1] = Math.max(0, missing);
  }
  for (const part of ['week', 'year'] as const) {
    const missing = missingIn(vector, part);
    for (let group = 0; group < groupCount; group += 1) {
      missing[group] = Math.max(0, (expected[part][group] ?? 0) - spokenOfGroup(vector, part, group));
    }
  }
}

/** How many sessions of a group the registers of this week, or of the year, are about. */
export function spokenOfGroup(vector: PictureVector, part: 'week' | 'year', group: number): number {
  const first = groupIndex(group, 'attending');
  return tallyIn(vector, part)
    .subarray(first, first + categoriesInTrend)
    .reduce((sum, count) => sum + count, 0);
}

/** How many sessions of somebody the registers of a week are about. */
export function spokenOf(vector: PictureVector, week: number): number {
  return trendIn(vector, week).reduce((sum, count) => sum + count, 0);
}

/** How many half days a setting was open on each day of the year's weeks, from the Monday of the first up to a day. */
export type OpenDays = Uint8Array;

/** Registers that are expected, by week of the year. */
export function registersByWeek(open: OpenDays): ArrayLike<number> {
  const weeks = new Uint16Array(weeksInYear);
  for (const [day, sessions] of open.entries())
    weeks[Math.floor(day / 7)] = (weeks[Math.floor(day / 7)] as number) + sessions;
  return weeks;
}

/** How many are expected at registers of half days, each as often as at one. */
export function expectedAtRegisters(
  { spells }: Pick<Roll, 'spells'>,
  open: OpenDays,
  { year, week }: Pick<DayPlace, 'year' | 'week'>,
): Expected {
  const after = -dayOfYear(year, mondayOfWeek(year, 1));
  const until = halfDaysBefore(open);
  const between = (from: number, end: number): number =>
    from >= end ? 0 : (until[Math.min(end, open.length)] as number) - (until[Math.min(from, open.length)] as number);
  const thisWeek = 7 * (week - 1);
  const byGroup = { week: new Uint32Array(groupCount), year: new Uint32Array(groupCount) };
  const comings = new Int32Array(open.length + 1);
  for (let spell = 0; spell < spells.count; spell += 1) {
    if (!spellCounts(spells, spell)) continue;
    const [from, end] = [(spells.from[spell] as number) + after, (spells.to[spell] as number) + after + 1];
    addAt(comings, Math.min(from, open.length), 1);
    addAt(comings, Math.min(end, open.length), -1);
    addForGroups(byGroup.year, spells, spell, between(from, end));
    addForGroups(byGroup.week, spells, spell, between(Math.max(from, thisWeek), Math.min(end, thisWeek + 7)));
  }
  return { ...byGroup, byWeek: sessionsByWeek(open, comings) };
}

function halfDaysBefore(open: OpenDays): Uint16Array {
  const until = new Uint16Array(open.length + 1);
  for (const [day, sessions] of open.entries()) until[day + 1] = (until[day] as number) + sessions;
  return until;
}

function sessionsByWeek(open: OpenDays, comings: Int32Array): Uint32Array {
  const weeks = new Uint32Array(weeksInYear);
  let there = 0;
  for (const [day, sessions] of open.entries()) {
    there += comings[day] as number;
    addAt(weeks, Math.floor(day / 7), sessions * there);
  }
  return weeks;
}

/** For everyone, and for each of a spell's groups. */
function addForGroups(counts: Uint32Array, { groups }: Roll['spells'], spell: number, sessions: number): void {
  if (sessions === 0) return;
  addAt(counts, 0, sessions);
  const first = spell * groupsPerSpell;
  for (let at = first; at < first + groupsPerSpell; at += 1) addAt(counts, groups[at] as number, sessions);
}

/** Everyone whom events that were not taken expected, with those whom registers speak of: whom all of them expect. */
export function expectedAtEvents(
  vector: PictureVector,
  missed: readonly { readonly week: number; readonly unmeasured: Tally }[],
  place: Pick<DayPlace, 'week'>,
): Expected {
  const byWeek = Array.from({ length: weeksInYear }, (_, index) => spokenOf(vector, index + 1));
  const groupsOf = (part: 'week' | 'year') =>
    Array.from({ length: groupCount }, (_, group) => spokenOfGroup(vector, part, group));
  const [week, year] = [groupsOf('week'), groupsOf('year')];
  for (const one of missed) {
    addAt(byWeek, one.week - 1, one.unmeasured[groupIndex(0, 'unmeasured')] as number);
    for (let group = 0; group < groupCount; group += 1) {
      const count = one.unmeasured[groupIndex(group, 'unmeasured')] as number;
      addAt(year, group, count);
      if (one.week === place.week) addAt(week, group, count);
    }
  }
  return { byWeek, week, year };
}

function addAt(counts: { [index: number]: number }, index: number, count: number): void {
  counts[index] = (counts[index] as number) + count;
}

const everyDayOpen = new Map<string, OpenDays>();

/**
 * The half days on which a setting was open, up to a day. Settings of one authority share their terms, so those are
 * counted once; what a setting's own closures take away is taken from that.
 */
export function openDays(calendar: Calendar, { year, day }: DayPlace): OpenDays {
  const first = mondayOfWeek(year, 1);
  const terms: Calendar = { terms: calendar.terms, closures: [] };
  const key = `${day} ${calendar.terms.map(({ startsOn, endsOn }) => `${startsOn}${endsOn}`).join(' ')}`;
  const known = everyDayOpen.get(key) ?? countOpen(terms, first, day);
  if (everyDayOpen.size > 2_000) everyDayOpen.clear();
  everyDayOpen.set(key, known);
  const closures = calendar.closures.filter(({ day: closed }) => first <= closed && closed <= day);
  // Shared by all that have the same terms and no closure of their own; nobody writes to it.
  const open = closures.length === 0 ? known : known.slice();
  for (const { day: closed } of closures) {
    open[daysBetween(first, closed)] = openSessions(calendar, closed).length;
  }
  return open;
}

function countOpen(calendar: Calendar, first: PlainDate, last: PlainDate): OpenDays {
  const open = new Uint8Array(7 * weeksInYear);
  for (let [day, index] = [first, 0]; day <= last && index < open.length; [day, index] = [addDays(day, 1), index + 1]) {
    open[index] = openSessions(calendar, day).length;
  }
  return open;
}

function add(vector: PictureVector, index: number, count: number): void {
  vector[index] = (vector[index] as number) + count;
}
