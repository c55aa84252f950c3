import type { RegisterUnit } from '#domain/register/rates.ts';
import { countsOf, ratesOf } from '#domain/register/rates.ts';
import type { Tally } from '#domain/register/tally.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { counted, printedCount } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { LiveColumn } from './live-table.ts';
import { printed } from './live-table.ts';
import type { TalliedPart, TodayPart } from './picture-vector.ts';
import { talliedParts, tallyIn } from './picture-vector.ts';
import type { Coverage, PlacePicture } from './place-picture.ts';
import { coverageOfWeeks, coverageToday, currentPart, vectorOf } from './place-picture.ts';
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
const partWords: Readonly<Record<TodayPart, string>> = {
  morning: 'this morning',
  afternoon: 'this afternoon',
  event: 'in today’s events',
};

/**
 * The headline: attendance and absence of the session under way, registers in, and who is unmeasured. Before the day's
 * first register, and on a day without school, attendance and absence of the week so far, or of the year.
 */
export function headlineTiles(picture: PlacePicture): readonly Tile[] {
  const part = currentPart(picture);
  const [attendance, absence] = rateTiles(picture, stretchUnderWay(picture));
  return [attendance, absence, ...registerTiles(picture, part)].filter((tile) => tile !== undefined);
}

/** Every tile that a page may have been sent with: one that is open keeps its own, whatever a new page would lead with. */
export function everyTile(picture: PlacePicture): readonly Tile[] {
  return [
    ...talliedParts.flatMap((stretch) => rateTiles(picture, stretch)),
    ...todayParts.flatMap((part) => registerTiles(picture, part)),
  ];
}

const todayParts: readonly TodayPart[] = ['morning', 'afternoon', 'event'];

function stretchUnderWay(picture: PlacePicture): TalliedPart {
  const part = currentPart(picture);
  const [isIn] = [part, 'week' as const].filter((one) => countsOf(tallyAt(picture, one)).possible > 0);
  return picture.tense === 'past' ? part : (isIn ?? 'year');
}

function unitAt(picture: PlacePicture, stretch: TalliedPart): RegisterUnit {
  if (stretch === 'event') return 'event';
  return stretch === 'morning' || stretch === 'afternoon' || hasSessions(picture) ? 'session' : 'event';
}

function tallyAt(picture: PlacePicture, stretch: TalliedPart): Tally {
  return tallyIn(vectorOf(picture, unitAt(picture, stretch)), stretch);
}

function rateTiles(picture: PlacePicture, stretch: TalliedPart): readonly Tile[] {
  const unit = unitAt(picture, stretch);
  const tally = tallyAt(picture, stretch);
  const [counts, rates] = [countsOf(tally), ratesOf(tally, unit)];
  const coverage = coverageAt(picture, stretch);
  const registers = `${printedCount(coverage.isIn)} of ${counted(coverage.expected, 'register')} in.`;
  const instead = coverage.expected === 0 ? 'No session' : 'No register yet';
  const isKnown = counts.possible > 0;
  const when = whenWords(picture, stretch);
  return [
    {
      id: `attendance-${stretch}`,
      label: `Attendance ${when}`,
      ...rateOf(rates.attendance.cell, unit, instead),
      words: `${isKnown ? `${printedCount(counts.attendance)} of ${printedCount(counts.possible)} possible. ` : ''}${registers}`,
    },
    {
      id: `absence-${stretch}`,
      label: `Absence ${when}`,
      ...rateOf(rates.absence.cell, unit, instead),
      words: `${isKnown ? `${printed(rates.authorised.cell, rate)} authorised, ${printed(rates.unauthorised.cell, rate)} unauthorised. ` : ''}${registers}`,
    },
  ];
}

function coverageAt(picture: PlacePicture, stretch: TalliedPart): Coverage {
  const vector = vectorOf(picture, unitAt(picture, stretch));
  if (stretch === 'week') return coverageOfWeeks(vector, picture.at.week);
  return stretch === 'year' ? coverageOfWeeks(vector) : coverageToday(vector, stretch);
}

function whenWords({ tense }: PlacePicture, stretch: TalliedPart): string {
  if (stretch === 'week') return 'this week so far';
  if (stretch === 'year') return 'in the year to date';
  return (tense === 'past' ? pastWords : partWords)[stretch];
}

function registerTiles(picture: PlacePicture, part: TodayPart): readonly Tile[] {
  const { isIn, expected } = coverageAt(picture, part);
  const counts = countsOf(tallyAt(picture, part));
  const when = whenWords(picture, part);
  return [
    {
      id: `registers-${part}`,
      label: `Registers in ${when}`,
      value: expected === 0 ? 'None expected' : printedCount(isIn),
      missing: expected === 0,
      unit: expected === 0 ? '' : `of ${printedCount(expected)}`,
      words: notIn(expected - isIn),
    },
    {
      id: `unmeasured-${part}`,
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
