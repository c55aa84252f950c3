import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createGunzip, createInflateRaw } from 'node:zlib';
import { cutShort, damaged, refuse, systemCode } from './file-problems.ts';

/** Guards against archives made to exhaust the machine. */
export interface ArchiveLimits {
  /** Largest decompressed size of one file or entry, in bytes. */
  readonly entryBytes: number;
  /** Largest decompressed size as a multiple of the compressed one, judged once past 64 MiB. */
  readonly ratio: number;
  /** Most entries in one archive. */
  readonly entries: number;
}

/** 4 GiB, 200 times, 10,000 entries. The published files compress 10 to 20 times. */
export const usualLimits: ArchiveLimits = { entryBytes: 4 * 2 ** 30, ratio: 200, entries: 10_000 };

/** What is decompressed. */
interface Compressed {
  /** For messages. */
  readonly name: string;
  readonly limits: ArchiveLimits;
}

const ratioJudgedFrom = 64 * 2 ** 20;

/**
 * Sees through gzip, and passes anything else on as it is, whatever the file is called. Throws `ProblemError` when the
 * content is cut short or damaged, or grows beyond the limits.
 */
export async function* gunzipped(chunks: AsyncIterable<Uint8Array>, about: Compressed): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < 2) {
    const next = await source.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  const whole = rejoined(start, source);
  if (start[0] === 0x1f && start[1] === 0x8b) yield* inflatedBy(createGunzip(), whole, about);
  else yield* whole;
}

/** What a zip entry must turn out to be. */
export interface EntryContent extends Compressed {
  readonly method: 'stored' | 'deflated';
  /** CRC-32 of the decompressed content. */
  readonly checksum: number;
}

/** The content of a zip entry, held against its checksum at the end. */
export async function* entryContent(
  chunks: AsyncIterable<Uint8Array>,
  entry: EntryContent,
): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  const content = entry.method === 'stored' ? chunks : inflatedBy(createInflateRaw(), chunks, entry);
  for await (const chunk of content) {
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (checksum !== entry.checksum) refuse(damaged(entry.name, 'its content does not match its checksum'));
}

async function* rejoined(start: Buffer, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (start.length > 0) yield start;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

type Inflater = ReturnType<typeof createGunzip> | ReturnType<typeof createInflateRaw>;

async function* inflatedBy(
  inflater: Inflater,
  chunks: AsyncIterable<Uint8Array>,
  about: Compressed,
): AsyncGenerator<Uint8Array> {
  const { name, limits } = about;
  let bytesOut = 0;
  // The same failure also ends the loop below, which is where it is reported.
  pipeline(Readable.from(chunks, { objectMode: false }), inflater).catch(() => undefined);
  try {
    for await (const chunk of inflater as AsyncIterable<Buffer>) {
      bytesOut += chunk.length;
      if (bytesOut > limits.entryBytes) refuse(tooLarge(name, limits));
      if (bytesOut > ratioJudgedFrom && bytesOut > limits.ratio * inflater.bytesWritten) refuse(tooLarge(name, limits));
      yield chunk;
    }
  } catch (error) {
    const code = systemCode(error);
    if (code === 'Z_BUF_ERROR') refuse(cutShort(name));
    if (code?.startsWith('Z_')) refuse(damaged(name, 'it cannot be decompressed'));
    throw error;
  }
}

function tooLarge(name: string, limits: ArchiveLimits) {
  const gibibytes = (limits.entryBytes / 2 ** 30).toLocaleString('en-GB', { maximumSignificantDigits: 2 });
  return {
    code: 'expands-too-far',
    message: `${name} grows beyond ${gibibytes} GiB or ${limits.ratio} times its size when it is decompressed.`,
    nextStep: 'No published table does that. Leave it out, or decompress it yourself and import the result.',
  };
}
