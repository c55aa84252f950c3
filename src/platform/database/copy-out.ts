import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** Rows of a `COPY … TO STDOUT (FORMAT binary)`, whole, in the order in which the server sent them. */
export interface CopiedRows {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Byte in which each row starts: at the length of its first column. */
  readonly starts: Uint32Array;
}

const headerBytes = 19;

/**
 * Sends a COPY and gathers its rows. `width` is how many bytes the columns before the last take, their lengths of four
 * bytes each included: every column but the last is of a fixed length and never null.
 */
export async function copyOut(client: pg.ClientBase, statement: string, width: number): Promise<CopiedRows> {
  const stream = client.query(copyTo(statement, { highWaterMark: 1 << 20 }));
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve, reject) => void stream.once('end', resolve).once('error', reject));
  const bytes = Buffer.concat(chunks);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, starts: rowStarts(view, width, stream.rowCount) };
}

/** Two bytes say how many columns follow; -1 ends it all. */
function rowStarts(view: DataView, width: number, expected: number): Uint32Array {
  const starts: number[] = [];
  for (let at = headerBytes; at + 2 < view.byteLength && view.getInt16(at) >= 0; ) {
    starts.push(at + 2);
    at += 2 + width;
    at += 4 + Math.max(0, view.getInt32(at));
  }
  if (expected > 0 && starts.length !== expected)
    throw new Error('The rows copied are not of the width they were asked in');
  return Uint32Array.from(starts);
}
