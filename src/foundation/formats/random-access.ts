import type { FileAccess } from './file-access.ts';
import { refuse } from './file-problems.ts';

/** Bytes by position, for a format that is read from its end. */
export interface RandomAccess {
  readonly byteLength: number;
  /** Bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** A file's bytes by position. */
export function fileAtRandom(files: FileAccess, path: string, byteLength: number): RandomAccess {
  return { byteLength, read: (start, end) => gathered(files.read(path, { start, end })) };
}

/** Holds a whole content in memory. Throws `ProblemError` beyond `mostBytes`. */
export async function heldAtRandom(
  chunks: AsyncIterable<Uint8Array>,
  options: { readonly name: string; readonly mostBytes: number },
): Promise<RandomAccess> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > options.mostBytes) {
      refuse({
        code: 'unpack-first',
        message: `${options.name} is a large Parquet file inside an archive, and cannot be read from there.`,
        nextStep: 'Unpack the archive and import the Parquet file itself.',
      });
    }
    parts.push(chunk);
  }
  const held = Buffer.concat(parts);
  return { byteLength: held.length, read: (start, end) => Promise.resolve(held.subarray(start, end)) };
}

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
