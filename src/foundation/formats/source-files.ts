import { basename, join, sep } from 'node:path';
import type { ArchiveLimits } from './decompression.ts';
import { usualLimits } from './decompression.ts';
import type { FileAccess, FileStatus } from './file-access.ts';
import type { NamedKind } from './file-kinds.ts';
import { kindOfName } from './file-kinds.ts';
import { cannotRead, emptyFile, printableName } from './file-problems.ts';
import type { Content, FoundItem, FoundSource, SourceProblem } from './found-source.ts';
import { counted, foundSource, isZip, sourceMeta } from './found-source.ts';
import { dayInPath } from './published-on.ts';
import { fileAtRandom } from './random-access.ts';
import { WalkTally } from './walk-tally.ts';
import { zipContents } from './zip-contents.ts';

/** What a walk needs: the files, and limits for archives where the usual ones do not fit. */
export interface WalkEffects {
  readonly files: FileAccess;
  readonly limits?: Partial<ArchiveLimits>;
}

interface Walk {
  readonly files: FileAccess;
  readonly limits: ArchiveLimits;
  readonly tally: WalkTally;
  /** Identities of what was already walked: keeps a link from leading in a circle, and a file from coming twice. */
  readonly seen: Set<string>;
}

interface NamedContent {
  readonly fileName: string;
  /** The folder and what stands before `.csv`: a table and its description share it. */
  readonly stem: string;
  readonly kind: NamedKind;
  readonly content: Content;
}

/**
 * Walks files and folders in name order and yields what can be imported. Folders are entered, links followed but never
 * in a circle, `.zip` archives opened as if they were folders, `.gz` seen through, a `.meta.csv` joined to its data.
 * A path with nothing to import yields one problem that says what was there instead. Never throws for a bad file.
 */
export async function* findSources(paths: readonly string[], effects: WalkEffects): AsyncGenerator<FoundItem> {
  const limits = { ...usualLimits, ...effects.limits };
  const seen = new Set<string>();
  for (const path of paths) {
    const walk = { files: effects.files, limits, seen, tally: new WalkTally(printableName(path)) };
    const status = await statusOf(path, walk);
    if ('problem' in status) {
      yield status;
      continue;
    }
    for await (const item of walkPath(path, status, walk)) yield walk.tally.noted(item);
    yield* walk.tally.closing(status.kind);
  }
}

async function* walkPath(path: string, status: FileStatus, walk: Walk): AsyncGenerator<FoundItem> {
  if (status.kind === 'folder') {
    yield* walkFolder(path, status, walk);
    return;
  }
  const file = namedFile(path, status, walk);
  if (!file) return;
  const sibling = file.kind.kind === 'csv' ? await siblingMeta(path, walk) : undefined;
  yield* sourcesOf(sibling ? [sibling, file] : [file], walk);
}

async function* walkFolder(folder: string, status: FileStatus, walk: Walk): AsyncGenerator<FoundItem> {
  if (walk.seen.has(status.identity)) return;
  walk.seen.add(status.identity);
  const names = await listed(folder, walk);
  if ('problem' in names) {
    yield names;
    return;
  }
  const folders: { readonly path: string; readonly status: FileStatus }[] = [];
  const contents: NamedContent[] = [];
  for (const name of names) {
    if (kindOfName(name).kind === 'system') continue;
    const path = join(folder, name);
    const found = await statusOf(path, walk);
    if ('problem' in found) {
      yield found;
      continue;
    }
    if (found.kind === 'folder') folders.push({ path, status: found });
    else contents.push(...[namedFile(path, found, walk)].filter((file) => file !== undefined));
  }
  yield* sourcesOf(contents, walk);
  for (const inner of folders) yield* walkFolder(inner.path, inner.status, walk);
}

/** A file ready to be sorted, unless it came before or is no file (a device, a pipe). */
function namedFile(path: string, status: FileStatus, walk: Walk): NamedContent | undefined {
  if (walk.seen.has(status.identity)) {
    walk.tally.cameBefore();
    return undefined;
  }
  walk.seen.add(status.identity);
  if (status.kind === 'other') {
    walk.tally.leaveAlone(path, { one: 'a device or pipe', many: 'devices or pipes' });
    return undefined;
  }
  return named(path, fileContent(path, status, walk.files));
}

function fileContent(path: string, status: FileStatus, files: FileAccess): Content {
  const day = dayInPath(path.split(sep)) ?? dayInPath(status.identity.split(sep));
  return {
    name: printableName(path),
    sizeBytes: status.sizeBytes,
    ...(day ? { publishedOnHint: { day, basis: 'path' } } : {}),
    stored: (count) => counted(files.read(path), count),
    atRandom: () => fileAtRandom(files, path, status.sizeBytes),
  };
}

function named(path: string, content: Content): NamedContent {
  return {
    fileName: path,
    stem: path.replace(/\.gz$/i, '').replace(/(?:\.meta)?\.(?:csv|tsv)$/i, ''),
    kind: kindOfName(basename(path)),
    content,
  };
}

/** What a folder or an archive holds: tables joined to their descriptions, archives opened, the rest tallied. */
async function* sourcesOf(contents: readonly NamedContent[], walk: Walk): AsyncGenerator<FoundItem> {
  const metas = new Map(contents.filter(({ kind }) => kind.kind === 'meta').map((meta) => [meta.stem, meta.content]));
  const described = new Set(contents.filter(({ kind }) => kind.kind === 'csv').map(({ stem }) => stem));
  for (const { fileName, stem, kind, content } of contents) {
    if (kind.kind === 'zip' || (kind.kind === 'csv' && (await isZip(content)))) yield* walkZip(fileName, content, walk);
    else if (kind.kind === 'csv' || kind.kind === 'parquet') yield dataItem(content, kind.kind, metas.get(stem), walk);
    else if (kind.kind === 'other') walk.tally.leaveAlone(content.name, kind);
    else if (!described.has(stem)) walk.tally.leaveAlone(content.name, strayDescription);
  }
}

const strayDescription = { one: 'a description without its table', many: 'descriptions without their tables' };

function dataItem(content: Content, kind: FoundSource['kind'], meta: Content | undefined, walk: Walk): FoundItem {
  if (content.sizeBytes === 0) return { kind: 'problem', name: content.name, problem: emptyFile(content.name) };
  return foundSource(content, kind, walk.limits, meta && sourceMeta(meta, walk.limits));
}

async function* walkZip(path: string, archive: Content, walk: Walk): AsyncGenerator<FoundItem> {
  if (!archive.atRandom) {
    walk.tally.leaveAlone(archive.name, { one: 'an archive inside an archive', many: 'archives inside archives' });
    return;
  }
  const contents = await zipContents(path, archive, walk);
  if (!contents.ok) {
    yield { kind: 'problem', name: archive.name, problem: contents.failure };
    return;
  }
  if (contents.value.some(({ entryName }) => entryName === '[Content_Types].xml')) {
    walk.tally.leaveAlone(archive.name, { one: 'a spreadsheet', many: 'spreadsheets' });
    return;
  }
  const readable = contents.value.filter(({ entryName }) => entryName.split('/').every(isWorthReading));
  yield* sourcesOf(
    readable.map(({ entryName, content }) => named(entryName, content)),
    walk,
  );
}

function isWorthReading(name: string): boolean {
  return name === '..' || name === '.' || kindOfName(name).kind !== 'system';
}

/** A table given by itself still has its description beside it. */
async function siblingMeta(path: string, walk: Walk): Promise<NamedContent | undefined> {
  const metaPath = `${path.replace(/\.gz$/i, '').replace(/\.(?:csv|tsv)$/i, '')}.meta.csv`;
  const status = await statusOf(metaPath, walk);
  return 'problem' in status || status.kind !== 'file' ? undefined : namedFile(metaPath, status, walk);
}

async function statusOf(path: string, walk: Walk): Promise<FileStatus | SourceProblem> {
  try {
    return await walk.files.status(path);
  } catch (error) {
    return unreadable(path, error);
  }
}

async function listed(folder: string, walk: Walk): Promise<readonly string[] | SourceProblem> {
  try {
    return (await walk.files.list(folder)).toSorted();
  } catch (error) {
    return unreadable(folder, error);
  }
}

function unreadable(path: string, error: unknown): SourceProblem {
  const name = printableName(path);
  return { kind: 'problem', name, problem: cannotRead(name, error) };
}
