import { printedCount } from '#foundation/kernel/count-words.ts';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { cutShort, damaged } from './file-problems.ts';
import type { RandomAccess } from './random-access.ts';

/**
 * One file in a zip archive, as its directory describes it (PKWARE APPNOTE 6.3.10, §4.3.12). Sizes are claims; the reader
 * holds the content to its own limits.
 */
export interface ZipEntry {
  /** As written, perhaps with folders, perhaps hostile: never a path on this machine. */
  readonly name: string;
  readonly compressedBytes: number;
  readonly checksum: number;
  /** 0 stored, 8 deflated; others cannot be read. */
  readonly method: number;
  readonly encrypted: boolean;
  /** The day it was last changed, by the clock of whoever made the archive. */
  readonly modifiedOn?: PlainDate;
  /** Where its own header starts. */
  readonly headerAt: number;
}

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locator64Signature = 0x07064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const locator64Bytes = 20;
const entryBytes = 46;
const localBytes = 30;
const longestComment = 65_535;
const largestDirectory = 16 * 2 ** 20;
const saturated32 = 0xffffffff;

/** Reads an archive's directory, folders left out. Fails when the archive is cut short, damaged, or no archive. */
export async function zipDirectory(
  file: RandomAccess,
  options: { readonly name: string; readonly mostEntries: number },
): Promise<Result<ZipEntry[], Problem>> {
  const { name } = options;
  const end = await directoryEnd(file);
  if (!end) return failure(await withoutEnd(file, name));
  if (end.entries > options.mostEntries || end.bytes > largestDirectory) return failure(tooMany(name, end.entries));
  if (end.at + end.bytes > file.byteLength) return failure(damaged(name, 'its directory lies outside it'));
  const entries = parseEntries(Buffer.from(await file.read(end.at, end.at + end.bytes)), end.entries);
  if (!entries) return failure(damaged(name, 'its directory cannot be read'));
  if (overlap(entries, end.at)) return failure(damaged(name, 'its entries lie over one another'));
  return success(entries.filter((entry) => !entry.name.endsWith('/')));
}

/** Where an entry's compressed content lies: from `start` up to, not including, `end`. `undefined` when it is damaged. */
export async function entryRange(
  file: RandomAccess,
  entry: ZipEntry,
): Promise<{ readonly start: number; readonly end: number } | undefined> {
  const header = Buffer.from(await file.read(entry.headerAt, entry.headerAt + localBytes));
  if (header.length < localBytes || header.readUInt32LE(0) !== localSignature) return undefined;
  const start = entry.headerAt + localBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
  const end = start + entry.compressedBytes;
  return end <= file.byteLength ? { start, end } : undefined;
}

interface DirectoryEnd {
  readonly entries: number;
  readonly bytes: number;
  readonly at: number;
}

async function directoryEnd(file: RandomAccess): Promise<DirectoryEnd | undefined> {
  const tailAt = Math.max(0, file.byteLength - endBytes - longestComment - locator64Bytes);
  const tail = Buffer.from(await file.read(tailAt, file.byteLength));
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    // The signature can also occur in the comment; the real one's comment ends with the file.
    if (tail.readUInt32LE(at) !== endSignature || at + endBytes + tail.readUInt16LE(at + 20) !== tail.length) continue;
    const plain = {
      entries: tail.readUInt16LE(at + 10),
      bytes: tail.readUInt32LE(at + 12),
      at: tail.readUInt32LE(at + 16),
    };
    const saturated = plain.entries === 0xffff || plain.bytes === saturated32 || plain.at === saturated32;
    return saturated ? ((await directoryEnd64(file, tail, at)) ?? plain) : plain;
  }
  return undefined;
}

async function directoryEnd64(file: RandomAccess, tail: Buffer, endAt: number): Promise<DirectoryEnd | undefined> {
  const locatorAt = endAt - locator64Bytes;
  if (locatorAt < 0 || tail.readUInt32LE(locatorAt) !== locator64Signature) return undefined;
  const recordAt = Number(tail.readBigUInt64LE(locatorAt + 8));
  if (recordAt + 56 > file.byteLength) return undefined;
  const record = Buffer.from(await file.read(recordAt, recordAt + 56));
  if (record.readUInt32LE(0) !== end64Signature) return undefined;
  return {
    entries: Number(record.readBigUInt64LE(32)),
    bytes: Number(record.readBigUInt64LE(40)),
    at: Number(record.readBigUInt64LE(48)),
  };
}

async function withoutEnd(file: RandomAccess, name: string): Promise<Problem> {
  const start = Buffer.from(await file.read(0, Math.min(4, file.byteLength)));
  if (start.length === 4 && start.readUInt32LE(0) === localSignature) return cutShort(name);
  return {
    code: 'not-a-zip',
    message: `${name} is not a zip archive, although its name says so.`,
    nextStep: 'Download it again, or give it the ending that says what it is.',
  };
}

function parseEntries(directory: Buffer, count: number): ZipEntry[] | undefined {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < count) {
    if (at + entryBytes > directory.length || directory.readUInt32LE(at) !== entrySignature) return undefined;
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraAt = at + entryBytes + nameBytes;
    const extraEnd = extraAt + directory.readUInt16LE(at + 30);
    const next = extraEnd + directory.readUInt16LE(at + 32);
    if (next > directory.length) return undefined;
    entries.push(parseEntry(directory.subarray(at, extraAt), directory.subarray(extraAt, extraEnd)));
    at = next;
  }
  return entries;
}

function parseEntry(fixed: Buffer, extra: Buffer): ZipEntry {
  const flags = fixed.readUInt16LE(8);
  const printed = {
    full: fixed.readUInt32LE(24),
    compressed: fixed.readUInt32LE(20),
    headerAt: fixed.readUInt32LE(42),
  };
  const { compressed, headerAt } = withZip64(printed, extra);
  const modifiedOn = dosDay(fixed.readUInt16LE(14));
  return {
    name: entryName(fixed.subarray(entryBytes)),
    compressedBytes: compressed,
    checksum: fixed.readUInt32LE(16),
    method: fixed.readUInt16LE(10),
    encrypted: (flags & 1) === 1,
    ...(modifiedOn ? { modifiedOn } : {}),
    headerAt,
  };
}

/** Sizes beyond 32 bits follow in an extra field, in this order, each only where the plain one is saturated. */
function withZip64<Sizes extends { full: number; compressed: number; headerAt: number }>(sizes: Sizes, extra: Buffer) {
  const large = { full: sizes.full, compressed: sizes.compressed, headerAt: sizes.headerAt };
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let from = at + 4;
    for (const field of ['full', 'compressed', 'headerAt'] as const) {
      if (large[field] !== saturated32 || from + 8 > extra.length) continue;
      large[field] = Number(extra.readBigUInt64LE(from));
      from += 8;
    }
  }
  return large;
}

function entryName(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? bytes.toString('latin1') : text;
}

/** MS-DOS days start in 1980; its first day is what archivers write when they were told no day. */
function dosDay(packed: number): PlainDate | undefined {
  const year = 1980 + (packed >> 9);
  const month = String((packed >> 5) & 15).padStart(2, '0');
  const day = PlainDate.safeParse(`${year}-${month}-${String(packed & 31).padStart(2, '0')}`);
  return day.success && year > 1980 ? day.data : undefined;
}

/** Entries that share bytes make a small archive expand without end; an honest archive has none. */
function overlap(entries: readonly ZipEntry[], directoryAt: number): boolean {
  const sorted = entries.toSorted((left, right) => left.headerAt - right.headerAt);
  return sorted.some((entry, index) => {
    const limit = sorted[index + 1]?.headerAt ?? directoryAt;
    return entry.headerAt + localBytes + entry.compressedBytes > limit;
  });
}

function tooMany(name: string, entries: number): Problem {
  return {
    code: 'too-many-entries',
    message: `${name} says it holds ${printedCount(entries)} files.`,
    nextStep: 'Unpack it and import only the tables.',
  };
}
