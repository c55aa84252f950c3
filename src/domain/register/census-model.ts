import type { PlainDate } from '#foundation/kernel/plain-date.ts';

/** Why something of a census extract cannot be believed; the words stand in the problems file. */
export const censusReasons = {
  'upn-invalid': 'No valid UPN',
  'day-unreadable': 'A day that cannot be read',
  'entered-before-birth': 'On roll on or before the day of birth',
  'left-before-entering': 'Left before entering',
  'status-unknown': 'An enrolment status that a roll does not know',
  'sen-unknown': 'A code of special educational needs that is not in use',
  'year-group-unknown': 'A year group that does not exist',
  'absence-over-possible': 'More sessions missed than were possible',
  'reasons-over-possible': 'The sessions given by reason are more than were possible',
  'possible-missing': 'Sessions are given by reason, and the number possible is not',
  'pupil-unknown': 'Of a pupil who is in no list of pupils',
  'pupil-refused': 'Of a pupil whose own row cannot be accepted',
  'code-invalid': 'A code that was not in use then, or not for this age',
  'sessions-missing': 'No number of sessions',
  'sessions-impossible': 'A number of sessions that is not whole or is below zero',
  'sessions-over-possible': 'More sessions for one reason than were possible at all',
  'row-repeated': 'The same reason a second time for one pupil',
  'row-unreadable': 'A row whose values do not fit its headings',
} as const;
export type CensusReason = keyof typeof censusReasons;

/** The tables of an extract that are checked. */
export const censusTables = [
  'pupilonroll',
  'pupilnolongeronroll',
  'termlysessiondetailsonroll',
  'termlysessiondetailsoffroll',
  'summerhalfterm2sessiondetailsonroll',
  'summerhalfterm2sessiondetailsoffroll',
] as const;
export type CensusTable = (typeof censusTables)[number];

/** Which census a file is of, from its name: `2024_autumn_pupilonroll.csv`. */
export interface CensusFile {
  readonly year: number;
  readonly term: 'autumn' | 'spring' | 'summer';
  readonly table: string;
}

/** The file's census and table; `undefined` when its name is not of such an extract. */
export function censusFile(name: string): CensusFile | undefined {
  const found = /(?:^|[\\/!])(\d{4})_(autumn|spring|summer)_([a-z0-9]+)\.csv(?:\.gz)?$/.exec(name);
  if (!found) return undefined;
  const [, year, term, table = ''] = found;
  return { year: Number(year), term: term as CensusFile['term'], table };
}

/** What became of one file: read = acceptable + refused. */
export interface CensusFileReport {
  readonly file: string;
  readonly table: CensusTable;
  readonly read: number;
  readonly acceptable: number;
  readonly refused: number;
  /** Pupils' rows, or rows of reasons, for each reason; a row may have several. */
  readonly reasons: Readonly<Partial<Record<CensusReason, number>>>;
  readonly problemsFile?: string | undefined;
}

/** What became of a folder. Nothing of it is ever stored: termly totals are no registers. */
export interface CensusReport {
  readonly files: readonly CensusFileReport[];
  readonly leftAlone: readonly string[];
  readonly pupils: number;
  readonly schools: number;
  /** Pupils on roll whose reasons come to more than the sessions possible, none being given counting as none possible. */
  readonly pupilsOverPossible: number;
  readonly read: number;
  readonly acceptable: number;
  readonly refused: number;
  readonly seconds: number;
}

/** Sessions of one pupil in one period, as the extract totals them. */
export interface CensusPeriod {
  readonly possible: number | undefined;
  /** Added up from the rows of reasons. */
  byReason: number;
  readonly codes: Set<string>;
}

/** One pupil of an extract while it is checked. */
export interface CensusPupil {
  readonly file: string;
  readonly line: number;
  readonly bornOn: PlainDate | undefined;
  readonly onRoll: boolean;
  readonly termly: CensusPeriod;
  readonly half: CensusPeriod;
  /** Whether anything about the row itself cannot be accepted. */
  refused: boolean;
}
