import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openCsvRecords } from '#foundation/formats/csv-records.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { madeUpFiles } from './load-demonstration.ts';
import { madeUpAuthorities } from './made-up-authorities.ts';
import type { MadeUpFile } from './made-up-release.ts';

const today = plainDate('2026-01-15');
const authorities = madeUpAuthorities();
const files = madeUpFiles(authorities, today);

type Row = Readonly<Record<string, string>>;

async function rowsOf(file: MadeUpFile): Promise<readonly Row[]> {
  const table = await openCsvRecords(Readable.from([Buffer.from(file.text)]), { name: file.name });
  if (!table.ok) throw new Error(table.failure.message);
  const rows: Row[] = [];
  for await (const { records, faults } of table.value.batches) {
    expect(faults).toEqual([]);
    const { header } = table.value;
    rows.push(...records.map(({ values }) => Object.fromEntries(header.map((name, at) => [name, values[at] ?? '']))));
  }
  return rows;
}

/** A count of a row; a hidden one has none. */
function count(row: Row, heading: string): number {
  const value = Number(row[heading]);
  if (!Number.isFinite(value)) throw new RangeError(`${heading} is ${row[heading]}`);
  return value;
}

const newestWeeks = files.findLast((file) => file.name.endsWith('weekly_data.csv')) as MadeUpFile;
const shown = (rows: readonly Row[]) => rows.filter((row) => row['possible_sessions'] !== 'c');

describe('the made-up release', () => {
  it('is the same, byte for byte, for the same day, and another one a fortnight later', () => {
    expect(madeUpFiles(madeUpAuthorities(), today)).toEqual(files);
    expect(madeUpFiles(authorities, plainDate('2026-01-29'))).not.toEqual(files);
  });

  it.each(['2026-09-01', '2026-09-20', '2026-08-31', '2026-12-31', '2027-01-01', '2028-02-29', '2026-04-06'])(
    'can be made on any day, such as %s, and is published no later than that',
    (day) => {
      const made = madeUpFiles(authorities.slice(0, 2), plainDate(day));
      expect(made.length).toBeGreaterThanOrEqual(2);
      expect(made.filter((file) => file.publishedOn > day)).toEqual([]);
    },
  );

  it('has each of the 153 authorities, once', () => {
    expect(authorities).toHaveLength(153);
    expect(new Set(authorities.map(({ code }) => code)).size).toBe(153);
    expect(authorities.filter(({ dfeCode, regionCode }) => !/^\d{3}$/.test(dfeCode) || regionCode === '')).toEqual([]);
  });

  it('has counts that balance in every row', async () => {
    for (const row of shown(await rowsOf(newestWeeks))) {
      const [attended, missed] = [count(row, 'overall_attendance'), count(row, 'overall_absence')];
      expect(attended + missed).toBe(count(row, 'possible_sessions'));
      expect(count(row, 'present_sessions') + count(row, 'approved_educational_activity')).toBe(attended);
      expect(count(row, 'authorised_absence') + count(row, 'unauthorised_absence')).toBe(missed);
    }
  });

  it('has reasons that add up to the absence they are reasons for', async () => {
    for (const row of shown(await rowsOf(newestWeeks))) {
      for (const kind of ['authorised', 'unauthorised'] as const) {
        const pattern = kind === 'authorised' ? /^reason_\w+?_authorised_/ : /^reason_[goun]_/;
        const reasons = Object.keys(row).filter((heading) => pattern.test(heading));
        const sum = reasons.reduce((total, heading) => total + count(row, heading), 0);
        expect(sum, `${row['la_name']} ${row['education_phase']} ${reasons.join(' ')}`).toBe(
          count(row, `${kind}_absence`),
        );
      }
    }
  });

  it('has regions that add up to England, and phases to the total', async () => {
    const rows = await rowsOf(newestWeeks);
    const of = (level: string, week: string, phase: string) =>
      rows.filter(
        (row) =>
          row['geographic_level'] === level && row['time_identifier'] === week && row['education_phase'] === phase,
      );
    const sum = (some: readonly Row[], heading: string) => some.reduce((total, row) => total + count(row, heading), 0);
    for (const week of new Set(rows.map((row) => row['time_identifier'] ?? ''))) {
      for (const heading of ['possible_sessions', 'overall_absence', 'num_schools', 'total_enrolments']) {
        const [england] = of('National', week, 'Total');
        const phases = ['Primary', 'Secondary', 'Special'].flatMap((phase) => of('National', week, phase));
        expect(sum(of('Regional', week, 'Total'), heading)).toBe(count(england ?? {}, heading));
        expect(sum(phases, heading)).toBe(count(england ?? {}, heading));
      }
    }
  });

  it('hides every figure of the one authority with a single school, and no other', async () => {
    const hidden = (await rowsOf(newestWeeks)).filter((row) => row['possible_sessions'] === 'c');
    expect([...new Set(hidden.map((row) => row['la_name']))]).toEqual(['City of London']);
    expect(hidden.every((row) => row['num_schools'] === '1')).toBe(true);
  });
});
