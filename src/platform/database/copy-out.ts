import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** Of PostgreSQL's binary COPY: what comes before the first row, and the count of columns that ends the last. */
const headerBytes = 19;
const columnsBytes = 2;
const lengthBytes = 4;
const noMoreRows = -1;

/** Bytes that what is copied out is gathered in, again and again: grows to the most that ever came. */
export interface CopyRoom {
  bytes: Buffer;
}

/** Room for what is copied out; nothing is taken until something comes. */
export function copyRoom(): CopyRoom {
  return { bytes: Buffer.alloc(0) };
}

/**
 * The rows that a `COPY (SELECT …) TO STDOUT (FORMAT binary)` answers, each column as PostgreSQL sends it (big-endian), up
 * to 1 GB a column; empty when it is null. For few rows of large columns: the driver reads results as text, in which
 * bytes are twice as long and have to be decoded. Columns lie in `room`, and are void when it is used again.
 */
export async function copyRows(
  client: pg.ClientBase,
  statement: string,
  room: CopyRoom,
): Promise<readonly (readonly Buffer[])[]> {
  const stream = client.query(copyTo(statement, { highWaterMark: 1 << 20 }));
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    if (length + chunk.length > room.bytes.length) grow(room, length + chunk.length);
    room.bytes.set(chunk, length);
    length += chunk.length;
  });
  await new Promise<void>((resolve, reject) => void stream.once('end', resolve).once('error', reject));
  return rowsIn(room.bytes.subarray(0, length));
}

function grow(room: CopyRoom, least: number): void {
  const larger = Buffer.allocUnsafeSlow(Math.max(2 * room.bytes.length, least, 1 << 20));
  larger.set(room.bytes);
  room.bytes = larger;
}

function rowsIn(bytes: Buffer): readonly (readonly Buffer[])[] {
  const rows: Buffer[][] = [];
  for (let at = headerBytes; at < bytes.length; ) {
    const columns = bytes.readInt16BE(at);
    at += columnsBytes;
    if (columns === noMoreRows) break;
    const row: Buffer[] = [];
    for (let column = 0; column < columns; column += 1) {
      const length = Math.max(0, bytes.readInt32BE(at));
      at += lengthBytes;
      row.push(bytes.subarray(at, at + length));
      at += length;
    }
    rows.push(row);
  }
  return rows;
}
