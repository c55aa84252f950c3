import { countRegister } from '#domain/register/count-register.ts';
import type { Tally } from '#domain/register/tally.ts';
import { addTally, emptyTally, unpackTally } from '#domain/register/tally.ts';
import { openSessions } from '#domain/roll/calendar.ts';
import type { Calendar, Keeper } from '#domain/roll/model.ts';
import { session } from '#domain/roll/model.ts';
import type { Roll } from '#domain/roll/packed-roll.ts';
import { dayOfYear, spellCounts } from '#domain/roll/packed-roll.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, daysBetween } from '#foundation/kernel/plain-date.ts';
import type { TakenTimes } from './cube.ts';
import type { DayRow, PeriodRow, TimetableRow } from './feed-store.ts';
import type { PictureVector, TodayPart } from './picture-vector.ts';
import { bandsIn, tallyIn, todayIndex, trendIn, vectorLayout, weeksInYear } from './picture-vector.ts';
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
  readonly registers: readonly DayRow[];
  /** Packed; `undefined` until the roll has been read. */
  readonly onRoll: Uint8Array | undefined;
  /** The day's events that expect somebody, each with everyone it expects unmeasured. */
  readonly events: readonly { readonly session: number; readonly unmeasured: Tally }[];
}

const partOf = (key: number): TodayPart =>
  key === session.morning ? 'morning' : key === session.afternoon ? 'afternoon' : 'event';

/** Puts today into a setting's contribution: its registers, and everyone expected at those that are not in, unmeasured. */
export function takeDay(vector: PictureVector, parts: DayParts): TakenTimes | undefined {
  const { registers, onRoll, events, open, setting } = parts;
  for (const part of ['morning', 'afternoon', 'event'] as const) {
    tallyIn(vector, part).fill(0);
    vector[todayIndex(part)] = 0;
    vector[todayIndex(part) + 1] = 0;
  }
  const tally = emptyTally();
  for (const { session: key, counts } of registers) {
    addTally(tallyIn(vector, partOf(key)), unpackTally(counts, tally));
    add(vector, todayIndex(partOf(key)), 1);
  }
  const inAlready = new Set(registers.map(({ session: key }) => key));
  const everyone = onRoll ? unpackTally(onRoll) : emptyTally();
  if (setting.unit === 'session') {
    for (const key of open) if (!inAlready.has(key)) addTally(tallyIn(vector, partOf(key)), everyone);
  }
  for (const event of events) {
    if (!inAlready.has(event.session)) addTally(tallyIn(vector, 'event'), event.unmeasured);
  }
  for (const key of expectedKeys(parts)) add(vector, todayIndex(partOf(key)) + 1, 1);
  const unmeasuredPlace = 4;
  vector[vectorLayout.onRoll] = everyone[unmeasuredPlace] as number;
  vector[vectorLayout.settings] = 1;
  return takenTimes(registers);
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

/**
 * Puts whom registers that are not in expected, by week, into a setting's contribution: everyone expected in a week less
 * everyone its registers speak of.
 */
export function takeMissing(vector: PictureVector, expected: ArrayLike<number>): void {
  for (let week = 1; week <= weeksInYear; week += 1) {
    const missing = (expected[week - 1] ?? 0) - spokenOf(vector, week);
    vector[vectorLayout.missingByWeek + week - 1] = Math.max(0, missing);
  }
}

/** How many sessions of somebody the registers of a week are about. */
export function spokenOf(vector: PictureVector, week: number): number {
  return trendIn(vector, week).reduce((sum, count) => sum + count, 0);
}

const longestYear = 366;

/** How many are counted at a setting on each day of the year, from 1 September. */
export function countedByDay({ spells }: Pick<Roll, 'spells'>): Uint16Array {
  const counted = new Uint16Array(longestYear);
  for (let spell = 0; spell < spells.count; spell += 1) {
    if (!spellCounts(spells, spell)) continue;
    const last = Math.min(spells.to[spell] as number, longestYear - 1);
    for (let day = spells.from[spell] as number; day <= last; day += 1) counted[day] = (counted[day] as number) + 1;
  }
  return counted;
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

/** How many are expected at registers, each as often as at one, by week of the year. */
export function expectedByWeek(
  open: OpenDays,
  counted: Uint16Array,
  { year }: Pick<DayPlace, 'year'>,
): ArrayLike<number> {
  const weeks = new Uint32Array(weeksInYear);
  const before = dayOfYear(year, mondayOfWeek(year, 1));
  for (const [day, sessions] of open.entries()) {
    const week = Math.floor(day / 7);
    weeks[week] = (weeks[week] as number) + sessions * (counted[before + day] ?? 0);
  }
  return weeks;
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
  const open = known.slice();
  for (const { day: closed } of calendar.closures) {
    if (first <= closed && closed <= day) open[daysBetween(first, closed)] = openSessions(calendar, closed).length;
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
