import type { Enrolment } from './model.ts';

/** The most years a class may span and still be one of a year group: two years are taught together in small schools. */
const widest = 1;
const withoutYear = 99;

/**
 * Classes with their members, the youngest first: nursery, reception, then years 1 to 14, and by name within a year. A
 * class of all ages (a tutor group of a house) or of none that are known comes after them, by name.
 */
export function classOrder<Member extends Pick<Enrolment, 'yearGroup'>>(
  classes: Iterable<readonly [string, readonly Member[]]>,
): readonly (readonly [string, readonly Member[]])[] {
  return [...classes]
    .map((one) => ({ one, name: one[0], year: yearOf(one[1]) }))
    .toSorted((left, right) => left.year - right.year || byName(left.name, right.name))
    .map(({ one }) => one);
}

function yearOf(members: readonly Pick<Enrolment, 'yearGroup'>[]): number {
  const known = members.map(({ yearGroup }) => yearGroup).filter((yearGroup) => yearGroup !== withoutYear);
  const youngest = Math.min(...known, withoutYear);
  return Math.max(...known, youngest) - youngest > widest ? withoutYear : youngest;
}

/** Whoever has no class comes last of those without a year. */
function byName(left: string, right: string): number {
  if (left === '' || right === '') return right.length - left.length;
  return left.localeCompare(right, 'en-GB', { numeric: true });
}
