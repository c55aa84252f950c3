import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { yearsAfter } from './deadlines.ts';

/** How long something is kept, from which day on that has been so, and who says so. */
export interface RetentionSchedule {
  readonly name: RetentionName;
  /** What it is about, in words. */
  readonly about: string;
  readonly years: number;
  /** From what the years count. */
  readonly after:
    | 'the end of the academic year'
    | 'the child has left'
    | 'the answer'
    | 'the child was born'
    | 'its last day';
  readonly validFrom: PlainDate;
  readonly source: string;
  /** Whether somebody has checked the source: what is not verified is said to be so on the page and in proofs. */
  readonly verified: boolean;
}

export type RetentionName =
  | 'registers'
  | 'roll'
  | 'contacts'
  | 'requests'
  | 'copies'
  | 'protection'
  | 'accounts'
  | 'sign-ins';

const unchecked = 'Common practice of schools (IRMS toolkit); not checked against it';

/** The schedules, each the shortest time that its source allows. The deploying organisation’s own may be longer: a hold. */
export const retentionSchedules: readonly RetentionSchedule[] = [
  {
    name: 'registers',
    about: 'Registers with their corrections, totals and timetables, by whole academic year',
    years: 6,
    after: 'the end of the academic year',
    validFrom: plainDate('2024-08-19'),
    source:
      'School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208), regulation 7: at least six years',
    verified: true,
  },
  {
    name: 'roll',
    about: 'Enrolments of children who have left, and what totals counted them under',
    years: 6,
    after: 'the child has left',
    validFrom: plainDate('2024-08-19'),
    source: 'As registers, which need them; that regulation 7 says it of the roll too was not checked',
    verified: false,
  },
  {
    name: 'contacts',
    about: 'How the adults of a child were reached',
    years: 1,
    after: 'the child has left',
    validFrom: plainDate('2024-08-19'),
    source: unchecked,
    verified: false,
  },
  {
    name: 'requests',
    about: 'What families asked, and the answers',
    years: 3,
    after: 'the answer',
    validFrom: plainDate('2024-08-19'),
    source: unchecked,
    verified: false,
  },
  {
    name: 'copies',
    about: 'Copies of records that were made to be fetched',
    years: 0,
    after: 'its last day',
    validFrom: plainDate('2024-08-19'),
    source: 'A choice of Headwater’s: 30 days to fetch it',
    verified: false,
  },
  {
    name: 'accounts',
    about: 'Accounts of children and of the adults who bring them up: closed, and nobody signs in with them any more',
    years: 1,
    after: 'the child has left',
    validFrom: plainDate('2024-08-19'),
    source: 'A choice of Headwater’s: time to fetch a copy after leaving',
    verified: false,
  },
  {
    name: 'sign-ins',
    about: 'Sign-ins that have ended, and forms that were held until somebody signed in again',
    years: 0,
    after: 'its last day',
    validFrom: plainDate('2024-08-19'),
    source: 'They open nothing any more; who looked stands in the ledger',
    verified: false,
  },
  {
    name: 'protection',
    about: 'Who brings a child up, contact rules, and teams around the child',
    years: 25,
    after: 'the child was born',
    validFrom: plainDate('2024-08-19'),
    source: 'Child protection records to the 25th birthday, as schools commonly keep them (IRMS toolkit); not checked',
    verified: false,
  },
];

/** The schedule of a name. */
export function scheduleOf(name: RetentionName): RetentionSchedule {
  const found = retentionSchedules.find((one) => one.name === name);
  if (!found) throw new RangeError(`There is no schedule for ${name}`);
  return found;
}

/**
 * The last academic year whose registers have been kept their years on a day. A year is due whole or not at all: years
 * after its last day, which is 31 August, so a new one is due every 1 September.
 */
export function lastYearDue(asAt: PlainDate): AcademicYear {
  return (academicYearOf(asAt) - scheduleOf('registers').years - 1) as AcademicYear;
}

/** The last day that lies a schedule’s years back: what ended on it or before is due. */
export function lastDayDue(name: RetentionName, asAt: PlainDate): PlainDate {
  const back = yearsAfter(asAt, -scheduleOf(name).years);
  return addDays(back, -1);
}
