import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bands } from '#domain/register/bands.ts';
import { bandIndex, bandsSize } from '#domain/register/bands.ts';
import { countLoad } from '#domain/register/load-year.ts';
import type { Tally } from '#domain/register/tally.ts';
import { addTally, codeIndex, emptyTally, groupIndex } from '#domain/register/tally.ts';
import { groupPlace } from '#domain/roll/groups.ts';
import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import { registersOf } from './exampleshire.ts';
import { byteOf } from './exampleshire-absence.ts';
import type { Stay } from './exampleshire-lives.ts';
import { exampleLives, termDays } from './exampleshire-lives.ts';
import { exampleRoll, statusIn, staysIn } from './exampleshire-rolls.ts';
import { exampleSettings } from './exampleshire-settings.ts';
import { plantedTruth } from './planted.ts';

const year = academicYearOf(plainDate('2025-09-01'));
const { end } = academicYearDays(year);
const now = new Date('2026-08-31T12:00:00Z');
const book = bookOf('england');

interface KindTotals {
  readonly tally: Tally;
  readonly bands: Bands;
}

/** A whole year of a few settings of each kind: enough for rates, little enough for a test. */
function yearOf(lives: readonly Stay[], kinds: readonly string[], most: number): KindTotals {
  const sum = { tally: emptyTally(), bands: new Float64Array(bandsSize) };
  const chosen = exampleSettings.filter(({ keeper }) => kinds.includes(keeper.kind)).slice(0, most);
  for (const setting of chosen) {
    const stays = staysIn(
      lives.filter((stay) => stay.setting === setting),
      year,
    );
    const roll = exampleRoll(setting, stays, { year, today: end });
    const counted = countLoad(roll, book, registersOf(setting, stays, year, now).registers);
    addTally(sum.tally, counted.year);
    addTally(sum.bands, counted.bands);
  }
  return sum;
}

function share(tally: Tally, ...codes: readonly string[]): number {
  const counts = codes.reduce((sum, code) => sum + (tally[codeIndex(byteOf(code))] as number), 0);
  return (100 * counts) / possible(tally);
}

function possible(tally: Tally, group = 0): number {
  return (['attending', 'authorised', 'unauthorised'] as const).reduce(
    (sum, category) => sum + (tally[groupIndex(group, category)] as number),
    0,
  );
}

function absence(tally: Tally, group = 0): number {
  const attending = tally[groupIndex(group, 'attending')] as number;
  return 100 * (1 - attending / possible(tally, group));
}

function persistent(bands: Bands): number {
  return (100 * (bands[bandIndex(0, 'persistent')] as number)) / (bands[bandIndex(0, 'enrolments')] as number);
}

const published = path.join(import.meta.dirname, '../../shared/data/attendance_releases/2024-08-08/EES_ytd_data.csv');

/** The national rows of the year to date of 2023/24, by phase: percentages by heading. */
function publishedRates(): ReadonlyMap<string, (heading: string) => number> {
  const [heading = '', ...lines] = readFileSync(published, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const columns = heading.split(',').map((name) => name.replaceAll('"', ''));
  const rows = lines.map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
  const at = (name: string): number => columns.indexOf(name);
  return new Map(
    rows
      .filter((row) => row[at('geographic_level')] === 'National')
      .map((row) => [row[at('school_type')] ?? '', (name: string) => Number(row[at(name)])] as const),
  );
}

describe('attendance in Exampleshire', () => {
  let lives: readonly Stay[];
  let byPhase: Readonly<Record<'Primary' | 'Secondary' | 'Special', KindTotals>>;
  beforeAll(() => {
    lives = exampleLives(academicYearOf(plainDate('2026-09-01')));
    byPhase = {
      Primary: yearOf(lives, ['primary'], 12),
      Secondary: yearOf(lives, ['secondary'], 4),
      Special: yearOf(lives, ['special'], 3),
    };
  }, 60_000);

  it.skipIf(!existsSync(published))('is near the national figures of 2023/24 (skipped without ../shared)', () => {
    const rates = publishedRates();
    const lines = Object.entries(byPhase).flatMap(([phase, { tally, bands }]) => {
      const rate = rates.get(phase) ?? (() => Number.NaN);
      const compared = [
        ['absence', absence(tally), rate('overall_absence_perc'), 0.7],
        ['illness', share(tally, 'I'), rate('illness_perc'), 0.6],
        ['holiday not granted', share(tally, 'G'), rate('unauth_hol_perc'), 0.2],
        ['other unauthorised', share(tally, 'O'), rate('unauth_oth_perc'), 0.5],
        ['appointments', share(tally, 'M'), rate('appointments_perc'), 0.2],
        ['persistent', persistent(bands), rate('pa_perc'), phase === 'Special' ? 6 : 3],
      ] as const;
      for (const [name, made, real, tolerance] of compared) {
        expect(Math.abs(made - real), `${phase} ${name}: ${made} beside ${real}`).toBeLessThan(tolerance);
      }
      return compared.map(
        ([name, made, real]) => `${phase} ${name}: ${made.toFixed(2)} % (published ${real.toFixed(2)} %)`,
      );
    });
    process.stderr.write(`${lines.join('\n')}\n`);
  });

  it('weighs on those with few means and special needs, as published figures do', () => {
    const { tally } = byPhase.Secondary;
    const of = (dimension: 'fsm' | 'sen', code: string): number => absence(tally, groupPlace(dimension, code));
    expect(of('fsm', 'Y') / of('fsm', 'N')).toBeGreaterThan(1.4);
    expect(of('fsm', 'Y') / of('fsm', 'N')).toBeLessThan(2.3);
    expect(of('sen', 'K')).toBeGreaterThan(of('sen', 'N'));
    expect(of('sen', 'E')).toBeGreaterThan(of('sen', 'K') * 0.9);
  });

  it('has two children whose Mondays go first and whose weeks go after, and says so only here', () => {
    const { anxious, gaps } = plantedTruth(lives, termDays(year));
    const now2025 = anxious.filter(({ learner }) => (learner.anxiousFrom ?? 9_999) <= year);
    expect(now2025.map(({ setting }) => setting.keeper.name)).toEqual(['Ashcombe School', 'Fenwick Park High School']);
    for (const stay of now2025) {
      const stays = staysIn(
        lives.filter(({ setting }) => setting === stay.setting),
        year,
      );
      const place = stay.slot - Math.min(...stays.map(({ slot }) => slot));
      const marks = registersOf(stay.setting, stays, year, now).registers.map((one) => one.marks[place] ?? 0);
      const missed = (some: readonly number[]) => some.filter((byte) => byte >= 128).length / some.length;
      expect(missed(marks.slice(-100))).toBeGreaterThan(missed(marks.slice(0, 100)));
      expect(missed(marks)).toBeGreaterThan(0.15);
    }
    expect(gaps.length).toBeGreaterThan(20);
  });

  it('leaves a D without any mark at the partner where one is planted', () => {
    const { gaps } = plantedTruth(lives, termDays(year));
    const settings = new Map(exampleSettings.map((setting) => [setting.keeper.settingId, setting]));
    const registers = new Map(
      [...new Set(gaps.flatMap(({ settingId, partnerId }) => [settingId, partnerId]))].slice(0, 6).map((id) => {
        const setting = settings.get(id) as (typeof exampleSettings)[number];
        const stays = staysIn(
          lives.filter((stay) => stay.setting === setting),
          year,
        );
        const base = Math.min(...stays.map(({ slot }) => slot));
        const all = registersOf(setting, stays, year, now).registers;
        return [
          id,
          (slot: number, day: string, session: number) => {
            const register = all.find((one) => one.day === day && one.session === session);
            return register && (register.marks[slot - base] ?? 0);
          },
        ] as const;
      }),
    );
    const seen = gaps.flatMap(({ settingId, slot, partnerId, partnerSlot, day, session }) => {
      const [main, partner] = [registers.get(settingId), registers.get(partnerId)];
      const marks = [main?.(slot, day, session), partner?.(partnerSlot, day, session)];
      return marks.includes(undefined) ? [] : [marks];
    });
    expect(seen.length).toBeGreaterThan(5);
    expect(seen).toEqual(seen.map(() => [byteOf('D'), 0]));
  });
});

describe('the people of Exampleshire', () => {
  const lives = exampleLives(academicYearOf(plainDate('2026-09-01')));
  const on = lives.filter(({ from, to }) => from <= '2026-01-15' && (to === undefined || to >= '2026-01-15'));

  it('are about thirty thousand, in sixty settings of every type', () => {
    expect(exampleSettings).toHaveLength(60);
    expect(new Set(exampleSettings.map(({ keeper }) => keeper.kind)).size).toBe(10);
    expect(new Set(on.map(({ setting }) => setting)).size).toBe(60);
    const learners = new Set(on.map(({ learner }) => learner.learnerId)).size;
    expect(learners).toBeGreaterThan(29_000);
    expect(learners).toBeLessThan(31_000);
  });

  it('have every status, brothers and sisters, twins and two rolls at once', () => {
    const statuses = new Set(on.map((stay) => statusIn(stay, year)));
    expect([...statuses].sort()).toEqual(['ehe', 'eotas', 'fe', 'guest', 'main', 'single', 'subsidiary']);
    expect(on.filter(({ plans }) => plans.length > 0).length).toBeGreaterThan(20);
    const pupils = on.filter(({ setting }) => setting.keeper.urn === 990_007).map(({ learner }) => learner);
    const born = Map.groupBy(pupils, ({ surname, bornOn, ethnicity }) => `${surname} ${ethnicity} ${bornOn}`);
    expect([...born.values()].some((twins) => twins.length === 2)).toBe(true);
  });

  it('keep their places when another year is known', () => {
    const earlier = exampleLives(academicYearOf(plainDate('2024-09-01')));
    const name = (stay: Stay): string =>
      `${stay.setting.keeper.urn} ${stay.slot} ${stay.learner.learnerId} ${stay.from}`;
    const later = new Set(lives.map(name));
    expect(earlier.length).toBeGreaterThan(60_000);
    expect(earlier.filter((stay) => !later.has(name(stay)))).toEqual([]);
  });
});
