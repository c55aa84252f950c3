import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';

/** What does not agree, in words that a machine can keep; `differenceWords` says each for a person. */
export const differenceWords = {
  'roll-missing': 'There are registers or totals, and no roll of that year',
  'roll-overlap': 'Two stretches of the roll hold one place on one day',
  'keeper-missing': 'There are registers or totals of a setting that keeps none',
  'event-missing': 'The register is of an event that is in no timetable',
  'code-unknown': 'Marks that are no code of the register’s book',
  'register-total': 'The total of a register',
  'register-total-missing': 'A register without a total',
  'register-total-extra': 'A total without a register',
  'week-total': 'The total of a week',
  'week-total-missing': 'A week with registers and no total',
  'year-total': 'The total of the year to date',
  'year-total-missing': 'A year with registers and no total',
  bands: 'How many are persistently or severely absent',
  'learner-total': 'A pupil’s counts of the year to date',
  'learner-total-missing': 'A roll without its pupils’ counts',
  version: 'The count of changes',
  amendment: 'A correction does not lead to the mark that is there',
  entry: 'A mark entered later is not there',
  'history-without-register': 'A correction of a register that is not there',
  place: 'A row says that the setting is in another area or trust',
} as const;
export type DifferenceKind = keyof typeof differenceWords;

/** One thing that is stored otherwise than the registers say. Never a name: a pupil is a slot of a setting. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly settingId: number;
  readonly year: AcademicYear;
  readonly day?: PlainDate | undefined;
  readonly session?: number | undefined;
  readonly week?: number | undefined;
  readonly slot?: number | undefined;
  /** Which count, in words: “attending, Year 7”. */
  readonly count?: string | undefined;
  readonly stored?: number | undefined;
  readonly rebuilt?: number | undefined;
}

/** What a rebuild has looked at, and what it found. Adds up. */
export interface Verified {
  /** Settings' years. */
  readonly years: number;
  readonly registers: number;
  /** Marks, one byte a place. */
  readonly marks: number;
  readonly amendments: number;
  /** All that were found, of which `differences` holds the first of each setting. */
  readonly found: number;
  readonly differences: readonly Difference[];
}

export const nothingVerified: Verified = { years: 0, registers: 0, marks: 0, amendments: 0, found: 0, differences: [] };

/** How many differences are kept of each kind in one setting’s year, and of a whole run: the first tell what is wrong. */
export const mostDifferences = { ofKind: 12, ofRun: 2_000 } as const;

/** Adds two findings. */
export function addVerified(left: Verified, right: Verified): Verified {
  return {
    years: left.years + right.years,
    registers: left.registers + right.registers,
    marks: left.marks + right.marks,
    amendments: left.amendments + right.amendments,
    found: left.found + right.found,
    differences: [...left.differences, ...right.differences].slice(0, mostDifferences.ofRun),
  };
}

/** Settings whose years are verified together, in one snapshot: a range of `setting_id`, both ends included. */
export interface VerifyBatch {
  readonly year: AcademicYear;
  readonly first: number;
  readonly last: number;
}
