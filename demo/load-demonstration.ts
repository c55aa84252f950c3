import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importPaths } from '#domain/publication/actions.ts';
import type { ImportReport } from '#domain/publication/import-model.ts';
import { nodeFiles } from '#foundation/formats/node-files.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, isoWeekday, plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { madeUpAuthorities } from './made-up-authorities.ts';
import type { MadeUpAuthority, MadeUpFile } from './made-up-release.ts';
import { madeUpExclusionFile, madeUpReasonFile, madeUpWeeklyFile, madeUpYearToDateFile } from './made-up-release.ts';

/** How many made-up weeks there are at most, and how many releases have published them. */
const mostWeeks = 10;
const releases = 3;
const exclusionYears = 5;

/**
 * The files of the made-up release, as if today were the last publication day: fortnightly releases of the weeks of this
 * academic year so far, and yearly tables of suspension and permanent exclusion. The same for the same day.
 */
export function madeUpFiles(authorities: readonly MadeUpAuthority[], today: PlainDate): readonly MadeUpFile[] {
  const lastThursday = addDays(today, -((isoWeekday(today) + 3) % 7));
  const publicationDays = Array.from({ length: releases }, (_, back) => addDays(lastThursday, -14 * back)).toReversed();
  const year = academicYearOf(addDays(lastThursday, -17));
  const live = publicationDays.flatMap((day) => {
    const mondays = schoolMondays(year, addDays(day, -17));
    if (mondays.length === 0) return [];
    return [
      madeUpWeeklyFile(authorities, mondays.slice(-mostWeeks), day),
      madeUpYearToDateFile(authorities, mondays, day, year),
    ];
  });
  const lastFull = (year - 2) as AcademicYear;
  const years = Array.from({ length: exclusionYears }, (_, back) => (lastFull - back) as AcademicYear);
  const exclusionDay = addDays(lastThursday, -60);
  return [
    ...live,
    madeUpExclusionFile(authorities, years, exclusionDay),
    madeUpReasonFile(authorities, lastFull, exclusionDay),
  ];
}

/** Mondays of the school weeks of a year up to a day, without the weeks around half terms, Christmas and Easter. */
function schoolMondays(year: AcademicYear, until: PlainDate): readonly PlainDate[] {
  const first = plainDate(`${year}-09-01`);
  const start = addDays(first, (8 - isoWeekday(first)) % 7);
  const all = Array.from({ length: 46 }, (_, week) => addDays(start, 7 * week));
  return all.filter((monday) => monday <= until && !isHoliday(monday.slice(5)));
}

function isHoliday(monthDay: string): boolean {
  const holidays = [
    ['10-23', '10-29'],
    ['12-20', '12-31'],
    ['01-01', '01-02'],
    ['02-12', '02-18'],
    ['04-01', '04-14'],
    ['05-25', '05-31'],
    ['07-22', '08-31'],
  ] as const;
  return holidays.some(([from, to]) => from <= monthDay && monthDay <= to);
}

/** Writes the made-up files to a temporary folder, imports them as demonstration figures, and removes the folder. */
export async function loadDemonstration(database: Database, clock: Clock): Promise<ImportReport> {
  const folder = await mkdtemp(path.join(tmpdir(), 'headwater-demonstration-'));
  try {
    for (const file of madeUpFiles(madeUpAuthorities(), clock.today())) {
      const target = path.join(folder, file.name);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, file.text);
    }
    return await importPaths([folder], { demonstration: true }, { database, clock, files: nodeFiles, problemFiles });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Nothing made up is ever held or rejected; a test says so, and so nothing is written. */
const problemFiles = { write: () => Promise.resolve('') };
