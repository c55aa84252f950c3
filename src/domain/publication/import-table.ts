import type { AreaCodeIndex } from '#domain/area/code-index.ts';
import { areaCodeIndex, registerUnknownArea } from '#domain/area/store.ts';
import type { EesMeta } from '#foundation/formats/ees-meta.ts';
import { readEesMeta } from '#foundation/formats/ees-meta.ts';
import type { RowProblem } from '#foundation/formats/problems-file.ts';
import type { RecordBatch } from '#foundation/formats/record-table.ts';
import type { DatasetDefinition } from './datasets.ts';
import type { OpenedImport } from './import-file.ts';
import { laitColumns, laitRowReader, laitUndeclaredColumns } from './import-lait-rows.ts';
import { tableLayout } from './import-layout.ts';
import type { FileReport, RowCounts } from './import-model.ts';
import { emptyReport, fileNameOf, isBalanced, problemsFileStem } from './import-model.ts';
import type { Places } from './import-places.ts';
import { placesIn } from './import-places.ts';
import type { RowReader } from './import-rows.ts';
import { rowReader } from './import-rows.ts';
import type { StagedVintage, TakenPlace } from './import-store.ts';
import {
  countVintage,
  insertVintage,
  readLaEstabs,
  removeDemonstration,
  removeVintage,
  replacePlaceholders,
  stageRows,
  storeStaged,
  takenPlaces,
  undoSince,
} from './import-store.ts';
import type { VintageColumn } from './model.ts';
import { dividedDataset, recogniseDataset } from './recognise.ts';

/** How the rows of one table are read. */
interface TableReading {
  readonly definition: DatasetDefinition;
  readonly reader: RowReader;
  readonly columns: readonly VintageColumn[];
  readonly undeclaredColumns: readonly string[];
  readonly newCodes: readonly string[];
  readonly places: Places;
  readonly areas: AreaCodeIndex;
}

/** What reading the rows came to. */
interface Tally {
  read: number;
  staged: number;
  held: number;
  rejected: number;
  readonly problems: RowProblem[];
}

/** Imports a table of figures. Nothing of it stays when no row of it is new, or in a dry run. */
export async function importTable(opened: OpenedImport): Promise<FileReport> {
  const { transaction, table, options } = opened;
  const batches = table.batches[Symbol.asyncIterator]();
  const first = await batches.next();
  const firstBatch: RecordBatch = first.done === true ? { records: [], faults: [] } : first.value;
  const reading = await tableReading(opened, firstBatch);
  if ('problem' in reading) {
    await table.close();
    return { ...emptyReport(opened.source.name), problem: reading.problem };
  }
  const tally: Tally = { read: 0, staged: 0, held: 0, rejected: 0, problems: [] };
  await stageRows(transaction, stagedLines(opened, reading, tally, withFirst(firstBatch, batches)));
  const newAreas = await registerAreas(opened, reading);
  if (options.demonstration !== true) await removeDemonstration(transaction);
  const counts = sinceEarlier(await settle(opened, reading, tally), opened.earlier?.rowsLoaded ?? 0);
  const problemsFile = await writeProblems(opened, tally.problems);
  if (counts.loaded === 0 || options.dryRun === true) await undoSince(transaction, 'file');
  return {
    ...emptyReport(opened.source.name),
    outcome: outcomeOf(counts),
    dataset: reading.definition.id,
    title: reading.definition.title,
    publishedOn: opened.publishedOn,
    publishedOnBasis: opened.publishedOnBasis,
    counts,
    undeclaredColumns: reading.undeclaredColumns,
    newCodes: reading.newCodes,
    undeclaredLabels: [...reading.reader.undeclaredLabels],
    newAreas,
    ...(problemsFile === undefined ? {} : { problemsFile }),
  };
}

/** Rows that an earlier import of the same file had stored are known, though the file was read anew. */
function sinceEarlier(counts: RowCounts, loadedBefore: number): RowCounts {
  const again = Math.min(loadedBefore, counts.loaded);
  return { ...counts, loaded: counts.loaded - again, known: counts.known + again };
}

function outcomeOf(counts: RowCounts): FileReport['outcome'] {
  if (counts.loaded > 0) return 'imported';
  return counts.known > 0 && counts.held + counts.rejected === 0 ? 'already-known' : 'nothing-loaded';
}

async function tableReading(opened: OpenedImport, first: RecordBatch) {
  const { transaction, table, source, publishedOn } = opened;
  const rows = first.records.map((record) => record.values);
  const { header, unnamedColumns } = table;
  const recognised = recogniseDataset({ fileName: source.name, header, rows });
  if (!recognised.ok) return { problem: recognised.failure };
  const areas = await areaCodeIndex(transaction);
  const places = placesIn(areas);
  if (recognised.value.id === 'lait') {
    const reader = laitRowReader({ header, places });
    const undeclaredColumns = laitUndeclaredColumns(header);
    return {
      definition: recognised.value,
      reader,
      columns: laitColumns,
      undeclaredColumns,
      newCodes: [],
      places,
      areas,
    };
  }
  const meta = await metaOf(opened);
  const layout = tableLayout({ definition: recognised.value, header, unnamedColumns, rows, meta, publishedOn });
  const divided = layout.dividingColumns.length > 0;
  const definition = divided ? dividedDataset(recognised.value, source.name) : recognised.value;
  const needsUrns = layout.positions.laEstab < 0 && layout.positions.urn >= 0;
  const laEstabByUrn = needsUrns ? await readLaEstabs(transaction) : new Map<number, number>();
  const reader = rowReader({ definition, header, layout, places, publishedOn, laEstabByUrn });
  const { columns, undeclaredColumns, newCodes } = layout;
  return { definition, reader, columns, undeclaredColumns, newCodes, places, areas };
}

/** A description that cannot be read is passed over: the table's own values say nearly as much. */
async function metaOf({ source }: OpenedImport): Promise<EesMeta | undefined> {
  if (!source.meta) return undefined;
  const meta = await readEesMeta(source.meta.open(), { name: source.meta.name });
  return meta.ok ? meta.value : undefined;
}

async function* withFirst(first: RecordBatch, rest: AsyncIterator<RecordBatch>): AsyncGenerator<RecordBatch> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* stagedLines(
  { source, onRows }: OpenedImport,
  { reader }: TableReading,
  tally: Tally,
  batches: AsyncIterable<RecordBatch>,
): AsyncGenerator<string> {
  const file = source.name;
  for await (const { records, faults } of batches) {
    let lines = '';
    for (const { line, value, reason } of faults) tally.problems.push({ file, line, column: '', value, reason });
    for (const record of records) {
      const reading = reader.read(record);
      if (typeof reading === 'string') {
        lines += reading;
        tally.staged += 1;
      } else {
        const { verdict, ...problem } = reading;
        tally[verdict] += 1;
        tally.problems.push({ file, line: record.line, ...problem });
      }
    }
    tally.rejected += faults.length;
    tally.read += records.length + faults.length;
    onRows(records.length + faults.length);
    if (lines !== '') yield lines;
  }
}

/** Enters the areas that no list we hold has, and gives their codes and names. */
async function registerAreas(
  { transaction, source }: OpenedImport,
  { places, areas }: TableReading,
): Promise<readonly string[]> {
  const ids = new Map<number, number>();
  const names: string[] = [];
  for (const { placeholder, printed } of places.unknown) {
    const { level, name, gss, dfe, regionCode } = printed;
    const parentId = areas.resolve(
      level === 'local-authority' ? { level: 'region', gss: regionCode } : { level: 'nation', gss: 'E92000001' },
    );
    const area = await registerUnknownArea(transaction, {
      kind: level,
      name,
      gss,
      dfe,
      parentId,
      source: fileNameOf(source.name),
    });
    areas.learn(area);
    ids.set(placeholder, area.areaId);
    names.push(`${area.code} ${area.name}`);
  }
  await replacePlaceholders(transaction, ids);
  return names;
}

/** Stores what is new, holds what contradicts, and counts. */
async function settle(opened: OpenedImport, reading: TableReading, tally: Tally): Promise<RowCounts> {
  const { transaction, source, publishedOn, publishedOnBasis, sha256, effects, options } = opened;
  const dataset = reading.definition.id;
  if (opened.earlier) await removeVintage(transaction, opened.earlier.vintageId);
  const vintageId = await insertVintage(transaction, {
    dataset,
    publishedOn,
    publishedOnBasis,
    fileName: fileNameOf(source.name),
    sha256,
    columns: reading.columns,
    undeclaredColumns: reading.undeclaredColumns,
    importedAt: effects.clock.now(),
    demonstration: options.demonstration === true,
  });
  const vintage: StagedVintage = { vintageId, dataset, publishedOn };
  const loaded = await storeStaged(transaction, vintage);
  const taken = loaded === tally.staged ? [] : await takenPlaces(transaction, vintage);
  const contradicting = taken.filter((place) => !place.same);
  for (const place of contradicting) tally.problems.push(heldProblem(opened, place, vintageId));
  const counts: RowCounts = {
    read: tally.read,
    loaded,
    known: taken.length - contradicting.length,
    held: tally.held + contradicting.length,
    rejected: tally.rejected,
  };
  if (!isBalanced(counts)) throw new Error(`Rows of ${source.name} do not add up: ${JSON.stringify(counts)}`);
  await countVintage(transaction, vintageId, counts);
  return counts;
}

function heldProblem({ source, publishedOn }: OpenedImport, place: TakenPlace, vintageId: number): RowProblem {
  const reason =
    place.vintageId === vintageId
      ? `line ${place.otherLine} of this file gives other figures for the same area, period, phase and group`
      : `the release of ${publishedOn} already holds a different value (${place.fileName}, line ${place.otherLine}); give --published-on to load this file as a later vintage`;
  return { file: source.name, line: place.line, column: '', value: '', reason };
}

async function writeProblems(
  { source, effects }: OpenedImport,
  problems: readonly RowProblem[],
): Promise<string | undefined> {
  if (problems.length === 0) return undefined;
  const ordered = problems.toSorted((left, right) => left.line - right.line);
  return await effects.problemFiles.write(problemsFileStem(source.name), ordered);
}
