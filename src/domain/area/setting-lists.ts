import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { PlainDate as PlainDateSchema } from '#foundation/kernel/plain-date.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { SettingListKind, SettingListProblem } from './model.ts';

/** Headings without which a file is not that kind of list. GIAS has 140 others; the rest are not kept. */
const neededHeadings: Readonly<Record<SettingListKind, readonly string[]>> = {
  'gias-links': ['URN', 'LinkURN', 'LinkType'],
  gias: ['URN', 'EstablishmentName', 'LA (code)', 'EstablishmentNumber'],
  census: ['URN', 'LA', 'ESTAB', 'NOR'],
};

/** Which list of settings a file with these headings is, or `undefined` when it is none. Letter case is ignored. */
export function recogniseSettingList(headings: readonly string[]): SettingListKind | undefined {
  const present = new Set(headings.map(comparableHeading));
  const kinds = Object.entries(neededHeadings) as readonly [SettingListKind, readonly string[]][];
  return kinds.find(([, needed]) => needed.every((heading) => present.has(comparableHeading(heading))))?.[0];
}

/** A setting as one row of a list gives it; null where the row says nothing. */
export interface ListedSetting {
  readonly urn: number;
  readonly laEstab: number | null;
  /** As printed, for finding the area. */
  readonly laCode: string;
  readonly laName: string;
  readonly gss: string;
  readonly name: string | null;
  readonly type: string | null;
  readonly phase: string | null;
  readonly status: string | null;
  readonly openedOn: PlainDate | null;
  readonly closedOn: PlainDate | null;
  readonly headcount: number | null;
}

/** A link as one row of the GIAS list of links gives it. */
export interface ListedLink {
  readonly urn: number;
  readonly linkedUrn: number;
  readonly kind: string;
  readonly linkedName: string | null;
  readonly establishedOn: PlainDate | null;
}

/** Why a row is not stored. rejected: it is not about a setting we can name. held: one of its values is not understood. */
export interface RowRefusal extends Omit<SettingListProblem, 'line'> {
  readonly verdict: 'held' | 'rejected';
}

type CellReader = (heading: string) => string;

/** Reads rows of a list: the answer takes a row's values in the order of the headings. */
export function settingReader(
  kind: 'gias' | 'census',
  headings: readonly string[],
): (values: readonly string[]) => Result<ListedSetting, RowRefusal> {
  const cellsOf = cellReader(headings);
  return (values) => refusable(() => (kind === 'gias' ? giasSetting(cellsOf(values)) : censusSetting(cellsOf(values))));
}

/** Reads rows of the GIAS list of links. */
export function linkReader(headings: readonly string[]): (values: readonly string[]) => Result<ListedLink, RowRefusal> {
  const cellsOf = cellReader(headings);
  return (values) => refusable(() => giasLink(cellsOf(values)));
}

function giasSetting(cell: CellReader): ListedSetting {
  return {
    urn: urnIn(cell, 'URN'),
    laEstab: laEstabIn(cell, 'LA (code)', 'EstablishmentNumber'),
    laCode: cell('LA (code)'),
    laName: cell('LA (name)'),
    gss: cell('GSSLACode (name)'),
    name: textOrNull(cell('EstablishmentName')),
    type: textOrNull(cell('TypeOfEstablishment (name)')),
    phase: textOrNull(cell('PhaseOfEducation (name)')),
    status: textOrNull(cell('EstablishmentStatus (name)')),
    openedOn: dayIn(cell, 'OpenDate'),
    closedOn: dayIn(cell, 'CloseDate'),
    headcount: countIn(cell, 'NumberOfPupils'),
  };
}

function censusSetting(cell: CellReader): ListedSetting {
  return {
    urn: urnIn(cell, 'URN'),
    laEstab: laEstabIn(cell, 'LA', 'ESTAB'),
    laCode: cell('LA'),
    laName: '',
    gss: '',
    name: textOrNull(cell('SCHNAME')),
    type: textOrNull(cell('SCHOOLTYPE')),
    phase: null,
    status: null,
    openedOn: null,
    closedOn: null,
    headcount: countIn(cell, 'NOR'),
  };
}

function giasLink(cell: CellReader): ListedLink {
  const kind = cell('LinkType');
  if (kind === '') throw new Refused('LinkType', '', 'the row does not say what kind of link it is', 'held');
  return {
    urn: urnIn(cell, 'URN'),
    linkedUrn: urnIn(cell, 'LinkURN'),
    kind,
    linkedName: textOrNull(cell('LinkName')),
    establishedOn: dayIn(cell, 'LinkEstablishedDate'),
  };
}

/** Thrown by the readers of single values and caught in `refusable`: a row has many values and one outcome. */
class Refused extends Error {
  readonly refusal: RowRefusal;

  constructor(column: string, value: string, reason: string, verdict: RowRefusal['verdict']) {
    super(reason);
    this.refusal = { column, value, reason, verdict };
  }
}

function refusable<Row>(read: () => Row): Result<Row, RowRefusal> {
  try {
    return success(read());
  } catch (thrown) {
    if (thrown instanceof Refused) return failure(thrown.refusal);
    throw thrown;
  }
}

function urnIn(cell: CellReader, heading: string): number {
  const text = cell(heading);
  if (/^[1-9]\d{5}$/.test(text)) return Number(text);
  const reason =
    text === 'NAT' || text === ''
      ? 'this row is a total, or empty: it names no setting'
      : 'a URN is six digits, such as 100000';
  throw new Refused(heading, text, reason, 'rejected');
}

/** Null when either part is missing: children's centres and some colleges have no establishment number. */
function laEstabIn(cell: CellReader, laHeading: string, numberHeading: string): number | null {
  const [la, number] = [cell(laHeading), cell(numberHeading)];
  if (!/^\d{3}$/.test(la) || isMissing(number)) return null;
  if (!/^\d{1,4}$/.test(number)) {
    throw new Refused(numberHeading, number, 'an establishment number is up to four digits', 'held');
  }
  const whole = Number(la) * 10_000 + Number(number);
  return whole >= 2_000_000 ? whole : null;
}

const dayForms = [
  { form: /^(?<day>\d{1,2})[-/](?<month>\d{1,2})[-/](?<year>\d{4})$/ },
  { form: /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ].*)?$/ },
] as const;

function dayIn(cell: CellReader, heading: string): PlainDate | null {
  const text = cell(heading);
  if (isMissing(text)) return null;
  const parts = dayForms.map(({ form }) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  const padded = parts && `${parts['year']}-${parts['month']?.padStart(2, '0')}-${parts['day']?.padStart(2, '0')}`;
  const day = PlainDateSchema.safeParse(padded);
  if (day.success) return day.data;
  throw new Refused(heading, text, 'this is not a day: days are printed like 01-09-2022', 'held');
}

/** Null where the list hides the number (SUPP), has none (NA) or leaves it blank: never 0. */
function countIn(cell: CellReader, heading: string): number | null {
  const text = cell(heading).replaceAll(',', '');
  if (isMissing(text) || text === 'SUPP' || text === 'c') return null;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new Refused(heading, text, 'this is neither a number of pupils nor a known symbol', 'held');
}

function isMissing(text: string): boolean {
  return text === '' || text === 'NA' || text === 'z' || text === 'x' || text === 'Not applicable';
}

function textOrNull(text: string): string | null {
  return isMissing(text) ? null : text;
}

function comparableHeading(heading: string): string {
  return heading
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase();
}

function cellReader(headings: readonly string[]): (values: readonly string[]) => CellReader {
  const positions = new Map(headings.map((heading, position) => [comparableHeading(heading), position]));
  return (values) => (heading) => values[positions.get(comparableHeading(heading)) ?? -1]?.trim() ?? '';
}
