import fc from 'fast-check';
import type { Dimension } from '#domain/roll/groups.ts';
import { groupPlace, groupsOf } from '#domain/roll/groups.ts';
import type { Spell } from '#domain/roll/packed-roll.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { NaiveEnrolment } from './naive-totals.ts';

const book = bookOf('england');
export const rollSize = 7;
const dimensions = ['year-group', 'sex', 'sen', 'fsm', 'ethnicity', 'looked-after', 'social-worker'] as const;

/** A code, those that are late more often than others, or no mark. */
export const drawnCode = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.constantFrom('/', 'L', 'I', 'U') },
  { weight: 2, arbitrary: fc.constantFrom(...book.bytes.keys()) },
);
/** A register's marks, with holes. */
export const drawnCodes = fc.array(drawnCode, { maxLength: rollSize });

export function bytesOf(codes: readonly (string | undefined)[]): Uint8Array {
  return Uint8Array.from(codes, (code) => (code === undefined ? 0 : (book.bytes.get(code) ?? 0)));
}

const drawnGroups = fc.record(
  Object.fromEntries(
    dimensions.map((dimension) => [dimension, fc.constantFrom(...groupsOf(dimension).map(({ code }) => code))]),
  ),
) as fc.Arbitrary<Readonly<Record<string, string>>>;

const drawnEnrolment = fc
  .record({
    place: fc.nat({ max: rollSize - 1 }),
    bounds: fc.tuple(fc.constantFrom(0, 5, 80, 150), fc.constantFrom(5, 79, 100, 364)),
    status: fc.constantFrom('single', 'main', 'subsidiary', 'guest', 'fe') as fc.Arbitrary<NaiveEnrolment['status']>,
    first: drawnGroups,
    changes: fc.uniqueArray(fc.record({ from: fc.constantFrom(6, 7, 80, 200), groups: drawnGroups }), {
      selector: ({ from }) => from,
      maxLength: 2,
    }),
  })
  .filter(({ bounds: [from, to] }) => from <= to)
  .map(({ place, bounds: [from, to], status, first, changes }): NaiveEnrolment => {
    const known = [{ from: 0, groups: first }, ...changes.toSorted((left, right) => left.from - right.from)];
    return { place, from, to, status, known };
  });

/** A roll with joins, leaves, guests and changes of what is known; some places are nobody's. */
export const drawnRoll = fc.uniqueArray(drawnEnrolment, { selector: ({ place }) => place, maxLength: rollSize });

/** The spells that enrolments make, split where what is known changes. */
export function spellsOf(enrolments: readonly NaiveEnrolment[]): readonly Spell[] {
  return enrolments.flatMap(({ place, from, to, status, known }) =>
    known.flatMap((one, index): Spell[] => {
      const first = Math.max(from, one.from);
      const last = Math.min(to, (known[index + 1]?.from ?? 365) - 1);
      if (first > last) return [];
      const groups = dimensions.map((dimension: Dimension) => groupPlace(dimension, one.groups[dimension] ?? ''));
      return [{ place, from: first, to: last, status, compulsory: true, groups }];
    }),
  );
}
