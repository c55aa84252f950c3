import type { RegisterUnit } from '#domain/register/rates.ts';
import { countsOf, ratesOf } from '#domain/register/rates.ts';
import type { Tally } from '#domain/register/tally.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { counted, printedCount } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { londonTime } from '#foundation/kernel/london-clock.ts';
import type { LiveColumn } from './live-table.ts';
import { printed } from './live-table.ts';
import type { TalliedPart, TodayPart } from './picture-vector.ts';
import { talliedParts, tallyIn } from './picture-vector.ts';
import type { Coverage, PlacePicture } from './place-picture.ts';
import { coverageOfDay, coverageSoFar, coverageToday, currentPart, vectorOf } from './place-picture.ts';
import { shownRate, showsDay } from './protection.ts';
import { dayTally } from './tables-breakdown.ts';
import { hasSessions } from './tables-time.ts';

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

/** What a pair of tiles is about: a stretch of time in one unit, with its coverage. */
interface Stretch {
  readonly id: TalliedPart | 'day';
  readonly unit: RegisterUnit;
  readonly tally: Tally;
  readonly coverage: Coverage;
  /** In words, after the name of a figure. */
  readonly when: string;
}

/**
 * The headline: attendance and absence of the session under way, registers in, and who is unmeasured; of a past day the
 * same of all its sessions. Before the day's first register, attendance and absence of the week so far, or of the year;
 * before any register is due, and on a day without school, nothing else.
 */
export function headlineTiles(picture: PlacePicture): readonly Tile[] {
  if (picture.tense === 'past') return dayTiles(picture, wholeDay(picture));
  const today = stretchOf(picture, currentPart(picture));
  const rates = rateTiles(picture, stretchUnderWay(picture));
  return picture.begun && showsDay(picture) ? [...rates, ...registerTiles(today)] : rates;
}

/** Every tile that a page may have been sent with: one that is open keeps its own, whatever a new page would lead with. */
export function everyTile(picture: PlacePicture): readonly Tile[] {
  return [
    ...talliedParts
      .filter((part) => showsDay(picture) || part === 'week' || part === 'year')
      .flatMap((part) => rateTiles(picture, stretchOf(picture, part))),
    ...(showsDay(picture) ? todayParts : []).flatMap((part) => registerTiles(stretchOf(picture, part))),
  ];
}

const todayParts: readonly TodayPart[] = ['morning', 'afternoon', 'event'];

/** Of today, as far as a register is in; else of the week, or of the year. */
function stretchUnderWay(picture: PlacePicture): Stretch {
  const stretches = [currentPart(picture), 'week' as const].map((part) => stretchOf(picture, part));
  return stretches.find(({ tally }) => countsOf(tally).possible > 0) ?? stretchOf(picture, 'year');
}

function stretchOf(picture: PlacePicture, part: TalliedPart): Stretch {
  const unit = unitAt(picture, part);
  const tally = tallyIn(vectorOf(picture, unit), part);
  return { id: part, unit, tally, coverage: coverageAt(picture, part), when: whenWords(part) };
}

function wholeDay(picture: PlacePicture): Stretch {
  const unit = unitAt(picture, 'week');
  const vector = vectorOf(picture, unit);
  return { id: 'day', unit, tally: dayTally(vector, unit), coverage: coverageOfDay(vector), when: 'that day' };
}

function dayTiles(picture: PlacePicture, day: Stretch): readonly Tile[] {
  return [...rateTiles(picture, day), ...registerTiles(day)];
}

function unitAt(picture: PlacePicture, part: TalliedPart): RegisterUnit {
  if (part === 'event') return 'event';
  return part === 'morning' || part === 'afternoon' || hasSessions(picture) ? 'session' : 'event';
}

function rateTiles({ reach }: PlacePicture, { id, unit, tally, coverage, when }: Stretch): readonly Tile[] {
  const [counts, rates] = [countsOf(tally), ratesOf(tally, unit)];
  const [attendance, absence, authorised, unauthorised] = [
    rates.attendance,
    rates.absence,
    rates.authorised,
    rates.unauthorised,
  ].map(({ cell }) => shownRate(reach, cell));
  const registers = `${printedCount(coverage.isIn)} of ${counted(coverage.expected, 'register')} in.`;
  const instead = coverage.expected === 0 ? 'No session' : 'No register yet';
  const isKnown = counts.possible > 0;
  return [
    {
      id: `attendance-${id}`,
      label: `Attendance ${when}`,
      ...rateOf(attendance, unit, instead),
      words: `${isKnown && attendance?.kind === 'number' ? `${printedCount(counts.attendance)} of ${printedCount(counts.possible)} possible. ` : ''}${registers}`,
    },
    {
      id: `absence-${id}`,
      label: `Absence ${when}`,
      ...rateOf(absence, unit, instead),
      words: `${authorisedWords(authorised, unauthorised)}${registers}`,
    },
  ];
}

/** Never a symbol in a sentence: where there is no figure, there is no sentence. */
function authorisedWords(authorised: Cell | undefined, unauthorised: Cell | undefined): string {
  if (authorised?.kind !== 'number' || unauthorised?.kind !== 'number') return '';
  return `${printed(authorised, rate)} authorised and ${printed(unauthorised, rate)} unauthorised. `;
}

function coverageAt(picture: PlacePicture, part: TalliedPart): Coverage {
  const vector = vectorOf(picture, unitAt(picture, part));
  if (part === 'week') return coverageSoFar(picture, vector, picture.at.week);
  return part === 'year' ? coverageSoFar(picture, vector) : coverageToday(vector, part);
}

function whenWords(part: TalliedPart): string {
  if (part === 'week') return 'this week so far';
  return part === 'year' ? 'in the year to date' : partWords[part];
}

function registerTiles({ id, tally, coverage: { isIn, expected }, when }: Stretch): readonly Tile[] {
  const counts = countsOf(tally);
  return [
    {
      id: `registers-${id}`,
      label: `Registers in ${when}`,
      value: expected === 0 ? 'None expected' : printedCount(isIn),
      missing: expected === 0,
      unit: expected === 0 ? '' : `of ${printedCount(expected)}`,
      words: notIn(expected - isIn),
    },
    {
      id: `unmeasured-${id}`,
      label: `Unmeasured ${when}`,
      value: printedCount(counts.unmeasured),
      missing: false,
      unit: `of ${printedCount(counts.expected)} expected`,
      words: 'Expected, and nobody has said. Not present, not absent, in no rate.',
    },
  ];
}

function rateOf(cell: Cell | undefined, unit: RegisterUnit, instead: string): Pick<Tile, 'value' | 'missing' | 'unit'> {
  if (cell?.kind === 'suppressed') return { value: 'Hidden: too few', missing: true, unit: '' };
  if (cell?.kind !== 'number') return { value: instead, missing: true, unit: '' };
  return {
    value: printed(cell, rate),
    missing: false,
    unit: `of ${unit === 'event' ? 'events' : 'sessions'} possible`,
  };
}

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

/** From when to when the registers in the day's figures were taken. */
export function takenWords({ taken, tense, at }: Pick<PlacePicture, 'taken' | 'tense' | 'at'>): string {
  if (tense === 'past') return `The registers of ${dayInWords(at.day)} as they stand now, corrections included.`;
  if (!taken) return 'No register of today is in yet.';
  const [first, last] = [londonTime(taken.first), londonTime(taken.last)];
  return first === last
    ? `As at ${last}, when the only register so far was taken.`
    : `As at ${last}, when the newest register was taken; the oldest of the day is from ${first}.`;
}
