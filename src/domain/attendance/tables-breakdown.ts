import { bandIndex } from '#domain/register/bands.ts';
import type { RegisterUnit, Share } from '#domain/register/rates.ts';
import { bandSharesOf, codeCount, codeShare, countsOf, ratesOf } from '#domain/register/rates.ts';
import type { Tally } from '#domain/register/tally.ts';
import { addTally } from '#domain/register/tally.ts';
import type { Dimension } from '#domain/roll/groups.ts';
import { groupsOf } from '#domain/roll/groups.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { missingCell, numberCell } from '#foundation/kernel/cell.ts';
import { counted, printedCount } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { categoryOf, factOn } from '#foundation/nations/code-book.ts';
import type { LiveColumn, LiveRow, LiveTable } from './live-table.ts';
import { livePath } from './paths.ts';
import type { PictureVector } from './picture-vector.ts';
import { addVector, bandsIn, emptyVector, tallyIn } from './picture-vector.ts';
import type { PlacePicture } from './place-picture.ts';
import { coverageOfDay, coverageSoFar, tallySoFar, vectorOf } from './place-picture.ts';
import type { LivePlace } from './places.ts';
import { kindWords } from './places.ts';
import { isFewSettings, shownCount, shownRate, showsDay } from './protection.ts';
import { hiddenCounts } from './small-numbers.ts';
import { coverageWords, hasEvents, hasSessions } from './tables-time.ts';

/** The stretches of time that a breakdown can be of. */
export const periods = ['today', 'week', 'year'] as const;
export type LivePeriod = (typeof periods)[number];

/** The groups that figures can be broken down by; everyone is what they add up to. */
export const breakdowns = [
  'year-group',
  'sex',
  'sen',
  'fsm',
  'ethnicity',
  'looked-after',
  'social-worker',
] as const satisfies readonly Dimension[];
export type Breakdown = (typeof breakdowns)[number];

/** What a reader has chosen to see the breakdowns of. */
export interface LiveChoice {
  readonly period: LivePeriod;
  readonly by: Breakdown;
  readonly unit: RegisterUnit;
}

const hidden: Cell = missingCell('suppressed');

/** The tally of a period; of today both half days together, which are of one unit, or all its events. */
export function tallyOf(
  picture: Pick<PlacePicture, 'tense' | 'begun'>,
  vector: PictureVector,
  { period, unit }: Pick<LiveChoice, 'period' | 'unit'>,
): Tally {
  if (period !== 'today' && picture.tense === 'live') return tallySoFar(picture, vector, period);
  return dayTally(vector, unit);
}

/** How many registers are in of what a breakdown is of: “48 of 50 registers”. */
export function breakdownCoverage(picture: PlacePicture, { period, unit }: LiveChoice): string {
  const vector = vectorOf(picture, unit);
  const isDay = period === 'today' || picture.tense === 'past';
  const week = period === 'week' ? picture.at.week : undefined;
  const { isIn, expected } = isDay ? coverageOfDay(vector) : coverageSoFar(picture, vector, week);
  return expected === 0 ? 'no register is expected' : `${printedCount(isIn)} of ${counted(expected, 'register')} in`;
}

/** Everything of the day: its two sessions together, or its events. */
export function dayTally(vector: PictureVector, unit: RegisterUnit): Tally {
  if (unit === 'event') return tallyIn(vector, 'event');
  const day = Float64Array.from(tallyIn(vector, 'morning'));
  addTally(day, tallyIn(vector, 'afternoon'));
  return day;
}

/** Whether breakdowns may be drawn at all: of one setting only for those who may see its children. */
export function mayBreakDown({ place, reach }: Pick<PlacePicture, 'place' | 'reach'>): boolean {
  return reach === 'full' || (place.area !== undefined && !isFewSettings(place));
}

/**
 * Whether groups may be: what is hidden of an area must be hidden in an area beside it too, and those are not read of a day
 * gone by.
 */
export function mayGroup(picture: Pick<PlacePicture, 'place' | 'reach' | 'tense'>): boolean {
  const { place, reach, tense } = picture;
  return mayBreakDown(picture) && (reach === 'full' || tense === 'live' || place.above.length === 0);
}

/** Why sessions were missed: every code of absence that was used, in the order of the code book. */
export function reasonsTable(picture: PlacePicture, choice: LiveChoice): LiveTable {
  const { book, at, place } = picture;
  const tally = tallyOf(picture, choice.unit === 'session' ? picture.session : picture.event, choice);
  const used = mayBreakDown(picture)
    ? [...book.bytes].filter(([code, byte]) => categoryOf(byte) !== 'attending' && codeCount(tally, book, code) > 0)
    : [];
  const row = ([code, byte]: readonly [string, number]): LiveRow => {
    const fact = factOn(book, code, at.day) ?? book.facts.find((one) => one.code === code);
    const counts = {
      authorised: 'Authorised absence',
      unauthorised: 'Unauthorised absence',
      attending: '',
      'not-counted': 'Not counted',
    };
    return {
      id: code,
      name: `${code}  ${fact?.label ?? ''}${fact && !fact.verified ? ' (not verified)' : ''}`,
      values: [
        counts[categoryOf(byte)],
        shownCount(picture.reach, numberCell(codeCount(tally, book, code))),
        categoryOf(byte) === 'not-counted'
          ? missingCell('not-applicable')
          : shownRate(picture.reach, codeShare(tally, book, choice.unit, code).cell),
      ],
    };
  };
  return {
    id: 'reasons',
    caption: `Codes other than attendance, ${place.name}, ${periodWords(choice.period)}`,
    rowHeading: 'Code',
    columns: [
      { id: 'counts', label: 'Counts as', kind: 'words' },
      { id: 'sessions', label: choice.unit === 'session' ? 'Sessions' : 'Events', kind: 'count' },
      { id: 'rate', label: 'Of sessions possible', kind: 'rate' },
    ],
    rows: used.map(row),
  };
}

export function periodWords(period: LivePeriod): string {
  return { today: 'today', week: 'this week so far', year: 'the year to date' }[period];
}

const placeColumns: readonly LiveColumn[] = [
  { id: 'settings', label: 'Settings', kind: 'count' },
  { id: 'registers', label: 'Registers in today', kind: 'words' },
  { id: 'today', label: 'Absence today', kind: 'rate' },
  { id: 'year', label: 'Absence, year to date', kind: 'rate' },
  { id: 'yearRegisters', label: 'Registers in, year to date', kind: 'words' },
  { id: 'persistent', label: 'Persistently absent', kind: 'rate' },
  { id: 'severe', label: 'Severely absent', kind: 'rate' },
  { id: 'enrolments', label: 'Enrolments', kind: 'count' },
];

/** Columns that say nothing before the day has begun. */
export const columnsOfToday: readonly string[] = ['registers', 'today'];

function placeValues(
  picture: PlacePicture,
  vector: PictureVector,
  unit: PlacePicture['kinds'][number]['unit'],
  settings: number,
): readonly (Cell | string)[] {
  if (unit === 'none') {
    const none = missingCell('not-applicable');
    const [day, year] = ['none expected', 'none expected'];
    return [
      numberCell(settings),
      day,
      none,
      none,
      year,
      none,
      none,
      shownCount(picture.reach, numberCell(onRollOf(vector))),
    ];
  }
  const bands = bandsIn(vector);
  const shares = bandCells(picture, vector, unit);
  return [
    numberCell(settings),
    coverageWords(coverageOfDay(vector)),
    hidesDay(picture, settings) ? hidden : shownRate(picture.reach, ratesOf(dayTally(vector, unit), unit).absence.cell),
    shownRate(picture.reach, ratesOf(tallyIn(vector, 'year'), unit).absence.cell),
    coverageWords(coverageSoFar(picture, vector)),
    shares.persistent,
    shares.severe,
    shownCount(picture.reach, numberCell(bands[bandIndex(0, 'enrolments')] as number)),
  ];
}

/** Of a place, or of a kind of place in it, that is few settings. */
function hidesDay(picture: PlacePicture, settings: number): boolean {
  return picture.reach === 'protected' && (settings < 3 || !showsDay(picture));
}

/** Shares of everyone in persistent and severe absence; hidden where they count one to four people the reader may not see. */
export function bandCells(
  { reach, place }: Pick<PlacePicture, 'reach' | 'place'>,
  vector: PictureVector,
  unit: RegisterUnit,
): Readonly<Record<'persistent' | 'severe', Cell>> {
  const bands = bandsIn(vector);
  const shares = bandSharesOf(bands, unit);
  const count = (column: 'persistent' | 'severe'): number => bands[bandIndex(0, column)] as number;
  const few = (['persistent', 'severe'] as const).some((column) => count(column) < 10);
  // Of few settings neither is shown where either is small; an area's are sums of many.
  if (reach !== 'full' && few && isFewSettings(place)) return { persistent: hidden, severe: hidden };
  return { persistent: shownRate(reach, shares.persistent.cell), severe: shownRate(reach, shares.severe.cell) };
}

function onRollOf(vector: PictureVector): number {
  return vector.at(-2) as number;
}

function settingsOf(vector: PictureVector): number {
  return vector.at(-1) as number;
}

/** By phase and type of setting. */
export function kindsTable(picture: PlacePicture): LiveTable {
  const order = Object.keys(kindWords);
  const sorted = picture.kinds.toSorted((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind));
  const few = hiddenFor(picture, [sorted.map(({ vector }) => onRollOf(vector))])[0] ?? [];
  return {
    id: 'kinds',
    caption: `By phase and type of setting, ${picture.place.name}`,
    rowHeading: 'Phase or type',
    columns: placeColumns,
    rows: sorted.map(({ kind, unit, vector }, index) => ({
      id: `${kind}-${unit}`,
      name: kindWords[kind] + (unit === 'event' ? ', timetabled events' : ''),
      values: placeValues(picture, vector, unit, settingsOf(vector)).map((value) =>
        few[index] && typeof value !== 'string' ? hidden : value,
      ),
    })),
  };
}

/** Which of some counts to hide from the reader of a picture: none from one who may see the children counted. */
function hiddenFor(
  { reach }: Pick<PlacePicture, 'reach'>,
  rows: readonly (readonly number[])[],
): readonly (readonly boolean[])[] {
  return reach === 'full' ? rows.map((row) => row.map(() => false)) : hiddenCounts(rows);
}

/** Of the year to date: a day gone by has none. */
const bandColumns: readonly LiveColumn[] = [
  { id: 'persistent', label: 'Persistently absent', kind: 'rate' },
  { id: 'severe', label: 'Severely absent', kind: 'rate' },
];

/**
 * One dimension of groups: absence of the period, persistent and severe absence of the year. `siblings` are the places
 * that with this one add up to the place above: what is hidden here must be hidden in one of them too.
 */
export function groupsTable(picture: PlacePicture, choice: LiveChoice, siblings: readonly PictureVector[]): LiveTable {
  const { unit, by, period } = choice;
  const vector = unit === 'session' ? picture.session : picture.event;
  const members = groupsOf(by);
  const isPast = picture.tense === 'past';
  const people = (one: PictureVector, place: number): number =>
    isPast ? expectedPeople(one, place) : (bandsIn(one)[bandIndex(place, 'enrolments')] as number);
  // To the nearest ten a group of a few is none or ten of people who are expected: it is hidden, and another with it.
  const fewOr = (one: PictureVector, place: number): number => {
    const count = people(one, place);
    const isThere = count > 0 || countsOf(tallyIn(one, 'year'), place).expected > 0;
    return picture.reach !== 'full' && isThere && count <= 10 ? 1 : count;
  };
  const enrolments = (one: PictureVector): readonly number[] => members.map(({ place }) => fewOr(one, place));
  const few = hiddenFor(picture, [enrolments(vector), ...siblings.map(enrolments)])[0] ?? [];
  const tally = tallyOf(picture, vector, choice);
  const count = (value: number): Cell => shownCount(picture.reach, numberCell(value));
  const rate = ({ cell }: Share): Cell => shownRate(picture.reach, cell);
  const row = (place: number): readonly Cell[] => {
    const counts = countsOf(tally, place);
    const shares = bandSharesOf(bandsIn(vector), unit, place);
    return [
      count(people(vector, place)),
      rate(ratesOf(tally, unit, place).absence),
      rate(ratesOf(tally, unit, place).unauthorised),
      count(counts.possible),
      count(counts.unmeasured),
      ...(isPast ? [] : [rate(shares.persistent), rate(shares.severe)]),
    ];
  };
  const shown = members
    .map((group, index) => ({ group, index }))
    .filter(({ group, index }) => (enrolments(vector)[index] ?? 0) > 0 || countsOf(tally, group.place).expected > 0);
  return {
    id: 'groups',
    caption: `By ${breakdownWords[by]}, ${picture.place.name}, ${isPast ? dayInWords(picture.at.day) : periodWords(period)}`,
    rowHeading: 'Group',
    columns: [
      { id: 'enrolments', label: isPast ? 'Expected' : 'Enrolments', kind: 'count' },
      { id: 'absence', label: 'Absence', kind: 'rate' },
      { id: 'unauthorised', label: 'Unauthorised', kind: 'rate' },
      { id: 'possible', label: 'Possible', kind: 'count' },
      { id: 'unmeasured', label: 'Unmeasured', kind: 'count' },
      ...(isPast ? [] : bandColumns),
    ],
    rows: (mayGroup(picture) ? shown : []).map(({ group, index }) => ({
      id: group.code,
      name: group.label,
      values: few[index] ? row(group.place).map(() => hidden) : row(group.place),
    })),
  };
}

/** How many of a group a day's registers expect: as many as at the session that expects most. */
function expectedPeople(vector: PictureVector, group: number): number {
  const parts = (['morning', 'afternoon', 'event'] as const).map((part) => countsOf(tallyIn(vector, part), group));
  return Math.max(...parts.map(({ expected }) => expected));
}

/** The dimensions in the middle of a sentence. */
export const breakdownWords: Readonly<Record<Breakdown, string>> = {
  'year-group': 'year group',
  sex: 'sex',
  sen: 'special educational needs',
  fsm: 'free school meals',
  ethnicity: 'ethnicity',
  'looked-after': 'whether looked after',
  'social-worker': 'whether they have a social worker',
};

/** A place below with its picture; `href` when the reader may open it. */
export interface PlaceBelow {
  readonly place: LivePlace;
  readonly picture: PlacePicture;
  readonly href: string | undefined;
}

/** The places below, by name: each with its coverage. */
export function belowTable(picture: PlacePicture, below: readonly PlaceBelow[]): LiveTable {
  const isArea = below.some(({ place }) => place.area !== undefined);
  const vectors = below.map((one) => mainVector(one.picture));
  const few = hiddenFor(
    picture,
    vectors.map(({ vector }) => [onRollOf(vector)]),
  );
  return {
    id: 'below',
    caption: `${isArea ? 'Areas' : 'Settings'} in ${picture.place.name}, in the order of their names`,
    rowHeading: isArea ? 'Area' : 'Setting',
    columns: isArea ? placeColumns : placeColumns.filter(({ id }) => id !== 'settings'),
    rows: below.map(({ place, href }, index) => {
      const { vector, unit } = vectors[index] ?? { vector: emptyVector(), unit: 'none' as const };
      const values = placeValues(below[index]?.picture ?? picture, vector, unit, place.keepers.length);
      const visible = values.map((value) => (few[index]?.[0] && typeof value !== 'string' ? hidden : value));
      return { id: rowId(place), name: place.name, href, values: isArea ? visible : visible.slice(1) };
    }),
  };
}

function rowId({ address }: LivePlace): string {
  return address.kind === 'area' ? address.code : String(address.kind === 'trust' ? address.trustId : address.urn);
}

/** What a place's line in a table is of: its sessions; a college's events; a roll without registers. */
function mainVector(picture: PlacePicture): {
  readonly vector: PictureVector;
  readonly unit: 'session' | 'event' | 'none';
} {
  if (hasSessions(picture)) return { vector: picture.session, unit: 'session' };
  if (hasEvents(picture)) return { vector: picture.event, unit: 'event' };
  const vector = emptyVector();
  for (const kind of picture.kinds) addVector(vector, kind.vector);
  return { vector, unit: 'none' };
}

/** The address of a place below for whoever may open it. */
export function belowHref(place: LivePlace): string {
  return livePath(place.address);
}
