import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { ArchiveLimits } from './decompression.ts';
import { gunzipped } from './decompression.ts';
import { cannotRead, isSystemError, refuse } from './file-problems.ts';
import type { RandomAccess } from './random-access.ts';
import { heldAtRandom } from './random-access.ts';

/** A day in the file's name or in a folder's (`path`), or else the day the archive says the entry was changed. */
export interface PublishedOnHint {
  readonly day: PlainDate;
  readonly basis: 'path' | 'archive';
}

/** A `.meta.csv` that describes a data file beside it. */
export interface SourceMeta {
  readonly name: string;
  open(): AsyncIterable<Uint8Array>;
}

interface SourceBase {
  /** For people: the path as given, and `archive.zip!entry` for an archive's entry. Control characters are replaced. */
  readonly name: string;
  readonly publishedOnHint?: PublishedOnHint;
  readonly meta?: SourceMeta;
  /** Compressed size in bytes: what `bytesRead` runs up to. */
  readonly sizeBytes: number;
  /** Compressed bytes taken so far by the latest `open` or `randomAccess`. */
  bytesRead(): number;
  /** The content, decompressed. Can be opened again. Throws `ProblemError` when the file is damaged or cut short. */
  open(): AsyncIterable<Uint8Array>;
}

/** Comma, tab or semicolon separated text. */
export interface CsvSource extends SourceBase {
  readonly kind: 'csv';
}

/** A Parquet file. */
export interface ParquetSource extends SourceBase {
  readonly kind: 'parquet';
  /** Throws `ProblemError` when it is inside an archive and too large to hold (64 MiB). */
  randomAccess(): Promise<RandomAccess>;
}

/** A file that can be read as rows. */
export type FoundSource = CsvSource | ParquetSource;

/** Something wrong with one path or one file; the others are still worth reading. */
export interface SourceProblem {
  readonly kind: 'problem';
  readonly name: string;
  readonly problem: Problem;
}

/** Files beside the sources that are no data, told once per path given. */
export interface LeftAlone {
  readonly kind: 'left-alone';
  readonly name: string;
  /** `2 are spreadsheets and 1 is a picture`. */
  readonly summary: string;
  readonly files: readonly { readonly name: string; readonly what: string }[];
}

/** What a walk comes upon. */
export type FoundItem = FoundSource | SourceProblem | LeftAlone;

/** A file or an archive's entry before anyone knows what to do with it. */
export interface Content {
  readonly name: string;
  readonly sizeBytes: number;
  readonly publishedOnHint?: PublishedOnHint;
  /** The stored bytes with the archive's own compression undone; `count` hears the size of each stored piece. */
  stored(count: (bytes: number) => void): AsyncIterable<Uint8Array>;
  /** The stored bytes by position; absent where only a stream is to be had. */
  atRandom?(): RandomAccess;
}

const mostHeldBytes = 64 * 2 ** 20;

/** Makes a source of a content. */
export function foundSource(
  content: Content,
  kind: FoundSource['kind'],
  limits: ArchiveLimits,
  meta: SourceMeta | undefined,
): FoundSource {
  const { name, sizeBytes } = content;
  let bytesRead = 0;
  const open = () => {
    let bytes = 0;
    return decompressed(content, limits, (more) => {
      bytes += more;
      bytesRead = bytes;
    });
  };
  const base = {
    name,
    sizeBytes,
    ...(content.publishedOnHint ? { publishedOnHint: content.publishedOnHint } : {}),
    ...(meta ? { meta } : {}),
    bytesRead: () => bytesRead,
    open,
  };
  if (kind === 'csv') return { ...base, kind };
  return {
    ...base,
    kind,
    randomAccess: () => {
      bytesRead = 0;
      return parquetAtRandom(content, open, (more) => {
        bytesRead = Math.min(sizeBytes, bytesRead + more);
      });
    },
  };
}

/** As it lies on the disk, or unpacked into memory when something is wrapped around it. */
async function parquetAtRandom(
  content: Content,
  open: SourceBase['open'],
  count: (bytes: number) => void,
): Promise<RandomAccess> {
  const file = content.atRandom?.();
  if (!file || !(await startsWith(content, parquetMark))) {
    return await heldAtRandom(open(), { name: content.name, mostBytes: mostHeldBytes });
  }
  return {
    byteLength: file.byteLength,
    read: async (start, end) => {
      count(end - start);
      return await file.read(start, end);
    },
  };
}

const parquetMark = [0x50, 0x41, 0x52, 0x31];
const zipMark = [0x50, 0x4b, 0x03, 0x04];

/** Whether a file is a zip archive whatever its name says: some are published as `.csv.gz`. */
export function isZip(content: Content): Promise<boolean> {
  return startsWith(content, zipMark);
}

/** False for an entry of an archive, and for a file that cannot be read: opening it will say why. */
async function startsWith(content: Content, mark: readonly number[]): Promise<boolean> {
  const start = await content
    .atRandom?.()
    .read(0, mark.length)
    .catch(() => undefined);
  return start !== undefined && mark.every((byte, at) => start[at] === byte);
}

/** Makes a description of a content. */
export function sourceMeta(content: Content, limits: ArchiveLimits): SourceMeta {
  return { name: content.name, open: () => decompressed(content, limits, () => undefined) };
}

/** Bytes whose count is told as they pass. */
export async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}

async function* decompressed(
  content: Content,
  limits: ArchiveLimits,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* gunzipped(content.stored(count), { name: content.name, limits });
  } catch (error) {
    if (isSystemError(error)) refuse(cannotRead(content.name, error));
    throw error;
  }
}
