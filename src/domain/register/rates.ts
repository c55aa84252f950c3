import type { Cell } from '#foundation/kernel/cell.ts';
import { missingCell, numberCell, percentCell } from '#foundation/kernel/cell.ts';
import type { StatisticalClass } from '#foundation/nations/attendance-code.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import type { BandColumn, Bands } from './bands.ts';
import { bandIndex } from './bands.ts';
import type { Tally, TallyCategory } from './tally.ts';
import { codeIndex, groupIndex, minutesIndex } from './tally.ts';

/**
 * What a tally counts: half-day sessions, or the timetabled events of a college. No definition of the Department's joins
 * the two, so their tallies are never added and their rates stand apart.
 */
export type RegisterUnit = 'session' | 'event';

/** How each unit is called beside a figure. */
export const unitWords: Readonly<Record<RegisterUnit, string>> = {
  session: 'half-day sessions',
  event: 'timetabled events',
};

/** One count out of another, with both in words. `cell` is in per cent; not available over nothing. */
export interface Share {
  /** Such as “Absence, of half-day sessions possible”. */
  readonly label: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly cell: Cell;
}

/** Counts of one group of one tally, in its unit. measured = possible + notRequired; expected = measured + unmeasured. */
export interface RegisterCounts {
  readonly attendance: number;
  readonly authorised: number;
  readonly unauthorised: number;
  readonly absence: number;
  /** Attendance and absence together: what every rate is over. Unmeasured and not required are in neither. */
  readonly possible: number;
  readonly notRequired: number;
  readonly unmeasured: number;
  readonly measured: number;
  readonly expected: number;
}

/** The counts of a group: 0 is everyone. */
export function countsOf(tally: Tally, group = 0): RegisterCounts {
  return countsFrom((category) => tally[groupIndex(group, category)] as number);
}

/** The counts in planned minutes of timetabled events; all zero for half-day sessions. */
export function minutesOf(tally: Tally): RegisterCounts {
  return countsFrom((category) => tally[minutesIndex(category)] as number);
}

function countsFrom(count: (category: TallyCategory) => number): RegisterCounts {
  const [attendance, authorised, unauthorised] = [count('attending'), count('authorised'), count('unauthorised')];
  const [notRequired, unmeasured] = [count('not-required'), count('unmeasured')];
  const absence = authorised + unauthorised;
  const possible = attendance + absence;
  const measured = possible + notRequired;
  return {
    attendance,
    authorised,
    unauthorised,
    absence,
    possible,
    notRequired,
    unmeasured,
    measured,
    expected: measured + unmeasured,
  };
}

/** The rates of a group, each over what was possible (measures.md §2): a ratio of sums. */
export interface RegisterRates {
  readonly attendance: Share;
  readonly absence: Share;
  readonly authorised: Share;
  readonly unauthorised: Share;
}

const rateWords = {
  attendance: 'Attendance',
  absence: 'Absence',
  authorised: 'Authorised absence',
  unauthorised: 'Unauthorised absence',
} as const satisfies Readonly<Record<keyof RegisterRates, string>>;

/** The rates of a group, 0 being everyone, in the unit that the tally counts. */
export function ratesOf(tally: Tally, unit: RegisterUnit, group = 0): RegisterRates {
  return ratesFrom(countsOf(tally, group), unitWords[unit]);
}

/** The rates in planned minutes, for timetabled events of different lengths. Not available for half-day sessions. */
export function minuteRatesOf(tally: Tally): RegisterRates {
  return ratesFrom(minutesOf(tally), 'planned minutes of timetabled events');
}

function ratesFrom(counts: RegisterCounts, units: string): RegisterRates {
  const rate = (name: keyof RegisterRates): Share =>
    shareOf(`${rateWords[name]}, of ${units} possible`, counts[name], counts.possible);
  return {
    attendance: rate('attendance'),
    absence: rate('absence'),
    authorised: rate('authorised'),
    unauthorised: rate('unauthorised'),
  };
}

/** Late arrivals, before the register closed and after, of what was possible. For everyone only: groups have no codes. */
export function lateOf(tally: Tally, book: CodeBook, unit: RegisterUnit): Share {
  const late = [...book.bytes.values()].reduce(
    (sum, byte) => sum + (book.late[byte] ? countOfByte(tally, byte) : 0),
    0,
  );
  return shareOf(`Late, of ${unitWords[unit]} possible`, late, countsOf(tally).possible);
}

/** How many marks were a code; 0 for one that the book has not. */
export function codeCount(tally: Tally, book: CodeBook, code: string): number {
  const byte = book.bytes.get(code);
  return byte === undefined ? 0 : countOfByte(tally, byte);
}

/** How many marks were of codes that statistics class so: present, say, apart from approved educational activity. */
export function classCount(tally: Tally, book: CodeBook, statisticalClass: StatisticalClass): number {
  const codes = [...book.meanings].filter(([, facts]) => facts[0]?.statisticalMeaning === statisticalClass);
  return codes.reduce((sum, [code]) => sum + codeCount(tally, book, code), 0);
}

/** One code of a tally, of what was possible. */
export function codeShare(tally: Tally, book: CodeBook, unit: RegisterUnit, code: string): Share {
  const label = book.meanings.get(code)?.at(0)?.label ?? code;
  return shareOf(
    `${code}, ${label}, of ${unitWords[unit]} possible`,
    codeCount(tally, book, code),
    countsOf(tally).possible,
  );
}

function countOfByte(tally: Tally, byte: number): number {
  return tally[codeIndex(byte)] as number;
}

/** Persistent and severe absence of the year to date, of enrolments for whom anything was possible. */
export interface BandShares {
  readonly persistent: Share;
  readonly severe: Share;
}

/** The shares of a group, 0 being everyone. Severe absence is part of persistent absence. */
export function bandSharesOf(bands: Bands, unit: RegisterUnit, group = 0): BandShares {
  const count = (column: BandColumn): number => bands[bandIndex(group, column)] as number;
  const missed = (least: string): string => `missed ${least} or more of their ${unitWords[unit]} possible`;
  const share = (column: BandColumn, label: string): Share => shareOf(label, count(column), count('enrolments'));
  return {
    persistent: share('persistent', `Persistent absence: enrolments that ${missed('10 %')}`),
    severe: share('severe', `Severe absence: enrolments that ${missed('50 %')}`),
  };
}

/** How much of what was expected has a mark. Beside every live figure; never a rate of attendance. */
export function coverageOf(tally: Tally, unit: RegisterUnit): Share {
  const { measured, expected } = countsOf(tally);
  return shareOf(`Marked, of ${unitWords[unit]} expected`, measured, expected);
}

/** A share over nothing is not available, neither 0 % nor 100 %: nobody knows it. */
function shareOf(label: string, numerator: number, denominator: number): Share {
  const cell =
    denominator === 0 ? missingCell('not-available') : percentCell(numberCell(numerator), numberCell(denominator));
  return { label, numerator, denominator, cell };
}
