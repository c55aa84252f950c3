import type { Calendar } from '#domain/roll/model.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { formatAcademicYear } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, easterSunday, isoWeekday, plainDate } from '#foundation/kernel/plain-date.ts';

type Closed = Calendar['closures'][number];

/**
 * A year as most English authorities keep it: three terms, a week of half term in each, the May bank holiday, and
 * about 195 days, of which a setting takes five for staff training. Made up after the usual pattern, for any year.
 */
export function schoolYear(year: AcademicYear): Calendar {
  const easter = easterSunday(year + 1);
  const firstDay = mondayOnOrAfter(plainDate(`${year}-09-01`));
  const christmas = addDays(mondayOnOrAfter(plainDate(`${year}-12-13`)), 4);
  const newYear = mondayOnOrAfter(plainDate(`${year + 1}-01-04`));
  const springEnds = addDays(easter, isEarly(easter) ? -3 : -9);
  const summerStarts = mondayOnOrAfter(addDays(springEnds, 14));
  const summerEnds = addDays(mondayOnOrAfter(plainDate(`${year + 1}-07-17`)), 1);
  const mayDay = mondayOnOrAfter(plainDate(`${year + 1}-05-01`));
  const october = mondayOnOrAfter(plainDate(`${year}-10-23`));
  const february = mondayOnOrAfter(plainDate(`${year + 1}-02-11`));
  const whitsun = mondayOnOrAfter(plainDate(`${year + 1}-05-25`));
  const name = formatAcademicYear(year);
  return {
    terms: [
      { startsOn: firstDay, endsOn: christmas, name: `Autumn ${name}` },
      { startsOn: newYear, endsOn: springEnds, name: `Spring ${name}` },
      { startsOn: summerStarts, endsOn: summerEnds, name: `Summer ${name}` },
    ],
    closures: [
      ...week(october, 'Autumn half term'),
      ...week(february, 'Spring half term'),
      ...week(whitsun, 'Summer half term'),
      { day: mayDay, session: 0, kind: 'holiday', reason: 'Early May bank holiday' },
    ],
  };
}

/** Whether Easter falls so early that term ends with it. */
function isEarly(easter: PlainDate): boolean {
  return easter.slice(5) < '04-07';
}

function mondayOnOrAfter(day: PlainDate): PlainDate {
  return addDays(day, (8 - isoWeekday(day)) % 7);
}

function week(monday: PlainDate, reason: string): readonly Closed[] {
  return [0, 1, 2, 3, 4].map((later) => ({ day: addDays(monday, later), session: 0, kind: 'holiday', reason }));
}
