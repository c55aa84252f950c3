import { PlainDate } from '#foundation/kernel/plain-date.ts';
import { tidyIdentifier, Upn } from '#foundation/kernel/pupil-identifiers.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import { readCode } from '#foundation/nations/code-book.ts';
import { compulsoryBounds } from '#foundation/nations/compulsory-school-age.ts';
import type { CensusFile, CensusPeriod, CensusPupil, CensusReason } from './census-model.ts';

/** Something wrong with one value of a row. */
export interface CensusFinding {
  readonly reason: CensusReason;
  readonly column: string;
  readonly value: string;
  /** What is wrong with this value in particular. */
  readonly words?: string;
}

/** A value of a row by its heading; '' where there is none. */
export type CensusRow = (heading: string) => string;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `2024-Jul-03 00:00:00`, and ISO 8601. `undefined` when it is no day. */
export function censusDay(text: string): PlainDate | undefined {
  const [, year, month = '', day] = /^(\d{4})-([A-Za-z]{3}|\d{2})-(\d{2})(?:[ T]00:00:00)?$/.exec(text.trim()) ?? [];
  const number = /^\d/.test(month) ? month : String(months.indexOf(month.toLowerCase()) + 1).padStart(2, '0');
  const parsed = PlainDate.safeParse(`${year}-${number}-${day}`);
  return parsed.success ? parsed.data : undefined;
}

/** `133.0` and `133` as 133; `undefined` for nothing, NaN for what is no number. */
export function censusNumber(text: string): number | undefined {
  if (text.trim() === '') return undefined;
  return /^-?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** C current, M main, S subsidiary, G guest, F at a college; O is of another provider's pupil, whom no roll of ours holds. */
const statuses = ['', 'C', 'M', 'S', 'G', 'F'];
/** S, A and P (statement, action, action plus) were given up in 2014 and 2015; formats.md §2. */
const senCodes = ['', 'N', 'K', 'E'];
const yearGroups = /^(?:|E1|E2|N1|N2|R|M|X|[1-9]|1[0-4])$/;

/** Reads a pupil's row; `periods` says how the extract heads its totals. */
export function readPupil(
  row: CensusRow,
  place: { readonly file: string; readonly line: number; readonly onRoll: boolean },
): { readonly pupil: CensusPupil; readonly findings: readonly CensusFinding[] } {
  const findings: CensusFinding[] = [];
  const find = (reason: CensusReason, column: string, words?: string): void => {
    findings.push({ reason, column, value: row(column), ...(words === undefined ? {} : { words }) });
  };
  const upn = Upn.safeParse(tidyIdentifier(row('upn')));
  if (!upn.success) find('upn-invalid', 'upn', upn.error.issues[0]?.message);
  const day = (column: string, needed: readonly string[]): PlainDate | undefined => {
    const read = censusDay(row(column));
    if (read === undefined && (row(column) !== '' || needed.includes(column))) find('day-unreadable', column);
    return read;
  };
  const needed = place.onRoll ? ['dob', 'entrydate'] : ['dob', 'entrydate', 'leavingdate'];
  const [bornOn, enteredOn, leftOn] = [day('dob', needed), day('entrydate', needed), day('leavingdate', needed)];
  if (bornOn !== undefined && enteredOn !== undefined && enteredOn <= bornOn) find('entered-before-birth', 'entrydate');
  if (leftOn !== undefined && enteredOn !== undefined && leftOn < enteredOn)
    find('left-before-entering', 'leavingdate');
  if (!statuses.includes(row('enrolstatus'))) find('status-unknown', 'enrolstatus');
  if (!senCodes.includes(row('senprovision'))) find('sen-unknown', 'senprovision');
  const yearColumn = place.onRoll ? 'ncyearactual' : 'ncyearleaving';
  if (!yearGroups.test(row(yearColumn))) find('year-group-unknown', yearColumn);
  const [termly, half] = [periodOf(row, 'termly', find), periodOf(row, 'summerhalfterm2', find)];
  return { pupil: { ...place, bornOn, termly, half, refused: findings.length > 0 }, findings };
}

type Find = (reason: CensusReason, column: string, words?: string) => void;

function periodOf(row: CensusRow, period: string, find: Find): CensusPeriod {
  const columns = ['possible', 'authorised', 'unauthorised'].map((what) => `${period}sessions${what}`);
  const [possible, authorised = 0, unauthorised = 0] = columns.map((column) => {
    const number = censusNumber(row(column));
    if (number === undefined || (Number.isInteger(number) && number >= 0)) return number;
    find('sessions-impossible', column);
    return undefined;
  });
  if (possible !== undefined && authorised + unauthorised > possible) find('absence-over-possible', columns[0] ?? '');
  return { possible, byReason: 0, codes: new Set() };
}

/** First and last day of what a census tells of attendance. */
interface AttendanceDays {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/**
 * A census tells of the term before: the autumn census of the summer term, of which the second half comes apart. From
 * background knowledge; that it is a term in arrears is how the Department describes the collection (exclusions.md).
 */
export function attendanceDays({ year, term }: CensusFile, secondHalf: 'half' | 'termly'): AttendanceDays {
  const [from, to] =
    term === 'spring'
      ? [`${year - 1}-08-01`, `${year - 1}-12-31`]
      : term === 'summer'
        ? [`${year}-01-01`, `${year}-03-31`]
        : secondHalf === 'half'
          ? [`${year}-06-01`, `${year}-07-31`]
          : [`${year}-04-01`, `${year}-05-31`];
  return { from: PlainDate.parse(from), to: PlainDate.parse(to) };
}

/** Checks a row of one reason and adds its sessions to its pupil's. */
export function checkReason(
  row: CensusRow,
  pupil: CensusPupil | undefined,
  {
    book,
    days,
    period,
  }: { readonly book: CodeBook; readonly days: AttendanceDays; readonly period: 'termly' | 'half' },
): readonly CensusFinding[] {
  if (!pupil) return [{ reason: 'pupil-unknown', column: '', value: '' }];
  const findings: CensusFinding[] = [];
  const [code, written] = [row('attendancereason'), row('sessions')];
  const wrongCode = codeProblem(book, code, days, pupil.bornOn);
  if (wrongCode !== undefined)
    findings.push({ reason: 'code-invalid', column: 'attendancereason', value: code, words: wrongCode });
  const total = pupil[period];
  if (total.codes.has(code)) findings.push({ reason: 'row-repeated', column: 'attendancereason', value: code });
  total.codes.add(code);
  const sessions = censusNumber(written);
  if (sessions === undefined) findings.push({ reason: 'sessions-missing', column: 'sessions', value: '' });
  else if (!Number.isInteger(sessions) || sessions < 0) {
    findings.push({ reason: 'sessions-impossible', column: 'sessions', value: written });
  } else {
    total.byReason += sessions;
    if (total.possible !== undefined && sessions > total.possible) {
      const words = `${sessions} sessions, and ${total.possible} were possible`;
      findings.push({ reason: 'sessions-over-possible', column: 'sessions', value: written, words });
    }
  }
  return findings;
}

/** Why a code could not stand in a register on any day of the period; on one of its ends is enough to be believed. */
function codeProblem(book: CodeBook, code: string, { from, to }: AttendanceDays, bornOn: PlainDate | undefined) {
  const tried = [from, to].map((day) => {
    const bounds = bornOn === undefined ? undefined : compulsoryBounds(book.nation, bornOn);
    const compulsorySchoolAge = bounds && bounds.from <= day && day <= bounds.to;
    return readCode(book, code, { day, compulsorySchoolAge });
  });
  const [first, last] = tried;
  return first?.ok || last?.ok || !last || last.ok ? undefined : last.failure.reason;
}

/** What is wrong with a pupil's totals once all rows of reasons are added up. */
export function totalFindings(pupil: CensusPupil): readonly CensusFinding[] {
  return (['termly', 'half'] as const).flatMap((period): readonly CensusFinding[] => {
    const { possible, byReason } = pupil[period];
    const column = period === 'termly' ? 'termlysessionspossible' : 'summerhalfterm2sessionspossible';
    if (byReason === 0 || (possible !== undefined && byReason <= possible)) return [];
    if (possible === undefined) return [{ reason: 'possible-missing', column, value: '' }];
    const words = `${byReason} sessions by reason, and ${possible} were possible`;
    return [{ reason: 'reasons-over-possible', column, value: String(possible), words }];
  });
}
