import { describe, expect, it } from 'vitest';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { classIn } from './exampleshire-classes.ts';
import type { Stay } from './exampleshire-lives.ts';
import { exampleLives } from './exampleshire-lives.ts';

const lives = exampleLives(2027 as AcademicYear);
const days = ['2026-09-15', '2026-11-24', '2027-02-02', '2027-06-20'].map(plainDate);
const isThere = ({ from, to }: Stay, day: PlainDate): boolean => from <= day && (to === undefined || to >= day);

interface SizeOfClass {
  readonly kind: string;
  readonly onRoll: number;
  readonly name: string;
  readonly size: number;
}

/** Every class of every setting that keeps sessions, on a few days of a year. */
const classes: readonly SizeOfClass[] = days.flatMap((day) =>
  [...Map.groupBy(lives, ({ setting }) => setting)].flatMap(([{ keeper }, stays]) => {
    const here = stays.filter((stay) => isThere(stay, day));
    return [...Map.groupBy(here, (stay) => classIn(stay, 2026))].map(([name, own]) => {
      return { kind: keeper.kind, onRoll: here.length, name, size: own.length };
    });
  }),
);
const sizesOf = (...kinds: readonly string[]) => classes.filter(({ kind }) => kinds.includes(kind));

describe('classes in Exampleshire', () => {
  it('are as large as those of real schools', () => {
    for (const kinds of [['primary'], ['secondary', 'all-through']]) {
      const all = sizesOf(...kinds);
      expect(all.length).toBeGreaterThan(400);
      const usual = all.filter(({ size }) => size >= 18 && size <= 32);
      expect(usual.length / all.length).toBeGreaterThan(0.95);
      expect(Math.max(...all.map(({ size }) => size))).toBeLessThanOrEqual(37);
    }
    const special = sizesOf('special');
    expect(special.every(({ size }) => size >= 5 && size <= 14)).toBe(true);
    const colleges = sizesOf('sixth-form-college', 'fe-college');
    expect(colleges.every(({ size }) => size >= 15 && size <= 30)).toBe(true);
  });

  it('are never of one to four where there are sixty or more, but for a group that is just beginning or ending', () => {
    const small = classes.filter(({ onRoll, size }) => onRoll >= 60 && size < 5);
    expect(small.filter(({ kind }) => kind !== 'pupil-referral-unit')).toEqual([]);
    expect(small.length).toBeLessThanOrEqual(days.length);
    const groups = sizesOf('pupil-referral-unit', 'alternative-provision', 'hospital-school');
    expect(groups.length).toBeGreaterThan(40);
    expect(groups.every(({ size }) => size <= 9)).toBe(true);
  });

  it('keep their name from year to year, and their letter', () => {
    const whole = lives.filter(
      ({ setting, from, to }) =>
        setting.keeper.kind === 'primary' && from < plainDate('2021-10-01') && (to ?? '2028') > '2026-09',
    );
    expect(whole.length).toBeGreaterThan(1_000);
    for (const stay of whole) {
      const [before, after] = [classIn(stay, 2025), classIn(stay, 2026)];
      expect(after.slice(-1)).toBe(before.slice(-1));
      expect(Number(after.slice(0, -1))).toBe((before.startsWith('R') ? 0 : Number(before.slice(0, -1))) + 1);
    }
  });

  it('are the same whenever they are asked for: nobody’s depends on who comes later', () => {
    const later = new Map(exampleLives(2029 as AcademicYear).map((stay) => [keyOf(stay), classIn(stay, 2026)]));
    const there = lives.filter(({ from }) => from < plainDate('2027-09-01'));
    const moved = there.filter((stay) => later.get(keyOf(stay)) !== classIn(stay, 2026));
    expect(there.length).toBeGreaterThan(30_000);
    expect(moved.map(keyOf)).toEqual([]);
  });

  it('leave who has gone in the class they were in last', () => {
    const gone = lives.find(({ setting, to }) => setting.keeper.kind === 'primary' && to !== undefined && to < '2020');
    expect(gone && classIn(gone, 2026)).toMatch(/^[R1-6][A-C]$/);
  });
});

function keyOf({ setting, slot }: Stay): string {
  return `${setting.keeper.settingId} ${slot}`;
}
