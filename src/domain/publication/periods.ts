import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays, parseAcademicYear } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import {
  addDays,
  easterSunday,
  isoWeekOf,
  mondayOfIsoWeek,
  PlainDate as PlainDateSchema,
  plainDate,
} from '#foundation/kernel/plain-date.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Grain, Period } from './model.ts';

/** What a row prints about its time, as text. Blank where the table has no such column. */
export interface PeriodText {
  /** `202324`, `2023/24` or `2023`. */
  readonly timePeriod: string;
  /** `Academic year`, `Week 37`, `Autumn term`, `June`. */
  readonly timeIdentifier: string;
  /** A single day, where the table has a row per day. */
  readonly day: string;
  /** A second column that narrows the year: `Autumn term`, or `Year to date`. */
  readonly part: string;
}

/** How a dataset means its labels. */
export interface PeriodRules {
  /** What `Academic year` covers: the whole of it (a census), or as much as had passed (live figures). */
  readonly academicYear: 'year' | 'year-to-date';
  /** The day the figures were known by: where a year so far ends when nothing printed says. */
  readonly knownOn: PlainDate;
}

/** Why a period could not be used: `held` when it is understood but has no place here, `rejected` when it is impossible. */
export interface PeriodFault {
  readonly verdict: 'held' | 'rejected';
  readonly printed: keyof PeriodText;
  readonly reason: string;
}

type PeriodReading = Result<Period, PeriodFault>;

/** Reads periods, remembering each that it has met: a table has few, many times over. */
export function periodReader(rules: PeriodRules): (text: PeriodText) => PeriodReading {
  const met = new Map<string, PeriodReading>();
  return (text) => {
    const key = `${text.timePeriod}|${text.timeIdentifier}|${text.day}|${text.part}`;
    const known = met.get(key);
    if (known) return known;
    const reading = readPeriod(text, rules);
    met.set(key, reading);
    return reading;
  };
}

/** Reads one period. Terms run as in the census: autumn to 31 December, spring to Easter Sunday, summer to 31 July (measures.md §3). */
export function readPeriod(text: PeriodText, rules: PeriodRules): PeriodReading {
  if (text.day !== '') return readDay(text.day);
  const identifier = words(text.timeIdentifier);
  const week = /^(?:week )?(\d{1,2})$/.exec(identifier)?.[1];
  if (week !== undefined) return readWeek(text, Number(week));
  const month = months.indexOf(identifier);
  if (month >= 0) return readMonth(text.timePeriod, month + 1);
  return readYear(text, identifier, rules);
}

/** A day as printed: `2023-09-11`, `11/09/2023` or `11-09-2023`; a time after it is left out. */
export function readPrintedDay(printed: string): PlainDate | undefined {
  const [date = ''] = printed.trim().split(/[T ]/);
  const british = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(date);
  const iso = british
    ? `${british[3]}-${british[2]?.padStart(2, '0')}-${british[1]?.padStart(2, '0')}`
    : date.replaceAll('/', '-');
  const day = PlainDateSchema.safeParse(iso);
  return day.success ? day.data : undefined;
}

const plausibleYear = /^(?:19|20|21)\d{2}/;
const fourDigits = /^(?:19|20|21)\d{2}$/;

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
const wholeYears = ['', 'total', 'academic year', 'full year', 'all terms', 'year'];

function readDay(printed: string): PeriodReading {
  const day = readPrintedDay(printed);
  if (!day) return rejected('day', `“${printed}” is not a day in the calendar`);
  return success({ grain: 'day', start: day, end: day });
}

function readWeek(text: PeriodText, week: number): PeriodReading {
  const year = yearOfWeek(text.timePeriod, week);
  if (year === undefined)
    return rejected('timePeriod', `“${text.timePeriod}” is not a year, so its week cannot be dated`);
  if (week < 1 || week > lastWeekOf(year)) {
    return rejected('timeIdentifier', `${year} has no week ${week}`);
  }
  const monday = mondayOfIsoWeek(year, week);
  const part = words(text.part);
  const weekday = weekdays.indexOf(part);
  if (weekday >= 0) return readDay(addDays(monday, weekday));
  return success({ grain: isYearToDate(part) ? 'year-to-date' : 'week', start: monday, end: addDays(monday, 4) });
}

/** A week's year is printed in full; where an academic year is printed instead, weeks from 31 on are its first half. */
function yearOfWeek(printed: string, week: number): number | undefined {
  if (fourDigits.test(printed)) return Number(printed);
  const academicYear = yearStart(printed);
  return academicYear === undefined ? undefined : academicYear + (week >= 31 ? 0 : 1);
}

/** 28 December is in the last week of its year, whichever that is. */
function lastWeekOf(year: number): number {
  return isoWeekOf(plainDate(`${year}-12-28`)).week;
}

function readMonth(timePeriod: string, month: number): PeriodReading {
  if (!fourDigits.test(timePeriod)) return rejected('timePeriod', `“${timePeriod}” is not a calendar year`);
  const start = plainDate(`${timePeriod}-${String(month).padStart(2, '0')}-01`);
  const next =
    month === 12
      ? plainDate(`${Number(timePeriod) + 1}-01-01`)
      : plainDate(`${timePeriod}-${String(month + 1).padStart(2, '0')}-01`);
  return success({ grain: 'month', start, end: addDays(next, -1) });
}

function readYear(text: PeriodText, identifier: string, rules: PeriodRules): PeriodReading {
  if (identifier === 'calendar year' || identifier === 'reporting year') {
    const year = text.timePeriod;
    if (!fourDigits.test(year)) return rejected('timePeriod', `“${year}” is not a calendar year`);
    return success(span('year', `${year}-01-01`, `${year}-12-31`));
  }
  const startYear = yearStart(text.timePeriod);
  if (identifier === 'financial year' || identifier === 'tax year') {
    if (startYear === undefined) return rejected('timePeriod', `“${text.timePeriod}” is not a year such as 202324`);
    const [from, to] = identifier === 'tax year' ? ['04-06', '04-05'] : ['04-01', '03-31'];
    return success(span('year', `${startYear}-${from}`, `${startYear + 1}-${to}`));
  }
  const part = partOfYear(identifier, words(text.part));
  if (part === undefined) {
    return held('timeIdentifier', `“${text.timeIdentifier}” is a kind of period that Headwater does not know`);
  }
  if (startYear === undefined)
    return rejected('timePeriod', `“${text.timePeriod}” is not an academic year such as 202324`);
  return success(academicPart(startYear, part, rules));
}

type PartOfYear = 'whole' | 'to-date' | 'autumn' | 'spring' | 'summer' | 'autumn-and-spring';

const parts: ReadonlyMap<string, PartOfYear> = new Map([
  ['autumn term', 'autumn'],
  ['autumn', 'autumn'],
  ['spring term', 'spring'],
  ['spring', 'spring'],
  ['summer term', 'summer'],
  ['summer', 'summer'],
  ['autumn and spring term', 'autumn-and-spring'],
  ['autumn and spring terms', 'autumn-and-spring'],
  ['year to date', 'to-date'],
  ['ytd', 'to-date'],
]);

/** The narrower of the two columns wins: `Academic year` with term `Autumn term` is the autumn term. */
function partOfYear(identifier: string, part: string): PartOfYear | undefined {
  const narrow = wholeYears.includes(part) ? identifier : part;
  return parts.get(narrow) ?? (wholeYears.includes(narrow) && narrow !== '' ? 'whole' : undefined);
}

/**
 * The days of a part of an academic year. Autumn starts on 1 September, with the academic year, though the census
 * window opens on 1 August: no school is open between. Two terms together are a year so far, ending at Easter.
 */
function academicPart(startYear: AcademicYear, part: PartOfYear, rules: PeriodRules): Period {
  const { start, end } = academicYearDays(startYear);
  const easter = easterSunday(startYear + 1);
  switch (part) {
    case 'autumn':
      return { grain: 'term', start, end: plainDate(`${startYear}-12-31`) };
    case 'spring':
      return { grain: 'term', start: plainDate(`${startYear + 1}-01-01`), end: easter };
    case 'summer':
      return { grain: 'term', start: addDays(easter, 1), end: plainDate(`${startYear + 1}-07-31`) };
    case 'autumn-and-spring':
      return { grain: 'year-to-date', start, end: easter };
    case 'to-date':
      return yearToDate(start, end, rules.knownOn);
    default:
      return rules.academicYear === 'year' ? { grain: 'year', start, end } : yearToDate(start, end, rules.knownOn);
  }
}

/** A year so far ends at the latest on the day it was known, or on its own last day. */
function yearToDate(start: PlainDate, end: PlainDate, knownOn: PlainDate): Period {
  const last = knownOn < start || knownOn > end ? end : knownOn;
  return { grain: 'year-to-date', start, end: last };
}

/** Also reads `2023/2024`. A year outside 1900 to 2199 is a slip of the keyboard. */
function yearStart(printed: string): AcademicYear | undefined {
  const text = printed.trim().replace(/^(\d{4})([/-]?)\d{2}(\d{2})$/, '$1$2$3');
  return plausibleYear.test(text) ? parseAcademicYear(text) : undefined;
}

function span(grain: Grain, start: string, end: string): Period {
  return { grain, start: plainDate(start), end: plainDate(end) };
}

function isYearToDate(part: string): boolean {
  return parts.get(part) === 'to-date';
}

function words(printed: string): string {
  return printed.trim().toLowerCase().replace(/\s+/g, ' ');
}

function held(printed: keyof PeriodText, reason: string): PeriodReading {
  return failure({ verdict: 'held', printed, reason });
}

function rejected(printed: keyof PeriodText, reason: string): PeriodReading {
  return failure({ verdict: 'rejected', printed, reason });
}
