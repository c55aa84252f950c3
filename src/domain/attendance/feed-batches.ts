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
import type { ExpectedRoll } from './contribution.ts';
import {
  countedByDay,
  expectedByWeek,
  openDays,
  registersByWeek,
  spokenOf,
  takeCoverage,
  takeDay,
  takeMissing,
  takePeriods,
  takeWeekStart,
  unmeasuredRoll,
} from './contribution.ts';
import type { Cube } from './cube.ts';
import type { DayRow, EventsRow, PeriodRow, RollRow, TimetableRow } from './feed-store.ts';
import {
  countEvents,
  countRegisters,
  readChangedPeriods,
  readChangedRolls,
  readDay,
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
  /** How many of a school's roll are counted on each day of the year. */
  countedByDay: Uint16Array;
  /** Everyone its registers of each week expect, up to today. */
  expected: ArrayLike<number>;
  open: readonly number[];
}

/** One day's picture while it is kept. */
export interface PictureState {
  readonly place: DayPlace;
  readonly cube: Cube;
  readonly keepers: Map<number, Keeper>;
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
  readonly calendars: ReadonlyMap<number, Calendar> | undefined;
  readonly weekStarts: readonly Pick<PeriodRow, 'settingId' | 'week' | 'counts'>[];
  readonly counted: readonly { readonly settingId: number; readonly week: number; readonly registers: number }[];
  readonly events: readonly EventsRow[];
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
  const calendars = reach !== 'changes' || known.length <= fewSettings ? await calendarsOf(database, known) : undefined;
  const rows = await inScope(database, steward('feed'), (scoped) => readRows(scoped, state, known, reach));
  const bySetting = grouped({ ...rows, calendars });
  for (const settingId of known) takeSetting(state, settingId, bySetting(settingId), reach);
  if (reach === 'all') for (const settingId of known) state.complete.add(settingId);
}

async function readRows(
  scoped: Feeding,
  state: PictureState,
  ids: readonly number[],
  reach: BatchReach,
): Promise<Omit<BatchRows, 'calendars'>> {
  const { place } = state;
  const held = ids.map((settingId) => ({ settingId, ...(state.details.get(settingId) ?? newDetail()) }));
  const periods =
    reach === 'start' ? await readPeriods(scoped, ids, place) : await readChangedPeriods(scoped, held, place.year);
  const days = await readDay(scoped, ids, place.day);
  const colleges = ids.filter((settingId) => state.keepers.get(settingId)?.unit === 'event');
  const timetable = colleges.length > 0 ? await readTimetable(scoped, colleges, place.day) : [];
  if (reach === 'start') {
    return { periods, days, timetable, rolls: [], weekStarts: [], counted: [], events: [] };
  }
  const firstMonday = mondayOfWeek(place.year, 1);
  const weekStarts = reach === 'all' ? await readWeekStarts(scoped, ids, place.year) : [];
  const rolls = await readChangedRolls(scoped, held, place.year);
  const from = reach === 'all' ? firstMonday : earliestMonday(periods, place);
  const counted = await countRegisters(scoped, ids, { firstMonday, from, to: place.day });
  const events =
    colleges.length > 0 && reach === 'all' ? await countEvents(scoped, colleges, { firstMonday, to: place.day }) : [];
  return { periods, days, timetable, rolls, weekStarts, counted, events };
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
    countedByDay: new Uint16Array(),
    expected: [],
    open: [],
  };
}

type SettingRows = Omit<BatchRows, 'calendars'> & { readonly calendar: Calendar | undefined };

function grouped(rows: BatchRows): (settingId: number) => SettingRows {
  const by = <Row extends { readonly settingId: number }>(all: readonly Row[]) => {
    const groups = Map.groupBy(all, ({ settingId }) => settingId);
    return (settingId: number): readonly Row[] => groups.get(settingId) ?? [];
  };
  const [periods, days, rolls, timetable] = [by(rows.periods), by(rows.days), by(rows.rolls), by(rows.timetable)];
  const [weekStarts, counted, events] = [by(rows.weekStarts), by(rows.counted), by(rows.events)];
  return (settingId) => ({
    periods: periods(settingId),
    days: days(settingId),
    rolls: rolls(settingId),
    timetable: timetable(settingId),
    weekStarts: weekStarts(settingId),
    counted: counted(settingId),
    events: events(settingId),
    calendar: rows.calendars?.get(settingId),
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
  takeRoll(detail, rows.rolls, { setting, place });
  if (rows.calendar && setting.unit === 'session') detail.open = openSessions(rows.calendar, place.day);
  const taken = takeDay(vector, {
    setting,
    open: detail.open,
    registers: rows.days,
    onRoll: detail.onRoll,
    events: rows.timetable.map((event) => ({ session: event.session, unmeasured: expectedAt(detail, event, place) })),
  });
  takeCoverage(
    vector,
    rows.counted,
    reach === 'all' ? takeExpected(detail, vector, { unit: setting.unit, rows, place }) : undefined,
  );
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
    else detail.countedByDay = countedByDay(roll);
  }
}

function expectedAt({ roll }: Detail, event: TimetableRow, place: DayPlace): Tally {
  return roll ? unmeasuredRoll(roll, place, event) : emptyTally();
}

/** Takes whom a setting's registers expect, week by week, and answers how many registers. */
function takeExpected(
  detail: Detail,
  vector: PictureVector,
  { unit, rows, place }: { readonly unit: Keeper['unit']; readonly rows: SettingRows; readonly place: DayPlace },
): ArrayLike<number> {
  const { calendar, events } = rows;
  if (unit === 'session') {
    const open = calendar ? openDays(calendar, place) : new Uint8Array();
    detail.expected = expectedByWeek(open, detail.countedByDay, place);
    return registersByWeek(open);
  }
  const registers: number[] = [];
  const expected: number[] = [];
  for (const { week, events: count, missing } of events) {
    registers[week - 1] = count;
    expected[week - 1] = missing + spokenOf(vector, week);
  }
  detail.expected = expected;
  return registers;
}
