import { dayOf } from '#domain/roll/enrolment-fields.ts';
import { session } from '#domain/roll/model.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';

/** What a column of a file of registers can hold. */
export const registerFields = [
  'pupil',
  'date',
  'session',
  'code',
  'version',
  'am',
  'pm',
  'week',
  'marks',
  'ignore',
] as const;
export type RegisterField = (typeof registerFields)[number];

/** Headings as suppliers write them, in small letters without spaces (SIMS, Arbor, Bromcom: formats.md §8). */
const knownHeadings = new Map<string, RegisterField>(
  Object.entries({
    upn: 'pupil',
    uln: 'pupil',
    pupil: 'pupil',
    identifier: 'pupil',
    uniquepupilnumber: 'pupil',
    uniquelearnernumber: 'pupil',
    date: 'date',
    day: 'date',
    attendancedate: 'date',
    session: 'session',
    ampm: 'session',
    sessionname: 'session',
    event: 'session',
    code: 'code',
    mark: 'code',
    attendancecode: 'code',
    attendancemark: 'code',
    version: 'version',
    am: 'am',
    ammark: 'am',
    morning: 'am',
    pm: 'pm',
    pmmark: 'pm',
    afternoon: 'pm',
    week: 'week',
    weekbeginning: 'week',
    weekcommencing: 'week',
    wc: 'week',
    marks: 'marks',
    weekmarks: 'marks',
  } as const),
);

/** A column of marks whose heading says of which register: `2026-11-23 AM`. */
export interface DatedColumn {
  readonly at: number;
  readonly heading: string;
  readonly day: PlainDate;
  readonly session: number;
}

/** How the columns of a file of registers are laid out, by position. */
export interface RegisterLayout {
  readonly kind: 'long' | 'daily' | 'weekly' | 'wide';
  /** UPN, ULN: the first that is filled says who. */
  readonly pupils: readonly number[];
  readonly columns: Readonly<Partial<Record<RegisterField, number>>>;
  readonly dated: readonly DatedColumn[];
}

/** What each layout is called to a person. */
export const layoutWords: Readonly<Record<RegisterLayout['kind'], string>> = {
  long: 'registers, a row a mark',
  daily: 'registers, a row a pupil and day',
  weekly: 'registers, a row a pupil and week',
  wide: 'registers, a row a pupil and a column a session',
};

const needs: readonly (readonly [RegisterLayout['kind'], readonly RegisterField[]])[] = [
  ['long', ['date', 'session', 'code']],
  ['weekly', ['week', 'marks']],
  ['daily', ['date', 'am']],
  ['daily', ['date', 'pm']],
];

/** A heading as it is compared: small letters and digits. */
export function plainHeading(heading: string): string {
  return heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Finds the layout in a file's headings, by what was mapped, then by what is known, then by a day and session in the
 * heading itself. Fails when no pupil's column is found, when two columns hold the same thing, or when no marks are.
 */
export function registerLayout(
  header: readonly string[],
  mapped: Readonly<Record<string, string>>,
  name: string,
): Result<RegisterLayout, Problem> {
  const fields = fieldsOf(header, mapped);
  const pupils = [...fields.keys()].filter((at) => fields[at] === 'pupil');
  if (pupils.length === 0) return failure(noPupil(name, header));
  const columns: Partial<Record<RegisterField, number>> = {};
  for (const [at, field] of fields.entries()) {
    if (field === undefined || field === 'ignore' || field === 'pupil') continue;
    const other = columns[field];
    if (other !== undefined) return failure(twice(name, field, [header[other] ?? '', header[at] ?? '']));
    columns[field] = at;
  }
  const kind = needs.find(([, needed]) => needed.every((field) => columns[field] !== undefined))?.[0];
  if (kind !== undefined) return success({ kind, pupils, columns, dated: [] });
  const dated = header.flatMap((heading, at) => (fields[at] === undefined ? datedColumn(heading, at) : []));
  return dated.length > 0 ? success({ kind: 'wide', pupils, columns, dated }) : failure(noMarks(name, header));
}

/** What each column holds, where that is known. */
function fieldsOf(
  header: readonly string[],
  mapped: Readonly<Record<string, string>>,
): readonly (RegisterField | undefined)[] {
  const chosen = new Map(Object.entries(mapped).map(([heading, field]) => [plainHeading(heading), field]));
  return header
    .map(plainHeading)
    .map((heading) => (chosen.get(heading) ?? knownHeadings.get(heading)) as RegisterField);
}

/** `2026-11-23 AM`, `23/11/2026 pm`, `AM 23/11/2026`, `2026-11-23 3`. */
function datedColumn(heading: string, at: number): readonly DatedColumn[] {
  const words = heading.trim().split(/[\s_]+/);
  if (words.length !== 2) return [];
  const [first = '', second = ''] = words;
  for (const [day, half] of [
    [first, second],
    [second, first],
  ] as const) {
    const [read, key] = [dayOf(day), sessionOf(half)];
    if (read.ok && key !== undefined) return [{ at, heading, day: read.value, session: key }];
  }
  return [];
}

const sessionWords = new Map<string, number>([
  ['am', session.morning],
  ['morning', session.morning],
  ['pm', session.afternoon],
  ['afternoon', session.afternoon],
]);
const lastSession = 32_767;

/** A session as a file writes it: am, pm, or an event's number. `undefined` when it is none. */
export function sessionOf(text: string): number | undefined {
  const word = sessionWords.get(text.trim().toLowerCase());
  if (word !== undefined) return word;
  const number = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= lastSession ? number : undefined;
}

function twice(name: string, field: string, headings: readonly string[]): Problem {
  return {
    code: 'columns-ambiguous',
    message: `${name} has two columns for “${field}”: “${headings.map((one) => one.slice(0, 60)).join('” and “')}”.`,
    nextStep: 'Leave one out: --map "Heading=ignore".',
  };
}

function noPupil(name: string, header: readonly string[]): Problem {
  return {
    code: 'no-pupil-column',
    message: `${name} has no column that says who: ${shown(header)}.`,
    nextStep: 'Say which it is: --map "Heading=pupil". It holds a UPN or a ULN.',
  };
}

function noMarks(name: string, header: readonly string[]): Problem {
  return {
    code: 'no-marks-column',
    message: `${name} has no columns of marks that are recognised: ${shown(header)}.`,
    nextStep:
      'Say which they are, such as --map "Heading=date" --map "Heading=session" --map "Heading=code"; see docs/how-to/import-registers.md.',
  };
}

function shown(header: readonly string[]): string {
  const some = header.slice(0, 8).map((one) => `“${one.slice(0, 40).toWellFormed()}”`);
  return `${some.join(', ')}${header.length > 8 ? ` and ${header.length - 8} more` : ''}`;
}
