import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** Of PostgreSQL's binary COPY: what comes before the first row, and the count of columns that ends the last. */
const headerBytes = 19;
const columnsBytes = 2;
const lengthBytes = 4;
const noMoreRows = -1;

/**
 * The rows that a `COPY (SELECT …) TO STDOUT (FORMAT binary)` answers, each column as PostgreSQL sends it (big-endian), up
 * to 1 GB a column; empty when it is null. For few rows of large columns: the driver reads results as text, in which
 * bytes are twice as long and have to be decoded.
 */
export async function copyRows(client: pg.ClientBase, statement: string): Promise<readonly (readonly Buffer[])[]> {
  const stream = client.query(copyTo(statement, { highWaterMark: 1 << 20 }));
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve, reject) => void stream.once('end', resolve).once('error', reject));
  const bytes = Buffer.concat(chunks);
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
