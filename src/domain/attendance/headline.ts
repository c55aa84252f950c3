import type { RegisterUnit } from '#domain/register/rates.ts';
import { countsOf, ratesOf } from '#domain/register/rates.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { counted, printedCount } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { LiveColumn } from './live-table.ts';
import { printed } from './live-table.ts';
import type { TodayPart } from './picture-vector.ts';
import { tallyIn } from './picture-vector.ts';
import type { PlacePicture } from './place-picture.ts';
import { coverageToday, currentPart } from './place-picture.ts';

/** A figure at the top of the page, with what keeps it honest. */
export interface Tile {
  readonly id: string;
  readonly label: string;
  /** As printed, or in words why there is none. */
  readonly value: string;
  readonly missing: boolean;
  readonly unit: string;
  readonly words: string;
}

const rate: Pick<LiveColumn, 'kind'> = { kind: 'rate' };

/** A session in words. */
export const partWords: Readonly<Record<TodayPart, string>> = {
  morning: 'this morning',
  afternoon: 'this afternoon',
  event: 'in today’s events',
};

/** The day's headline: attendance and absence of the session under way, registers in, and who is unmeasured. */
export function headlineTiles(picture: PlacePicture): readonly Tile[] {
  const part = currentPart(picture);
  const unit = part === 'event' ? 'event' : 'session';
  const vector = unit === 'event' ? picture.event : picture.session;
  const coverage = coverageToday(vector, part);
  const tally = tallyIn(vector, part);
  const [counts, rates] = [countsOf(tally), ratesOf(tally, unit)];
  const registers = `${printedCount(coverage.isIn)} of ${counted(coverage.expected, 'register')} in`;
  const instead = coverage.expected === 0 ? 'No session' : 'No register yet';
  const when = picture.tense === 'past' ? pastWords[part] : partWords[part];
  return [
    {
      id: 'attendance',
      label: `Attendance ${when}`,
      ...rateOf(rates.attendance.cell, unit, instead),
      words: `${printedCount(counts.attendance)} of ${printedCount(counts.possible)} possible. ${registers}.`,
    },
    {
      id: 'absence',
      label: `Absence ${when}`,
      ...rateOf(rates.absence.cell, unit, instead),
      words: `${printed(rates.authorised.cell, rate)} authorised, ${printed(rates.unauthorised.cell, rate)} unauthorised. ${registers}.`,
    },
    {
      id: 'registers',
      label: `Registers in ${when}`,
      value: coverage.expected === 0 ? 'None expected' : printedCount(coverage.isIn),
      missing: coverage.expected === 0,
      unit: coverage.expected === 0 ? '' : `of ${printedCount(coverage.expected)}`,
      words: notIn(coverage.expected - coverage.isIn),
    },
    {
      id: 'unmeasured',
      label: `Unmeasured ${when}`,
      value: printedCount(counts.unmeasured),
      missing: false,
      unit: `of ${printedCount(counts.expected)} expected`,
      words: 'Expected, and nobody has said. Not present, not absent, in no rate.',
    },
  ];
}

function rateOf(cell: Cell, unit: RegisterUnit, instead: string): Pick<Tile, 'value' | 'missing' | 'unit'> {
  if (cell.kind !== 'number') return { value: instead, missing: true, unit: '' };
  return {
    value: printed(cell, rate),
    missing: false,
    unit: `of ${unit === 'event' ? 'events' : 'sessions'} possible`,
  };
}

const pastWords: Readonly<Record<TodayPart, string>> = {
  morning: 'that morning',
  afternoon: 'that afternoon',
  event: 'in that day’s events',
};

function notIn(missing: number): string {
  if (missing <= 0) return 'Every register that is expected is in.';
  return `${counted(missing, 'register is', 'registers are')} not in: whoever they expect is unmeasured.`;
}

/** The tiles' figures by the names under which an open page is updated. */
export function tileFigures(tiles: readonly Tile[]): readonly (readonly [name: string, text: string])[] {
  return tiles.flatMap(({ id, value, unit, words }) => [
    [`tile.${id}.value`, value] as const,
    [`tile.${id}.unit`, unit] as const,
    [`tile.${id}.words`, words] as const,
  ]);
}

const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' });

/** The time of an instant in Europe/London: `09:31`. */
export function timeInWords(instant: number | Date): string {
  return clockTime.format(instant);
}

/** From when to when the registers in the day's figures were taken. */
export function takenWords({ taken, tense, at }: Pick<PlacePicture, 'taken' | 'tense' | 'at'>): string {
  if (tense === 'past') return `The registers of ${dayInWords(at.day)} as they stand now, corrections included.`;
  if (!taken) return 'No register of the day is in yet.';
  const [first, last] = [timeInWords(taken.first), timeInWords(taken.last)];
  return first === last
    ? `As at ${last}, when the only register so far was taken.`
    : `As at ${last}, when the newest register was taken; the oldest of the day is from ${first}.`;
}
