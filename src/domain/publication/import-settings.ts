import { importSettingList } from '#domain/area/actions.ts';
import type { SettingListKind } from '#domain/area/model.ts';
import type { RecordBatch } from '#foundation/formats/record-table.ts';
import type { OpenedImport } from './import-file.ts';
import type { FileReport } from './import-model.ts';
import { emptyReport, problemsFileStem } from './import-model.ts';
import { undoSince } from './import-store.ts';

const titles: Readonly<Record<SettingListKind, string>> = {
  gias: 'List of schools (Get Information about Schools)',
  census: 'List of schools (school census)',
  'gias-links': 'Links between schools (Get Information about Schools)',
};

/** Hands a list of settings to the room that keeps them, and reports as for any other file. */
export async function importSettings(opened: OpenedImport, kind: SettingListKind): Promise<FileReport> {
  const { transaction, source, table, effects, options } = opened;
  const file = source.name;
  const batches = toldOf(table.batches, opened.onRows);
  const { problems, unknownAreaCodes, ...counts } = await importSettingList(
    transaction,
    kind,
    batches,
    table.header,
    file,
  );
  if (options.dryRun === true) await undoSince(transaction, 'file');
  const written =
    problems.length === 0
      ? undefined
      : await effects.problemFiles.write(
          problemsFileStem(file),
          problems.map((problem) => ({ file, ...problem })),
        );
  return {
    ...emptyReport(file),
    outcome: counts.loaded > 0 ? 'imported' : counts.known > 0 ? 'already-known' : 'nothing-loaded',
    title: titles[kind],
    counts,
    undeclaredLabels: [...unknownAreaCodes].map(([code, settings]) => `local authority ${code} (${settings} settings)`),
    ...(written === undefined ? {} : { problemsFile: written }),
  };
}

async function* toldOf(
  batches: AsyncIterable<RecordBatch>,
  onRows: (rows: number) => void,
): AsyncGenerator<RecordBatch> {
  for await (const batch of batches) {
    onRows(batch.records.length + batch.faults.length);
    yield batch;
  }
}
