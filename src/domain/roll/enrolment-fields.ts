import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { tidyIdentifier, Uln, Upn } from '#foundation/kernel/pupil-identifiers.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { EnrolmentStatus, KeeperKind } from '#platform/database/register-schema.ts';
import { groupsOf } from './groups.ts';
import type { Characteristic } from './model.ts';
import { spellStatuses } from './packed-roll.ts';

/** What is known of somebody, without whom and since when. */
export type Characteristics = Omit<Characteristic, 'slot' | 'validFrom'>;

/** Somebody to put on a roll, or as the roll is to have them. */
export interface EnrolmentSent {
  readonly upn?: Upn | undefined;
  readonly uln?: Uln | undefined;
  readonly surname: string;
  readonly givenName: string;
  readonly bornOn: PlainDate;
  /** In the newest year whose roll is packed; 99 not known. */
  readonly yearGroup: number;
  readonly class: string;
  readonly status: EnrolmentStatus;
  readonly enteredOn: PlainDate;
  readonly leftOn?: PlainDate | undefined;
  /** What is left out is not known, or stays as it is known already. */
  readonly characteristics?: Partial<Characteristics> | undefined;
}

/** The columns of a roll as text: in a form, in a file, in the API. */
export const rollFields = [
  'upn',
  'uln',
  'surname',
  'givenName',
  'bornOn',
  'yearGroup',
  'class',
  'status',
  'enteredOn',
  'leftOn',
  'sex',
  'sen',
  'fsm',
  'ethnicity',
  'lookedAfter',
  'socialWorker',
] as const;
export type RollField = (typeof rollFields)[number];
export type RollText = Readonly<Partial<Record<RollField, string>>>;

/** A problem with one field of what somebody gave. */
export interface FieldProblem extends Problem {
  readonly field: string;
  readonly value: string;
}

const characteristicFields = ['sex', 'sen', 'fsm', 'ethnicity', 'lookedAfter', 'socialWorker'] as const;

/** What nobody has said about somebody. */
export const nothingKnown: Characteristics = {
  sex: 'U',
  sen: 'U',
  fsm: 'U',
  ethnicity: 'NOBT',
  lookedAfter: 'U',
  socialWorker: 'U',
};

/** Reads an enrolment from text; all that is wrong with it at once. */
export function readEnrolment(text: RollText): Result<EnrolmentSent, readonly FieldProblem[]> {
  const problems: FieldProblem[] = [];
  const read = reader(text, problems);
  const characteristics: Partial<Record<(typeof characteristicFields)[number], string>> = {};
  for (const field of characteristicFields) {
    const code = read(field, characteristicCode(field));
    if (code !== undefined) characteristics[field] = code;
  }
  const sent = {
    upn: read('upn', upnOf),
    uln: read('uln', ulnOf),
    surname: read('surname', nameOf, 'Give the surname.'),
    givenName: read('givenName', nameOf, 'Give the first name.'),
    bornOn: read('bornOn', dayOf, 'Give the date of birth, such as 2014-03-27.'),
    yearGroup: read('yearGroup', yearGroupOf) ?? 99,
    class: read('class', nameOf) ?? '',
    status: read('status', statusOf) ?? 'single',
    enteredOn: read('enteredOn', dayOf, 'Give the first day on roll, such as 2026-09-01.'),
    leftOn: read('leftOn', dayOf),
    characteristics,
  };
  return problems.length > 0 ? failure(problems) : success(sent as EnrolmentSent);
}

type Read<Value> = (text: string) => Result<Value, string>;

/** Reads one field after the other; what is wrong is gathered in `problems`. */
function reader(text: RollText, problems: FieldProblem[]) {
  return <Value>(field: RollField, parse: Read<Value>, needed?: string): Value | undefined => {
    const value = (text[field] ?? '').trim();
    if (value === '') {
      if (needed !== undefined) problems.push(missing(field, needed));
      return undefined;
    }
    const parsed = parse(value);
    if (parsed.ok) return parsed.value;
    problems.push({
      code: `${field}-invalid`,
      field,
      value,
      message: `${parsed.failure}.`,
      nextStep: 'Put it right and send it again.',
    });
    return undefined;
  };
}

function missing(field: RollField, needed: string): FieldProblem {
  return {
    code: `${field}-missing`,
    field,
    value: '',
    message: needed,
    nextStep: 'Nobody can be on a roll without it.',
  };
}

const longestName = 100;

function nameOf(text: string): Result<string, string> {
  if (text.length > longestName) return failure(`It has more than ${longestName} characters`);
  return /\p{Cc}/u.test(text) ? failure('It has a control character in it') : success(text);
}

function upnOf(text: string): Result<Upn, string> {
  const parsed = Upn.safeParse(tidyIdentifier(text));
  return parsed.success ? success(parsed.data) : failure(parsed.error.issues[0]?.message ?? 'It is no UPN');
}

function ulnOf(text: string): Result<Uln, string> {
  const parsed = Uln.safeParse(tidyIdentifier(text));
  return parsed.success ? success(parsed.data) : failure(parsed.error.issues[0]?.message ?? 'It is no ULN');
}

/** Days of people on rolls: anything else is a slip of a key, and no academic year is known of it. */
const someDay = { from: '1901-01-01', to: '2199-08-31' } as const;

/** A day as `2026-11-23`, or as people here write it, `23/11/2026`. */
export function dayOf(text: string): Result<PlainDate, string> {
  const [, day = '', month = '', year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: 00:00(?::00)?)?$/.exec(text) ?? [];
  const iso =
    year === undefined
      ? text.replace(/[T ]00:00(?::00)?$/, '')
      : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = PlainDate.safeParse(iso);
  if (parsed.success && someDay.from <= parsed.data && parsed.data <= someDay.to) return success(parsed.data);
  return failure(`“${text.slice(0, 40)}” is no day such as 2026-11-23 or 23/11/2026`);
}

const namedYearGroups = new Map([
  ['R', 0],
  ['RECEPTION', 0],
  ['N1', -2],
  ['N2', -1],
  ['X', 99],
]);

function yearGroupOf(text: string): Result<number, string> {
  const short = text.toUpperCase().replace(/^(?:YEAR|YR|Y)\s*(?=\d)/, '');
  const number = namedYearGroups.get(short) ?? (/^-?\d{1,2}$/.test(short) ? Number(short) : Number.NaN);
  if (number === 99 || (number >= -2 && number <= 14)) return success(number);
  return failure(`“${text.slice(0, 40)}” is no year group: -2 and -1 are nursery, 0 reception, then 1 to 14`);
}

/** Statuses by their own words and by the letters of the school census (enrolstatus). */
const censusStatuses = new Map<string, EnrolmentStatus>(
  Object.entries({
    c: 'single',
    m: 'main',
    s: 'subsidiary',
    g: 'guest',
    f: 'fe',
  } as const),
);

function statusOf(text: string): Result<EnrolmentStatus, string> {
  const word = text.toLowerCase();
  const status = censusStatuses.get(word) ?? spellStatuses.find((one) => one === word);
  return status === undefined
    ? failure(`“${text.slice(0, 40)}” is no enrolment status: ${spellStatuses.join(', ')}`)
    : success(status);
}

const dimensionOf = {
  sex: 'sex',
  sen: 'sen',
  fsm: 'fsm',
  ethnicity: 'ethnicity',
  lookedAfter: 'looked-after',
  socialWorker: 'social-worker',
} as const;

const spelled = new Map(Object.entries({ FEMALE: 'F', MALE: 'M', YES: 'Y', NO: 'N', TRUE: 'Y', FALSE: 'N' }));

function characteristicCode(field: keyof typeof dimensionOf): Read<string> {
  const known = groupsOf(dimensionOf[field]);
  return (text) => {
    const code = spelled.get(text.toUpperCase()) ?? text.toUpperCase();
    if (known.some((group) => group.code === code)) return success(code);
    return failure(`“${text.slice(0, 40)}” is none of ${known.map((group) => group.code).join(', ')}`);
  };
}

/** What is wrong with an enrolment as a whole, at a keeper of this kind. */
export function enrolmentProblem(sent: EnrolmentSent, keeper: KeeperKind): FieldProblem | undefined {
  const { enteredOn, leftOn, bornOn, status } = sent;
  if (leftOn !== undefined && leftOn < enteredOn) return leavesBeforeEntering(enteredOn, leftOn);
  if (bornOn >= enteredOn) {
    return {
      code: 'born-after-entering',
      field: 'bornOn',
      value: bornOn,
      message: `The date of birth, ${bornOn}, is not before the first day on roll, ${enteredOn}.`,
      nextStep: 'Correct whichever is wrong.',
    };
  }
  const otherwise = status === 'ehe' || status === 'eotas';
  if (otherwise === (keeper === 'local-authority')) return undefined;
  return {
    code: 'status-not-here',
    field: 'status',
    value: status,
    message: otherwise
      ? `“${status}” is a status on a local authority’s own roll, and this is a ${keeper}.`
      : `On a local authority’s own roll everybody is ehe or eotas, not “${status}”.`,
    nextStep: 'Choose another status, or another roll.',
  };
}

/** Somebody may leave on the day they came, and not before. */
export function leavesBeforeEntering(enteredOn: PlainDate, leftOn: PlainDate): FieldProblem {
  return {
    code: 'leaves-before-entering',
    field: 'leftOn',
    value: leftOn,
    message: `The last day on roll, ${leftOn}, is before the first, ${enteredOn}.`,
    nextStep: 'Correct whichever is wrong.',
  };
}
