import type { FoundItem, FoundSource } from '#foundation/formats/found-source.ts';
import { findSources } from '#foundation/formats/source-files.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { failedReport, importFile } from './import-file.ts';
import type { FileReport, ImportEffects, ImportOptions, ImportReport, LeftAloneReport } from './import-model.ts';
import { addCounts, noRows } from './import-model.ts';
import { freshenStatistics } from './import-store.ts';
import type { PublishedOnBasis } from './model.ts';
import { notRecognisedCode } from './recognise.ts';

/**
 * Imports files and folders, one file after the other, each in a transaction of its own: interrupted at any moment and
 * run again, it ends in the same state. Rejects only for a fault of ours or of the database.
 */
export async function importPaths(
  paths: readonly string[],
  options: ImportOptions,
  effects: ImportEffects,
): Promise<ImportReport> {
  const started = performance.now();
  const { sources, files, leftAlone } = await lookThrough(paths, effects);
  const totalBytes = sources.reduce((sum, source) => sum + source.sizeBytes, 0);
  let [rows, bytesBefore] = [0, 0];
  for (const source of sources) {
    const report = await importFile({
      source,
      options,
      effects,
      ...publicationOf(source, options, effects.clock),
      onRows: (more) => {
        rows += more;
        effects.onProgress?.({ file: source.name, rows, bytes: bytesBefore + source.bytesRead(), totalBytes });
      },
    });
    bytesBefore += source.sizeBytes;
    files.push(report);
  }
  if (files.some((file) => file.outcome === 'imported')) await freshenStatistics(effects.database);
  const passedOver = files.filter((file) => isBesideData(file, files, paths));
  return {
    dryRun: options.dryRun === true,
    files: files.filter((file) => !passedOver.includes(file)),
    leftAlone: [...leftAlone, ...passedOver.map(({ file }) => ({ path: file, summary: notATable }))],
    totals: files.map((file) => file.counts).reduce(addCounts, noRows),
    seconds: (performance.now() - started) / 1000,
  };
}

/** The day a source's figures were known, and how we know: said, in the path, in the archive, or the day of import. */
function publicationOf(
  source: Pick<FoundSource, 'publishedOnHint'>,
  options: Pick<ImportOptions, 'publishedOn'>,
  clock: Pick<Clock, 'today'>,
): { readonly publishedOn: PlainDate; readonly publishedOnBasis: PublishedOnBasis } {
  if (options.publishedOn !== undefined) return { publishedOn: options.publishedOn, publishedOnBasis: 'given' };
  const hint = source.publishedOnHint;
  return hint
    ? { publishedOn: hint.day, publishedOnBasis: hint.basis }
    : { publishedOn: clock.today(), publishedOnBasis: 'received' };
}

const notATable = 'it is not a table of figures or a list of schools';

/** Releases come with guidance and dictionaries as CSV: in a folder that also holds figures they are no failure. */
function isBesideData(report: FileReport, all: readonly FileReport[], paths: readonly string[]): boolean {
  if (report.problem?.code !== notRecognisedCode || paths.includes(report.file)) return false;
  const given = paths.find((path) => report.file.startsWith(path));
  return given !== undefined && all.some((other) => other.file.startsWith(given) && other.outcome !== 'failed');
}

interface Found {
  readonly sources: readonly FoundSource[];
  readonly files: FileReport[];
  readonly leftAlone: readonly LeftAloneReport[];
}

/** Everything the paths lead to, before any of it is read, so that progress knows its end. */
async function lookThrough(paths: readonly string[], { files }: ImportEffects): Promise<Found> {
  const items: FoundItem[] = [];
  for await (const item of findSources(paths, { files })) items.push(item);
  return {
    sources: items.filter((item) => item.kind === 'csv' || item.kind === 'parquet'),
    files: items.flatMap((item) => (item.kind === 'problem' ? [failedReport(item.name, item.problem)] : [])),
    leftAlone: items.flatMap((item) =>
      item.kind === 'left-alone' ? [{ path: item.name, summary: item.summary }] : [],
    ),
  };
}
