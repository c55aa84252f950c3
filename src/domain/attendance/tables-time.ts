import type { RegisterUnit } from '#domain/register/rates.ts';
import { countsOf, lateOf, ratesOf } from '#domain/register/rates.ts';
import type { Tally } from '#domain/register/tally.ts';
import { emptyTally } from '#domain/register/tally.ts';
import { formatAcademicYear } from '#foundation/kernel/academic-year.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { numberCell } from '#foundation/kernel/cell.ts';
import { printedCount } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { LiveColumn, LiveRow, LiveTable } from './live-table.ts';
import type { PictureVector, TalliedPart, TodayPart } from './picture-vector.ts';
import { categoriesInTrend, tallyIn, trendIn, weeksInYear } from './picture-vector.ts';
import type { Coverage, PlacePicture } from './place-picture.ts';
import { coverageSoFar, coverageToday, missingSoFar, tallySoFar, vectorOf } from './place-picture.ts';
import { dayOf, shownCount, shownRate } from './protection.ts';
import { mondayOfWeek } from './weeks.ts';

/** The columns of every table of a stretch of time. */
const timeColumns: readonly LiveColumn[] = [
  { id: 'attendance', label: 'Attendance', kind: 'rate' },
  { id: 'absence', label: 'Absence', kind: 'rate' },
  { id: 'authorised', label: 'Authorised', kind: 'rate' },
  { id: 'unauthorised', label: 'Unauthorised', kind: 'rate' },
  { id: 'late', label: 'Late', kind: 'rate' },
  { id: 'possible', label: 'Possible', kind: 'count' },
  { id: 'notRequired', label: 'Not required', kind: 'count' },
  { id: 'unmeasured', label: 'Unmeasured', kind: 'count' },
  { id: 'registers', label: 'Registers in', kind: 'words' },
];

/** How many registers are in, in the form in which every figure says it. */
export function coverageWords({ isIn, expected }: Coverage): string {
  return expected === 0 ? 'none expected' : `${printedCount(isIn)} of ${printedCount(expected)}`;
}

interface TimeRow {
  readonly id: string;
  readonly name: string;
  readonly unit: RegisterUnit;
  readonly part: TalliedPart;
  readonly coverage: Coverage;
}

function timeRow(picture: PlacePicture, { id, name, unit, part, coverage }: TimeRow): LiveRow {
  const vector = vectorOf(picture, unit);
  const tally = part === 'week' || part === 'year' ? tallySoFar(picture, vector, part) : tallyIn(vector, part);
  return { id, name, values: [...ratesAndCounts(picture, { tally, unit, missing: 0 }), coverageWords(coverage)] };
}

interface Counted {
  readonly tally: Tally;
  readonly unit: RegisterUnit;
  /** Expected by registers that are not in, and not in the tally. */
  readonly missing: number;
}

function ratesAndCounts({ book, reach }: PlacePicture, { tally, unit, missing }: Counted): readonly Cell[] {
  const rates = ratesOf(tally, unit);
  const counts = countsOf(tally);
  return [
    ...[rates.attendance, rates.absence, rates.authorised, rates.unauthorised, lateOf(tally, book, unit)].map(
      ({ cell }) => shownRate(reach, cell),
    ),
    ...[counts.possible, counts.notRequired, counts.unmeasured + missing].map((count) =>
      shownCount(reach, numberCell(count)),
    ),
  ];
}

/** The day's sessions, and the day's timetabled events where there are any. */
export function todayTable(picture: PlacePicture): LiveTable {
  const row = (id: TodayPart, name: string, unit: RegisterUnit): LiveRow =>
    timeRow(picture, { id, name, unit, part: id, coverage: coverageToday(vectorOf(picture, unit), id) });
  return {
    id: 'today',
    caption: `${picture.place.name}, ${dayInWords(picture.at.day)}`,
    rowHeading: 'Session',
    columns: timeColumns,
    rows: [
      ...(dayOf(picture, 'session') === 'shown' && hasSessions(picture)
        ? [row('morning', 'Morning sessions', 'session'), row('afternoon', 'Afternoon sessions', 'session')]
        : []),
      ...(dayOf(picture, 'event') === 'shown' && hasEvents(picture)
        ? [row('event', 'Timetabled events (colleges)', 'event')]
        : []),
    ],
  };
}

/** This week and the year to date, for sessions and for events apart. */
export function periodsTable(picture: PlacePicture): LiveTable {
  const { at } = picture;
  const units: readonly (readonly [RegisterUnit, string])[] = [
    ...(hasSessions(picture) ? [['session', 'sessions'] as const] : []),
    ...(hasEvents(picture) ? [['event', 'timetabled events'] as const] : []),
  ];
  const row = (part: 'week' | 'year', name: string, unit: RegisterUnit): LiveRow =>
    timeRow(picture, {
      id: `${part}-${unit}`,
      name,
      unit,
      part,
      coverage: coverageSoFar(picture, vectorOf(picture, unit), part === 'week' ? at.week : undefined),
    });
  return {
    id: 'periods',
    caption: `${picture.place.name}, this week and the year ${formatAcademicYear(at.year)} to date`,
    rowHeading: 'Period',
    columns: timeColumns,
    rows: units.flatMap(([unit, words]) => [
      row('week', `This week so far, ${words} (provisional)`, unit),
      row('year', `Year to date, ${words}`, unit),
    ]),
  };
}

/** Everyone's absence week by week; weeks without any session, holidays, are left out. */
export function weeksTable(picture: PlacePicture, unit: RegisterUnit): LiveTable {
  const vector = vectorOf(picture, unit);
  const weeks = Array.from({ length: weeksInYear }, (_, index) => index + 1).filter((week) =>
    isHeld(picture, vector, week),
  );
  return {
    id: `weeks-${unit}`,
    caption: `${picture.place.name}, week by week, ${formatAcademicYear(picture.at.year)}`,
    rowHeading: 'Week of',
    columns: timeColumns.filter(({ id }) => id !== 'late'),
    rows: weeks.map((week) => ({
      id: String(week),
      name: `${dayInWords(mondayOfWeek(picture.at.year, week))}${week === picture.at.week ? ' (in progress, provisional)' : ''}`,
      values: [
        ...ratesAndCounts(picture, {
          tally: weekTally(vector, week),
          unit,
          missing: missingSoFar(picture, vector, week),
        }).filter((_, position) => position !== 4),
        coverageWords(coverageSoFar(picture, vector, week)),
      ],
    })),
  };
}

function isHeld(picture: PlacePicture, vector: PictureVector, week: number): boolean {
  return trendIn(vector, week).some((count) => count > 0) || coverageSoFar(picture, vector, week).expected > 0;
}

/** A week's categories of everyone as a tally with nothing else in it. */
export function weekTally(vector: PictureVector, week: number): Tally {
  const tally = emptyTally();
  tally.set(trendIn(vector, week).subarray(0, categoriesInTrend));
  return tally;
}

/** Whether any of the place's settings keeps registers of half days; a place with none at all says so by keeping none. */
export function hasSessions({ kinds }: Pick<PlacePicture, 'kinds'>): boolean {
  return kinds.some(({ unit }) => unit === 'session');
}

export function hasEvents({ kinds }: Pick<PlacePicture, 'kinds'>): boolean {
  return kinds.some(({ unit }) => unit === 'event');
}

/** A local authority’s own roll keeps neither: nothing is expected of anybody, and there is no rate. */
export function keepsRegisters(picture: Pick<PlacePicture, 'kinds'>): boolean {
  return hasSessions(picture) || hasEvents(picture);
}
