import type { AreaKind } from '#domain/area/model.ts';
import type { SourceRecord } from '#foundation/formats/record-table.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { breakdownOf, combine, isTotalLabel } from './aliases-characteristics.ts';
import { phaseOf } from './aliases-phases.ts';
import type { DatasetDefinition } from './datasets.ts';
import type { CellsText, CellText } from './import-cells.ts';
import { readCellText } from './import-cells.ts';
import type { StructuralColumn, TableLayout } from './import-layout.ts';
import type { Places } from './import-places.ts';
import type { RowReading, RowRefusal } from './import-staging.ts';
import { copyLine } from './import-staging.ts';
import type { Period } from './model.ts';
import type { PeriodFault, PeriodText } from './periods.ts';
import { periodReader } from './periods.ts';

/** Reads the rows of one table. */
export interface RowReader {
  read(record: SourceRecord): RowReading;
  /** Labels met that no alias table declares. */
  readonly undeclaredLabels: ReadonlySet<string>;
}

/** What a reader of rows needs to know. */
export interface RowReaderInput {
  readonly definition: DatasetDefinition;
  readonly header: readonly string[];
  readonly layout: TableLayout;
  readonly places: Places;
  readonly publishedOn: PlainDate;
  /** Seven-digit numbers by URN, for tables that name schools by URN alone. */
  readonly laEstabByUrn: ReadonlyMap<number, number>;
}

type Values = readonly string[];
type Refusable<Value> = Value | RowRefusal;

/** A reader for a table in the format of Explore Education Statistics. */
export function rowReader(input: RowReaderInput): RowReader {
  const undeclaredLabels = new Set<string>();
  const periods = periodReader({ academicYear: input.definition.academicYear, knownOn: input.publishedOn });
  const phaseIn = phaseFinder(input, undeclaredLabels);
  const breakdownIn = breakdownFinder(input, undeclaredLabels);
  const read = ({ line, values }: SourceRecord): RowReading => {
    const level = levelOf(input, values);
    if (isRefusal(level)) return level;
    const periodText = periodTextOf(input, values);
    const period = periods(periodText);
    if (!period.ok) return refusalOf(input, period.failure, periodText);
    const areaId = areaIdOf(input, values, level.area, period.value);
    if (isRefusal(areaId)) return areaId;
    const laEstab = level.isSetting ? laEstabOf(input, values) : undefined;
    if (isRefusal(laEstab)) return laEstab;
    const cells = cellsOf(input, values);
    if (isRefusal(cells)) return cells;
    const { numbers, symbols } = cells;
    const [phase, breakdown, extra] = [phaseIn(values), breakdownIn(values), extraOf(input, values)];
    return copyLine({ line, areaId, laEstab, phase, breakdown, period: period.value, numbers, symbols, extra });
  };
  return { read, undeclaredLabels };
}

/** Whether a reading is a reason for not storing the row. */
function isRefusal(reading: unknown): reading is RowRefusal {
  return typeof reading === 'object' && reading !== null && 'verdict' in reading;
}

function at(input: RowReaderInput, values: Values, column: StructuralColumn): string {
  return values[input.layout.positions[column]] ?? '';
}

function refuse(
  input: RowReaderInput,
  values: Values,
  column: StructuralColumn,
  refusal: Pick<RowRefusal, 'verdict' | 'reason'>,
): RowRefusal {
  const position = input.layout.positions[column];
  return { ...refusal, column: input.header[position] ?? '', value: values[position] ?? '' };
}

interface Level {
  readonly area: AreaKind;
  readonly isSetting: boolean;
}

const levels: ReadonlyMap<string, Level> = new Map([
  ['national', { area: 'nation', isSetting: false }],
  ['country', { area: 'nation', isSetting: false }],
  ['regional', { area: 'region', isSetting: false }],
  ['region', { area: 'region', isSetting: false }],
  ['local authority', { area: 'local-authority', isSetting: false }],
  ['school', { area: 'local-authority', isSetting: true }],
]);

/** Levels of Explore Education Statistics that Headwater keeps nothing about. */
const levelsWithoutPlace = new Set([
  'local authority district',
  'parliamentary constituency',
  'multi-academy trust',
  'mat',
  'sponsor',
  'ward',
  'institution',
  'provider',
  'opportunity area',
  'planning area',
  'rsc region',
  'local enterprise partnership',
  'local skills improvement plan area',
  'english devolved area',
  'mayoral combined authority',
  'police force area',
]);

function levelOf(input: RowReaderInput, values: Values): Refusable<Level> {
  const printed = at(input, values, 'level').trim().toLowerCase();
  const level = levels.get(printed);
  if (level) return level;
  return levelsWithoutPlace.has(printed)
    ? refuse(input, values, 'level', { verdict: 'held', reason: `Headwater keeps no figures by ${printed}` })
    : refuse(input, values, 'level', {
        verdict: 'rejected',
        reason: 'not a geographic level: National, Regional, Local authority or School',
      });
}

const partOfPeriod: Readonly<Record<keyof PeriodText, StructuralColumn>> = {
  timePeriod: 'timePeriod',
  timeIdentifier: 'timeIdentifier',
  day: 'day',
  part: 'part',
};

const dailyParts = /^(?:|daily|day|monday|tuesday|wednesday|thursday|friday)$/i;

/** The dashboard prints a day beside its weekly and yearly rows too: there it is only where the row begins. */
function periodTextOf(input: RowReaderInput, values: Values): PeriodText {
  const part = at(input, values, 'part').trim();
  return {
    timePeriod: at(input, values, 'timePeriod').trim(),
    timeIdentifier: at(input, values, 'timeIdentifier'),
    day: dailyParts.test(part) ? at(input, values, 'day').trim() : '',
    part,
  };
}

function refusalOf(input: RowReaderInput, fault: PeriodFault, text: PeriodText): RowRefusal {
  const column = input.header[input.layout.positions[partOfPeriod[fault.printed]]] ?? '';
  return { verdict: fault.verdict, column, value: text[fault.printed], reason: fault.reason };
}

function areaIdOf(input: RowReaderInput, values: Values, level: AreaKind, period: Period): Refusable<number> {
  const [codeColumn, dfeColumn, nameColumn] = placeColumns[level];
  const id = input.places.idOf({
    level,
    gss: at(input, values, codeColumn),
    dfe: dfeColumn === undefined ? '' : at(input, values, dfeColumn),
    name: at(input, values, nameColumn),
    regionCode: at(input, values, 'regionCode'),
    on: period.start,
  });
  if (id !== undefined) return id;
  const column = input.layout.positions[codeColumn] >= 0 ? codeColumn : nameColumn;
  return refuse(input, values, column, {
    verdict: 'rejected',
    reason: 'no area is known by this code or name, and they cannot be a new one’s',
  });
}

const placeColumns: Readonly<
  Record<AreaKind, readonly [code: StructuralColumn, dfe: StructuralColumn | undefined, name: StructuralColumn]>
> = {
  nation: ['countryCode', undefined, 'countryName'],
  region: ['regionCode', undefined, 'regionName'],
  'sub-region': ['regionCode', undefined, 'regionName'],
  'local-authority': ['laGss', 'laDfe', 'laName'],
};

function laEstabOf(input: RowReaderInput, values: Values): Refusable<number> {
  const printed = at(input, values, 'laEstab').replace(/\D/g, '');
  if (/^[2-9]\d{6}$/.test(printed)) return Number(printed);
  const urn = Number(at(input, values, 'urn'));
  const known = Number.isInteger(urn) ? input.laEstabByUrn.get(urn) : undefined;
  if (known !== undefined) return known;
  return urn >= 100_000
    ? refuse(input, values, 'urn', {
        verdict: 'held',
        reason: 'no list of schools imported so far has this URN; import one, then this file again',
      })
    : refuse(input, values, 'laEstab', { verdict: 'rejected', reason: 'not a seven-digit number of a school' });
}

function phaseFinder(input: RowReaderInput, undeclared: Set<string>): (values: Values) => string {
  const met = new Map<string, string>();
  const only = input.layout.positions.phase < 0 ? input.definition.recognisedBy.onlyPhase : undefined;
  if (only !== undefined) return () => only;
  return (values) => {
    const label = at(input, values, 'phase');
    const known = met.get(label);
    if (known !== undefined) return known;
    const { phase, declared } = phaseOf(label);
    if (!declared) undeclared.add(label);
    met.set(label, phase);
    return phase;
  };
}

function breakdownFinder({ layout, definition }: RowReaderInput, undeclared: Set<string>): (values: Values) => string {
  const met = new Map<string, string>();
  // A table that nobody declared has no labels to be declared either.
  const declares = !definition.id.startsWith('other:');
  if (layout.filters.length === 0) return () => '';
  return (values) => {
    const labels = layout.filters.map(
      ({ group, label }) => [typeof group === 'number' ? (values[group] ?? '') : group, values[label] ?? ''] as const,
    );
    const key = labels.join('|');
    const known = met.get(key);
    if (known !== undefined) return known;
    const readings = labels.map(([group, label]) => ({ label, reading: breakdownOf(group, label) }));
    if (declares) for (const { label, reading } of readings) if (!reading.declared) undeclared.add(label);
    const { breakdown } = combine(readings.map(({ reading }) => reading));
    met.set(key, breakdown);
    return breakdown;
  };
}

function cellsOf({ layout, definition }: RowReaderInput, values: Values): Refusable<CellsText> {
  const { indicators, positions } = layout;
  const hides = definition.hidesSingleSchools === true && Number(values[positions.schools]) === 1;
  const numbers: string[] = [];
  let symbols = '';
  for (const { position, heading, declared } of indicators) {
    const printed = values[position] ?? '';
    const cell = readCellText(hides && position !== positions.schools ? suppressed : printed);
    if (cell.kind === 'unreadable' && declared) {
      return { verdict: 'rejected', column: heading, value: printed, reason: cell.reason };
    }
    numbers.push(cell.kind === 'number' ? cell.text : 'NULL');
    symbols += characterOf(cell);
  }
  return { numbers: `{${numbers.join(',')}}`, symbols: symbols.trim() === '' ? null : symbols };
}

const suppressed = 'c';
/** What stands for text in a column of figures that nobody declared; the text itself is kept beside it. */
const notAvailable = 'x';

function characterOf(cell: CellText): string {
  if (cell.kind === 'number') return ' ';
  return cell.kind === 'symbol' ? cell.character : notAvailable;
}

/** Texts worth keeping: a total or a blank says nothing. */
function extraOf({ layout }: RowReaderInput, values: Values): string | null {
  const told = layout.texts.filter(({ position }) => !isTotalLabel(values[position] ?? ''));
  const stray = layout.indicators.filter(
    ({ position, declared }) => !declared && readCellText(values[position] ?? '').kind === 'unreadable',
  );
  if (told.length + stray.length === 0) return null;
  return JSON.stringify(
    Object.fromEntries([...told, ...stray].map(({ position, heading }) => [heading, values[position] ?? ''])),
  );
}
