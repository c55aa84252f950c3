import { madeUpLearners } from '#domain/roll/learner-store.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { givenNameFor, surnameFor } from './exampleshire-names.ts';
import type { ExampleSetting } from './exampleshire-settings.ts';
import { plantedYear } from './planted.ts';
import { mixed, numberedRandom, weighted } from './random.ts';
import { groupShares } from './synthetic-shapes.ts';

/** A made-up child or young person. Nothing here depends on the day on which the demonstration is looked at. */
export interface ExampleLearner {
  readonly learnerId: number;
  /** Stands for them where a number must be made: 0 to 9,999,999. */
  readonly serial: number;
  readonly seed: number;
  /** Calendar year in which their reception year began. */
  readonly reception: number;
  /** Where they began; an extra child joins later, in another year. */
  readonly home: ExampleSetting;
  readonly extra: boolean;
  readonly surname: string;
  readonly givenName: string;
  readonly bornOn: PlainDate;
  readonly sex: string;
  readonly ethnicity: string;
  readonly sen: string;
  readonly fsm: string;
  readonly lookedAfter: string;
  readonly socialWorker: string;
  /** How much they miss beside others of their kind: about normal around 0, for good. */
  readonly leaning: number;
  /** Academic year from which anxiety about school grows, for the few planted (planted.ts). */
  readonly anxiousFrom: number | undefined;
}

/** The first reception year made up: every place on a roll since is numbered from it, and so stays what it was. */
export const firstReception = 2008;
const firstLearnerId = madeUpLearners.first;
/** Children beyond the intake who come in some later year, for each ten places. */
const extraPerTen = 1;

/** Everybody who began in a setting's reception class of a year, and those of their age who come later. */
export function cohortOf(home: ExampleSetting, number: number, reception: number): readonly ExampleLearner[] {
  const extra = Math.round((home.intake * extraPerTen) / 10);
  const all = Array.from({ length: home.intake + extra }, (_, index) => index);
  const seedOf = (index: number): number => mixed(mixed(number, reception), index);
  // One place in twenty-five is vacant.
  const taken = all.filter((index) => seedOf(index) % 25 !== 0 || isTwin(number, reception, index));
  const anxiousFrom = plantedYear(number, reception);
  return taken.map((index, order) =>
    learnerOf(home, {
      number,
      reception,
      index,
      seed: seedOf(index),
      extra: index >= home.intake,
      anxiousFrom: order === plantedOrder ? anxiousFrom : undefined,
    }),
  );
}

/** Which of a cohort is planted, where one is. */
const plantedOrder = 7;

interface Place {
  readonly number: number;
  readonly reception: number;
  readonly index: number;
  readonly seed: number;
  readonly extra: boolean;
  readonly anxiousFrom: number | undefined;
}

function learnerOf(
  home: ExampleSetting,
  { number, reception, index, seed, extra, anxiousFrom }: Place,
): ExampleLearner {
  const random = numberedRandom(seed);
  const family = numberedRandom(familySeed(number, reception, index));
  const ethnicity = drawn(groupShares.ethnicity, family());
  const surname = surnameFor(ethnicity, family());
  const poor = family() < 0.03 + 0.44 * home.hardship;
  const sex = drawn(groupShares.sex, random());
  const isSpecial = home.keeper.kind === 'special';
  const serial = number * 100_000 + (reception - 2000) * 1_000 + index;
  // Both of a pair are born on the day that the pair's own number gives.
  const isPair = isTwin(number, reception, index | 1);
  const birth = isPair ? numberedRandom(mixed(seedOfTwin(number, reception, index), 5))() : random();
  return {
    learnerId: firstLearnerId + serial,
    serial,
    seed,
    reception,
    home,
    extra,
    surname,
    givenName: givenNameFor(ethnicity, sex, random()),
    bornOn: addDays(plainDate(`${reception - 5}-09-01`), Math.floor(birth * 365)),
    sex,
    ethnicity,
    sen: isSpecial ? 'E' : drawn({ N: 82.5, K: 14.5, E: 3 }, random()),
    fsm: poor ? 'Y' : 'N',
    lookedAfter: random() < 0.009 ? 'Y' : 'N',
    socialWorker: random() < (poor ? 0.09 : 0.02) ? 'Y' : 'N',
    leaning: normal(random),
    anxiousFrom,
  };
}

/** Two in five places belong to families with two children in the school, two years apart. Twins share everything. */
function familySeed(number: number, reception: number, index: number): number {
  const first = isTwin(number, reception, index) ? index - 1 : index;
  const line = mixed(number + 1_000, first);
  const together = line % 5 < 2;
  const inFour = (reception + (line % 4)) % 4;
  const born = together && inFour >= 2 ? reception - 2 : reception;
  return mixed(mixed(number + 2_000, first), together ? born : 10_000 + reception);
}

/** About one child in sixty comes with a twin: the child at the next odd place. */
function isTwin(number: number, reception: number, index: number): boolean {
  return index % 2 === 1 && mixed(seedOfTwin(number, reception, index), 3) % 60 === 0;
}

function seedOfTwin(number: number, reception: number, index: number): number {
  return mixed(mixed(number + 3_000, reception), index - (index % 2));
}

function drawn(shares: Readonly<Record<string, number>>, at: number): string {
  return Object.keys(shares)[weighted(Object.values(shares), at)] ?? '';
}

/** A draw from the normal distribution (Box and Muller), within ±3. */
function normal(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return Math.max(-3, Math.min(3, radius * Math.cos(2 * Math.PI * random())));
}
