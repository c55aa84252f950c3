import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, isoWeekday, plainDate } from '#foundation/kernel/plain-date.ts';
import { registerLayout, sessionOf } from './files-headings.ts';
import type { FileMark } from './files-marks.ts';
import { marksOfRow } from './files-marks.ts';

const monday = plainDate('2026-01-05');

/** A week of marks of some pupils: by pupil, ten codes of one character each, some of them none. */
const weeks = fc.array(
  fc.array(fc.option(fc.constantFrom('/', '\\', 'I', 'L', 'N'), { nil: '' }), { minLength: 10, maxLength: 10 }),
  { minLength: 1, maxLength: 6 },
);

type Week = readonly (readonly string[])[];

function dayAt(index: number): string {
  return addDays(monday, Math.floor(index / 2));
}

/** What a table says, as `pupil day session code`, sorted. */
function said(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const layout = registerLayout(header, {}, 'file.csv');
  if (!layout.ok) throw new Error(layout.failure.message);
  const marks = rows.flatMap((values, line) => marksOfRow(layout.value, header, { line, values }));
  return (marks as FileMark[]).map((one) => `${one.pupil} ${one.day} ${one.session} ${one.code}`).toSorted();
}

const long = (week: Week) =>
  week.flatMap((codes, pupil) =>
    codes.flatMap((code, at) => (code === '' ? [] : [[`P${pupil}`, dayAt(at), at % 2 === 0 ? 'AM' : 'PM', code]])),
  );
const wideHeader = ['UPN', ...Array.from({ length: 10 }, (_, at) => `${dayAt(at)} ${at % 2 === 0 ? 'am' : 'pm'}`)];
const weekly = (week: Week) =>
  week.map((codes, pupil) => [`P${pupil}`, monday, codes.map((code) => code || '-').join('')]);
const daily = (week: Week) =>
  week.flatMap((codes, pupil) =>
    [0, 2, 4, 6, 8].map((at) => [`P${pupil}`, dayAt(at), codes[at] ?? '', codes[at + 1] ?? '']),
  );

describe('the four layouts', () => {
  it('say the same of the same week', () => {
    fc.assert(
      fc.property(weeks, (week) => {
        const expected = said(['UPN', 'Date', 'Session', 'Code'], long(week));
        expect(
          said(
            wideHeader,
            week.map((codes, pupil) => [`P${pupil}`, ...codes]),
          ),
        ).toEqual(expected);
        expect(said(['UPN', 'Week', 'Marks'], weekly(week))).toEqual(expected);
        expect(said(['UPN', 'Date', 'AM', 'PM'], daily(week))).toEqual(expected);
        expect(isoWeekday(monday)).toBe(1);
      }),
    );
  });

  it('are found or refused for any headings, and any row is read or refused', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 8 }), fc.array(fc.string(), { maxLength: 9 }), (extra, values) => {
        const header = ['UPN', 'Date', 'Session', 'Code', ...extra];
        const layout = registerLayout(header, {}, 'file.csv');
        if (!layout.ok) return;
        const read = marksOfRow(layout.value, header, { line: 2, values });
        for (const one of read) expect('reason' in one ? one.marks : sessionOf(String(one.session))).toBeGreaterThan(0);
      }),
    );
  });

  it('refuses headings that say one thing twice', () => {
    const layout = registerLayout(['UPN', 'Date', 'Day', 'Session', 'Code'], {}, 'file.csv');
    expect(layout).toMatchObject({ ok: false, failure: { code: 'columns-ambiguous' } });
    const mended = registerLayout(['UPN', 'Date', 'Day', 'Session', 'Code'], { Day: 'ignore' }, 'file.csv');
    expect(mended).toMatchObject({ ok: true, value: { kind: 'long' } });
  });

  it('takes a ULN where there is no UPN', () => {
    expect(said(['UPN', 'ULN', 'Date', 'Session', 'Code'], [['', '1234567890', monday, '3', '/']])).toEqual([
      `1234567890 ${monday} 3 /`,
    ]);
  });
});
