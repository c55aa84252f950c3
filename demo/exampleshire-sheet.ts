import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { isoWeekday } from '#foundation/kernel/plain-date.ts';
import type { Reason } from './exampleshire-absence.ts';
import {
  absenceShapeOf,
  byteOf,
  dayFactor,
  mostOfDayFactor,
  reasonsOf,
  tendency,
  yearGroupFactor,
} from './exampleshire-absence.ts';
import type { Stay } from './exampleshire-lives.ts';
import type { ExampleSetting } from './exampleshire-settings.ts';
import { ebsaByte, isGap } from './planted.ts';
import { drawsBefore, mixed, numberedRandom } from './random.ts';

/** A setting's marks of a year before anybody took them down: one row a session, one byte a place. */
export interface Sheet {
  readonly urn: number;
  readonly days: readonly PlainDate[];
  readonly base: number;
  readonly size: number;
  /** Two rows a day, the morning first. */
  readonly marks: Uint8Array;
  /** Absences first marked N, put right some school days later. */
  readonly unexplained: Unexplained[];
}

export interface Unexplained {
  readonly row: number;
  readonly place: number;
  readonly byte: number;
  /** School days after which a reason was found. */
  readonly after: number;
}

interface Filling {
  readonly sheet: Sheet;
  readonly setting: ExampleSetting;
  readonly year: number;
  /** By day of the sheet: how it stands beside the mean. */
  readonly factors: Float64Array;
}

const [morning, afternoon, late] = [byteOf('/'), byteOf('\\'), byteOf('L')];
const [dualCode, offSite, partTimeCode] = [byteOf('D'), byteOf('B'), byteOf('C2')];
const [trip, workExperience, sport] = [byteOf('V'), byteOf('W'), byteOf('P')];

/** Fills a setting's year. `days` are those it is open; a stay's place is its slot less the base, the least slot there. */
export function fillSheet(
  setting: ExampleSetting,
  year: number,
  stays: readonly Stay[],
  days: readonly PlainDate[],
): Sheet {
  const base = stays.reduce((least, { slot }) => Math.min(least, slot), stays[0]?.slot ?? 1);
  const size = stays.reduce((most, { slot }) => Math.max(most, slot - base + 1), 0);
  const marks = new Uint8Array(2 * days.length * size);
  const sheet: Sheet = { urn: setting.keeper.urn, days, base, size, marks, unexplained: [] };
  const shape = absenceShapeOf(setting.keeper.kind);
  const filling: Filling = {
    sheet,
    setting,
    year,
    factors: Float64Array.from(days, (day, index) => dayFactor(shape, day, index / days.length)),
  };
  for (const stay of stays) fillStay(filling, stay);
  return sheet;
}

/** The days of a sheet that a stay covers: first, and one after the last. */
function span({ days }: Sheet, from: PlainDate, to: PlainDate | undefined): readonly [number, number] {
  const first = days.findIndex((day) => day >= from);
  if (first < 0) return [0, 0];
  const after = to === undefined ? days.length : days.findIndex((day) => day > to);
  return [first, after < 0 ? days.length : after];
}

function fillStay(filling: Filling, stay: Stay): void {
  const { sheet, year } = filling;
  const place = stay.slot - sheet.base;
  const [first, after] = span(sheet, stay.from, stay.to);
  if (after <= first) return;
  const random = numberedRandom(mixed(mixed(stay.learner.seed, year), stay.setting.keeper.urn));
  for (let day = first; day < after; day += 1) {
    sheet.marks[2 * day * sheet.size + place] = morning;
    sheet.marks[(2 * day + 1) * sheet.size + place] = afternoon;
  }
  lateArrivals(filling, place, [first, after], random);
  activities(filling, stay, [first, after]);
  absences(filling, stay, [first, after], random);
  duals(filling, stay);
  partTimePlans(filling, stay);
  anxiety(filling, stay, [first, after]);
}

type Span = readonly [number, number];

function lateArrivals({ sheet, setting }: Filling, place: number, [first, after]: Span, random: () => number): void {
  const chance = absenceShapeOf(setting.keeper.kind).late * (0.25 + 1.5 * random() ** 2 * 2);
  for (let day = first + drawsBefore(chance, random); day < after; day += 1 + drawsBefore(chance, random)) {
    sheet.marks[2 * day * sheet.size + place] = late;
  }
}

/** A trip a year for each year group, sport for some, and a week of work experience in year 10. */
function activities({ sheet, setting, year }: Filling, { learner, slot }: Stay, [first, after]: Span): void {
  const group = year - learner.reception;
  const place = slot - sheet.base;
  const mark = (day: number, byte: number): void => {
    if (day < first || day >= after) return;
    sheet.marks[2 * day * sheet.size + place] = byte;
    sheet.marks[(2 * day + 1) * sheet.size + place] = byte;
  };
  const ofGroup = numberedRandom(mixed(mixed(setting.keeper.urn, year), group));
  const days = sheet.days.length;
  mark(Math.floor(ofGroup() * days), trip);
  if (ofGroup() < 0.6) mark(Math.floor((0.6 + 0.4 * ofGroup()) * days), trip);
  if (mixed(learner.seed, year) % 9 === 0) mark(mixed(learner.seed, year + 1) % days, sport);
  const week = Math.floor(0.93 * days);
  if (group === 10 && setting.keeper.urn % 2 === 0)
    for (let day = week; day < week + 5; day += 1) mark(day, workExperience);
}

/** Times away, one after another: when the next begins is one draw, whatever lies between. */
function absences(filling: Filling, stay: Stay, [first, after]: Span, random: () => number): void {
  const { setting, factors, year } = filling;
  const { learner } = stay;
  const kind = setting.keeper.kind;
  const shape = absenceShapeOf(kind === 'all-through' && year - learner.reception > 6 ? 'secondary' : kind);
  const reasons = reasonsOf(shape);
  const how = kind === 'primary' || kind === 'secondary' || kind === 'all-through' ? 'mainstream' : 'special';
  // Who comes for some days of the week, or is taught in hospital, misses less than those who have no other place.
  const here = stay.status === 'subsidiary' ? 0.35 : 1;
  const much = here * tendency(learner, shape, how) * yearGroupFactor(year - learner.reception);
  const all = reasons.reduce((sum, { begins }) => sum + begins, 0);
  const missed = Math.min(
    0.85,
    much * reasons.reduce((sum, { begins, lengths }) => sum + (begins * meanOf(lengths)) / 2, 0),
  );
  const most = Math.min(0.97, ((much * all) / (1 - missed)) * mostOfDayFactor);
  for (let day = first + drawsBefore(most, random); day < after; day += 1 + drawsBefore(most, random)) {
    if (random() * mostOfDayFactor > (factors[day] as number)) continue;
    day = timeAway(filling, stay, { day, after, reason: reasonAt(reasons, random() * all) }, random);
  }
}

function meanOf(lengths: Reason['lengths']): number {
  const weight = lengths.reduce((sum, [, each]) => sum + each, 0);
  return lengths.reduce((sum, [length, each]) => sum + length * each, 0) / weight;
}

function reasonAt(reasons: readonly Reason[], at: number): Reason {
  let rest = at;
  for (const reason of reasons) {
    rest -= reason.begins;
    if (rest < 0) return reason;
  }
  return reasons[0] as Reason;
}

interface TimeAway {
  readonly day: number;
  readonly after: number;
  readonly reason: Reason;
}

/** Writes one time away, and answers its last day. Single sessions are mornings when late, else either half. */
function timeAway({ sheet }: Filling, stay: Stay, { day, after, reason }: TimeAway, random: () => number): number {
  const length = lengthAt(reason.lengths, random());
  const start = length === 1 && reason.code !== 'U' && random() < 0.55 ? 1 : 0;
  const unexplained =
    (reason.code === 'I' || reason.code === 'O') && random() < 0.05 ? 1 + Math.floor(random() * 5) : 0;
  const place = stay.slot - sheet.base;
  const last = Math.min(2 * after, 2 * day + start + length);
  for (let row = 2 * day + start; row < last; row += 1) {
    sheet.marks[row * sheet.size + place] = reason.byte;
    if (unexplained > 0) sheet.unexplained.push({ row, place, byte: reason.byte, after: unexplained });
  }
  return Math.floor((last - 1) / 2);
}

function lengthAt(lengths: Reason['lengths'], at: number): number {
  let rest = at * lengths.reduce((sum, [, each]) => sum + each, 0);
  for (const [length, each] of lengths) {
    rest -= each;
    if (rest < 0) return length;
  }
  return 2;
}

/** Days at the other setting of a dual registration: D here, or B where the other is no school. */
function duals({ sheet }: Filling, stay: Stay): void {
  const place = stay.slot - sheet.base;
  for (const { from, to, weekdays, main, partner } of stay.duals) {
    const isMain = main === stay;
    const isGuest = partner.status === 'guest';
    const byte = isGuest ? (isMain ? offSite : 0) : dualCode;
    const [first, after] = span(sheet, from, to);
    for (let row = 2 * first; row < 2 * after; row += 1) {
      const day = sheet.days[row >> 1] as PlainDate;
      const atPartner = weekdays.includes(isoWeekday(day));
      const at = row * sheet.size + place;
      if (atPartner === isMain) sheet.marks[at] = byte;
      else if (!isMain && isGap(stay.learner, day, row & 1)) sheet.marks[at] = 0;
    }
  }
}

function partTimePlans({ sheet }: Filling, stay: Stay): void {
  const place = stay.slot - sheet.base;
  for (const { from, to, sessionsOff } of stay.plans) {
    const [first, after] = span(sheet, from, to);
    for (let row = 2 * first; row < 2 * after; row += 1) {
      const day = sheet.days[row >> 1] as PlainDate;
      const bit = 2 * (isoWeekday(day) - 1) + (row & 1);
      const at = row * sheet.size + place;
      if ((sessionsOff & (1 << bit)) !== 0 && sheet.marks[at] !== dualCode) sheet.marks[at] = partTimeCode;
    }
  }
}

/** The children whose anxiety about school shows in their marks before anybody has said so (planted.ts). */
function anxiety({ sheet, year }: Filling, stay: Stay, [first, after]: Span): void {
  if (stay.learner.anxiousFrom === undefined) return;
  const place = stay.slot - sheet.base;
  for (let row = 2 * first; row < 2 * after; row += 1) {
    const day = sheet.days[row >> 1] as PlainDate;
    const byte = ebsaByte(stay, { year, day, half: row & 1, share: (row >> 1) / sheet.days.length });
    if (byte !== undefined) sheet.marks[row * sheet.size + place] = byte;
  }
}
