import type { EesMeta } from '#foundation/formats/ees-meta.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { HeadingAlias } from './aliases.ts';
import { aliasIndex, headingKey } from './aliases.ts';
import { attendanceCodeOf, isScaledHeading } from './aliases-attendance.ts';
import { isTotalLabel } from './aliases-characteristics.ts';
import type { DatasetDefinition, FilterColumns } from './datasets.ts';
import { isCellText } from './import-cells.ts';
import type { VintageColumn } from './model.ts';

/** Where a filter's values stand. `group` is a column's position, or the words that name the filter. */
export interface FilterPlace {
  readonly group: number | string;
  readonly label: number;
}

/** An indicator: its position in the row, and whether rubbish in it rejects the row or is kept as text. */
export interface IndicatorPlace {
  readonly position: number;
  readonly heading: string;
  readonly declared: boolean;
}

/** Which column of a table is what. Positions count from 0; -1 where the table has no such column. */
export interface TableLayout {
  readonly positions: Readonly<Record<StructuralColumn, number>>;
  readonly filters: readonly FilterPlace[];
  readonly indicators: readonly IndicatorPlace[];
  /** In the order of `indicators`, as the vintage keeps them. */
  readonly columns: readonly VintageColumn[];
  /** Columns of text that are kept beside the figures. */
  readonly texts: readonly { readonly position: number; readonly heading: string }[];
  readonly undeclaredColumns: readonly string[];
  readonly newCodes: readonly string[];
  /** Columns nobody declared that divide every row's figures and print their total too: it is another table. */
  readonly dividingColumns: readonly string[];
}

export type StructuralColumn =
  | 'timePeriod'
  | 'timeIdentifier'
  | 'level'
  | 'countryCode'
  | 'countryName'
  | 'regionCode'
  | 'regionName'
  | 'laGss'
  | 'laDfe'
  | 'laName'
  | 'laEstab'
  | 'urn'
  | 'phase'
  | 'day'
  | 'part'
  | 'schools';

/** What a layout is worked out from. */
export interface LayoutInput {
  readonly definition: DatasetDefinition;
  readonly header: readonly string[];
  /** Positions (from 1) of the columns that had no heading. */
  readonly unnamedColumns: readonly number[];
  /** Rows of the first batch: columns nobody declared are told apart by what is in them. */
  readonly rows: readonly (readonly string[])[];
  readonly meta?: EesMeta | undefined;
  readonly publishedOn: PlainDate;
}

const structural: Readonly<Record<Exclude<StructuralColumn, 'phase' | 'day' | 'part' | 'schools'>, readonly string[]>> =
  {
    timePeriod: ['time_period'],
    timeIdentifier: ['time_identifier'],
    level: ['geographic_level'],
    countryCode: ['country_code'],
    countryName: ['country_name'],
    regionCode: ['region_code'],
    regionName: ['region_name'],
    laGss: ['new_la_code', 'la_code'],
    laDfe: ['old_la_code'],
    laName: ['la_name'],
    laEstab: ['laestab', 'school_laestab', 'la_estab'],
    urn: ['urn', 'school_urn'],
  };

/** Known and of no use here: repeats of other columns, and places of kinds that are held. */
const context =
  /^(?:academic_year|day_number|week_commencing|version|estab|estab_number|(?:lad|pcon|ward|trust|sponsor|lsip|rsc_region|english_devolved_area|mat|provider|institution|opportunity_area|planning_area|local_skills_improvement_plan)(?:_.*)?|rsc_region_lead_name)$/;

/** Text about a school, kept beside its figures. */
const aboutSchools = new Set([
  'academy_type',
  'academy_open_date',
  'school_name',
  'institution_name',
  'establishment_type',
]);

type Role =
  | { readonly kind: 'ignored' }
  | { readonly kind: 'text'; readonly declared: boolean }
  | { readonly kind: 'filter'; readonly group: number | string; readonly declared: boolean }
  | { readonly kind: 'indicator'; readonly measure: string | null; readonly declared: boolean };

/** Works out what each column of a table is. Nothing is dropped in silence: what nobody declared is named. */
export function tableLayout(input: LayoutInput): TableLayout {
  const keys = input.header.map(headingKey);
  const positions = structuralPositions(input, keys);
  const taken = new Set(Object.entries(positions).flatMap(([name, at]) => (name === 'schools' ? [] : [at])));
  const roles = keys.map((key, at) => (taken.has(at) ? ignored : roleOf(input, keys, { key, at })));
  const indicators = placesOf(input, roles, 'indicator');
  return {
    positions,
    filters: roles.flatMap((role, label) => (role.kind === 'filter' ? [{ group: role.group, label }] : [])),
    indicators: indicators.map(({ position, heading, role }) => ({ position, heading, declared: role.declared })),
    columns: withoutRepeatedMeasures(
      indicators.map(({ heading, role }) => ({ column: heading, measure: role.measure })),
    ),
    texts: placesOf(input, roles, 'text').map(({ position, heading }) => ({ position, heading })),
    undeclaredColumns: input.header.filter((_, at) => isUndeclared(roles[at])),
    dividingColumns: input.header.filter((_, at) => isUndeclared(roles[at]) && divides(input, roles[at], at)),
    newCodes: input.header.flatMap((heading, at) => (isUndeclared(roles[at]) ? codeIn(heading) : [])),
  };
}

const ignored: Role = { kind: 'ignored' };

function structuralPositions(input: LayoutInput, keys: readonly string[]): TableLayout['positions'] {
  const firstOf = (headings: readonly string[]): number =>
    headings.map((heading) => keys.indexOf(heading)).find((at) => at >= 0) ?? -1;
  const fixed = Object.entries(structural).map(([name, headings]) => [name, firstOf(headings)]);
  const { definition } = input;
  return {
    ...(Object.fromEntries(fixed) as Record<keyof typeof structural, number>),
    phase: firstOf(definition.phaseColumns),
    day: firstOf(definition.dayColumns),
    part: firstOf(definition.partColumns),
    schools: firstOf(['num_schools']),
  };
}

interface ColumnAt {
  readonly key: string;
  readonly at: number;
}

function roleOf(input: LayoutInput, keys: readonly string[], column: ColumnAt): Role {
  const filter = filterRole(input.definition.filters, keys, column.key);
  if (filter) return filter;
  if (input.unnamedColumns.includes(column.at + 1) || context.test(column.key)) return ignored;
  if (Object.values(structural).some((headings) => headings.includes(column.key))) return ignored;
  if (aboutSchools.has(column.key)) return { kind: 'text', declared: true };
  const alias = aliasOf(input, column);
  if (alias) return { kind: 'indicator', measure: alias.measure, declared: true };
  const inWords = input.definition.measureInWords?.(column.key);
  if (inWords !== undefined) return { kind: 'indicator', measure: inWords, declared: true };
  if (isScaledHeading(column.key)) return { kind: 'indicator', measure: null, declared: true };
  return metaRole(input, keys, column) ?? roleByValues(input, column);
}

function filterRole(filters: readonly FilterColumns[], keys: readonly string[], key: string): Role | undefined {
  const filter = filters.find((candidate) => candidate.label === key);
  if (!filter && filters.some((candidate) => candidate.group === key)) return ignored;
  if (!filter) return undefined;
  const group = filter.group === undefined ? -1 : keys.indexOf(filter.group);
  if (group >= 0 && filter.group !== key) return { kind: 'filter', group, declared: true };
  return { kind: 'filter', group: words(filter.group ?? key), declared: true };
}

const indexes = new WeakMap<readonly HeadingAlias[], ReturnType<typeof aliasIndex>>();

function aliasOf({ definition, header, publishedOn }: LayoutInput, { at }: ColumnAt): HeadingAlias | undefined {
  const index = indexes.get(definition.aliases) ?? aliasIndex(definition.aliases);
  indexes.set(definition.aliases, index);
  return index(header[at] ?? '', publishedOn);
}

function metaRole({ meta, definition }: LayoutInput, keys: readonly string[], { key }: ColumnAt): Role | undefined {
  const declared = definition.id.startsWith('other:');
  if (meta?.indicators.some((indicator) => headingKey(indicator.column) === key)) {
    return { kind: 'indicator', measure: null, declared };
  }
  if (meta?.filters.some((filter) => headingKey(filter.groupingColumn) === key)) return ignored;
  const filter = meta?.filters.find((candidate) => headingKey(candidate.column) === key);
  if (!filter) return undefined;
  const group = keys.indexOf(headingKey(filter.groupingColumn));
  return { kind: 'filter', group: group < 0 ? words(key) : group, declared };
}

const fewLabels = 50;

/**
 * A column nobody declared: figures when every value could be one; a filter when a few labels come again and again;
 * otherwise text. A label that never changes tells no rows apart, unless it says that all are meant.
 */
function roleByValues({ rows }: LayoutInput, { key, at }: ColumnAt): Role {
  const values = new Set(rows.map((row) => row[at] ?? ''));
  if ([...values].every(isCellText)) return { kind: 'indicator', measure: null, declared: false };
  const only = values.size === 1 && ![...values].every(isTotalLabel);
  const many = values.size > fewLabels && values.size > rows.length / 2;
  if (only || many) return { kind: 'text', declared: false };
  return { kind: 'filter', group: words(key), declared: false };
}

function placesOf<Kind extends Role['kind']>({ header }: LayoutInput, roles: readonly Role[], kind: Kind) {
  return roles.flatMap((role, position) =>
    role.kind === kind
      ? [{ position, heading: header[position] ?? '', role: role as Extract<Role, { readonly kind: Kind }> }]
      : [],
  );
}

/** A measure printed twice in one table is read from its first column; the second is kept under its own heading. */
function withoutRepeatedMeasures(columns: readonly VintageColumn[]): readonly VintageColumn[] {
  const met = new Set<string>();
  return columns.map(({ column, measure }) => {
    if (measure === null || met.has(measure)) return { column, measure: null };
    met.add(measure);
    return { column, measure };
  });
}

function isUndeclared(role: Role | undefined): boolean {
  return role !== undefined && role.kind !== 'ignored' && !role.declared;
}

/** A printed total among other labels; a blank may be no more than a note that was not written. */
function divides({ rows }: LayoutInput, role: Role | undefined, at: number): boolean {
  if (role?.kind !== 'filter') return false;
  const labels = [...new Set(rows.map((row) => row[at] ?? ''))].filter((label) => label.trim() !== '');
  return labels.some(isTotalLabel) && !labels.every(isTotalLabel);
}

function codeIn(heading: string): readonly string[] {
  const code = attendanceCodeOf(heading);
  return code === undefined ? [] : [code.toUpperCase()];
}

function words(key: string): string {
  return key.replaceAll('_', ' ');
}
