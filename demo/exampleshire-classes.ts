import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { KeeperKind } from '#platform/database/register-schema.ts';
import type { Stay } from './exampleshire-lives.ts';
import type { ExampleSetting } from './exampleshire-settings.ts';

/** The class that a stay is put into in an academic year, and keeps until it is put into another. */
export interface ClassPlace {
  readonly since: number;
  /** Counted from 0. */
  readonly number: number;
}

/** How a kind of setting makes classes of those who begin together. */
interface ClassShape {
  /** Year groups in which everybody is put into a class anew. */
  readonly begins: readonly number[];
  readonly classes: (learners: number) => number;
}

const formOf = (learners: number): number => Math.ceil(learners / 30);
const smallGroupOf = (learners: number): number => Math.round(learners / 8);

const shapes: Partial<Readonly<Record<KeeperKind, ClassShape>>> = {
  primary: { begins: [0], classes: formOf },
  secondary: { begins: [7, 12], classes: formOf },
  'all-through': { begins: [0, 7, 12], classes: formOf },
  special: { begins: [0, 7, 12], classes: smallGroupOf },
};
/** Where people of all ages come and go all year, a group is full with so many. */
const mostInGroup = 9;

/**
 * Puts everybody of a setting into a class, up to the end of an academic year. A year group has as many classes as those
 * who begin in September fill; they keep them as they move up, and who joins later goes where there is most room. Units
 * and hospitals make their groups anew each September, and another whenever all are full. `stays` are in the order of
 * their slots. Nobody’s class depends on who comes after them.
 */
export function placeInClasses({ keeper }: ExampleSetting, stays: readonly Stay[], until: number): void {
  if (keeper.unit !== 'session') return;
  const shape = shapes[keeper.kind];
  if (!shape) {
    for (const [year, own] of byYear(stays, until)) place(own, year, smallGroupOf, mostInGroup);
    return;
  }
  for (const [reception, cohort] of Map.groupBy(stays, ({ learner }) => learner.reception)) {
    for (const [index, group] of shape.begins.entries()) {
      const year = reception + group;
      if (year > until) break;
      const next = reception + (shape.begins[index + 1] ?? 99);
      const [starts, ends] = [startOf(year), startOf(next)];
      place(
        cohort.filter(({ from, to }) => from < ends && (to === undefined || to >= starts)),
        year,
        shape.classes,
      );
    }
  }
}

/** Those who are there in each year, with the years in order. */
function byYear(stays: readonly Stay[], until: number): ReadonlyMap<number, readonly Stay[]> {
  const found = new Map<number, Stay[]>();
  for (const stay of stays) {
    const last = stay.to === undefined ? until : Math.min(until, academicYearOf(stay.to));
    for (let year: number = academicYearOf(stay.from); year <= last; year += 1) {
      const own = found.get(year) ?? [];
      own.push(stay);
      found.set(year, own);
    }
  }
  return found;
}

function place(
  stays: readonly Stay[],
  since: number,
  classesOf: (learners: number) => number,
  most = Number.POSITIVE_INFINITY,
): void {
  // Whoever begins with the year is there by then, and nobody else has come.
  const begun = plainDate(`${since}-09-10`);
  const first = stays.filter(({ from }) => from <= begun).length;
  const classes: Stay[][] = Array.from({ length: Math.max(1, classesOf(first)) }, () => []);
  for (const stay of stays) {
    const sizes = classes.map((own) => own.filter(({ to }) => to === undefined || to >= stay.from).length);
    const least = Math.min(...sizes);
    const number = least < most ? sizes.indexOf(least) : classes.push([]) - 1;
    classes[number]?.push(stay);
    stay.classes.push({ since, number });
  }
}

function startOf(year: number): PlainDate {
  return academicYearDays(academicYearOf(plainDate(`${year}-09-01`))).start;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * What a class is called in an academic year, `4B` or `Group 3`; of those who have left, what it was called last. Empty
 * for children who are educated otherwise than at school.
 */
export function classIn(stay: Stay, year: number): string {
  const { setting, slot, learner, from, to, classes } = stay;
  if (setting.keeper.unit === 'event') return courseGroup(setting, slot);
  if (setting.keeper.unit === 'none') return '';
  const shown = Math.max(academicYearOf(from), to === undefined ? year : Math.min(year, academicYearOf(to)));
  const number = classes.findLast(({ since }) => since <= shown)?.number ?? 0;
  if (!shapes[setting.keeper.kind]) return `Group ${number + 1}`;
  const group = shown - learner.reception;
  return `${group <= 0 ? 'R' : group}${letters[number % letters.length]}`;
}

const subjects = [
  'Health and social care',
  'Engineering',
  'Business',
  'Art and design',
  'Biology',
  'Mathematics',
  'English',
  'Joinery',
  'Catering',
  'Computing',
  'Sport',
  'Early years',
  'Motor vehicle',
  'Psychology',
  'Sociology',
  'Electrical installation',
] as const;

/** How many courses a college has. */
export function coursesOf({ keeper }: ExampleSetting): number {
  return keeper.kind === 'fe-college' ? 20 : 12;
}

/** The subject of a course, counted from 0. */
export function subjectOf(course: number): string {
  return subjects[course % subjects.length] ?? '';
}

/** A course is taught together and looked after in four groups, some twenty to twenty-five in each. */
function courseGroup(setting: ExampleSetting, slot: number): string {
  const courses = coursesOf(setting);
  const course = slot % courses;
  return `${subjectOf(course)} ${course + 1}${letters[Math.floor(slot / courses) % 4]}`;
}
