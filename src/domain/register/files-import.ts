import { keepers } from '#domain/roll/keeper-store.ts';
import type { Keeper } from '#domain/roll/model.ts';
import type { FoundItem, FoundSource } from '#foundation/formats/found-source.ts';
import { findSources } from '#foundation/formats/source-files.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { keepingRegisters } from '#platform/access/categories.ts';
import type { SettingScope } from '#platform/access/scope.ts';
import { saveSupplierMapping, supplierMapping, together } from './files-mapping-store.ts';
import type { FileOutcome, FilesAsked, FilesEffects, FilesReport, SupplierMapping } from './files-model.ts';
import { addFileCounts, noMapping, nothingRead } from './files-model.ts';

/** What reads one file, once it is known for whom and how it is laid out. */
export type ImportOne = (source: FoundSource, asked: ImportAsked, effects: FilesEffects) => Promise<FileOutcome>;

/** Everything one file's import is told. */
export interface ImportAsked extends FilesAsked {
  readonly keeper: Keeper;
  readonly scope: SettingScope;
  /** Hears how many rows were read since it was told last. */
  readonly onRows: (rows: number) => void;
}

/**
 * Imports files for one setting, one after the other. What was said of a supplier's layout is remembered when a file could
 * be read with it. Throws `setting-not-found`, and a fault of ours or of the database.
 */
export async function importFiles(
  asked: FilesAsked,
  purpose: 'registers' | 'roll',
  importOne: ImportOne,
  effects: FilesEffects,
): Promise<FilesReport> {
  const started = performance.now();
  const { database, clock } = effects;
  const [keeper] = await keepers(database, { urn: asked.urn });
  if (!keeper) throw new ProblemError(noSetting(asked.urn));
  const remembered =
    asked.supplier === undefined ? noMapping : await supplierMapping(database, asked.supplier, purpose);
  const mapping = together(remembered, asked.mapping);
  const { sources, files } = await lookThrough(asked.paths, effects);
  const totalBytes = sources.reduce((sum, source) => sum + source.sizeBytes, 0);
  const own = scopeFor(keeper, asked);
  const scope = effects.withTrail?.(own) ?? own;
  let [rows, before] = [0, 0];
  for (const source of sources) {
    const onRows = (more: number): void => {
      rows += more;
      effects.onProgress?.({ file: source.name, rows, bytes: before + source.bytesRead(), totalBytes });
    };
    files.push(await importOne(source, { ...asked, mapping, keeper, scope, onRows }, effects));
    before += source.sizeBytes;
  }
  const { supplier, dryRun } = asked;
  if (
    supplier !== undefined &&
    !dryRun &&
    files.some(({ problem }) => problem === undefined) &&
    isGiven(asked.mapping)
  ) {
    await saveSupplierMapping(database, { supplier, purpose }, mapping, clock.now());
  }
  const totals = files.map(({ counts }) => counts).reduce(addFileCounts, nothingRead);
  return { dryRun, files, totals, seconds: (performance.now() - started) / 1000 };
}

function isGiven({ headings, codes }: SupplierMapping): boolean {
  return Object.keys(headings).length + Object.keys(codes).length > 0;
}

/** Whoever imports a file at the command line acts for the setting, and is named so in its registers. */
function scopeFor({ settingId, name }: Keeper, { supplier }: FilesAsked): SettingScope {
  const actor = supplier === undefined ? `File import, ${name}` : `File import, ${supplier}`;
  return {
    kind: 'setting',
    settings: [settingId],
    ...keepingRegisters,
    actor,
    purpose: 'Importing files of this setting',
  };
}

async function lookThrough(paths: readonly string[], { files }: FilesEffects) {
  const items: FoundItem[] = [];
  for await (const item of findSources(paths, { files })) items.push(item);
  return {
    sources: items.filter((item) => item.kind === 'csv' || item.kind === 'parquet'),
    files: items.filter((item) => item.kind === 'problem').map((item) => refusedFile(item.name, item.problem)),
  };
}

/** A file of which nothing was taken. */
export function refusedFile(file: string, problem: Problem): FileOutcome {
  return { file, changed: 0, counts: nothingRead, problem };
}

function noSetting(urn: number): Problem {
  return {
    code: 'setting-not-found',
    message: `No setting with the URN ${urn} keeps its registers here.`,
    nextStep: 'Check the URN. Begin to keep a setting’s registers with: npx headwater registers begin --help',
  };
}
