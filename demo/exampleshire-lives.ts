import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, isoWeekday, plainDate } from '#foundation/kernel/plain-date.ts';
import type { EnrolmentStatus } from '#platform/database/register-schema.ts';
import type { ClassPlace } from './exampleshire-classes.ts';
import { placeInClasses } from './exampleshire-classes.ts';
import type { ExampleLearner } from './exampleshire-learners.ts';
import { cohortOf, firstReception } from './exampleshire-learners.ts';
import type { ExampleSetting } from './exampleshire-settings.ts';
import { exampleSettings, settingsOfKind } from './exampleshire-settings.ts';
import { mixed, numberedRandom } from './random.ts';
import { schoolYear } from './synthetic-calendar.ts';

/** A time on one setting's roll. */
export interface Stay {
  readonly learner: ExampleLearner;
  readonly setting: ExampleSetting;
  readonly from: PlainDate;
  /** Last day; undefined while nothing has ended it. */
  to: PlainDate | undefined;
  /** How it began; a dual registration makes `single` into `main` (exampleshire-rolls.ts). */
  readonly status: EnrolmentStatus;
  /** The other side of a dual registration, and the weekdays (1 to 5) spent at the partner. */
  readonly duals: Dual[];
  readonly plans: PartTime[];
  /** In order of their years. */
  readonly classes: ClassPlace[];
  slot: number;
}

/** A stretch of dual registration, as the setting of the main registration and its partner both see it. */
export interface Dual {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly weekdays: readonly number[];
  readonly main: Stay;
  readonly partner: Stay;
}

export interface PartTime {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly reviewOn: PlainDate;
  /** Ten bits, Monday morning lowest. */
  readonly sessionsOff: number;
}

const primaries = settingsOfKind('primary');
const secondaries = settingsOfKind('secondary');
const specials = settingsOfKind('special');
const only = (kind: Parameters<typeof settingsOfKind>[0], index = 0): ExampleSetting => {
  const found = settingsOfKind(kind)[index];
  if (!found) throw new RangeError(`Exampleshire has no ${kind}`);
  return found;
};
const allThrough = only('all-through');
const unit = only('pupil-referral-unit');
const provisions = [unit, unit, only('alternative-provision', 0), only('alternative-provision', 1)];
const hospital = only('hospital-school');
const sixthFormCollege = only('sixth-form-college');
const college = only('fe-college');
const authority = only('local-authority');

/** One life as it is made up, year by year. */
interface Life {
  readonly learner: ExampleLearner;
  readonly stays: Stay[];
  current: Stay | undefined;
  /** The academic year, year group and draws of the year. */
  year: number;
  group: number;
  random: () => number;
  chanceOf: (share: number) => boolean;
}

/**
 * Everybody's times on roll up to the end of an academic year, in the order in which their settings gave them slots. A
 * later year only adds: who came before keeps everything, so that a demonstration can go on from where it was.
 */
export function exampleLives(until: AcademicYear): readonly Stay[] {
  const homes = [...primaries, allThrough, ...specials];
  const stays: Stay[] = [];
  for (const home of homes) {
    const number = exampleSettings.indexOf(home);
    for (let reception = firstReception; reception <= until; reception += 1) {
      for (const learner of cohortOf(home, number, reception)) stays.push(...lifeOf(learner, until));
    }
  }
  const bySetting = Map.groupBy(stays, ({ setting }) => setting);
  for (const [setting, own] of bySetting) {
    own.sort((left, right) => {
      if (left.from !== right.from) return left.from < right.from ? -1 : 1;
      return left.learner.learnerId - right.learner.learnerId;
    });
    for (const [index, stay] of own.entries()) stay.slot = index + 1;
    placeInClasses(setting, own, until);
  }
  return exampleSettings.flatMap((setting) => bySetting.get(setting) ?? []);
}

function lifeOf(learner: ExampleLearner, until: number): readonly Stay[] {
  const life: Life = {
    learner,
    stays: [],
    current: undefined,
    year: 0,
    group: 0,
    random: () => 0,
    chanceOf: () => false,
  };
  const startsIn = learner.extra ? 1 + (mixed(learner.seed, 7) % 9) : 0;
  for (let group = startsIn; group <= 13 && learner.reception + group <= until; group += 1) {
    life.group = group;
    life.year = learner.reception + group;
    const random = numberedRandom(mixed(learner.seed, 50 + group));
    life.random = random;
    life.chanceOf = (share) => random() < share;
    if (group === startsIn) begin(life);
    if (!life.current) break;
    if (group === 7) changeToSecondary(life);
    if (group === 12) changeAfterSixteen(life);
    happenings(life);
    if (life.current && group === 13) end(life, lastDay(life.year));
  }
  return life.stays;
}

function begin(life: Life): void {
  const { learner, group, random } = life;
  const setting =
    group < 7 || learner.home.keeper.kind !== 'primary'
      ? learner.home
      : (secondaries[learner.home.feeds] ?? allThrough);
  enter(life, setting, learner.extra ? schoolDay(life.year, 20 + random() * 150) : firstDay(life.year), 'single');
}

function enter(life: Life, setting: ExampleSetting, from: PlainDate, status: EnrolmentStatus): Stay {
  const rest = { to: undefined, duals: [], plans: [], classes: [], slot: 0 };
  const stay: Stay = { learner: life.learner, setting, from, status, ...rest };
  life.stays.push(stay);
  life.current = stay;
  return stay;
}

function end(life: Life, day: PlainDate): void {
  if (life.current) life.current.to = day;
  life.current = undefined;
}

/** Ends one time on roll and begins another at once. */
function move(life: Life, setting: ExampleSetting, from: PlainDate, status: EnrolmentStatus = 'single'): void {
  if (life.current) life.current.to = addDays(from, -1);
  enter(life, setting, from, status);
}

/** In September of year 7: most go where their primary school's leavers go, some elsewhere, a few out of the area. */
function changeToSecondary(life: Life): void {
  const { learner, current, random } = life;
  if (current?.setting.keeper.kind !== 'primary') return;
  const at = learner.anxiousFrom === undefined ? random() : 1;
  current.to = lastDay(life.year - 1);
  life.current = undefined;
  if (at < 0.03) return;
  const special = specials[learner.seed % specials.length] ?? allThrough;
  const elsewhere = secondaries[mixed(learner.seed, 8) % secondaries.length] ?? allThrough;
  const usual = secondaries[current.setting.feeds] ?? allThrough;
  const chosen = learner.sen === 'E' && at < 0.3 ? special : at < 0.09 ? allThrough : at < 0.3 ? elsewhere : usual;
  enter(life, chosen, firstDay(life.year), 'single');
}

/** In September after year 11: a school's own sixth form, one of the colleges, or nothing that we know of. */
function changeAfterSixteen(life: Life): void {
  const { current, random } = life;
  if (!current || current.setting.keeper.kind === 'special') return;
  const at = random();
  if (current.setting.sixthForm && at < 0.5) return;
  current.to = leavingDay(life.year - 1);
  life.current = undefined;
  if (at > 0.88) return;
  enter(life, mixed(life.learner.seed, 9) % 3 === 0 ? sixthFormCollege : college, firstDay(life.year), 'fe');
}

/** What may happen in a year: moving, a dual registration, hospital, a part-time timetable, leaving for home education. */
function happenings(life: Life): void {
  const { current, group } = life;
  if (!current || current.status === 'fe' || current.setting === authority) return;
  // Nothing else befalls the planted, so that their marks tell one story.
  if (life.learner.anxiousFrom !== undefined) return;
  if (group <= 11) {
    if (life.chanceOf(0.0025)) dual(life, hospital, { days: 25 + life.random() * 40, weekdays: [1, 2, 3, 4, 5] });
    if (group >= 1 && life.chanceOf(0.004)) partTime(life);
  }
  if (current.setting.keeper.kind === 'special') return;
  if (group >= 8 && group <= 11 && life.chanceOf(0.018)) {
    const partner = provisions[Math.floor(life.random() * provisions.length)] ?? unit;
    const weekdays = life.chanceOf(0.5) ? [2, 3, 4] : [1, 5];
    dual(life, partner, { days: 80 + life.random() * 110, weekdays });
  }
  changeOfPlace(life);
}

function changeOfPlace(life: Life): void {
  const { group, current } = life;
  // A place is left for good only by those who have been there since the year began, and who are not between two places.
  if (group > 10 || !current || current.setting === unit || current.duals.length > 0) return;
  if (current.from > schoolDay(life.year, 10)) return;
  if (life.chanceOf(group < 7 ? 0.022 : 0.012)) moveHouse(life, current);
  else if (group >= 8 && life.chanceOf(0.004)) move(life, unit, schoolDay(life.year, 30 + life.random() * 120));
  else if (life.chanceOf(0.0028)) move(life, authority, schoolDay(life.year, 15 + life.random() * 140), 'ehe');
  else if (life.chanceOf(0.0004)) move(life, authority, schoolDay(life.year, 40 + life.random() * 100), 'eotas');
}

/** To another school of the area, or out of it. */
function moveHouse(life: Life, current: Stay): void {
  const { learner, group } = life;
  const on = schoolDay(life.year, 25 + life.random() * 140);
  const nearby = group < 7 ? primaries : secondaries;
  const other = nearby[mixed(learner.seed, 20 + group) % nearby.length];
  if (life.chanceOf(0.4)) end(life, on);
  else if (other && other !== current.setting) move(life, other, on);
}

function dual(
  life: Life,
  partner: ExampleSetting,
  { days, weekdays }: { readonly days: number; readonly weekdays: readonly number[] },
): void {
  const main = life.current;
  if (!main || main.setting === unit || main.duals.length > 0) return;
  const start = 15 + life.random() * 90;
  const from = schoolDay(life.year, start);
  if (from <= main.from) return;
  const to = schoolDay(life.year, Math.min(185, start + days));
  const isForge = partner === provisions[3];
  const stay: Stay = {
    learner: life.learner,
    setting: partner,
    from,
    to,
    status: isForge ? 'guest' : 'subsidiary',
    duals: [],
    plans: [],
    classes: [],
    slot: 0,
  };
  life.stays.push(stay);
  const one: Dual = { from, to, weekdays, main, partner: stay };
  main.duals.push(one);
  stay.duals.push(one);
}

const patternsOff = [0b10_10_10_10_10, 0b10_10_00_10_10, 0b00_11_00_11_00, 0b10_00_10_00_10] as const;

function partTime(life: Life): void {
  const start = 10 + life.random() * 130;
  const from = schoolDay(life.year, start);
  if (!life.current || from <= life.current.from) return;
  const sessionsOff = patternsOff[Math.floor(life.random() * patternsOff.length)] ?? patternsOff[0];
  const to = schoolDay(life.year, Math.min(188, start + 25 + life.random() * 30));
  life.current.plans.push({ from, to, reviewOn: schoolDay(life.year, Math.min(188, start + 20)), sessionsOff });
}

const calendars = new Map<number, ReturnType<typeof schoolYear>>();

/** The calendar that every setting of Exampleshire shares before its own closures. */
export function exampleYear(year: number): ReturnType<typeof schoolYear> {
  const known = calendars.get(year) ?? schoolYear(year as AcademicYear);
  calendars.set(year, known);
  return known;
}

function firstDay(year: number): PlainDate {
  return exampleYear(year).terms[0]?.startsOn ?? plainDate(`${year}-09-01`);
}

function lastDay(year: number): PlainDate {
  return exampleYear(year).terms[2]?.endsOn ?? plainDate(`${year + 1}-07-20`);
}

/** The last Friday in June, on which compulsory school age ends after year 11. */
export function leavingDay(year: number): PlainDate {
  const last = plainDate(`${year + 1}-06-30`);
  return addDays(last, -((isoWeekday(last) + 2) % 7));
}

const daysOfYears = new Map<number, readonly PlainDate[]>();

/** The weekdays of a year's terms, whatever a setting is closed for on some. */
export function termDays(year: number): readonly PlainDate[] {
  const known = daysOfYears.get(year);
  if (known) return known;
  const { terms, closures } = exampleYear(year);
  const closed = new Set(closures.map(({ day }) => day));
  const days: PlainDate[] = [];
  for (const { startsOn, endsOn } of terms) {
    for (let day = startsOn; day <= endsOn; day = addDays(day, 1)) {
      if (isoWeekday(day) <= 5 && !closed.has(day)) days.push(day);
    }
  }
  daysOfYears.set(year, days);
  return days;
}

/** Whether Exampleshire's schools are open on a day, but for what one of them is closed for. */
export function isSchoolDay(day: PlainDate): boolean {
  return termDays(academicYearOf(day)).includes(day);
}

/** The day itself, or the last school day before it. */
export function lastSchoolDay(day: PlainDate): PlainDate {
  let found = day;
  while (!isSchoolDay(found)) found = addDays(found, -1);
  return found;
}

function schoolDay(year: number, number: number): PlainDate {
  const days = termDays(year);
  return days[Math.min(days.length - 1, Math.floor(number))] ?? firstDay(year);
}
