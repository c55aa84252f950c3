import { groupPlace } from '#domain/roll/groups.ts';
import type { Keeper } from '#domain/roll/model.ts';
import type { Roll, Spells } from '#domain/roll/packed-roll.ts';
import { groupsPerSpell, spellStatuses } from '#domain/roll/packed-roll.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { daysBetween, plainDate } from '#foundation/kernel/plain-date.ts';
import { identifierNumber, makeUln } from '#foundation/kernel/pupil-identifiers.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { england, englandAuthorities } from '#foundation/nations/england-areas.ts';
import { drawsBefore, hash, mixed, numberedRandom, weighted } from './random.ts';
import type { SyntheticShape } from './synthetic-shapes.ts';
import { absenceShares, groupShares, syntheticShapes } from './synthetic-shapes.ts';

/**
 * Synthetic England: 24,500 made-up settings across the real local authorities, 9.1 million learners who have a place on
 * a roll, groups and a number, and no name. For benchmarks. The same for the same seed, and a setting is the same
 * however many are asked for.
 *
 *   for (const setting of syntheticEngland({ seed: 'bench', settings: 2_450, year })) …   // every tenth, in proportion
 *   marksOf(setting, day, 1)                                                            // one byte a place
 *   eventsOf(setting, day)                                                              // of a college, instead
 *   await loadSyntheticYear(database, { settings, days })                               // synthetic-year.ts
 */
export interface SyntheticSetting {
  readonly keeper: Keeper;
  readonly roll: Roll;
  readonly shape: SyntheticShape;
  readonly seed: number;
  /** Places of those who miss a great deal, and of the others. */
  readonly heavy: Uint16Array;
  readonly others: Uint16Array;
}

/** A timetabled event of a college. */
export interface SyntheticEvent {
  readonly session: number;
  readonly startsAt: string;
  readonly minutes: number;
  readonly title: string;
  readonly roster: Uint8Array;
}

export interface SyntheticWanted {
  readonly seed: string;
  /** How many settings, 1 to 24,500: each kind and each local authority in proportion. */
  readonly settings: number;
  readonly year: AcademicYear;
}

/** How many settings there are in all. */
export const syntheticSettings = syntheticShapes.reduce((sum, { settings }) => sum + settings, 0);

/** Real URNs lie far below, Exampleshire's from 990001. A setting's id is its URN. */
const firstUrn = 960_001;
const firstTrust = 10_001;
const trusts = 1_200;
const book = bookOf('england');
const authorities = englandAuthorities.filter(({ to }) => to === undefined);

/** The settings one after another, each made when it is asked for. */
export function* syntheticEngland({ seed, settings, year }: SyntheticWanted): Generator<SyntheticSetting> {
  const start = hash(seed);
  let number = 0;
  for (const shape of syntheticShapes) {
    for (let ofKind = 0; ofKind < shape.settings; ofKind += 1, number += 1) {
      // Evenly spread over all of them, so that every kind and authority keeps its share.
      if (
        Math.floor(((number + 1) * settings) / syntheticSettings) ===
        Math.floor((number * settings) / syntheticSettings)
      )
        continue;
      yield syntheticSetting(shape, { number, ofKind, year, seed: mixed(start, number) });
    }
  }
}

interface Numbered {
  readonly number: number;
  readonly ofKind: number;
  readonly year: AcademicYear;
  readonly seed: number;
}

function syntheticSetting(shape: SyntheticShape, numbered: Numbered): SyntheticSetting {
  const { number, ofKind, year, seed } = numbered;
  const random = numberedRandom(seed);
  // One kind after another through all authorities, so that each has its share of every kind.
  const laId = authorities[ofKind % authorities.length]?.areaId ?? england.areaId;
  const size = Math.max(4, Math.round(shape.learners * (0.35 + 1.3 * random())));
  const roll: Roll = {
    settingId: firstUrn + number,
    year,
    version: 1,
    base: 1,
    size,
    spells: spellsOf(shape, size, random),
    identifiers: identifiersOf(shape, size, number),
  };
  const heavy: number[] = [];
  const others: number[] = [];
  for (let place = 0; place < size; place += 1) (random() < shape.heavy ? heavy : others).push(place);
  return {
    keeper: keeperOf(shape, numbered, { laId, inTrust: random() < 0.45 }),
    roll,
    shape,
    seed,
    heavy: Uint16Array.from(heavy),
    others: Uint16Array.from(others),
  };
}

function keeperOf(
  { kind, unit }: SyntheticShape,
  { number, ofKind, seed }: Numbered,
  { laId, inTrust }: { readonly laId: number; readonly inTrust: boolean },
): Keeper {
  return {
    settingId: firstUrn + number,
    urn: firstUrn + number,
    name: `Synthetic ${kind.replaceAll('-', ' ')} ${ofKind + 1}`,
    kind,
    unit,
    nation: 'england',
    nationId: england.areaId,
    laId,
    trustId: inTrust && unit === 'session' ? firstTrust + (mixed(seed, 1) % trusts) : 0,
    amDue: '09:45',
    pmDue: '13:45',
    demonstration: true,
  };
}

/** A spell a place for most; one in fifty joins and one in fifty leaves in the middle of the year. */
function spellsOf(shape: SyntheticShape, count: number, random: () => number): Spells {
  const spells: Spells = {
    count,
    place: new Uint16Array(count),
    from: new Uint16Array(count),
    to: new Uint16Array(count).fill(364),
    status: new Uint8Array(count).fill(spellStatuses.indexOf(shape.unit === 'event' ? 'fe' : statusOf(shape))),
    compulsory: new Uint8Array(count).fill(shape.unit === 'event' ? 0 : 1),
    groups: new Uint8Array(count * groupsPerSpell),
  };
  const [youngest, oldest] = shape.yearGroups;
  for (let place = 0; place < count; place += 1) {
    spells.place[place] = place;
    const moves = random();
    if (moves < 0.02) spells.from[place] = 30 + Math.floor(random() * 240);
    else if (moves < 0.04) spells.to[place] = 30 + Math.floor(random() * 240);
    const yearGroup = youngest + Math.floor((place * (oldest - youngest + 1)) / count);
    spells.groups[place * groupsPerSpell] = groupPlaces.yearGroups[yearGroup] as number;
    for (const [index, { places, weights }] of groupPlaces.others.entries()) {
      spells.groups[place * groupsPerSpell + 1 + index] = places[weighted(weights, random())] as number;
    }
  }
  return spells;
}

function statusOf({ kind }: SyntheticShape): 'single' | 'ehe' {
  return kind === 'local-authority' ? 'ehe' : 'single';
}

const groupPlaces = {
  yearGroups: Array.from({ length: 15 }, (_, year) => groupPlace('year-group', String(year))),
  others: (
    [
      ['sex', groupShares.sex],
      ['sen', groupShares.sen],
      ['fsm', groupShares.fsm],
      ['ethnicity', groupShares.ethnicity],
      ['looked-after', groupShares.lookedAfter],
      ['social-worker', groupShares.socialWorker],
    ] as const
  ).map(([dimension, shares]) => ({
    places: Object.keys(shares).map((code) => groupPlace(dimension, code)),
    weights: Object.values<number>(shares),
  })),
};

/** UPNs of no real authority (their three digits are 999), ULNs in colleges; none twice. */
function identifiersOf(shape: SyntheticShape, size: number, number: number): Float64Array {
  const firstOfColleges = 60_000_000;
  const perCollege = 5_000;
  return Float64Array.from({ length: size }, (_, place) =>
    shape.unit === 'event'
      ? identifierNumber(makeUln(firstOfColleges + (number % 1_000) * perCollege + place))
      : permanentUpns + number * placesEach + place,
  );
}

/** The number of UPN 999 000000000 and following (pupil-identifiers.ts), 4,096 for each setting. */
const permanentUpns = 1e12 + 999e9;
const placesEach = 4_096;

const present = [bytesOf('/'), bytesOf('\\')] as const;
const late = bytesOf('L');
const lateShare = 0.02;
const absences = Object.keys(absenceShares).map(bytesOf);
const absenceWeights = Object.values<number>(absenceShares);
/** A table of 1,024 in proportion to the shares: one look instead of eleven comparisons. */
const absenceTable = Uint8Array.from(
  { length: 1_024 },
  (_, at) => absences[weighted(absenceWeights, at / 1_024)] as number,
);

function bytesOf(code: string): number {
  const byte = book.bytes.get(code);
  if (byte === undefined) throw new RangeError(`The book of England has no ${code}`);
  return byte;
}

/**
 * The marks of a half-day register, into `into` when given (at least the roll's size). Everybody on roll has one. The
 * same for the same day and session, whichever were asked for before. Who misses much on one day does so on others.
 */
export function marksOf(
  setting: SyntheticSetting,
  day: PlainDate,
  session: number,
  into: Uint8Array = new Uint8Array(setting.roll.size),
): Uint8Array {
  const { shape, heavy, others, seed } = setting;
  const random = numberedRandom(mixed(seed, 4 * daysBetween(firstDay, day) + session));
  into.fill(present[session - 1] ?? present[0], 0, setting.roll.size);
  if (session === 1) sprinkle(into, others, { chance: lateShare, byte: () => late }, random);
  const byte = (): number => absenceTable[(random() * 1_024) | 0] as number;
  sprinkle(into, others, { chance: shape.missedByOthers, byte }, random);
  sprinkle(into, heavy, { chance: shape.missedByHeavy, byte }, random);
  return into;
}

const firstDay = plainDate('2000-01-03');

function sprinkle(
  marks: Uint8Array,
  places: Uint16Array,
  { chance, byte }: { readonly chance: number; readonly byte: () => number },
  random: () => number,
): void {
  if (chance <= 0) return;
  for (let at = drawsBefore(chance, random); at < places.length; at += 1 + drawsBefore(chance, random)) {
    marks[places[at] as number] = byte();
  }
}

const groupsOfCollege = 12;
const startTimes = ['09:00', '11:00', '13:30'] as const;

/** A college's timetabled events of a day: each learner is in one of twelve groups, of which six meet in one of three slots. */
export function eventsOf(setting: SyntheticSetting, day: PlainDate): readonly SyntheticEvent[] {
  const { size } = setting.roll;
  const half = daysBetween(firstDay, day) % 2;
  return Array.from({ length: groupsOfCollege / 2 }, (_, index) => {
    const group = 2 * index + half;
    const first = Math.floor((group * size) / groupsOfCollege);
    const last = Math.floor(((group + 1) * size) / groupsOfCollege);
    const roster = new Uint8Array(Math.ceil(size / 8));
    for (let place = first; place < last; place += 1) {
      roster[place >> 3] = (roster[place >> 3] as number) | (1 << (place & 7));
    }
    return {
      session: 3 + index,
      startsAt: startTimes[index % startTimes.length] ?? startTimes[0],
      minutes: 90,
      title: `Course ${group + 1}`,
      roster,
    };
  });
}

/** The marks of an event: those of the day, for whom it expects; 0 elsewhere. */
export function eventMarksOf(setting: SyntheticSetting, day: PlainDate, event: SyntheticEvent): Uint8Array {
  const marks = marksOf(setting, day, event.session);
  for (let place = 0; place < marks.length; place += 1) {
    if (((event.roster[place >> 3] as number) & (1 << (place & 7))) === 0) marks[place] = 0;
  }
  return marks;
}
