import { sep } from 'node:path';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { ArchiveLimits } from './decompression.ts';
import { entryContent } from './decompression.ts';
import type { FileAccess } from './file-access.ts';
import { cannotRead, damaged, emptyFile, printableName, refuse } from './file-problems.ts';
import type { Content, PublishedOnHint } from './found-source.ts';
import { counted } from './found-source.ts';
import { dayInPath } from './published-on.ts';
import type { RandomAccess } from './random-access.ts';
import type { ZipEntry } from './zip-directory.ts';
import { entryRange, zipDirectory } from './zip-directory.ts';

interface Reading {
  readonly files: FileAccess;
  readonly limits: ArchiveLimits;
}

/** An entry's name, for sorting it, and its content. */
export interface ZipContent {
  readonly entryName: string;
  readonly content: Content;
}

/** The files in an archive in name order. Nothing is unpacked: each is read through when it is opened. */
export async function zipContents(
  path: string,
  archive: Content,
  reading: Reading,
): Promise<Result<readonly ZipContent[], Problem>> {
  const file = archive.atRandom?.();
  if (!file || archive.sizeBytes === 0) return failure(emptyFile(archive.name));
  const directory = await readDirectory(file, archive.name, reading.limits);
  if (!directory.ok) return directory;
  return success(
    directory.value
      .toSorted((left, right) => (left.name < right.name ? -1 : 1))
      .map((entry) => ({
        entryName: entry.name.replaceAll('\\', '/'),
        content: entryAsContent(path, entry, { ...reading, file, archiveName: archive.name }),
      })),
  );
}

async function readDirectory(file: RandomAccess, name: string, limits: ArchiveLimits) {
  try {
    return await zipDirectory(file, { name, mostEntries: limits.entries });
  } catch (error) {
    return failure(cannotRead(name, error));
  }
}

interface EntryReading extends Reading {
  readonly file: RandomAccess;
  readonly archiveName: string;
}

function entryAsContent(path: string, entry: ZipEntry, reading: EntryReading): Content {
  const hint = hintOf(path, entry);
  return {
    name: `${reading.archiveName}!${printableName(entry.name)}`,
    sizeBytes: entry.compressedBytes,
    ...(hint ? { publishedOnHint: hint } : {}),
    stored: (count) => storedEntry(path, entry, reading, count),
  };
}

function hintOf(path: string, entry: ZipEntry): PublishedOnHint | undefined {
  const day = dayInPath([...path.split(sep), ...entry.name.split(/[/\\]/)]);
  if (day) return { day, basis: 'path' };
  return entry.modifiedOn ? { day: entry.modifiedOn, basis: 'archive' } : undefined;
}

async function* storedEntry(
  path: string,
  entry: ZipEntry,
  reading: EntryReading,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const name = `${reading.archiveName}!${printableName(entry.name)}`;
  if (entry.encrypted) refuse(withPassword(name));
  if (entry.method !== 0 && entry.method !== 8) refuse(otherMethod(name));
  const range = await entryRange(reading.file, entry);
  if (!range) refuse(damaged(name, 'the archive’s directory points to the wrong place'));
  yield* entryContent(counted(reading.files.read(path, range), count), {
    name,
    limits: reading.limits,
    method: entry.method === 0 ? 'stored' : 'deflated',
    checksum: entry.checksum,
  });
}

function withPassword(name: string): Problem {
  return {
    code: 'password-needed',
    message: `${name} is locked with a password.`,
    nextStep: 'Unpack the archive with its password and import the result.',
  };
}

function otherMethod(name: string): Problem {
  return {
    code: 'unknown-compression',
    message: `${name} is compressed in a way Headwater cannot read.`,
    nextStep: 'Unpack the archive and import the result.',
  };
}
