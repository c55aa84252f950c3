import { describe, expect, it } from 'vitest';
import type { Cell } from '#foundation/kernel/cell.ts';
import { missingCell, numberCell } from '#foundation/kernel/cell.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import type { Figure } from './figures.ts';
import { declaredMeasure, figureOf } from './figures.ts';
import { barnsley, choiceOf, england, rowOf, weekFrom } from './fixtures/published-rows.ts';
import type { Trend } from './trend.ts';
import {
  coverageSeries,
  coverageTable,
  describedSeries,
  isWeeklyMeasure,
  latestOf,
  thinWeeks,
  trendBreaks,
  trendPageTable,
  trendSeries,
  trendTable,
  weeksOnPage,
} from './trend.ts';

interface Week {
  readonly monday: string;
  readonly rate?: Cell;
  readonly reporting?: Cell;
  readonly publishedOn?: string;
}

const measure = declaredMeasure('absence-rate');

function weekly({
  monday,
  rate = numberCell(6),
  reporting = numberCell(90),
  publishedOn = '2026-01-01',
}: Week): Figure {
  const cells = { 'absence-rate': rate, 'settings-reporting': reporting, 'settings-expected': numberCell(100) };
  return figureOf(rowOf({ period: weekFrom(monday), publishedOn: plainDate(publishedOn), cells }), measure);
}

function trendOf(own: readonly Week[], nation: readonly Week[] = []): Trend {
  return {
    lines: [
      { area: barnsley, figures: own.map(weekly) },
      { area: england, figures: nation.map(weekly) },
    ],
  };
}

describe('a change of codes', () => {
  it('breaks a line that lies on both sides of it', () => {
    expect(trendBreaks(trendOf([{ monday: '2024-07-15' }, { monday: '2024-08-19' }]))).toEqual([
      { at: '2024-08-19', label: 'New attendance codes' },
    ]);
  });

  it('is seen from any of the lines', () => {
    expect(trendBreaks(trendOf([{ monday: '2024-09-02' }], [{ monday: '2024-07-15' }]))).toHaveLength(1);
  });

  it.each([[['2024-07-08', '2024-07-15']], [['2024-08-19', '2024-09-02']], [[]]])(
    'does not break a line of %j',
    (mondays) => {
      expect(trendBreaks(trendOf(mondays.map((monday) => ({ monday }))))).toEqual([]);
    },
  );
});

describe('weeks with few schools', () => {
  const trend = trendOf([
    { monday: '2025-12-08' },
    { monday: '2025-12-15', reporting: numberCell(50) },
    { monday: '2025-12-22', reporting: numberCell(49), rate: numberCell(22) },
    { monday: '2026-01-05', reporting: missingCell('suppressed') },
  ]);

  it('are those with fewer than half of the schools expected, where both counts are known', () => {
    expect(thinWeeks(trend, choiceOf()).map((week) => week.period.start)).toEqual(['2025-12-22']);
  });

  it('are drawn, but no sentence speaks of them', () => {
    const starts = (points: readonly { readonly at: string }[] | undefined) => points?.map(({ at }) => at);
    expect(starts(trendSeries(trend, choiceOf())[0]?.points)).toContain('2025-12-22');
    expect(starts(describedSeries(trend, choiceOf())?.points)).not.toContain('2025-12-22');
  });

  it('say so in the table', () => {
    const standing = trendTable(trend, choiceOf()).rows.map((row) => row[5]);
    expect(standing).toEqual(['Settled', 'Provisional', 'Fewer than half of schools', 'Provisional']);
  });
});

describe('a trend', () => {
  const mondays = Array.from({ length: 60 }, (_, week) => addDays(plainDate('2024-09-02'), 7 * week));
  const long = trendOf(
    mondays.map((monday) => ({ monday })),
    mondays.slice(30).map((monday) => ({ monday })),
  );

  it('puts the area in front and those above behind', () => {
    expect(trendSeries(long, choiceOf()).map((line) => [line.label, line.emphasis])).toEqual([
      ['Barnsley', 'main'],
      ['England', 'context'],
    ]);
  });

  it('is complete in its file, and the newest weeks on the page, newest first', () => {
    const page = trendPageTable(long, choiceOf());
    expect(trendTable(long, choiceOf()).rows).toHaveLength(90);
    expect(page.rows).toHaveLength(weeksOnPage);
    expect(page.rows[0]?.[0]).toBe('20 Oct 2025');
    expect(page.rows.every((row) => row.length === page.columns.length)).toBe(true);
  });

  it('leaves a blank where an area above has no such week', () => {
    const page = trendPageTable(trendOf([{ monday: '2025-09-08' }], [{ monday: '2025-09-15' }]), choiceOf());
    expect(page.rows[0]?.[2]).toBe('');
  });

  it('marks a week as provisional until a fortnight after it', () => {
    const trend = trendOf([
      { monday: '2025-09-08', publishedOn: '2025-09-25' },
      { monday: '2025-09-08', publishedOn: '2025-09-26' },
    ]);
    expect(trendSeries(trend, choiceOf())[0]?.points.map((point) => point.provisional)).toEqual([
      'provisional',
      undefined,
    ]);
  });

  it('speaks of the newest week that has a number', () => {
    const hidden = { monday: '2025-09-22', rate: missingCell('suppressed') };
    const trend = trendOf([{ monday: '2025-09-08' }, { monday: '2025-09-15' }, hidden]);
    expect(latestOf(trend, choiceOf())?.period.start).toBe('2025-09-15');
    expect(latestOf({ lines: [] }, choiceOf())).toBeUndefined();
  });

  it('shows coverage as a share, and a hidden count as a gap', () => {
    const trend = trendOf([{ monday: '2025-09-08' }, { monday: '2025-09-15', reporting: missingCell('suppressed') }]);
    expect(coverageSeries(trend, choiceOf())?.points.map(({ cell }) => cell.kind)).toEqual(['number', 'suppressed']);
    expect(coverageTable(trend, choiceOf(), 'every-week').rows[0]?.[3]).toEqual(numberCell(90));
    expect(coverageTable(long, choiceOf(), 'newest').rows).toHaveLength(weeksOnPage / 2);
    expect(coverageSeries({ lines: [] }, choiceOf())).toBeUndefined();
  });
});

describe('a weekly measure', () => {
  it('is a share of sessions possible', () => {
    const names = ['absence-rate', 'reason-i-rate', 'persistent-absence-rate', 'suspension-rate', 'absence-sessions'];
    expect(names.filter((name) => isWeeklyMeasure(declaredMeasure(name)))).toEqual(['absence-rate', 'reason-i-rate']);
  });
});
