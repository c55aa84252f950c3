import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf } from '#domain/roll/groups.ts';
import type { Spell } from '#domain/roll/packed-roll.ts';
import { columnsOf, spellStatuses } from '#domain/roll/packed-roll.ts';
import { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { bookOf, codeBooks } from '#foundation/nations/code-books.ts';
import { bandsOf } from './bands.ts';
import { countYear } from './count-year.ts';
import { openMarkScan } from './mark-scan.ts';
import { packTally } from './tally.ts';
import { bandsAfresh } from './verify-bands.ts';
import { brokenPasts } from './verify-history.ts';
import { overlaps } from './verify-roll.ts';
import { YearRebuild } from './verify-year.ts';

const year = AcademicYear.parse(2025);
const book = bookOf('england');
const size = 140;
const lastDay = 300;

const groups = fc.tuple(
  ...(['year-group', 'sex', 'sen', 'fsm', 'ethnicity', 'looked-after', 'social-worker'] as const).map((dimension) =>
    fc.constantFrom(...groupsOf(dimension).map(({ place }) => place)),
  ),
);

/** Up to three spells a place, one after another, some with a gap between them, one day long, or beside no register. */
const spells = fc
  .array(
    fc.record({
      place: fc.nat(size - 1),
      cuts: fc.uniqueArray(fc.nat(lastDay), { minLength: 2, maxLength: 6 }),
      status: fc.constantFrom(...spellStatuses),
      groups,
      other: groups,
    }),
    { maxLength: 60 },
  )
  .map((drawn) =>
    [...new Map(drawn.map((one) => [one.place, one])).values()].flatMap(
      ({ place, cuts, status, groups: first, other }) => {
        const days = cuts.toSorted((left, right) => left - right);
        return days.slice(1).map((to, index): Spell => {
          const from = (days[index] as number) + (index > 0 ? 1 : 0);
          return { place, from, to, status, compulsory: undefined, groups: index % 2 === 0 ? first : other };
        });
      },
    ),
  );

const registers = fc
  .uniqueArray(
    fc.record({
      day: fc.nat(lastDay + 5),
      session: fc.integer({ min: 1, max: 5 }),
      marks: fc
        .array(fc.constantFrom(0, ...book.bytes.values()), { maxLength: size })
        .map((marks) => Uint8Array.from(marks)),
      minutes: fc.integer({ min: 1, max: 500 }),
      roster: fc.uint8Array({ minLength: 1, maxLength: 18 }),
    }),
    { maxLength: 30, selector: ({ day, session }) => `${day} ${session}` },
  )
  .map((drawn) => drawn.toSorted((left, right) => left.day - right.day || left.session - right.session));

describe.each([openMarkScan(), openMarkScan('plain')])('a year rebuilt by the $kind scan', (scan) => {
  it('is what counting its registers one by one comes to', () => {
    fc.assert(
      fc.property(spells, registers, (drawn, sent) => {
        const roll = { size, spells: columnsOf(drawn) };
        const rebuild = new YearRebuild(scan, roll, year);
        const counted = sent.map(({ day, session, marks, minutes, roster }) => ({
          day,
          week: rebuild.weekOf(day),
          marks,
          bookId: book.bookId,
          event: session > 2 ? { minutes, roster } : undefined,
        }));
        const naive = countYear(roll, counted);
        for (const { register, tally } of naive.registers) {
          expect([...rebuild.add({ ...register, book })]).toEqual([...tally]);
          expect(rebuild.isLast(packTally(tally))).toBe(true);
        }
        expect([...rebuild.learners()]).toEqual([...naive.learners]);
        expect([...rebuild.year()]).toEqual([...naive.year]);
        expect(new Map([...rebuild.weeks()].map(([week, tally]) => [week, [...tally]]))).toEqual(
          new Map([...naive.weeks].map(([week, tally]) => [week, [...tally]])),
        );
        expect([...bandsAfresh(roll.spells, rebuild.learners())]).toEqual([...bandsOf(roll, naive.learners)]);
      }),
      { numRuns: 60 },
    );
  });

  it('counts more than 255 registers, which a byte does not hold', () => {
    const everyone = [
      ...(['year-group', 'sex', 'sen', 'fsm', 'ethnicity', 'looked-after', 'social-worker'] as const),
    ].map((dimension) => groupsOf(dimension)[0]?.place ?? 0);
    const spell: Spell = { place: 0, from: 0, to: 364, status: 'single', compulsory: true, groups: everyone };
    const rebuild = new YearRebuild(scan, { size: 1, spells: columnsOf([spell]) }, year);
    const late = book.bytes.get('L') ?? 0;
    for (let index = 0; index < 600; index += 1) rebuild.add({ marks: Uint8Array.of(late), day: 10, book });
    expect([...rebuild.learners()]).toEqual([600, 0, 0, 600]);
  });
});

describe('what a rebuild needs of code books', () => {
  it('is at most four codes for late in each', () => {
    for (const { late } of codeBooks) expect(late.filter((one) => one === 1).length).toBeLessThanOrEqual(4);
  });
});

describe('rolls that cannot be counted', () => {
  it('are those on which two stretches hold one place', () => {
    const spell = { place: 3, status: 'single' as const, compulsory: true, groups: [10, 19, 22, 26, 29, 49, 52] };
    const roll = (...days: readonly (readonly [number, number])[]) =>
      columnsOf(days.map(([from, to]) => ({ ...spell, from, to })));
    expect(overlaps(roll([0, 10], [11, 20]))).toEqual([]);
    expect(overlaps(roll([0, 11], [11, 20]))).toEqual([3]);
  });
});

/** Changes as they are made, newest last: what each wrote, and the marks it left. */
const changes = fc.array(
  fc.uniqueArray(fc.tuple(fc.nat(5), fc.nat(3)), { selector: ([place]) => place, minLength: 1 }),
  {
    maxLength: 6,
  },
);

describe('the past of a register', () => {
  const past = (first: readonly number[], drawn: readonly (readonly (readonly [number, number])[])[]) => {
    const marks = Uint8Array.from(first);
    const [amendments, entries] = [[], []] as [
      { slot: number; version: number; original: number; amended: number }[],
      { version: number; slots: number[] }[],
    ];
    for (const [index, changed] of drawn.entries()) {
      const version = index + 2;
      const entered: number[] = [];
      for (const [place, amended] of changed) {
        const original = marks[place] ?? 0;
        if (original === amended) continue;
        if (original === 0) entered.push(place + 7);
        else amendments.push({ slot: place + 7, version, original, amended });
        marks[place] = amended;
      }
      entries.push({ version, slots: entered });
    }
    return { version: drawn.length + 1, marks, base: 7, amendments, entries };
  };

  it('leads to its marks, whatever was changed in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }), changes, (first, drawn) => {
        expect(brokenPasts(past(first, drawn))).toEqual([]);
      }),
    );
  });

  it('does not when a mark that was corrected is another', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }), changes, fc.nat(5), (first, drawn, place) => {
        const sound = past(first, drawn);
        // A mark entered later may be any mark: only a correction says which.
        const versions = (rows: readonly { readonly version: number }[]) =>
          Math.max(0, ...rows.map(({ version }) => version));
        const corrected = versions(sound.amendments.filter(({ slot }) => slot === place + 7));
        const entered = versions(sound.entries.filter(({ slots }) => slots.includes(place + 7)));
        const marks = sound.marks.with(place, (sound.marks[place] ?? 0) + 10);
        const broken = brokenPasts({ ...sound, marks });
        if (corrected > entered) expect(broken.length).toBeGreaterThan(0);
      }),
    );
  });
});
