import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** Of PostgreSQL's binary COPY: what comes before the first row, then how many columns and the first one's length. */
const headerBytes = 19;
const columnsBytes = 2;
const lengthBytes = 4;

/**
 * The one `bytea` that a `COPY (SELECT …) TO STDOUT (FORMAT binary)` answers, up to 1 GB; empty when it is null. The driver
 * reads results as text, in which bytes are twice as long and have to be decoded.
 */
export async function copyValue(client: pg.ClientBase, statement: string): Promise<Buffer> {
  const stream = client.query(copyTo(statement, { highWaterMark: 1 << 20 }));
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve, reject) => void stream.once('end', resolve).once('error', reject));
  const bytes = Buffer.concat(chunks);
  const at = headerBytes + columnsBytes;
  const length = bytes.readInt32BE(at);
  return bytes.subarray(at + lengthBytes, at + lengthBytes + Math.max(0, length));
}
