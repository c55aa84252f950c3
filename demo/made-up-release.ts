import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { isoWeekOf } from '#foundation/kernel/plain-date.ts';
import type { Counts, MadeUpPhase, MadeUpPlace } from './made-up-attendance.ts';
import { addCounts, madeUpPhases, madeUpWeek } from './made-up-attendance.ts';
import { madeUpExclusions, madeUpReasons } from './made-up-exclusions.ts';

/** A local authority the demonstration makes figures up for. The places are real, so that the map is; the figures are not. */
export interface MadeUpAuthority extends MadeUpPlace {
  readonly dfeCode: string;
  readonly name: string;
  readonly regionCode: string;
  readonly regionName: string;
}

/** A made-up file in the columns of a real release: the text of a CSV file. */
export interface MadeUpFile {
  readonly name: string;
  readonly publishedOn: PlainDate;
  readonly text: string;
}

type CountsFor = (authority: MadeUpAuthority, phase: MadeUpPhase) => Counts;
type RateColumns = Readonly<Record<string, readonly [numerator: string, denominator: string]>>;

const attendanceRates: RateColumns = {
  attendance_perc: ['overall_attendance', 'possible_sessions'],
  overall_absence_perc: ['overall_absence', 'possible_sessions'],
  authorised_absence_perc: ['authorised_absence', 'possible_sessions'],
  unauthorised_absence_perc: ['unauthorised_absence', 'possible_sessions'],
  illness_perc: ['reason_i_authorised_illness', 'possible_sessions'],
};

const exclusionRates: RateColumns = {
  perm_excl_rate: ['perm_excl', 'headcount'],
  susp_rate: ['suspension', 'headcount'],
  one_plus_susp_rate: ['one_plus_susp', 'headcount'],
};

/** The weeks of a release, one row a place, phase and week. `mondays` are the weeks it covers. */
export function madeUpWeeklyFile(
  authorities: readonly MadeUpAuthority[],
  mondays: readonly PlainDate[],
  publishedOn: PlainDate,
): MadeUpFile {
  const rows = mondays.flatMap((monday) => {
    const { year, week } = isoWeekOf(monday);
    return placeRows(
      authorities,
      (authority, phase) => madeUpWeek(authority, phase, monday, publishedOn),
      attendanceRates,
    ).map((row) => ({ time_period: year, time_identifier: `Week ${week}`, ...row }));
  });
  return { name: `${publishedOn}/weekly_data.csv`, publishedOn, text: csvText(rows) };
}

/** The year so far of a release, with persistent absence. */
export function madeUpYearToDateFile(
  authorities: readonly MadeUpAuthority[],
  mondays: readonly PlainDate[],
  publishedOn: PlainDate,
  year: AcademicYear,
): MadeUpFile {
  const soFar: CountsFor = (authority, phase) =>
    meanRolls(addCounts(mondays.map((monday) => madeUpWeek(authority, phase, monday, publishedOn))), mondays.length);
  const rows = placeRows(authorities, soFar, attendanceRates).map((row) => ({
    time_period: sixDigits(year),
    time_identifier: 'Academic year',
    ...row,
    pa_perc: persistentShare(row),
  }));
  return { name: `${publishedOn}/ytd_data.csv`, publishedOn, text: csvText(rows) };
}

/** Suspensions and permanent exclusions by area for some years. */
export function madeUpExclusionFile(
  authorities: readonly MadeUpAuthority[],
  years: readonly AcademicYear[],
  publishedOn: PlainDate,
): MadeUpFile {
  const rows = years.flatMap((year) =>
    placeRows(authorities, (authority, phase) => madeUpExclusions(authority, phase, year), exclusionRates, {
      everyTotal: 'kept',
    }).map((row) => ({ time_period: sixDigits(year), time_identifier: 'Academic year', ...row })),
  );
  return { name: `${publishedOn}/exclusions_by_geographic_level.csv`, publishedOn, text: csvText(rows) };
}

/** Reasons for suspension and permanent exclusion by area for one year. */
export function madeUpReasonFile(
  authorities: readonly MadeUpAuthority[],
  year: AcademicYear,
  publishedOn: PlainDate,
): MadeUpFile {
  const rows = placeRows(
    authorities,
    (authority, phase) => madeUpReasons(madeUpExclusions(authority, phase, year)),
    {},
    { everyTotal: 'kept' },
  ).map((row) => ({ time_period: sixDigits(year), time_identifier: 'Academic year', ...row }));
  return { name: `${publishedOn}/exclusions_by_reason.csv`, publishedOn, text: csvText(rows) };
}

type Row = Readonly<Record<string, string | number>>;

/** `kept`: a total over phases for local authorities too, as the exclusion tables print and the attendance ones do not. */
interface PlaceRowOptions {
  readonly everyTotal: 'kept' | 'nation-and-regions';
}

function placeRows(
  authorities: readonly MadeUpAuthority[],
  countsFor: CountsFor,
  rates: RateColumns,
  options: PlaceRowOptions = { everyTotal: 'nation-and-regions' },
): readonly Row[] {
  const regions = Map.groupBy(authorities, (authority) => authority.regionCode);
  const everywhere = [...regions.values()].flatMap((members) => [
    ...members.flatMap((authority) =>
      areaRows(
        localHeading(authority),
        [authority],
        countsFor,
        rates,
        options.everyTotal === 'kept' ? 'with-total' : 'phases-only',
      ),
    ),
    ...areaRows(regionHeading(members[0]), members, countsFor, rates, 'with-total'),
  ]);
  return [...everywhere, ...areaRows(nationHeading, authorities, countsFor, rates, 'with-total')];
}

function areaRows(
  heading: Row,
  members: readonly MadeUpAuthority[],
  countsFor: CountsFor,
  rates: RateColumns,
  totals: 'with-total' | 'phases-only',
): readonly Row[] {
  const phases = madeUpPhases.map((phase) => ({
    phase,
    counts: addCounts(members.map((authority) => countsFor(authority, phase))),
  }));
  const total = { phase: 'Total', counts: addCounts(phases.map(({ counts }) => counts)) };
  return (totals === 'with-total' ? [...phases, total] : phases).map(({ phase, counts }) => ({
    ...heading,
    education_phase: phase,
    ...hideSingleSchool(heading, { ...counts, ...ratesOf(counts, rates) }),
  }));
}

/** The Department's rule: with one school in a local authority's phase, every figure is confidential (measures.md §5). */
function hideSingleSchool(heading: Row, figures: Counts): Row {
  if (heading['geographic_level'] !== 'Local authority' || figures['num_schools'] !== 1) return figures;
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, name === 'num_schools' ? value : 'c']),
  );
}

function ratesOf(counts: Counts, rates: RateColumns): Counts {
  return Object.fromEntries(
    Object.entries(rates).map(([name, [numerator, denominator]]) => [
      name,
      (100 * (counts[numerator] ?? 0)) / (counts[denominator] ?? 1),
    ]),
  );
}

function meanRolls(counts: Counts, weeks: number): Counts {
  const rolls = ['num_schools', 'enrolments', 'total_num_schools', 'total_enrolments'];
  return { ...counts, ...Object.fromEntries(rolls.map((name) => [name, (counts[name] ?? 0) / weeks])) };
}

function persistentShare(row: Row): string | number {
  const absence = row['overall_absence_perc'];
  return typeof absence === 'number' ? Math.max(0, 3.1 * absence - 3) : 'c';
}

const nation = { country_code: 'E92000001', country_name: 'England' };
const noRegion = { region_code: '', region_name: '' };
const noAuthority = { old_la_code: '', new_la_code: '', la_name: '' };
const nationHeading: Row = { geographic_level: 'National', ...nation, ...noRegion, ...noAuthority };

function regionHeading(member: MadeUpAuthority | undefined): Row {
  const region = { region_code: member?.regionCode ?? '', region_name: member?.regionName ?? '' };
  return { geographic_level: 'Regional', ...nation, ...region, ...noAuthority };
}

function localHeading(authority: MadeUpAuthority): Row {
  return {
    geographic_level: 'Local authority',
    ...nation,
    region_code: authority.regionCode,
    region_name: authority.regionName,
    old_la_code: authority.dfeCode,
    new_la_code: authority.code,
    la_name: authority.name,
  };
}

function sixDigits(year: AcademicYear): string {
  return `${year}${String((year + 1) % 100).padStart(2, '0')}`;
}

function csvText(rows: readonly Row[]): string {
  const headings = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => headings.map((name) => quoted(row[name] ?? '')).join(','));
  return `${[headings.join(','), ...lines].join('\n')}\n`;
}

function quoted(value: string | number): string {
  return typeof value === 'string' && value.includes(',') ? `"${value}"` : String(value);
}
