import type { Tally } from '#domain/register/tally.ts';
import { emptyTally, packTally } from '#domain/register/tally.ts';
import { openSessions } from '#domain/roll/calendar.ts';
import { calendarsOf } from '#domain/roll/calendar-store.ts';
import type { Calendar, Keeper } from '#domain/roll/model.ts';
import { unpackSpells } from '#domain/roll/packed-roll.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Expected, ExpectedRoll, OpenDays } from './contribution.ts';
import {
  expectedAtEvents,
  expectedAtRegisters,
  nobodyExpected,
  openDays,
  registersByWeek,
  takeCoverage,
  takeDay,
  takeMissing,
  takePeriods,
  takeWeekStart,
  unmeasuredRoll,
} from './contribution.ts';
import type { Cube } from './cube.ts';
import type { DayRow, EventsRow, MissedEventRow, PeriodRow, RollRow, TimetableRow } from './feed-store.ts';
import {
  countEvents,
  countRegisters,
  readChangedPeriods,
  readChangedRolls,
  readDay,
  readMissedEvents,
  readPeriods,
  readTimetable,
  readWeekStarts,
} from './feed-store.ts';
import type { PictureVector } from './picture-vector.ts';
import type { DayPlace } from './weeks.ts';
import { mondayOfWeek } from './weeks.ts';

/** What is held of a setting beside its contribution. */
export interface Detail {
  /** Of its totals: the highest that was read. */
  version: number;
  rollVersion: number;
  roll: ExpectedRoll | undefined;
  /** Everyone on roll today, unmeasured; packed. */
  onRoll: Uint8Array | undefined;
  /** Everyone its registers expect, up to today. */
  expected: Expected;
  /** Of a school: today's half days, and those of the year so far; `undefined` until its calendar has been read. */
  open: readonly number[];
  openDays: OpenDays | undefined;
}

/** One day's picture while it is kept. */
export interface PictureState {
  readonly place: DayPlace;
  readonly cube: Cube;
  /** Another map whenever one of them has changed. */
  keepers: ReadonlyMap<number, Keeper>;
  readonly details: Map<number, Detail>;
  /** Settings whose weeks and rolls have been read. */
  readonly complete: Set<number>;
}

type Feeding = Scoped<StewardScope>;

/** How much of a batch is read: `start` the day, the week and the year; `changes` what moved; `all` weeks and rolls too. */
export type BatchReach = 'start' | 'changes' | 'all';

interface BatchRows {
  readonly periods: readonly PeriodRow[];
  readonly days: readonly DayRow[];
  readonly rolls: readonly RollRow[];
  readonly timetable: readonly TimetableRow[];
  readonly calendars: ReadonlyMap<number, Opened> | undefined;
  readonly weekStarts: readonly Pick<PeriodRow, 'settingId' | 'week' | 'counts'>[];
  readonly counted: readonly { readonly settingId: number; readonly week: number; readonly registers: number }[];
  readonly events: readonly EventsRow[];
  readonly missed: readonly MissedEventRow[];
}

/** When a school is open, as its calendar says now. */
interface Opened {
  readonly today: readonly number[];
  readonly days: OpenDays;
}

/** A batch this small is somebody at work, whose calendar may have changed; a larger one is a morning. */
const fewSettings = 20;

/**
 * Reads a batch of settings again and puts what they contribute now in place of what they contributed. What is read was
 * committed; a commit in the midst of it is announced after it, and read again.
 */
export async function readBatch(
  database: Database,
  state: PictureState,
  settingIds: readonly number[],
  reach: BatchReach,
): Promise<void> {
  const known = settingIds.filter((settingId) => state.keepers.has(settingId));
  if (known.length === 0) return;
  const read = reach !== 'changes' || known.length <= fewSettings ? await calendarsOf(database, known) : undefined;
  const calendars = read && openedOf(state, read);
  const rows = await inScope(database, steward('feed'), (scoped) =>
    readRows(scoped, state, known, { reach, calendars }),
  );
  const bySetting = grouped({ ...rows, calendars });
  for (const settingId of known) takeSetting(state, settingId, bySetting(settingId), reach);
  if (reach === 'all') for (const settingId of known) state.complete.add(settingId);
}

async function readRows(
  scoped: Feeding,
  state: PictureState,
  ids: readonly number[],
  { reach, calendars }: { readonly reach: BatchReach; readonly calendars: BatchRows['calendars'] },
): Promise<Omit<BatchRows, 'calendars'>> {
  const { place } = state;
  const held = ids.map((settingId) => heldOf(state, settingId, calendars?.get(settingId)));
  const periods =
    reach === 'start' ? await readPeriods(scoped, ids, place) : await readChangedPeriods(scoped, held, place.year);
  const days = await readDay(scoped, ids, place.day);
  const colleges = ids.filter((settingId) => state.keepers.get(settingId)?.unit === 'event');
  const timetable = colleges.length > 0 ? await readTimetable(scoped, colleges, place.day) : [];
  if (reach === 'start') {
    return { periods, days, timetable, rolls: [], weekStarts: [], counted: [], events: [], missed: [] };
  }
  const firstMonday = mondayOfWeek(place.year, 1);
  const weekStarts = reach === 'all' ? await readWeekStarts(scoped, ids, place.year) : [];
  const rolls = await readChangedRolls(scoped, held, place.year);
  const from = reach === 'all' ? firstMonday : earliestMonday(periods, place);
  const counted = await countRegisters(scoped, ids, { firstMonday, from, to: place.day });
  const asked = reach === 'all' ? colleges : [];
  const events = asked.length > 0 ? await countEvents(scoped, asked, { firstMonday, to: place.day }) : [];
  const missed = asked.length > 0 ? await readMissedEvents(scoped, asked, { firstMonday, to: place.day }) : [];
  return { periods, days, timetable, rolls, weekStarts, counted, events, missed };
}

function openedOf(state: PictureState, calendars: ReadonlyMap<number, Calendar>): ReadonlyMap<number, Opened> {
  const { place, keepers } = state;
  return new Map(
    [...calendars].flatMap(([settingId, calendar]) =>
      keepers.get(settingId)?.unit === 'session'
        ? [[settingId, { today: openSessions(calendar, place.day), days: openDays(calendar, place) }] as const]
        : [],
    ),
  );
}

/** What is held of a setting. A school that is open on other days expects others: its roll is read again. */
function heldOf(state: PictureState, settingId: number, opened: Opened | undefined) {
  const detail = state.details.get(settingId) ?? newDetail();
  const isStale = opened && detail.openDays && !isSameDays(detail.openDays, opened.days);
  return { settingId, version: detail.version, rollVersion: isStale ? -1 : detail.rollVersion };
}

function isSameDays(left: OpenDays, right: OpenDays): boolean {
  return left === right || left.every((sessions, day) => sessions === right[day]);
}

/** Of the weeks that changed, so that only their registers are counted again. */
function earliestMonday(periods: readonly PeriodRow[], { year, week }: DayPlace): PlainDate {
  const weeks = periods.map((row) => row.week).filter((one) => one > 0);
  return mondayOfWeek(
    year,
    weeks.reduce((least, one) => Math.min(least, one), week),
  );
}

function newDetail(): Detail {
  return {
    version: -1,
    rollVersion: -1,
    roll: undefined,
    onRoll: undefined,
    expected: nobodyExpected,
    open: [],
    openDays: undefined,
  };
}

type SettingRows = Omit<BatchRows, 'calendars'> & { readonly opened: Opened | undefined };

function grouped(rows: BatchRows): (settingId: number) => SettingRows {
  const by = <Row extends { readonly settingId: number }>(all: readonly Row[]) => {
    const groups = Map.groupBy(all, ({ settingId }) => settingId);
    return (settingId: number): readonly Row[] => groups.get(settingId) ?? [];
  };
  const [periods, days, rolls, timetable] = [by(rows.periods), by(rows.days), by(rows.rolls), by(rows.timetable)];
  const [weekStarts, counted, events, missed] = [
    by(rows.weekStarts),
    by(rows.counted),
    by(rows.events),
    by(rows.missed),
  ];
  return (settingId) => ({
    periods: periods(settingId),
    days: days(settingId),
    rolls: rolls(settingId),
    timetable: timetable(settingId),
    weekStarts: weekStarts(settingId),
    counted: counted(settingId),
    events: events(settingId),
    missed: missed(settingId),
    opened: rows.calendars?.get(settingId),
  });
}

function takeSetting(state: PictureState, settingId: number, rows: SettingRows, reach: BatchReach): void {
  const setting = state.keepers.get(settingId);
  if (!setting) return;
  const { place, cube } = state;
  const detail = state.details.get(settingId) ?? newDetail();
  state.details.set(settingId, detail);
  const vector = cube.contribution(settingId);
  for (const { week, counts } of rows.weekStarts) takeWeekStart(vector, week, counts);
  takePeriods(vector, rows.periods, place);
  for (const { version } of rows.periods) detail.version = Math.max(detail.version, version);
  if (rows.opened) {
    detail.open = rows.opened.today;
    detail.openDays = rows.opened.days;
  }
  takeRoll(detail, rows.rolls, { setting, place });
  const taken = takeDay(vector, {
    setting,
    open: detail.open,
    registers: rows.days,
    onRoll: detail.onRoll,
    events: rows.timetable.map((event) => ({ session: event.session, unmeasured: expectedAt(detail, event, place) })),
  });
  if (setting.unit === 'event' && reach === 'all') takeEvents(detail, vector, rows, place);
  takeCoverage(vector, rows.counted, registersExpected(detail, setting, rows, reach));
  takeMissing(vector, detail.expected);
  cube.put(setting, vector, taken);
}

function takeRoll(
  detail: Detail,
  rolls: readonly RollRow[],
  { setting, place }: { readonly setting: Keeper; readonly place: DayPlace },
): void {
  for (const { version, base, size, spells } of rolls) {
    const roll = { base, size, spells: unpackSpells(spells) };
    detail.rollVersion = version;
    detail.onRoll = packTally(unmeasuredRoll(roll, place));
    // Only events ask again who of the roll they expect.
    if (setting.unit === 'event') detail.roll = roll;
    else if (detail.openDays) detail.expected = expectedAtRegisters(roll, detail.openDays, place);
  }
}

function expectedAt({ roll }: Detail, event: TimetableRow, place: DayPlace): Tally {
  return roll ? unmeasuredRoll(roll, place, event) : emptyTally();
}

/** Takes whom a college's events expect. */
function takeEvents(detail: Detail, vector: PictureVector, { missed }: SettingRows, place: DayPlace): void {
  const all = missed.map((event) => ({
    week: event.week,
    unmeasured: detail.roll ? unmeasuredRoll(detail.roll, { year: place.year, day: event.day }, event) : emptyTally(),
  }));
  detail.expected = expectedAtEvents(vector, all, place);
}

/** How many registers of each week are expected; `undefined` when that was not read again. */
function registersExpected(
  { openDays: open }: Detail,
  { unit }: Pick<Keeper, 'unit'>,
  { opened, events }: SettingRows,
  reach: BatchReach,
): ArrayLike<number> | undefined {
  if (unit === 'session') return opened && open && reach !== 'start' ? registersByWeek(open) : undefined;
  if (reach !== 'all') return undefined;
  const registers: number[] = [];
  for (const { week, events: count } of events) registers[week - 1] = count;
  return registers;
}
